"""Keyed chance: a draw is a function of (seed, play, move, path), so nobody's luck depends on anybody else's.

The path is the owner (a rule, an action, an inject, a choice), the cell, the occurrence, and the draw's site within its
owner. Names are hashed once with BLAKE2b; the numbers are mixed in with the finaliser of SplitMix64 (Steele, Lea and
Flood 2014), which the kernel computes too.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from whitecell.rules import Value

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
ORIGIN = 256
"""A delayed effect's occurrence is its origin's move number times this, plus the order's own occurrence."""


def mix(z: int) -> int:
    """SplitMix64's finaliser on 64 bits."""
    z = ((z ^ (z >> 30)) * FIRST) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return z ^ (z >> 31)


@lru_cache(maxsize=1 << 16)
def name_key(owner: str, cell: str, site: int) -> int:
    """The 64-bit key of the parts of a path that are known when a scenario is loaded."""
    return int.from_bytes(hashlib.blake2b(f"{owner}|{cell}|{site}".encode(), digest_size=8).digest(), "little")


def unit(bits: int) -> float:
    """The top 52 bits as a number strictly between 0 and 1."""
    return ((bits >> 12) + 0.5) * 2.220446049250313e-16


@dataclass(frozen=True, slots=True)
class Drawn:
    """Evidence of one draw: its path, what was asked, the number in (0, 1) and what it gave."""

    path: str
    kind: str
    arguments: tuple[float, ...]
    u: float
    value: Value


@dataclass(frozen=True)
class Dice:
    """All the chance of one play."""

    seed: int
    play: int = 0

    @cached_property
    def base(self) -> int:
        """The seed and the play, mixed."""
        return mix(mix((self.seed + GOLDEN) & MASK) ^ ((self.play * GOLDEN) & MASK))

    def draw(self, move: int, owner: str, cell: str, occurrence: int, site: int) -> float:
        """The number in (0, 1) that belongs to this path."""
        return unit(self.bits(move, owner, cell, occurrence, site))

    def bits(self, move: int, owner: str, cell: str, occurrence: int, site: int) -> int:
        """The 64 bits that belong to this path."""
        place = ((((move << 32) | occurrence) + 1) * GOLDEN) & MASK
        return mix((mix(self.base ^ name_key(owner, cell, site)) + place) & MASK)


@dataclass(slots=True)
class OwnLuck:
    """The luck of one owner's evaluation, keeping the evidence of what it drew."""

    dice: Dice
    move: int
    owner: str
    cell: str
    occurrence: int
    drawn: list[Drawn] = field(default_factory=list)

    def draw(self, site: int) -> float:
        """The number for this site."""
        return self.dice.draw(self.move, self.owner, self.cell, self.occurrence, site)

    def note(self, kind: str, site: int, arguments: tuple[float, ...], value: Value) -> None:
        """Keep what was drawn."""
        path = f"{self.move}/{self.owner}/{self.cell or '-'}/{self.occurrence}/{site}"
        self.drawn.append(Drawn(path, kind, arguments, self.draw(site), value))
