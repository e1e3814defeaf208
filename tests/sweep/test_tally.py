"""Tallies are the sums they say: of any blocks, in constant memory, with the variance of paired differences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.sweep.tally import BINS, PARTS, Tally, edges, merge, of_arrays, tally

C, K, M = 3, 4, 2


def drawn(seed: int, units: int, factors: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(C, units, K)) + np.arange(C)[:, None, None]
    return features, features[:, :, :M].copy(), chance.random((units, factors))


def close(a: Tally, b: Tally) -> None:
    for name, mine in a.arrays().items():
        np.testing.assert_allclose(mine, b.arrays()[name], rtol=1e-9, atol=1e-9, err_msg=name)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 40), min_size=2, max_size=5))
def test_pieces_add_up_to_the_whole(seed: int, sizes: list[int]) -> None:
    features, measures, shares = drawn(seed, sum(sizes))
    bounds = edges(measures)
    ends = np.cumsum([0, *sizes])
    pieces = [tally(features[:, a:b], measures[:, a:b], 1, bounds, shares[a:b]) for a, b in itertools.pairwise(ends)]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = merge(joined, piece)
    close(joined, tally(features, measures, 1, bounds, shares))


def test_a_tally_is_what_numpy_says() -> None:
    features, measures, shares = drawn(5, 500)
    found = tally(features, measures, 1, edges(measures), shares)
    np.testing.assert_allclose(found.mean, features.mean(axis=1))
    for k in range(K):
        np.testing.assert_allclose(found.products[k] / 499, np.cov(features[:, :, k]))
    assert found.bars.sum(axis=2).tolist() == [[500] * M] * C
    assert found.bars.shape == (C, M, BINS + 2)
    part = np.minimum((shares[:, 1] * PARTS).astype(int), PARTS - 1) == 2
    np.testing.assert_allclose(found.part_mean[1, 2], (features[1:, part] - features[0, part]).mean(axis=1))
    assert found.part_count.sum(axis=1).tolist() == [500, 500]


def test_several_plays_at_a_point_are_one_unit() -> None:
    features, measures, _ = drawn(6, 60)
    found = tally(features, measures, 5, edges(measures), None)
    assert found.count == 12
    np.testing.assert_allclose(found.products[0], np.cov(features.reshape(C, 12, 5, K).mean(axis=2)[:, :, 0]) * 11)


@pytest.mark.parametrize("value", [0.0, 7.0, -1e6])
def test_a_measure_that_never_changes_has_bars(value: float) -> None:
    measures = np.full((C, 10, M), value)
    bounds = edges(measures)
    assert (np.diff(bounds) > 0).all()
    assert tally(np.zeros((C, 10, K)), measures, 1, bounds, None).bars[:, :, 1:-1].sum() == C * M * 10


def test_a_tally_survives_its_arrays() -> None:
    features, measures, shares = drawn(7, 20)
    found = tally(features, measures, 1, edges(measures), shares)
    again = of_arrays({name: np.array(array) for name, array in found.arrays().items()})
    assert all(array.tobytes() == again.arrays()[name].tobytes() for name, array in found.arrays().items())
