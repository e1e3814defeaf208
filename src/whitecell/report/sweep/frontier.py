"""What courses trade off: two measures as a plane, a third as the size of a mark, and which course is beaten in all."""

from math import isfinite, sqrt

from whitecell.report.sweep.axis import Axis, around
from whitecell.report.sweep.model import Course, Feature, Frontier, Mark, Tick
from whitecell.report.sweep.naming import Names
from whitecell.report.sweep.outcomes import estimates
from whitecell.report.sweep.verdicts import verdict
from whitecell.sweep import Interval, Sweep

KNOWN = ("assurance", "deterrence", "provocation")
"""Across, up, and in size, where a scenario has measures with these ids."""
WIDE, TALL = 420.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 18.0, 18.0, 30.0
SMALL, LARGE, MIDDLE = 6.0, 19.0, 8.0  # radii
AWAY = 9.0


def chosen(names: Names) -> list[Feature]:
    """The measures that are traded off; fewer than two where there is nothing to trade."""
    directed = {m.id: names.features[f"measure/{m.id}"] for m in names.scenario.measures if m.better != "neither"}
    if all(id_ in directed for id_ in KNOWN):
        return [directed[id_] for id_ in KNOWN]
    return [*directed.values()][:2]


def frontier(sweep: Sweep, names: Names) -> Frontier | None:
    """The picture, or None where fewer than two courses or measures can be held against each other."""
    features = chosen(names)
    if len(features) < 2 or len(sweep.courses) < 2:
        return None
    found = [estimates(sweep, names, feature.key) for feature in features]
    x_axis = around((b for each in found[0] for b in _bounds(each.interval)), 0.16, LEFT, WIDE - RIGHT)
    y_axis = around((b for each in found[1] for b in _bounds(each.interval)), 0.16, TALL - BOTTOM, TOP)
    beaten = beaten_by(sweep, names, features)
    sizes = radii([each.interval.mean for each in found[2]]) if len(features) > 2 else [MIDDLE] * len(names.courses)
    spots = [
        (x_axis.at(a.interval.mean), y_axis.at(b.interval.mean), r)
        for a, b, r in zip(found[0], found[1], sizes, strict=True)
    ]
    labels = placed(spots)
    marks = []
    for n, course in enumerate(names.courses):
        low_x, _, high_x = _bounds(found[0][n].interval)
        low_y, _, high_y = _bounds(found[1][n].interval)
        cross = (x_axis.at(low_x), x_axis.at(high_x), y_axis.at(high_y), y_axis.at(low_y))
        x, y, radius = spots[n]
        told = tuple(each[n].told for each in found)
        marks.append(Mark(course, told, x, y, cross, radius, labels[n], beaten[n]))
    return Frontier(tuple(features), tuple(marks), _ticks(x_axis), _ticks(y_axis), len(features) > 2)


def _ticks(axis: Axis) -> tuple[Tick, ...]:
    return tuple(Tick(at, text) for at, text in axis.ticks(4))


def _bounds(interval: Interval) -> tuple[float, float, float]:
    """Low, mean and high; of an interval without bounds the mean."""
    low, mean, high = interval.low, interval.mean, interval.high
    return (low if isfinite(low) else mean), mean, (high if isfinite(high) else mean)


def beaten_by(sweep: Sweep, names: Names, features: list[Feature]) -> list[tuple[Course, ...]]:
    """For each course those that do better in every one of these, with zero outside each interval."""
    places = [sweep.plan.features.index(feature.key) for feature in features]

    def beats(a: str, b: str) -> bool:
        compared = sweep.compare(a, b)
        pairs = zip(places, features, strict=True)
        return all(verdict(compared[place].difference, feature.better) == "better" for place, feature in pairs)

    return [tuple(a for a in names.courses if a is not b and beats(a.id, b.id)) for b in names.courses]


def radii(values: list[float]) -> list[float]:
    """Sizes of marks: the area goes evenly from the least to the most."""
    low, high = min(values), max(values)
    if high <= low:
        return [MIDDLE] * len(values)
    return [round(sqrt(SMALL**2 + (LARGE**2 - SMALL**2) * (v - low) / (high - low)), 1) for v in values]


def placed(spots: list[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Where the number of each mark stands: beside it, the place that meets least of other marks and numbers."""
    found: list[tuple[float, float]] = []
    for n, (x, y, radius) in enumerate(spots):
        away = radius + AWAY
        ways = [(1, 0), (-1, 0), (0, -1), (0, 1), (0.75, -0.75), (-0.75, -0.75), (0.75, 0.75), (-0.75, 0.75)]
        places = [(round(x + away * dx, 1), round(y + away * dy, 1)) for dx, dy in ways]

        def met(place: tuple[float, float], n: int = n) -> float:
            px, py = place
            over = sum(max(0.0, r + 8.0 - sqrt((px - a) ** 2 + (py - b) ** 2))
                       for m, (a, b, r) in enumerate(spots) if m != n)  # fmt: skip
            over += sum(max(0.0, 13.0 - sqrt((px - a) ** 2 + (py - b) ** 2)) for a, b in found)
            outside = not (LEFT + 6 < px < WIDE - 6 and 10 < py < TALL - BOTTOM - 6)
            return over + 100.0 * outside

        found.append(min(places, key=met))
    return found
