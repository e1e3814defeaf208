"""The report tells everything the journal tells, once, and names the event that says so."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.game.packs import action, small
from tests.report.journals import (
    by_people,
    by_people_to_the_end,
    cut,
    exercise_of,
    journal_of,
    played,
    told_to_one_ally,
)
from whitecell.exercise import Exercise
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import Aar, aar
from whitecell.report.model import MoveTold
from whitecell.report.parts import Shown, Step

PLAYS = [
    ("matching-pennies", 7, None),
    ("two-keys", 7, None),
    ("two-keys", 3, "warn-first"),
    ("extended-deterrence", 7, None),
    ("extended-deterrence", 3, "more-exercises"),
]


def report(journal: Journal) -> Aar:
    return aar(exercise_of(journal), journal.head)


def events(exercise: Exercise, kind: str) -> list[int]:
    """The numbers of the events of this kind."""
    return [seq for seq, event in enumerate(exercise.log, 1) if event.kind == kind]


def steps(move: MoveTold) -> list[Step]:
    """Every change the report tells of a move."""
    return [step for story in (*move.played, *move.rules, *move.late) for step in story.steps] + list(move.unchanged)


@pytest.mark.parametrize(("pack", "seed", "course"), PLAYS)
def test_each_inject_order_and_change_is_told_once(pack: str, seed: int, course: str | None) -> None:
    journal = played(pack, seed, course)
    exercise, told = exercise_of(journal), report(journal)
    assert [i.seq for move in told.moves for i in move.released] == events(exercise, "inject.released/1")
    assert sorted(o.seq for move in told.moves for o in move.orders) == events(exercise, "order.given/1")
    asked = sorted(need.asked for move in told.moves for order in move.orders for need in order.needs)
    assert asked == events(exercise, "need.asked/1")
    answered = sorted(n.answered for m in told.moves for o in m.orders for n in o.needs if n.answered)
    assert answered == events(exercise, "need.answered/1")
    happened = Counter({
        seq: len(event.changes)
        for seq, event in enumerate(exercise.log, 1)
        if event.changes and event.kind not in ("exercise.created/1", "result.proposed/1")
    })  # fmt: skip
    assert Counter(step.seq for move in told.moves for step in steps(move)) == happened
    assert [line.seq for line in told.record] == list(range(1, len(exercise.log) + 1))


@pytest.mark.parametrize(("pack", "seed", "course"), PLAYS)
def test_each_draw_is_told_once_with_what_it_led_to(pack: str, seed: int, course: str | None) -> None:
    exercise = exercise_of(played(pack, seed, course))
    told = aar(exercise)
    drawn = {d.path for event in exercise.log for change in event.changes for d in change.draws}
    assert sorted(draw.path for draw in told.draws) == sorted(drawn)
    assert [draw.number for draw in told.draws] == list(range(1, len(drawn) + 1))
    assert all(draw.led or draw.note for draw in told.draws)


@pytest.mark.parametrize(("pack", "seed", "course"), PLAYS)
def test_a_variables_story_runs_from_its_start_to_its_end_without_a_gap(
    pack: str, seed: int, course: str | None
) -> None:
    told = report(played(pack, seed, course))
    value = {series.var.name: series.shown[0] for group in told.groups for series in group.series}
    for move in told.moves:
        for story in (*move.played, *move.rules, *move.late):
            for step in story.steps:
                assert same(step.before, value[story.var.name]), (move.number, step)
                value[story.var.name] = step.after
            assert same(story.after, value[story.var.name])
    last = {series.var.name: series.shown[-1] for group in told.groups for series in group.series}
    assert [name for name in value if not same(value[name], last[name])] == []


def same(first: Shown | None, second: Shown | None) -> bool:
    """Whether two printed values are one value, perhaps printed with more decimals in one place."""
    if isinstance(first, str) and isinstance(second, str) and first != second:
        one, other = (float(text.replace("−", "-")) for text in (first, second))
        return abs(one - other) <= 0.5 * 10.0 ** -min(len(text.partition(".")[2]) for text in (first, second)) * 1.01
    return first == second


def test_what_one_ally_was_told_and_the_other_never_was() -> None:
    told = report(told_to_one_ally())
    fact = next(fact for fact in told.facts if fact.id == "report")
    assert [cell.id for cell in fact.missed] == ["south"]
    assert set(fact.reached) == {"north"}
    missing = {one.cell.id: [fact.id for fact in one.injects] for one in told.unlearned}
    assert missing["north"] == []
    assert missing["south"] == ["report"]
    assert missing["neighbour"] == ["report"]


def test_what_a_cell_could_not_see_with_its_own_estimate() -> None:
    told = report(played("extended-deterrence"))
    rok = next(one for one in told.unlearned if one.cell.id == "rok")
    hidden = {each.var.name: each for each in rok.hidden}
    assert [estimate.var.name for estimate in hidden["test_readiness"].estimates] == ["rok_readiness"]
    assert hidden["us_readiness"].estimates == ()
    assert "assurance" not in hidden
    values = exercise_of(played("extended-deterrence")).world.values
    index = exercise_of(played("extended-deterrence")).scenario.index
    assert hidden["resolve"].end == f"{values[index['resolve']]:.3f}"


def test_a_channel_of_some_seats_is_partly_seen() -> None:
    told = report(played("extended-deterrence"))
    us = next(one for one in told.unlearned if one.cell.id == "us")
    channel = next(each for each in us.hidden if each.var.name == "channel")
    assert [seat.path for seat in channel.some] == ["us/white-house", "us/state"]
    row = next(row for row in told.moves[0].known if row.var.name == "channel")
    assert row.some == {"us"}
    assert row.values["rok"] is None


def test_the_branch_is_read_from_the_journal() -> None:
    told = report(played("extended-deterrence"))
    second = told.moves[1]
    assert second.branch is not None
    assert second.branch.taken == told.moves[2].id
    held = {way.move: way.held for way in second.branch.ways}
    assert held[told.moves[2].id] is True
    assert second.branch.ways[0].condition.text == "tested"
    assert told.moves[-1].branch is not None
    assert told.moves[-1].branch.taken == ""


def test_outcome_and_measures_are_the_journals() -> None:
    journal = played("extended-deterrence")
    exercise, told = exercise_of(journal), report(journal)
    assert told.outcome is not None
    assert told.outcome.id == exercise.world.outcome
    assert {measure.id for measure in told.measures} == set(exercise.measures)
    tension = next(measure for measure in told.measures if measure.id == "tension")
    assert (tension.before, tension.after) == ("3.50", f"{exercise.measures['tension']:.2f}")
    apart = next(measure for measure in told.measures if measure.id == "pictures_apart")
    assert apart.before is None


def test_what_the_course_changed_is_marked() -> None:
    told = report(played("extended-deterrence", 3, "more-exercises"))
    assert told.course is not None
    assert len(told.course.orders) == 3
    assert any(order.scripted for move in told.moves for order in move.orders)
    assert not any(assumption.changed for assumption in told.assumptions)
    calm = report(played("extended-deterrence", 3, "no-provocation"))
    changed = {one.name: (one.written, one.used) for one in calm.assumptions if one.changed}
    course = exercise_of(played("extended-deterrence")).scenario.courses["no-provocation"]
    assert {name: used for name, (_, used) in changed.items()} == {n: f"{v:g}" for n, v in course.parameters.items()}
    assert all(written != used for written, used in changed.values())


@pytest.mark.parametrize("pack", ["matching-pennies", "two-keys"])
def test_a_journal_that_stops_anywhere_is_reported(pack: str) -> None:
    journal = played(pack)
    whole = len(journal.records)
    for count in range(1, whole + 1):
        told = report(cut(journal, count))
        assert told.about.finished == (count == whole)
        assert (told.outcome is None) == (count < whole)
        assert len(told.record) == count


def test_a_proposed_result_that_was_never_accepted_is_told_as_such() -> None:
    table = by_people()
    told = aar(table.exercise, table.head)
    move = told.moves[0]
    assert not move.accepted
    assert [step.cause.kind for story in move.played for step in story.steps if story.var.name == "x"] == [
        "order",
        "ruling",
    ]
    assert told.groups[0].series[0].shown[-1] == "8.0"


def test_people_an_objection_a_withdrawal_and_a_ruling() -> None:
    table = by_people_to_the_end()
    told = aar(table.exercise, table.head)
    orders = {order.id: order for order in told.moves[0].orders}
    push = orders["a.push.1"]
    assert push.status == "carried"
    assert push.rationale == "because of <b>this</b>"
    (objection,) = push.objections
    assert (objection.conditions, objection.waited) == ("not before noon", pytest.approx(2.0))
    assert orders["b.pull.1"].status == "withdrawn"
    x = next(story for story in told.moves[0].played if story.var.name == "x")
    assert (x.before, x.after) == ("8.0", "12.0")
    ruling = x.steps[-1].cause
    assert (ruling.why, table.exercise.log[ruling.seq - 1].kind) == ("the umpire saw it", "ruling.made/1")
    (cell,) = told.moves[0].questions[0].cells
    assert cell.own is not None and cell.own.words == ("We wait.",)
    assert (told.about.people, told.about.bots, told.ticks) == (1, 1, 1)
    assert told.about.finished and told.outcome is None
    assert all(line.kind != "clock.ticked/1" for line in told.record)


def test_overruled_range_delay_and_nothing() -> None:
    scenario = small(
        actions=[
            ["low", action("a", "y = 5", "n += 9", priority=1)],
            ["high", action("b", "y = 7", {"after": "1 move", "do": ["y += 1"]}, priority=2)],
            ["luck", action("a", {"chance": "0.0", "then": ["y += 1"]}, {"chance": "1", "then": [
                {"after": "1 move", "do": ["x -= 1"]}]})],
        ],
        moves=[{"id": "m1", "title": "One", "orders": 3, "may_pass": False},
               {"id": "m2", "title": "Two", "orders": {"a": 0, "b": 0}}],
    )  # fmt: skip
    told = report(journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore())))
    first, second = told.moves
    y = next(story for story in first.played if story.var.name == "y")
    lost = next(step for step in y.steps if step.note == "overruled")
    assert lost.cause.id == "low"
    assert lost.overruled is not None and lost.overruled.id == "high"
    n = next(story for story in first.played if story.var.name == "n")
    assert (n.steps[-1].cause.kind, n.steps[-1].limit, n.after) == ("range", "high", "4")
    assert [step.note for step in first.unchanged] == ["nothing", "later"]
    assert {draw.note for draw in told.draws} == {"nothing", "later"}
    delayed = {step.cause.id: step for story in second.played for step in story.steps}
    assert (delayed["high"].cause.since, delayed["luck"].cause.since) == (1, 1)
    ordered = {order.action: order.seq for order in first.orders}
    assert delayed["high"].cause.seq == ordered["high"]


def test_a_cell_is_abbreviated_only_by_what_abbreviates_it() -> None:
    names = {"us": "United States", "dprk": "Democratic People's Republic of Korea", "city": "City of Port Verrin East",
             "even": "Even", "north-desk": "The northern desk of the ministry"}  # fmt: skip
    cells = [
        [id_, {"name": name, "seats": [{"id": "one", "name": "One", "role": "lead"}]}] for id_, name in names.items()
    ]
    scenario = small(cells=cells, state=[])
    told = report(journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore())))
    assert [cell.short for cell in told.cells] == ["US", "DPRK", "City", "Even", "North desk"]
