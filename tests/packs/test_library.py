"""What every pack of the library promises, and what the flagship is to hold."""

import re
from pathlib import Path

import pytest

from whitecell.check import lint, unapproved
from whitecell.scenario import LibraryPack, Scenario, check, packs

PACKS = packs()
TINY = {"matching-pennies", "two-keys"}
PLOVER = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT INVESTIGATE DEMAND DISAPPROVE REJECT THREATEN SANCTION PROTEST"
    " MOBILIZE COERCE ASSAULT FIGHT".split()
)


def scenario_of(pack: LibraryPack) -> Scenario:
    scenario = check(pack.path).scenario
    assert scenario is not None
    return scenario


@pytest.fixture(params=PACKS, ids=lambda pack: pack.name)
def pack(request: pytest.FixtureRequest) -> LibraryPack:
    found: LibraryPack = request.param
    return found


def cited(path: Path) -> set[str]:
    """The keys that a pack's sources.md explains: those it sets in code type."""
    file = path / "sources.md"
    return set(re.findall(r"`([a-z0-9_-]+)`", file.read_text(encoding="utf-8"))) if file.exists() else set()


def test_a_pack_has_no_fault_and_no_warning(pack: LibraryPack) -> None:
    """Flows from hidden to visible state count: each is approved with a reason, or is a warning."""
    checked = check(pack.path)
    assert [str(fault) for fault in [*unapproved(checked), *lint(checked)]] == []


def test_no_invented_fact_is_presented_as_real(pack: LibraryPack) -> None:
    """Every inject has a key into sources.md, or says that it is fictional."""
    known = cited(pack.path)
    unsupported = [
        inject.id
        for inject in scenario_of(pack).injects
        if not inject.fictional and not (inject.sources and set(inject.sources) <= known)
    ]
    assert unsupported == []


def test_every_source_is_explained(pack: LibraryPack) -> None:
    assert set(scenario_of(pack).sources) <= cited(pack.path)


def test_a_pack_has_a_readme(pack: LibraryPack) -> None:
    assert (pack.path / "README.md").read_text(encoding="utf-8").startswith("# ")


def test_the_civil_packs_have_objectives_with_tasks(pack: LibraryPack) -> None:
    if pack.name not in TINY:
        scenario = scenario_of(pack)
        assert scenario.objectives
        assert all(objective.tasks and objective.capability for objective in scenario.objectives)


class TestFlagship:
    """The counts a planner was promised."""

    @pytest.fixture
    def flagship(self) -> Scenario:
        (found,) = [pack for pack in PACKS if pack.name == "extended-deterrence"]
        return scenario_of(found)

    def test_its_size(self, flagship: Scenario) -> None:
        assert {"us", "rok", "dprk", "response"} <= set(flagship.cell)
        assert len(flagship.injects) >= 45
        assert len(flagship.actions) >= 25
        assert len(flagship.parameters) >= 15
        assert len(flagship.courses) >= 4
        assert {inject.kind for inject in flagship.injects} == {"standard", "contingency", "reactive"}

    def test_every_action_is_coded(self, flagship: Scenario) -> None:
        assert {action.plover for action in flagship.actions} <= PLOVER
        assert all(action.level is not None and 0 <= action.level <= 9 for action in flagship.actions)

    def test_every_parameter_has_a_range_and_a_source(self, flagship: Scenario) -> None:
        for parameter in flagship.parameters:
            assert parameter.low < parameter.high
            assert parameter.source == "judgement" or parameter.source in flagship.sources

    def test_it_is_written_in_english_and_korean(self, flagship: Scenario) -> None:
        assert flagship.languages == ("en", "ko")
        for inject in flagship.injects:
            assert inject.title.has("ko") and inject.body.has("ko") and inject.sender.has("ko")

    def test_nuclear_use_is_no_order_and_absorbs(self, flagship: Scenario) -> None:
        (use,) = [outcome for outcome in flagship.outcomes if "nuclear" in outcome.id]
        assert not use.at_end
        assert use == flagship.outcomes[0]
        assert all(action.level is None or action.level < 9 for action in flagship.actions)
