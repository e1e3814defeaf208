"""What a seat's role may do: act for its cell, or only look on.

Orders are given by the seats that the action names in `by`, and needs are answered by the seat that they name: there
the scenario has given the authority. All else that a cell says and asks needs a seat that acts for it.
"""

from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import Exercise
from whitecell.scenario import acts


def no_voice(exercise: Exercise, seat: str) -> Refusal | None:
    """Why a seat does not speak for its cell; None where it does."""
    scenario = exercise.scenario
    role = scenario.seats[seat].role
    if acts(scenario.cell[seat.partition("/")[0]].side, role):
        return None
    return Refusal("seat.role", {"role": Clause(f"role.{role}")})
