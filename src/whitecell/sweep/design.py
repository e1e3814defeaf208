"""Designs: which assumptions each play is made under.

A design deals plays out to points; a point is one set of values of the factors, the same for every course. As written,
there is one point and every play is made at it. Otherwise points fill the space of the factors' ranges, and what is
compared is the mean over that space.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.players import Setup
from whitecell.scenario import Scenario
from whitecell.sweep.fault import SweepError

LEANING = (0.5, 2.0)
"""The range of a multiplier of a bot's weight, as written 1: how players lean is an assumption too."""
Kind = Literal["as-written", "latin-hypercube", "sobol"]


@dataclass(frozen=True, slots=True)
class Factor:
    """An assumption that a design varies: a parameter by its name, or a bot's leaning to an action as BOT/ACTION.

    A leaning is spread evenly over its logarithm, so that half and twice the weight are as likely.
    """

    name: str
    low: float
    high: float
    leaning: bool = False

    def at(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values at these shares (0 to 1) of its range."""
        if self.leaning:
            return np.asarray(self.low * (self.high / self.low) ** share)
        return np.asarray(self.low + (self.high - self.low) * share)


@dataclass(frozen=True, slots=True)
class Design:
    """How plays are dealt out. `plays` of each course; `each` plays at each point; `factors` of the points."""

    kind: Kind
    plays: int
    each: int = 1
    factors: tuple[Factor, ...] = ()

    @property
    def points(self) -> int:
        """How many points; 1 as written."""
        return self.plays // self.each if self.factors else 1

    def shares(self, seed: int, first: int, count: int) -> NDArray[np.float64] | None:
        """Points `first` to `first + count` as shares (0 to 1) of the factors' ranges, one row each; None as written.

        From scipy.stats.qmc: every such piece is a Latin hypercube of its own (McKay, Beckman & Conover 1979), or the
        piece of one Sobol' sequence with Owen's scrambling; so no design is ever held as a whole.
        """
        if not self.factors:
            return None
        from scipy.stats import qmc

        width = len(self.factors)
        if self.kind == "sobol":
            sequence = qmc.Sobol(width, scramble=True, rng=np.random.default_rng(seed))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of pieces that are no power of 2: they are joined again
                if first:
                    sequence.fast_forward(first)
                return np.asarray(sequence.random(count))
        return np.asarray(qmc.LatinHypercube(width, rng=np.random.default_rng([seed, first])).random(count))


def factors(
    scenario: Scenario, setups: Iterable[Setup] = (), *, parameters: bool = True, leanings: bool = True
) -> tuple[Factor, ...]:
    """What may vary: each parameter that has a range, and the leaning of each bot that holds a seat in one of these
    set-ups to each action which that seat may order.
    """
    found = [Factor(p.name, p.low, p.high) for p in scenario.parameters if parameters and p.low < p.high]
    if leanings:
        held = {(bot, seat) for setup in setups for seat, bot in setup.bots.items()}
        pairs = {f"{bot}/{a.id}" for a in scenario.actions for bot, seat in held if seat in a.by}
        found += [Factor(pair, *LEANING, leaning=True) for pair in sorted(pairs)]
    return tuple(found)


def as_written(plays: int) -> Design:
    """Every play under the scenario's own assumptions. SweepError: fewer than one play."""
    return _checked(Design("as-written", plays))


def latin_hypercube(plays: int, factors: Sequence[Factor], each: int = 1) -> Design:
    """Points of which each factor has one in every equal part of its range. SweepError: it cannot be dealt out."""
    return _checked(Design("latin-hypercube", plays, each, tuple(factors)))


def sobol(plays: int, factors: Sequence[Factor], each: int = 1) -> Design:
    """Points of a scrambled Sobol' sequence; balanced where their number is a power of 2. SweepError as above."""
    return _checked(Design("sobol", plays, each, tuple(factors)))


def _checked(design: Design) -> Design:
    if design.plays < 1 or design.each < 1:
        raise SweepError(f"{design.plays} plays, {design.each} at each point: give at least one of each.")
    if design.kind != "as-written" and not design.factors:
        raise SweepError("Nothing varies: no parameter of the scenario has a range. Use the design 'as-written'.")
    if design.plays % design.each:
        raise SweepError(
            f"{design.plays} plays cannot be dealt out to points of {design.each} plays each. "
            f"Give a multiple of {design.each}, such as {-(-design.plays // design.each) * design.each}."
        )
    return design
