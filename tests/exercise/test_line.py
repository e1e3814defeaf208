"""The communications check: Control asks, people answer, and nothing else in the exercise changes."""

from dataclasses import replace

import pytest

from tests.exercise.room import Room
from whitecell.exercise import (
    AnswerCheck,
    Audience,
    CheckLine,
    Command,
    Control,
    EndExercise,
    Exercise,
    Holder,
    OfCell,
    OfSeat,
    Pause,
    Plenary,
    SeenCheck,
    Start,
    TakeSeat,
    view,
)
from whitecell.exercise.log import Log

PERSON, BOT = Holder("person", "Duty officer"), Holder("bot", "uniform")


def room(*, opened: bool = True) -> Room:
    """People on two seats, a bot on the third, nobody on the last."""
    made = Room(opened=opened)
    made.must(TakeSeat("a/one", PERSON), TakeSeat("a/two", PERSON), TakeSeat("b/one", BOT))
    return made


def bare(exercise: Exercise) -> Exercise:
    """All but the check and what was told of it."""
    log = Log(event for event in exercise.log if not event.kind.startswith("line."))
    return replace(exercise, check=None, log=log, clock=replace(exercise.clock, ticked=0.0))


def shown(it: Room, seat: str) -> SeenCheck | None:
    return view(it.exercise, OfSeat(seat)).check


def test_a_person_is_asked_and_answers_and_control_reads_after_how_long() -> None:
    it = room()
    it.now += 5.0
    (asked,) = it.must(CheckLine())
    assert shown(it, "a/one") == SeenCheck(1, asked.at, None)
    it.now += 7.5
    (said,) = it.must(AnswerCheck("a/one", 1))
    assert said.to == (OfSeat("a/one"),)
    assert shown(it, "a/one") == SeenCheck(1, asked.at, said.at)
    desk = view(it.exercise, Control()).desk
    assert desk is not None and desk.check is not None
    assert desk.check.answers == {"a/one": said.at}
    assert desk.check.answers["a/one"].wall - desk.check.at.wall == 7.5
    assert it.again() == it.exercise


def test_who_answered_is_told_to_nobody_but_the_seat_and_control() -> None:
    it = room()
    it.must(CheckLine())
    others: list[Audience] = [OfSeat("a/two"), OfSeat("b/one"), OfCell("a"), OfCell("b"), Plenary()]
    before = [view(it.exercise, audience) for audience in others]
    it.must(AnswerCheck("a/one", 1))
    assert [view(it.exercise, audience) for audience in others] == before


def test_bots_and_empty_seats_are_not_asked_and_who_sits_down_later_is() -> None:
    it = room()
    it.must(CheckLine())
    for audience in (OfSeat("b/one"), OfSeat("b/two"), OfCell("a"), Plenary(), Control()):
        assert view(it.exercise, audience).check is None
    it.must(TakeSeat("b/two", PERSON))
    assert shown(it, "b/two") is not None
    it.must(TakeSeat("b/two", BOT))
    assert shown(it, "b/two") is None
    assert it.refused(AnswerCheck("b/two", 1)) == "check.bot"


def test_a_new_check_starts_over_and_a_double_click_does_not() -> None:
    it = room()
    it.must(CheckLine(0), AnswerCheck("a/one", 1))
    assert it.must(AnswerCheck("a/one", 1)) == []
    assert it.refused(CheckLine(0)) == "check.since"
    it.must(CheckLine(1))
    assert it.exercise.check is not None and it.exercise.check.answers == {}
    assert it.refused(AnswerCheck("a/one", 1)) == "check.over"
    it.must(AnswerCheck("a/one", 2))
    assert it.again() == it.exercise


def test_it_works_before_startex_running_and_paused_and_changes_nothing_else() -> None:
    it = room(opened=False)
    for number, before in enumerate([(), (Start(),), (Pause(),)], 1):
        it.must(*before)
        without = bare(it.exercise)
        it.must(CheckLine(number - 1), AnswerCheck("a/two", number))
        assert bare(it.exercise) == without
    it.must(EndExercise())
    assert it.refused(CheckLine()) == "exercise.ended"


@pytest.mark.parametrize(("code", "command"), [
    ("check.over", AnswerCheck("a/one", 1)),
    ("check.nobody", CheckLine()),
    ("seat.unknown", AnswerCheck("a/ghost", 1)),
])  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words(code: str, command: Command) -> None:
    assert Room().refused(command) == code
