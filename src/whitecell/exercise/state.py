"""The exercise: everything around the game that its journal tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from whitecell.exercise.audience import Audience
from whitecell.exercise.log import Log
from whitecell.game import Change, Order, Tie, World
from whitecell.scenario import Answer, Medium, Scenario


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

    `ticked` is the exercise minute of the last durable tick or other event: where the exercise comes back, paused,
    after a restart, and below which its clock never reads, whatever the wall clock does.
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
        return max(self.ticked, self.base + (now - self.since) / 60.0 * self.rate)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a seat: a person, or the bot of this name."""

    kind: Literal["bot", "person"]
    name: str
    aid: str = ""
    """The bot that drafts for the person who holds the seat; empty for none."""


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
    confidence: float | None = None
    """In percent."""


@dataclass(frozen=True, slots=True)
class FreeOrder:
    """An order in words: open until Control returns it, maps it to an order of the list, or rules what it does."""

    id: str
    cell: str
    seat: str
    move: int
    words: str
    rationale: str
    at: Times
    status: Literal["given", "withdrawn", "returned", "mapped", "ruled"] = "given"
    reason: str = ""
    order: str = ""
    """The order it was mapped to."""
    settled: Times | None = None


@dataclass(frozen=True, slots=True)
class RFI:
    """A request for information, of Control or a body that Control plays."""

    id: str
    cell: str
    seat: str
    of: str
    words: str
    at: Times
    status: Literal["open", "assigned", "answered", "declined"] = "open"
    name: str = ""
    """Who works on it."""
    reason: str = ""
    inject: str = ""
    """The inject that answered it."""
    settled: Times | None = None


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """One cell asks another for what it knows of something."""

    id: str
    cell: str
    seat: str
    of: str
    words: str
    at: Times
    status: Literal["open", "shared", "declined"] = "open"
    reason: str = ""
    settled: Times | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """An inject that one cell passed on to others: when it came, and when it was passed on."""

    inject: str
    cell: str
    seat: str
    to: tuple[str, ...]
    came: Times
    at: Times
    request: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An inject as the MSEL of this exercise has it now: as the pack wrote it, or as Control has changed it.

    `move` None: waits for a condition of the pack (`conditional`) or for Control's hand.
    """

    id: str
    title: Mapping[str, str]
    body: Mapping[str, str]
    sender: Mapping[str, str]
    medium: Medium
    seats: frozenset[str]
    move: str | None
    minute: float
    conditional: bool
    status: Literal["planned", "held", "dropped", "released"] = "planned"
    own: bool = False
    """Control's own, not of the pack."""
    changed: bool = False
    released: Times | None = None
    jumped: bool = False
    """It was dropped by a jump over its minute."""


@dataclass(frozen=True, slots=True)
class Message:
    """A word between a seat and Control."""

    by: str
    to: tuple[Audience, ...]
    words: str
    at: Times


@dataclass(frozen=True, slots=True)
class LineCheck:
    """A communications check, the `number`th of the exercise: when Control asked, and when each seat answered."""

    number: int
    at: Times
    answers: Mapping[str, Times] = field(default_factory=dict)


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
    move: int = 0
    """The number of the move it was given in: a move that is played again asks again."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result of a move as the game proposes it, before Control accepts: who sees it is Control."""

    changes: tuple[Change, ...]
    carried: tuple[str, ...]
    lapsed: tuple[tuple[str, str], ...]
    world: World
    ties: tuple[Tie, ...] = ()
    """What Control has to settle before it accepts."""
    why: str = ""
    """The reason for closing a move that may not be passed without the orders of every cell."""

    @property
    def rulings(self) -> int:
        """How many rulings Control has made on it."""
        return sum(change.cause.kind == "ruling" for change in self.changes)


@dataclass(frozen=True)
class Exercise:
    """One live run: a pure function of its events. `seed` and `play` are those of its dice.

    `opened` are the exercise minutes at which the current move was opened; `closing`: Control has closed the move's
    orders and works out the result. `skipped` are the minutes of play that jumps took out of the open move: its
    position is `clock.exercise(now) - opened + skipped`, and timed injects wait for that. `stop` is who called the
    real-world stop that holds now. `items` are the injects that Control has changed or added; `mail` the injects that
    each seat has, in the order they came, and `reads` when a seat first opened one. `observed` are the cells that
    observers may look over the shoulder of. `check` is the last communications check. `log` holds every event; nobody
    but `view` may read it for an audience.
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
    answers: Mapping[tuple[str, str, bool, int], GivenAnswer] = field(default_factory=dict)
    """By question, seat, whether sealed, and number of the move."""
    proposal: Proposal | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    skipped: float = 0.0
    stop: str = ""
    items: Mapping[str, Item] = field(default_factory=dict)
    free: Mapping[str, FreeOrder] = field(default_factory=dict)
    rfis: Mapping[str, RFI] = field(default_factory=dict)
    share_requests: Mapping[str, ShareRequest] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    mail: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reads: Mapping[tuple[str, str], Times] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    observed: tuple[str, ...] = ()
    check: LineCheck | None = None
    log: Log[Event] = field(default_factory=Log)


def of_this_move(exercise: Exercise) -> list[GivenOrder]:
    """All orders of the current move, withdrawn ones too, in the order they were given."""
    number, found = exercise.world.number, []
    for given in reversed(tuple(exercise.orders.values())):
        if given.move != number:
            break  # orders stand in the order they were given, so all before are of earlier moves
        found.append(given)
    found.reverse()
    return found


def at_hand(exercise: Exercise, cell: str) -> tuple[list[GivenOrder], list[GivenOrder]]:
    """The cell's orders of the current move, and everybody's that were carried out at once: in one pass, for judging
    an order is the commonest work of a busy exercise.
    """
    number, own, carried = exercise.world.number, [], []
    for given in reversed(tuple(exercise.orders.values())):
        if given.move != number:
            break
        if given.order.cell == cell:
            own.append(given)
        if given.status == "carried":
            carried.append(given)
    own.reverse()
    carried.reverse()
    return own, carried


def current(exercise: Exercise) -> list[GivenOrder]:
    """The orders of the current move that are still open: neither withdrawn nor resolved, in the order given."""
    return [given for given in of_this_move(exercise) if given.status == "given"]


def standing_orders(exercise: Exercise, cell: str, these: Sequence[GivenOrder] | None = None) -> list[Order]:
    """The cell's orders of the current move that have not been withdrawn: each uses a slot, resolved at once or not.

    `these`: what `of_this_move` or `at_hand` gives, where the caller has it.
    """
    these = of_this_move(exercise) if these is None else these
    return [g.order for g in these if g.order.cell == cell and g.status != "withdrawn"]


def at_barrier(exercise: Exercise, these: Sequence[GivenOrder] | None = None) -> World:
    """The world as limits count from it: the open move's orders that were carried out at once stand among the orders
    of the move, and are not counted twice. `these` as above.
    """
    these = of_this_move(exercise) if these is None else these
    carried = [given.order for given in these if given.status == "carried"]
    if exercise.world.stage != "open" or not carried:
        return exercise.world
    counts = dict(exercise.world.counts)
    for order in carried:
        key = (order.cell, order.choice.action)
        counts[key] = counts.get(key, 0) - 1
    return replace(exercise.world, counts=counts)
