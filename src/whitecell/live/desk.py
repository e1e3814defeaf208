"""The second file, beside the journal: what must outlive a crash and is no fact of an exercise.

Drafts, join links, sessions, tokens, refused attempts, and the turns of automated players. Whoever holds the desk
holds the house: while one server has it open, no other can open it.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Any

import apsw

from whitecell.live.fault import HouseError

APPLICATION = 0x57434453  # "WCDS": SQLite's application_id tells our files from others
VERSION = 2

_TABLES = """
CREATE TABLE draft (
    exercise TEXT NOT NULL,
    holder TEXT NOT NULL,      -- a seat's full name, or a cell
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    version INTEGER NOT NULL,
    by TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (exercise, holder, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
    digest TEXT PRIMARY KEY,   -- SHA-256 of the secret; so in the two tables below
    data TEXT NOT NULL         -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    digest TEXT PRIMARY KEY,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE token (
    digest TEXT PRIMARY KEY,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY,
    exercise TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    code TEXT NOT NULL,
    at REAL NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}'  -- JSON: what the sentence names
) STRICT;
CREATE TABLE turn (
    exercise TEXT NOT NULL,
    move INTEGER NOT NULL,
    seat TEXT NOT NULL,
    orders TEXT NOT NULL,      -- JSON: what the seat's bot chose in this move
    PRIMARY KEY (exercise, move, seat)
) STRICT, WITHOUT ROWID;
CREATE TABLE ended (
    exercise TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_FACTS = "ALTER TABLE attempt ADD COLUMN facts TEXT NOT NULL DEFAULT '{}'"
"""What makes a desk of version 1 one of version 2: it did not keep what the sentence of an attempt names."""

Statement = tuple[str, Sequence[Any]]
"""An SQL statement and its values."""


@dataclass(slots=True)
class _Waiting:
    """Statements that wait for the next commit."""

    statements: Sequence[Statement]
    refusal: HouseError | None = None
    done: bool = False


class Desk:
    """The file, held by this process alone until `close`. Safe to use from several threads."""

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        """Open or make the file; None: in memory. Raises HouseError L101 to L104."""
        self.path = "memory" if path is None else os.fspath(path)
        self._turn = Condition()  # guards the three below
        self._busy = False  # somebody uses the connection
        self._queue: list[_Waiting] = []
        self._later: list[Statement] = []
        with self._speaking():
            self._db = apsw.Connection(":memory:" if path is None else str(Path(path).absolute()))
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def write(self, *statements: Statement) -> None:
        """Carry the statements out, all or none, durably. Those who wait at the same time share one sync to disk.

        Raises HouseError L104 if the database refuses, and then nothing of it was written.
        """
        waiting = _Waiting(statements)
        with self._turn:
            self._queue.append(waiting)
            self._turn.wait_for(lambda: waiting.done or not self._busy)
            batch = [] if waiting.done else self._take()
        if batch:
            try:
                self._commit(batch)
            finally:
                self._yield()
        if waiting.refusal is not None:
            raise waiting.refusal

    def later(self, *statements: Statement) -> None:
        """Carry them out with the next write or flush: nobody waits, and a crash before that loses them."""
        with self._turn:
            self._later += statements

    def flush(self) -> None:
        """Write what `later` left, if anything. Raises HouseError L104."""
        if self._later:
            self.write()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows a query gives."""
        with self._alone(), self._speaking():
            return self._db.execute(sql, values).fetchall()

    def close(self) -> None:
        """Write what is left and let go of the file. May be called again."""
        with suppress(HouseError):  # closed already, or a full disk: what nobody waited for is lost
            self.flush()
        with self._alone():
            self._db.close()

    def _take(self) -> list[_Waiting]:
        # What was left for later comes first: a use that was noted must not undo a revocation that followed it.
        batch = [_Waiting(self._later), *self._queue]
        self._busy, self._queue, self._later = True, [], []
        return batch

    def _commit(self, batch: list[_Waiting]) -> None:
        refusal: HouseError | None = None
        try:
            with self._speaking(), self._transaction():
                for waiting in batch:
                    for sql, values in waiting.statements:
                        self._db.execute(sql, values).fetchall()
        except HouseError as refused:
            refusal = refused
        for waiting in batch:
            waiting.refusal, waiting.done = refusal, True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN").fetchall()
        try:
            yield
            self._db.execute("COMMIT").fetchall()
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK").fetchall()
            raise

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
        except apsw.BusyError:
            raise HouseError(self.path, "L101") from None
        except apsw.ConnectionClosedError:
            raise HouseError(self.path, "L105") from None
        except apsw.NotADBError:
            raise HouseError(self.path, "L102") from None
        except apsw.Error as refused:
            raise HouseError(self.path, "L104", f"the database refused: {refused}") from refused

    def _prepare(self) -> None:
        """Lock the file, then see whose it is, then make the tables if it is new.

        In exclusive mode SQLite keeps its lock until the connection is closed or the process dies, however it dies.
        """
        db = self._db
        db.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        application, version = db.pragma("application_id"), db.pragma("user_version")
        if (application, version) == (0, 0) and not db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall():
            new = True
        elif application != APPLICATION:
            raise HouseError(self.path, "L102")
        elif version > VERSION:
            raise HouseError(self.path, "L103", f"the file has schema {version}; this Whitecell knows {VERSION}")
        else:
            new = False
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON").fetchall()
        db.execute("BEGIN IMMEDIATE").fetchall()
        if new:
            db.execute(f"{_TABLES}; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}").fetchall()
        elif version < VERSION:
            db.execute(f"{_FACTS}; PRAGMA user_version = {VERSION}").fetchall()
        db.execute("COMMIT").fetchall()
