"""From tallies to statements: intervals, paired differences, and rankings that turn within the assumptions' ranges."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist

import numpy as np

from whitecell.sweep.design import Factor
from whitecell.sweep.tally import PARTS, Tally

LEVEL = 0.95
"""How sure intervals are, each by itself."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """How a feature differs between two courses that met the same luck: a - b.

    `reduction`: how many times smaller the variance of the difference is than that of independent plays; below 1 common
    luck did harm, and it is inf where the courses never differ.
    """

    a: str
    b: str
    feature: str
    difference: Interval
    reduction: float


@dataclass(frozen=True, slots=True)
class Flip:
    """A ranking that turns within the range of one assumption: from part to part of it, the difference to the first
    course has another sign, and zero lies outside both intervals.
    """

    course: str
    first: str
    feature: str
    factor: str
    parts: tuple[Interval | None, ...]


def unit_interval(tally: Tally, course: int, feature: int) -> Interval:
    """The mean of a feature over units, by the normal law of means; unbounded of a single unit."""
    return normal(float(tally.mean[course, feature]), float(tally.products[feature, course, course]), tally.count)


def outcome_interval(tally: Tally, course: int, feature: int, *, single: bool) -> Interval:
    """A probability. Of single plays by Wilson 1927, which is right near 0 and 1 too; of points with several plays by
    the normal law of means, kept within 0 and 1.
    """
    mean, n = float(tally.mean[course, feature]), tally.count
    if not single:
        found = unit_interval(tally, course, feature)
        return Interval(mean, max(found.low, 0.0), min(found.high, 1.0))
    centre = (mean + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n))
    return Interval(mean, min(max(centre - half, 0.0), mean), max(min(centre + half, 1.0), mean))


def normal(mean: float, squares: float, count: int) -> Interval:
    """The interval of a mean, from the sum of squared deviations."""
    if count < 2:
        return Interval(mean, -inf, inf)
    half = Z * sqrt(max(squares, 0.0) / (count - 1) / count)
    return Interval(mean, mean - half, mean + half)


def compare(tally: Tally, courses: tuple[str, ...], features: tuple[str, ...], a: str, b: str) -> list[Compared]:
    """The paired differences a - b of every feature. KeyError: there is no such course."""
    for name in (a, b):
        if name not in courses:
            raise KeyError(name)
    return [_compared(tally, courses, features, courses.index(a), courses.index(b), k) for k in range(len(features))]


def _compared(
    tally: Tally, courses: tuple[str, ...], features: tuple[str, ...], a: int, b: int, feature: int
) -> Compared:
    products = tally.products[feature]
    apart = float(products[a, a] + products[b, b])
    paired = max(float(apart - 2 * products[a, b]), 0.0)
    mean = float(tally.mean[a, feature] - tally.mean[b, feature])
    if paired <= 1e-12 * apart:  # what is left is rounding
        paired = 0.0
    reduction = apart / paired if paired else (inf if apart else 1.0)
    return Compared(courses[a], courses[b], features[feature], normal(mean, paired, tally.count), reduction)


def flips(
    tally: Tally, courses: tuple[str, ...], features: tuple[str, ...], factors: tuple[Factor, ...]
) -> Iterator[Flip]:
    """Every ranking against the first course that turns within the range of an assumption.

    Each part's interval is widened for how many are looked at (Bonferroni), so that chance alone seldom warns.
    """
    looked = max(len(factors) * PARTS * (len(courses) - 1) * len(features), 1)
    wider = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / looked) / Z
    for factor, course, feature in np.ndindex(len(factors), len(courses) - 1, len(features)):
        parts: list[Interval | None] = []
        for part in range(PARTS):
            count = int(tally.part_count[factor, part])
            found = normal(
                float(tally.part_mean[factor, part, course, feature]),
                float(tally.part_squares[factor, part, course, feature]) * wider**2,
                count,
            )
            parts.append(found if count > 1 else None)
        if any(p and p.low > 0 for p in parts) and any(p and p.high < 0 for p in parts):
            yield Flip(courses[course + 1], courses[0], features[feature], factors[factor].name, tuple(parts))
