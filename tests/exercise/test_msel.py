"""The MSEL in Control's hands: held, let go, dropped, given another time, rewritten, added to."""

from typing import Any

import pytest

from tests.exercise.room import PAPER, QUESTION, Room, scene
from whitecell.exercise import (
    AcceptResult,
    AddInject,
    AnswerQuestion,
    Audience,
    Command,
    Control,
    DropInject,
    EditInject,
    FreeInject,
    HoldInject,
    OfCell,
    OfSeat,
    OpenMove,
    Pause,
    Plenary,
    ProposeResult,
    Refusal,
    ReleaseInject,
    Resume,
    RetimeInject,
    Start,
    by_hand,
    due,
    item,
    items,
    view,
)


def own(inject: str = "own", **parts: Any) -> AddInject:
    """An inject of Control's own, for cell b, by hand."""
    return AddInject(**{
        "inject": inject, "title": {"en": "A call"}, "body": {"en": "They ask."}, "sender": {"en": "A ministry"},
        "to": ("b",), **parts,
    })  # fmt: skip


def told_to_control(room: Room, command: Command) -> None:
    """The command's one event is Control's alone, and changes nothing for anybody else."""
    audiences: list[Audience] = [OfSeat("a/one"), OfSeat("b/two"), OfCell("a"), OfCell("b"), Plenary()]
    before = [view(room.exercise, audience) for audience in audiences]
    (event,) = room.must(command)
    assert event.to == (Control(),)
    assert [view(room.exercise, audience) for audience in audiences] == before
    assert room.again() == room.exercise


class TestHold:
    def test_what_is_held_comes_by_no_minute_and_is_due_at_once_when_let_go(self) -> None:
        room = Room()
        told_to_control(room, HoldInject("i05"))
        assert room.wait(8.0) == []
        assert item(room.exercise, "i05").status == "held"
        told_to_control(room, FreeInject("i05"))
        assert room.look() == ["i05"]

    def test_what_is_held_comes_by_no_condition_and_comes_when_let_go_if_it_holds_then(self) -> None:
        room = Room()
        room.must(HoldInject("chain"), ReleaseInject("hand"))
        assert room.look() == []
        assert "chain" not in room.exercise.world.truth
        room.must(FreeInject("chain"))
        assert room.look() == ["chain"]

    def test_what_is_held_does_not_come_if_its_condition_has_passed_when_it_is_let_go(self) -> None:
        room = Room()
        room.must(HoldInject("quiet"))
        room.wait(30.0)
        room.must(AnswerQuestion("a/one", "q1", "Because."), FreeInject("quiet"))
        assert room.wait(10.0) == []

    def test_it_holds_at_the_end_of_a_move_and_at_the_opening_of_the_next(self) -> None:
        room = Room(scene(injects=[{"id": "i1", "when": "move == 2", **PAPER}, {"id": "i2", "when": "x > 8", **PAPER}],
                          world=[{"id": "r", "do": ["x = 9"]}]))  # fmt: skip
        room.must(HoldInject("i1"), HoldInject("i2"), ProposeResult(), AcceptResult(), OpenMove())
        assert room.look() == []
        room.must(FreeInject("i1"), FreeInject("i2"))
        assert room.look() == ["i1", "i2"]

    def test_control_may_release_what_it_holds(self) -> None:
        room = Room()
        room.must(HoldInject("i10"), ReleaseInject("i10"))
        assert item(room.exercise, "i10").status == "released"
        assert room.refused(FreeInject("i10")) == "inject.released"

    def test_what_waits_for_a_move_that_is_over_is_not_let_go_into_nothing(self) -> None:
        room = Room()
        room.must(HoldInject("i05"), ProposeResult(), AcceptResult(), OpenMove())
        assert room.refused(FreeInject("i05")) == "inject.over"
        assert by_hand(room.exercise, item(room.exercise, "i05"))
        room.must(RetimeInject("i05", "m3", 1.0), FreeInject("i05"), ProposeResult(), AcceptResult(), OpenMove())
        assert room.wait(1.0) == ["i05"]


class TestDrop:
    def test_what_is_dropped_never_comes(self) -> None:
        room = Room()
        told_to_control(room, DropInject("i05", "They know already."))
        told_to_control(room, DropInject("chain"))
        room.must(ReleaseInject("hand"))
        assert room.wait(20.0) == ["i10", "i20"]
        assert item(room.exercise, "i05").status == "dropped"

    @pytest.mark.parametrize("command", [
        ReleaseInject("i05"), HoldInject("i05"), FreeInject("i05"), DropInject("i05"), RetimeInject("i05", "m1", 9.0),
        EditInject("i05", title={"en": "New"}),
    ])  # fmt: skip
    def test_nothing_is_done_with_it_any_more(self, command: Command) -> None:
        room = Room()
        room.must(DropInject("i05"))
        assert room.refused(command) == "inject.dropped"


class TestTime:
    def test_a_new_minute_is_kept(self) -> None:
        room = Room()
        told_to_control(room, RetimeInject("i05", "m1", 12.0))
        assert room.wait(11.0) == ["i10"]
        assert room.wait(1.0) == ["i05"]

    def test_a_minute_that_has_passed_is_now(self) -> None:
        room = Room()
        room.wait(6.0)
        room.must(RetimeInject("k05", "m1", 2.0))
        assert room.look() == ["k05"]

    def test_what_the_clock_was_about_to_release_stays_when_it_is_given_a_later_minute(self) -> None:
        room = Room()
        room.now = 300.0
        commands = due(room.exercise, room.now)
        assert ReleaseInject("i05", "clock") in commands
        room.must(RetimeInject("i05", "m1", 7.0), *commands)
        assert "i05" not in room.exercise.deliveries

    def test_to_controls_hand_and_back(self) -> None:
        room = Room()
        room.must(RetimeInject("i05", None))
        assert room.wait(8.0) == []
        assert by_hand(room.exercise, item(room.exercise, "i05"))
        room.must(RetimeInject("i05", "m1", 8.0))
        assert room.look() == ["i05"]

    def test_an_inject_of_another_move_may_come_in_this_one(self) -> None:
        room = Room()
        room.must(RetimeInject("k05", "m1", 1.0), RetimeInject("i05", "m3", 1.0))
        assert room.wait(5.0) == ["k05"]

    def test_a_conditional_one_keeps_its_condition_unless_it_is_given_a_time(self) -> None:
        room = Room()
        assert room.refused(RetimeInject("chain", None)) == "inject.condition"
        room.must(RetimeInject("chain", "m1", 3.0), ReleaseInject("hand"))
        assert room.look() == []
        assert room.wait(3.0) == ["chain"]

    @pytest.mark.parametrize(("code", "command"), [
        ("move.unknown", RetimeInject("i05", "m9", 1.0)),
        ("inject.minute", RetimeInject("i05", "m1", -1.0)),
        ("inject.minute", RetimeInject("i05", "m1", float("nan"))),
        ("inject.minute", RetimeInject("i05", "m1", float("inf"))),
        ("inject.standing", RetimeInject("i05", "m2", 1.0)),
        ("inject.unknown", RetimeInject("ghost", "m1", 1.0)),
        ("inject.standing", own(move="m2", minute=3.0)),
    ])  # fmt: skip
    def test_a_time_that_never_comes_is_refused(self, code: str, command: Command) -> None:
        assert Room().refused(command) == code

    def test_a_move_that_does_not_come_again_is_refused_and_one_that_may_is_not(self) -> None:
        room = Room()
        room.must(ProposeResult(), AcceptResult())
        assert room.refused(RetimeInject("k05", "m1", 1.0)) == "inject.over"
        round_ = Room(scene(moves=[
            {"id": "m1", "title": "One", "next": [{"when": "x > 60", "move": "m3"}, "m2"], "questions": [QUESTION]},
            {"id": "m2", "title": "Two", "clock": "stopped", "next": ["m1"]}, {"id": "m3", "title": "Three"},
        ]))  # fmt: skip
        round_.must(ProposeResult(), AcceptResult(), OpenMove(), RetimeInject("k05", "m1", 1.0))


class TestEdit:
    def test_the_paper_that_goes_out_is_the_edited_one_and_goes_to_whom_it_now_is_for(self) -> None:
        room = Room()
        told_to_control(room, EditInject("i05", {"en": "New title"}, {"en": "New words."}, ("b/two", "a/one")))
        assert room.wait(5.0) == ["i05"]
        event = next(e for e in room.exercise.log if e.kind == "inject.released/1")
        assert event.to == (OfSeat("a/one"), OfSeat("b/two"))
        (letter,) = view(room.exercise, OfSeat("b/two")).letters
        assert (letter.title, letter.body) == ({"en": "New title"}, {"en": "New words."})
        assert view(room.exercise, OfSeat("a/two")).letters == ()
        assert room.exercise.mail == {"a/one": ("i05",), "b/two": ("i05",)}
        assert room.exercise.world.values[0] == 9.0  # its effects are the pack's

    def test_what_is_not_given_stays_as_it_is(self) -> None:
        room = Room()
        before = item(room.exercise, "i05")
        assert room.must(EditInject("i05")) == []
        room.must(EditInject("i05", body={"en": "New words."}))
        after = item(room.exercise, "i05")
        assert (after.title, after.seats, after.minute) == (before.title, before.seats, before.minute)
        assert (before.changed, after.changed) == (False, True)

    def test_one_that_waits_for_a_condition_goes_out_as_edited_too(self) -> None:
        room = Room()
        room.must(EditInject("chain", {"en": "New"}), ReleaseInject("hand"))
        assert [letter.title["en"] for letter in view(room.exercise, OfCell("a")).letters] == ["T", "New"]

    def test_it_goes_to_exactly_whom_control_names_and_to_nobody_whom_it_was_for(self) -> None:
        room = Room()
        room.must(EditInject("hand", to=("b/two",)))
        before = view(room.exercise, OfCell("a"))
        room.must(HoldInject("chain"), ReleaseInject("hand"))
        assert view(room.exercise, OfCell("a")) == before
        assert [len(view(room.exercise, OfSeat(seat)).letters) for seat in ("b/one", "b/two")] == [0, 1]

    @pytest.mark.parametrize(("code", "command"), [
        ("inject.title", EditInject("i05", title={"en": "  "})),
        ("inject.title", EditInject("i05", title={})),
        ("inject.language", EditInject("i05", title={"xx": "New"})),
        ("words.long", EditInject("i05", title={"en": "x" * 301})),
        ("words.long", EditInject("i05", body={"en": "x" * 20_001})),
        ("words.broken", EditInject("i05", body={"en": "nothing\0"})),
        ("inject.to", EditInject("i05", to=("a", "c"))),
        ("inject.to", EditInject("i05", to=("a/ghost",))),
        ("inject.nobody", EditInject("i05", to=())),
        ("inject.unknown", EditInject("ghost", to=("a",))),
    ])  # fmt: skip
    def test_what_cannot_be_is_refused(self, code: str, command: Command) -> None:
        assert Room().refused(command) == code

    def test_what_has_gone_out_stays_as_it_was(self) -> None:
        room = Room()
        room.must(ReleaseInject("hand"))
        for command in (EditInject("hand", title={"en": "New"}), RetimeInject("hand", "m1", 9.0), HoldInject("hand"),
                        DropInject("hand"), ReleaseInject("hand")):  # fmt: skip
            assert room.refused(command) == "inject.released"


class TestAdd:
    def test_one_of_controls_own_goes_out_by_hand(self) -> None:
        room = Room()
        told_to_control(room, own(medium="call"))
        assert room.wait(3.0) == []
        before = room.exercise.world
        (event,) = room.must(ReleaseInject("own"))
        assert (event.by, event.to, event.data["medium"]) == ("control", (OfCell("b"),), "call")
        assert room.exercise.world == before  # the game knows nothing of it
        assert room.exercise.mail == {"b/one": ("own",), "b/two": ("own",)}
        (letter,) = view(room.exercise, OfCell("b")).letters
        assert (letter.title["en"], letter.sender["en"]) == ("A call", "A ministry")
        assert room.again() == room.exercise

    def test_one_with_a_minute_comes_by_the_clock_and_may_be_held_retimed_and_edited(self) -> None:
        room = Room()
        room.must(own(move="m1", minute=4.0), own("other", move="m1", minute=4.0), HoldInject("other"))
        room.must(RetimeInject("other", "m1", 6.0), EditInject("other", title={"en": "Another"}, to=("a",)))
        assert room.wait(4.0) == ["own"]
        room.must(FreeInject("other"))
        assert room.wait(2.0) == ["i05", "other"]
        assert item(room.exercise, "other").seats == {"a/one", "a/two"}

    def test_a_long_text_fits(self) -> None:
        Room().must(own(body={"en": "x" * 20_000}))

    @pytest.mark.parametrize(("code", "command"), [
        ("inject.id", own("Own")), ("inject.id", own("")), ("inject.id", own("x" * 61)), ("inject.id", own("a b")),
        ("inject.exists", own("i05")), ("inject.medium", own(medium="pigeon")), ("inject.to", own(to=("c",))),
        ("inject.nobody", own(to=())), ("inject.title", own(title={"en": ""})),
        ("words.long", own(body={"en": "x" * 20_001})), ("words.long", own(sender={"en": "x" * 301})),
        ("inject.language", own(sender={"xx": "A"})), ("move.unknown", own(move="m9")),
        ("inject.minute", own(move="m1", minute=-1.0)),
    ])  # fmt: skip
    def test_what_cannot_be_is_refused(self, code: str, command: Command) -> None:
        assert Room().refused(command) == code

    def test_an_id_is_given_once(self) -> None:
        room = Room()
        room.must(own())
        assert room.refused(own()) == "inject.exists"


def test_the_list_as_it_stands_tells_every_status() -> None:
    room = Room()
    room.must(HoldInject("i10"), DropInject("i20"), ReleaseInject("hand"), own())
    assert {found.id: found.status for found in items(room.exercise)} == {
        "i05": "planned", "i10": "held", "i20": "dropped", "hand": "released", "chain": "released", "quiet": "planned",
        "j00": "planned", "j10": "planned", "k05": "planned", "own": "planned",
    }  # fmt: skip
    assert list(room.exercise.items) == ["i10", "i20", "own"]
    assert item(room.exercise, "hand").released == room.exercise.deliveries["hand"].at
    assert [found.id for found in items(room.exercise) if by_hand(room.exercise, found)] == ["hand", "j10", "own"]


def test_the_msel_may_be_prepared_before_the_start() -> None:
    room = Room(opened=False)
    room.must(HoldInject("i05"), own(move="m1", minute=1.0), RetimeInject("i10", "m1", 2.0))
    assert room.refused(ReleaseInject("own")) == "exercise.not_started"
    room.must(Start(), OpenMove())
    assert room.wait(5.0) == ["own", "i10"]


def test_nothing_is_released_while_the_result_is_worked_out_or_between_moves() -> None:
    room = Room()
    room.must(own(), ProposeResult())
    assert room.refused(ReleaseInject("own")) == "move.closing"
    assert room.must(ReleaseInject("i05", "clock")) == []
    room.must(AcceptResult())
    assert room.refused(ReleaseInject("own")) == "move.closed"
    assert room.must(ReleaseInject("i05", "clock")) == []


def test_a_release_by_hand_in_a_pause_brings_nothing_else_with_it() -> None:
    room = Room()
    room.must(Pause(), ReleaseInject("hand"))
    assert "chain" not in room.exercise.deliveries
    assert room.wait(5.0) == []
    room.must(Resume())
    assert room.look() == ["chain"]


def test_what_the_clock_asks_for_twice_comes_once() -> None:
    room = Room()
    room.now = 300.0
    commands = due(room.exercise, room.now)
    room.must(*commands, *commands)
    assert not isinstance(room.do(ReleaseInject("i05", "clock")), Refusal)
    assert [e.data["inject"] for e in room.exercise.log if e.kind == "inject.released/1"] == ["i05"]


@pytest.mark.parametrize(("code", "before", "command"), [
    ("inject.unknown", [], ReleaseInject("ghost")), ("inject.unknown", [], HoldInject("ghost")),
    ("inject.unknown", [], FreeInject("ghost")), ("inject.unknown", [], DropInject("ghost")),
    ("inject.held", [HoldInject("i05")], HoldInject("i05")), ("inject.free", [], FreeInject("i05")),
    ("words.long", [], DropInject("i05", "x" * 4_001)),
])  # fmt: skip
def test_a_refusal_says_why_and_what_to_do(code: str, before: list[Command], command: Command) -> None:
    room = Room()
    room.must(*before)
    assert room.refused(command) == code
