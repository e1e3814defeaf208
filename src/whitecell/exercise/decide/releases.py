"""Injects that go out: the events of a release, with the paper as its recipients read it."""

from collections.abc import Iterable
from dataclasses import replace

from whitecell.exercise.audience import Audience, Control, OfMarking, narrowest
from whitecell.exercise.evolve import evolve, world_data
from whitecell.exercise.facts import facts_of
from whitecell.exercise.items import item, withheld
from whitecell.exercise.state import Event, Exercise, Item, Times
from whitecell.game import Dice, Release, World, release, trigger

CONTROL: tuple[Audience, ...] = (Control(),)


def let_out(exercise: Exercise, found: Item, by: str, at: Times, dice: Dice) -> list[Event]:
    """One inject goes out, with its effects, and then the conditional ones whose condition has turned true.

    While the exercise is paused, those wait until it goes on: nothing goes out in a pause but what Control lets out.
    """
    if found.own:
        return [sent(exercise, found.id, at, by)]
    scenario, facts = exercise.scenario, facts_of(exercise, at.exercise)
    step = release(scenario, exercise.world, found.id, dice, facts)
    events = released(exercise, step.releases, at, by)
    if exercise.phase == "running":
        step = trigger(scenario, step.world, dice, facts, withheld(exercise))
        events += released(exercise, step.releases, at, "clock")
    return [with_world(events[0], step.world), *events[1:]]


def following(exercise: Exercise, at: Times, dice: Dice) -> list[Event]:
    """The conditional injects that the state releases now; none while the exercise is paused."""
    if exercise.phase != "running":
        return []
    facts = facts_of(exercise, at.exercise)
    step = trigger(exercise.scenario, exercise.world, dice, facts, withheld(exercise))
    events = released(exercise, step.releases, at, "clock")
    return [with_world(events[0], step.world), *events[1:]] if events else []


def released(exercise: Exercise, releases: tuple[Release, ...], at: Times, by: str) -> list[Event]:
    """For each inject its release, seen by those it is addressed to, then what it changed, seen as each variable is."""
    scenario, events = exercise.scenario, []
    for inject, changes in releases:
        events.append(sent(exercise, inject, at, by))
        if changes:
            markings = {scenario.vars[scenario.index[change.var]].marking for change in changes if change.var}
            to = tuple(OfMarking(marking) for marking in sorted(markings)) or CONTROL
            events.append(Event("state.changed/1", at, by, to, {"inject": inject}, changes))
    return events


def sent(exercise: Exercise, inject: str, at: Times, by: str) -> Event:
    """An inject goes out as the MSEL has it now.

    What the recipient reads is kept with the release, so that the journal tells it whatever becomes of the MSEL.
    """
    found = item(exercise, inject)
    paper = {"title": found.title, "body": found.body, "from": found.sender, "medium": found.medium}
    data = {"inject": inject, "seats": sorted(found.seats), **paper}
    return Event("inject.released/1", at, by, narrowest(exercise.scenario, found.seats), data)


def after(exercise: Exercise, events: Iterable[Event]) -> Exercise:
    """The exercise once these are told."""
    for event in events:
        exercise = evolve(exercise, event)
    return exercise


def with_world(event: Event, world: World) -> Event:
    return replace(event, data={**event.data, "world": world_data(world)})
