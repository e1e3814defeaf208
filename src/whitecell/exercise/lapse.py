"""Why an order lapsed, as journals have it: a code, and the seat that was asked, `consent.refused rok/minister`."""

import re

from whitecell.exercise.refusal import Clause

CODES = ("consent.refused", "consent.silent", "consultation.silent")
OLD = {
    "consent refused": "consent.refused",
    "no answer to the request for consent": "consent.silent",
    "no answer to the consultation": "consultation.silent",
}
"""What journals say that were written before there were codes: `consent refused by rok/minister`."""
WORDS = re.compile(rf"({'|'.join(OLD)}) by (\S+)")


def upcast(reason: str) -> str:
    """A reason of any journal as it is written now; one that is not known (it was purged) stays as it is."""
    found = WORDS.fullmatch(reason)
    return f"{OLD[found[1]]} {found[2]}" if found else reason


def why_lapsed(reason: str) -> Clause | None:
    """The sentence for a reason; None for one that is not known."""
    code, _, seat = upcast(reason).partition(" ")
    return Clause(f"lapse.{code}", {"seat": seat}) if code in CODES and seat else None
