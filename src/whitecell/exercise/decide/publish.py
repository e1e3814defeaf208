"""Tell what became of orders, and what changed: to whom, and under which name."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from whitecell.exercise.audience import Audience, Control, OfCell, OfMarking
from whitecell.exercise.decide.naming import order_id
from whitecell.exercise.state import Event, Exercise, GivenOrder, Times, of_this_move
from whitecell.game import Change, requests
from whitecell.scenario import Scenario

Fate = Literal["carried", "lapsed"]


def published(exercise: Exercise, fates: Iterable[tuple[GivenOrder, Fate]], at: Times, by: str) -> list[Event]:
    """What became of these orders of the current move, in an order that tells of none that was taken back."""
    scenario = exercise.scenario
    fates = sorted(fates, key=lambda pair: order_id(pair[0].order, pair[0].move, pair[0].order.occurrence))
    before = [given for given in of_this_move(exercise) if given.status == "carried"]
    names = published_names(scenario, [given for given, fate in fates if fate == "carried"], before)
    events = []
    for given, fate in fates:
        choice = given.order.choice
        data = {"order": given.id, "as": names.get(given.id, ""), "cell": given.order.cell, "seat": given.order.seat,
                "action": choice.action, "arguments": dict(choice.arguments), "status": fate}  # fmt: skip
        to = audience_of_order(scenario, given, fate == "carried")
        events.append(Event("order.published/1", at, by, to, data))
    return events


def published_names(
    scenario: Scenario, carried: Iterable[GivenOrder], before: Iterable[GivenOrder] = ()
) -> dict[str, str]:
    """What those who had no part in an order know it as: numbered among the orders carried out alone that the same
    people learn of, so that the name tells of no other. `before` are those of this move that they know already.
    """
    names: dict[str, str] = {}
    seen: dict[tuple[str, str, str], int] = {}
    for given in before:
        seen[kind_of(scenario, given)] = seen.get(kind_of(scenario, given), 0) + 1
    for given in sorted(carried, key=lambda given: given.order.path):
        kind = kind_of(scenario, given)
        name = order_id(given.order, given.move, seen.get(kind, 0))
        names[given.id] = f"{name}.{kind[2]}" if kind[2] else name
        seen[kind] = seen.get(kind, 0) + 1
    return names


def kind_of(scenario: Scenario, given: GivenOrder) -> tuple[str, str, str]:
    """What the same people learn of: the cell, the action, and the option that decides on the marking."""
    choice = given.order.choice
    return (given.order.cell, choice.action, scenario.action[choice.action].told_by(dict(choice.arguments)))


def audience_of_order(scenario: Scenario, given: GivenOrder, carried: bool) -> tuple[Audience, ...]:
    """Who learns what became of an order: its cell, whom it owed anything, and its marking if carried out."""
    asked = tuple(OfCell(request.need.cell) for request in requests(scenario, given.order))
    choice = given.order.choice
    marking = scenario.action[choice.action].marking_of(dict(choice.arguments))
    return (OfCell(given.order.cell), *asked, *((OfMarking(marking),) if carried else ()))


def changed(
    scenario: Scenario, changes: tuple[Change, ...], at: Times, by: str, data: Mapping[str, Any]
) -> list[Event]:
    """What changed while the move is open, told to those who see one of the variables: of each they see what they may.

    Nothing in it shows what it came of to those who do not know that.
    """
    if not changes:
        return []
    markings = {scenario.vars[scenario.index[change.var]].marking for change in changes if change.var}
    to: tuple[Audience, ...] = tuple(OfMarking(marking) for marking in sorted(markings)) or (Control(),)
    return [Event("state.changed/1", at, by, to, data, changes)]
