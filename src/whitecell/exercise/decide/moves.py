"""Judge the steps of a move: its opening, its proposed result, rulings, and its end."""

from dataclasses import replace
from typing import Any

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, Control, Plenary
from whitecell.exercise.decide import clock
from whitecell.exercise.decide.naming import need_id
from whitecell.exercise.decide.publish import Fate, published
from whitecell.exercise.decide.releases import released
from whitecell.exercise.decide.ruling import ruled, unreasoned
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.evolve import world_data
from whitecell.exercise.facts import facts_of
from whitecell.exercise.items import withheld
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, GivenOrder, Times, current, standing_orders
from whitecell.game import Dice, Tie, barrier, close, measures, open, requests, resolve, standing, ties

CONTROL: tuple[Audience, ...] = (Control(),)
EVERYBODY: tuple[Audience, ...] = (Plenary(),)


def open_move(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    if exercise.world.stage != "closed":
        return Refusal("move.open")
    step = open(
        exercise.scenario, exercise.world, dice, automatic=exercise.automatic, facts=facts_of(exercise, at.exercise),
        held=withheld(exercise),
    )  # fmt: skip
    data = {"move": step.world.move, "number": step.world.number, "world": world_data(step.world)}
    opened = Event("move.opened/1", at, "control", EVERYBODY, data, step.changes)
    standing_clock = clock.at_opening(exercise, exercise.scenario.move[step.world.move], at)
    return [opened, *standing_clock, *released(exercise, step.releases, at, "clock")]


def propose(exercise: Exercise, command: c.ProposeResult, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.world.stage != "open":
        return Refusal("move.closed")
    if exercise.proposal is not None:
        return Refusal("result.proposed")
    if (refusal := unfit(command.why, REASON, "what.reason")) is not None:
        return refusal
    if (idle := passing(exercise)) and not command.why.strip():
        return Refusal("move.passing", {"cells": tuple(idle)})
    carried: list[GivenOrder] = []
    lapsed: list[tuple[str, str]] = []
    for given in current(exercise):
        answered = [
            (request, exercise.needs[need_id(given.id, request)].answer or "silent")
            for request in requests(exercise.scenario, given.order)
            if request.asks
        ]
        verdict = standing(answered)
        if verdict.stands:
            carried.append(given)
        else:
            lapsed.append((given.id, verdict.reason))
    resolution = (exercise.scenario, exercise.world, [g.order for g in carried], dice, facts_of(exercise, at.exercise))
    step = resolve(*resolution)
    data: dict[str, Any] = {
        "carried": [g.id for g in carried], "lapsed": [list(pair) for pair in lapsed],
        "world": world_data(step.world),
    }  # fmt: skip
    if not exercise.automatic:
        data |= {"ties": [tie_data(tie) for tie in ties(*resolution)], "why": command.why}
    closed = {"move": exercise.world.move, "number": exercise.world.number}
    return [
        Event("orders.closed/1", at, "control", EVERYBODY, closed),
        Event("result.proposed/1", at, "control", CONTROL, data, step.changes),
    ]


def passing(exercise: Exercise) -> list[str]:
    """The cells that would pass a move which may not be passed: without an order, though some seat could give one."""
    scenario, world = exercise.scenario, exercise.world
    if exercise.automatic or scenario.move[world.move].may_pass:
        return []
    return [
        cell.id for cell in scenario.cells
        if not standing_orders(exercise, cell.id)
        and any(barrier(scenario, world, seat.path).permitted for seat in cell.seats)
    ]  # fmt: skip


def tie_data(tie: Tie) -> list[Any]:
    """A tie as JSON-able data: the variable, and for each candidate its value and the order it comes from."""
    return [tie.var, [[value, cause.id, cause.cell, cause.occurrence] for value, cause in tie.candidates]]


def rule(exercise: Exercise, command: c.Rule, at: Times) -> list[Event] | Refusal:
    if exercise.proposal is None:
        return Refusal("result.none")
    if (refusal := unreasoned(command.why)) is not None:
        return refusal
    values = exercise.proposal.world.values
    changes = ruled(exercise.scenario, values, {command.var: command.value}, command.why)
    if isinstance(changes, Refusal):
        return changes
    return [Event("ruling.made/1", at, "control", CONTROL, {"why": command.why}, changes)]


def accept(exercise: Exercise, command: c.AcceptResult, at: Times, dice: Dice) -> list[Event] | Refusal:
    proposal = exercise.proposal
    if proposal is None:
        return Refusal("result.none")
    if command.rulings is not None and command.rulings != proposal.rulings:
        return Refusal("result.changed")
    settled = {change.var for change in proposal.changes if change.cause.kind == "ruling"}
    if tied := [tie.var for tie in proposal.ties if tie.var not in settled]:
        return Refusal("result.tie", {"vars": tuple(tied)})
    scenario = exercise.scenario
    step = close(scenario, proposal.world, dice, facts_of(exercise, at.exercise), withheld(exercise))
    data = {
        "carried": list(proposal.carried), "lapsed": [list(pair) for pair in proposal.lapsed],
        "world": world_data(proposal.world),
    }  # fmt: skip
    events = [Event("orders.resolved/1", at, "control", EVERYBODY, data, proposal.changes)]
    carried: list[tuple[GivenOrder, Fate]] = [(exercise.orders[id_], "carried") for id_ in proposal.carried]
    lapsed: list[tuple[GivenOrder, Fate]] = [(exercise.orders[id_], "lapsed") for id_, _ in proposal.lapsed]
    events += published(exercise, [*carried, *lapsed], at, "control")
    closed = {"move": exercise.world.move, "number": exercise.world.number, "next": step.world.next,
              "world": world_data(step.world)}  # fmt: skip
    events.append(Event("move.closed/1", at, "control", EVERYBODY, closed, step.changes))
    events += released(exercise, step.releases, at, "clock")
    if step.world.stage != "ended":
        events += clock.at_closing(exercise, at)
    else:
        ended = {"outcome": step.world.outcome, "measures": measures(scenario, step.world)}
        events.append(Event("exercise.ended/1", at, "control", EVERYBODY, ended))
    return events


def end(exercise: Exercise, command: c.EndExercise, at: Times) -> list[Event] | Refusal:
    """ENDEX before the game has ended of itself: no outcome is judged."""
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    if (refusal := unfit(command.why, REASON, "what.reason")) is not None:
        return refusal
    world = replace(exercise.world, stage="ended")
    ended = {"outcome": world.outcome, "measures": measures(exercise.scenario, world), "why": command.why,
             "world": world_data(world)}  # fmt: skip
    return [Event("exercise.ended/1", at, "control", EVERYBODY, ended)]
