"""What an audience may see: the only way out of the core, closed by default.

Everything a page, stream, export, bot or prompt gets is made of a `View`. It is built field by field from what is
addressed to the audience; an event of a kind that is not named here shows nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from whitecell.exercise.audience import Audience, Control, OfCell, OfSeat, Plenary, may_see
from whitecell.exercise.state import Event, Exercise, Times
from whitecell.game import Change, Choice, barrier
from whitecell.rules import Value
from whitecell.scenario import Scenario


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
    entries = project(exercise, audience)
    closed = exercise.phase == "ended"
    return View(
        audience=str(audience),
        phase=exercise.phase,
        running=exercise.clock.running,
        rate=exercise.clock.rate,
        minutes=exercise.clock.base,
        move=world.move,
        number=world.number,
        open=world.stage == "open",
        outcome=world.outcome if closed else None,
        values=values_seen(exercise, audience),
        holders={seat: holder.kind for seat, holder in sorted(exercise.holders.items())},
        letters=tuple(_letters(scenario, exercise.log, audience)),
        orders=tuple(_orders(exercise, audience)),
        needs=tuple(_needs(exercise, audience)),
        permitted=_permitted(exercise, audience),
        questions=tuple(
            question.id
            for question in (scenario.move[world.move].questions if world.stage == "open" else ())
            if may_see(scenario, audience, [OfCell(cell) for cell in question.to])
        ),
        answers=tuple(
            (a.question, a.seat, a.sealed, a.answer)
            for a in exercise.answers.values()
            if may_see(scenario, audience, [OfSeat(a.seat) if a.sealed else OfCell(a.seat.partition("/")[0])])
        ),
        entries=entries,
    )


def values_seen(exercise: Exercise, audience: Audience) -> dict[str, Value]:
    """The state this audience may see, by name."""
    values = zip(exercise.scenario.vars, exercise.world.values, strict=True)
    return {var.name: value for var, value in values if sees_var(exercise.scenario, audience, var.name)}


def sees_var(scenario: Scenario, audience: Audience, name: str) -> bool:
    """Whether this audience may see a state variable."""
    from whitecell.exercise.audience import OfMarking

    return may_see(scenario, audience, [OfMarking(scenario.vars[scenario.index[name]].marking)])


def project(exercise: Exercise, audience: Audience) -> tuple[Entry, ...]:
    """The exercise's log as this audience has seen it, numbered for it alone."""
    entries: list[Entry] = []
    known = _known_causes(exercise, audience)
    for event in exercise.log:
        facts = PROJECTIONS.get(event.kind)
        if facts is None or not may_see(exercise.scenario, audience, event.to):
            continue
        changes = _seen_changes(exercise.scenario, audience, event.changes, known)
        if event.kind == "state.changed/1" and not changes:
            continue
        number = len(entries) + 1
        entries.append(Entry(number, event.kind, event.at, event.by, facts(event, audience), changes))
    return tuple(entries)


def _known_causes(exercise: Exercise, audience: Audience) -> frozenset[tuple[str, str, str]]:
    """The orders and injects that this audience knows of: (kind, id, cell)."""
    known = set()
    for event in exercise.log:
        if not may_see(exercise.scenario, audience, event.to):
            continue
        if event.kind in ("order.given/1", "order.published/1"):
            known.add(("order", event.data["action"], event.data["cell"]))
        elif event.kind == "inject.released/1":
            known.add(("inject", event.data["inject"], ""))
    return frozenset(known)


def _seen_changes(
    scenario: Scenario, audience: Audience, changes: Iterable[Change], known: frozenset[tuple[str, str, str]]
) -> tuple[SeenChange, ...]:
    """Per visible variable the first `before`, the last `after`, and the causes that may be known."""
    seen: dict[str, SeenChange] = {}
    for change in changes:
        if not change.var or not sees_var(scenario, audience, change.var):
            continue
        cause = change.cause
        because: tuple[str, ...] = ()
        if cause.kind == "ruling" or isinstance(audience, Control) or (cause.kind, cause.id, cause.cell) in known:
            because = (f"{cause.kind} {cause.id} {cause.cell}".strip(),)
        before = seen[change.var].before if change.var in seen else change.before
        earlier = seen[change.var].because if change.var in seen else ()
        seen[change.var] = SeenChange(change.var, before, change.after, tuple(dict.fromkeys(earlier + because)))
    return tuple(change for change in seen.values() if change.before != change.after)


def _letters(scenario: Scenario, log: Iterable[Event], audience: Audience) -> Iterable[Letter]:
    number = 0
    for event in log:
        if event.kind == "inject.released/1" and may_see(scenario, audience, event.to):
            number += 1
            data = event.data
            yield Letter(number, event.at, data["title"], data["body"], data["from"], data["medium"])


def _orders(exercise: Exercise, audience: Audience) -> Iterable[SeenOrder]:
    published = {
        event.data["order"]
        for event in exercise.log
        if event.kind == "order.published/1" and may_see(exercise.scenario, audience, event.to)
    }
    for given in exercise.orders.values():
        own = may_see(exercise.scenario, audience, [OfCell(given.order.cell)])
        if own or given.id in published:
            yield SeenOrder(
                given.id, given.order.cell, given.order.choice, given.status,
                given.rationale if own else "", given.reason if own else "",
            )  # fmt: skip


def _needs(exercise: Exercise, audience: Audience) -> Iterable[SeenNeed]:
    for need in exercise.needs.values():
        order = exercise.orders[need.order].order
        if may_see(exercise.scenario, audience, [OfCell(order.cell), OfCell(need.of.partition("/")[0])]):
            yield SeenNeed(
                need.id, need.order, order.cell, order.choice, need.kind, need.of, need.answer, need.conditions
            )  # fmt: skip


def _permitted(exercise: Exercise, audience: Audience) -> tuple[Choice, ...]:
    if not isinstance(audience, OfSeat) or exercise.phase == "ended":
        return ()
    cell = audience.seat.partition("/")[0]
    mine = [
        g.order for g in exercise.orders.values()
        if g.move == exercise.world.number and g.order.cell == cell and g.status == "given"
    ]  # fmt: skip
    return barrier(exercise.scenario, exercise.world, audience.seat, given=mine).permitted


def _facts(*names: str) -> Callable[[Event, Audience], dict[str, Any]]:
    """A projection that shows these fields of the event's data, and no others."""
    return lambda event, audience: {name: event.data[name] for name in names}


def _moved(event: Event, audience: Audience) -> dict[str, Any]:
    return {"move": event.data["move"], "number": event.data["number"]}


def _ended(event: Event, audience: Audience) -> dict[str, Any]:
    facts = {"outcome": event.data["outcome"]}
    return facts | {"measures": event.data["measures"]} if isinstance(audience, Control) else facts


PROJECTIONS: Mapping[str, Callable[[Event, Audience], dict[str, Any]]] = {
    "exercise.created/1": _facts("course", "automatic"),
    "seat.taken/1": lambda event, audience: {"seat": event.data["seat"], "holder": event.data["holder"]["kind"]},
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
    "question.answered/1": _facts("question", "seat", "sealed", "answer"),
    "result.proposed/1": _facts("carried", "lapsed"),
    "ruling.made/1": _facts("why"),
    "orders.resolved/1": _facts(),
    "order.published/1": _facts("order", "cell", "action", "arguments", "status"),
    "move.closed/1": _moved,
    "exercise.ended/1": _ended,
}
"""What each kind of event shows to whom it is addressed; a kind that is not here shows nothing to anybody."""

__all__ = ["Control", "Entry", "Letter", "Plenary", "SeenChange", "SeenNeed", "SeenOrder", "View", "view"]
