"""Scripted players: what seats ordered and answered in a recorded exercise, to be given again."""

from collections.abc import Collection
from dataclasses import dataclass

from whitecell.exercise import Exercise
from whitecell.game import Choice
from whitecell.scenario import Answer


@dataclass(frozen=True, slots=True)
class Script:
    """What some seats do: their orders by move number, in the order given, and their answers by the need's name.

    An order is (move, seat, choice, rationale, after how many more orders of its cell it is withdrawn; None: never).
    """

    seats: frozenset[str]
    orders: tuple[tuple[int, str, Choice, str, int | None], ...] = ()
    answers: tuple[tuple[str, str, Answer, str], ...] = ()

    def orders_of(self, move: int, cell: str) -> list[tuple[str, Choice, str, int | None]]:
        """Each order of this cell in this move: seat, choice, rationale, after how many more it is withdrawn."""
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

    Orders that were withdrawn are among it: they count in the names of those that came after, and in their luck while
    they stood.
    """
    chosen = frozenset(exercise.scenario.seats if seats is None else seats)
    given = {id_: order for id_, order in exercise.orders.items() if order.order.seat in chosen}
    later: dict[str, int] = {}
    withdrawn: dict[str, int] = {}
    for event in exercise.log:
        if event.kind == "order.given/1" and event.data["order"] in given:
            for id_ in later:
                later[id_] += given[id_].order.cell == event.data["cell"]
            later[event.data["order"]] = 0
        elif event.kind == "order.withdrawn/1" and event.data["order"] in given:
            withdrawn[event.data["order"]] = later[event.data["order"]]
    orders = tuple(
        (order.move, order.order.seat, order.order.choice, order.rationale, withdrawn.get(id_))
        for id_, order in given.items()
    )
    answers = tuple(
        (need.id, need.of, need.answer, need.conditions)
        for need in exercise.needs.values()
        if need.of in chosen and need.answer is not None
    )
    return Script(chosen, orders, answers)
