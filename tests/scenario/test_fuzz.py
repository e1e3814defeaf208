"""Whatever the bytes, a check gives a scenario or faults, never an exception."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario.packs import FULL, SMALL
from whitecell.scenario import build, check

PIECES = [
    "[", "]", "{", "}", ": ", "- ", "\n", "\n  ", " ", "~", "yes", "1e999", "-1", "0", "''", '"', "'", "&a ", "*a",
    "!t ", "|\n", ">\n", "? ", "#", ",", "(", ")", "all", "us/white-house", "tension", "[]", "{}", "{a: b}", "é", "\t",
    "9" * 320, "1 if tested else 2", "..", "id", "<<: ", "%", "@", "`", "\x00", "\\u0000", "\u2028", "\x85", "\ufeff",
    "end", "none", ".nan", "0x10", "lambda: 1", "released(i03)", "\\", "---\n", "[" * 50,
]  # fmt: skip
WORD = re.compile(r"[\w./-]+")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "scenario.yaml"


def survives(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    checked = check(file)
    assert (checked.scenario is None) == bool(checked.errors)
    for fault in checked.faults:
        assert "\n" not in str(fault)
    if checked.scenario is not None:
        assert build(checked.scenario.data) == checked.scenario


@given(st.binary(max_size=300))
def test_any_bytes(file: Path, raw: bytes) -> None:
    survives(file, raw)


@given(st.binary(max_size=60))
def test_any_bytes_after_a_good_beginning(file: Path, raw: bytes) -> None:
    survives(file, SMALL.encode() + raw)


@given(st.text(max_size=100))
def test_any_text_as_a_rule(file: Path, text: str) -> None:
    survives(file, (SMALL + "utility: {us: '" + text.replace("'", "''") + "'}\n").encode(errors="replace"))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid pack with some of it moved, doubled, deleted or replaced."""
    text = draw(st.sampled_from([FULL, FULL, SMALL]))
    for _ in range(draw(st.integers(1, 6))):
        spans = [match.span() for match in WORD.finditer(text)] or [(0, 0)]
        start, end = draw(st.sampled_from(spans))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
            case 1:
                text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
            case 2:
                other = draw(st.sampled_from(spans))
                text = text[:start] + text[slice(*other)] + text[end:]
            case 3:
                text = text[:start] + text[start + draw(st.integers(1, 20)) :]
            case _:
                lines = text.split("\n")
                line = draw(st.integers(0, len(lines) - 1))
                lines[line] = draw(st.sampled_from(["", "  ", "    "])) + lines[line].lstrip()
                text = "\n".join(lines)
    return text.encode()


@given(mutated())
def test_any_mutation_of_a_valid_pack(file: Path, raw: bytes) -> None:
    survives(file, raw)
