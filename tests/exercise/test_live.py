"""An exercise that people play: its times, its rulings, its questions, what is refused, and what its journal keeps."""

import math
import re
from pathlib import Path
from typing import Any

import pytest

from tests.exercise.saying import assert_said
from tests.exercise.test_exercise import run
from tests.game.packs import action, small
from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    AnswerQuestion,
    Command,
    Control,
    Create,
    Exercise,
    GiveOrder,
    Holder,
    JudgeInjects,
    OpenMove,
    Pause,
    ProposeResult,
    Refusal,
    ReleaseInject,
    Resume,
    Rule,
    Start,
    TakeSeat,
    Tick,
    WithdrawOrder,
    decide,
    due,
    view,
)
from whitecell.game import Choice, Dice
from whitecell.journal import MemoryStore
from whitecell.players import Table, conduct, play, replay, script_of, setup
from whitecell.scenario import Scenario

DICE = Dice(11)
PAPER = {"to": ["a"], "title": "T", "body": "B", "fictional": True}
DO, ONCE, JOINT, LATER, ROUGH = (Choice(name) for name in ("do", "once", "joint", "later", "rough"))


def scene(**parts: Any) -> Scenario:
    """Two seats in cell a and one in b; 60 minutes of exercise are 6 hours of the game."""
    return small(**{
        "cells": [
            ["a", {"name": "A", "seats": [{"id": "one", "role": "lead"}, {"id": "two"}]}],
            ["b", {"name": "B", "seats": [{"id": "one", "role": "lead"}, {"id": "two"}]}],
        ],
        "parameters": [["pace", {"value": 1, "low": 0, "high": 9, "source": "judgement"}]],
        "actions": [
            ["do", action("a", "x += uniform(0, 1)", limit={"per_move": 3})],
            ["joint", action("a", "y += 1", needs=[{"consent": ["b"]}])],
            ["later", action("a", "y += 1", when="x > 60")],
            ["once", action("a", "y += 1")],
            ["rough", action("b", "y += 1")],
        ],
        "moves": [
            {"id": "m1", "title": "One", "orders": {"a": 3}, "plays": "60 min", "covers": "6 h", "questions": [
                {"id": "q1", "to": ["a"], "kind": "text", "text": "Why?"}]},
            {"id": "m2", "title": "Two", "plays": "60 min", "covers": "6 h"},
        ],
        "courses": {"brisk": {"parameters": {"pace": 5}, "start": {"x": 3}}},
    } | parts)  # fmt: skip


def opened(**parts: Any) -> Exercise:
    return run([Create("ex", scene(**parts), 11), Start(), OpenMove()])


class TestCreation:
    """The journal's first event says which game is played."""

    def test_a_course_lays_its_parameters_and_starts_over_the_scenario(self) -> None:
        exercise = run([Create("ex", scene(), 11, "brisk")])
        assert (exercise.world.parameters, exercise.world.values[0]) == ((5.0,), 3.0)

    def test_what_is_given_lies_over_the_course_and_stands_in_the_journal(self) -> None:
        scenario = scene()
        exercise = run([Create("ex", scenario, 11, "brisk", {"pace": 7}, {"flag": True})])
        assert exercise.world == run([Create("ex", scenario, 11, "", {"pace": 7}, {"flag": True, "x": 3.0})]).world
        assert [type(value) for value in exercise.world.parameters] == [float]
        created = exercise.log[0].data
        assert (created["parameters"], created["start"]) == ([["pace", 7]], [["flag", True], ["x", 3.0]])

    def test_a_start_that_was_given_is_not_told_as_the_one_written(self) -> None:
        changes = run([Create("ex", scene(), 11, "brisk")]).log[0].changes
        assert [(change.var, change.text) for change in changes][:2] == [("x", ""), ("y", "0")]

    def test_the_journal_tells_of_the_dice(self) -> None:
        events = decide(None, Create("ex", scene(), 11), 0.0, Dice(11, 2**64 - 1))
        assert isinstance(events, list)
        table = Table(MemoryStore(), "ex", Dice(11, 2**64 - 1))
        table.must(Create("ex", scene(), 11))
        assert (table.exercise.seed, table.exercise.play) == (11, 2**64 - 1)
        again = replay(table.store.read("ex"), table.store.texts("ex"))
        assert Dice(again.seed, again.play) == table.dice

    def test_a_set_up_of_a_parameter_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(KeyError, match="pase"):
            setup(scene(), None, {"pase": 2.0})


class TestTimes:
    """Game time is mapped from exercise time by moves, and never goes back."""

    def test_within_a_move_it_runs_as_the_move_maps_it_and_stops_at_its_end(self) -> None:
        exercise = opened()
        for minute, game in ((0, 0.0), (30, 180.0), (60, 360.0), (90, 360.0)):
            exercise = run([Tick()], exercise, minute * 60.0)
            assert exercise.log[-1].at.game == game

    def test_from_the_closing_of_orders_on_all_of_the_move_has_passed(self) -> None:
        exercise = opened()
        steps: list[list[Command]] = [[ProposeResult()], [Rule("x", 1.0, "So it was.")], [AcceptResult()], [OpenMove()]]
        for minute, commands in enumerate(steps):
            exercise = run(commands, exercise, minute * 60.0)
        assert [(event.kind, event.at.game) for event in exercise.log][2:] == [
            ("move.opened/1", 0.0), ("orders.closed/1", 360.0), ("result.proposed/1", 360.0), ("ruling.made/1", 360.0),
            ("orders.resolved/1", 360.0), ("move.closed/1", 360.0), ("move.opened/1", 360.0),
        ]  # fmt: skip

    def test_a_timed_inject_counts_from_the_opening_of_its_move_and_is_the_clocks(self) -> None:
        exercise = opened(injects=[{"id": "i1", "at": "m2 + 10 min", **PAPER}])
        exercise = run([ProposeResult(), AcceptResult(), OpenMove()], exercise, 1800.0)
        assert ReleaseInject("i1", "clock") not in due(exercise, 1800.0 + 9 * 60.0)
        assert ReleaseInject("i1", "clock") in due(exercise, 1800.0 + 10 * 60.0)
        exercise = run(due(exercise, 1800.0 + 10 * 60.0), exercise, 1800.0 + 10 * 60.0)
        assert [event.by for event in exercise.log if event.kind == "inject.released/1"] == ["clock"]

    def test_elapsed_counts_minutes_of_the_exercise(self) -> None:
        exercise = opened(injects=[{"id": "i1", "manual": True, **PAPER},
                                   {"id": "i2", "when": "elapsed(i1, 20)", **PAPER}])  # fmt: skip
        exercise = run([ReleaseInject("i1")], exercise, 600.0)
        assert exercise.log[-1].by == "control"
        assert JudgeInjects() not in due(exercise, 600.0 + 19 * 60.0)
        assert JudgeInjects() in due(exercise, 600.0 + 20 * 60.0)

    def test_while_the_result_is_worked_out_the_clock_asks_for_nothing_but_ticks(self) -> None:
        exercise = run([ProposeResult()], opened(injects=[{"id": "i1", "at": "m1 + 5 min", **PAPER}]))
        assert due(exercise, 3600.0) == [Tick()]

    @pytest.mark.parametrize("rate", [0.5, 1.0, 4.0])
    def test_a_tick_is_kept_every_five_seconds_at_any_rate(self, rate: float) -> None:
        exercise = run([Pause(), Resume(rate)], opened())
        ticks = 0
        for second in range(61):
            commands = due(exercise, float(second))
            ticks += commands.count(Tick())
            exercise = run(commands, exercise, float(second))
        assert ticks == 12
        assert exercise.clock.ticked == pytest.approx(rate)

    def test_the_clock_stands_still_after_the_end(self) -> None:
        exercise = run([ProposeResult(), AcceptResult()], opened(moves=[{"id": "m1", "title": "One"}]), 60.0)
        assert exercise.phase == "ended"
        assert exercise.clock.exercise(3600.0) == 1.0


class TestRulings:
    """Control changes a value with a reason, and the journal keeps every one."""

    def test_a_ruling_is_brought_into_the_range(self) -> None:
        ruled = run([ProposeResult(), Rule("n", 99, "Too many.")], opened())
        assert ruled.proposal is not None
        assert ruled.proposal.world.values[2] == 4.0

    def test_every_ruling_is_told(self) -> None:
        commands = [ProposeResult(), Rule("x", 1.0, "First."), Rule("x", 2.0, "Second."), AcceptResult()]
        over = run(commands, opened())
        resolved = next(event for event in over.log if event.kind == "orders.resolved/1")
        assert [(c.after, c.cause.why) for c in resolved.changes] == [(1.0, "First."), (2.0, "Second.")]

    @pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400])
    @pytest.mark.parametrize("var", ["x", "n"])
    def test_what_is_no_number_is_refused(self, var: str, value: float) -> None:
        proposed = run([ProposeResult()], opened())
        refusal = decide(proposed, Rule(var, value, "why"), 0.0, DICE)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "ruling.value"


def test_a_release_by_hand_releases_what_waited_for_it() -> None:
    waiting = opened(injects=[{"id": "i1", "manual": True, **PAPER}, {"id": "i2", "when": "released(i1)", **PAPER}])
    released = run([ReleaseInject("i1")], waiting)
    assert [(e.data["inject"], e.by) for e in released.log if e.kind == "inject.released/1"] == [
        ("i1", "control"), ("i2", "clock"),
    ]  # fmt: skip


REFUSED_TOO: list[tuple[str, list[Command], Command]] = [
    ("clock.stopped", [Pause()], Pause()),
    ("clock.rate", [Pause()], Resume(0.0)),
    ("seat.unknown", [], TakeSeat("a/ghost", Holder("person", "Kim"))),
    ("seat.unknown", [GiveOrder("a/one", DO)], WithdrawOrder("a/ghost", "a.do.1")),
    ("seat.unknown", [GiveOrder("a/one", JOINT)], AnswerNeed("b/ghost", "a.joint.1/1", "agree")),
    ("seat.unknown", [], AnswerQuestion("a/ghost", "q1", "yes")),
    ("order.limit", [GiveOrder("a/one", ONCE)], GiveOrder("a/two", ONCE)),
    ("order.when", [], GiveOrder("a/one", LATER)),
    ("order.none", [], GiveOrder("b/one", ROUGH)),
    ("need.authority", [GiveOrder("a/one", JOINT)], AnswerNeed("b/two", "a.joint.1/1", "agree")),
    ("question.sealed", [AnswerQuestion("a/one", "q1", "yes", True)], AnswerQuestion("a/one", "q1", "no", True)),
    ("question.closed", [ProposeResult(), AcceptResult()], AnswerQuestion("a/one", "q1", "yes")),
    ("move.closed", [ProposeResult(), AcceptResult()], GiveOrder("a/one", DO)),
    ("move.closed", [ProposeResult(), AcceptResult()], ReleaseInject("i1")),
    ("move.closed", [ProposeResult(), AcceptResult()], JudgeInjects()),
    ("move.closed", [ProposeResult(), AcceptResult()], ProposeResult()),
    ("move.closing", [ProposeResult()], GiveOrder("a/one", DO)),
    ("move.closing", [ProposeResult()], ReleaseInject("i1")),
    ("need.closed", [GiveOrder("a/one", JOINT), ProposeResult()], AnswerNeed("b/one", "a.joint.1/1", "agree")),
]  # fmt: skip

CREATIONS: list[tuple[str, Command]] = [
    ("exercise.missing", Start()),
    ("course.unknown", Create("ex", scene(), 11, "brisque")),
    ("parameter.unknown", Create("ex", scene(), 11, "", {"pase": 2.0})),
    ("parameter.value", Create("ex", scene(), 11, "", {"pace": math.nan})),
    ("parameter.value", Create("ex", scene(), 11, "", {"pace": True})),
    ("start.unknown", Create("ex", scene(), 11, "", {}, {"z": 1.0})),
    ("start.value", Create("ex", scene(), 11, "", {}, {"flag": 1.0})),
    ("start.value", Create("ex", scene(), 11, "", {}, {"x": "high"})),
    ("start.value", Create("ex", scene(), 11, "", {}, {"n": math.inf})),
]


@pytest.mark.parametrize(("code", "before", "command"), REFUSED_TOO, ids=lambda x: x if isinstance(x, str) else "")
def test_a_refusal_says_why_and_what_to_do(code: str, before: list[Command], command: Command) -> None:
    exercise = run(before, opened(injects=[{"id": "i1", "manual": True, **PAPER}]))
    refusal = decide(exercise, command, 0.0, DICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert_said(refusal)


@pytest.mark.parametrize(("code", "command"), CREATIONS, ids=lambda x: x if isinstance(x, str) else "")
def test_an_exercise_that_cannot_be_is_refused(code: str, command: Command) -> None:
    refusal = decide(None, command, 0.0, DICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert_said(refusal)


def test_every_refusal_is_tried() -> None:
    import whitecell.exercise

    (folder,) = whitecell.exercise.__path__
    sources = "".join(file.read_text(encoding="utf-8") for file in Path(folder).rglob("*.py"))
    tests = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    codes = set(re.findall(r'Refusal\(\s*"([a-z_.]+)"', sources))
    assert {code for code in codes if f'"{code}"' not in tests} == set()


def live(scenario: Scenario) -> Table:
    """A recorded exercise with all that people do: withdrawn orders, answers, questions, pauses, rulings."""
    table = Table(MemoryStore(), "live", DICE)
    table.must(Create("live", scenario, 11))
    for command in (
        TakeSeat("a/one", Holder("person", "Duty officer")), Start(), OpenMove(), Pause("Tea."), Resume(2.0), Tick(),
        GiveOrder("a/one", DO, "A first thought."), WithdrawOrder("a/one", "a.do.1"), GiveOrder("a/two", DO),
        GiveOrder("a/one", JOINT), WithdrawOrder("a/one", "a.joint.1"), GiveOrder("a/one", JOINT, "Again."),
        GiveOrder("a/two", DO), AnswerNeed("b/one", "a.joint.1.2/1", "conditions", "After dark."),
        AnswerQuestion("a/two", "q1", "Sealed.", True), AnswerQuestion("a/two", "q1", "Both."), ProposeResult(),
        Rule("n", 3, "Counted."), AcceptResult(), OpenMove(), ProposeResult(), AcceptResult(),
    ):  # fmt: skip
        table.must(command)
    return table


def test_the_journal_of_a_live_exercise_tells_it_all() -> None:
    table = live(scene())
    assert replay(table.store.read("live"), table.store.texts("live")) == table.exercise


def test_no_word_and_no_name_of_people_stands_in_the_chain() -> None:
    table = live(scene())
    chain = b"".join(record.body for record in table.store.read("live")).decode()
    for words in ("Duty officer", "Tea.", "A first thought.", "After dark.", "Sealed.", "Counted.", "Why?"):
        assert words not in chain
    assert view(table.exercise, Control()).needs[-1].conditions == "After dark."


def test_a_script_gives_withdrawn_orders_too_so_that_names_and_luck_stay() -> None:
    scenario = scene()
    first = live(scenario).exercise
    again = conduct(scenario, setup(scenario), DICE, MemoryStore(), script=script_of(first)).exercise
    orders = {id_: (given.order, given.status) for id_, given in first.orders.items()}
    assert {id_: (given.order, given.status) for id_, given in again.orders.items()} == orders
    assert again.world.values[:2] == first.world.values[:2]
    assert again.needs["a.joint.1.2/1"].conditions == "After dark."
    assert play(scenario, setup(scenario), DICE).world.values != first.world.values
