"""The SQLite file: its tables, how it is known as ours, and how it is opened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

from whitecell.journal.fault import error

APPLICATION = 0x57434A4C  # "WCJL": SQLite's application_id tells our files from others
VERSION = 1  # user_version: of the tables below
_PATIENCE = 5000  # milliseconds to wait for another program

_TABLES = """
CREATE TABLE exercise (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    exercise INTEGER NOT NULL REFERENCES exercise (id),
    seq INTEGER NOT NULL,
    body BLOB NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (exercise, seq)
) STRICT;
CREATE TABLE text (
    id INTEGER PRIMARY KEY,
    exercise INTEGER NOT NULL REFERENCES exercise (id),
    digest TEXT NOT NULL,
    seq INTEGER NOT NULL,      -- the record that first refers to it
    purged INTEGER NOT NULL,   -- 1: salt and text are zeros
    salt BLOB NOT NULL,
    text BLOB NOT NULL,        -- UTF-8
    UNIQUE (exercise, digest)
) STRICT;
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER record_is_never_removed BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER text_is_never_removed BEFORE DELETE ON text BEGIN SELECT RAISE(ABORT, 'purge it'); END;
"""


def connect(path: str) -> tuple[apsw.Connection, apsw.Connection]:
    """A connection that writes and one that reads. Raises JournalError J406 to J408 before it changes anything."""
    file = Path(path).absolute()  # absolute, because SQLite gives names such as ":memory:" another meaning
    try:
        if not file.exists():
            _make(file)
    except OSError as refused:
        raise error(path, "J408", f"the file cannot be made: {refused.strerror}") from None
    writer = _open(file)
    try:
        _prepare(writer, path)
        reader = _open(file)
        reader.execute("PRAGMA query_only = ON").fetchall()
    except BaseException:
        writer.close()
        raise
    return writer, reader


def empty_log(db: apsw.Connection) -> bool:
    """Move the write-ahead log into the file and empty it. False if another program's reading forbids it."""
    ((busy, *_),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy


@contextmanager
def transaction(db: apsw.Connection) -> Iterator[None]:
    """All or nothing. (`with db:` of apsw keeps every other thread of the program from running while it waits.)"""
    db.execute("BEGIN IMMEDIATE").fetchall()
    try:
        yield
        db.execute("COMMIT").fetchall()
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK").fetchall()
        raise


def _open(file: Path) -> apsw.Connection:
    db = apsw.Connection(str(file))
    db.set_busy_timeout(_PATIENCE)
    return db


def _make(file: Path) -> None:
    """Make the file elsewhere and put it there whole, so that nobody ever finds half of it."""
    with TemporaryDirectory(dir=file.parent, prefix=".whitecell-") as folder:
        made = Path(folder, "made")
        db = apsw.Connection(str(made))
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute(
            f"BEGIN; {_TABLES}; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT"
        ).fetchall()
        db.close()
        try:
            file.hardlink_to(made)
        except FileExistsError:
            return  # another program was first: its file is as good
        except OSError:
            made.rename(file)  # a drive without links
    folder_of = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder_of)
    finally:
        os.close(folder_of)


def _prepare(db: apsw.Connection, path: str) -> None:
    _identify(db, path)
    if db.execute("PRAGMA journal_mode = WAL").fetchall() != [("wal",)]:
        raise error(path, "J408", "the file cannot have a write-ahead log there (is it on a network drive?)")
    db.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON").fetchall()
    # A purge that a crash cut short has left its text in the log or beneath it. If others read, the next does it.
    db.set_busy_timeout(0)
    empty_log(db)
    db.set_busy_timeout(_PATIENCE)


def _identify(db: apsw.Connection, path: str) -> None:
    """Raises JournalError J406 or J407 for a file that is not ours to write."""
    try:
        application, version = db.pragma("application_id"), db.pragma("user_version")
    except apsw.NotADBError:
        raise error(path, "J406") from None
    if application != APPLICATION or version < 1:
        raise error(path, "J406")
    if version > VERSION:
        raise error(path, "J407", f"the file has schema {version}; this Whitecell knows schema {VERSION}")
