"""The pack that the leak check is tried on, and modules whose names their packages give to functions."""

import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from whitecell.check import Budget, Leak, leaks
from whitecell.scenario import Scenario, load

FORT = Path(__file__).parent / "fort"


@cache
def fort() -> Scenario:
    scenario = load(FORT)
    assert isinstance(scenario, Scenario), scenario
    return scenario


def found(scenario: Scenario | None = None, plays: int = 16, canaries: int = 0, traces: int = 5) -> list[Leak]:
    """What the leak check finds with a small budget."""
    budget = Budget(openings=2, between=20, live=2, canaries=canaries, traces=traces)
    return list(leaks(scenario or fort(), plays, budget=budget).leaks)


def module(name: str) -> ModuleType:
    """A module of the exercise or game, where the package gives its name to a function."""
    return sys.modules[f"whitecell.{name}"]
