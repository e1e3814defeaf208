"""Judge shares: what a cell knows goes to another only by the decision of the cell that has it."""

from whitecell.exercise import command as c
from whitecell.exercise.audience import OfCell
from whitecell.exercise.decide.naming import cells_own, taken
from whitecell.exercise.decide.roles import no_voice
from whitecell.exercise.decide.words import REASON, missing, unfit
from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import Event, Exercise, ShareRequest, Times

PAPER = ("title", "body", "from", "medium")
"""What the recipient of an inject reads."""


def share_inject(exercise: Exercise, command: c.ShareInject, at: Times) -> list[Event] | Refusal:
    """All seats of the receiving cells get the letter, those that have it already only the word that it was shared.

    Who has had it from elsewhere is not the giver's to know, so such a share is not refused.
    """
    seat, to = command.seat, tuple(dict.fromkeys(command.to))
    cell, letters = seat.partition("/")[0], exercise.mail.get(seat, ())
    if (refusal := no_voice(exercise, seat)) is not None:
        return refusal
    if not 1 <= command.letter <= len(letters):
        return Refusal("letter.unknown", {"n": command.letter})
    inject = letters[command.letter - 1]
    refusal = (
        _wrong_cells(exercise, cell, to) or _known(exercise, cell, to, inject)
        or _wrong_request(exercise, cell, to, command.request) or unfit(command.note, REASON, "what.note")
    )  # fmt: skip
    if refusal is not None:
        return refusal
    came, paper = _came(exercise, seat, inject), _paper(exercise, inject)
    new = [s.path for other in to for s in exercise.scenario.cell[other].seats]
    data = {
        "inject": inject, "cell": cell, "seat": seat, "to": list(to),
        "seats": sorted(path for path in new if inject not in exercise.mail.get(path, ())),
        "came": [came.game, came.exercise, came.wall], "request": command.request, "note": command.note, **paper,
    }  # fmt: skip
    return [Event("inject.shared/1", at, seat, (OfCell(cell), *map(OfCell, to)), data)]


def _wrong_cells(exercise: Exercise, cell: str, to: tuple[str, ...]) -> Refusal | None:
    """Why nothing can be shared with these cells."""
    others = [other.id for other in exercise.scenario.cells if other.id != cell]
    if not to or any(name not in others for name in to):
        return Refusal("share.to")
    return None


def _known(exercise: Exercise, cell: str, to: tuple[str, ...], inject: str) -> Refusal | None:
    """Why the cell need not share this: it knows that others have it, because it shared it or they did."""
    having = {
        other for share in exercise.shares if share.inject == inject
        if share.cell == cell or cell in share.to
        for other in (share.cell, *share.to)
    }  # fmt: skip
    if have := [name for name in to if name in having]:
        return Refusal("share.had", {"cells": tuple(have)})
    return None


def _wrong_request(exercise: Exercise, cell: str, to: tuple[str, ...], request: str) -> Refusal | None:
    """Why a share does not answer this request."""
    if not request:
        return None
    found = _asked(exercise, cell, request)
    if isinstance(found, Refusal):
        return found
    if found.cell not in to:
        return Refusal("share.request", {"cell": found.cell})
    return None


def _asked(exercise: Exercise, cell: str, request: str) -> ShareRequest | Refusal:
    """A request of another cell that this cell has yet to answer."""
    found = exercise.share_requests.get(request)
    if found is None or found.of != cell:
        return Refusal("share.unknown", {"name": request})
    if found.status != "open":
        return Refusal("share.settled", {"fate": Clause(f"settled.{found.status}")})
    return found


def _came(exercise: Exercise, seat: str, inject: str) -> Times:
    """When the seat got this letter."""
    delivery = exercise.deliveries[inject]
    if seat in delivery.seats:
        return delivery.at
    cell = seat.partition("/")[0]
    return next(share.at for share in exercise.shares if share.inject == inject and cell in share.to)


def _paper(exercise: Exercise, inject: str) -> dict[str, object]:
    """The inject as it was released."""
    released = next(
        event for event in reversed(exercise.log)
        if event.kind == "inject.released/1" and event.data["inject"] == inject
    )  # fmt: skip
    return {name: released.data[name] for name in PAPER}


def ask_share(exercise: Exercise, command: c.AskShare, at: Times) -> list[Event] | Refusal:
    cell = command.seat.partition("/")[0]
    if exercise.phase == "created":
        return Refusal("exercise.not_started")
    id_ = cells_own(cell, command.request)
    refusal = (
        no_voice(exercise, command.seat) or _wrong_cells(exercise, cell, (command.of,))
        or taken(id_, exercise.share_requests) or missing(command.words, REASON, "what.request")
    )  # fmt: skip
    data = {"request": id_, "cell": cell, "seat": command.seat, "of": command.of, "words": command.words}
    return refusal or [Event("share.asked/1", at, command.seat, (OfCell(cell), OfCell(command.of)), data)]


def decline_share(exercise: Exercise, command: c.DeclineShare, at: Times) -> list[Event] | Refusal:
    cell = command.seat.partition("/")[0]
    found = _asked(exercise, cell, command.request)
    if isinstance(found, Refusal):
        return found
    refusal = no_voice(exercise, command.seat) or unfit(command.why, REASON, "what.reason")
    data = {"request": found.id, "seat": command.seat, "why": command.why}
    return refusal or [Event("share.declined/1", at, command.seat, (OfCell(found.cell), OfCell(cell)), data)]
