"""Judge what is asked of the clock: start, pause, rate, stop, restore, tick, and what a move does to it."""

from dataclasses import replace

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, Control, Plenary
from whitecell.exercise.decide.moment import set_back, stands, times
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Times
from whitecell.scenario import Move

CONTROL: tuple[Audience, ...] = (Control(),)
EVERYBODY: tuple[Audience, ...] = (Plenary(),)
FASTEST = 60.0
"""Exercise minutes in a wall minute."""


def start(exercise: Exercise, at: Times) -> list[Event] | Refusal:
    if exercise.phase != "created":
        return Refusal("exercise.started")
    return [Event("exercise.started/1", at, "control", EVERYBODY, {})]


def pause(exercise: Exercise, command: c.Pause, at: Times) -> list[Event] | Refusal:
    if exercise.phase != "running":
        return Refusal("clock.stopped")
    return unfit(command.why, REASON, "what.reason") or [
        Event("clock.paused/1", at, "control", EVERYBODY, {"why": command.why})
    ]


def resume(exercise: Exercise, command: c.Resume, at: Times) -> list[Event] | Refusal:
    if exercise.phase == "running" and stands(exercise):
        return Refusal("clock.standing")
    if exercise.phase != "paused":
        return Refusal("clock.running")
    data = {"rate": command.rate, "runs": not stands(exercise)}
    return _wrong_rate(command.rate) or [Event("clock.resumed/1", at, "control", EVERYBODY, data)]


def set_rate(exercise: Exercise, command: c.SetRate, at: Times) -> list[Event] | Refusal:
    if (refusal := _wrong_rate(command.rate)) is not None:
        return refusal
    if command.rate == exercise.clock.rate:
        return []
    return [Event("clock.rated/1", at, "control", EVERYBODY, {"rate": command.rate})]


def _wrong_rate(rate: float) -> Refusal | None:
    if 0.0 < rate <= FASTEST:
        return None
    return Refusal("clock.rate", {"most": FASTEST})


def real_world_stop(exercise: Exercise, command: c.RealWorldStop, at: Times) -> list[Event] | Refusal:
    """Whoever calls it; one that is called while another holds is told too."""
    who = command.seat
    if who not in exercise.scenario.seats and who not in ("control", "observer"):
        return Refusal("seat.unknown", {"name": who})
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    return unfit(command.why, REASON, "what.reason") or [
        Event("clock.stopped/1", at, who, EVERYBODY, {"seat": who, "why": command.why})
    ]


def restore(exercise: Exercise, now: float) -> list[Event]:
    """Pause an exercise that was running when its program stopped, at the last moment that the journal tells of."""
    if exercise.phase != "running" or exercise.automatic:
        return []
    clock = replace(exercise.clock, running=False, base=max(exercise.clock.base, exercise.clock.ticked))
    at = times(replace(exercise, clock=clock), now)
    return [Event("clock.restored/1", at, "control", EVERYBODY, {})]


def tick(exercise: Exercise, at: Times) -> list[Event]:
    """Keep the time while it passes; where the wall clock was set back, the exercise clock goes on from here."""
    if exercise.phase != "running":
        return []
    if set_back(exercise, at.wall):
        return [Event("clock.rated/1", at, "clock", EVERYBODY, {"rate": exercise.clock.rate})]
    return [Event("clock.ticked/1", at, "clock", CONTROL, {})]


def at_opening(exercise: Exercise, move: Move, at: Times) -> list[Event]:
    """What the opening of a move does to the clock."""
    if exercise.automatic or move.clock == "running":
        return []
    return [Event("clock.held/1", at, "control", EVERYBODY, {"move": move.id})]


def at_closing(exercise: Exercise, at: Times) -> list[Event]:
    """What the end of the open move does to the clock, where another move follows."""
    if not stands(exercise):
        return []
    return [Event("clock.freed/1", at, "control", EVERYBODY, {"move": exercise.world.move})]
