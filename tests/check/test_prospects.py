"""What is called impossible never happens, in any play of any scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.parity.strategy import scenarios
from whitecell.check import lint
from whitecell.check.prospects import prospects
from whitecell.check.rehearsal import setups
from whitecell.game import Dice
from whitecell.players import Played, play
from whitecell.scenario import Checked, Scenario, build, load, packs


def assert_possible(scenario: Scenario, played: Played) -> None:
    found = prospects(scenario)
    assert set(played.moves) <= set(found.numbers)
    for number, move in enumerate(played.moves, 1):
        first, last = found.numbers[move]
        assert first <= number <= last
    assert {given.order.choice.action for given in played.orders} <= found.actions
    assert {inject for _, inject in played.released} <= found.injects
    fired = {change.cause.id for change in played.changes if change.cause.kind == "rule"}
    assert not fired & {rule.id for rule in scenario.rules if found.never(rule.when)}
    endings = [outcome for outcome in scenario.outcomes if outcome.id == played.world.outcome]
    assert not any(found.never(outcome.when) for outcome in endings)
    if played.world.outcome is None and len(played.moves) < 64:
        assert played.moves[-1] in found.ends


@settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_random_scenarios(data: dict[str, Any]) -> None:
    scenario = build(data)
    lint(Checked(scenario, ()))
    for number, prepared in enumerate(setups(scenario)[:2] * 2):
        assert_possible(scenario, play(scenario, prepared, Dice(3, number)))


LIBRARY = {pack.name: pack.path for pack in packs()}


@pytest.mark.parametrize("name", LIBRARY)
def test_the_library(name: str) -> None:
    path: Path = LIBRARY[name]
    scenario = load(path)
    assert isinstance(scenario, Scenario), scenario
    for number, prepared in enumerate(setups(scenario)):
        assert_possible(scenario, play(scenario, prepared, Dice(3, number)))
