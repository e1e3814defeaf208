"""Judge free orders: given in words, and returned, mapped to an action, or ruled by Control."""

from collections.abc import Mapping

from whitecell.exercise import command as c
from whitecell.exercise.audience import OfCell
from whitecell.exercise.decide.naming import cells_own, taken
from whitecell.exercise.decide.orders import give_order
from whitecell.exercise.decide.publish import changed
from whitecell.exercise.decide.releases import after, following
from whitecell.exercise.decide.roles import no_voice
from whitecell.exercise.decide.ruling import ruled, unreasoned
from whitecell.exercise.decide.words import REASON, missing, unfit
from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import Event, Exercise, FreeOrder, Times
from whitecell.game import Change, Dice
from whitecell.rules import Value


def give_free_order(exercise: Exercise, command: c.GiveFreeOrder, at: Times) -> list[Event] | Refusal:
    cell = command.seat.partition("/")[0]
    id_ = cells_own(cell, command.order)
    refusal = (
        no_voice(exercise, command.seat) or _closed(exercise) or taken(id_, exercise.free)
        or missing(command.words, REASON, "what.order") or unfit(command.rationale, REASON, "what.rationale")
    )  # fmt: skip
    data = {"free": id_, "cell": cell, "seat": command.seat, "move": exercise.world.number, "words": command.words,
            "rationale": command.rationale}  # fmt: skip
    return refusal or [Event("free.given/1", at, command.seat, (OfCell(cell),), data)]


def _closed(exercise: Exercise) -> Refusal | None:
    """Why orders cannot be given or take effect now."""
    if exercise.world.stage != "open":
        return Refusal("move.closed")
    if exercise.closing:
        return Refusal("move.closing")
    return None


def withdraw_free_order(exercise: Exercise, command: c.WithdrawFreeOrder, at: Times) -> list[Event] | Refusal:
    cell = command.seat.partition("/")[0]
    free = exercise.free.get(cells_own(cell, command.order))
    if free is None:
        return Refusal("free.unknown", {"name": command.order})
    refusal = no_voice(exercise, command.seat) or _settled(free)
    return refusal or [Event("free.withdrawn/1", at, command.seat, (OfCell(cell),), {"free": free.id})]


def _settled(free: FreeOrder) -> Refusal | None:
    """Why nothing more is decided about a free order."""
    if free.status == "given":
        return None
    return Refusal("free.settled", {"fate": Clause(f"settled.{free.status}")})


def return_free_order(exercise: Exercise, command: c.ReturnFreeOrder, at: Times) -> list[Event] | Refusal:
    free = _waiting(exercise, command.order)
    if isinstance(free, Refusal):
        return free
    data = {"free": free.id, "why": command.why}
    return missing(command.why, REASON, "what.reason") or [
        Event("free.returned/1", at, "control", (OfCell(free.cell),), data)
    ]


def _waiting(exercise: Exercise, order: str) -> FreeOrder | Refusal:
    """A free order that Control has yet to deal with."""
    free = exercise.free.get(order)
    if free is None:
        return Refusal("free.unknown", {"name": order})
    return _settled(free) or free


def map_free_order(exercise: Exercise, command: c.MapFreeOrder, at: Times, dice: Dice) -> list[Event] | Refusal:
    """As if the seat had given the order: what it may not order, Control cannot map to."""
    free = _waiting(exercise, command.order)
    if isinstance(free, Refusal):
        return free
    if command.seat.partition("/")[0] != free.cell:
        return Refusal("free.seat", {"cell": free.cell})
    if (refusal := _closed(exercise)) is not None:
        return refusal
    events = give_order(exercise, c.GiveOrder(command.seat, command.choice, free.rationale), at, dice)
    if isinstance(events, Refusal):
        return Refusal("free.mapping", {"seat": command.seat, "why": events})
    data = {"free": free.id, "order": events[0].data["order"]}
    mapped = Event("free.mapped/1", at, "control", (OfCell(free.cell),), data)
    return [events[0], mapped, *events[1:]]


def rule_free_order(exercise: Exercise, command: c.RuleFreeOrder, at: Times, dice: Dice) -> list[Event] | Refusal:
    """The cell learns that its order was ruled, and why; what changed is seen as each variable is."""
    free = _waiting(exercise, command.order)
    if isinstance(free, Refusal):
        return free
    if (refusal := _closed(exercise) or unreasoned(command.why)) is not None:
        return refusal
    changes = free_effects(exercise, command.values, command.why)
    if isinstance(changes, Refusal):
        return changes
    events = [Event("free.ruled/1", at, "control", (OfCell(free.cell),), {"free": free.id, "why": command.why})]
    events += changed(exercise.scenario, changes, at, "control", {"free": free.id})
    return events + following(after(exercise, events), at, dice)


def free_effects(exercise: Exercise, values: Mapping[str, Value], why: str = "") -> tuple[Change, ...] | Refusal:
    """What a ruling of these values would change now, each brought into its range; or why it cannot be made."""
    return ruled(exercise.scenario, exercise.world.values, values, why)
