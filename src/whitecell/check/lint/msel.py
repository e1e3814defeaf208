"""Injects: what never comes, whom it does not reach, what it is based on, and how much there is to read."""

import re
from collections.abc import Iterator

from whitecell.check.accepted import Finding
from whitecell.check.prospects import Prospects
from whitecell.scenario import Inject, Scenario, Text
from whitecell.scenario.msel import awaited

WINDOW = 10.0
"""Minutes of exercise time in which reading is counted."""
PACE = 180
"""Words a minute that people read aloud, or read and understand in a second language."""
MOST = int(WINDOW * PACE / 2)
"""Words that can be read in a window: half of the time is for talk."""
READERS = frozenset(("lead", "member"))
"""Roles that must have read what they answer to."""
WORD = re.compile(r"[぀-ヿ㐀-鿿]{1,2}|[^\W_][^\s぀-ヿ㐀-鿿]*")
"""A word; two characters of Chinese or Japanese, which have no spaces, count as one."""


def injects(scenario: Scenario, possible: Prospects) -> Iterator[Finding]:
    """Injects that are never released or do not come by themselves, do not reach a cell they name, or do not say what
    they are based on.
    """
    for inject in scenario.injects:
        path = ("injects", inject.id)
        if inject.id not in possible.injects:
            why, cure = why_not(inject, possible)
            yield Finding("C101", (*path, "at" if inject.move else "when"), inject.id,
                          f"inject '{inject.id}' is never released: {why}", cure)  # fmt: skip
        elif inject.move is not None and inject.minute > 0.0 and scenario.move[inject.move].clock == "stopped":
            yield Finding("C125", (*path, "at"), inject.id,
                          f"inject '{inject.id}' never comes by itself in a live exercise: the clock stands in "
                          f"'{inject.move}', so only its minute 0 comes",
                          f"Write 'at: {inject.move}', or 'manual: yes' for Control to release it.")  # fmt: skip
        reached = {seat.partition("/")[0] for seat in inject.seats}
        for cell in inject.to:
            if cell not in reached:
                yield Finding("C102", (*path, "to"), inject.id,
                              f"inject '{inject.id}' is for '{cell}', and nobody there may see what is marked "
                              f"'{inject.marking}'", f"Widen the marking, or take '{cell}' out of its 'to'.",
                              route=f"{inject.id}: {cell}")  # fmt: skip
        if not inject.sources and not inject.fictional:
            yield Finding("C103", path, inject.id,
                          f"inject '{inject.id}' has no sources and is not said to be fictional",
                          "Write 'sources: [...]', or 'fictional: yes' if it is invented.")  # fmt: skip


def why_not(inject: Inject, possible: Prospects) -> tuple[str, str]:
    """Why an inject is never released, and the cure."""
    if inject.move is not None:
        return f"its move '{inject.move}' is never entered", "Lead to that move, or give the inject another."
    assert inject.when is not None
    waits = sorted(awaited(inject.when.tree) - possible.injects)
    if waits:
        return f"it waits for '{waits[0]}', which is never released", f"Mend '{waits[0]}', or wait for another."
    return "its condition can never hold", "Mend its condition, or delete it."


def words(text: Text) -> int:
    """How many words a text has, in the original."""
    return len(WORD.findall(str(text)))


def reading(scenario: Scenario) -> Iterator[Finding]:
    """Where a cell gets more to read than it can, by its busiest seat: in each move, the worst ten minutes."""
    length = {inject.id: words(inject.title) + words(inject.body) for inject in scenario.injects}
    timed: dict[str, list[Inject]] = {}
    for inject in sorted(scenario.injects, key=lambda inject: inject.minute):
        if inject.move is not None:
            timed.setdefault(inject.move, []).append(inject)
    for move in scenario.moves:
        for cell in scenario.cells:
            worst: tuple[int, list[Inject], str] = (MOST, [], "")
            for seat in cell.seats if cell.side != "response" else ():
                mine = [i for i in timed.get(move.id, ()) if seat.path in i.seats] if seat.role in READERS else []
                for first in {inject.minute for inject in mine}:
                    together = [i for i in mine if first <= i.minute < first + WINDOW]
                    count = sum(length[inject.id] for inject in together)
                    if count > worst[0]:
                        worst = (count, together, seat.path)
            if worst[1]:
                yield too_much(move.id, cell.id, *worst)


def too_much(move: str, cell: str, count: int, together: list[Inject], seat: str) -> Finding:
    """More to read than can be read."""
    minute = together[0].minute
    message = (
        f"{seat} gets {count:,} words in {len(together)} injects from {move} + {minute:g} min to {minute + WINDOW:g} "
        f"min, and can read {MOST} (at {PACE} a minute, half of the time for talk)"
    )
    cure = "Shorten them, or give some earlier or later."
    return Finding("C104", ("injects", together[0].id), move, message, cure, route=f"{move}: {cell}")
