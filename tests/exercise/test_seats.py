"""Who sits where, what a seat has read, words to and from Control, and who may look on."""

import pytest

from tests.exercise.room import Room
from whitecell.exercise import (
    Audience,
    Command,
    Control,
    Event,
    Holder,
    LetObserve,
    OfCell,
    OfSeat,
    Plenary,
    ReadLetter,
    ReleaseInject,
    SendMessage,
    TakeSeat,
    evolve,
    view,
)

PERSON = Holder("person", "Duty officer")


class TestSeats:
    def test_the_latest_to_sit_down_has_the_seat_and_the_journal_tells_of_each(self) -> None:
        room = Room()
        for holder in (Holder("bot", "uniform"), PERSON, Holder("person", "Deputy", "uniform")):
            room.must(TakeSeat("a/one", holder))
            assert room.exercise.holders["a/one"] == holder
        assert len([e for e in room.exercise.log if e.kind == "seat.taken/1"]) == 3
        assert room.again() == room.exercise

    def test_who_sits_there_already_is_no_news(self) -> None:
        room = Room()
        room.must(TakeSeat("a/one", PERSON))
        assert room.must(TakeSeat("a/one", PERSON)) == []

    def test_a_journal_that_knows_no_aids_reads_on(self) -> None:
        room = Room()
        (event,) = room.must(TakeSeat("a/one", PERSON))
        old = Event(event.kind, event.at, event.by, event.to, {
            "seat": "a/one", "holder": {"kind": "person", "name": "Duty officer"},
        })  # fmt: skip
        assert evolve(Room().exercise, old).holders["a/one"] == PERSON


class TestLetters:
    def test_the_first_reading_is_told_to_the_seat_and_to_nobody_else(self) -> None:
        room = Room()
        room.must(ReleaseInject("hand"))
        others: list[Audience] = [OfSeat("a/two"), OfCell("a"), OfCell("b"), Plenary()]
        before = [view(room.exercise, audience) for audience in others]
        (event,) = room.must(ReadLetter("a/one", 1))
        assert event.to == (OfSeat("a/one"),)
        assert [view(room.exercise, audience) for audience in others] == before
        assert view(room.exercise, OfSeat("a/one")).letters[0].read
        assert room.exercise.reads == {("a/one", "hand"): event.at}
        assert room.again() == room.exercise

    def test_reading_it_again_is_no_news(self) -> None:
        room = Room()
        room.must(ReleaseInject("hand"), ReadLetter("a/one", 1))
        assert room.must(ReadLetter("a/one", 1)) == []

    def test_letters_are_numbered_as_they_came(self) -> None:
        room = Room()
        room.wait(10.0)
        room.must(ReleaseInject("hand"))
        assert room.exercise.mail["a/two"] == ("i05", "i10", "hand", "chain")
        (event,) = room.must(ReadLetter("a/two", 3))
        assert event.data["inject"] == "hand"

    def test_a_letter_passed_on_is_one_more_unless_the_seat_has_it(self) -> None:
        room = Room()
        room.must(ReleaseInject("hand"))
        at = room.exercise.log[-1].at
        for _ in range(2):
            data = {"inject": "hand", "cell": "a", "seat": "a/one", "to": ["b"], "request": "", "note": "",
                    "came": [0.0, 0.0, 0.0]}  # fmt: skip
            room.exercise = evolve(room.exercise, Event("inject.shared/1", at, "a/one", (OfCell("b"),), data))
        assert room.exercise.mail["b/one"] == ("hand",)

    @pytest.mark.parametrize("letter", [0, -1, 3])
    def test_there_must_be_such_a_letter(self, letter: int) -> None:
        room = Room()
        room.must(ReleaseInject("hand"))
        assert room.refused(ReadLetter("a/one", letter)) == "letter.unknown"


class TestMessages:
    def test_a_seat_writes_to_control_and_nobody_else_knows(self) -> None:
        room = Room()
        before = view(room.exercise, OfSeat("a/two"))
        (event,) = room.must(SendMessage("a/one", ("control",), "We need ten minutes."))
        assert (event.by, event.to) == ("a/one", (OfSeat("a/one"),))
        assert view(room.exercise, OfSeat("a/two")) == before
        assert [m.words for m in view(room.exercise, OfSeat("a/one")).messages] == ["We need ten minutes."]
        assert room.exercise.messages[-1].to == (Control(),)
        assert room.again() == room.exercise

    @pytest.mark.parametrize(("to", "reached"), [
        ((), (Plenary(),)), (("a",), (OfCell("a"),)), (("b/one", "a"), (OfCell("a"), OfSeat("b/one"))),
        (("a", "b"), (Plenary(),)), (("a/one", "a/two"), (OfCell("a"),)),
    ])  # fmt: skip
    def test_control_writes_to_everybody_or_to_whom_it_names(
        self, to: tuple[str, ...], reached: tuple[Audience, ...]
    ) -> None:
        room = Room()
        (event,) = room.must(SendMessage("control", to, "Lunch at noon."))
        assert event.to == reached
        assert room.exercise.messages[-1].to == reached

    @pytest.mark.parametrize(("code", "command"), [
        ("message.empty", SendMessage("control", (), " \n")),
        ("words.long", SendMessage("a/one", ("control",), "x" * 4_001)),
        ("message.to", SendMessage("a/one", ("b",), "Psst.")),
        ("message.to", SendMessage("a/one", ("control", "a"), "Psst.")),
        ("message.whom", SendMessage("control", ("c",), "Hello.")),
        ("message.whom", SendMessage("control", ("control",), "Hello.")),
        ("seat.unknown", SendMessage("a/ghost", ("control",), "Boo.")),
    ])  # fmt: skip
    def test_what_cannot_be_sent_is_refused(self, code: str, command: Command) -> None:
        assert Room().refused(command) == code


class TestObservers:
    def test_control_says_which_cells_observers_may_look_at(self) -> None:
        room = Room()
        observed = []
        for cells in (("b", "a", "b"), ()):
            room.must(LetObserve(cells))
            observed.append((room.exercise.observed, view(room.exercise, Plenary()).observed))
            assert room.must(LetObserve(cells[1:])) == []
            assert room.again() == room.exercise
        assert observed == [(("a", "b"), ("a", "b")), ((), ())]


@pytest.mark.parametrize(("code", "command"), [
    ("seat.unknown", ReadLetter("a/ghost", 1)),
    ("cell.unknown", LetObserve(("a", "c"))),
    ("holder.kind", TakeSeat("a/one", Holder("cat", "Tom"))),  # type: ignore[arg-type]
    ("holder.aid", TakeSeat("a/one", Holder("person", "Deputy", "ghost"))),
    ("words.long", TakeSeat("a/one", Holder("person", "x" * 301))),
])  # fmt: skip
def test_a_refusal_says_why_and_what_to_do(code: str, command: Command) -> None:
    assert Room().refused(command) == code
