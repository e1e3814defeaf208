"""Designs fill the ranges they say, in any pieces, and say what cannot be dealt out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kernel.scenes import scene
from whitecell.players import setup
from whitecell.sweep import Design, Factor, SweepError, as_written, factors, latin_hypercube, sobol

TWO = (Factor("pace", 0.1, 0.9), Factor("keen/press", 0.5, 2.0, leaning=True))


def shares(design: Design, seed: int, first: int, count: int) -> np.ndarray:  # type: ignore[type-arg]
    found = design.shares(seed, first, count)
    assert found is not None
    return found


def test_a_latin_hypercube_has_one_point_in_each_part() -> None:
    found = shares(latin_hypercube(64, TWO), 3, 0, 64)
    assert [sorted((found[:, f] * 64).astype(int).tolist()) for f in range(2)] == [[*range(64)]] * 2


def test_a_sobol_sequence_is_balanced_and_comes_in_pieces() -> None:
    design = sobol(256, TWO)
    whole = shares(design, 3, 0, 256)
    assert [np.bincount((whole[:, f] * 16).astype(int)).tolist() for f in range(2)] == [[16] * 16] * 2
    pieces = np.concatenate([shares(design, 3, first, 64) for first in range(0, 256, 64)])
    assert pieces.tobytes() == whole.tobytes()


@pytest.mark.parametrize("make", [latin_hypercube, sobol])
def test_a_seed_says_all(make: object) -> None:
    design = make(32, TWO)  # type: ignore[operator]
    assert shares(design, 1, 0, 32).tobytes() == shares(design, 1, 0, 32).tobytes()
    assert shares(design, 1, 0, 32).tobytes() != shares(design, 2, 0, 32).tobytes()


def test_leanings_are_spread_by_how_many_times() -> None:
    assert TWO[1].at(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([0.5, 1.0, 2.0])
    assert TWO[0].at(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([0.1, 0.5, 0.9])


def test_factors_are_ranges_and_bots_that_hold_seats() -> None:
    found = factors(scene(), [setup(scene())])
    names = [f.name for f in found]
    assert "pace" in names
    held = {*setup(scene()).bots.values()}
    assert {name.partition("/")[0] for name in names if "/" in name} <= held
    assert [f.name for f in factors(scene(), leanings=False)] == [n for n in names if "/" not in n]


def test_what_cannot_be_dealt_out_is_said() -> None:
    for make, why in (
        (lambda: as_written(0), "at least one"),
        (lambda: latin_hypercube(10, TWO, 3), "such as 12"),
        (lambda: sobol(10, ()), "Nothing varies"),
    ):
        with pytest.raises(SweepError, match=why):
            make()
