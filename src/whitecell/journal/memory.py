"""A store in memory, for automatic plays and tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from whitecell.journal.fault import Conflict, error
from whitecell.journal.record import GENESIS, Entry, Head, Record, Sealed
from whitecell.journal.store import chain, check


@dataclass(slots=True)
class _Kept:
    records: list[Record] = field(default_factory=list)
    texts: dict[str, Sealed | None] = field(default_factory=dict)

    def head(self) -> Head:
        return Head(self.records[-1].seq, self.records[-1].hash) if self.records else Head(0, GENESIS)


class MemoryStore:
    """Keeps journals for as long as the program runs. Its `append` is durable in no other sense."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, _Kept] = {}
        self._closed = False

    def append(self, exercise: str, expected: int, entries: Sequence[Entry]) -> Head:
        checked = check(exercise, entries)
        with self._lock:
            kept = self._of(exercise)
            head = kept.head()
            if head.count != expected:
                raise Conflict(expected, head.count, exercise)
            records, texts = chain(exercise, head, checked, kept.texts.__contains__)
            if records:
                self._kept[exercise] = kept
                kept.records.extend(records)
                kept.texts.update((digest, sealed) for digest, (_, sealed) in texts.items())
            return kept.head()

    def read(self, exercise: str, after: int = 0) -> Iterator[Record]:
        with self._lock:
            return iter(self._of(exercise).records[max(after, 0) :])

    def head(self, exercise: str) -> Head:
        with self._lock:
            return self._of(exercise).head()

    def texts(self, exercise: str) -> dict[str, Sealed | None]:
        with self._lock:
            return dict(self._of(exercise).texts)

    def purge(self, exercise: str, digest: str) -> bool:
        with self._lock:
            texts = self._of(exercise).texts
            there = texts.get(digest) is not None
            if there:
                texts[digest] = None
            return there

    def exercises(self) -> list[str]:
        with self._lock:
            self._of("")
            return sorted(self._kept)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._kept.clear()

    def _of(self, exercise: str) -> _Kept:
        if self._closed:
            raise error("memory", "J409")
        return self._kept.get(exercise) or _Kept()
