"""What plays come to, added up as they are made: the memory does not grow with their number.

Of each unit (a play; where several plays share a point, the point) and course there is a row of features: whether each
outcome was reached, how many moves were played, each measure. Kept are how many units there were, the means, and the
products of deviations of every two courses, so that any difference of courses has its own, paired, variance.

Blocks of a fixed size are added up one after the other in the order of play, whoever made them: the sums are the same
to the last bit for any number of threads, workers and interruptions. (Chan, Golub & LeVeque 1979 for merging.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
BINS = 60
"""Bars of a measure's distribution, between one open bar below and one above."""
PARTS = 4
"""Equal parts of a factor's range in which differences are looked at on their own."""


@dataclass(frozen=True)
class Tally:
    """Sums over units. Shapes: C courses, K features, M measures, F factors, P parts.

    count: of units; mean (C, K); products (K, C, C) of deviations; low, high (C, M) of plays; bars (C, M, BINS + 2);
    part_count (F, P) of units; part_mean, part_squares (F, P, C - 1, K) of differences to the first course.
    """

    count: int
    mean: Numbers
    products: Numbers
    low: Numbers
    high: Numbers
    bars: NDArray[np.int64]
    part_count: NDArray[np.int64]
    part_mean: Numbers
    part_squares: Numbers

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All of it as arrays."""
        return {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}


def of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Tally:
    """The tally that `Tally.arrays` gave."""
    given = {field.name: arrays[field.name] for field in fields(Tally)}
    return Tally(**{**given, "count": int(given["count"])})  # type: ignore[arg-type]


def edges(measures: Numbers) -> Numbers:
    """The bounds of each measure's bars (M, BINS + 1), from a first block of values (C, plays, M)."""
    low, high = measures.min(axis=(0, 1)), measures.max(axis=(0, 1))
    wide = np.where(high > low, (high - low) * 0.05, np.maximum(np.abs(low), 1.0) * 0.05)
    return np.linspace(low - wide, high + wide, BINS + 1).T


def tally(features: Numbers, measures: Numbers, each: int, bounds: Numbers, shares: Numbers | None) -> Tally:
    """The tally of a block: features (C, plays, K), measures (C, plays, M), `each` plays a unit, shares (units, F)."""
    courses, plays, width = features.shape
    units = features.reshape(courses, plays // each, each, width).mean(axis=2) if each > 1 else features
    count = units.shape[1]
    mean = units.mean(axis=1)
    off = units - mean[:, None, :]
    products = np.einsum("cuk,duk->kcd", off, off)
    bars = np.array([
        [_bars(measures[c, :, m], bounds[m]) for m in range(measures.shape[2])] for c in range(courses)
    ], np.int64).reshape(courses, measures.shape[2], BINS + 2)  # fmt: skip
    low, high = measures.min(axis=1), measures.max(axis=1)
    return Tally(count, mean, products, low, high, bars, *_parts(units, shares))


def _bars(values: Numbers, bounds: Numbers) -> NDArray[np.int64]:
    """How many values lie below the first bound, between every two, and above the last."""
    return np.bincount(np.searchsorted(bounds, values, side="right"), minlength=BINS + 2)


def _parts(units: Numbers, shares: Numbers | None) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """The differences to the first course in each part of each factor's range."""
    n_factors = 0 if shares is None else shares.shape[1]
    others, width = units.shape[0] - 1, units.shape[2]
    count = np.zeros((n_factors, PARTS), np.int64)
    mean, squares = np.zeros((n_factors, PARTS, others, width)), np.zeros((n_factors, PARTS, others, width))
    if shares is None or not others:
        return count, mean, squares
    differences = (units[1:] - units[0]).transpose(1, 0, 2).reshape(units.shape[1], -1)
    for factor in range(n_factors):
        part = np.minimum((shares[:, factor] * PARTS).astype(np.int64), PARTS - 1)
        for place in range(PARTS):
            here = differences[part == place]
            count[factor, place] = len(here)
            if len(here):
                average = here.mean(axis=0)
                mean[factor, place] = average.reshape(others, width)
                squares[factor, place] = ((here - average) ** 2).sum(axis=0).reshape(others, width)
    return count, mean, squares


def merge(a: Tally, b: Tally) -> Tally:
    """The tally of the units of both, a's before b's."""
    count = a.count + b.count
    apart = b.mean - a.mean
    products = a.products + b.products
    products = products + np.einsum("ck,dk->kcd", apart, apart) * (a.count * b.count / count)
    parts = a.part_count + b.part_count
    some = np.maximum(parts, 1)[:, :, None, None]
    mine, other = a.part_count[:, :, None, None], b.part_count[:, :, None, None]
    between = b.part_mean - a.part_mean
    return Tally(
        count,
        a.mean + apart * (b.count / count),
        products,
        np.minimum(a.low, b.low),
        np.maximum(a.high, b.high),
        a.bars + b.bars,
        parts,
        a.part_mean + between * (other / some),
        a.part_squares + b.part_squares + between**2 * (mine * other / some),
    )
