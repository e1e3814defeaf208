"""Intervals hold what they promise, paired differences have their own variance, and planted turns are found."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest

from whitecell.sweep import Factor
from whitecell.sweep.compare import compare, flips, outcome_interval, unit_interval
from whitecell.sweep.tally import Tally, edges, tally

COURSES, FEATURES = ("base", "other"), ("outcome/won", "measure/x")


def of(base: np.ndarray, other: np.ndarray, shares: np.ndarray | None = None) -> Tally:  # type: ignore[type-arg]
    features = np.stack([base, other])
    measures = features[:, :, 1:]
    return tally(features, measures, 1, edges(measures), shares)


def noise(seed: int, n: int) -> np.ndarray:  # type: ignore[type-arg]
    chance = np.random.default_rng(seed)
    return np.stack([(chance.random(n) < 0.3).astype(float), chance.normal(size=n)], axis=1)


def test_intervals_cover_as_often_as_they_say() -> None:
    mean, chance, paired = 0, 0, 0
    for seed in range(400):
        base = noise(seed, 200)
        other = base + [0.0, 0.5] + noise(seed + 1000, 200) * [0.0, 0.3]
        found = of(base, other)
        x, p = unit_interval(found, 0, 1), outcome_interval(found, 0, 0, single=True)
        d = compare(found, COURSES, FEATURES, "other", "base")[1].difference
        mean += x.low <= 0.0 <= x.high
        chance += p.low <= 0.3 <= p.high
        paired += d.low <= 0.5 <= d.high
    for count in (mean, chance, paired):
        assert abs(count / 400 - 0.95) < 4 * sqrt(0.95 * 0.05 / 400)


def test_an_outcome_that_never_came_is_not_impossible() -> None:
    base = noise(1, 100)
    base[:, 0] = 0.0
    found = outcome_interval(of(base, base), 0, 0, single=True)
    assert found.low == 0.0 and found.mean == 0.0
    assert found.high == pytest.approx(0.037, abs=0.001)  # Wilson's for 0 of 100


def test_common_luck_is_told_by_how_much_it_saves() -> None:
    base, own = noise(2, 5000), noise(3, 5000)
    other = base * [1.0, 0.9] + own * [0.0, 0.1]
    won, x = compare(of(base, other), COURSES, FEATURES, "other", "base")
    assert won.reduction == inf and won.difference.low == won.difference.high == 0.0
    apart = base[:, 1].var() + other[:, 1].var()
    assert x.reduction == pytest.approx(apart / (other - base)[:, 1].var(), rel=1e-6)
    assert x.reduction > 50


def test_one_unit_says_nothing_of_its_spread() -> None:
    found = unit_interval(of(noise(1, 1), noise(2, 1)), 0, 1)
    assert (found.low, found.high) == (-inf, inf)


def test_a_planted_turn_is_found_and_nothing_else() -> None:
    shares = np.random.default_rng(1).random((8000, 3))
    base = noise(4, 8000)
    other = base + noise(5, 8000) * [0, 0.5]
    other[:, 1] += np.where(shares[:, 1] < 0.5, -0.3, 0.3)
    factors = tuple(Factor(name, 0.0, 1.0) for name in "abc")
    [found] = flips(of(base, other, shares), COURSES, FEATURES, factors)
    assert (found.course, found.first, found.feature, found.factor) == ("other", "base", "measure/x", "b")
    assert [part is not None and part.mean > 0 for part in found.parts] == [False, False, True, True]


def test_courses_that_are_alike_seldom_turn() -> None:
    turned = 0
    for seed in range(200):
        shares = np.random.default_rng(seed).random((400, 10))
        base, other = noise(seed, 400), noise(seed + 500, 400)
        turned += bool(
            [*flips(of(base, other, shares), COURSES, FEATURES, tuple(Factor(str(n), 0, 1) for n in range(10)))]
        )
    assert turned <= 10
