"""What was done with the clock of a live exercise."""

from collections.abc import Mapping
from typing import Literal

from whitecell.report.figures import moment, rate
from whitecell.report.live_model import Turn
from whitecell.report.msel import Board
from whitecell.report.naming import who
from whitecell.report.trail import Stop, Trail, mark

Kind = Literal[
    "started", "paused", "resumed", "rated", "back", "stopped", "restored", "held", "freed", "jumped", "ended"
]
TURNS: Mapping[str, Kind] = {
    "exercise.started/1": "started", "clock.paused/1": "paused", "clock.resumed/1": "resumed", "clock.rated/1": "rated",
    "clock.stopped/1": "stopped", "clock.restored/1": "restored", "clock.held/1": "held", "clock.freed/1": "freed",
    "clock.jumped/1": "jumped", "exercise.ended/1": "ended",
}  # fmt: skip
STANDS = ("clock.paused/1", "clock.stopped/1", "clock.restored/1")


def clock(trail: Trail, board: Board) -> tuple[Turn, ...]:
    """Every start, pause, change of rate, stop, restart and jump, in order."""
    return tuple(turn(trail, board, stop) for stop in trail.stops if stop.event.kind in TURNS)


def turn(trail: Trail, board: Board, stop: Stop) -> Turn:
    """One of them."""
    event, data = stop.event, stop.event.data
    seat, office = who(trail.names, event)
    kind = TURNS[event.kind]
    if kind == "rated" and event.by == "clock":
        kind = "back"  # the wall clock was set back, and the exercise clock goes on from where it stood
    return Turn(
        kind=kind,
        mark=mark(stop),
        at=moment(trail.exercise.scenario, event.at.game),
        by=seat,
        office=office,
        why=data.get("why", ""),
        rate=rate(float(data.get("rate", 0.0))),
        lasted=stood(trail, stop) if event.kind in STANDS else None,
        skipped=data["minutes"] if kind == "jumped" else 0.0,
        fates=tuple((board.title(id_), fate, seq) for id_, fate, seq in board.fates.get(stop.seq, ())),
    )


def stood(trail: Trail, stop: Stop) -> float | None:
    """The wall minutes from here until Control let the exercise go on."""
    on = next((each for each in trail.of("clock.resumed/1") if each.seq > stop.seq), None)
    return None if on is None else max(0.0, (on.event.at.wall - stop.event.at.wall) / 60.0)
