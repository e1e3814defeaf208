"""Orders of people: at once or at the closing, the same luck either way, and told to nobody who may not know."""

import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.cast import AUDIENCES, DESK, GUIDE, KEY, LEAD, MEMBER, OUTSIDER, WATCH, A, B, C, order, room
from tests.exercise.room import DICE
from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    Command,
    Control,
    Exercise,
    GiveOrder,
    OfSeat,
    OpenMove,
    Pause,
    Plenary,
    ProposeResult,
    Refusal,
    ResolveOrder,
    Resume,
    WithdrawOrder,
    at_barrier,
    due,
    may_see,
    standing_orders,
    view,
)
from whitecell.game import Change, Choice, resolve
from whitecell.journal import MemoryStore
from whitecell.players import Script, conduct, script_of, setup
from whitecell.scenario import acts

ASKED = {"ask": "a.ask.1/2", "plead": "a.plead.1/1"}


def kinds(events: list[Any]) -> list[str]:
    return [event.kind.partition("/")[0] for event in events]


def values(exercise: Exercise) -> dict[str, Any]:
    return {var.name: value for var, value in zip(exercise.scenario.vars, exercise.world.values, strict=True)}


def changes(events: list[Any]) -> tuple[Change, ...]:
    return tuple(change for event in events for change in event.changes)


class TestAtOnce:
    """An at-once order resolves alone, when its last key turns."""

    def test_without_needs_it_takes_effect_when_it_is_given(self) -> None:
        table = room()
        events = table.must(order("say"))
        assert kinds(events) == ["order.given", "order.resolved", "order.published", "state.changed"]
        assert table.exercise.orders["a.say.1"].status == "carried"
        assert values(table.exercise)["x"] > 8.0
        assert view(table.exercise, C).values["x"] == values(table.exercise)["x"]
        assert [seen.id for seen in view(table.exercise, C).orders] == ["a.say.1"]

    def test_it_waits_for_the_last_answer_and_informing_asks_none(self) -> None:
        table = room()
        assert kinds(table.must(order("ask"))) == ["order.given", "need.asked", "need.asked"]
        assert kinds(table.must(AnswerNeed(KEY, ASKED["ask"], "object")))[1:3] == ["order.resolved", "order.published"]
        assert table.exercise.orders["a.ask.1"].status == "carried"
        table = room()
        table.must(order("joint"), AnswerNeed(OUTSIDER, "a.joint.1/2", "agree"))
        assert table.exercise.orders["a.joint.1"].status == "given"
        table.must(AnswerNeed(KEY, "a.joint.1/1", "conditions", "By night."))
        assert table.exercise.orders["a.joint.1"].status == "carried"

    def test_a_refused_consent_lets_it_lapse_at_once_though_another_is_still_asked(self) -> None:
        table = room()
        table.must(order("joint"))
        events = table.must(AnswerNeed(KEY, "a.joint.1/1", "object"))
        assert kinds(events) == ["need.answered", "order.resolved", "order.published"]
        assert view(table.exercise, A).orders[0].reason == "consent.refused b/one"
        assert [seen.status for seen in view(table.exercise, C).orders] == ["lapsed"]
        assert view(table.exercise, Plenary()).orders == ()
        assert table.refused(AnswerNeed(OUTSIDER, "a.joint.1/2", "agree")) == "need.closed"
        assert values(table.exercise)["y"] == 0.0

    @pytest.mark.parametrize(("name", "status"), [("ask", "carried"), ("plead", "lapsed")])
    def test_when_the_time_for_a_consultation_is_over_it_goes_on_or_lapses(self, name: str, status: str) -> None:
        table = room()
        table.wait(3.0)
        table.must(order(name))
        table.wait(9.5)
        assert table.exercise.orders[f"a.{name}.1"].status == "given"
        table.wait(0.5)
        assert table.exercise.orders[f"a.{name}.1"].status == status
        assert table.exercise.orders[f"a.{name}.1"].reason == ("" if name == "ask" else
                                                               "consultation.silent b/one")  # fmt: skip
        assert ResolveOrder(f"a.{name}.1") not in due(table.exercise, table.now)

    def test_time_for_an_answer_is_exercise_time(self) -> None:
        table = room()
        table.must(order("ask"), Pause())
        table.now += 3600.0
        assert due(table.exercise, table.now) == []
        assert table.must(ResolveOrder("a.ask.1")) == []
        table.must(Resume(1.0))
        table.wait(9.5)
        assert table.exercise.orders["a.ask.1"].status == "given"

    def test_consent_is_awaited_until_the_move_is_closed(self) -> None:
        table = room()
        table.must(order("joint"))
        table.wait(50.0)
        assert table.exercise.orders["a.joint.1"].status == "given"
        assert table.must(ResolveOrder("a.joint.1")) == []
        table.must(AnswerNeed(KEY, "a.joint.1/1", "agree"))
        assert table.exercise.orders["a.joint.1"].status == "carried"

    def test_what_waits_at_the_closing_is_judged_there(self) -> None:
        table = room()
        table.must(order("joint"), order("plead"), order("ask"), ProposeResult(), AcceptResult())
        assert {given.id: given.status for given in table.exercise.orders.values()} == {
            "a.joint.1": "lapsed", "a.plead.1": "lapsed", "a.ask.1": "carried",
        }  # fmt: skip

    def test_the_clock_may_be_late_but_not_wrong(self) -> None:
        table = room()
        table.must(order("do"), order("ask"), AnswerNeed(KEY, ASKED["ask"], "agree"))
        assert table.must(ResolveOrder("a.ask.1")) == []
        assert table.refused(ResolveOrder("a.do.1")) == "order.unknown"
        assert table.refused(ResolveOrder("a.ghost.1")) == "order.unknown"

    def test_it_is_final_uses_its_slot_and_is_left_out_of_the_closing(self) -> None:
        table = room()
        table.must(order("say"), order("say"), order("do"))
        assert table.refused(WithdrawOrder(LEAD, "a.say.1")) == "order.final"
        assert table.refused(order("do")) == "order.slots"
        assert view(table.exercise, OfSeat(LEAD)).permitted == ()
        table.must(ProposeResult())
        assert table.exercise.proposal is not None and table.exercise.proposal.carried == ("a.do.1",)
        table.must(AcceptResult())
        assert table.exercise.world.counts == {("a", "say"): 2, ("a", "do"): 1}

    def test_a_limit_counts_it_once(self) -> None:
        """Of four in all, three are given in the first move and one is left for the second."""
        table = room()
        table.must(order("say"), order("say"), order("say"))
        table.must(ProposeResult(), AcceptResult(), OpenMove(), order("say"))
        assert table.refused(order("say")) == "order.limit"
        assert Choice("say") not in view(table.exercise, OfSeat(LEAD)).permitted

    def test_it_releases_what_waited_for_its_effect_unless_the_exercise_is_paused(self) -> None:
        inject = {"id": "i1", "when": "x > 8", "to": ["c"], "title": "T", "body": "B", "fictional": True}
        table = room(injects=[inject])
        assert kinds(table.must(order("say")))[-1] == "inject.released"
        table = room(injects=[inject])
        assert kinds(table.must(Pause(), order("say")))[-1] == "state.changed"
        table.must(Resume(1.0))
        assert table.wait(0.5) == ["i1"]

    def test_bots_alone_have_no_at_once(self) -> None:
        scenario = room().scenario
        orders = ((1, LEAD, Choice("say"), "", None),)
        script = Script(frozenset(scenario.seats), orders)
        told = conduct(scenario, setup(scenario), DICE, MemoryStore(), script=script).exercise.log
        assert "order.resolved/1" not in {event.kind for event in told}
        assert next(e.data["carried"] for e in told if e.kind == "orders.resolved/1") == ["a.say.1"]


class TestLuck:
    """Luck belongs to the order, not to when it resolves or to what was given and taken back before."""

    @given(st.lists(st.sampled_from(["say", "hide", "nudge"]), min_size=1, max_size=3))
    def test_an_at_once_order_gives_what_resolving_it_alone_gives(self, names: list[str]) -> None:
        table = room()
        for name in names:
            before = table.exercise
            events = table.must(order(name))
            (made,) = [g for id_, g in table.exercise.orders.items() if id_ not in before.orders]
            step = resolve(before.scenario, before.world, [made.order], DICE)
            assert step.world == table.exercise.world
            assert step.changes == changes(events)

    @given(st.lists(st.sampled_from(["do", "back"]), min_size=1, max_size=8))
    def test_standing_orders_never_share_a_place_and_names_are_never_used_twice(self, steps: list[str]) -> None:
        table = room()
        ids: list[str] = []
        for step in steps:
            if step == "do":
                events = table.do(order("do"))
                ids += [] if isinstance(events, Refusal) else [events[0].data["order"]]
            elif table.exercise.orders:
                table.do(WithdrawOrder(LEAD, next(iter(table.exercise.orders))))
            places = [given.occurrence for given in standing_orders(table.exercise, "a")]
            assert len(set(places)) == len(places)
            assert all(place <= 2 for place in places)
        assert len(set(ids)) == len(ids)

    def test_what_is_given_again_meets_the_same_luck(self) -> None:
        """The first of two is taken back: the next has its place, and the second keeps its own."""
        plain, again = room(), room()
        plain.must(order("do"), order("do", rationale="second"))
        again.must(order("do"), order("do", rationale="second"), WithdrawOrder(LEAD, "a.do.1"), order("do"))
        assert again.exercise.orders["a.do.1.3"].order.occurrence == 0
        for table in (plain, again):
            table.must(ProposeResult(), AcceptResult())
        assert plain.exercise.world.values == again.exercise.world.values
        assert view(again.exercise, C) == view(plain.exercise, C)

    def test_a_waiting_at_once_order_taken_back_leaves_its_luck(self) -> None:
        plain, again = room(), room()
        again.must(order("ask"), WithdrawOrder(MEMBER, "a.ask.1"))
        for table, id_ in ((plain, "a.ask.1"), (again, "a.ask.1.2")):
            table.must(order("ask"), AnswerNeed(KEY, f"{id_}/2", "agree"))
        assert plain.exercise.world == again.exercise.world

    @settings(deadline=None)
    @given(st.lists(st.sampled_from(["do", "pact", "first", "last"]), max_size=9))
    def test_a_script_gives_and_takes_back_as_it_was(self, steps: list[str]) -> None:
        table = room()
        for step in steps:
            if step in ("do", "pact"):
                table.do(order(step))
            elif open_ := [given.id for given in table.exercise.orders.values() if given.status == "given"]:
                table.must(WithdrawOrder(LEAD, open_[0 if step == "first" else -1]))
        script = script_of(table.exercise)
        again = conduct(table.scenario, setup(table.scenario), DICE, MemoryStore(), script=script).exercise
        given_, repeated = ({id_: (g.order, g.status == "withdrawn") for id_, g in each.orders.items() if g.move == 1}
                            for each in (table.exercise, again))  # fmt: skip
        assert given_ == repeated

    def test_names_for_others_count_what_they_learn_of(self) -> None:
        """Two at once, one taken back, one at the closing: who had no part in them sees them numbered in a row."""
        say = {"limit": {"per_move": 3}, "title": "Say", "by": ["a"], "effects": ["x += 1"], "marking": "public"}
        table = room(actions=[["say", {**say, "arguments": {"to": ["us", "them"]}}]])
        table.must(GiveOrder(LEAD, Choice("say", (("to", "us"),))), WithdrawOrder(LEAD, "a.say.1"))
        table.must(GiveOrder(LEAD, Choice("say", (("to", "us"),))), GiveOrder(LEAD, Choice("say", (("to", "them"),))))
        table.must(ProposeResult(), AcceptResult())
        assert [seen.id for seen in view(table.exercise, C).orders] == ["a.say.1", "a.say.1.2"]


class TestSecrecy:
    def test_who_sees_only_the_effect_learns_of_no_order(self) -> None:
        table = room()
        before = view(table.exercise, C)
        table.must(order("nudge"))
        seen = view(table.exercise, C)
        (entry,) = seen.entries[len(before.entries) :]
        assert (entry.kind, entry.by, dict(entry.facts), entry.changes[0].because) == (
            "state.changed/1",
            "clock",
            {},
            (),
        )
        assert seen.orders == () and seen.values["y"] > 0.0

    def test_what_nobody_else_may_see_shows_nowhere(self) -> None:
        table = room()
        seen = {audience: view(table.exercise, audience) for audience in AUDIENCES}
        table.must(order("hide"))
        for audience in AUDIENCES:
            of_a = audience == A or str(audience).startswith("seat a/")
            assert (view(table.exercise, audience) == seen[audience]) != of_a

    def test_a_cell_knows_its_own_cause(self) -> None:
        table = room()
        table.must(order("nudge"))
        assert view(table.exercise, A).entries[-1].changes[0].because == ("order nudge a",)


def test_a_withdrawn_order_is_told_to_whom_it_was_told() -> None:
    table = room()
    table.must(order("pact"))
    seen = {audience: view(table.exercise, audience) for audience in (C, Plenary())}
    table.must(WithdrawOrder(MEMBER, "a.pact.1"))
    assert view(table.exercise, B).entries[-1].kind == "order.withdrawn/1"
    assert {audience: view(table.exercise, audience) for audience in seen} == seen


DEEDS = st.one_of(
    st.sampled_from(["do", "say", "hide", "nudge", "ask", "plead", "joint", "pact"]).map(lambda name: ("order", name)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("answer"), st.integers(0, 9), st.sampled_from(["agree", "conditions", "object"])),
    st.tuples(st.just("wait"), st.floats(0.5, 12.0)),
    st.just(("close",)),
)


def command(exercise: Exercise, deed: tuple[Any, ...]) -> list[Command]:
    """What somebody does."""
    match deed:
        case ("order", name):
            return [order(name)]
        case ("withdraw", place) if exercise.orders:
            return [WithdrawOrder(LEAD, list(exercise.orders)[place % len(exercise.orders)])]
        case ("answer", place, said) if exercise.needs:
            need = list(exercise.needs.values())[place % len(exercise.needs)]
            return [AnswerNeed(need.of, need.id, said)]
        case ("close",):
            return [ProposeResult(), AcceptResult(), OpenMove()]
        case _:
            return []


TOLD_TO_C = {"do", "say", "joint", "ask", "pact"}
"""Actions whose orders c may learn of: public ones, and those that ask or inform it."""


@settings(max_examples=60, deadline=None)
@given(st.lists(DEEDS, max_size=14))
def test_whatever_is_given_taken_back_and_answered(deeds: list[tuple[Any, ...]]) -> None:
    """The journal tells it all, and to the outsider nothing of an order that it may not know of."""
    table = room()
    for deed in deeds:
        seen, told = view(table.exercise, C), len(table.exercise.log)
        if deed[0] == "wait":
            table.wait(deed[1])
        for each in command(table.exercise, deed):
            table.do(each)
        if not any(may_see(table.scenario, C, event.to) for event in table.exercise.log[told:]):
            assert view(table.exercise, C) == seen
        assert all(count >= 0 for count in at_barrier(table.exercise).counts.values())
    shown = view(table.exercise, C)
    assert {seen.choice.action for seen in shown.orders} <= TOLD_TO_C
    told_of = {because for entry in shown.entries for change in entry.changes for because in change.because}
    assert told_of <= {f"order {name} a" for name in TOLD_TO_C}
    assert not re.search("hide|nudge|plead|hoard", repr(shown))
    assert table.again() == table.exercise


class TestWhoMay:
    """The scenario names who orders; roles say who speaks for a cell."""

    def test_those_who_watch_and_those_who_guide_give_no_orders(self) -> None:
        table = room()
        for seat in (WATCH, GUIDE):
            assert table.refused(order("do", seat)) == "order.authority"
        table.must(order("do", MEMBER))
        for seat in (WATCH, GUIDE):
            assert table.refused(WithdrawOrder(seat, "a.do.1")) == "seat.role"
        table.must(WithdrawOrder(LEAD, "a.do.1"))

    def test_control_plays_a_response_cell(self) -> None:
        table = room()
        table.must(order("quote", DESK), WithdrawOrder(DESK, "press.quote.1"))
        assert (
            acts("response", "facilitator") and not acts("friend", "facilitator") and not acts("response", "observer")
        )

    def test_who_is_named_orders_and_answers_whatever_the_role(self) -> None:
        table = room(actions=[["do", {"title": "Do", "by": ["a/watch"], "effects": ["x += 1"],
                                      "needs": [{"consult": ["a/guide", "b/two"]}]}]])  # fmt: skip
        table.must(order("do", WATCH), AnswerNeed("b/two", "a.do.1/2", "agree"), WithdrawOrder(WATCH, "a.do.1"))
        assert table.refused(order("do")) == "order.authority"


LONG = "x" * 4001
REFUSED: list[tuple[str, list[Command], Command]] = [
    ("order.confidence", [], order("do", confidence=101.0)),
    ("order.confidence", [], order("do", confidence=-0.5)),
    ("order.confidence", [], order("do", confidence=math.nan)),
    ("order.confidence", [], order("do", confidence=True)),
    ("words.long", [], order("do", rationale=LONG)),
    ("words.broken", [], order("do", rationale="\ud800")),
    ("need.answer", [order("ask")], AnswerNeed(KEY, ASKED["ask"], "silent")),
    ("words.long", [order("ask")], AnswerNeed(KEY, ASKED["ask"], "conditions", LONG)),
    ("need.unknown", [order("ask")], AnswerNeed(OUTSIDER, "a.ask.1/1", "agree")),
]


@pytest.mark.parametrize(("code", "before", "refused"), REFUSED, ids=lambda x: x if isinstance(x, str) else "")
def test_what_is_refused_changes_nothing(code: str, before: list[Command], refused: Command) -> None:
    table = room()
    table.must(*before)
    assert table.refused(refused) == code


def test_how_sure_the_cell_is_stands_in_the_journal() -> None:
    table = room()
    table.must(order("pact", confidence=0), order("do"), order("do", confidence=62.5))
    assert [given.confidence for given in table.exercise.orders.values()] == [0, None, 62.5]
    assert "confidence" not in table.exercise.log[-2].data
    assert [seen.confidence for seen in view(table.exercise, A).orders] == [0, None, 62.5]
    assert table.again() == table.exercise
    assert view(table.exercise, B).orders == ()


def test_control_sees_every_order() -> None:
    table = room()
    table.must(order("ask"), order("hide"))
    assert [seen.id for seen in view(table.exercise, Control()).orders] == ["a.ask.1", "a.hide.1"]
