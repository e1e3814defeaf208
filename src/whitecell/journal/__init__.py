"""Append-only journals: a chain of records (bytes) for each exercise, with the texts that lie beside it.

It does: keep records in order, in memory or in a SQLite file, all or none of an append and durable on return;
hash each record into the next; keep texts and names apart under salted digests, so that one can be purged and the
chain still verifies; write a journal as JSON Lines, read it back, and name every line that was damaged.

It never: changes or removes a record, knows what an event means, draws a salt, reads a clock, decides who may see
what, or imports another package of Whitecell. Whoever can write the file can rewrite a journal and hash it again:
only a head noted elsewhere shows that.

The format is stated in docs/reference/journal.md.
"""

from whitecell.journal.fault import CODES, Conflict, Damage, JournalError
from whitecell.journal.lines import Journal, entries, import_lines, read_lines, write_lines
from whitecell.journal.memory import MemoryStore
from whitecell.journal.record import (
    GENESIS,
    JSON,
    MAX_LINE,
    Entry,
    Head,
    Record,
    Sealed,
    canonical,
    chained,
    references,
    seal,
)
from whitecell.journal.sqlite import SqliteStore
from whitecell.journal.store import Store
from whitecell.journal.verify import verify, verify_store

__all__ = [
    "CODES",
    "GENESIS",
    "JSON",
    "MAX_LINE",
    "Conflict",
    "Damage",
    "Entry",
    "Head",
    "Journal",
    "JournalError",
    "MemoryStore",
    "Record",
    "Sealed",
    "SqliteStore",
    "Store",
    "canonical",
    "chained",
    "entries",
    "import_lines",
    "read_lines",
    "references",
    "seal",
    "verify",
    "verify_store",
    "write_lines",
]
