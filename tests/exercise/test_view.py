"""A view has everything that is its audience's, in one place, and Control's desk what only Control may know."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.room import PAPER, Room, scene
from tests.game.packs import action
from tests.leaks.fort import fort
from whitecell.check.secrecy.plays import dry_play
from whitecell.exercise import (
    AnswerNeed,
    AnswerQuestion,
    AnswerRFI,
    AskRFI,
    AskShare,
    AssignRFI,
    Audience,
    Control,
    DeclineShare,
    DropInject,
    GiveFreeOrder,
    GiveOrder,
    Holder,
    HoldInject,
    LetObserve,
    OfCell,
    OfMarking,
    OfSeat,
    Plenary,
    ProposeResult,
    ReadLetter,
    RealWorldStop,
    ReleaseInject,
    ReturnFreeOrder,
    Rule,
    SendMessage,
    TakeSeat,
    View,
    export,
    may_see,
    seats_of,
    view,
)
from whitecell.game import Choice

A, B, ONE, TWO, EVERYBODY = OfCell("a"), OfCell("b"), OfSeat("a/one"), OfSeat("a/two"), Plenary()
JOINT = [
    ["joint", action("a", "y += 1", needs=[{"consent": ["b"], "within": "10 min"}])],
    ["aye", action("a", "flag = yes")],
    ["nay", action("b", "flag = no")],
]


def room(**parts: Any) -> Room:
    return Room(scene(**{"actions": JOINT, **parts}))


def seen(room: Room, audience: Audience) -> View:
    return view(room.exercise, audience)


class TestAudiences:
    """An audience sees what all of its seats see, whether they are addressed as one or one by one."""

    @given(st.lists(st.sampled_from([Plenary(), *(OfCell(c.id) for c in fort().cells), *map(OfSeat, fort().seats),
                                     *map(OfMarking, fort().markings), Control()]), max_size=4),
           st.sampled_from([Plenary(), *(OfCell(c.id) for c in fort().cells), *map(OfSeat, fort().seats)]))  # fmt: skip
    def test_an_audience_sees_exactly_what_each_of_its_seats_does(self, to: list[Audience], viewer: Audience) -> None:
        each = all(may_see(fort(), OfSeat(seat), to) for seat in seats_of(fort(), viewer))
        assert may_see(fort(), viewer, to) == each
        assert may_see(fort(), Control(), to)

    def test_what_all_cells_are_told_the_plenary_is_told(self) -> None:
        asked = room()
        asked.must(AskShare("a/one", "r1", "b", "What do you know?"))
        assert [request.words for request in seen(asked, EVERYBODY).share_requests] == ["What do you know?"]

    def test_what_nobody_is_told_is_controls(self) -> None:
        assert not may_see(fort(), Plenary(), ())
        assert not may_see(fort(), OfCell("gate"), (Control(),))


class TestTalk:
    def test_a_free_order_is_its_cells_with_what_became_of_it(self) -> None:
        it = room()
        before = seen(it, B)
        it.must(GiveFreeOrder("a/one", "f1", "Close the port.", "It is time."), ReturnFreeOrder("a.f1", "Which port?"))
        (free,) = seen(it, A).free
        assert (free.words, free.rationale, free.status, free.reason) == (
            "Close the port.", "It is time.", "returned", "Which port?",
        )  # fmt: skip
        assert seen(it, TWO).free == seen(it, Control()).free == (free,)
        assert seen(it, B) == before

    def test_a_request_tells_that_somebody_works_on_it_and_control_who(self) -> None:
        it = room()
        it.must(AskRFI("a/one", "r1", "control", "How many?"), AssignRFI("a.r1", "Intelligence desk"))
        assert [(r.status, r.name) for r in seen(it, A).rfis] == [("assigned", "")]
        assert [(r.status, r.name) for r in seen(it, Control()).rfis] == [("assigned", "Intelligence desk")]
        text = {"en": "Ten."}
        it.must(AnswerRFI("a.r1", text, text, text))
        assert [(r.status, r.letter) for r in seen(it, A).rfis] == [("answered", 1)]
        assert seen(it, B).rfis == () and "rfi-" not in repr(seen(it, A))

    def test_a_request_of_another_cell_is_both_cells_with_its_refusal(self) -> None:
        it = room()
        it.must(AskShare("a/one", "r1", "b", "What do you know?"), DeclineShare("b/one", "a.r1", "Nothing for you."))
        assert seen(it, A).share_requests == seen(it, B).share_requests
        assert seen(it, A).share_requests[0].reason == "Nothing for you."

    def test_messages_are_between_a_seat_and_control_and_from_control_to_whom_it_names(self) -> None:
        it = room()
        it.must(SendMessage("a/one", (), "Help."), SendMessage("control", ("a",), "Coming."),
                SendMessage("control", (), "Tea."))  # fmt: skip
        told = {audience: [m.words for m in seen(it, audience).messages] for audience in (ONE, TWO, A, B, Control())}
        assert told == {
            ONE: ["Help.", "Coming.", "Tea."], TWO: ["Coming.", "Tea."], A: ["Coming.", "Tea."], B: ["Tea."],
            Control(): ["Help.", "Coming.", "Tea."],
        }  # fmt: skip
        assert [m.to for m in seen(it, Control()).messages] == [("control",), ("cell a",), ("plenary",)]

    def test_a_letter_is_read_by_each_seat_for_itself(self) -> None:
        it = room()
        it.must(ReleaseInject("i05"), ReadLetter("a/one", 1))
        assert [[letter.read for letter in seen(it, who).letters] for who in (ONE, TWO, A, Control())] == [
            [True], [False], [False], [False],
        ]  # fmt: skip
        assert all(entry.kind != "letter.read/1" for entry in seen(it, TWO).entries)

    def test_who_stopped_the_exercise_and_who_is_looked_at_everybody_is_told(self) -> None:
        it = room()
        it.must(RealWorldStop("b/two", "Fire."), LetObserve(("a",)))
        for audience in (ONE, B, EVERYBODY, Control()):
            assert (seen(it, audience).clock.stop, seen(it, audience).observed) == ("b/two", ("a",))


class TestDesk:
    def test_it_is_controls_alone(self) -> None:
        it = room()
        for audience in (A, B, ONE, EVERYBODY, OfMarking("public")):
            assert seen(it, audience).desk is None

    def test_it_has_the_msel_as_it_stands_with_when_each_is_due(self) -> None:
        it = room()
        it.wait(6.0)
        it.must(HoldInject("i10"), DropInject("i20"), ReadLetter("a/one", 1))
        desk = seen(it, Control()).desk
        assert desk is not None
        items = {found.item.id: (found.item.status, found.due, found.read) for found in desk.items}
        assert items["i05"] == ("released", None, 1)
        assert items["i10"] == ("held", None, 0) and items["i20"] == ("dropped", None, 0)
        assert items["k05"] == ("planned", None, 0)
        assert (desk.length, desk.position + it.minutes - seen(it, Control()).clock.base) == (60.0, pytest.approx(6.0))
        early = room()
        assert early.exercise.opened == 0.0
        first = seen(early, Control()).desk
        assert first is not None
        assert {i.item.id: i.due for i in first.items}["i10"] == 10.0

    def test_it_has_the_orders_with_what_they_wait_for(self) -> None:
        it = room()
        it.must(GiveOrder("a/one", Choice("joint"), "Together.", 60.0))
        desk = seen(it, Control()).desk
        assert desk is not None
        (order,) = desk.orders
        assert (order.cell, order.rationale, order.confidence, order.waits) == ("a", "Together.", 60.0, True)
        (need,) = order.needs
        assert (need.kind, need.of, need.within, need.answer) == ("consent", "b/one", 10.0, None)
        it.now = 120.0
        it.must(AnswerNeed("b/one", need.id, "agree"))
        desk = seen(it, Control()).desk
        assert desk is not None
        (order,) = desk.orders
        answered = order.needs[0].answered
        assert answered is not None and not order.waits
        assert answered.exercise - order.needs[0].asked.exercise == 2.0

    def test_it_has_the_proposal_with_its_ties_and_counts_rulings(self) -> None:
        it = room()
        it.must(GiveOrder("a/one", Choice("aye")), GiveOrder("b/one", Choice("nay")), ProposeResult())
        desk = seen(it, Control()).desk
        assert desk is not None and desk.proposal is not None
        assert [tie.var for tie in desk.proposal.ties] == ["flag"] and desk.proposal.rulings == 0
        assert {change.var for change in desk.proposal.changes} >= {"flag"}
        it.must(Rule("flag", True, "They came first."))
        desk = seen(it, Control()).desk
        assert desk is not None and desk.proposal is not None
        assert desk.proposal.rulings == 1 and desk.proposal.values["flag"] is True
        for audience in (A, EVERYBODY):
            assert "They came first." not in repr(seen(it, audience))

    def test_it_has_every_seat_at_a_glance(self) -> None:
        it = room(injects=[{"id": "hand", "manual": True, **PAPER}])
        it.must(ReleaseInject("hand"), ReadLetter("a/one", 1), AnswerQuestion("a/two", "q1", "So.", sealed=True),
                AnswerQuestion("a/one", "q1", "So."), GiveOrder("a/one", Choice("joint")),
                TakeSeat("a/one", Holder("person", "Kim", "uniform")))  # fmt: skip
        desk = seen(it, Control()).desk
        assert desk is not None
        glance = {each.seat: each for each in desk.seats}
        one, two, other = glance["a/one"], glance["a/two"], glance["b/one"]
        assert (one.kind, one.holder, one.aid, one.letters, one.unread) == ("person", "Kim", "uniform", 1, 0)
        assert (one.orders, one.answers, one.sealed) == (1, ("q1",), ())
        assert (two.letters, two.unread, two.answers, two.sealed) == (1, 1, (), ("q1",))
        assert (other.letters, other.asked, other.kind) == (0, 1, "")

    def test_it_has_what_waits_for_control(self) -> None:
        it = room()
        it.must(GiveFreeOrder("a/one", "f1", "Close the port."), AskRFI("a/one", "r1", "control", "How many?"))
        desk = seen(it, Control()).desk
        assert desk is not None
        assert ([f.id for f in desk.free], [r.id for r in desk.rfis]) == (["a.f1"], ["a.r1"])
        it.must(ReturnFreeOrder("a.f1", "No."))
        desk = seen(it, Control()).desk
        assert desk is not None and desk.free == ()


class TestExport:
    def test_it_has_the_words_of_every_part(self) -> None:
        """What an audience sees it can take away, and nothing else: every text of the view is in it and only those."""
        exercise = dry_play(fort(), 5, 3, live=True)[-1].exercise
        for audience in (Control(), OfCell("gate"), OfSeat("camp/chief"), Plenary()):
            shown = view(exercise, audience)
            (*_, papers) = export(exercise, audience)
            assert [m["words"] for m in papers["messages"]] == [m.words for m in shown.messages]
            assert [m["words"] for m in papers["free"]] == [m.words for m in shown.free]
            assert [m["words"] for m in papers["rfis"]] == [m.words for m in shown.rfis]
            assert [m["words"] for m in papers["share_requests"]] == [m.words for m in shown.share_requests]
            assert [m["note"] for m in papers["shares"]] == [m.note for m in shown.shares]
            assert [m["title"] for m in papers["letters"]] == [dict(m.title) for m in shown.letters]
            assert "desk" not in papers

    def test_every_part_of_a_view_is_in_it_or_is_the_state_of_the_moment(self) -> None:
        moment = {
            "audience", "phase", "running", "rate", "minutes", "move", "number", "open", "outcome", "values", "holders",
            "permitted", "questions", "clock", "observed", "desk", "history",
        }  # fmt: skip
        told_by_entries = {"orders", "needs", "answers", "check", "entries"}
        (*_, papers) = export(room().exercise, Control())
        assert {field.name for field in fields(View)} == moment | told_by_entries | papers.keys() - {"count", "head"}
