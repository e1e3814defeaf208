"""A fault in a pack: where it is, what is wrong, and how to mend it."""

from dataclasses import dataclass
from typing import Literal

MAX_FAULTS = 1000
"""Faults after which no more are looked for."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. Lines and columns count from 1; 0 where the fault is of the file as a whole.

    Codes are listed in docs/reference/codes.md and never change their meaning. Errors keep a pack from loading,
    warnings do not.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    cure: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place} {self.code} {self.message}. {self.cure}"


def error(file: str, line: int, column: int, code: str, message: str, cure: str) -> Fault:
    """A fault that keeps the pack from loading."""
    return Fault(file, line, column, code, "error", message, cure)
