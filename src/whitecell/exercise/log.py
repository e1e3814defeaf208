"""A list that only grows and never changes under who holds it: every version of it stays as it was.

Versions that grew out of each other share one backing list, so that growing costs the same however long it is. The
second version that grows out of the same one gets a list of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Log(Sequence[T], Generic[T]):
    """An immutable sequence, equal to any other and to any tuple with the same items."""

    __slots__ = ("_first", "_items", "_length")
    __hash__ = None  # type: ignore[assignment] # as long as a list, and compared as one

    def __init__(self, items: Iterable[T] = ()) -> None:
        own = list(items)
        self._begin(own, len(own))

    def _begin(self, items: list[T], length: int) -> None:
        self._items, self._length = items, length
        # Whoever takes this mark grows the backing list; `pop` lets one of several threads have it.
        self._first = [True]

    def grown(self, item: T) -> "Log[T]":
        """This log with one more item at its end."""
        items = self._items
        try:
            self._first.pop()
        except IndexError:
            items = items[: self._length]
        items.append(item)
        log: Log[T] = Log.__new__(Log)
        log._begin(items, self._length + 1)
        return log

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return islice(self._items, self._length)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step == 1:
                return tuple(self._items[start:stop])
            return tuple(self._items[place] for place in range(start, stop, step))
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(f"no item {index} in a log of {self._length}")
        return self._items[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Log):
            if self._items is other._items:
                return self._length == other._length
            return self._length == other._length and self._items[: self._length] == other._items[: other._length]
        if isinstance(other, tuple):
            return self._length == len(other) and tuple(self) == other
        return NotImplemented

    def __repr__(self) -> str:
        return f"Log({self._items[: self._length]!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Log, (tuple(self),)
