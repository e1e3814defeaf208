"""What every store promises, and the checks that every store makes before it writes."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whitecell.journal.fault import JournalError, error
from whitecell.journal.line import written
from whitecell.journal.record import MAX_LINE, SALT, Entry, Head, Record, Sealed, canonical, chained, holds, references

_FRAME = 256  # bytes: more than a line of an export needs around its body and texts


class Store(Protocol):
    """An append-only store of journals, one for each exercise. Safe to use from several threads."""

    def append(self, exercise: str, expected: int, entries: Sequence[Entry]) -> Head:
        """Write all entries or none, durably, after record `expected`, and return the new head.

        Raises Conflict if the tip is elsewhere, JournalError J402 to J405 for an entry that is not well made and
        J408 if the database refuses; after a J408 the caller reads the head to know what was written.
        """

    def read(self, exercise: str, after: int = 0) -> Iterator[Record]:
        """The records whose seq is greater than `after`, in order; all that were there when the call was made."""

    def head(self, exercise: str) -> Head:
        """Where the journal ends. Head(0, GENESIS) for an exercise that has no record."""

    def texts(self, exercise: str) -> dict[str, Sealed | None]:
        """The sealed texts by digest, in the order in which records first refer to them; None for a purged one."""

    def purge(self, exercise: str, digest: str) -> bool:
        """Forget a text and its salt, for good. True if it was there; the chain still verifies."""

    def exercises(self) -> list[str]:
        """The names of the exercises that have records, sorted."""

    def close(self) -> None:
        """Let go of the store. Everything but another `close` then raises JournalError J409."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry that is well made in itself."""

    body: bytes
    refers: tuple[str, ...]
    texts: Mapping[str, Sealed | None]  # those given with it; None for one purged elsewhere


def check(exercise: str, entries: Iterable[Entry]) -> list[Checked]:
    """Check what can be checked without the store. Raises JournalError J402 to J405, J412."""
    if not 1 <= len(exercise) <= 200 or not exercise.isprintable():
        raise error("exercise", "J412", f"{exercise[:40]!r} cannot be the name of an exercise")
    return [_check(f"{exercise}, entry {number}", entry) for number, entry in enumerate(entries, 1)]


def _check(place: str, entry: Entry) -> Checked:
    try:
        value = json.loads(entry.body.decode("utf-8"))
        exact = isinstance(value, dict) and canonical(value) == entry.body
    except (ValueError, RecursionError, JournalError):
        exact = False
    if not exact:
        raise error(place, "J402")
    refers = references(entry.body)
    texts: dict[str, Sealed | None] = dict.fromkeys(entry.purged)
    for sealed in entry.texts:
        if len(sealed.salt) != SALT or not holds(sealed):
            raise error(place, "J403", f"the text under {sealed.digest[:12]}... does not agree with its digest")
        texts[sealed.digest] = sealed
    for digest in texts:
        if digest not in refers:
            raise error(place, "J404", f"a text is given to which the body does not refer: {digest[:12]}...")
    if len(entry.body) + len(written(texts)) + _FRAME > MAX_LINE:
        raise error(place, "J405")
    return Checked(entry.body, refers, texts)


def chain(
    exercise: str, head: Head, entries: Sequence[Checked], known: Callable[[str], bool]
) -> tuple[list[Record], dict[str, tuple[int, Sealed | None]]]:
    """The records that follow `head`, and the texts new with them under the seq that first refers to each.

    `known` tells whether the exercise has the text already, purged or not: then what is given again is ignored,
    so that a purged text never comes back. Raises JournalError J404 for a text neither known nor given.
    """
    records: list[Record] = []
    texts: dict[str, tuple[int, Sealed | None]] = {}
    for entry in entries:
        records.append(chained(head.hash, head.count + 1, entry.body))
        head = Head(records[-1].seq, records[-1].hash)
        for digest in entry.refers:
            if digest in texts or known(digest):
                continue
            if digest not in entry.texts:
                place = f"{exercise}, record {head.count}"
                raise error(place, "J404", f"the body refers to a text that is not there: {digest[:12]}...")
            texts[digest] = (head.count, entry.texts[digest])
    return records, texts
