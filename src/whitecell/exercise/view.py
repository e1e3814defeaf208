"""What an audience may see: the only way out of the core, closed by default.

Everything a page, stream, export, bot or prompt gets is made of a `View`. It is built field by field from what is
addressed to the audience; an event of a kind that is not named here shows nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from whitecell.exercise.audience import Audience, Control, Eyes, OfCell, OfMarking, OfSeat
from whitecell.exercise.state import Event, Exercise, Times, standing_orders
from whitecell.game import Change, Choice, barrier
from whitecell.rules import Value


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A visible variable's change, first to last, and the causes this audience may know."""

    var: str
    before: Value | None
    after: Value | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what an audience has seen, numbered for that audience alone."""

    number: int
    kind: str
    at: Times
    by: str
    facts: Mapping[str, Any]
    changes: tuple[SeenChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """An inject as its recipient reads it. `number` counts this audience's own letters."""

    number: int
    at: Times
    title: Mapping[str, str]
    body: Mapping[str, str]
    sender: Mapping[str, str]
    medium: str


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """An order as this audience knows it; the rationale and the reason only in the cell that gave it."""

    id: str
    cell: str
    choice: Choice
    status: str
    rationale: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeenNeed:
    """A request that this audience's cell made or was asked."""

    id: str
    order: str
    cell: str
    choice: Choice
    kind: str
    of: str
    answer: str | None
    conditions: str


@dataclass(frozen=True, slots=True)
class View:
    """All that one audience may see of an exercise."""

    audience: str
    phase: str
    running: bool
    rate: float
    minutes: float
    move: str
    number: int
    open: bool
    outcome: str | None
    values: Mapping[str, Value]
    holders: Mapping[str, str]
    letters: tuple[Letter, ...]
    orders: tuple[SeenOrder, ...]
    needs: tuple[SeenNeed, ...]
    permitted: tuple[Choice, ...]
    questions: tuple[str, ...]
    answers: tuple[tuple[str, str, bool, Any], ...]
    entries: tuple[Entry, ...]


def view(exercise: Exercise, audience: Audience) -> View:
    """What this audience may see. Two exercises that differ only in what it may not see give equal views."""
    scenario, world = exercise.scenario, exercise.world
    eyes = Eyes(scenario, audience)
    log = [event for event in exercise.log if eyes.see(event.to)]
    return View(
        audience=str(audience),
        phase=exercise.phase,
        running=exercise.clock.running,
        rate=exercise.clock.rate,
        minutes=exercise.clock.base,
        move=world.move,
        number=world.number,
        open=world.stage == "open" and not exercise.closing,
        outcome=world.outcome if exercise.phase == "ended" else None,
        values=values_seen(exercise, audience, eyes),
        holders={seat: holder.kind for seat, holder in sorted(exercise.holders.items())},
        letters=tuple(_letters(log)),
        orders=tuple(_orders(exercise, eyes, log)),
        needs=tuple(_needs(exercise, eyes)),
        permitted=_permitted(exercise, audience),
        questions=tuple(
            question.id
            for question in (scenario.move[world.move].questions if world.stage == "open" else ())
            if eyes.see(tuple(OfCell(cell) for cell in question.to))
        ),
        answers=tuple(
            (a.question, a.seat, a.sealed, a.answer)
            for a in exercise.answers.values()
            if eyes.see((OfSeat(a.seat) if a.sealed else OfCell(a.seat.partition("/")[0]),))
        ),
        entries=tuple(_entries(log, eyes)),
    )


def values_seen(exercise: Exercise, audience: Audience, eyes: Eyes | None = None) -> dict[str, Value]:
    """The state this audience may see, by name."""
    eyes = eyes or Eyes(exercise.scenario, audience)
    values = zip(exercise.scenario.vars, exercise.world.values, strict=True)
    return {var.name: value for var, value in values if eyes.see_var(var.name)}


def _entries(log: Iterable[Event], eyes: Eyes) -> Iterable[Entry]:
    """The events that this audience sees, numbered for it alone."""
    log = list(log)
    known = _known_causes(log)
    number = 0
    for event in log:
        facts = PROJECTIONS.get(event.kind)
        if facts is None:
            continue
        changes = _seen_changes(event.changes, known, eyes)
        if event.kind == "state.changed/1" and not changes:
            continue
        number += 1
        yield Entry(number, event.kind, event.at, event.by, facts(event, eyes), changes)


def _known_causes(log: Iterable[Event]) -> dict[tuple[str, str, str], str]:
    """The causes (kind, id, cell) that an audience which saw these events knows, each with its words for it.

    Who sees one order of an action by a cell sees every other that is carried out: needs and markings are the
    action's. An inject is known by the number of the audience's own letter, since its id numbers the whole list.
    """
    known = {}
    letters = 0
    for event in log:
        if event.kind in ("order.given/1", "order.published/1"):
            action, cell = event.data["action"], event.data["cell"]
            known["order", action, cell] = f"order {action} {cell}"
        elif event.kind == "inject.released/1":
            letters += 1
            known["inject", event.data["inject"], ""] = f"letter {letters}"
    return known


def _seen_changes(
    changes: Iterable[Change], known: Mapping[tuple[str, str, str], str], eyes: Eyes
) -> tuple[SeenChange, ...]:
    """Per visible variable the first `before`, the last `after`, and the causes that may be known."""
    seen: dict[str, SeenChange] = {}
    for change in changes:
        if not change.var or not eyes.see_var(change.var):
            continue
        because = _because(change, known, eyes)
        before = seen[change.var].before if change.var in seen else change.before
        earlier = seen[change.var].because if change.var in seen else ()
        seen[change.var] = SeenChange(change.var, before, change.after, tuple(dict.fromkeys(earlier + because)))
    return tuple(change for change in seen.values() if change.before != change.after)


def _because(change: Change, known: Mapping[tuple[str, str, str], str], eyes: Eyes) -> tuple[str, ...]:
    cause = change.cause
    if cause.kind == "ruling" or isinstance(eyes.audience, Control):
        return (f"{cause.kind} {cause.id} {cause.cell}".strip(),)
    words = known.get((cause.kind, cause.id, cause.cell))
    return () if words is None else (words,)


def _letters(log: Iterable[Event]) -> Iterable[Letter]:
    released = [event for event in log if event.kind == "inject.released/1"]
    for number, event in enumerate(released, 1):
        data = event.data
        yield Letter(number, event.at, data["title"], data["body"], data["from"], data["medium"])


def _orders(exercise: Exercise, eyes: Eyes, log: Iterable[Event]) -> Iterable[SeenOrder]:
    """The orders this audience knows, in the order it learnt of them: when others gave theirs is not its business."""
    names: dict[str, str] = {}
    for event in log:
        if event.kind == "order.given/1":
            names[event.data["order"]] = event.data["order"]
        elif event.kind == "order.published/1":
            names.setdefault(event.data["order"], _order_name(event, eyes))
    for id_, name in names.items():
        given = exercise.orders[id_]
        own = eyes.see((OfCell(given.order.cell),))
        yield SeenOrder(
            name, given.order.cell, given.order.choice, given.status,
            given.rationale if own else "", given.reason if own else "",
        )  # fmt: skip


def _order_name(event: Event, eyes: Eyes) -> str:
    """What this audience knows a published order as: its own name for the cells that had a part in it."""
    part = tuple(audience for audience in event.to if not isinstance(audience, OfMarking))
    return str(event.data["order"] if eyes.see(part) else event.data["as"])


def _needs(exercise: Exercise, eyes: Eyes) -> Iterable[SeenNeed]:
    for need in exercise.needs.values():
        order = exercise.orders[need.order].order
        if eyes.see((OfCell(order.cell), OfCell(need.of.partition("/")[0]))):
            yield SeenNeed(
                need.id, need.order, order.cell, order.choice, need.kind, need.of, need.answer, need.conditions
            )  # fmt: skip


def _permitted(exercise: Exercise, audience: Audience) -> tuple[Choice, ...]:
    if not isinstance(audience, OfSeat) or exercise.phase == "ended" or exercise.closing:
        return ()
    mine = standing_orders(exercise, audience.seat.partition("/")[0])
    return barrier(exercise.scenario, exercise.world, audience.seat, given=mine).permitted


Projection = Callable[[Event, Eyes], dict[str, Any]]


def _facts(*names: str) -> Projection:
    """A projection that shows these fields of the event's data, and no others."""
    return lambda event, eyes: {name: event.data[name] for name in names}


def _moved(event: Event, eyes: Eyes) -> dict[str, Any]:
    return {"move": event.data["move"], "number": event.data["number"]}


def _published(event: Event, eyes: Eyes) -> dict[str, Any]:
    facts = _facts("cell", "action", "arguments", "status")(event, eyes)
    return {"order": _order_name(event, eyes), **facts}


def _ended(event: Event, eyes: Eyes) -> dict[str, Any]:
    facts = {"outcome": event.data["outcome"]}
    return facts | {"measures": event.data["measures"]} if isinstance(eyes.audience, Control) else facts


PROJECTIONS: Mapping[str, Projection] = {
    "exercise.created/1": _facts("course", "automatic"),
    "seat.taken/1": lambda event, eyes: {"seat": event.data["seat"], "holder": event.data["holder"]["kind"]},
    "exercise.started/1": _facts(),
    "clock.paused/1": _facts("why"),
    "clock.resumed/1": _facts("rate"),
    "clock.ticked/1": _facts(),
    "move.opened/1": _moved,
    "inject.released/1": _facts("title", "from", "medium"),
    "state.changed/1": _facts(),
    "order.given/1": _facts("order", "cell", "seat", "action", "arguments", "rationale"),
    "order.withdrawn/1": _facts("order"),
    "need.asked/1": _facts("need", "order", "kind", "of", "action", "arguments", "cell", "within"),
    "need.answered/1": _facts("need", "answer", "conditions"),
    "question.answered/1": _facts("question", "seat", "sealed", "words"),
    "orders.closed/1": _moved,
    "result.proposed/1": _facts("carried", "lapsed"),
    "ruling.made/1": _facts("why"),
    "orders.resolved/1": _facts(),
    "order.published/1": _published,
    "move.closed/1": _moved,
    "exercise.ended/1": _ended,
}
"""What each kind of event shows to whom it is addressed; a kind that is not here shows nothing to anybody."""
