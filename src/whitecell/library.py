"""A pack in Python: `whitecell.load("extended-deterrence").sweep(10_000)`.

Does: the same as the command line, for notebooks and programs. Never: holds a rule of its own.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from whitecell.kernel import Kernel, compiled
from whitecell.rules import Value
from whitecell.scenario import Fault, Scenario, check, find
from whitecell.sweep import Design, Sweep, Until, as_written, factors, latin_hypercube, planned, sobol, sweep


class PackError(Exception):
    """A pack that is not found or has faults; the message lists every one with its place and cure."""


@dataclass(frozen=True)
class Pack:
    """A checked scenario."""

    scenario: Scenario

    @cached_property
    def kernel(self) -> Kernel:
        """The scenario compiled, once for all sweeps of this pack."""
        return compiled(self.scenario)

    def sweep(
        self,
        plays: int,
        courses: Sequence[str] | None = None,
        seed: int = 1,
        *,
        design: Literal["as-written", "latin-hypercube", "sobol"] = "as-written",
        each: int = 1,
        bots: bool = True,
        parameters: Mapping[str, float] | None = None,
        start: Mapping[str, Value] | None = None,
        until: tuple[str, float] | None = None,
        workers: int | None = None,
        out: str | Path | None = None,
        rows: bool = False,
    ) -> Sweep:
        """Play every course so many times under the same luck; the first is what others are compared with.

        `design` spreads the plays over the ranges of the assumptions, `each` at one point, with `bots` also over how
        automated players lean. `until`: a feature such as "measure/tension", and how narrow the interval of its
        differences shall be. SweepError: it does not fit the scenario.
        """
        chosen = self._design(design, plays, each, bots, courses, set(parameters or {}))
        plan = planned(self.scenario, chosen, courses, seed, parameters, start, Until(*until) if until else None)
        return sweep(
            plan, workers=workers or os.cpu_count() or 1, out=None if out is None else Path(out), rows=rows,
            kernel=self.kernel,
        )  # fmt: skip

    def _design(
        self, kind: str, plays: int, each: int, bots: bool, courses: Sequence[str] | None, fixed: set[str]
    ) -> Design:
        if kind == "as-written":
            return as_written(plays)
        setups = planned(self.scenario, as_written(1), courses).setups
        varied = [f for f in factors(self.scenario, setups, leanings=bots) if f.name not in fixed]
        return (sobol if kind == "sobol" else latin_hypercube)(plays, varied, each)


def load(pack: str | Path) -> Pack:
    """A pack by its folder, its scenario file, or its name in the library. PackError: it is not there or has faults."""
    path = find(str(pack))
    if isinstance(path, Fault):
        raise PackError(str(path))
    checked = check(path)
    if checked.scenario is None:
        raise PackError("\n".join(str(fault) for fault in checked.faults if fault.severity == "error"))
    return Pack(checked.scenario)
