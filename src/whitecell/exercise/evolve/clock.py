"""The clock and the moves, as events set them."""

from dataclasses import replace

from whitecell.exercise.evolve.handler import Handlers
from whitecell.exercise.state import Clock, Event, Exercise


def kept(clock: Clock, event: Event) -> Clock:
    """The clock once an event is durable: it never reads less again."""
    return replace(clock, ticked=event.at.exercise) if event.at.exercise > clock.ticked else clock


def _set(exercise: Exercise, event: Event, *, running: bool) -> Clock:
    """The clock as it reads at this event, running or standing from here on."""
    return replace(exercise.clock, running=running, base=event.at.exercise, since=event.at.wall)


def _started(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, phase="running", clock=_set(exercise, event, running=True))


def _paused(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, phase="paused", clock=_set(exercise, event, running=False))


def _stopped(exercise: Exercise, event: Event) -> Exercise:
    return replace(_paused(exercise, event), stop=exercise.stop or event.by)


def _resumed(exercise: Exercise, event: Event) -> Exercise:
    # In a move whose clock stands the exercise goes on without it; the first journals knew no such moves.
    clock = _set(exercise, event, running=event.data.get("runs", True))
    return replace(exercise, phase="running", clock=replace(clock, rate=event.data["rate"]), stop="")


def _rated(exercise: Exercise, event: Event) -> Exercise:
    clock = _set(exercise, event, running=exercise.clock.running)
    return replace(exercise, clock=replace(clock, rate=event.data["rate"]))


def _held(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, clock=_set(exercise, event, running=False))


def _freed(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, clock=_set(exercise, event, running=exercise.phase == "running"))


def _jumped(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, skipped=exercise.skipped + event.data["plays"])


def _opened(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, opened=event.at.exercise, skipped=0.0)


def _ended(exercise: Exercise, event: Event) -> Exercise:
    clock = replace(exercise.clock, running=False, base=event.at.exercise)
    return replace(exercise, phase="ended", clock=clock, measures=event.data["measures"])


HANDLERS: Handlers = {
    "exercise.started/1": _started,
    "clock.paused/1": _paused,
    "clock.stopped/1": _stopped,
    "clock.restored/1": _paused,
    "clock.resumed/1": _resumed,
    "clock.rated/1": _rated,
    "clock.held/1": _held,
    "clock.freed/1": _freed,
    "clock.jumped/1": _jumped,
    "move.opened/1": _opened,
    "exercise.ended/1": _ended,
}
