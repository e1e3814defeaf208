"""The events of a command as entries of the journal; the first carries the command's id."""

import os
from collections.abc import Iterator, Sequence

from whitecell.exercise import Event
from whitecell.journal import Entry
from whitecell.players import Salts, entry_of

_POOL = 256  # salts drawn at a time


def fresh_salts() -> Salts:
    """Random salts. For one thread."""

    def endless() -> Iterator[bytes]:
        while True:
            pool = os.urandom(16 * _POOL)
            yield from (pool[at : at + 16] for at in range(0, len(pool), 16))

    return endless().__next__


def entries_of(events: Sequence[Event], command: str, salts: Salts) -> list[Entry]:
    """An entry for each event. JournalError J410 if one holds what cannot be written."""
    return [entry_of(event, salts, "" if place else command) for place, event in enumerate(events)]
