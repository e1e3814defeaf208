"""Each pack of `lint` and `dry` gives exactly the lines in its `.expected` file: messages are part of the interface.

After a change of words, look at the difference first; then write what is given: python -m tests.check.corpus
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.big_pack import big_pack
from tests.check.corpus import HERE, PACKS, expected, found, lines
from whitecell.check import in_order, lint
from whitecell.scenario import check, packs


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_gives_exactly_the_expected_lines(pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    assert lines(pack) == expected(pack).read_text(encoding="utf-8")
    for fault in found(pack):
        assert fault.line and fault.column, fault
        assert not fault.message.endswith((".", " ")) and fault.cure.endswith((".", "?")), fault


def test_every_expectation_has_its_pack() -> None:
    assert sorted(HERE.glob("*/*.expected")) == sorted(expected(pack) for pack in PACKS)


def test_what_looks_like_a_fault_and_is_none_gives_no_line() -> None:
    assert expected("lint/sensible.yaml").read_text(encoding="utf-8") == ""


def test_two_keys_has_nothing_to_mend() -> None:
    (two_keys,) = [pack for pack in packs() if pack.name == "two-keys"]
    assert lint(check(two_keys.path)) == []


def test_faults_of_the_scenario_come_before_those_of_its_injects(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(
        "whitecell: 1\ntitle: T\ncells:\n  a: {seats: [{id: lead}]}\nstate:\n  x: {type: real, start: 1}\n"
        "moves: [{id: m1}]\n",
        encoding="utf-8",
    )
    (tmp_path / "msel.yaml").write_text(
        "whitecell: 1\ninjects:\n  - {id: i1, at: m1, to: all, title: T}\n", encoding="utf-8"
    )
    checked = check(tmp_path)
    told = in_order(checked, reversed(lint(checked)))
    assert [(Path(fault.file).name, fault.line, fault.code) for fault in told] == [
        ("scenario.yaml", 6, "C119"), ("msel.yaml", 3, "C103"),
    ]  # fmt: skip


def test_ten_thousand_lines_are_checked_in_two_seconds(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(big_pack(10_000), encoding="utf-8")
    began = time.process_time()
    told = lint(check(file))
    assert time.process_time() - began < 2.0
    assert {fault.code for fault in told} == {"C123", "F102", "F108"}
