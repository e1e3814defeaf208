"""State over time as pictures: a stepped line for numbers, a strip for truth values and choices. Geometry only."""

from collections.abc import Sequence
from dataclasses import dataclass

from whitecell.report.model import Sample, Series
from whitecell.report.parts import Shown

WIDE, TALL = 300.0, 96.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 8.0, 8.0, 16.0
STUB = 0.35  # the width of what was so before the first move, in moves


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which a truth value or choice stayed the same."""

    x: float
    width: float
    value: Shown


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of one variable: a path for numbers, or runs; the last point; the bounds and numbers of moves."""

    series: Series
    path: str
    end: tuple[float, float]
    runs: tuple[Run, ...]
    edges: tuple[float, ...]
    numbers: tuple[tuple[float, int], ...]


def chart(series: Series, samples: Sequence[Sample], moves: int) -> Chart:
    """Draw one variable. Within a move the changes stand in their order, not to scale."""
    xs = places(samples, moves)
    right = WIDE - RIGHT
    edges = tuple(round(at(float(move), moves), 1) for move in range(moves))
    numbers = tuple((round(at(move + 0.5, moves), 1), move + 1) for move in range(moves))
    if not series.numbers:
        runs: list[Run] = []
        for x, following, value in zip(xs, [*xs[1:], right], series.shown, strict=True):
            if runs and runs[-1].value == value:
                runs[-1] = Run(runs[-1].x, round(runs[-1].width + following - x, 1), value)
            else:
                runs.append(Run(round(x, 1), round(following - x, 1), value))
        return Chart(series, "", (0.0, 0.0), tuple(run for run in runs if run.width > 0.0), edges, numbers)
    ys = [height(number, series) for number in series.numbers]
    steps = [f"M{xs[0]:.1f} {ys[0]:.1f}"]
    for x, y, before in zip(xs[1:], ys[1:], ys, strict=False):
        steps.append(f"H{x:.1f}" + (f"V{y:.1f}" if y != before else ""))
    steps.append(f"H{right:.1f}")
    return Chart(series, "".join(steps), (right, round(ys[-1], 1)), (), edges, numbers)


def at(move: float, moves: int) -> float:
    """Where so many moves have passed."""
    return LEFT + (WIDE - LEFT - RIGHT) * (STUB + move) / (STUB + max(moves, 1))


def places(samples: Sequence[Sample], moves: int) -> list[float]:
    """Where each sample stands: those of a move evenly within it."""
    counts: dict[int, int] = {}
    for sample in samples:
        counts[sample.move] = counts.get(sample.move, 0) + 1
    met: dict[int, int] = {}
    found = []
    for sample in samples:
        order = met.get(sample.move, 0)
        met[sample.move] = order + 1
        if sample.move == 0:
            found.append(LEFT)
        else:
            # The last one is the closing: the state after it holds when the next move opens.
            share = (order + 1) / (counts[sample.move] + 1)
            found.append(at(sample.move - 1 + share, moves))
    return found


def height(number: float, series: Series) -> float:
    """Where a number stands between the edges."""
    span = series.high - series.low
    share = (number - series.low) / span if span > 0.0 else 0.5
    return TOP + (TALL - TOP - BOTTOM) * (1.0 - min(max(share, 0.0), 1.0))
