"""Judge requests for information, of Control or of a body that Control plays."""

from whitecell.exercise import command as c
from whitecell.exercise.audience import OfCell, narrowest
from whitecell.exercise.decide.naming import cells_own, taken
from whitecell.exercise.decide.papers import recipients, written, wrong_body, wrong_sender, wrong_title
from whitecell.exercise.decide.roles import no_voice
from whitecell.exercise.decide.words import REASON, TITLE, missing
from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import RFI, Event, Exercise, Times

CONTROL = "control"


def ask_rfi(exercise: Exercise, command: c.AskRFI, at: Times) -> list[Event] | Refusal:
    scenario, cell = exercise.scenario, command.seat.partition("/")[0]
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    bodies = [other.id for other in scenario.cells if other.side == "response" and other.id != cell]
    if command.of != CONTROL and command.of not in bodies:
        return Refusal("rfi.of")
    id_ = cells_own(cell, command.rfi)
    refusal = (
        no_voice(exercise, command.seat) or taken(id_, exercise.rfis) or missing(command.words, REASON, "what.request")
    )  # fmt: skip
    data = {"rfi": id_, "cell": cell, "seat": command.seat, "of": command.of, "words": command.words}
    return refusal or [Event("rfi.asked/1", at, command.seat, (OfCell(cell),), data)]


def _open(exercise: Exercise, rfi: str) -> RFI | Refusal:
    """A request that has been neither answered nor declined."""
    found = exercise.rfis.get(rfi)
    if found is None:
        return Refusal("rfi.unknown", {"name": rfi})
    if found.status in ("answered", "declined"):
        return Refusal("rfi.settled", {"fate": Clause(f"settled.{found.status}")})
    return found


def assign_rfi(exercise: Exercise, command: c.AssignRFI, at: Times) -> list[Event] | Refusal:
    """The cell learns that somebody works on it; who is Control's alone."""
    found = _open(exercise, command.rfi)
    if isinstance(found, Refusal):
        return found
    data = {"rfi": found.id, "name": command.name}
    return missing(command.name, TITLE, "what.assigned") or [
        Event("rfi.assigned/1", at, CONTROL, (OfCell(found.cell),), data)
    ]


def answer_rfi(exercise: Exercise, command: c.AnswerRFI, at: Times) -> list[Event] | Refusal:
    """The answer is an inject of Control's own that goes out at once."""
    scenario, found = exercise.scenario, _open(exercise, command.rfi)
    if isinstance(found, Refusal):
        return found
    seats = recipients(scenario, command.to or (found.cell,))
    if isinstance(seats, Refusal):
        return seats
    refusal = (
        wrong_title(scenario, command.title) or wrong_body(scenario, command.body)
        or wrong_sender(scenario, command.sender)
    )  # fmt: skip
    inject = f"rfi-{found.id}"
    paper = {
        "inject": inject, "seats": sorted(seats), "title": written(command.title), "body": written(command.body),
        "from": written(command.sender), "medium": "message",
    }  # fmt: skip
    return refusal or [
        Event("inject.released/1", at, CONTROL, narrowest(scenario, seats), paper),
        Event("rfi.answered/1", at, CONTROL, (OfCell(found.cell),), {"rfi": found.id, "inject": inject}),
    ]


def decline_rfi(exercise: Exercise, command: c.DeclineRFI, at: Times) -> list[Event] | Refusal:
    found = _open(exercise, command.rfi)
    if isinstance(found, Refusal):
        return found
    data = {"rfi": found.id, "why": command.why}
    return missing(command.why, REASON, "what.reason") or [
        Event("rfi.declined/1", at, CONTROL, (OfCell(found.cell),), data)
    ]
