"""How long people took, and were kept waiting, in minutes of exercise time."""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Literal

from whitecell.report.live_model import Timing, Waits
from whitecell.report.talk import cell_of
from whitecell.report.trail import Trail

Kind = Literal["consult", "consent", "share", "rfi", "free", "question"]
Wait = tuple[str, float | None]
"""A cell and its minutes; None: there never was an answer."""


def timings(trail: Trail) -> tuple[Timing, ...]:
    """Every kind of waiting that there was, each by cell."""
    kinds: Mapping[Kind, Iterable[Wait]] = {
        "consult": needs(trail, "consult"),
        "consent": needs(trail, "consent"),
        "share": shares(trail),
        "rfi": rfis(trail),
        "free": free(trail),
        "question": questions(trail),
    }
    found = (Timing(kind, by_cell(trail, waits)) for kind, waits in kinds.items())
    return tuple(timing for timing in found if timing.waits)


def by_cell(trail: Trail, waits: Iterable[Wait]) -> tuple[Waits, ...]:
    """What was waited, for every cell that had any."""
    all_ = tuple(waits)
    found = []
    for id_, cell in trail.names.cells.items():
        mine = [minutes for whose, minutes in all_ if whose == id_]
        took = [minutes for minutes in mine if minutes is not None]
        if mine:
            never = len(mine) - len(took)
            found.append(Waits(cell, len(took), median(took) if took else 0.0, max(took, default=0.0), never))
    return tuple(found)


def needs(trail: Trail, kind: str) -> Iterable[Wait]:
    """How long the cell that was asked took; what was taken back unanswered does not count."""
    for need in trail.exercise.needs.values():
        if need.kind == kind and need.answered is not None:
            yield cell_of(need.of), need.answered.exercise - need.asked.exercise
        elif need.kind == kind and trail.exercise.orders[need.order].status != "withdrawn":
            yield cell_of(need.of), None


def shares(trail: Trail) -> Iterable[Wait]:
    """How long a cell had a letter before it passed it on; requests to it that it never answered."""
    for share in trail.exercise.shares:
        yield share.cell, share.at.exercise - share.came.exercise
    for request in trail.exercise.share_requests.values():
        if request.status == "open":
            yield request.of, None


def rfis(trail: Trail) -> Iterable[Wait]:
    """How long the cell that asked waited, for an answer or a refusal."""
    for rfi in trail.exercise.rfis.values():
        yield rfi.cell, rfi.settled.exercise - rfi.at.exercise if rfi.settled else None


def free(trail: Trail) -> Iterable[Wait]:
    """How long Control took over a cell's free order."""
    for order in trail.exercise.free.values():
        if order.status != "withdrawn":
            yield order.cell, order.settled.exercise - order.at.exercise if order.settled else None


def questions(trail: Trail) -> Iterable[Wait]:
    """How long after the opening of the move a cell first gave its answer; not of cells without people."""
    first: dict[tuple[str, str, int], float] = {}
    for stop in trail.of("question.answered/1"):
        if not stop.event.data["sealed"]:
            key = (stop.event.data["question"], cell_of(stop.event.data["seat"]), stop.move)
            first.setdefault(key, stop.event.at.exercise)
    for number, stops in trail.moves.items():
        move = trail.exercise.scenario.move.get(stops[0].event.data.get("move", "")) if number else None
        for question in move.questions if move else ():
            for cell in (each for each in question.to if each in trail.people):
                at = first.get((question.id, cell, number))
                yield cell, None if at is None else at - stops[0].event.at.exercise
