"""What has happened in an exercise, for the conditions of its injects."""

from functools import partial

from whitecell.exercise.state import Exercise
from whitecell.game import FactsOf, World, WorldFacts


class LiveFacts(WorldFacts):
    """Answers released() and count() from the world, answered(), shared() and elapsed() from the exercise at a moment.

    `minutes` is exercise time: it stands still while the clock does.
    """

    def __init__(self, exercise: Exercise, minutes: float, world: World) -> None:
        super().__init__(world)
        self.exercise, self.minutes = exercise, minutes

    def fact(self, kind: str, about: str, minutes: float) -> float | bool:
        """The answer to one question of a rule.

        A sealed answer is nobody's answer yet; a cell's counts from whichever visit of the move it is.
        """
        match kind:
            case "answered":
                return any(a.question == about and not a.sealed for a in self.exercise.answers.values())
            case "shared":
                return any(share.inject == about for share in self.exercise.shares)
            case "shared":
                return any(share.inject == about for share in self.exercise.shares)
            case "elapsed":
                delivery = self.exercise.deliveries.get(about)
                return delivery is not None and self.minutes >= delivery.at.exercise + minutes
            case _:
                return super().fact(kind, about, minutes)


def facts_of(exercise: Exercise, minutes: float) -> FactsOf:
    """Who answers what rules may ask at this exercise minute: in automatic plays the world alone."""
    return WorldFacts if exercise.automatic else partial(LiveFacts, exercise, minutes)
