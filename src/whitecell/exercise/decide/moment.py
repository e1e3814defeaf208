"""The three times of a moment, and how far the open move has been played."""

from whitecell.exercise.state import Exercise, Times

ROUNDING = 1e-9
"""Minutes by which two readings of one clock may differ."""


def times(exercise: Exercise, now: float, *, closing: bool = False) -> Times:
    """The three times. Within a move, game time runs as the move maps exercise minutes to what it covers; from the
    closing of its orders on (`closing`: it is being asked for), all of that has passed.

    In an automatic exercise there is no time within a move: wall time is written as game time.
    """
    world = exercise.world
    move = exercise.scenario.move.get(world.move)
    playing = world.stage == "open" and not (closing or exercise.closing)
    spent = 0.0 if exercise.automatic else exercise.clock.exercise(now)
    game = world.elapsed
    if move is not None:
        share = position(exercise, spent) / move.plays if move.plays > 0.0 else 1.0
        share = 0.0 if exercise.automatic else share
        game += move.covers * (min(1.0, share) if playing else 1.0)
    return Times(game, game, game * 60.0) if exercise.automatic else Times(game, spent, now)


def position(exercise: Exercise, minutes: float) -> float:
    """Minutes of play in the open move at this exercise minute, with those that jumps took out of it."""
    return minutes - exercise.opened + exercise.skipped


def stands(exercise: Exercise) -> bool:
    """Whether the open move is one in which the exercise clock stands."""
    world = exercise.world
    return not exercise.automatic and world.stage == "open" and exercise.scenario.move[world.move].clock == "stopped"


def set_back(exercise: Exercise, now: float) -> bool:
    """Whether the wall clock was set back, so that the exercise clock would stand until `now` has caught up."""
    clock = exercise.clock
    if not clock.running:
        return False
    return now < clock.since or clock.base + (now - clock.since) / 60.0 * clock.rate < clock.ticked - ROUNDING
