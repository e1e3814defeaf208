"""Seats, injects, letters, messages and answers: what the MSEL holds, who has read and said what."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from whitecell.exercise.audience import Audience, Control
from whitecell.exercise.evolve.handler import Handlers
from whitecell.exercise.items import item, known
from whitecell.exercise.state import Delivery, Event, Exercise, GivenAnswer, Holder, Item, LineCheck, Message


def _seat_taken(exercise: Exercise, event: Event) -> Exercise:
    said = event.data["holder"]
    holder = Holder(said["kind"], said["name"], said.get("aid", ""))  # the first journals knew no aids
    return replace(exercise, holders={**exercise.holders, event.data["seat"]: holder})


def _released(exercise: Exercise, event: Event) -> Exercise:
    inject, seats = event.data["inject"], frozenset(event.data["seats"])
    delivery = Delivery(inject, event.at, exercise.world.number, seats)
    deliveries = {**exercise.deliveries, inject: delivery}
    exercise = replace(exercise, deliveries=deliveries, mail=_mail(exercise, event, seats))
    if known(exercise, inject):
        return exercise
    # The answer to a request never stood on the MSEL before it went out.
    return _with(exercise, _own(event.data))


def _mail(exercise: Exercise, event: Event, seats: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The letters of every seat once this one has reached these seats: none has the same one twice."""
    mail, inject = dict(exercise.mail), event.data["inject"]
    for seat in sorted(seats):
        if inject not in mail.get(seat, ()):
            mail[seat] = (*mail.get(seat, ()), inject)
    return mail


def _shared(exercise: Exercise, event: Event) -> Exercise:
    seats = [seat.path for cell in event.data["to"] for seat in exercise.scenario.cell[cell].seats]
    return replace(exercise, mail=_mail(exercise, event, seats))


def _with(exercise: Exercise, changed: Item) -> Exercise:
    return replace(exercise, items={**exercise.items, changed.id: changed})


def _item(exercise: Exercise, event: Event, **changes: Any) -> Exercise:
    """An inject of the MSEL, changed."""
    return _with(exercise, replace(item(exercise, event.data["inject"]), **changes))


def _held(exercise: Exercise, event: Event) -> Exercise:
    return _item(exercise, event, status="held")


def _freed(exercise: Exercise, event: Event) -> Exercise:
    return _item(exercise, event, status="planned")


def _dropped(exercise: Exercise, event: Event) -> Exercise:
    # The first journals did not tell what a jump dropped from what Control did.
    return _item(exercise, event, status="dropped", jumped=event.data.get("jumped", False))


def _retimed(exercise: Exercise, event: Event) -> Exercise:
    move, minute = event.data["move"], event.data["minute"]
    return _item(exercise, event, move=move, minute=minute, conditional=False, changed=True)


def _edited(exercise: Exercise, event: Event) -> Exercise:
    changes = {key: event.data[key] for key in ("title", "body") if key in event.data}
    if "seats" in event.data:
        changes["seats"] = frozenset(event.data["seats"])
    return _item(exercise, event, **changes, changed=True)


def _added(exercise: Exercise, event: Event) -> Exercise:
    return _with(exercise, _own(event.data))


def _own(data: Any) -> Item:
    """Control's own inject, as an event tells of it."""
    return Item(
        data["inject"], data["title"], data["body"], data["from"], data["medium"], frozenset(data["seats"]),
        data.get("move"), data.get("minute", 0.0), conditional=False, own=True,
    )  # fmt: skip


def _letter_read(exercise: Exercise, event: Event) -> Exercise:
    read = {(event.data["seat"], event.data["inject"]): event.at}
    return replace(exercise, reads={**read, **exercise.reads})


def _message_sent(exercise: Exercise, event: Event) -> Exercise:
    to: tuple[Audience, ...] = event.to if event.by == "control" else (Control(),)
    return replace(exercise, messages=(*exercise.messages, Message(event.by, to, event.data["words"], event.at)))


def _observers_set(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, observed=tuple(event.data["cells"]))


def _line_checked(exercise: Exercise, event: Event) -> Exercise:
    return replace(exercise, check=LineCheck(event.data["check"], event.at))


def _line_answered(exercise: Exercise, event: Event) -> Exercise:
    check, d = exercise.check, event.data
    if check is None or check.number != d["check"]:
        return exercise
    return replace(exercise, check=replace(check, answers={d["seat"]: event.at, **check.answers}))


def _question_answered(exercise: Exercise, event: Event) -> Exercise:
    d = event.data
    number = exercise.world.number
    answer = GivenAnswer(d["question"], d["seat"], d["sealed"], d["words"], event.at, number)
    key = (answer.question, answer.seat, answer.sealed, number)
    return replace(exercise, answers={**exercise.answers, key: answer})


HANDLERS: Handlers = {
    "seat.taken/1": _seat_taken,
    "inject.released/1": _released,
    "inject.held/1": _held,
    "inject.freed/1": _freed,
    "inject.dropped/1": _dropped,
    "inject.retimed/1": _retimed,
    "inject.edited/1": _edited,
    "inject.added/1": _added,
    "inject.shared/1": _shared,
    "letter.read/1": _letter_read,
    "message.sent/1": _message_sent,
    "observers.set/1": _observers_set,
    "line.checked/1": _line_checked,
    "line.answered/1": _line_answered,
    "question.answered/1": _question_answered,
}
