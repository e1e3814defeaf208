"""Actions, their needs, and the rules of the world."""

from collections.abc import Iterator

from whitecell.check.accepted import Finding
from whitecell.check.prospects import WATCHERS, Prospects
from whitecell.scenario import Action, Scenario


def actions(scenario: Scenario, possible: Prospects) -> Iterator[Finding]:
    """Actions that nobody can ever order, and needs that nobody owes or nobody answers."""
    for action in scenario.actions:
        reason = barred(scenario, action, possible)
        if reason:
            part, why, cure = reason
            yield Finding("C113", ("actions", action.id, part), action.id,
                          f"nobody can ever order '{action.id}': {why}", cure)  # fmt: skip
        yield from needs(scenario, action)


def barred(scenario: Scenario, action: Action, possible: Prospects) -> tuple[str, str, str] | None:
    """Why nobody can ever order an action: the part of the file, the reason, the cure."""
    if all(scenario.seats[seat].role in WATCHERS for seat in action.by):
        return "by", "only evaluators and observers are named", "Name a seat that plays."
    if action.id in possible.actions:
        return None
    if action.when is not None and possible.never(action.when):
        return "when", "its condition can never hold", "Mend its 'when', or delete it."
    if action.per_move == 0 or action.total == 0:
        return "limit", "its limit is 0", "Raise the limit, or delete it."
    return "by", "its cells have no orders where it could be", "Give them 'orders' in such a move, or delete it."


def needs(scenario: Scenario, action: Action) -> Iterator[Finding]:
    """Needs that an order never owes, and those that are asked of somebody who only watches."""
    cells = {seat.partition("/")[0] for seat in action.by}
    path = ("actions", action.id, "needs")
    if action.needs and len(cells) == 1 and {need.cell for need in action.needs} == cells:
        (cell,) = cells
        yield Finding("C114", path, action.id,
                      f"'{action.id}' asks only '{cell}', which orders it, so nobody is ever asked",
                      "Name another cell, or delete the needs.")  # fmt: skip
    for need in action.needs:
        if need.kind != "inform" and scenario.seats[need.of].role in WATCHERS and cells != {need.cell}:
            yield Finding("C115", path, action.id,
                          f"'{action.id}' asks {need.of}, who is {a(scenario.seats[need.of].role)} and does not answer",
                          f"Name a seat of '{need.cell}' that plays.", route=f"{action.id}: {need.of}")  # fmt: skip


def a(word: str) -> str:
    """A word with its article."""
    return f"an {word}" if word[0] in "aeio" else f"a {word}"


def rules(scenario: Scenario, possible: Prospects) -> Iterator[Finding]:
    """Rules of the world that never run."""
    for rule in scenario.rules:
        if possible.never(rule.when):
            yield Finding("C116", ("world", rule.id, "when"), rule.id,
                          f"rule '{rule.id}' never runs: its condition can never hold",
                          "Mend its condition, or delete it.")  # fmt: skip
