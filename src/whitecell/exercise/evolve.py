"""Make state of events: it assigns, never refuses, and never evaluates a rule."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from whitecell.exercise.state import (
    Delivery,
    Event,
    Exercise,
    GivenAnswer,
    GivenOrder,
    Holder,
    OpenNeed,
    Proposal,
)
from whitecell.game import Change, Choice, Order, Pending, World
from whitecell.rules import Value
from whitecell.scenario import Scenario, build


def world_data(world: World) -> dict[str, Any]:
    """All of a world but its values, which the changes of the event carry."""
    return {
        "parameters": list(world.parameters),
        "pending": [
            [p.owner, p.cell, p.occurrence, p.site, [list(pair) for pair in p.arguments], p.origin, p.moment]
            for p in world.pending
        ],
        "counts": sorted([cell, action, n] for (cell, action), n in world.counts.items()),
        "fired": sorted(world.fired), "truth": sorted(world.truth), "move": world.move, "next": world.next,
        "number": world.number, "elapsed": world.elapsed, "stage": world.stage, "outcome": world.outcome,
    }  # fmt: skip


def world_of(values: tuple[Value, ...], data: Mapping[str, Any]) -> World:
    """The world that `world_data` told of, with these values."""
    return World(
        values, tuple(data["parameters"]),
        tuple(
            Pending(owner, cell, occurrence, site, tuple((a, b) for a, b in arguments), origin, moment)
            for owner, cell, occurrence, site, arguments, origin, moment in data["pending"]
        ),
        {(cell, action): n for cell, action, n in data["counts"]}, frozenset(data["fired"]),
        frozenset(data["truth"]), data["move"], data["next"], data["number"], data["elapsed"], data["stage"],
        data["outcome"],
    )  # fmt: skip


def apply(scenario: Scenario, values: tuple[Value, ...], changes: tuple[Change, ...]) -> tuple[Value, ...]:
    """The values after these changes."""
    if not changes:
        return values
    result = list(values)
    for change in changes:
        if change.var and change.after is not None:
            result[scenario.index[change.var]] = change.after
    return tuple(result)


def evolve(exercise: Exercise | None, event: Event, scenario: Scenario | None = None) -> Exercise:
    """The exercise after this event. `scenario` spares building it again from `exercise.created`, if it is the same."""
    if exercise is None:
        return _created(event, scenario)
    values = exercise.world.values
    # A proposed result and a ruling change nothing yet: they wait in the proposal until Control accepts.
    if event.changes and event.kind not in ("result.proposed/1", "ruling.made/1"):
        values = apply(exercise.scenario, values, event.changes)
    world = exercise.world
    if "world" in event.data and event.kind != "result.proposed/1":
        world = world_of(values, event.data["world"])
    elif values is not world.values:
        world = replace(world, values=values)
    exercise = replace(exercise, world=world, log=(*exercise.log, event))
    handler = HANDLERS.get(event.kind)
    return handler(exercise, event) if handler else exercise


def _created(event: Event, scenario: Scenario | None) -> Exercise:
    assert event.kind == "exercise.created/1", "a journal begins with exercise.created"
    data = event.data
    if scenario is None or scenario.digest != data["digest"]:
        scenario = build(data["scenario"])
    blank: tuple[Value, ...] = tuple(0.0 for _ in scenario.vars)
    world = world_of(apply(scenario, blank, event.changes), data["world"])
    return Exercise(
        data["id"], scenario, world, int(data["seed"]), data["course"], data["automatic"],
        int(data.get("play", 0)), log=(event,),  # the first journals did not tell of the play
    )  # fmt: skip


def _seat_taken(exercise: Exercise, event: Event) -> Exercise:
    holder = Holder(event.data["holder"]["kind"], event.data["holder"]["name"])
    return replace(exercise, holders={**exercise.holders, event.data["seat"]: holder})


def _started(exercise: Exercise, event: Event) -> Exercise:
    clock = replace(exercise.clock, running=True, base=event.at.exercise, since=event.at.wall)
    return replace(exercise, phase="running", clock=clock)


def _paused(exercise: Exercise, event: Event) -> Exercise:
    clock = replace(exercise.clock, running=False, base=event.at.exercise, since=event.at.wall)
    return replace(exercise, phase="paused", clock=clock)


def _resumed(exercise: Exercise, event: Event) -> Exercise:
    clock = replace(exercise.clock, running=True, base=event.at.exercise, since=event.at.wall, rate=event.data["rate"])
    return replace(exercise, phase="running", clock=clock)


def _ticked(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, clock=replace(exercise.clock, ticked=event.at.exercise))


def _opened(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, opened=event.at.exercise)


def _released(exercise: Exercise, event: Event) -> Exercise:
    inject = event.data["inject"]
    delivery = Delivery(inject, event.at, exercise.world.number, frozenset(event.data["seats"]))
    return replace(exercise, deliveries={**exercise.deliveries, inject: delivery})


def _order_given(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    choice = Choice(d["action"], in_order(exercise.scenario, d["action"], d["arguments"]))
    order = Order(d["cell"], d["seat"], choice, d["occurrence"])
    given = GivenOrder(d["order"], order, d["move"], d["rationale"], event.at)
    return replace(exercise, orders={**exercise.orders, given.id: given})


def in_order(scenario: Scenario, action: str, arguments: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Arguments in the order the action lists them."""
    return tuple((name, arguments[name]) for name, _ in scenario.action[action].arguments)


def _order_withdrawn(exercise: Exercise, event: Event) -> Exercise:
    id_ = event.data["order"]
    return replace(exercise, orders={**exercise.orders, id_: replace(exercise.orders[id_], status="withdrawn")})


def _need_asked(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    need = OpenNeed(d["need"], d["order"], d["kind"], d["of"], d["place"], event.at)
    return replace(exercise, needs={**exercise.needs, need.id: need})


def _need_answered(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    need = replace(exercise.needs[d["need"]], answer=d["answer"], conditions=d["conditions"], answered=event.at)
    return replace(exercise, needs={**exercise.needs, need.id: need})


def _question_answered(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    answer = GivenAnswer(d["question"], d["seat"], d["sealed"], d["words"], event.at)
    return replace(exercise, answers={**exercise.answers, (answer.question, answer.seat, answer.sealed): answer})


def _orders_closed(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, closing=True)


def _proposed(exercise: Exercise, event: Event) -> Exercise:
    values = apply(exercise.scenario, exercise.world.values, event.changes)
    world = world_of(values, event.data["world"])
    lapsed = tuple((order, reason) for order, reason in event.data["lapsed"])
    return replace(exercise, proposal=Proposal(event.changes, tuple(event.data["carried"]), lapsed, world))


def _ruled(exercise: Exercise, event: Event) -> Exercise:
    proposal = exercise.proposal
    assert proposal is not None
    world = replace(proposal.world, values=apply(exercise.scenario, proposal.world.values, event.changes))
    return replace(exercise, proposal=replace(proposal, changes=proposal.changes + event.changes, world=world))


def _resolved(exercise: Exercise, event: Event) -> Exercise:
    orders = dict(exercise.orders)
    for id_ in event.data["carried"]:
        orders[id_] = replace(orders[id_], status="carried")
    for id_, reason in event.data["lapsed"]:
        orders[id_] = replace(orders[id_], status="lapsed", reason=reason)
    return replace(exercise, orders=orders, proposal=None, closing=False)


def _ended(exercise: Exercise, event: Event) -> Exercise:
    clock = replace(exercise.clock, running=False, base=event.at.exercise)
    return replace(exercise, phase="ended", clock=clock, measures=event.data["measures"])


HANDLERS = {
    "seat.taken/1": _seat_taken, "exercise.started/1": _started, "clock.paused/1": _paused,
    "clock.resumed/1": _resumed, "clock.ticked/1": _ticked, "move.opened/1": _opened,
    "inject.released/1": _released, "order.given/1": _order_given, "order.withdrawn/1": _order_withdrawn,
    "need.asked/1": _need_asked, "need.answered/1": _need_answered, "question.answered/1": _question_answered,
    "orders.closed/1": _orders_closed, "result.proposed/1": _proposed, "ruling.made/1": _ruled,
    "orders.resolved/1": _resolved, "exercise.ended/1": _ended,
}  # fmt: skip
"""What each kind of event makes of the state; kinds that are not here (move.closed ...) only assign the world."""
