"""The library's packs let nothing out, and the check knows every kind of event there is."""

import pytest

from tests.leaks.fort import fort, module
from whitecell.check import Budget, leaks
from whitecell.check.secrecy import MUTATIONS, sight
from whitecell.check.secrecy.explore import Exploration, tiny
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.plays import dry_play
from whitecell.scenario import Scenario, find, load, packs


def pack(name: str) -> Scenario:
    path = find(name)
    scenario = load(path) if not hasattr(path, "code") else None
    assert isinstance(scenario, Scenario), (path, scenario)
    return scenario


@pytest.mark.parametrize("name", [found.name for found in packs()])
def test_a_library_pack_lets_nothing_out(name: str) -> None:
    report = leaks(pack(name), plays=12, budget=Budget(openings=12, between=200, live=2, canaries=1))
    assert [str(fault) for fault in report.faults() if fault.severity == "error"] == []
    assert report.looked.plays == 12 and report.looked.searches > 0 and not report.looked.stopped


def test_a_tiny_pack_is_explored_to_its_last_state() -> None:
    report = leaks(pack("matching-pennies"), plays=2)
    assert report.looked.complete and report.looked.openings == 1
    exploration = Exploration(pack("two-keys"), 1, 1000)
    assert sum(1 for _ in exploration) > len(exploration.openings) > 100
    assert exploration.complete and not tiny(pack("extended-deterrence"))


def test_what_is_not_explored_to_the_end_is_said() -> None:
    exploration = Exploration(pack("two-keys"), 1, 20)
    assert len(list(exploration)) > 20 and not exploration.complete
    assert "not all" in str(leaks(fort(), 0, budget=Budget(openings=1, between=1000, canaries=0)).looked)


def test_every_kind_of_event_has_its_readers() -> None:
    """A new kind must be given its place in `check/secrecy/sight.py`, or it is believed as it is addressed."""
    kinds = set(module("exercise.projections").PROJECTIONS) | set(module("exercise.evolve").HANDLERS)
    assert kinds == sight.ROOM | sight.CONTROLS | sight.TEAMS
    assert set(module("exercise.projections").PROJECTIONS) == kinds


def test_every_mutation_finds_something_to_change_in_the_fort() -> None:
    addressees = sight.Addressees(fort())
    sights = [sight.Sight(addressees, audience) for audience in sight.audiences(fort())]
    left = {mutation.name for mutation in MUTATIONS}
    for play in range(30):
        states = dry_play(fort(), 3, play, live=play % 2 == 0)
        for number, state in enumerate(states[::7]):
            picks = Picks(f"{play}/{number}")
            left -= {m.name for m in MUTATIONS if m.name in left and m.apply(state, sights[number % 8], picks)}
    assert left == set()


def test_a_mutation_leaves_everything_that_is_seen_as_it_was() -> None:
    """The same arguments give the same story, and the audience's own orders stay in it."""
    state = dry_play(fort(), 5, 4, live=True)[-1]
    mine = sight.Sight(sight.Addressees(fort()), sight.audiences(fort())[0])
    for mutation in MUTATIONS:
        one, other = (mutation.apply(state, mine, Picks("again")) for _ in range(2))
        assert one == other
        if one is not None:
            own = [given for given in one.orders.values() if mine.of_cell(given.order.cell)]
            assert own == [given for given in state.exercise.orders.values() if mine.of_cell(given.order.cell)]
