"""The exercise: everything around the game that its journal tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whitecell.exercise.audience import Audience
from whitecell.game import Change, Order, World
from whitecell.scenario import Answer, Scenario


@dataclass(frozen=True, slots=True)
class Times:
    """When: minutes of game time and of exercise time since STARTEX, and wall time in seconds since 1970 (UTC)."""

    game: float = 0.0
    exercise: float = 0.0
    wall: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of the exercise.

    `kind` is a permanent written name with its version. `by` is `control`, `clock`, or a seat's full name. `to` says
    who may see that it happened; what a viewer sees of `changes` depends on each variable's marking.
    """

    kind: str
    at: Times
    by: str
    to: tuple[Audience, ...]
    data: Mapping[str, Any]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """Exercise time: `base` minutes at wall time `since`, running at `rate` exercise minutes per wall minute.

    `ticked` is the exercise minute of the last durable tick: where the exercise comes back, paused, after a restart.
    """

    running: bool = False
    rate: float = 1.0
    base: float = 0.0
    since: float = 0.0
    ticked: float = 0.0

    def exercise(self, now: float) -> float:
        """Minutes of exercise time at wall time `now` (seconds)."""
        if not self.running:
            return self.base
        return self.base + max(0.0, now - self.since) / 60.0 * self.rate


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a seat: a person, or the bot of this name."""

    kind: Literal["bot", "person"]
    name: str


@dataclass(frozen=True, slots=True)
class GivenOrder:
    """An order with its life: open until its move is resolved, then carried out or lapsed, or withdrawn before."""

    id: str
    order: Order
    move: int
    rationale: str
    at: Times
    status: Literal["given", "withdrawn", "carried", "lapsed"] = "given"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that an order owes: who is asked, and how it was answered. `answer` None: not yet, or nothing is asked."""

    id: str
    order: str
    kind: Literal["inform", "consult", "consent"]
    of: str
    place: int
    asked: Times
    answer: Answer | None = None
    conditions: str = ""
    answered: Times | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """An inject that was released: when, and to which seats."""

    inject: str
    at: Times
    move: int
    seats: frozenset[str]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A seat's answer to a question of the move, sealed (its own) or its cell's."""

    question: str
    seat: str
    sealed: bool
    answer: Any
    at: Times


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result of a move as the game proposes it, before Control accepts: who sees it is Control."""

    changes: tuple[Change, ...]
    carried: tuple[str, ...]
    lapsed: tuple[tuple[str, str], ...]
    world: World


@dataclass(frozen=True)
class Exercise:
    """One live run: a pure function of its events. `seed` and `play` are those of its dice.

    `opened` are the exercise minutes at which the current move was opened; `closing`: Control has closed the move's
    orders and works out the result. `log` holds every event; nobody but `view` may read it for an audience.
    """

    id: str
    scenario: Scenario
    world: World
    seed: int
    course: str
    automatic: bool
    play: int = 0
    phase: Literal["created", "running", "paused", "ended"] = "created"
    clock: Clock = Clock()
    opened: float = 0.0
    closing: bool = False
    holders: Mapping[str, Holder] = field(default_factory=dict)
    orders: Mapping[str, GivenOrder] = field(default_factory=dict)
    needs: Mapping[str, OpenNeed] = field(default_factory=dict)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    answers: Mapping[tuple[str, str, bool], GivenAnswer] = field(default_factory=dict)
    proposal: Proposal | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    log: tuple[Event, ...] = ()


def current(exercise: Exercise) -> list[GivenOrder]:
    """All orders of the current move that have not been withdrawn, in the order they were given."""
    return [g for g in exercise.orders.values() if g.move == exercise.world.number and g.status == "given"]


def standing_orders(exercise: Exercise, cell: str) -> list[Order]:
    """The cell's orders of the current move that have not been withdrawn."""
    return [g.order for g in current(exercise) if g.order.cell == cell]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out, for the person who gave it: what is wrong and what to do."""

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
