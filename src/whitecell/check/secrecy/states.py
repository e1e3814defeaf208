"""States of an exercise that the check looks at, each with the commands that lead to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import whitecell.exercise as ex
from whitecell.exercise import Command, Event, Exercise, Refusal
from whitecell.game import Dice, World
from whitecell.scenario import Scenario

PACE = 20.0
"""Seconds of wall time between two commands of a live exercise."""


@dataclass(frozen=True)
class Trail:
    """The commands so far: the last one, and the trail before it."""

    before: "Trail | None"
    command: Command
    now: float

    def __iter__(self) -> Iterator[tuple[Command, float]]:
        steps = []
        step: Trail | None = self
        while step is not None:
            steps.append((step.command, step.now))
            step = step.before
        return reversed(steps)


@dataclass(frozen=True)
class State:
    """An exercise at one moment. `name` tells where it was met; `trail` leads there with the same dice."""

    scenario: Scenario
    dice: Dice
    name: str
    exercise: Exercise
    trail: Trail
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def now(self) -> float:
        """Wall time of the last command."""
        return self.trail.now

    def __str__(self) -> str:
        world = self.exercise.world
        stage = f"{world.stage}, orders closed" if self.exercise.closing else world.stage
        steps = sum(1 for _ in self.trail)
        return f"{self.name}, move {world.number} ({world.move or 'none'}) {stage}, after {steps} commands"

    def do(self, command: Command, now: float | None = None) -> "State | Refusal":
        """The state after one more command; `events` are what followed from it."""
        when = (0.0 if self.exercise.automatic else self.now + PACE) if now is None else now
        events = ex.decide(self.exercise, command, when, self.dice)
        if isinstance(events, Refusal):
            return events
        exercise = fold(events, self.scenario, self.exercise)
        return State(self.scenario, self.dice, self.name, exercise, Trail(self.trail, command, when), tuple(events))


def begin(scenario: Scenario, dice: Dice, name: str, command: ex.Create) -> State:
    """The state after the creation of an exercise."""
    events = ex.decide(None, command, 0.0, dice)
    assert not isinstance(events, Refusal), events
    return State(scenario, dice, name, fold(events, scenario), Trail(None, command, 0.0), tuple(events))


def reach(scenario: Scenario, dice: Dice, commands: Iterable[tuple[Command, float]]) -> Exercise:
    """The exercise that these commands lead to: how a finding is looked at again."""
    exercise: Exercise | None = None
    for command, now in commands:
        events = ex.decide(exercise, command, now, dice)
        assert not isinstance(events, Refusal), events
        exercise = fold(events, scenario, exercise)
    assert exercise is not None, "no command"
    return exercise


def fold(log: Iterable[Event], scenario: Scenario, exercise: Exercise | None = None) -> Exercise:
    """The exercise after these events."""
    for event in log:
        exercise = ex.evolve(exercise, event, scenario)
    assert exercise is not None, "no event"
    return exercise


def fingerprint(world: World) -> tuple[object, ...]:
    """What two worlds that are the same have in common."""
    counts = tuple(sorted(world.counts.items()))
    fired, truth = tuple(sorted(world.fired)), tuple(sorted(world.truth))
    return (world.values, world.pending, counts, fired, truth, world.move, world.number, world.elapsed, world.stage)
