"""What the exercise clock asks for at a moment."""

from whitecell.exercise.command import Command, JudgeInjects, ReleaseInject, Tick
from whitecell.exercise.facts import facts_of
from whitecell.exercise.state import Exercise
from whitecell.game import timed, true_conditions

TICK = 5.0
"""Seconds of wall time between durable ticks: what a restart can lose of the clock."""
ROUNDING = 1e-3
"""Seconds by which a tick may come early, since minutes of exercise time are rounded."""


def due(exercise: Exercise, now: float) -> list[Command]:
    """The commands that are due at wall time `now` (seconds): timed injects whose minute has come, conditional ones
    whose condition has turned true, then a tick.

    While the clock stands still nothing is due, so nothing is released during a pause or in a burst after it.
    """
    if exercise.phase != "running" or exercise.automatic:
        return []
    minutes = exercise.clock.exercise(now)
    commands: list[Command] = []
    if exercise.world.stage == "open" and not exercise.closing:
        for inject in timed(exercise.scenario, exercise.world):
            if exercise.opened + inject.minute <= minutes:
                commands.append(ReleaseInject(inject.id, "clock"))
        true = true_conditions(exercise.scenario, exercise.world, facts_of(exercise, minutes))
        if true - exercise.world.truth - exercise.world.fired:
            commands.append(JudgeInjects())
    last = max(exercise.clock.ticked, exercise.clock.base)
    if (minutes - last) * 60.0 / exercise.clock.rate >= TICK - ROUNDING:
        commands.append(Tick())
    return commands
