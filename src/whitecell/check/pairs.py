"""Pairs of plays with the same luck, one with a parameter at its low end and one at its high end: does it matter?"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import Dice
from whitecell.kernel import Kernel
from whitecell.players import Setup, play, setup
from whitecell.scenario import Parameter, Scenario

FIRST = 40
"""Pairs that are tried at first: most parameters show in them."""
SLOW = 12
"""Pairs without a kernel."""


def matters(scenario: Scenario, kernel: Kernel | None, parameter: Parameter, plays: int, seed: int) -> bool:
    """Whether the outcome, a measure or a final value of some play, as written or in a course, differs between the
    parameter's ends.
    """
    courses: list[str | None] = [None, *scenario.courses]
    for first, count in stages(plays if kernel is not None else min(plays, SLOW * len(courses)), len(courses)):
        for course in courses:
            ends = [setup(scenario, course, {parameter.name: end}) for end in (parameter.low, parameter.high)]
            if differ(scenario, kernel, ends, seed, first, count):
                return True
    return False


def stages(plays: int, courses: int) -> Iterator[tuple[int, int]]:
    """First play and number of plays for each course: a few, then the rest."""
    each = max(plays // courses, 1)
    yield 0, min(FIRST, each)
    if each > FIRST:
        yield FIRST, each - FIRST


def differ(scenario: Scenario, kernel: Kernel | None, ends: Sequence[Setup], seed: int, first: int, count: int) -> bool:
    """Whether these plays come out otherwise at the two ends."""
    if kernel is not None:
        low, high = (kernel.run(end, seed, first, count) for end in ends)
        pairs: list[tuple[NDArray[np.float64] | NDArray[np.int32], NDArray[np.float64] | NDArray[np.int32]]] = [
            (low.outcomes, high.outcomes), (low.measures, high.measures), (low.values, high.values),
        ]  # fmt: skip
        return not all(np.array_equal(one, other) for one, other in pairs)
    for number in range(first, first + count):
        one, other = (play(scenario, end, Dice(seed, number)) for end in ends)
        if (one.world.outcome, one.measures, one.world.values) != (
            other.world.outcome, other.measures, other.world.values
        ):  # fmt: skip
            return True
    return False
