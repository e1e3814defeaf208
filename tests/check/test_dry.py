"""Dry plays tell what never happened, how often the rest did, and stop when their time is over."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.check.corpus import HERE, PLAYS
from whitecell.check import dry, dry_plays, rehearsal
from whitecell.check.rehearsal import Cut, glimpses, kernel_of
from whitecell.check.tally import Tally
from whitecell.game import Cause
from whitecell.scenario import Checked, Scenario, check, find


@pytest.fixture(scope="module")
def nothing() -> Checked:
    """The pack of things that never happen."""
    return check(HERE / "dry" / "nothing.yaml")


@pytest.fixture(scope="module")
def two_keys() -> Checked:
    found = find("two-keys")
    assert isinstance(found, Path)
    return check(found)


def scenario_of(checked: Checked) -> Scenario:
    assert checked.scenario is not None
    return checked.scenario


def test_how_often_things_came_is_told_in_lines(nothing: Checked) -> None:
    told = dry_plays(nothing, PLAYS).lines
    assert told[0] == f"{PLAYS} dry plays"
    assert "  outcome held: 100.0%" in told
    assert "  inject calm_day fired: 100.0% (m1 100.0%; median move 1)" in told
    assert not any("'queue'" in line and "above" in line for line in told)


def test_a_value_that_rests_at_its_end_is_no_finding(nothing: Checked) -> None:
    found = dry_plays(nothing, PLAYS)
    assert [fault.message for fault in found.faults if fault.code == "D108"] == [
        "'stock' is cut off below 2 in 100% of plays, most often by rule 'spend'"
    ]
    assert "  'queue' is cut off below 0 in 100% of plays, most often by rule 'spend'" in found.lines


def test_the_kernel_and_the_interpreter_show_the_same(two_keys: Checked) -> None:
    scenario = scenario_of(two_keys)
    fast, slow = glimpses(scenario, kernel_of(scenario), 40, 7), glimpses(scenario, None, 40, 7)
    assert list(fast) == list(slow)


def test_a_pack_too_large_to_compile_is_played_all_the_same(two_keys: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = dry_plays(two_keys, 30)
    monkeypatch.setattr(dry, "kernel_of", lambda scenario: None)
    assert dry_plays(two_keys, 30) == fast


def test_plays_stop_when_the_time_is_over_and_say_so(two_keys: Checked) -> None:
    asked, seen = count(), list[tuple[int, int]]()
    found = dry_plays(
        two_keys, 1000, progress=lambda done, of: seen.append((done, of)), enough=lambda: next(asked) >= 10
    )
    assert found.lines[0] == "13 dry plays of 1,000: the time was over"
    assert found.lines[-1] == "  no time was left to vary hardness, calm"
    assert seen[:2] == [(1, 1000), (2, 1000)] and seen[-1] == (13, 13)
    assert any("never reached in 13 automatic plays" in fault.message for fault in found.faults)


def test_every_course_is_played_before_the_time_is_over(two_keys: Checked) -> None:
    assert dry_plays(two_keys, 1000, enough=lambda: True).lines[0].startswith("3 dry plays of 1,000")


def test_progress_is_told(two_keys: Checked) -> None:
    seen: list[tuple[int, int]] = []
    dry_plays(two_keys, 3, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_what_most_often_drove_a_value_is_named(two_keys: Checked) -> None:
    tally = Tally(scenario_of(two_keys), wanted=3)
    settle, ease = Cause("rule", "settle"), Cause("order", "ease", "neighbour")
    tally.look([Cut("tension", False, (settle, ease)), Cut("tension", False, (ease,))], ())
    tally.look([Cut("tension", False, (ease,))], ())
    tally.look([], ())
    assert (tally.cut["tension", False], tally.looked) == (2, 3)
    assert tally.driver(("tension", False)) == "order 'ease'"
    assert tally.driver(("tension", True)) == ""


def test_rounding_an_integer_is_no_cut(nothing: Checked) -> None:
    scenario = scenario_of(nothing)
    found, _ = rehearsal.close_look(scenario, rehearsal.setups(scenario)[0], dry.Dice(1, 0), ())
    assert {cut.var for cut in found} <= {"stock", "queue"}
