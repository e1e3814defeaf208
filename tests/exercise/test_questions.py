"""Questions: an answer fits its question, sealed ones come first and stay sealed, each visit of a move asks anew."""

import math
from typing import Any

import pytest

from tests.exercise.cast import DESK, GUIDE, KEY, LEAD, LOOP, MEMBER, WATCH, A, B, room
from tests.exercise.room import Room
from whitecell.exercise import AcceptResult, AnswerQuestion, OfSeat, OpenMove, ProposeResult, view

OPTIONS = {"options": [["go", "Go"], ["wait", "Wait"], ["talk", "Talk"]]}
QUESTIONS = [
    {"id": "text", "to": ["a"], "kind": "text", "text": "Why?"},
    {"id": "choice", "to": ["a", "b"], "kind": "choice", "text": "What?", **OPTIONS},
    {"id": "sure", "to": ["a"], "kind": "probability", "text": "How sure?", "sealed_first": True},
    {"id": "rank", "to": ["a", "press"], "kind": "ranking", "text": "In which order?", **OPTIONS},
]


def asked(**parts: Any) -> Room:
    return room(moves=[{**LOOP, "questions": QUESTIONS}], **parts)


def answers(table: Room, audience: Any) -> list[tuple[str, str, bool, Any]]:
    return [(a.question, a.seat, a.sealed, a.answer) for a in view(table.exercise, audience).answers]


FITTING: list[tuple[str, Any]] = [
    ("text", "Because."), ("choice", "go"), ("rank", ["talk", "go", "wait"]), ("rank", ("wait", "go", "talk"))
]  # fmt: skip
UNFIT: list[tuple[str, str, Any]] = [
    ("answer.text", "text", "  "), ("answer.text", "text", 3), ("words.long", "text", "x" * 4001),
    ("answer.text", "text", ["a"]), ("words.broken", "text", "a\0b"),
    ("answer.choice", "choice", "run"), ("answer.choice", "choice", ["go"]), ("answer.choice", "choice", None),
    ("answer.ranking", "rank", ["go", "wait"]), ("answer.ranking", "rank", ["go", "go", "wait"]),
    ("answer.ranking", "rank", ["go", "wait", "talk", "go"]), ("answer.ranking", "rank", "go wait talk"),
    ("answer.ranking", "rank", {"go": 1, "wait": 2, "talk": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer"), FITTING)
def test_an_answer_that_fits_is_kept(question: str, answer: Any) -> None:
    table = asked()
    table.must(AnswerQuestion(LEAD, question, answer))
    kept = list(answer) if question == "rank" else answer
    assert answers(table, A) == [(question, LEAD, False, kept)]
    assert answers(table, B) == []
    assert table.again() == table.exercise


@pytest.mark.parametrize(("code", "question", "answer"), UNFIT)
def test_an_answer_that_does_not_fit_is_refused(code: str, question: str, answer: Any) -> None:
    assert asked().refused(AnswerQuestion(LEAD, question, answer)) == code


@pytest.mark.parametrize("answer", [-1, 100.5, math.nan, math.inf, True, "50", None])
def test_a_probability_is_a_number_of_percent(answer: Any) -> None:
    table = asked()
    assert table.refused(AnswerQuestion(LEAD, "sure", answer, sealed=True)) == "answer.probability"
    table.must(AnswerQuestion(LEAD, "sure", 0, sealed=True), AnswerQuestion(LEAD, "sure", 99.5))


class TestSealed:
    def test_a_sealed_answer_is_the_seats_alone_and_the_cell_learns_that_it_was_given(self) -> None:
        table = asked()
        other = view(table.exercise, B)
        table.must(AnswerQuestion(LEAD, "text", "Because of the tide.", sealed=True))
        assert answers(table, OfSeat(LEAD)) == [("text", LEAD, True, "Because of the tide.")]
        for audience in (OfSeat(MEMBER), A):
            shown = view(table.exercise, audience)
            assert answers(table, audience) == [("text", LEAD, True, None)] and "tide" not in repr(shown)
            assert dict(shown.entries[-1].facts) == {"question": "text", "seat": LEAD, "sealed": True}
        assert view(table.exercise, B) == other

    def test_it_comes_first_where_the_scenario_says_so(self) -> None:
        table = asked()
        table.must(AnswerQuestion(MEMBER, "sure", 40, sealed=True))
        refusal = table.do(AnswerQuestion(LEAD, "sure", 50))
        assert getattr(refusal, "code", "") == "question.sealed_first"
        assert "1 of the 2" in getattr(refusal, "message", "")
        table.must(AnswerQuestion(MEMBER, "sure", 50))
        table.must(AnswerQuestion(LEAD, "sure", 70, sealed=True), AnswerQuestion(LEAD, "sure", 60))
        assert answers(table, A) == [
            ("sure", MEMBER, True, None), ("sure", MEMBER, False, 50), ("sure", LEAD, True, None),
            ("sure", LEAD, False, 60),
        ]  # fmt: skip

    def test_it_stays_as_it_is_and_the_cells_may_be_given_anew(self) -> None:
        table = asked()
        table.must(AnswerQuestion(LEAD, "text", "One.", sealed=True))
        assert table.refused(AnswerQuestion(LEAD, "text", "Two.", sealed=True)) == "question.sealed"
        table.must(AnswerQuestion(LEAD, "text", "One."), AnswerQuestion(LEAD, "text", "Two."))
        assert answers(table, OfSeat(LEAD)) == [("text", LEAD, True, "One."), ("text", LEAD, False, "Two.")]


def test_a_move_that_is_played_again_asks_again() -> None:
    table = asked()
    table.must(AnswerQuestion(LEAD, "sure", 10, sealed=True), AnswerQuestion(LEAD, "sure", 20))
    table.must(ProposeResult(), AcceptResult(), OpenMove())
    assert table.refused(AnswerQuestion(LEAD, "sure", 30)) == "question.sealed_first"
    table.must(AnswerQuestion(LEAD, "sure", 30, sealed=True), AnswerQuestion(LEAD, "sure", 40))
    said = [(a.sealed, a.answer, a.move) for a in table.exercise.answers.values()]
    assert said == [(True, 10, 1), (False, 20, 1), (True, 30, 2), (False, 40, 2)]
    assert [a.answer for a in view(table.exercise, OfSeat(LEAD)).answers if a.move == 2] == [30, 40]
    assert table.again() == table.exercise


def test_those_who_act_for_the_cell_answer() -> None:
    table = asked()
    for seat in (WATCH, GUIDE):
        for sealed in (True, False):
            assert table.refused(AnswerQuestion(seat, "text", "Me.", sealed)) == "seat.role"
    table.must(AnswerQuestion(DESK, "rank", ["go", "talk", "wait"]), AnswerQuestion(MEMBER, "text", "Us."))
    assert table.refused(AnswerQuestion(KEY, "text", "Us?")) == "question.closed"
    assert table.refused(AnswerQuestion(KEY, "ghost", "Us?")) == "question.closed"
