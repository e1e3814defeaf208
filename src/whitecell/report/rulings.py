"""What Control ruled on a move's result, which ties it had to settle, and why a move was passed."""

from whitecell.report.figures import show
from whitecell.report.live_model import Ruling, TieTold
from whitecell.report.trail import Stop, Trail


def rulings(trail: Trail, number: int) -> tuple[Ruling, ...]:
    """Every ruling on the proposed result of a move."""
    return tuple(
        Ruling(stop.seq, stop.event.data["why"], tuple(trail.moved(change) for change in stop.event.changes))
        for stop in trail.of("ruling.made/1")
        if stop.move == number
    )


def proposal(trail: Trail, number: int) -> Stop | None:
    """The event that proposed a move's result."""
    return next((stop for stop in trail.of("result.proposed/1") if stop.move == number), None)


def ties(trail: Trail, number: int) -> tuple[TieTold, ...]:
    """Every variable that orders of equal priority set to different values in a move."""
    stop = proposal(trail, number)
    return tuple(tie(trail, stop, *each) for each in stop.event.data.get("ties", ())) if stop else ()


def tie(trail: Trail, stop: Stop, var: str, candidates: list[list[object]]) -> TieTold:
    """One of them."""
    names, scenario = trail.names, trail.exercise.scenario
    found = scenario.vars[scenario.index[var]]
    told = []
    for value, action, cell, occurrence in candidates:
        seq = names.order_seq.get((str(cell), str(action), stop.move, int(str(occurrence))), stop.seq)
        told.append((show(value, found, names.language), names.cells[str(cell)], names.action(str(action)), seq))  # type: ignore[arg-type]
    return TieTold(stop.seq, names.vars[var], tuple(told))


def passed(trail: Trail, number: int) -> tuple[str, int]:
    """The reason for closing a move without the orders of every cell, and the event that has it."""
    stop = proposal(trail, number)
    why = stop.event.data.get("why", "") if stop else ""
    return (why, stop.seq) if stop and why else ("", 0)
