"""States of an exercise that the check looks at, each with the commands that lead to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import whitecell.exercise as ex
from whitecell.exercise import Command, Event, Exercise, Refusal
from whitecell.game import Dice, World
from whitecell.scenario import Scenario

PACE = 20.0
"""Seconds of wall time between two commands of a live exercise."""


@dataclass(frozen=True)
class State:
    """An exercise at one moment: the last command, when it was given, what followed, and the state before it.

    `name` tells where it was met; the commands lead there again with the same dice.
    """

    scenario: Scenario
    dice: Dice
    name: str
    exercise: Exercise
    command: Command
    now: float
    events: tuple[Event, ...] = field(repr=False)
    before: "State | None" = field(repr=False, default=None)

    def __str__(self) -> str:
        world = self.exercise.world
        stage = f"{world.stage}, orders closed" if self.exercise.closing else world.stage
        return f"{self.name}, move {world.number} ({world.move or 'none'}) {stage}, after {len(self.past())} commands"

    def past(self) -> list["State"]:
        """The states from the first to this one."""
        states = []
        state: State | None = self
        while state is not None:
            states.append(state)
            state = state.before
        return states[::-1]

    def do(self, command: Command, now: float | None = None) -> "State | Refusal":
        """The state after one more command."""
        when = (0.0 if self.exercise.automatic else self.now + PACE) if now is None else now
        events = ex.decide(self.exercise, command, when, self.dice)
        if isinstance(events, Refusal):
            return events
        exercise = fold(events, self.scenario, self.exercise)
        return State(self.scenario, self.dice, self.name, exercise, command, when, tuple(events), self)


def begin(scenario: Scenario, dice: Dice, name: str, command: ex.Create) -> State:
    """The state after the creation of an exercise."""
    events = ex.decide(None, command, 0.0, dice)
    assert not isinstance(events, Refusal), events
    return State(scenario, dice, name, fold(events, scenario), command, 0.0, tuple(events))


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
