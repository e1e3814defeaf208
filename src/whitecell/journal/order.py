"""Which lines stand where they should: repeated, competing, swapped and displaced records."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from whitecell.journal.fault import Damage, damage


@dataclass(frozen=True, slots=True)
class Link:
    """A line whose record agrees with its own hash: what of it the chain is checked with."""

    line: int
    seq: int
    previous: str
    hash: str
    refers: tuple[str, ...]  # digests in the body
    given: tuple[str, ...]  # digests in the line's texts


def arrange(links: list[Link], file: str) -> tuple[list[Link], list[Damage]]:
    """One link for each seq, in order of seq, and what was wrong with their places."""
    if all(before.seq < after.seq for before, after in pairwise(links)):
        return links, []
    links, competing = _choose(links, file)
    links, repeated = _single(links, file)
    return sorted(links, key=lambda link: link.seq), competing + repeated + _displaced(links, file)


def _choose(links: list[Link], file: str) -> tuple[list[Link], list[Damage]]:
    """Where different records claim one seq, keep the one that its neighbours fit best."""
    hashes: dict[int, set[str]] = {}
    previous: dict[int, set[str]] = {}
    for link in links:
        hashes.setdefault(link.seq, set()).add(link.hash)
        previous.setdefault(link.seq, set()).add(link.previous)
    chosen: dict[int, Link] = {}

    def fit(link: Link) -> int:
        return (link.hash in previous.get(link.seq + 1, ())) + (link.previous in hashes.get(link.seq - 1, ()))

    for link in links:
        if len(hashes[link.seq]) > 1 and (link.seq not in chosen or fit(link) > fit(chosen[link.seq])):
            chosen[link.seq] = link
    kept, damages = [], []
    for link in links:
        rival = chosen.get(link.seq, link)
        if rival.hash == link.hash:
            kept.append(link)
        else:
            fact = f"another record {link.seq}: the chain passes through the one in line {rival.line}"
            damages.append(damage(file, link.line, "J205", fact))
    return kept, damages


def _single(links: list[Link], file: str) -> tuple[list[Link], list[Damage]]:
    """Of lines that repeat one record, keep the one that stands in its place, or else the first."""
    if len({link.seq for link in links}) == len(links):
        return links, []
    in_place = {links[position].seq: position for position in _rising([link.seq for link in links])}
    keep: dict[int, int] = {}
    for position, link in enumerate(links):
        keep.setdefault(link.seq, in_place.get(link.seq, position))
    kept, damages = [], []
    for position, link in enumerate(links):
        if keep[link.seq] == position:
            kept.append(link)
        else:
            fact = f"record {link.seq} is repeated: it stands in line {links[keep[link.seq]].line}"
            damages.append(damage(file, link.line, "J202", fact))
    return kept, damages


def _displaced(links: list[Link], file: str) -> list[Damage]:
    """Name both lines of each swap, if swaps explain it all; else the fewest lines that must have moved."""
    owner = sorted(range(len(links)), key=lambda position: links[position].seq)  # who belongs at each position
    if all(owner[owner[position]] == position for position in range(len(owner))):
        return [
            damage(file, link.line, "J203", f"record {link.seq} is swapped with the one in line {links[other].line}")
            for other, link in zip(owner, links, strict=True)
            if links[other] is not link
        ]
    steady = set(_rising([link.seq for link in links]))
    return [
        damage(file, link.line, "J203", f"record {link.seq} is out of order")
        for position, link in enumerate(links)
        if position not in steady
    ]


def _rising(seqs: Sequence[int]) -> list[int]:
    """Positions of a longest strictly rising run, in order; of equal numbers the first.

    Patience sorting from the end: each pile's top is the best start of a run of that length.
    """
    tops: list[int] = []
    at: list[int] = []
    after = [-1] * len(seqs)
    for position in range(len(seqs) - 1, -1, -1):
        pile = bisect_left(tops, -seqs[position])
        after[position] = at[pile - 1] if pile else -1
        tops[pile : pile + 1] = [-seqs[position]]
        at[pile : pile + 1] = [position]
    run = []
    position = at[-1] if at else -1
    while position >= 0:
        run.append(position)
        position = after[position]
    return run
