"""What the exercise clock asks for at a moment."""

from whitecell.exercise.command import Command, ReleaseInject, Tick
from whitecell.exercise.state import Exercise
from whitecell.game import timed

TICK = 5.0
"""Seconds of wall time between durable ticks: what a restart can lose of the clock."""


def due(exercise: Exercise, now: float) -> list[Command]:
    """The commands that are due at wall time `now` (seconds): timed injects whose minute has come, then a tick.

    While the clock stands still nothing is due, so nothing is released during a pause or in a burst after it.
    """
    if exercise.phase != "running" or exercise.automatic:
        return []
    minutes = exercise.clock.exercise(now)
    commands: list[Command] = []
    if exercise.world.stage == "open" and not exercise.closing:
        waiting = timed(exercise.scenario, exercise.world)
        commands += [ReleaseInject(inject.id) for inject in waiting if exercise.opened + inject.minute <= minutes]
    last = max(exercise.clock.ticked, exercise.clock.base)
    if (minutes - last) * 60.0 / exercise.clock.rate >= TICK:
        commands.append(Tick())
    return commands
