"""What a sweep does, resolved: everything that its result depends on, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.kernel import Kernel
from whitecell.players import Setup, setup
from whitecell.rules import Value
from whitecell.scenario import Scenario
from whitecell.sweep.design import Design
from whitecell.sweep.fault import SweepError
from whitecell.sweep.tally import Numbers

AS_WRITTEN = "as-written"
"""The course that changes nothing, where a scenario has no course of this name."""
BLOCK = 1 << 14
"""Plays of each course that are added up at once; a part of the result's definition, for sums depend on their order."""
FORMAT = "sweep/1"


@dataclass(frozen=True, slots=True)
class Until:
    """When to stop early: once the interval on every difference of a feature to the first course is this narrow.

    It is looked at after whole blocks only, the same ones whoever computes them. The interval stays right in the limit
    of narrow intervals (Chow & Robbins 1965).
    """

    feature: str
    width: float


@dataclass(frozen=True)
class Plan:
    """A scenario, its courses (the first is what others are compared with), a design, a seed, and what is laid over."""

    scenario: Scenario
    courses: tuple[str, ...]
    design: Design
    seed: int
    parameters: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, Value] = field(default_factory=dict)
    until: Until | None = None

    @cached_property
    def setups(self) -> tuple[Setup, ...]:
        """How each course is played, before a point changes anything."""
        return tuple(
            laid_over(self.scenario, each, self.parameters, self.start) for each in setups(self.scenario, self.courses)
        )

    @cached_property
    def features(self) -> tuple[str, ...]:
        """What is counted and averaged: outcome/ID (outcome/-: none of them), moves, measure/ID."""
        outcomes = [*(o.id for o in self.scenario.outcomes), "-"]
        return (*(f"outcome/{id_}" for id_ in outcomes), "moves", *(f"measure/{m.id}" for m in self.scenario.measures))

    @property
    def block(self) -> int:
        """Plays of each course in one block: whole points."""
        return max(BLOCK // self.design.each, 1) * self.design.each

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.design.plays // self.block)

    @cached_property
    def told(self) -> dict[str, Any]:
        """All of it as JSON has it; two plans are the same sweep when this is the same."""
        design = self.design
        varied = [{"name": f.name, "low": f.low, "high": f.high, "leaning": f.leaning} for f in design.factors]
        return {
            "format": FORMAT, "scenario": {"id": self.scenario.id, "digest": self.scenario.digest}, "seed": self.seed,
            "courses": list(self.courses), "block": self.block, "features": list(self.features),
            "parameters": dict(self.parameters), "start": dict(self.start),
            "until": self.until and {"feature": self.until.feature, "width": self.until.width},
            "design": {"kind": design.kind, "plays": design.plays, "each": design.each, "factors": varied},
        }  # fmt: skip


def setups(scenario: Scenario, courses: Sequence[str]) -> list[Setup]:
    """The set-up of each course. SweepError: there is none of this name, or one is named twice."""
    known = (*scenario.courses, AS_WRITTEN)
    for course in courses:
        if course not in known:
            raise SweepError(f"{scenario.id} has no course '{course}'. Its courses: {', '.join(known)}.")
    if len(set(courses)) < len(courses):
        raise SweepError("A course is named twice. Name each once.")
    return [setup(scenario, course if course in scenario.courses else None) for course in courses]


def laid_over(
    scenario: Scenario, prepared: Setup, parameters: Mapping[str, float], start: Mapping[str, Value]
) -> Setup:
    """A set-up with values laid over it. SweepError: the scenario knows no such name."""
    names = [p.name for p in scenario.parameters]
    for kind, given, known in (("parameter", parameters, names), ("state variable", start, [*scenario.index])):
        for name in given:
            if name not in known:
                raise SweepError(f"{scenario.id} has no {kind} '{name}'. It has: {', '.join(known) or 'none'}.")
    return replace(prepared, parameters={**prepared.parameters, **parameters}, start={**prepared.start, **start})


@dataclass(frozen=True)
class Block:
    """What one block of plays came to: by course and play, features (C, plays, K), measures (C, plays, M), outcomes and
    moves (C, plays); by point, the shares (units, F) of the factors' ranges.
    """

    features: Numbers
    measures: Numbers
    outcomes: NDArray[np.int32]
    moves: NDArray[np.int32]
    shares: Numbers | None


def play_block(kernel: Kernel, plan: Plan, number: int, threads: int = 1) -> Block:
    """Play block `number` of a plan: the same plays for every course, so that all meet the same luck."""
    design = plan.design
    first = number * plan.block
    count = min(plan.block, design.plays - first)
    shares = design.shares(plan.seed, first // design.each, count // design.each)
    n_outcomes = len(plan.scenario.outcomes)
    features = np.zeros((len(plan.courses), count, len(plan.features)))
    measures = np.empty((len(plan.courses), count, len(plan.scenario.measures)))
    outcomes, moves = (np.empty((len(plan.courses), count), np.int32) for _ in range(2))
    for course, prepared in enumerate(plan.setups):
        points = None if shares is None else rows(kernel, plan, prepared, shares)
        got = kernel.run(prepared, plan.seed, first, count, threads, values=False, points=points)
        place = np.where(got.outcomes < 0, n_outcomes, got.outcomes)
        features[course, np.arange(count), place] = 1.0
        features[course, :, n_outcomes + 1] = got.moves
        features[course, :, n_outcomes + 2 :] = measures[course] = got.measures
        outcomes[course], moves[course] = got.outcomes, got.moves
    return Block(features, measures, outcomes, moves, shares)


def rows(kernel: Kernel, plan: Plan, prepared: Setup, shares: Numbers) -> Numbers:
    """The kernel's points. What a course itself says of a parameter stays as it says."""
    found = np.repeat(kernel.point(prepared)[None], len(shares), axis=0)
    names = {p.name: place for place, p in enumerate(plan.scenario.parameters)}
    for place, factor in enumerate(plan.design.factors):
        if factor.leaning:
            found[:, len(names) + kernel.layout.leanings[factor.name]] = factor.at(shares[:, place])
        elif factor.name not in prepared.parameters:
            found[:, names[factor.name]] = factor.at(shares[:, place])
    return found
