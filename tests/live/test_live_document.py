"""docs/explanation/live.md: its code runs, and its table of errors is the program's."""

import re
from pathlib import Path

import pytest

from whitecell.live import CODES

TEXT = Path(__file__, "../../../docs/explanation/live.md").resolve().read_text(encoding="utf-8")


def test_its_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(compile(code, "live.md", "exec"), {})


def test_its_errors_are_the_programs() -> None:
    assert dict(re.findall(r"^\| (L\d+) \| (.*?) \|$", TEXT, re.MULTILINE)) == {
        c: says for c, (says, _) in CODES.items()
    }
