"""Rewritings of what others say, ask and pass on unseen, and of Control's work on the MSEL."""

from typing import Any

import whitecell.exercise as ex
from whitecell.check.secrecy.sight import TALK
from whitecell.check.secrecy.tale import Tale, inserted, opened, with_data
from whitecell.exercise import Command, Event, Refusal

MSEL = frozenset(
    "inject.held/1 inject.freed/1 inject.dropped/1 inject.retimed/1 inject.edited/1 inject.added/1".split()
)
"""Kinds of Control's work on the MSEL."""
WRITTEN = ("words", "rationale", "why", "note", "name")
"""What people write, wherever it stands."""


def talk(tale: Tale) -> list[Event] | None:
    """Messages, requests, free orders and shares among others, and their reading, are other ones, fewer or more."""
    log: list[Event] = []
    for place, event in enumerate(tale.log):
        if event.kind not in TALK:
            log.append(event)
        elif not tale.hidden(event):
            log.append(half_seen(tale, event))
        elif tale.picks.chance(0.6, "kept", subject(event, place)):
            log.append(reworded(event))
    more = more_talk(tale)
    if more:
        log = inserted(log, more, opened(log), tale.picks, "talk")
    return log if log != tale.log else None


def subject(event: Event, place: int) -> object:
    """What an event is about, of which all is kept or left out together; without a subject, itself."""
    data = event.data
    return data.get("free") or data.get("rfi") or data.get("request") or place


def reworded(event: Event) -> Event:
    """The event with other words where people wrote some."""
    written = [key for key in WRITTEN if key in event.data]
    return with_data(event, **dict.fromkeys(written, "other words")) if written else event


def half_seen(tale: Tale, event: Event) -> Event:
    """An event that is seen, with another secret in it: who works on a request is Control's alone, and whose request
    a share answers is theirs who share and ask.
    """
    if event.kind == "rfi.assigned/1":
        return with_data(event, name="somebody else")
    if event.kind == "inject.shared/1" and event.data["request"]:
        asked = tale.book.subjects[event.data["request"]]
        cells = tale.sight.addressees.cells
        if not tale.sight.among(cells[asked["cell"]], cells[asked["of"]]):
            return with_data(event, request="")
    return event


def more_talk(tale: Tale) -> list[Event]:
    """One more thing that is said among others, if there is one that the audience should see nothing of."""
    exercise = tale.state.exercise
    possible = [command for command in said(tale) if command is not None]
    for number in range(3):
        command = tale.picks.one(possible, "said", number)
        events = ex.decide(exercise, command, tale.state.now, tale.state.dice)
        if isinstance(events, Refusal) or not events:
            continue
        tale.book.read(events)
        if all(tale.hidden(event) for event in events):
            return events
    return []


def said(tale: Tale) -> list[Command | None]:
    """What anybody could say now, of every kind."""
    exercise, picks, words = tale.state.exercise, tale.picks, "a secret"
    seats = sorted(tale.scenario.seats)
    seat = picks.one(seats, "seat")
    cells = [cell.id for cell in tale.scenario.cells if cell.id != seat.partition("/")[0]]
    other = picks.one(cells, "cell") if cells else ""
    holders = [each for each in seats if exercise.mail.get(each)]
    reader = picks.one(holders, "reader") if holders else ""
    last = len(exercise.mail.get(reader, ()))
    return [
        ex.SendMessage(seat, ("control",), words),
        ex.SendMessage("control", (seat,), words),
        ex.AskRFI(seat, "secret", "control", words),
        ex.GiveFreeOrder(seat, "secret", words, words),
        ex.AskShare(seat, "secret", other, words) if other else None,
        ex.ReadLetter(reader, last) if reader else None,
        ex.ShareInject(reader, last, (other,), "", words) if reader and other else None,
        ex.AnswerCheck(seat, exercise.check.number) if exercise.check else None,
    ]


def msel(tale: Tale) -> list[Event] | None:
    """Control has worked on the MSEL less, or more: what counts for players is what went out."""
    log = [e for e in tale.log if e.kind not in MSEL or tale.picks.chance(0.5, "msel", e.data["inject"])]
    waiting = sorted(found.id for found in ex.items(tale.state.exercise) if found.status == "planned" and not found.own)
    more: list[Command] = [ex.HoldInject(id_) for id_ in waiting[:2]]
    text: Any = {tale.scenario.languages[0]: "a secret"}
    more.append(ex.AddInject("secret_of_control", text, text, text, (tale.scenario.cells[0].id,)))
    for command in more:
        events = ex.decide(tale.state.exercise, command, tale.state.now, tale.state.dice)
        if not isinstance(events, Refusal):
            log = [*log, *(with_last(event, log) for event in events)]
    return log if log != tale.log else None


def with_last(event: Event, log: list[Event]) -> Event:
    """The event at the time of the last of these, so that the log ends when it did."""
    return Event(event.kind, log[-1].at, event.by, event.to, event.data, event.changes)
