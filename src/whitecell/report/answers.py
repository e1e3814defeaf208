"""The questions of a move, and what people answered: sealed and alone, then as a cell."""

from collections.abc import Sequence

from whitecell.report.live_model import Answered, CellAnswers
from whitecell.report.model import QuestionTold
from whitecell.report.trail import Stop, Trail, mark
from whitecell.scenario import Move, Question
from whitecell.tongue import number as short


def questions(trail: Trail, stops: Sequence[Stop], move: Move) -> tuple[QuestionTold, ...]:
    """The move's questions with the answers given."""
    names = trail.names
    given = [stop for stop in stops if stop.event.kind == "question.answered/1"]
    return tuple(
        QuestionTold(
            id=question.id,
            kind=question.kind,
            text=names.say(question.text),
            to=tuple(names.cells[cell] for cell in question.to),
            cells=cells(trail, question, [stop for stop in given if stop.event.data["question"] == question.id]),
        )
        for question in move.questions
    )


def cells(trail: Trail, question: Question, given: Sequence[Stop]) -> tuple[CellAnswers, ...]:
    """What each cell answered, of those that did: a seat's sealed answer, and the last that was given for the cell."""
    told = [answered(trail, question, stop) for stop in given]
    found = []
    for id_ in question.to:
        mine = [each for each in told if each.seat.cell.id == id_]
        own = [each for each in mine if not each.sealed]
        if mine:
            sealed = tuple(each for each in mine if each.sealed)
            found.append(CellAnswers(trail.names.cells[id_], sealed, own[-1] if own else None, max(0, len(own) - 1)))
    return tuple(found)


def answered(trail: Trail, question: Question, stop: Stop) -> Answered:
    """One answer, in the scenario's words."""
    data, names = stop.event.data, trail.names
    answer = data["words"]
    seat = names.seats[data["seat"]]
    if question.kind == "probability" and isinstance(answer, int | float):
        return Answered(seat, data["sealed"], mark(stop), (short(answer),), float(answer))
    options: dict[str, str] = {id_: names.say(text) or id_ for id_, text in question.options}
    words = [str(each) for each in (answer if isinstance(answer, list | tuple) else (answer,))]
    return Answered(seat, data["sealed"], mark(stop), tuple(options.get(each, each) for each in words), None)
