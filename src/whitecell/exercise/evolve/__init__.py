"""Make state of events: it assigns, never refuses, and never evaluates a rule."""

from dataclasses import replace

from whitecell.exercise.evolve import clock, orders, papers, talk
from whitecell.exercise.evolve.handler import Handlers
from whitecell.exercise.evolve.world import apply, world_data, world_of
from whitecell.exercise.log import Log
from whitecell.exercise.state import Event, Exercise
from whitecell.rules import Value
from whitecell.scenario import Scenario, build

__all__ = ["HANDLERS", "apply", "evolve", "world_data", "world_of"]

HANDLERS: Handlers = {**clock.HANDLERS, **papers.HANDLERS, **orders.HANDLERS, **talk.HANDLERS}
"""What each kind of event makes of the state; kinds that are not here (move.closed ...) only assign the world."""


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
    clock_ = clock.kept(exercise.clock, event)
    exercise = replace(exercise, world=world, log=exercise.log.grown(event), clock=clock_)
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
        int(data.get("play", 0)), log=Log((event,)),  # the first journals did not tell of the play
    )  # fmt: skip
