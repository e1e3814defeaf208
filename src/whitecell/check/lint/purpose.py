"""Objectives and outcomes: what the exercise is for, and how it ends."""

from collections.abc import Iterator

from whitecell.check.accepted import Finding
from whitecell.check.prospects import Prospects
from whitecell.scenario import Scenario


def objectives(scenario: Scenario) -> Iterator[Finding]:
    """Objectives that nothing in the exercise tests, or no inject."""
    served = {id_ for inject in scenario.injects for id_ in inject.objectives}
    for objective in scenario.objectives:
        if objective.id in served:
            continue
        cells = objective.cells or tuple(scenario.cell)
        watched = any(seat.role == "evaluator" for cell in cells for seat in scenario.cell[cell].seats)
        path = ("objectives", objective.id)
        if watched:
            yield Finding("C106", path, objective.id, f"no inject serves the objective '{objective.id}'",
                          f"Name it in the injects that call for it: 'objectives: [{objective.id}]'.")  # fmt: skip
        else:
            yield Finding("C105", path, objective.id,
                          f"nothing tests the objective '{objective.id}': no inject serves it, and its cells have no "
                          f"evaluator", f"Name it in an inject ('objectives: [{objective.id}]'), or give a cell a seat "
                          "with 'role: evaluator'.")  # fmt: skip


def outcomes(scenario: Scenario, possible: Prospects) -> Iterator[Finding]:
    """Outcomes that are never reached, and one that ends the game as soon as it begins."""
    above: dict[bool, str] = {}
    for outcome in scenario.outcomes:
        path = ("outcomes", outcome.id, "when")
        settled = above.get(False) or (above.get(True) if outcome.at_end else None)
        if possible.never(outcome.when):
            yield Finding("C111", path, outcome.id,
                          f"outcome '{outcome.id}' is never reached: its condition can never hold",
                          "Mend its condition, or delete it.")  # fmt: skip
        elif settled is not None:
            yield Finding("C111", path, outcome.id,
                          f"outcome '{outcome.id}' is never reached: '{settled}' above it always holds",
                          f"Mend the condition of '{settled}', or list it last.")  # fmt: skip
        if outcome.when is None or not possible.always(outcome.when):
            continue
        if not outcome.at_end and not above and len(possible.numbers) > 1:
            yield Finding("C112", path, outcome.id,
                          f"outcome '{outcome.id}' always holds, and ends the exercise with its first move",
                          "Mend its condition, or write 'at: end'.", "error")  # fmt: skip
        above.setdefault(outcome.at_end, outcome.id)
