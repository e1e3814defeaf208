"""A store in one SQLite file: durable when `append` returns, and private where it was purged."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, Lock

import apsw

from whitecell.journal import schema
from whitecell.journal.fault import Conflict, JournalError, error
from whitecell.journal.record import GENESIS, SALT, Entry, Head, Record, Sealed
from whitecell.journal.store import Checked, chain, check

_PAGE = 256  # records fetched at a time, so that no reader holds the file for long
_PAGE_BYTES = 4_000_000


@dataclass(slots=True)
class _Waiting:
    """An append that waits for the next commit."""

    exercise: str
    expected: int
    entries: list[Checked]
    outcome: Head | JournalError
    done: bool = False


class SqliteStore:
    """A file that several threads may use, and other programs read.

    Appends that wait at the same time share one transaction and one sync to disk (group commit): the first
    whose turn comes commits for all that wait. Other programs may read the file at any time.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the file, or make it. Raises JournalError J406 to J408, and then leaves the file as it was."""
        self._path = os.fspath(path)
        self._reading = Lock()  # holds the reader
        self._turn = Condition()  # guards the two below
        self._busy = False  # somebody holds the writer
        self._queue: list[_Waiting] = []
        with self._speaking():
            self._writer, self._reader = schema.connect(self._path)

    def append(self, exercise: str, expected: int, entries: Sequence[Entry]) -> Head:
        checked = check(exercise, entries)
        waiting = _Waiting(exercise, expected, checked, error(self._path, "J408", "the append was interrupted"))
        with self._turn:
            self._queue.append(waiting)
            try:
                self._turn.wait_for(lambda: waiting.done or not self._busy)
            except BaseException:  # Ctrl-C while waiting: nobody may write this one later
                self._queue = [other for other in self._queue if other is not waiting]
                raise
            batch = [] if waiting.done else self._queue
            if batch:
                self._busy, self._queue = True, []
        if batch:
            try:
                self._commit(batch)
            finally:
                self._yield()
        if isinstance(waiting.outcome, JournalError):
            raise waiting.outcome
        return waiting.outcome

    def read(self, exercise: str, after: int = 0) -> Iterator[Record]:
        return self._pages(exercise, after, self.head(exercise).count)

    def head(self, exercise: str) -> Head:
        with self._reading, self._speaking():
            return _head(self._reader, exercise)

    def texts(self, exercise: str) -> dict[str, Sealed | None]:
        with self._reading, self._speaking():
            rows = self._reader.execute(
                "SELECT digest, salt, text, purged FROM text JOIN exercise ON exercise.id = text.exercise"
                " WHERE exercise.name = ? ORDER BY text.id",
                (exercise,),
            )
            # A text that is no longer UTF-8 must not stop the reader: `verify` finds that its digest fails.
            return {
                digest: None if purged else Sealed(digest, salt, text.decode("utf-8", "replace"))
                for digest, salt, text, purged in rows
            }

    def purge(self, exercise: str, digest: str) -> bool:
        with self._alone(), self._reading, self._speaking():
            where = "WHERE exercise = (SELECT id FROM exercise WHERE name = ?) AND digest = ?"
            row = self._writer.execute(f"SELECT purged FROM text {where}", (exercise, digest)).fetchone()
            if row is None:
                return False
            # Zeros of the same length go over the old bytes in their place, so SQLite moves nothing and leaves no copy.
            with schema.transaction(self._writer):
                self._writer.execute(
                    f"UPDATE text SET purged = 1, salt = zeroblob({SALT}), text = zeroblob(length(text)) {where}",
                    (exercise, digest),
                )
            if not schema.empty_log(self._writer):
                fact = "the text is purged, but the log still holds it, as another program reads the file"
                raise JournalError(self._path, "J408", fact, "Close that program, then purge again")
            return not row[0]

    def exercises(self) -> list[str]:
        with self._reading, self._speaking():
            return [name for (name,) in self._reader.execute("SELECT name FROM exercise ORDER BY name")]

    def close(self) -> None:
        with self._alone(), self._reading:
            self._reader.close()
            self._writer.close()

    def _commit(self, batch: list[_Waiting]) -> None:
        outcomes: list[Head | JournalError] = []
        try:
            with self._speaking(), schema.transaction(self._writer):
                outcomes.extend(self._place(waiting) for waiting in batch)
        except JournalError as refused:
            outcomes = [JournalError(*refused.args) for _ in batch]
        for waiting, outcome in zip(batch, outcomes, strict=True):
            waiting.outcome, waiting.done = outcome, True

    def _place(self, waiting: _Waiting) -> Head | JournalError:
        """Insert one append, or say why not: it is judged whole before its first row, so no row needs undoing."""
        db, exercise = self._writer, waiting.exercise
        head = _head(db, exercise)
        if head.count != waiting.expected:
            return Conflict(waiting.expected, head.count, exercise)
        row = db.execute("SELECT id FROM exercise WHERE name = ?", (exercise,)).fetchone()
        number = row[0] if row else None

        def known(digest: str) -> bool:
            there = "SELECT 1 FROM text WHERE exercise = ? AND digest = ?"
            return db.execute(there, (number, digest)).fetchone() is not None

        try:
            records, texts = chain(exercise, head, waiting.entries, known)
        except JournalError as refused:
            return refused
        if not records:
            return head
        if number is None:
            number = db.execute("INSERT INTO exercise (name) VALUES (?) RETURNING id", (exercise,)).fetchall()[0][0]
        db.executemany(
            "INSERT INTO record (exercise, seq, body, previous, hash) VALUES (?, ?, ?, ?, ?)",
            [(number, record.seq, record.body, record.previous, record.hash) for record in records],
        )
        db.executemany(
            "INSERT INTO text (exercise, digest, seq, purged, salt, text) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number, digest, seq, 0, sealed.salt, sealed.text.encode()) if sealed
                else (number, digest, seq, 1, bytes(SALT), b"")
                for digest, (seq, sealed) in texts.items()
            ],
        )  # fmt: skip
        return Head(records[-1].seq, records[-1].hash)

    def _pages(self, exercise: str, after: int, end: int) -> Iterator[Record]:
        page: list[Record] = []
        while after < end:
            with self._reading, self._speaking():
                page = _page(self._reader, exercise, after, end)
            if not page:
                return
            yield from page
            after = page[-1].seq

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._turn:
            self._turn.wait_for(lambda: not self._busy)
            self._busy = True
        try:
            yield
        finally:
            self._yield()

    def _yield(self) -> None:
        with self._turn:
            self._busy = False
            self._turn.notify_all()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn SQLite's exceptions into ours."""
        try:
            yield
        except apsw.ConnectionClosedError:
            raise error(self._path, "J409") from None
        except apsw.Error as refused:
            raise error(self._path, "J408", f"the database refused: {refused}") from refused


def _head(db: apsw.Connection, exercise: str) -> Head:
    row = db.execute(
        "SELECT seq, hash FROM record WHERE exercise = (SELECT id FROM exercise WHERE name = ?)"
        " ORDER BY seq DESC LIMIT 1",
        (exercise,),
    ).fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def _page(db: apsw.Connection, exercise: str, after: int, end: int) -> list[Record]:
    rows = db.execute(
        "SELECT seq, body, previous, hash FROM record WHERE exercise = (SELECT id FROM exercise WHERE name = ?)"
        f" AND seq > ? AND seq <= ? ORDER BY seq LIMIT {_PAGE}",
        (exercise, after, end),
    )
    page: list[Record] = []
    size = 0
    for row in rows:
        page.append(Record(*row))
        size += len(page[-1].body)
        if size > _PAGE_BYTES:
            rows.close(True)
            break
    return page
