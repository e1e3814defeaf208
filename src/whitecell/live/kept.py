"""Rows of the desk that are looked up by a secret: links, sessions, tokens.

All of them are held in memory; a change is shown when it is on disk.
"""

import json
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, Generic, Literal, TypeVar

from whitecell.live.access import Grant
from whitecell.live.desk import Desk, Statement
from whitecell.live.secret import digest

T = TypeVar("T")


class Kept(Generic[T]):
    """One table of the desk: by the digest of a secret, a row."""

    def __init__(
        self,
        desk: Desk,
        table: Literal["link", "session", "token"],
        pack: Callable[[T], Mapping[str, Any]],
        unpack: Callable[[dict[str, Any]], T],
    ) -> None:
        self._desk, self._table, self._pack = desk, table, pack
        self.lock = RLock()
        """Hold it over a look-up and the change that follows from it."""
        self.rows: dict[str, T] = {
            key: unpack(json.loads(data)) for key, data in desk.rows(f"SELECT digest, data FROM {table}")
        }

    def find(self, secret: str) -> T | None:
        """The row of this secret."""
        return self.rows.get(digest(secret))

    def put(self, changed: Mapping[str, T | None]) -> None:
        """Set rows by digest, or remove those that are None: durably, then for everybody to see."""
        with self.lock:
            self._desk.write(*(self._statement(key, row) for key, row in changed.items()))
            for key, row in changed.items():
                if row is None:
                    self.rows.pop(key, None)
                else:
                    self.rows[key] = row

    def put_later(self, key: str, row: T) -> None:
        """Set a row now and write it with the next that is written: for what may be lost."""
        with self.lock:
            self._desk.later(self._statement(key, row))
            self.rows[key] = row

    def _statement(self, key: str, row: T | None) -> Statement:
        if row is None:
            return f"DELETE FROM {self._table} WHERE digest = ?", (key,)
        data = json.dumps(self._pack(row), ensure_ascii=False)
        return f"INSERT OR REPLACE INTO {self._table} (digest, data) VALUES (?, ?)", (key, data)


def grant_data(grant: Grant) -> list[str]:
    """A grant as JSON-able data."""
    return [grant.exercise, grant.role, grant.seat]


def grant_from(data: list[Any]) -> Grant:
    """The grant that `grant_data` told of."""
    exercise, role, seat = data
    return Grant(exercise, role, seat)
