"""State over time: every variable at every moment the state was changed, by who could see it."""

from collections.abc import Sequence

from whitecell.report.figures import show
from whitecell.report.model import Group, Sample, Series
from whitecell.report.parts import Seen
from whitecell.report.trail import PROPOSED, Stop, Trail
from whitecell.rules import Value
from whitecell.scenario import Var
from whitecell.tongue import number as short

NARROW = 0.3
"""Where the values use less than this share of a variable's range, the picture shows the part they use."""


def moments(trail: Trail) -> tuple[Stop, ...]:
    """The events that changed state, or ended a move."""
    return tuple(
        stop for stop in trail.stops
        if (stop.event.changes and stop.event.kind not in PROPOSED) or stop.event.kind == "move.closed/1"
    )  # fmt: skip


def samples(trail: Trail) -> tuple[Sample, ...]:
    """Where each moment stands."""
    return tuple(Sample(stop.seq, stop.move, stop.phase) for stop in moments(trail))


def groups(trail: Trail) -> tuple[Group, ...]:
    """The variables by who could see them: everybody, several, one cell, Control alone."""
    scenario, names = trail.exercise.scenario, trail.names
    at = moments(trail)
    found: dict[frozenset[str], list[Series]] = {}
    for place, var in enumerate(scenario.vars):
        found.setdefault(scenario.markings[var.marking].seats, []).append(
            series(trail, var, [stop.after[place] for stop in at])
        )
    ordered = sorted(found, key=lambda seats: rank(names.seen(seats), len(seats)))
    return tuple(Group(names.seen(seats), tuple(found[seats])) for seats in ordered)


def rank(seen: Seen, seats: int) -> tuple[int, int]:
    """Where a group stands: the widest audience first, Control last."""
    place = {"all": 0, "some": 1, "control": 2}[seen.whom]
    return place, -seats


def series(trail: Trail, var: Var, values: Sequence[Value]) -> Series:
    """One variable over all moments."""
    named, shown = trail.names.vars[var.name], tuple(show(value, var, trail.names.language) for value in values)
    if not var.numeric:
        return Series(named, (), shown, 0.0, 1.0, ("", ""))
    numbers = tuple(float(value) for value in values)
    low, high = bounds(var, min(numbers), max(numbers))
    return Series(named, numbers, shown, low, high, (short(low), short(high)))


def bounds(var: Var, least: float, most: float) -> tuple[float, float]:
    """What a picture spans: the variable's whole range, or the part in use where that is narrow."""
    width = var.high - var.low
    if width < 1e9 and (most == least or (most - least) >= NARROW * width):
        return var.low, var.high
    if var.whole:
        return least, max(most, least + 1.0)
    step = nice(max(most - least, 0.04 * min(width, abs(most) + 1.0)))
    low, high = step * (least // step), step * -(-most // step)
    if low == high:
        low, high = low - step, high + step
    return max(low, var.low), min(high, var.high)


def nice(width: float) -> float:
    """A round step of about half this width."""
    step = 1e-9
    while step * 20.0 < width:
        step *= 10.0
    return next(step * times for times in (1.0, 2.0, 5.0, 10.0, 20.0) if step * times * 2.0 >= width or times == 20.0)
