"""Scripted players: what seats ordered and answered in a recorded exercise, to be given again."""

from collections.abc import Collection
from dataclasses import dataclass

from whitecell.exercise import Exercise
from whitecell.game import Choice
from whitecell.scenario import Answer


@dataclass(frozen=True, slots=True)
class Script:
    """What some seats do: their orders by move number, in the order given, and their answers by the need's name.

    An order is (move, seat, choice, rationale, whether it is withdrawn at once).
    """

    seats: frozenset[str]
    orders: tuple[tuple[int, str, Choice, str, bool], ...] = ()
    answers: tuple[tuple[str, str, Answer, str], ...] = ()

    def orders_of(self, move: int, cell: str) -> list[tuple[str, Choice, str, bool]]:
        """Each order of this cell in this move: seat, choice, rationale, whether it is withdrawn."""
        return [
            (seat, choice, why, withdrawn)
            for number, seat, choice, why, withdrawn in self.orders
            if number == move and seat.partition("/")[0] == cell
        ]

    def answer(self, need: str) -> tuple[Answer, str] | None:
        """The recorded answer to this need with its conditions, None for silence."""
        return next(((answer, words) for id_, _, answer, words in self.answers if id_ == need), None)


def script_of(exercise: Exercise, seats: Collection[str] | None = None) -> Script:
    """What these seats (None: all) did in a recorded exercise.

    Orders that were withdrawn are among it: they count in the names and the luck of those that came after.
    """
    chosen = frozenset(exercise.scenario.seats if seats is None else seats)
    orders = tuple(
        (given.move, given.order.seat, given.order.choice, given.rationale, given.status == "withdrawn")
        for given in exercise.orders.values()
        if given.order.seat in chosen
    )
    answers = tuple(
        (need.id, need.of, need.answer, need.conditions)
        for need in exercise.needs.values()
        if need.of in chosen and need.answer is not None
    )
    return Script(chosen, orders, answers)
