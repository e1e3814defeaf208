"""What becomes of a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whitecell.exercise import Event, Refusal
from whitecell.journal import Head


@dataclass(frozen=True, slots=True)
class Accepted:
    """It was carried out, and is on disk. The same id given again gets the same events, and changes nothing."""

    events: tuple[Event, ...]
    head: Head
    """A head of the journal that holds them."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not carried out; nothing has changed."""

    refusal: Refusal


Outcome = Accepted | Refused


def refused(code: str, facts: Mapping[str, Any] | None = None) -> Refused:
    """Refused, for this reason."""
    return Refused(Refusal(code, facts or {}))
