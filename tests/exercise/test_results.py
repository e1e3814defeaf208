"""The result of a move: passing, ties, rulings and acceptance, and the end by Control's word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.cast import KEY, LEAD, LOOP, A, B, C, order, room
from tests.exercise.room import DICE, Room, scene
from tests.game.packs import action
from whitecell.exercise import (
    AcceptResult,
    Command,
    Control,
    EndExercise,
    OpenMove,
    Plenary,
    ProposeResult,
    Refusal,
    Rule,
    Tick,
    WithdrawOrder,
    view,
)
from whitecell.game import ties
from whitecell.journal import MemoryStore
from whitecell.players import conduct, play, setup

LONG = "x" * 4001


class TestPassing:
    """A move that may not be passed waits for every cell that could order something."""

    def stern(self) -> Room:
        return room(moves=[{**LOOP, "may_pass": False, "orders": {"a": 3, "b": 1, "c": 1}}])

    def test_it_names_the_cells_and_an_at_once_order_counts(self) -> None:
        table = self.stern()
        refusal = table.do(ProposeResult())
        assert isinstance(refusal, Refusal) and refusal.code == "move.passing"
        assert "have not: a and b." in refusal.message  # c has no action, and the press no slot
        table.must(order("say"))
        assert "have not: b." in str(table.do(ProposeResult()))
        table.must(order("two", KEY), WithdrawOrder(KEY, "b.two.1"))
        assert table.refused(ProposeResult(" ")) == "move.passing"
        table.must(order("two", KEY), ProposeResult())

    def test_with_a_reason_it_closes_and_only_control_reads_it(self) -> None:
        table = self.stern()
        table.must(ProposeResult("The hall closes at six."))
        assert table.exercise.proposal is not None and table.exercise.proposal.why == "The hall closes at six."
        for audience in (A, C, Plenary()):
            assert "hall" not in repr(view(table.exercise, audience))
        assert table.refused(ProposeResult()) == "result.proposed"

    def test_a_reason_may_not_be_endless(self) -> None:
        assert self.stern().refused(ProposeResult(LONG)) == "words.long"

    def test_bots_are_not_asked_twice(self) -> None:
        scenario = self.stern().scenario
        assert conduct(scenario, setup(scenario), DICE, MemoryStore()).exercise.phase == "ended"


class TestTies:
    """Orders of equal priority that set a variable differently are Control's to settle; luck settles it among bots."""

    def tied(self, *more: Command) -> Room:
        table = room()
        table.must(order("four"), order("two", KEY), *more, ProposeResult())
        return table

    def test_control_has_to_rule_before_it_accepts(self) -> None:
        table = self.tied()
        assert table.exercise.proposal is not None
        ((var, candidates),) = table.exercise.proposal.ties
        assert var == "n"
        assert [(value, cause.id, cause.cell) for value, cause in candidates] == [(4.0, "four", "a"), (2.0, "two", "b")]
        assert table.refused(AcceptResult()) == "result.tie"
        table.must(Rule("x", 1.0, "Something else."))
        assert table.refused(AcceptResult()) == "result.tie"
        table.must(Rule("n", 2, "They were first."), AcceptResult())
        assert table.exercise.world.values[2] == 2.0
        assert table.again() == table.exercise

    def test_nobody_else_sees_it(self) -> None:
        table = room()
        table.must(order("four"), order("two", KEY))
        seen = [view(table.exercise, audience).values for audience in (A, B, C)]
        table.must(ProposeResult())
        assert [view(table.exercise, audience).values for audience in (A, B, C)] == seen
        assert "four" not in repr(view(table.exercise, C)) and "four" in repr(view(table.exercise, Control()).desk)

    def test_a_higher_priority_is_no_tie_nor_are_equal_values(self) -> None:
        table = room()
        table.must(order("four"), order("three", KEY), ProposeResult(), AcceptResult())
        assert table.exercise.world.values[2] == 3.0
        table = room(actions=[["four", action("a", "n = 4")], ["two", action("b", "n = 2 + 2")]])
        table.must(order("four"), order("two", KEY), ProposeResult(), AcceptResult())
        table = room(actions=[["four", action("a", "n = 4", "n = 3")]])
        table.must(order("four"), ProposeResult(), AcceptResult())

    def test_among_bots_luck_settles_it(self) -> None:
        actions = [["four", action("a", "n = 4")], ["two", action("b", "n = 2")]]
        scenario = room(actions=actions, moves=[{"id": "m1", "title": "One", "may_pass": False}]).scenario
        exercise = conduct(scenario, setup(scenario), DICE, MemoryStore()).exercise
        assert exercise.world == play(scenario, setup(scenario), DICE).world
        proposed = next(event for event in exercise.log if event.kind == "result.proposed/1")
        assert proposed.data.keys() == {"carried", "lapsed", "world"}
        assert exercise.world.values[2] in (2.0, 4.0)

    @given(st.lists(st.sampled_from(["four", "two", "three"]), unique=True))
    def test_a_tie_is_where_the_order_of_priority_says_nothing(self, names: list[str]) -> None:
        table = room()
        table.must(*(order(name, LEAD if name == "four" else KEY) for name in names))
        orders = [given.order for given in table.exercise.orders.values()]
        found = ties(table.scenario, table.exercise.world, orders, DICE)
        assert bool(found) == ("four" in names and "two" in names and "three" not in names)


class TestRulings:
    def test_nobody_accepts_what_another_has_just_changed(self) -> None:
        table = room()
        table.must(order("do"), ProposeResult(), Rule("x", 1.0, "First."))
        assert table.refused(AcceptResult(rulings=0)) == "result.changed"
        table.must(Rule("x", 2.0, "Second."))
        assert table.exercise.proposal is not None and table.exercise.proposal.rulings == 2
        assert table.refused(AcceptResult(rulings=1)) == "result.changed"
        table.must(AcceptResult(rulings=2))

    def test_a_reason_may_not_be_endless(self) -> None:
        table = room()
        table.must(ProposeResult())
        assert table.refused(Rule("x", 1.0, LONG)) == "words.long"
        assert table.refused(Rule("x", 1.0, " ")) == "ruling.reason"


class TestEnd:
    @pytest.mark.parametrize("before", [[], [ProposeResult()], [ProposeResult(), AcceptResult()]])
    def test_control_ends_it_in_any_phase_of_a_move(self, before: list[Command]) -> None:
        table = room(measures=[["level", {"value": "x * 2"}]])
        table.must(*before, EndExercise("The building is on fire."))
        exercise = table.exercise
        assert (exercise.phase, exercise.world.stage, exercise.world.outcome) == ("ended", "ended", None)
        assert exercise.measures == {"level": 16.0} and not exercise.clock.running
        assert view(exercise, C).entries[-1].kind == "exercise.ended/1"
        assert not view(exercise, C).open and view(exercise, C).outcome is None
        assert table.refused(Tick()) == "exercise.ended"
        assert table.again() == exercise

    def test_what_has_not_begun_has_no_end(self) -> None:
        table = Room(scene(), opened=False)
        assert table.refused(EndExercise()) == "exercise.not_started"
        assert table.refused(OpenMove()) == "exercise.not_started"
        assert room().refused(EndExercise(LONG)) == "words.long"
