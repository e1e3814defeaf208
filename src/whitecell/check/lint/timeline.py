"""Moves and their questions."""

from collections.abc import Iterator

from whitecell.check.accepted import Finding
from whitecell.check.prospects import WATCHERS, Prospects
from whitecell.scenario import MAX_MOVES, Move, Scenario


def moves(scenario: Scenario, possible: Prospects) -> Iterator[Finding]:
    """Moves that are never entered, ways between moves that are never taken, and a game that does not end."""
    for move in scenario.moves:
        if move.id in possible.numbers:
            yield from ways(move, possible)
        else:
            named = any(entry.move == move.id for before in scenario.moves for entry in before.next)
            cure = "Mend what leads to it, or delete it." if named else (
                f"Lead to it from another move ('next: {move.id}'), or delete it."
            )  # fmt: skip
            yield Finding("C108", ("moves", move.id), move.id, f"move '{move.id}' is never entered", cure)
    endless = possible.endless()
    if endless and not any(not o.at_end and not possible.never(o.when) for o in scenario.outcomes):
        yield Finding("C110", ("moves", endless[0], "next"), endless[0],
                      f"after move '{endless[0]}' the game goes in a circle, and ends after {MAX_MOVES} moves",
                      "Write 'end' in a 'next', or an outcome that can be reached.")  # fmt: skip


def ways(move: Move, possible: Prospects) -> Iterator[Finding]:
    """Entries of `next` that are never taken."""
    settled = None
    for place, entry in enumerate(move.next):
        where = entry.move or "end"
        path = ("moves", move.id, "next", place)
        never = entry.when is not None and possible.at(move.id).never(entry.when.tree)
        if settled is not None and entry.when is not None:
            yield Finding("C109", path, move.id,
                          f"'{where}' is never reached from '{move.id}': the condition above it always holds",
                          "Mend that condition, or delete this entry.", route=f"{move.id}: {where}")  # fmt: skip
        elif never:
            yield Finding("C109", path, move.id,
                          f"'{where}' is never reached from '{move.id}': its condition can never hold there",
                          "Mend the condition, or delete the entry.", route=f"{move.id}: {where}")  # fmt: skip
        if entry.when is not None and possible.at(move.id).always(entry.when.tree):
            settled = settled or where


def questions(scenario: Scenario) -> Iterator[Finding]:
    """Questions that nobody answers."""
    for move in scenario.moves:
        for question in move.questions:
            if all(seat.role in WATCHERS for cell in question.to for seat in scenario.cell[cell].seats):
                yield Finding("C107", ("moves", move.id, "questions", question.id, "to"), question.id,
                              f"nobody answers the question '{question.id}': its cells have only evaluators and "
                              "observers", "Ask a cell that plays, or give this one a member.", "error")  # fmt: skip
