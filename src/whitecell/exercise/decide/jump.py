"""Judge a jump in game time: what it skips, and what becomes of each."""

from collections.abc import Mapping
from typing import NamedTuple

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, Control, Plenary
from whitecell.exercise.decide.moment import ROUNDING, position, stands, times
from whitecell.exercise.decide.releases import after, let_out
from whitecell.exercise.items import item, known, ripe
from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import Event, Exercise, Item
from whitecell.game import Dice

CONTROL: tuple[Audience, ...] = (Control(),)
EVERYBODY: tuple[Audience, ...] = (Plenary(),)
FATES = ("release", "carry", "drop")


class Leap(NamedTuple):
    """A jump that can be made: the minutes of play that it takes out of the move, and the injects that it skips."""

    plays: float
    items: tuple[Item, ...]


def skipped(exercise: Exercise, now: float, minutes: float) -> tuple[Item, ...] | Refusal:
    """The timed injects that a jump of so many minutes of game time skips, in order, or why it cannot be made.

    Held and dropped ones are not among them: what is held stays held, and may be let go afterwards.
    """
    found = leap(exercise, now, minutes)
    return found if isinstance(found, Refusal) else found.items


def leap(exercise: Exercise, now: float, minutes: float) -> Leap | Refusal:
    """What a jump at this moment does, before anybody has decided on what it skips."""
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    if exercise.phase == "ended":
        return Refusal("exercise.ended")
    if exercise.world.stage != "open" or exercise.automatic:
        return Refusal("jump.closed")
    if exercise.closing:
        return Refusal("move.closing")
    move = exercise.scenario.move[exercise.world.move]
    if stands(exercise):
        return Refusal("jump.standing")
    if not minutes > 0.0:
        return Refusal("jump.minutes")
    at = times(exercise, now)
    left = exercise.world.elapsed + move.covers - at.game
    if left <= 0.0 or minutes > left + ROUNDING:
        return Refusal("jump.beyond", {"left": float(f"{left:.4g}")})
    plays = min(minutes, left) * move.plays / move.covers
    here = position(exercise, at.exercise)
    return Leap(plays, tuple(ripe(exercise, here + plays)))


def jump(exercise: Exercise, command: c.Jump, now: float, dice: Dice) -> list[Event] | Refusal:
    """The landing: time first, then what was skipped, in its order, each as the state is by then."""
    found = leap(exercise, now, command.minutes)
    if isinstance(found, Refusal):
        return found
    if (refusal := _other(exercise, found.items, command.fates)) is not None:
        return refusal
    data = {"minutes": command.minutes, "plays": found.plays}
    events = [Event("clock.jumped/1", times(exercise, now), "control", EVERYBODY, data)]
    exercise = after(exercise, events)
    at = times(exercise, now)
    for skipped_ in found.items:
        told = {"inject": skipped_.id}
        match command.fates[skipped_.id]:
            case "release":
                more = let_out(exercise, skipped_, "control", at, dice)
            case "carry":
                later = {**told, "move": skipped_.move, "minute": skipped_.minute + found.plays}
                more = [Event("inject.retimed/1", at, "control", CONTROL, later)]
            case "drop":
                more = [Event("inject.dropped/1", at, "control", CONTROL, {**told, "why": "", "jumped": True})]
        exercise = after(exercise, more)
        events += more
    return events


def _other(exercise: Exercise, found: tuple[Item, ...], fates: Mapping[str, str]) -> Refusal | None:
    """Why what was decided on is not what is skipped: the list has changed since Control looked at it."""
    ids = {skipped_.id for skipped_ in found}
    changes = [Clause("skipped.too", {"inject": skipped_.id}) for skipped_ in found if skipped_.id not in fates]
    changes += [Clause(_now(exercise, id_), {"inject": id_}) for id_ in sorted(fates.keys() - ids)]
    if changes:
        return Refusal("jump.changed", {"changes": tuple(changes)})
    wrong = sorted(id_ for id_ in fates if fates[id_] not in FATES)
    if wrong:
        return Refusal("jump.fates", {"inject": wrong[0]})
    return None


def _now(exercise: Exercise, id_: str) -> str:
    """What has become of an inject that is not skipped: the key of the words for it."""
    if not known(exercise, id_):
        return "skipped.unknown"
    match item(exercise, id_).status:
        case "released":
            return "skipped.released"
        case "held":
            return "skipped.held"
        case "dropped":
            return "skipped.dropped"
        case "planned":
            return "skipped.not"
