"""State over the moves: the bands that plays of each course keep within."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from whitecell.kernel import Kernel
from whitecell.players import Setup
from whitecell.report.sweep.axis import Axis, around
from whitecell.report.sweep.model import Fan, Paths, Tick, Told
from whitecell.report.sweep.naming import Names
from whitecell.rules.tree import StateRef
from whitecell.scenario import PUBLIC, Scenario
from whitecell.sweep import Sweep
from whitecell.tongue import number

PLAYS = 400
"""Plays of each course that are drawn."""
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
MOST = 4
"""Variables that are drawn."""
WIDE, TALL = 240.0, 112.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 8.0, 18.0
RANK = {"gauge": 0, "line": 1, "number": 2}


def wanted(scenario: Scenario) -> list[int]:
    """The shown numbers, most important first: public ones, then measured ones, then by how they are shown."""
    measured = {m.value.tree.index for m in scenario.measures if isinstance(m.value.tree, StateRef)}
    places = [n for n, var in enumerate(scenario.vars) if var.numeric and var.show in RANK]

    def order(n: int) -> tuple[bool, bool, bool, int, int]:
        var = scenario.vars[n]
        return var.marking != PUBLIC, n not in measured, var.whole, RANK[var.show], n

    return sorted(places, key=order)


def middle(sweep: Sweep, prepared: Setup) -> Setup:
    """A course as written, in the middle of what the design varies; what the course itself says stays."""
    half = np.array(0.5)
    parameters, leanings = dict(prepared.parameters), dict(prepared.leanings)
    for factor in sweep.plan.design.factors:
        if factor.leaning:
            leanings[factor.name] = float(factor.at(half))
        elif factor.name not in parameters:
            parameters[factor.name] = float(factor.at(half))
    return replace(prepared, parameters=parameters, leanings=leanings)


def quantiles(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """The `SHARES` (rows) of plays by move; a play that ended keeps its last value."""
    filled = path.copy()
    for move in range(1, filled.shape[1]):
        ended = np.isnan(filled[:, move])
        filled[ended, move] = filled[ended, move - 1]
    return np.quantile(filled, SHARES, axis=0)


def paths(sweep: Sweep, names: Names, kernel: Kernel) -> tuple[Paths, ...]:
    """The first variables that differ between plays or courses at all."""
    scenario = sweep.plan.scenario
    places = wanted(scenario)
    if not places:
        return ()
    plays = []
    for prepared in sweep.plan.setups:
        found = kernel.paths(middle(sweep, prepared), sweep.plan.seed, 0, PLAYS)[:, :, places]
        plays.append(found)
    moves = max(int((~np.isnan(each[:, :, 0])).sum(axis=1).max()) for each in plays)
    told: list[Paths] = []
    for n, place in enumerate(places):
        bands = np.array([quantiles(each[:, :moves, n]) for each in plays])
        if len(told) < MOST and (np.ptp(bands, axis=(0, 1)) > 0.0).any():
            told.append(_paths(scenario, names, place, bands))
    return tuple(told)


def _paths(scenario: Scenario, names: Names, place: int, bands: NDArray[np.float64]) -> Paths:
    """One variable: `bands` by course, share and move."""
    var, moves = scenario.vars[place], bands.shape[2]
    x_axis = Axis(0.0, float(max(moves - 1, 1)), LEFT, WIDE - RIGHT)
    wide = around([float(bands.min()), float(bands.max())], 0.04)
    y_axis = Axis(max(wide.low, var.low), min(wide.high, var.high), TALL - BOTTOM, TOP)
    xs = [x_axis.at(float(move)) for move in range(moves)] if moves > 1 else [LEFT, WIDE - RIGHT]
    fans = []
    for course, band in zip(names.courses, bands, strict=True):
        lines = [[y_axis.at(float(value)) for value in row] * (1 if moves > 1 else 2) for row in band]
        rows = tuple(Told(*(number(float(f"{band[k, move]:.4g}")) for k in (2, 0, 4))) for move in range(moves))
        fans.append(Fan(course, area(xs, lines[0], lines[4]), area(xs, lines[1], lines[3]), line(xs, lines[2]), rows))
    step = max(1, -(-moves // 10))
    x_ticks = tuple(Tick(xs[move] if moves > 1 else (LEFT + WIDE - RIGHT) / 2, str(move + 1))
                    for move in range(0, moves, step))  # fmt: skip
    y_ticks = tuple(Tick(at, text) for at, text in y_axis.ticks())
    return Paths(var.name, names.say(var.label) or var.name, names.say(var.unit), tuple(fans), x_ticks, y_ticks)


def line(xs: list[float], ys: list[float]) -> str:
    """A line through points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in zip(xs, ys, strict=True))


def area(xs: list[float], lows: list[float], highs: list[float]) -> str:
    """What lies between two lines."""
    return line([*xs, *reversed(xs)], [*lows, *reversed(highs)]) + "z"
