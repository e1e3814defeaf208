"""The kernel and the interpreter agree bit for bit: on random scenarios, on frozen packs, on every library pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.parity.agree import assert_agree, leaning
from tests.parity.constructs import EVERYTHING, of_play, of_scenario
from tests.parity.golden import GOLDEN, PACKS, digests, scenario_of, settings_of
from tests.parity.strategy import scenarios
from whitecell.game import Dice
from whitecell.kernel import compiled
from whitecell.players import play, setup
from whitecell.scenario import LibraryPack, build, packs

LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
FIXED = settings(derandomize=True, database=None, deadline=None, suppress_health_check=LARGE)
"""The same examples on every run."""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHITECELL_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def agree_on(data: dict[str, Any], plays: range) -> None:
    scenario = build(data)
    kernel = compiled(scenario)
    for course in settings_of(scenario):
        prepared = setup(scenario, course)
        assert_agree(scenario, kernel, leaning(scenario, prepared) if course else prepared, len(data["state"]), plays)


@pytest.mark.parametrize("part", range(6))
def test_engines_agree_on_random_scenarios(part: int) -> None:
    @seed(part)
    @settings(FIXED, derandomize=False, max_examples=16)
    @given(scenarios())
    def agree(data: dict[str, Any]) -> None:
        agree_on(data, range(3))

    agree()


@pytest.mark.nightly
@settings(max_examples=4000, database=None, deadline=None, suppress_health_check=LARGE)
@given(scenarios())
def test_engines_agree_on_thousands_of_random_scenarios(data: dict[str, Any]) -> None:
    agree_on(data, range(6))


def test_random_scenarios_reach_every_construct() -> None:
    """In rounds, until everything is reached: usually three or four are enough."""
    reached: set[str] = set()

    def reach(data: dict[str, Any]) -> None:
        scenario = build(data)
        reached.update(of_scenario(scenario))
        for course in settings_of(scenario):
            reached.update(of_play(scenario, play(scenario, setup(scenario, course), Dice(1, 0))))

    for turn in range(20):
        seed(turn)(settings(FIXED, derandomize=False, max_examples=40)(given(scenarios())(reach)))()
        if reached >= EVERYTHING:
            break
    assert EVERYTHING - reached == set()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_engines_agree_on_a_frozen_pack(path: Path) -> None:
    scenario = scenario_of(path)
    kernel = compiled(scenario)
    for course in settings_of(scenario):
        assert_agree(scenario, kernel, setup(scenario, course), 7, range(40))
    assert_agree(scenario, kernel, leaning(scenario, setup(scenario)), 7, range(10))


def test_frozen_packs_reach_every_construct() -> None:
    reached: set[str] = set()
    for scenario in map(scenario_of, PACKS):
        reached.update(of_scenario(scenario))
        for course in settings_of(scenario):
            for number in range(40):
                reached.update(of_play(scenario, play(scenario, setup(scenario, course), Dice(7, number))))
    assert EVERYTHING - reached == set()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_frozen_pack_gives_the_golden_digests(path: Path) -> None:
    scenario = scenario_of(path)
    assert digests(scenario, compiled(scenario)) == json.loads(GOLDEN.read_text())[path.stem]


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.name)
def test_engines_agree_on_a_library_pack(pack: LibraryPack) -> None:
    scenario = scenario_of(pack.path)
    kernel = compiled(scenario)
    for course in settings_of(scenario):
        plays = range(200 if course is None else 10)
        assert_agree(scenario, kernel, setup(scenario, course), 11, plays)
