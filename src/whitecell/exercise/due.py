"""What the exercise clock asks for at a moment."""

from whitecell.exercise.command import Command, JudgeInjects, ReleaseInject, ResolveOrder, Tick
from whitecell.exercise.decide.at_once import overdue
from whitecell.exercise.decide.moment import position, set_back
from whitecell.exercise.facts import facts_of
from whitecell.exercise.items import ripe, withheld
from whitecell.exercise.state import Exercise
from whitecell.game import true_conditions

TICK = 5.0
"""Seconds of wall time between durable ticks: what a restart can lose of the clock."""
ROUNDING = 1e-3
"""Seconds by which a tick may come early, since minutes of exercise time are rounded."""


def due(exercise: Exercise, now: float) -> list[Command]:
    """The commands that are due at wall time `now` (seconds): timed injects whose minute has come, at-once
    orders whose time for an answer is over, conditional injects whose condition has turned true, then a tick.

    While the exercise is paused nothing is due, so nothing is released during a pause or in a burst after it. In a move
    whose clock stands, its minute 0 has come and no other will.
    """
    if exercise.phase != "running" or exercise.automatic:
        return []
    minutes = exercise.clock.exercise(now)
    commands: list[Command] = []
    if exercise.world.stage == "open" and not exercise.closing:
        commands += [ReleaseInject(found.id, "clock") for found in ripe(exercise, position(exercise, minutes))]
        commands += [ResolveOrder(order) for order in overdue(exercise, minutes)]
        true = true_conditions(exercise.scenario, exercise.world, facts_of(exercise, minutes))
        if true - exercise.world.truth - exercise.world.fired - withheld(exercise):
            commands.append(JudgeInjects())
    since = max(exercise.clock.ticked, exercise.clock.base)
    if set_back(exercise, now) or (minutes - since) * 60.0 / exercise.clock.rate >= TICK - ROUNDING:
        commands.append(Tick())
    return commands
