"""Codes are a public interface: each is documented, and each is given by some pack."""

from __future__ import annotations

import re

import pytest

from tests.project.tree import ROOT

CODE = re.compile(r"[SNRGWCD]\d{3}")
ELSEWHERE = {
    "S001": "test_load", "S003": "test_source", "S004": "test_source", "S016": "test_source", "S019": "test_load",
    "N025": "test_load",
}  # fmt: skip
"""Codes that no small pack can give, with the module that has them given."""


def in_source() -> set[str]:
    files = [file for part in ("rules", "scenario", "check") for file in (ROOT / "src/whitecell" / part).rglob("*.py")]
    return {code for file in files for code in re.findall(rf'"({CODE.pattern})"', file.read_text(encoding="utf-8"))}


def rows() -> list[list[str]]:
    text = (ROOT / "docs/reference/codes.md").read_text(encoding="utf-8")
    return [re.split(r"\s*\|\s*", line)[1:-1] for line in text.splitlines() if re.match(rf"\| {CODE.pattern} ", line)]


def test_every_code_is_documented_once_and_none_that_is_not_there() -> None:
    documented = [row[0] for row in rows()]
    assert sorted(documented) == sorted(in_source())


def test_every_code_is_documented_with_its_meaning_its_cure_and_an_example() -> None:
    for row in rows():
        assert len(row) == 4, row
        assert all(row), row
        assert row[1].endswith(".") and row[2].endswith("."), row


def test_every_code_is_given_by_a_broken_pack() -> None:
    files = [*(ROOT / "tests/broken").glob("*.expected"), *(ROOT / "tests/check").glob("*/*.expected")]
    expected = "".join(file.read_text(encoding="utf-8") for file in files)
    given = set(re.findall(rf" ({CODE.pattern}) ", expected))
    assert given | set(ELSEWHERE) == in_source()


@pytest.mark.parametrize(("code", "module"), ELSEWHERE.items())
def test_the_other_codes_are_given_elsewhere(code: str, module: str) -> None:
    assert f'"{code}"' in (ROOT / f"tests/scenario/{module}.py").read_text(encoding="utf-8")
