"""Judge the communications check: Control asks whether people hear it, and they say so.

It is about the line and not about the game: it can be made in every phase, and changes nothing else.
"""

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, OfSeat, Plenary
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Times

EVERYBODY: tuple[Audience, ...] = (Plenary(),)


def check_line(exercise: Exercise, command: c.CheckLine, at: Times) -> list[Event] | Refusal:
    """Everybody may know that Control asks. Who sits down later is asked too."""
    number = exercise.check.number if exercise.check else 0
    if command.checks is not None and command.checks != number:
        return Refusal("check.since")
    if not any(holder.kind == "person" for holder in exercise.holders.values()):
        return Refusal("check.nobody")
    return [Event("line.checked/1", at, "control", EVERYBODY, {"check": number + 1})]


def answer_check(exercise: Exercise, command: c.AnswerCheck, at: Times) -> list[Event] | Refusal:
    """Only the first answer is news, and nobody's but the seat's own and Control's."""
    check, holder = exercise.check, exercise.holders.get(command.seat)
    if check is None or check.number != command.check:
        return Refusal("check.over")
    if holder is None or holder.kind != "person":
        return Refusal("check.bot")
    if command.seat in check.answers:
        return []
    data = {"check": check.number, "seat": command.seat}
    return [Event("line.answered/1", at, command.seat, (OfSeat(command.seat),), data)]
