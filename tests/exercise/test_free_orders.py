"""Free orders: in words, and returned, mapped to an action, or ruled by Control with a preview."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.cast import AUDIENCES, GUIDE, KEY, LEAD, MEMBER, WATCH, A, C, order, room
from tests.exercise.room import Room, scene
from whitecell.exercise import (
    AcceptResult,
    Command,
    Control,
    GiveFreeOrder,
    MapFreeOrder,
    OfSeat,
    OpenMove,
    ProposeResult,
    Refusal,
    ReturnFreeOrder,
    RuleFreeOrder,
    WithdrawFreeOrder,
    free_effects,
    may_see,
    view,
)
from whitecell.game import Choice

WORDS = "Send the harbour pilot out."
GIVEN = GiveFreeOrder(LEAD, "a.f1", WORDS, "It cannot wait.")


def given_table(**parts: Any) -> Room:
    table = room(**parts)
    table.must(GIVEN)
    return table


def of_a(audience: object) -> bool:
    return str(audience).removeprefix("cell ").removeprefix("seat ").partition("/")[0] == "a"


def test_it_is_its_cells_and_controls() -> None:
    table = room()
    before = {audience: view(table.exercise, audience) for audience in AUDIENCES}
    table.must(GIVEN)
    for audience in (*AUDIENCES, Control()):
        shown = view(table.exercise, audience)
        if of_a(audience) or audience == Control():
            (free,) = shown.free
            assert (free.words, free.rationale, free.status) == (WORDS, "It cannot wait.", "given")
        else:
            assert shown == before[audience]


def test_it_uses_no_slot_until_it_is_mapped() -> None:
    table = given_table()
    table.must(order("do"), order("do"), order("do"))
    assert table.refused(MapFreeOrder("a.f1", LEAD, Choice("pact"))) == "free.mapping"


def test_an_id_begins_with_the_cells_so_that_no_cell_meets_anothers() -> None:
    table = room()
    table.must(GiveFreeOrder(LEAD, "f1", WORDS), GiveFreeOrder(KEY, "f1", WORDS))
    assert list(table.exercise.free) == ["a.f1", "b.f1"]
    assert table.refused(GiveFreeOrder(MEMBER, "a.f1", WORDS)) == "id.taken"
    assert table.refused(WithdrawFreeOrder(KEY, "a.f1")) == "free.unknown"
    table.must(WithdrawFreeOrder(KEY, "f1"), WithdrawFreeOrder(MEMBER, "a.f1"))
    assert {free.status for free in table.exercise.free.values()} == {"withdrawn"}


def test_control_returns_it_with_the_reason() -> None:
    table = given_table()
    table.wait(2.0)
    table.must(ReturnFreeOrder("a.f1", "Who is the pilot?"))
    (free,) = view(table.exercise, A).free
    assert (free.status, free.reason) == ("returned", "Who is the pilot?")
    assert free.settled is not None and free.settled.exercise - free.at.exercise == 2.0
    assert view(table.exercise, C).free == ()


class TestMapping:
    """A mapped order is an order like any other."""

    def test_it_asks_what_the_action_asks_and_resolves_as_it_does(self) -> None:
        table = given_table()
        events = table.must(MapFreeOrder("a.f1", MEMBER, Choice("pact")))
        assert [event.kind for event in events] == ["order.given/1", "free.mapped/1", "need.asked/1"]
        assert table.exercise.free["a.f1"].order == "a.pact.1"
        given_ = table.exercise.orders["a.pact.1"]
        assert (given_.order.seat, given_.rationale, given_.status) == (MEMBER, "It cannot wait.", "given")

    def test_an_at_once_action_takes_effect_at_once(self) -> None:
        mapped, plain = given_table(), room()
        mapped.must(MapFreeOrder("a.f1", LEAD, Choice("say")))
        plain.must(order("say"))
        assert mapped.exercise.world == plain.exercise.world

    @pytest.mark.parametrize(
        ("code", "seat", "name"),
        [
            ("free.seat", KEY, "two"),
            ("order.authority", LEAD, "two"),
            ("order.authority", WATCH, "do"),
            ("order.authority", LEAD, "ghost"),
            ("order.limit", LEAD, "four"),
            ("seat.unknown", "a/ghost", "do"),
        ],
    )
    def test_what_the_seat_may_not_order_is_refused_to_control(self, code: str, seat: str, name: str) -> None:
        table = given_table()
        table.must(order("four"))
        refusal = table.do(MapFreeOrder("a.f1", seat, Choice(name)))
        assert isinstance(refusal, Refusal)
        why = refusal.facts["why"] if refusal.code == "free.mapping" else refusal
        assert why.code == code
        assert table.exercise.free["a.f1"].status == "given"
        if code.startswith("order"):
            assert refusal.message.startswith(f"{seat} may not give this order now, and would be told: {why.message}")


class TestRuling:
    """Control rules values, sees before what they become, and each sees afterwards what it may."""

    @given(x=st.floats(-1e6, 1e6), n=st.integers(-9, 9), hoard=st.floats(-1e3, 1e3))
    @settings(deadline=None)
    def test_the_preview_is_what_happens(self, x: float, n: int, hoard: float) -> None:
        table = given_table()
        values = {"hoard": hoard, "x": x, "n": n}
        before = table.exercise
        preview = free_effects(before, values, "It came so.")
        assert isinstance(preview, tuple) and table.exercise is before
        events = table.must(RuleFreeOrder("a.f1", values, "It came so."))
        assert tuple(change for event in events for change in event.changes) == preview
        assert [change.var for change in preview] == ["x", "n", "hoard"]
        assert {change.var: change.after for change in preview} == {
            "x": min(64.0, max(-64.0, x)), "n": float(min(4, max(0, n))), "hoard": min(64.0, max(0.0, hoard)),
        }  # fmt: skip

    def test_each_sees_what_it_may_and_the_cell_the_reason(self) -> None:
        table = given_table()
        table.must(RuleFreeOrder("a.f1", {"hoard": 3.0, "y": 2.0}, "The pilot saw it."))
        assert view(table.exercise, A).free[0].reason == "The pilot saw it."
        assert view(table.exercise, A).values["hoard"] == 3.0
        outside = view(table.exercise, C)
        assert [change.var for change in outside.entries[-1].changes] == ["y"]
        assert "pilot" not in repr(outside) and "hoard" not in repr(outside) and outside.free == ()

    def test_what_only_the_cell_sees_shows_nobody_else_anything(self) -> None:
        table = given_table()
        before = view(table.exercise, C)
        table.must(RuleFreeOrder("a.f1", {"hoard": 3.0}, "Stored."))
        assert view(table.exercise, C) == before

    def test_it_may_change_nothing_and_release_what_waited_for_it(self) -> None:
        inject = {"id": "i1", "when": "y > 1", "to": ["c"], "title": "T", "body": "B", "fictional": True}
        table = given_table(injects=[inject])
        table.must(RuleFreeOrder("a.f1", {}, "Nothing comes of it."), GiveFreeOrder(LEAD, "f2", WORDS))
        events = table.must(RuleFreeOrder("a.f2", {"y": 2.0}, "It does."))
        assert [event.kind for event in events] == ["free.ruled/1", "state.changed/1", "inject.released/1"]

    def test_it_takes_effect_now_or_not_at_all(self) -> None:
        table = given_table()
        table.must(ProposeResult())
        assert table.refused(RuleFreeOrder("a.f1", {"y": 2.0}, "Late.")) == "move.closing"
        assert table.refused(MapFreeOrder("a.f1", LEAD, Choice("do"))) == "move.closing"
        table.must(AcceptResult())
        assert table.refused(RuleFreeOrder("a.f1", {"y": 2.0}, "Late.")) == "move.closed"
        table.must(OpenMove(), RuleFreeOrder("a.f1", {"y": 2.0}, "In the next move."))


LONG = "x" * 4001
REFUSED: list[tuple[str, list[Command], Command]] = [
    ("seat.unknown", [], GiveFreeOrder("a/ghost", "f", WORDS)),
    ("seat.unknown", [], WithdrawFreeOrder("a/ghost", "f1")),
    ("seat.role", [], GiveFreeOrder(WATCH, "f", WORDS)),
    ("seat.role", [], GiveFreeOrder(GUIDE, "f", WORDS)),
    ("seat.role", [], WithdrawFreeOrder(WATCH, "a.f1")),
    ("words.none", [], GiveFreeOrder(LEAD, "f", " \n")),
    ("words.long", [], GiveFreeOrder(LEAD, "f", LONG)),
    ("words.long", [], GiveFreeOrder(LEAD, "f", WORDS, LONG)),
    ("id.form", [], GiveFreeOrder(LEAD, "an id with spaces", WORDS)),
    ("id.form", [], GiveFreeOrder(LEAD, "x" * 99, WORDS)),
    ("id.taken", [], GIVEN),
    ("move.closed", [ProposeResult(), AcceptResult()], GiveFreeOrder(LEAD, "f", WORDS)),
    ("move.closing", [ProposeResult()], GiveFreeOrder(LEAD, "f", WORDS)),
    ("free.unknown", [], ReturnFreeOrder("f1", "Why?")),
    ("free.unknown", [], MapFreeOrder("ghost", LEAD, Choice("do"))),
    ("free.unknown", [], RuleFreeOrder("ghost", {}, "Why?")),
    ("free.unknown", [], WithdrawFreeOrder(LEAD, "ghost")),
    ("words.none", [], ReturnFreeOrder("a.f1", " ")),
    ("words.long", [], ReturnFreeOrder("a.f1", LONG)),
    ("ruling.reason", [], RuleFreeOrder("a.f1", {}, " ")),
    ("words.long", [], RuleFreeOrder("a.f1", {}, LONG)),
    ("ruling.unknown", [], RuleFreeOrder("a.f1", {"ghost": 1.0}, "Why?")),
    ("ruling.value", [], RuleFreeOrder("a.f1", {"x": 1.0, "flag": 1.0}, "Why?")),
    ("free.settled", [ReturnFreeOrder("a.f1", "Why?")], WithdrawFreeOrder(LEAD, "a.f1")),
    ("free.settled", [ReturnFreeOrder("a.f1", "Why?")], ReturnFreeOrder("a.f1", "Why?")),
    ("free.settled", [WithdrawFreeOrder(LEAD, "f1")], RuleFreeOrder("a.f1", {}, "Why?")),
    ("free.settled", [MapFreeOrder("a.f1", LEAD, Choice("do"))], MapFreeOrder("a.f1", LEAD, Choice("do"))),
]


@pytest.mark.parametrize(("code", "before", "refused"), REFUSED, ids=lambda x: x if isinstance(x, str) else "")
def test_what_is_refused_changes_nothing(code: str, before: list[Command], refused: Command) -> None:
    table = given_table()
    table.must(*before)
    assert table.refused(refused) == code


def test_a_preview_says_why_it_cannot_be() -> None:
    refusal = free_effects(room().exercise, {"ghost": 1.0})
    assert isinstance(refusal, Refusal) and refusal.code == "ruling.unknown"


def test_before_the_first_move_there_is_nothing_to_order() -> None:
    assert Room(scene(), opened=False).refused(GIVEN) == "move.closed"


FATES: list[Command] = [
    WithdrawFreeOrder(LEAD, "a.f1"), ReturnFreeOrder("a.f1", "No."), MapFreeOrder("a.f1", LEAD, Choice("hide")),
    MapFreeOrder("a.f1", LEAD, Choice("ask")), RuleFreeOrder("a.f1", {"hoard": 2.0}, "So be it."),
    RuleFreeOrder("a.f1", {"y": 2.0}, "So be it."),
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([GIVEN, *FATES, ProposeResult(), AcceptResult(), OpenMove()]), max_size=10))
def test_the_journal_tells_it_all_and_others_nothing(commands: list[Command]) -> None:
    table = room()
    for each in commands:
        seen, told = view(table.exercise, OfSeat("c/one")), len(table.exercise.log)
        table.do(each)
        if not any(may_see(table.scenario, C, event.to) for event in table.exercise.log[told:]):
            assert view(table.exercise, OfSeat("c/one")) == seen
    assert WORDS not in repr(view(table.exercise, C))
    assert table.again() == table.exercise
