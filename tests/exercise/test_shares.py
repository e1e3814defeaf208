"""Shares: a letter goes to another cell only by decision of the one that has it; the journal tells how long it took."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.cast import GUIDE, KEY, LEAD, MEMBER, OUTSIDER, WATCH, A, B, C, room
from tests.exercise.room import Room, scene
from whitecell.exercise import (
    AnswerRFI,
    AskRFI,
    AskShare,
    Command,
    Control,
    DeclineShare,
    JudgeInjects,
    OfCell,
    OfSeat,
    Plenary,
    ReleaseInject,
    ShareInject,
    due,
    may_see,
    view,
)

PAPER = {"title": "A wreck", "body": "Off the point.", "from": "A fisher", "fictional": True, "manual": True}
INJECTS: list[dict[str, Any]] = [
    {"id": "first", "to": ["a/one"], **PAPER}, {"id": "w77", "to": ["a/one", "a/watch"], **PAPER},
    {"id": "gale", "to": ["a", "b/two"], **PAPER, "title": "A gale"},
    {"id": "told", "when": "shared(w77)", "to": ["c"], "title": "T", "body": "B", "fictional": True},
]  # fmt: skip
SHARED = ShareInject(LEAD, 1, ("b",))


def with_letter(inject: str = "w77", **parts: Any) -> Room:
    table = room(injects=INJECTS, **parts)
    table.must(ReleaseInject(inject))
    return table


def letters(table: Room, audience: Any) -> list[str]:
    return [str(letter.title["en"]) for letter in view(table.exercise, audience).letters]


def test_the_receiving_cell_has_a_letter_and_the_third_learns_nothing() -> None:
    table = with_letter()
    table.wait(7.0)
    outside, plenary = view(table.exercise, C), view(table.exercise, Plenary())
    table.must(ShareInject(LEAD, 1, ("b",), note="For your pilots."))
    for seat in (KEY, "b/two"):
        (letter,) = view(table.exercise, OfSeat(seat)).letters
        assert (letter.title, letter.body, letter.sender, letter.shared_by) == (
            {"en": "A wreck"}, {"en": "Off the point."}, {"en": "A fisher"}, "a",
        )  # fmt: skip
    (share,) = view(table.exercise, B).shares
    assert (share.cell, share.to, share.letter, share.note, share.waited) == ("a", ("b",), 1, "For your pilots.", 7.0)
    assert (view(table.exercise, C), view(table.exercise, Plenary())) == (outside, plenary)
    assert "w77" not in repr(view(table.exercise, B))  # the id, which numbers the list
    assert table.again() == table.exercise


def test_the_rest_of_the_giving_cell_learns_of_the_share_and_does_not_get_the_letter() -> None:
    table = with_letter()
    table.must(SHARED)
    assert letters(table, OfSeat(MEMBER)) == []
    assert [share.letter for share in view(table.exercise, OfSeat(MEMBER)).shares] == [0]
    assert "Off the point" not in repr(view(table.exercise, OfSeat(MEMBER)))
    assert letters(table, OfSeat(WATCH)) == ["A wreck"]


def test_a_letter_that_came_by_a_share_is_passed_on_with_its_own_delay() -> None:
    table = with_letter()
    table.wait(3.0)
    table.must(SHARED)
    table.wait(4.0)
    table.must(ShareInject(KEY, 1, ("c",)))
    assert [share.came.exercise for share in table.exercise.shares] == [0.0, 3.0]
    assert letters(table, C) == ["T", "A wreck"]
    assert table.refused(ShareInject(OUTSIDER, 2, ("b",))) == "share.had"
    assert table.refused(ShareInject(OUTSIDER, 2, ("press", "b"))) == "share.had"
    table.must(ShareInject(LEAD, 1, ("c",)))  # a does not know that b has told it already
    assert letters(table, C) == ["T", "A wreck"]


def test_nobody_has_a_letter_twice() -> None:
    table = with_letter("gale")
    shared = table.must(SHARED)[0]
    assert shared.data["seats"] == ["b/one"]
    assert (letters(table, OfSeat("b/two")), letters(table, OfSeat(KEY))) == (["A gale"], ["A gale"])
    assert table.exercise.mail["b/two"] == ("gale",)
    assert table.refused(SHARED) == "share.had"


def test_that_others_have_a_letter_from_elsewhere_is_not_told() -> None:
    """Whether b has it too must make no difference to a."""
    alone, both = with_letter(), room(injects=[*INJECTS[:1], {**INJECTS[1], "to": ["a/one", "a/watch", "b"]}])
    both.must(ReleaseInject("w77"))
    for table in (alone, both):
        table.must(SHARED)
    assert view(alone.exercise, A) == view(both.exercise, A)


def test_an_answer_to_a_request_for_information_can_be_shared() -> None:
    table = room()
    table.must(AskRFI(LEAD, "r", "control", "When?"), AnswerRFI("a.r", {"en": "Then"}, {"en": "Now."}, {"en": "I"}))
    table.must(SHARED)
    assert letters(table, B) == ["Then"]


class TestRequests:
    def test_both_cells_know_of_it_and_a_share_settles_it(self) -> None:
        table = with_letter()
        outside = view(table.exercise, C)
        table.must(AskShare(KEY, "q", "a", "What of the wreck?"))
        for audience in (A, B, Control()):
            assert [request.words for request in view(table.exercise, audience).share_requests] == [
                "What of the wreck?"
            ]
        assert view(table.exercise, C) == outside
        table.must(ShareInject(LEAD, 1, ("b", "c"), request="b.q"))
        (request,) = view(table.exercise, B).share_requests
        assert request.status == "shared" and request.settled is not None
        assert table.refused(DeclineShare(LEAD, "b.q")) == "share.settled"
        assert table.again() == table.exercise

    def test_it_may_be_declined_with_a_word_or_none(self) -> None:
        table = with_letter()
        table.must(AskShare(KEY, "q", "a", "What?"), AskShare(KEY, "q2", "a", "What else?"))
        table.must(DeclineShare(MEMBER, "b.q", "Not yet."), DeclineShare(MEMBER, "b.q2"))
        assert [(r.status, r.reason) for r in view(table.exercise, B).share_requests] == [
            ("declined", "Not yet."), ("declined", ""),
        ]  # fmt: skip


def test_a_condition_may_wait_for_a_share_and_is_judged_at_the_next_tick() -> None:
    table = with_letter()
    assert JudgeInjects() not in due(table.exercise, table.now)
    table.must(SHARED)
    assert JudgeInjects() in due(table.exercise, table.now)
    assert table.wait(0.5) == ["told"]


LONG = "x" * 4001
ASKED = AskShare(KEY, "q", "a", "What?")
REFUSED: list[tuple[str, list[Command], Command]] = [
    ("seat.unknown", [], ShareInject("a/ghost", 1, ("b",))),
    ("seat.unknown", [], AskShare("a/ghost", "q", "b", "What?")),
    ("seat.unknown", [], DeclineShare("a/ghost", "q")),
    ("seat.role", [], ShareInject(WATCH, 1, ("b",))),
    ("seat.role", [], ShareInject(GUIDE, 1, ("b",))),
    ("seat.role", [], AskShare(WATCH, "q", "b", "What?")),
    ("seat.role", [ASKED], DeclineShare(WATCH, "b.q")),
    ("letter.unknown", [], ShareInject(MEMBER, 1, ("b",))),
    ("letter.unknown", [], ShareInject(LEAD, 0, ("b",))),
    ("letter.unknown", [], ShareInject(LEAD, 2, ("b",))),
    ("share.to", [], ShareInject(LEAD, 1, ())),
    ("share.to", [], ShareInject(LEAD, 1, ("a",))),
    ("share.to", [], ShareInject(LEAD, 1, ("b", "ghost"))),
    ("share.had", [SHARED], ShareInject(LEAD, 1, ("c", "b"))),
    ("share.unknown", [], ShareInject(LEAD, 1, ("b",), "ghost")),
    ("share.unknown", [ASKED], ShareInject(LEAD, 1, ("b",), "q")),
    ("share.unknown", [AskShare(KEY, "q", "c", "What?")], ShareInject(LEAD, 1, ("b",), "b.q")),
    ("share.request", [ASKED], ShareInject(LEAD, 1, ("c",), "b.q")),
    ("share.settled", [ASKED, DeclineShare(LEAD, "b.q")], ShareInject(LEAD, 1, ("b",), "b.q")),
    ("words.long", [], ShareInject(LEAD, 1, ("b",), note=LONG)),
    ("share.to", [], AskShare(KEY, "q", "b", "What?")),
    ("share.to", [], AskShare(KEY, "q", "ghost", "What?")),
    ("words.none", [], AskShare(KEY, "q", "a", " ")),
    ("id.taken", [ASKED], AskShare("b/two", "b.q", "c", "What?")),
    ("share.unknown", [ASKED], DeclineShare(OUTSIDER, "b.q")),
    ("share.unknown", [ASKED], DeclineShare(KEY, "b.q")),
    ("words.long", [ASKED], DeclineShare(LEAD, "b.q", LONG)),
]


@pytest.mark.parametrize(("code", "before", "refused"), REFUSED, ids=lambda x: x if isinstance(x, str) else "")
def test_what_is_refused_changes_nothing(code: str, before: list[Command], refused: Command) -> None:
    table = with_letter()
    table.must(*before)
    assert table.refused(refused) == code


def test_it_begins_with_the_exercise() -> None:
    assert Room(scene(), opened=False).refused(AskShare("a/one", "q", "b", "What?")) == "exercise.not_started"


CELLS = {"a": LEAD, "b": KEY, "c": OUTSIDER}
COMMANDS = st.one_of(
    st.sampled_from([ReleaseInject(each["id"]) for each in INJECTS[:3]]),
    st.builds(
        ShareInject,
        st.sampled_from([LEAD, MEMBER, KEY, OUTSIDER]),
        st.integers(1, 3),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(tuple),
        st.sampled_from(["", "a.q", "b.q"]),
    ),
    st.builds(AskShare, st.sampled_from([LEAD, KEY]), st.just("q"), st.sampled_from("abc"), st.just("What?")),
    st.builds(DeclineShare, st.sampled_from([LEAD, KEY, OUTSIDER]), st.sampled_from(["a.q", "b.q"])),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(COMMANDS, max_size=12))
def test_letters_go_only_where_they_are_sent(commands: list[Command]) -> None:
    """Every audience's view changes only by what is addressed to it; a letter's number is its place in the mail."""
    table = room(injects=INJECTS)
    for each in commands:
        seen = {cell: view(table.exercise, OfCell(cell)) for cell in CELLS}
        told = len(table.exercise.log)
        table.do(each)
        for cell in CELLS:
            if not any(may_see(table.scenario, OfCell(cell), event.to) for event in table.exercise.log[told:]):
                assert view(table.exercise, OfCell(cell)) == seen[cell]
    for seat, mail in table.exercise.mail.items():
        shown = view(table.exercise, OfSeat(seat)).letters
        assert [letter.number for letter in shown] == list(range(1, len(mail) + 1))
        assert len(set(mail)) == len(mail)
    assert table.again() == table.exercise
