"""How measures are spread over plays: the bars that a sweep counted, as paths on one axis, and in a coarser table."""

from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from whitecell.report.figures import figure
from whitecell.report.sweep.axis import Axis
from whitecell.report.sweep.model import Measured, Spread, Tick
from whitecell.report.sweep.naming import Names
from whitecell.report.sweep.outcomes import estimates
from whitecell.sweep import Sweep
from whitecell.tongue import number

RANGES = 6
"""Ranges of a table: as many bars in each."""
TALL = 100


def measured(sweep: Sweep, names: Names) -> tuple[Measured, ...]:
    """Every measure."""
    return tuple(_measured(sweep, names, place) for place in range(len(sweep.plan.scenario.measures)))


def _measured(sweep: Sweep, names: Names, place: int) -> Measured:
    measure = sweep.plan.scenario.measures[place]
    key = f"measure/{measure.id}"
    bounds, counts = sweep.bounds[place], sweep.sums.bars[:, place]
    bars = len(bounds) - 1
    one = 100.0 / (bars + 2)  # the open bars stand at the ends
    axis = Axis(float(bounds[0]), float(bounds[-1]), one, 100.0 - one)
    peak = tallest(counts)
    spreads = []
    for course, estimate in enumerate(estimates(sweep, names, key)):
        found = estimate.interval
        low, high = (each if isfinite(each) else found.mean for each in (found.low, found.high))
        variance = float(sweep.sums.products[sweep.plan.features.index(key), course, course])
        cut = tuple(int(n) for n in np.flatnonzero(counts[course] > peak))
        spreads.append(Spread(
            estimate, path(counts[course], peak), cut, axis.at(found.mean), axis.at(low), axis.at(high),
            number(sqrt(max(variance, 0.0) / (sweep.sums.count - 1))) if sweep.sums.count > 1 else "",
            number(float(sweep.sums.low[course, place])), number(float(sweep.sums.high[course, place])),
            shares(counts[course]),
        ))  # fmt: skip
    edges = [number(float(f"{bounds[n * bars // RANGES]:.3g}")) for n in range(1, RANGES)]
    ranges = tuple(zip(["", *edges], [*edges, ""], strict=True))
    ticks = tuple(Tick(at, text) for at, text in axis.ticks(4))
    return Measured(names.features[key], tuple(spreads), ticks, ranges)


def tallest(counts: NDArray[np.int64]) -> float:
    """How many plays the tallest bar drawn holds: all of the most, unless a few spikes would flatten all the rest."""
    ordered = np.sort(counts.reshape(-1))[::-1]
    spikes = 2 * len(counts)
    if np.count_nonzero(ordered) >= 8 * len(counts) and ordered[0] > 3 * ordered[spikes]:
        return 1.6 * float(ordered[spikes])
    return max(float(ordered[0]), 1.0)


def path(counts: NDArray[np.int64], peak: float) -> str:
    """Bars one wide and up to `TALL` tall, the open ones at the ends."""
    heights = [round(TALL * max(1.0 - int(count) / peak, 0.0), 1) for count in counts]
    steps, last = [f"M0 {TALL}"], float(TALL)
    for x, y in enumerate(heights):
        if y != last:
            steps.append(f"H{x}V{y:g}")
            last = y
    return "".join(steps) + f"H{len(heights)}V{TALL}z"


def shares(counts: NDArray[np.int64]) -> tuple[str, ...]:
    """The plays in each range in per cent, those beyond the bars in the first and the last."""
    inner = counts[1:-1].reshape(RANGES, -1).sum(axis=1)
    inner[0] += counts[0]
    inner[-1] += counts[-1]
    return tuple(figure(100.0 * int(each) / max(int(counts.sum()), 1), 1) for each in inner)
