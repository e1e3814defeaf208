"""whitecell kit: the whole folder or none, and nobody's work overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.kit.reading import folder_bytes
from whitecell.cli import app


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, ["kit", *(str(a) for a in arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_bare_game_has_its_papers_and_no_cards(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    assert run("matching-pennies", "--out", out).exit_code == 0
    first = folder_bytes(out)
    told = json.loads(first["kit.json"])
    assert set(told["files"]) == set(first) - {"kit.json"}
    assert {"situation-manual-even.pdf", "situation-manual-odd.docx", "README.txt"} <= set(first)
    assert not [name for name in first if "cards" in name]
    readme = first["README.txt"].decode()
    assert "no injects" in readme and "situation-manual-even.pdf" in readme
    assert run("matching-pennies", "--out", out).exit_code == 0
    assert folder_bytes(out) == first
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.nightly
def test_the_flagship_has_all_its_papers_in_korean(tmp_path: Path) -> None:
    assert run("extended-deterrence", "--lang", "ko", "--out", tmp_path / "out").exit_code == 0
    assert "참가자용 자료만" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")


def test_what_somebody_wrote_or_changed_is_left_alone(tmp_path: Path) -> None:
    run("matching-pennies", "--out", tmp_path / "out")
    manual = tmp_path / "out" / "situation-manual-even.docx"
    manual.write_bytes(b"a day's work")
    refused = run("matching-pennies", "--out", tmp_path / "out")
    assert refused.exit_code == 1 and manual.name in refused.stderr
    assert manual.read_bytes() == b"a day's work"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("ten years")
    assert "thesis.txt" in run("matching-pennies", "--out", tmp_path / "mine").stderr
    (tmp_path / "file").write_text("x")
    assert run("matching-pennies", "--out", tmp_path / "file").exit_code == 1


def test_a_kit_that_breaks_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("matching-pennies", "--out", tmp_path / "out")
    before = folder_bytes(tmp_path / "out")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(__import__("whitecell.kit").kit.FORMATS, "docx", full)
    refused = run("matching-pennies", "--lang", "ko", "--out", tmp_path / "out")
    assert refused.exit_code == 1 and "No space left" in refused.stderr
    assert folder_bytes(tmp_path / "out") == before
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_a_language_nobody_speaks_is_refused(tmp_path: Path) -> None:
    refused = run("matching-pennies", "--lang", "xx", "--out", tmp_path / "out")
    assert refused.exit_code == 2 and "en, ko" in refused.stderr
    assert not (tmp_path / "out").exists()
