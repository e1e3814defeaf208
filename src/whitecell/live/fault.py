"""What can be wrong with a house: the codes, and one error that says what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "L101": (
            "another server has these files open",
            "Stop that server, or use its address; two servers on one journal would each know half of it",
        ),
        "L102": ("the file is not a desk of Whitecell", "Give another path; this file was left as it is"),
        "L103": ("the file was written by a newer Whitecell", "Use that version; this file was left as it is"),
        "L104": ("the database refused", "Check space, rights and other programs that use the file; then try again"),
        "L105": ("the house is closed", "Start the server again"),
        "L106": ("there is no such exercise", "Check the address, or choose one from the list of exercises"),
        "L107": (
            "the journal cannot be read",
            "Run 'whitecell journal verify' on an export of it, and restore a backup",
        ),
        "L108": ("a listener may not wait for the writer", "Give the command with submit, and do not wait for it"),
    }
)
"""What each code says, and how to mend it."""


class HouseError(Exception):
    """A house that cannot do what was asked. Prints as `place CODE fact. cure.`"""

    def __init__(self, place: str, code: str, fact: str = "") -> None:
        meaning, cure = CODES[code]
        super().__init__(place, code, fact or meaning)
        self.place, self.code, self.fact, self.cure = place, code, fact or meaning, cure

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.fact}. {self.cure}."
