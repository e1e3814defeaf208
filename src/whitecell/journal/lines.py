"""Journals as JSON Lines: written the same every time, and read only when they prove sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from whitecell.journal.fault import JournalError, error
from whitecell.journal.line import Line
from whitecell.journal.record import GENESIS, Entry, Head, Record, Sealed, references
from whitecell.journal.scan import Source, opened, raw_lines, scan
from whitecell.journal.store import Store
from whitecell.journal.verify import conclude, stored_lines


@dataclass(frozen=True, slots=True)
class Journal:
    """A whole journal in memory."""

    records: tuple[Record, ...]
    texts: Mapping[str, Sealed | None]  # by digest, in the order in which records first refer to them; None: purged
    head: Head


def write_lines(store: Store, exercise: str, out: BinaryIO) -> Head:
    """Write the journal as it stands, and return the head written. The same journal gives the same bytes.

    Raises JournalError J411 for an exercise without records.
    """
    head = store.head(exercise)
    if not head.count:
        raise error(exercise, "J411")
    out.writelines(stored_lines(store, exercise, head, store.texts(exercise)))
    return head


def read_lines(source: Source) -> Journal:
    """Read an exported journal. Raises JournalError with the first damage if `verify` would find any."""
    kept: list[Line] = []
    with opened(source) as (file, stream):
        found = scan(raw_lines(stream), file, kept.append)
    damages = conclude(found, None)
    if damages:
        first, more = damages[0], len(damages) - 1
        fact = first.message + (f" (and {more} more)" if more else "")
        raise JournalError(f"{file}:{first.line}", first.code, fact, first.cure)
    records = tuple(line.record for line in kept)
    given = (line for line in kept if line.texts)
    texts = {key: line.texts[key] for line in given for key in references(line.record.body) if key in line.texts}
    return Journal(records, texts, Head(len(records), records[-1].hash if records else GENESIS))


def import_lines(store: Store, exercise: str, source: Source) -> Head:
    """Read a journal and append all of it, or nothing, to an exercise that has no records yet.

    The chain does not depend on the exercise's name, so the head stays what it was. Raises what `read_lines`
    raises, and Conflict if the exercise has records.
    """
    return store.append(exercise, 0, entries(read_lines(source)))


def entries(journal: Journal) -> list[Entry]:
    """What to append to get this journal: each text with the first record that refers to it."""
    made = []
    given: set[str] = set()
    for record in journal.records:
        new = [digest for digest in references(record.body) if digest not in given]
        given.update(new)
        texts = tuple(sealed for digest in new if (sealed := journal.texts[digest]) is not None)
        made.append(Entry(record.body, texts, tuple(digest for digest in new if journal.texts[digest] is None)))
    return made
