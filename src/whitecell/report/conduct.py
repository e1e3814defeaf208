"""How a live exercise was run, put together."""

from whitecell.report.clockwork import clock
from whitecell.report.live_model import Conduct, Sat, SeatOver
from whitecell.report.msel import Board, handled
from whitecell.report.talk import free, inquiries, share_requests, shares, talk
from whitecell.report.timing import timings
from whitecell.report.trail import Stop, Trail, mark


def conduct(trail: Trail, board: Board) -> Conduct | None:
    """What people and Control did beside the game; None of an automatic play, in which nobody did."""
    if trail.exercise.automatic:
        return None
    return Conduct(
        clock=clock(trail, board),
        seats=seats(trail),
        observed=tuple(
            (mark(stop), tuple(trail.names.cells[cell] for cell in stop.event.data["cells"]))
            for stop in trail.of("observers.set/1")
        ),
        msel=handled(board),
        free=free(trail),
        inquiries=inquiries(trail),
        shares=shares(trail),
        asked=share_requests(trail),
        talk=talk(trail),
        timings=timings(trail),
        reads=bool(trail.exercise.reads),
        people=trail.people,
    )


def seats(trail: Trail) -> tuple[SeatOver, ...]:
    """Every seat, with all who held it, one after another."""
    sat: dict[str, list[Sat]] = {path: [] for path in trail.names.seats}
    for stop in trail.of("seat.taken/1"):
        sat[stop.event.data["seat"]].append(sits(trail, stop))
    return tuple(SeatOver(seat, tuple(sat[path])) for path, seat in trail.names.seats.items())


def sits(trail: Trail, stop: Stop) -> Sat:
    """Somebody who sat down."""
    holder, names = stop.event.data["holder"], trail.names
    aid = holder.get("aid", "")
    name = names.bot(holder["name"]) if holder["kind"] == "bot" else holder["name"]
    return Sat(mark(stop), holder["kind"], name, names.bot(aid) if aid else "")
