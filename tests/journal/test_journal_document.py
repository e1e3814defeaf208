"""docs/reference/journal.md: its tables list every code, and its numbers are right. (tests/project runs its code.)"""

import re
from pathlib import Path

from whitecell.journal import CODES, MAX_LINE, schema

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "journal.md"


def test_every_code_is_documented_with_its_meaning() -> None:
    rows = re.findall(r"^\| (J\d{3}) \| (.+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(code, meaning) for code, (meaning, _) in CODES.items()]


def test_the_numbers_are_those_of_the_code() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert f"{MAX_LINE:,} bytes" in text
    assert f"0x{schema.APPLICATION:X}" in text
    assert f"now {schema.VERSION}." in text
