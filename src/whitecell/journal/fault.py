"""What can be wrong with a journal: the codes, one error, and the damage that `verify` names."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_RESTORE = "Take this line from a backup or from another export of the journal"
_EXPORT = "Export the journal again, or take the file from a backup"

# code: (what it says, how to mend it). The table in docs/reference/journal.md is checked against this one.
CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "J100": ("the file cannot be read", "Check the path, and that you may read it"),
        "J101": ("the file is empty", _EXPORT),
        "J102": ("the line is not UTF-8 text", _RESTORE),
        "J103": ("the line is longer than 16 MB", _RESTORE),
        "J104": ("the last line is cut short", _EXPORT),
        "J105": ("the line is not JSON", _RESTORE),
        "J106": ("the line is JSON, but not a record", _RESTORE),
        "J107": (
            "the line is not written byte for byte as an export writes it",
            "Undo what an editor or a transfer did to the file (spacing, line ends), or export the journal again",
        ),
        "J108": ("the file is not a journal", "Give the file that an export wrote"),
        "J109": ("there is more damage than is listed", "Mend what is listed, then verify again"),
        "J201": ("records are missing before this line", "Take the missing lines from a backup or from another export"),
        "J202": ("the line repeats another line", "Remove this line"),
        "J203": ("the line is out of order", "Put the lines back in the order of their seq"),
        "J204": ("the line was changed: it does not agree with its own hash", _RESTORE),
        "J205": ("the record was replaced: the chain does not pass through it", _RESTORE),
        "J206": ("the tail is cut off: the journal ends before the head given", _EXPORT),
        "J207": (
            "the journal does not lead to the head given: records were rewritten, and hashed again",
            "Compare with a backup or another export; check that the head belongs to this journal",
        ),
        "J208": (
            "the journal goes on after the head given",
            "If the head was noted before the exercise ended, give a later one; if not, do not trust these records",
        ),
        "J301": ("a text does not agree with its digest", _RESTORE),
        "J302": ("a text is here to which the record does not refer", "Remove the text from this line"),
        "J303": ("the record refers to a text that is neither here nor marked as purged", _RESTORE),
        "J304": ("a text is given a second time", "Remove the text from this line"),
        "J401": ("somebody else wrote first", "Read what is new, decide again, then append"),
        "J402": ("the body of an entry is not a canonical JSON object", "Make it with canonical()"),
        "J403": ("a text of an entry does not agree with its digest", "Make it with seal()"),
        "J404": ("an entry and its texts do not agree", "Give each text with the first record that refers to it"),
        "J405": ("the entry would make a line longer than 16 MB", "Keep large files outside the journal"),
        "J406": ("the file is not a journal store of Whitecell", "Give another path; this file was left as it is"),
        "J407": ("the file was written by a newer Whitecell", "Use that version; this file was left as it is"),
        "J408": ("the database refused", "Check space, rights and other programs that use the file; then try again"),
        "J409": ("the store is closed", "Open it again"),
        "J410": ("the value cannot be written as JSON", "Use only finite numbers, Unicode text and names as keys"),
        "J411": ("there is no such exercise", "Check the name; an exercise exists from its first record"),
        "J412": ("this cannot be the name of an exercise", "Use 1 to 200 printable characters"),
        "J413": ("the salt is not 16 bytes", "Draw 16 random bytes for each text"),
    }
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing wrong with a journal, at one line (from 1). Prints as `file:line CODE message. cure.`"""

    line: int
    code: str
    message: str
    cure: str
    file: str = "journal"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code} {self.message}. {self.cure}."


class JournalError(Exception):
    """A store or a file that cannot do what was asked. Prints as `place CODE fact. cure.`"""

    def __init__(self, place: str, code: str, fact: str, cure: str) -> None:
        super().__init__(place, code, fact, cure)
        self.place, self.code, self.fact, self.cure = place, code, fact, cure

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.fact}. {self.cure}."


class Conflict(JournalError):
    """The tip is not where the writer thought: `expected` records, and there are `actual`. Nothing was written."""

    def __init__(self, expected: int, actual: int, exercise: str = "journal") -> None:
        super().__init__(exercise, "J401", f"expected {expected} records, found {actual}", CODES["J401"][1])
        self.expected, self.actual = expected, actual
        self.args = (expected, actual, exercise)


def damage(file: str, line: int, code: str, message: str = "") -> Damage:
    """Damage with the cure of its code, and the code's own words where no message is given."""
    meaning, cure = CODES[code]
    return Damage(line, code, message or meaning, cure, file)


def error(place: str, code: str, fact: str = "") -> JournalError:
    """An error with the cure of its code, and the code's own words where no fact is given."""
    meaning, cure = CODES[code]
    return JournalError(place, code, fact or meaning, cure)
