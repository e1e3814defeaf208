"""The state of a game, and what changes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from whitecell.game.dice import Drawn
from whitecell.rules import Facts, Value

Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a seat may order: an action with its arguments."""

    action: str
    arguments: Arguments = ()

    def __str__(self) -> str:
        inside = ", ".join(f"{name}: {value}" for name, value in self.arguments)
        return f"{self.action}({inside})" if inside else self.action


@dataclass(frozen=True, slots=True)
class Order:
    """A choice submitted by a seat. `occurrence` counts that cell's orders of that action in this move, from 0."""

    cell: str
    seat: str
    choice: Choice
    occurrence: int = 0

    @property
    def path(self) -> tuple[str, str, int]:
        """What orders are sorted by wherever order matters."""
        return (self.choice.action, self.cell, self.occurrence)


@dataclass(frozen=True, slots=True)
class Pending:
    """A delayed effect that waits. `origin` is the number of the move whose order, rule or inject it comes from.

    `moment` is when it comes due: a move's number where the delay counts moves, else game time in minutes. A delay
    within a delay keeps its origin, so that two of them that come due together never share their luck.
    """

    owner: str
    cell: str
    occurrence: int
    site: int
    arguments: Arguments
    origin: int
    moment: float

    @property
    def path(self) -> tuple[str, str, int, int, int]:
        """What delayed effects that come due together are sorted by."""
        return (self.owner, self.cell, self.origin, self.occurrence, self.site)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changed: a start, a rule, an order, an inject, a limit of the variable's range, or a ruling.

    `since` is the number of the move that first set a delayed effect going, 0 for an immediate one; `why` is the reason
    of a ruling.
    """

    kind: Literal["start", "rule", "order", "inject", "range", "ruling"]
    id: str
    cell: str = ""
    occurrence: int = 0
    since: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One variable, from what to what, caused by what, with the draws as evidence.

    Several changes of one variable follow each other: each `before` is the last one's `after`. `note` tells of an
    assignment that was `overruled` by one of higher priority (before == after), of a chance that came to `nothing`, and
    of one that only set a delayed effect going (`later`); for these two var is empty. `text` is the effect as written.
    """

    var: str
    before: Value | None
    after: Value | None
    cause: Cause
    draws: tuple[Drawn, ...] = ()
    text: str = ""
    note: Literal["", "overruled", "nothing", "later"] = ""


class Tie(NamedTuple):
    """A variable that orders of equal priority set to different values: each with its cause, in path order."""

    var: str
    candidates: tuple[tuple[Value, Cause], ...]


@dataclass(frozen=True, slots=True)
class World:
    """The whole state of a game.

    `values` are in the order of `Scenario.vars`, `parameters` in that of `Scenario.parameters`. `counts` gives orders
    carried out by (cell, action). `move` is the move being played (empty before the first), `next` the one to open
    when stage is `closed`, `elapsed` the minutes of game time at the opening of the move.
    """

    values: tuple[Value, ...]
    parameters: tuple[float, ...]
    pending: tuple[Pending, ...] = ()
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fired: frozenset[str] = frozenset()
    truth: frozenset[str] = frozenset()
    move: str = ""
    next: str = ""
    number: int = 0
    elapsed: float = 0.0
    stage: Literal["closed", "open", "ended"] = "closed"
    outcome: str | None = None


class Release(NamedTuple):
    """An inject that was released, and what its effects changed."""

    inject: str
    changes: tuple[Change, ...]


class Step(NamedTuple):
    """What a function of the game gives: the new world, the changes in order, then the injects released with theirs."""

    world: World
    changes: tuple[Change, ...]
    releases: tuple[Release, ...] = ()

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Every change in the order it happened, those of releases last."""
        return self.changes + tuple(change for release in self.releases for change in release.changes)


FactsOf = Callable[["World"], Facts]
"""Gives, for a world, who answers what has happened in it. `WorldFacts` is the one of automatic plays."""


class WorldFacts:
    """Answers released() and count() from a world; what is live only has not happened."""

    def __init__(self, world: World) -> None:
        self.world = world

    def fact(self, kind: str, about: str, minutes: float) -> float | bool:
        """The answer to one question of a rule."""
        match kind:
            case "released":
                return about in self.world.fired
            case "count":
                return float(sum(n for (_, action), n in self.world.counts.items() if action == about))
            case _:
                return False
