"""Every faulty pack gives exactly the lines in its `.expected` file: messages are part of the interface.

After a change of words, look at the difference first; then write what is given:
python -m tests.broken.test_broken
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from whitecell.scenario import check, load

HERE = Path(__file__).parent
PACKS = sorted(path.name for path in HERE.iterdir() if path.suffix == ".yaml" or (path / "scenario.yaml").exists())
PACKS += ["no_scenario"]
WARNINGS = ["warnings_only.yaml"]


def expected(pack: str) -> Path:
    return HERE / f"{pack.removesuffix('.yaml')}.expected"


def lines(pack: str) -> str:
    return "".join(f"{fault}\n" for fault in check(Path(pack)).faults)


@pytest.mark.parametrize("pack", PACKS)
def test_a_faulty_pack_gives_exactly_the_expected_lines(pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    assert lines(pack) == expected(pack).read_text(encoding="utf-8")


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_with_an_error_does_not_load(pack: str) -> None:
    loaded = load(HERE / pack)
    if pack in WARNINGS:
        assert not isinstance(loaded, list)
    else:
        assert isinstance(loaded, list)
        assert all(fault.severity == "error" for fault in loaded)


@pytest.mark.parametrize("pack", PACKS)
def test_every_fault_is_a_sentence_with_a_cure(pack: str) -> None:
    for fault in check(HERE / pack).faults:
        assert not fault.message.endswith((".", " ")), fault
        assert fault.cure.endswith((".", "?", "...")), fault
        assert fault.cure[0].isupper(), fault
        assert "\n" not in str(fault)


def test_every_expectation_has_its_pack() -> None:
    assert sorted(path.name for path in HERE.glob("*.expected")) == sorted(expected(pack).name for pack in PACKS)


if __name__ == "__main__":
    os.chdir(HERE)
    for each in PACKS:
        expected(each).write_text(lines(each), encoding="utf-8")
