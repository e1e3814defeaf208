"""Judge answers to the questions of the move."""

from typing import Any

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, OfCell
from whitecell.exercise.create import is_number
from whitecell.exercise.decide.roles import no_voice
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Times
from whitecell.scenario import Question, acts


def answer_question(exercise: Exercise, command: c.AnswerQuestion, at: Times) -> list[Event] | Refusal:
    """A sealed answer stays as it is; the cell's own may be given anew while the move is open.

    The cell learns that a seat has given its sealed answer, and only the seat what it is.
    """
    world, seat = exercise.world, command.seat
    question = exercise.scenario.questions.get(command.question)
    cell = seat.partition("/")[0]
    open_now = world.stage == "open" and question in exercise.scenario.move[world.move].questions
    if question is None or cell not in question.to or not open_now:
        return Refusal("question.closed")
    if (refusal := no_voice(exercise, seat)) is not None:
        return refusal
    sealed = (question.id, seat, True, world.number) in exercise.answers
    if command.sealed and sealed:
        return Refusal("question.sealed")
    if question.sealed_first and not (command.sealed or sealed):
        return _sealed_first(exercise, question, cell)
    answer = fitting(question, command.answer)
    if isinstance(answer, Refusal):
        return answer
    to: tuple[Audience, ...] = (OfCell(cell),)
    data = {"question": question.id, "seat": seat, "sealed": command.sealed, "words": answer}
    return [Event("question.answered/1", at, seat, to, data)]


def _sealed_first(exercise: Exercise, question: Question, cell: str) -> Refusal:
    """Why the cell's answer has to wait."""
    scenario, number = exercise.scenario, exercise.world.number
    members = [seat.path for seat in scenario.cell[cell].seats if acts(scenario.cell[cell].side, seat.role)]
    given = sum((question.id, seat, True, number) in exercise.answers for seat in members)
    return Refusal("question.sealed_first", {"n": given, "of": len(members)})


def fitting(question: Question, answer: Any) -> Any:
    """The answer as it is kept, or why it is none to this question."""
    options = [id_ for id_, _ in question.options]
    match question.kind:
        case "text":
            if not isinstance(answer, str) or not answer.strip():
                return Refusal("answer.text")
            return unfit(answer, REASON, "what.answer") or answer
        case "choice":
            if answer not in options:
                return Refusal("answer.choice")
            return answer
        case "probability":
            if not is_number(answer) or not 0.0 <= answer <= 100.0:
                return Refusal("answer.probability")
            return answer
        case "ranking":
            if not isinstance(answer, list | tuple) or len(answer) != len(options) or any(
                option not in answer for option in options
            ):  # fmt: skip
                return Refusal("answer.ranking", {"n": len(options)})
            return list(answer)
