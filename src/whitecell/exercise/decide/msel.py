"""Judge what is asked of the master scenario events list."""

import math
from typing import get_args

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, Control
from whitecell.exercise.decide.moment import position
from whitecell.exercise.decide.papers import recipients, written, wrong_body, wrong_sender, wrong_title
from whitecell.exercise.decide.releases import following, let_out
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.items import ahead, item, known, ripe
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Item, Times
from whitecell.game import Dice
from whitecell.rules.parse import MAX_MINUTES
from whitecell.scenario import Medium
from whitecell.scenario.names import LONGEST, NAME

CONTROL: tuple[Audience, ...] = (Control(),)


def release_inject(exercise: Exercise, command: c.ReleaseInject, at: Times, dice: Dice) -> list[Event] | Refusal:
    """What the clock asked for a moment ago and is due no more, since Control paused, held or retimed it, gives
    nothing.
    """
    if command.by == "clock":
        found = due_now(exercise, command.inject, at)
        return [] if found is None else let_out(exercise, found, "clock", at, dice)
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    if exercise.world.stage != "open":
        return Refusal("move.closed")
    if exercise.closing:
        return Refusal("move.closing")
    waiting = _waiting(exercise, command.inject)
    return waiting if isinstance(waiting, Refusal) else let_out(exercise, waiting, "control", at, dice)


def due_now(exercise: Exercise, inject: str, at: Times) -> Item | None:
    """The inject, if the clock releases it at this moment."""
    if exercise.phase != "running" or exercise.closing:
        return None
    return next((found for found in ripe(exercise, position(exercise, at.exercise)) if found.id == inject), None)


def judge_injects(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.world.stage != "open" or exercise.closing:
        return Refusal("move.closed")
    return following(exercise, at, dice)


def _waiting(exercise: Exercise, inject: str) -> Item | Refusal:
    """An inject that has not been released and not been dropped."""
    if not known(exercise, inject):
        return Refusal("inject.unknown", {"name": inject})
    found = item(exercise, inject)
    if found.status == "released":
        return Refusal("inject.released", {"inject": inject})
    if found.status == "dropped":
        return Refusal("inject.dropped", {"inject": inject})
    return found


def hold_inject(exercise: Exercise, command: c.HoldInject, at: Times) -> list[Event] | Refusal:
    found = _waiting(exercise, command.inject)
    if isinstance(found, Refusal):
        return found
    if found.status == "held":
        return Refusal("inject.held", {"inject": found.id})
    return [Event("inject.held/1", at, "control", CONTROL, {"inject": found.id})]


def free_inject(exercise: Exercise, command: c.FreeInject, at: Times) -> list[Event] | Refusal:
    found = _waiting(exercise, command.inject)
    if isinstance(found, Refusal):
        return found
    if found.status != "held":
        return Refusal("inject.free", {"inject": found.id})
    if found.move is not None and found.move not in ahead(exercise):
        return _over(found.id, found.move)
    return [Event("inject.freed/1", at, "control", CONTROL, {"inject": found.id})]


def drop_inject(exercise: Exercise, command: c.DropInject, at: Times) -> list[Event] | Refusal:
    found = _waiting(exercise, command.inject)
    if isinstance(found, Refusal):
        return found
    data = {"inject": found.id, "why": command.why}
    return unfit(command.why, REASON, "what.reason") or [Event("inject.dropped/1", at, "control", CONTROL, data)]


def retime_inject(exercise: Exercise, command: c.RetimeInject, at: Times) -> list[Event] | Refusal:
    found = _waiting(exercise, command.inject)
    if isinstance(found, Refusal):
        return found
    if command.move is None and found.conditional:
        return Refusal("inject.condition", {"inject": found.id})
    data = {"inject": found.id, "move": command.move, "minute": 0.0 if command.move is None else command.minute}
    return _wrong_time(exercise, found.id, command.move, command.minute) or [
        Event("inject.retimed/1", at, "control", CONTROL, data)
    ]


def _wrong_time(exercise: Exercise, inject: str, move: str | None, minute: float) -> Refusal | None:
    """Why an inject cannot come then: a time at which it would never come is refused, rather than forgotten."""
    if move is None:
        return None
    if move not in exercise.scenario.move:
        return Refusal("move.unknown", {"name": move})
    if not math.isfinite(minute) or not 0.0 <= minute <= MAX_MINUTES:
        return Refusal("inject.minute")
    if move not in ahead(exercise):
        return _over(inject, move)
    if minute > 0.0 and exercise.scenario.move[move].clock == "stopped":
        return Refusal("inject.standing", {"move": move})
    return None


def _over(inject: str, move: str) -> Refusal:
    return Refusal("inject.over", {"move": move, "inject": inject})


def edit_inject(exercise: Exercise, command: c.EditInject, at: Times) -> list[Event] | Refusal:
    scenario, found = exercise.scenario, _waiting(exercise, command.inject)
    if isinstance(found, Refusal):
        return found
    data: dict[str, object] = {"inject": found.id}
    if command.title is not None:
        if (refusal := wrong_title(scenario, command.title)) is not None:
            return refusal
        data["title"] = written(command.title)
    if command.body is not None:
        if (refusal := wrong_body(scenario, command.body)) is not None:
            return refusal
        data["body"] = written(command.body)
    if command.to is not None:
        seats = recipients(scenario, command.to)
        if isinstance(seats, Refusal):
            return seats
        data["seats"] = sorted(seats)
    return [Event("inject.edited/1", at, "control", CONTROL, data)] if len(data) > 1 else []


def add_inject(exercise: Exercise, command: c.AddInject, at: Times) -> list[Event] | Refusal:
    scenario, id_ = exercise.scenario, command.inject
    if not NAME.fullmatch(id_) or len(id_) > LONGEST:
        return Refusal("inject.id", {"most": LONGEST})
    if known(exercise, id_):
        return Refusal("inject.exists", {"name": id_})
    if command.medium not in get_args(Medium):
        return Refusal("inject.medium", {"name": command.medium, "media": get_args(Medium)})
    seats = recipients(scenario, command.to)
    if isinstance(seats, Refusal):
        return seats
    refusal = (
        wrong_title(scenario, command.title) or wrong_body(scenario, command.body)
        or wrong_sender(scenario, command.sender) or _wrong_time(exercise, id_, command.move, command.minute)
    )  # fmt: skip
    data = {
        "inject": id_, "title": written(command.title), "body": written(command.body),
        "from": written(command.sender), "medium": command.medium, "seats": sorted(seats), "move": command.move,
        "minute": 0.0 if command.move is None else command.minute,
    }  # fmt: skip
    return refusal or [Event("inject.added/1", at, "control", CONTROL, data)]
