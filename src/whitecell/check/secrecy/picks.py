"""Choices of the check itself: keyed, so that every finding can be found again."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Picks:
    """Numbers and choices that follow from a key and the labels asked with, and from nothing else."""

    def __init__(self, key: str) -> None:
        self.key = key

    def number(self, *labels: object) -> float:
        """A number from 0 to below 1."""
        text = "/".join(map(str, (self.key, *labels)))
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "little") / 2.0**48

    def chance(self, p: float, *labels: object) -> bool:
        """Yes with this probability."""
        return self.number(*labels) < p

    def one(self, items: Sequence[T], *labels: object) -> T:
        """One of these."""
        return items[int(self.number(*labels) * len(items))]

    def some(self, items: Sequence[T], most: int, *labels: object) -> list[T]:
        """At most so many of these, in their order."""
        if len(items) <= most:
            return list(items)
        places = sorted(range(len(items)), key=lambda place: self.number(*labels, place))[:most]
        return [items[place] for place in sorted(places)]
