"""Orders, what they owe, and the result of a move."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from whitecell.exercise.evolve.handler import Handler, Handlers
from whitecell.exercise.evolve.world import apply, world_of
from whitecell.exercise.lapse import upcast
from whitecell.exercise.state import Event, Exercise, FreeOrder, GivenOrder, OpenNeed, Proposal
from whitecell.game import Cause, Choice, Order, Tie
from whitecell.scenario import Scenario

FreeStatus = Literal["withdrawn", "returned", "mapped", "ruled"]


def _order_given(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    choice = Choice(d["action"], in_order(exercise.scenario, d["action"], d["arguments"]))
    order = Order(d["cell"], d["seat"], choice, d["occurrence"])
    given = GivenOrder(
        d["order"], order, d["move"], d["rationale"], event.at, confidence=d.get("confidence")
    )  # fmt: skip
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


def _orders_closed(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, closing=True)


def _proposed(exercise: Exercise, event: Event) -> Exercise:
    values = apply(exercise.scenario, exercise.world.values, event.changes)
    world = world_of(values, event.data["world"])
    lapsed = tuple((order, upcast(reason)) for order, reason in event.data["lapsed"])
    ties = tuple(
        Tie(var, tuple((value, Cause("order", *order)) for value, *order in candidates))
        for var, candidates in event.data.get("ties", ())
    )
    why = event.data.get("why", "")
    return replace(exercise, proposal=Proposal(event.changes, tuple(event.data["carried"]), lapsed, world, ties, why))


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
        orders[id_] = replace(orders[id_], status="lapsed", reason=upcast(reason))
    return replace(exercise, orders=orders, proposal=None, closing=False)


def _resolved_at_once(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    given = replace(exercise.orders[d["order"]], status=d["status"], reason=upcast(d["reason"]))
    return replace(exercise, orders={**exercise.orders, given.id: given})


def _free_given(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    given = FreeOrder(d["free"], d["cell"], d["seat"], d["move"], d["words"], d["rationale"], event.at)
    return replace(exercise, free={**exercise.free, given.id: given})


def _settles(status: FreeStatus) -> Handler:
    """A free order is dealt with."""

    def settled(exercise: Exercise, event: Event) -> Exercise:
        d = event.data
        given = replace(
            exercise.free[d["free"]], status=status, reason=d.get("why", ""), order=d.get("order", ""), settled=event.at
        )
        return replace(exercise, free={**exercise.free, given.id: given})

    return settled


HANDLERS: Handlers = {
    "order.given/1": _order_given,
    "order.withdrawn/1": _order_withdrawn,
    "need.asked/1": _need_asked,
    "need.answered/1": _need_answered,
    "orders.closed/1": _orders_closed,
    "result.proposed/1": _proposed,
    "ruling.made/1": _ruled,
    "orders.resolved/1": _resolved,
    "order.resolved/1": _resolved_at_once,
    "free.given/1": _free_given,
    "free.withdrawn/1": _settles("withdrawn"),
    "free.returned/1": _settles("returned"),
    "free.mapped/1": _settles("mapped"),
    "free.ruled/1": _settles("ruled"),
}
