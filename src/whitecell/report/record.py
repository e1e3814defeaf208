"""The record: every event of the journal as one line."""

from whitecell.report.deeds import SAID
from whitecell.report.figures import moment
from whitecell.report.model import Line
from whitecell.report.naming import who
from whitecell.report.trail import Stop, Trail

TICK = "clock.ticked/1"


def record(trail: Trail) -> tuple[Line, ...]:
    """Every event but the ticks of the clock, which tell nothing."""
    return tuple(line(trail, stop) for stop in trail.stops if stop.event.kind != TICK)


def line(trail: Trail, stop: Stop) -> Line:
    """One event. One of a kind that is not known here has no words."""
    event, names = stop.event, trail.names
    seat, office = who(names, event)
    at = moment(trail.exercise.scenario, event.at.game)
    say = SAID.get(event.kind)
    word, places = say(trail, stop) if say else ("", {})
    return Line(
        stop.seq, event.kind, at, seat, office, names.audience(event.to), word, places, len(event.changes),
        event.at.exercise,
    )  # fmt: skip
