"""The SQLite file: its tables, how it is known as ours, and how it is opened."""

from pathlib import Path

import apsw

from whitecell.journal.fault import error

APPLICATION = 0x57434A4C  # "WCJL": SQLite's application_id tells our files from others
VERSION = 1  # user_version: of the tables below
_SMALLEST = 512  # bytes of the smallest SQLite file
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
    # An absolute path, because SQLite gives names such as ":memory:" another meaning.
    file = Path(path).absolute()
    if not file.parent.is_dir():
        raise error(path, "J408", "the folder does not exist")
    # SQLite would write over a file of one byte. We do not look inside: to open and close the file here
    # would drop the locks of any other store this program has on it.
    if file.is_file() and 0 < file.stat().st_size < _SMALLEST:
        raise error(path, "J406")
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


def _open(file: Path) -> apsw.Connection:
    db = apsw.Connection(str(file))
    db.set_busy_timeout(_PATIENCE)
    db.transaction_mode = "IMMEDIATE"
    return db


def _prepare(db: apsw.Connection, path: str) -> None:
    db.execute("BEGIN").fetchall()  # one moment of the file: another program may be making it
    try:
        _is_new(db, path)
    finally:
        db.execute("ROLLBACK").fetchall()
    mode = db.execute("PRAGMA journal_mode = WAL").fetchall()[0][0]
    if mode != "wal":
        raise error(path, "J408", "the file cannot have a write-ahead log there (is it on a network drive?)")
    db.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON").fetchall()
    with db:
        if _is_new(db, path):
            db.execute(f"{_TABLES}; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}").fetchall()
    # A purge that a crash cut short has left its text in the log or beneath it. If others read, the next does it.
    db.set_busy_timeout(0)
    empty_log(db)
    db.set_busy_timeout(_PATIENCE)


def _is_new(db: apsw.Connection, path: str) -> bool:
    """Whether the file is still empty. Raises JournalError J406 or J407 for one that is not ours to write."""
    try:
        application = db.pragma("application_id")
        version = db.pragma("user_version")
        tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchall()[0][0]
    except apsw.NotADBError:
        raise error(path, "J406") from None
    if application == APPLICATION and tables and version == VERSION:
        return False
    if application == APPLICATION and version > VERSION:
        raise error(path, "J407", f"the file has schema {version}; this Whitecell knows schema {VERSION}")
    if application or version or tables:
        raise error(path, "J406")
    return True
