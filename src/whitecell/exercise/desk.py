"""What only Control may know: the MSEL as it stands, the proposed result, the queues, and every seat at a glance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from whitecell.exercise.items import by_hand, items, skipped_over
from whitecell.exercise.state import RFI, Exercise, FreeOrder, Item, LineCheck, Times, current
from whitecell.game import Change, Choice, Pending, Tie
from whitecell.rules import Value


@dataclass(frozen=True, slots=True)
class DeskItem:
    """An inject of the MSEL. `due`: the exercise minute at which the clock releases it, if that is in the open move.

    `read` of its `seats` have opened it. `by_hand`: nothing but Control releases it. `over`: its time has gone by
    without it, since its move is over or a jump dropped it.
    """

    item: Item
    due: float | None
    read: int
    by_hand: bool
    over: bool


@dataclass(frozen=True, slots=True)
class DeskNeed:
    """What an order owes a seat, and its answer so far. Waited: from `asked` to `answered`, or to now."""

    id: str
    kind: str
    of: str
    within: float
    asked: Times
    answer: str | None
    conditions: str
    answered: Times | None


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """An order of the current move that is still open. `at_once`: it is carried out when its last key turns."""

    id: str
    cell: str
    seat: str
    choice: Choice
    at_once: bool
    status: str
    rationale: str
    confidence: float | None
    at: Times
    needs: tuple[DeskNeed, ...]

    @property
    def waits(self) -> bool:
        """Whether an answer is still wanted."""
        return any(need.answer is None and need.kind != "inform" for need in self.needs)


@dataclass(frozen=True, slots=True)
class DeskProposal:
    """The result as it is proposed, with every ruling so far. `values` are those that it would leave behind; `ties` are
    for Control to settle before it accepts; `why` is the reason for closing a move without every cell's orders.
    """

    changes: tuple[Change, ...]
    values: Mapping[str, Value]
    carried: tuple[str, ...]
    lapsed: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]
    rulings: int
    why: str


@dataclass(frozen=True, slots=True)
class SeatGlance:
    """A seat at a glance, in the open move. `holder` is a person's name or a bot's; `kind` is empty where nobody sits.

    `sealed` and `answers` are the questions of the move that the seat has answered sealed, and for its cell.
    """

    seat: str
    kind: Literal["", "bot", "person"]
    holder: str
    aid: str
    letters: int
    unread: int
    sealed: tuple[str, ...]
    answers: tuple[str, ...]
    orders: int
    asked: int
    """Needs that wait for this seat's answer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Control's desk. `position` is how many minutes of the open move's `length` have been played when the clock stood
    at `base` (see `SeenClock`); it passes as exercise minutes do. `check` is the last communications check. `next` is
    the move that opens when none is open.
    """

    items: tuple[DeskItem, ...]
    position: float
    length: float
    proposal: DeskProposal | None
    orders: tuple[DeskOrder, ...]
    free: tuple[FreeOrder, ...]
    rfis: tuple[RFI, ...]
    seats: tuple[SeatGlance, ...]
    pending: tuple[Pending, ...]
    check: LineCheck | None
    next: str


def desk(exercise: Exercise) -> Desk:
    """Control's desk now."""
    world, scenario = exercise.world, exercise.scenario
    move = scenario.move[world.move] if world.stage == "open" else None
    reads = Counter(inject for _, inject in exercise.reads)
    return Desk(
        items=tuple(
            DeskItem(
                found, _due(exercise, found), reads[found.id], by_hand(exercise, found), skipped_over(exercise, found)
            )
            for found in items(exercise)
        ),
        position=exercise.clock.base - exercise.opened + exercise.skipped if move else 0.0,
        length=move.plays if move else 0.0,
        proposal=_proposal(exercise),
        orders=_orders(exercise),
        free=tuple(free for free in exercise.free.values() if free.status == "given"),
        rfis=tuple(rfi for rfi in exercise.rfis.values() if rfi.status in ("open", "assigned")),
        seats=_seats(exercise),
        pending=world.pending,
        check=exercise.check,
        next=world.next if world.stage == "closed" else "",
    )


def _due(exercise: Exercise, found: Item) -> float | None:
    world = exercise.world
    if found.status != "planned" or world.stage != "open" or found.move != world.move:
        return None
    return exercise.opened - exercise.skipped + found.minute


def _orders(exercise: Exercise) -> tuple[DeskOrder, ...]:
    """The orders that stand, each with what it owes."""
    standing = {given.id: given for given in current(exercise)}
    needs: dict[str, list[DeskNeed]] = {}
    for need in reversed(tuple(exercise.needs.values())):
        given = exercise.orders[need.order]
        if given.move != exercise.world.number:
            break  # needs stand in the order they were asked, so all before are of earlier moves
        if need.order in standing:
            within = exercise.scenario.action[given.order.choice.action].needs[need.place].within
            needs.setdefault(need.order, []).append(
                DeskNeed(need.id, need.kind, need.of, within, need.asked, need.answer, need.conditions, need.answered)
            )
    return tuple(
        DeskOrder(
            id_, given.order.cell, given.order.seat, given.order.choice,
            exercise.scenario.action[given.order.choice.action].applies == "at_once", given.status, given.rationale,
            given.confidence, given.at, tuple(reversed(needs.get(id_, ()))),
        )
        for id_, given in standing.items()
    )  # fmt: skip


def _proposal(exercise: Exercise) -> DeskProposal | None:
    proposal = exercise.proposal
    if proposal is None:
        return None
    values = dict(zip(exercise.scenario.index, proposal.world.values, strict=True))
    return DeskProposal(
        proposal.changes, values, proposal.carried, proposal.lapsed, proposal.ties, proposal.rulings, proposal.why
    )


def _seats(exercise: Exercise) -> tuple[SeatGlance, ...]:
    scenario, world = exercise.scenario, exercise.world
    questions = [question.id for question in scenario.move[world.move].questions] if world.stage == "open" else []
    orders = Counter(given.order.seat for given in current(exercise))
    asked = Counter(
        need.of for order in _orders(exercise) for need in order.needs if need.answer is None and need.kind != "inform"
    )
    reads = Counter(seat for seat, _ in exercise.reads)
    glances = []
    for seat in scenario.seats:
        holder = exercise.holders.get(seat)
        letters = len(exercise.mail.get(seat, ()))
        said = {
            sealed: tuple(q for q in questions if (q, seat, sealed, world.number) in exercise.answers)
            for sealed in (True, False)
        }
        glances.append(SeatGlance(
            seat, holder.kind if holder else "", holder.name if holder else "", holder.aid if holder else "",
            letters, letters - reads[seat], said[True], said[False], orders[seat], asked[seat],
        ))  # fmt: skip
    return tuple(glances)
