"""Judge what concerns seats: who sits on them, what they have read, words to and from Control, who looks on."""

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, OfSeat, Plenary, narrowest
from whitecell.exercise.decide.words import REASON, TITLE, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Times

EVERYBODY: tuple[Audience, ...] = (Plenary(),)


def take_seat(exercise: Exercise, command: c.TakeSeat, at: Times) -> list[Event] | Refusal:
    """Whoever comes last has the seat, and the journal tells of each."""
    holder = command.holder
    if holder.kind not in ("bot", "person"):
        return Refusal("holder.kind")
    if holder.aid and holder.aid not in exercise.scenario.bots:
        return Refusal("holder.aid", {"name": holder.aid})
    if exercise.holders.get(command.seat) == holder:
        return []
    data = {"seat": command.seat, "holder": {"kind": holder.kind, "name": holder.name, "aid": holder.aid}}
    return unfit(holder.name, TITLE, "what.name") or [Event("seat.taken/1", at, command.seat, EVERYBODY, data)]


def read_letter(exercise: Exercise, command: c.ReadLetter, at: Times) -> list[Event] | Refusal:
    """Only the first time is news, and nobody's but the seat's own and Control's."""
    letters = exercise.mail.get(command.seat, ())
    if not 1 <= command.letter <= len(letters):
        return Refusal("letter.unknown", {"n": command.letter})
    inject = letters[command.letter - 1]
    if (command.seat, inject) in exercise.reads:
        return []
    data = {"seat": command.seat, "letter": command.letter, "inject": inject}
    return [Event("letter.read/1", at, command.seat, (OfSeat(command.seat),), data)]


def send_message(exercise: Exercise, command: c.SendMessage, at: Times) -> list[Event] | Refusal:
    if not command.words.strip():
        return Refusal("message.empty")
    if (refusal := unfit(command.words, REASON, "what.message")) is not None:
        return refusal
    to = _from_control(exercise, command.to) if command.by == "control" else _from_seat(exercise, command)
    if isinstance(to, Refusal):
        return to
    return [Event("message.sent/1", at, command.by, to, {"words": command.words})]


def _from_seat(exercise: Exercise, command: c.SendMessage) -> tuple[Audience, ...] | Refusal:
    """A seat writes to Control alone: what cells say to each other is theirs to share."""
    if command.by not in exercise.scenario.seats:
        return Refusal("seat.unknown", {"name": command.by})
    if command.to not in ((), ("control",)):
        return Refusal("message.to")
    return (OfSeat(command.by),)


def _from_control(exercise: Exercise, to: tuple[str, ...]) -> tuple[Audience, ...] | Refusal:
    """To cells and seats by name; to everybody where none is named."""
    scenario, seats = exercise.scenario, set[str]()
    for name in to:
        if name in scenario.seats:
            seats.add(name)
        elif name in scenario.cell:
            seats |= {seat.path for seat in scenario.cell[name].seats}
        else:
            return Refusal("message.whom", {"name": name})
    return narrowest(scenario, frozenset(seats)) if to else EVERYBODY


def let_observe(exercise: Exercise, command: c.LetObserve, at: Times) -> list[Event] | Refusal:
    """Who is looked at is told: observers, who are the plenary, see it in their own view."""
    for cell in command.cells:
        if cell not in exercise.scenario.cell:
            return Refusal("cell.unknown", {"name": cell})
    cells = [cell.id for cell in exercise.scenario.cells if cell.id in command.cells]
    if tuple(cells) == exercise.observed:
        return []
    return [Event("observers.set/1", at, "control", EVERYBODY, {"cells": cells})]
