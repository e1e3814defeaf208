"""Moves and their questions."""

from whitecell.rules import BOOLEAN
from whitecell.scenario import schema as written
from whitecell.scenario.ground import Ground
from whitecell.scenario.model import Move, Next, Question, Text
from whitecell.scenario.node import Path
from whitecell.scenario.values import minutes

END = "end"
"""Ends the game, where a move is named."""


def moves(ground: Ground) -> list[Move]:
    """Every move, in the order of the file."""
    register = ground.register
    found = [move(ground, place, raw) for place, raw in enumerate(register.pack.moves)]
    if not found and not register.damaged(("moves",)):
        register.fault(("moves",), "G013", "the scenario has no move", "Write at least one, for example '- id: m1'.",
                       key=True)  # fmt: skip
    return found


def move(ground: Ground, place: int, raw: written.Move) -> Move:
    """One move."""
    register, path = ground.register, ("moves", place)
    plays = minutes(raw.plays) or 0.0
    covers = plays if raw.covers is None else minutes(raw.covers) or 0.0
    return Move(
        id=raw.id,
        title=register.words(raw.title, (*path, "title"), raw.id),
        text=register.words(raw.text, (*path, "text")),
        orders=orders(ground, raw, path),
        plays=plays,
        covers=covers,
        clock=raw.clock,
        may_pass=raw.may_pass,
        next=following(ground, place, raw),
        questions=tuple(question(ground, raw, (*path, "questions", i)) for i, raw in enumerate(raw.questions)),
    )


def orders(ground: Ground, raw: written.Move, path: Path) -> dict[str, int]:
    """How many orders each cell may give."""
    people, register = ground.people, ground.register
    acting = set(people.cells)
    if raw.only is not None:
        named = [name for i, name in enumerate(raw.only) if people.cell(name, (*path, "only", i))]
        if not raw.only and not register.damaged((*path, "only")):
            register.fault((*path, "only"), "G002", "this names nobody", "Name cells, or delete it.", key=True)
        acting &= set(named)
    if isinstance(raw.orders, int):
        return {cell: raw.orders if cell in acting else 0 for cell in people.cells}
    for cell, count in raw.orders.items():
        if people.cell(cell, (*path, "orders", cell)) and raw.only is not None and count and cell not in raw.only:
            register.fault((*path, "orders", cell), "G014", f"'{cell}' has orders here, and does not act in this move",
                           "Add it to 'only', or take it out here.", key=True)  # fmt: skip
    return {cell: raw.orders.get(cell, 0) if cell in acting else 0 for cell in people.cells}


def following(ground: Ground, place: int, raw: written.Move) -> tuple[Next, ...]:
    """Where the game goes after a move."""
    register, path = ground.register, ("moves", place, "next")
    all_moves = register.pack.moves
    if raw.next is None:
        if register.damaged(("moves", place)) or place + 1 == len(all_moves):
            return ()
        return (Next(None, all_moves[place + 1].id),)
    if isinstance(raw.next, str):
        return (Next(None, target(ground, raw.next, path)),)
    found: list[Next] = []
    for i, entry in enumerate(raw.next):
        here: Path = (*path, i)
        if found and found[-1].when is None:
            register.fault(here, "W001", "this is never reached: the entry before it has no condition",
                           "Delete it, or give the one before it a 'when'.", severity="warning")  # fmt: skip
        if isinstance(entry, str):
            found.append(Next(None, target(ground, entry, here)))
            continue
        when = None
        if entry.when is not None:
            when = register.expression(entry.when, (*here, "when"), ground.everything(), BOOLEAN)
        found.append(Next(when, target(ground, entry.move, (*here, "move"))))
    return tuple(found)


def target(ground: Ground, name: str, path: Path) -> str | None:
    """The move that is named, None for the end."""
    if name != END:
        ground.register.has("moves", name, path, "move", "N015", "Declare it under 'moves', or write 'end'.")
    return None if name == END else name


def question(ground: Ground, raw: written.Question, path: Path) -> Question:
    """One question."""
    register = ground.register
    text = register.words(raw.text, (*path, "text"))
    choosing = raw.kind in ("choice", "ranking")
    if choosing and not raw.options and not register.damaged(path) and not register.damaged((*path, "options")):
        register.fault(path, "G006", f"a question of the kind {raw.kind} has options, and '{raw.id}' has none",
                       "Write 'options: {go: Go ahead, wait: Wait}'.")  # fmt: skip
    if not choosing and raw.options is not None:
        register.fault((*path, "options"), "G006",
                       f"only choices and rankings have options, and '{raw.id}' is {raw.kind}",
                       "Delete them, or write 'kind: choice'.", key=True)  # fmt: skip
    options: tuple[tuple[str, Text], ...] = ()
    if choosing:
        said = (raw.options or {}).items()
        options = tuple((id_, register.words(text, (*path, "options", id_))) for id_, text in said)
    cells: list[str]
    if raw.to == ["all"]:
        cells = list(ground.people.cells)
    else:
        if not raw.to and not register.damaged((*path, "to")):
            register.fault((*path, "to"), "G002", "this is for nobody", "Name cells, or write 'to: all'.", key=True)
        named = {name for i, name in enumerate(raw.to) if ground.people.cell(name, (*path, "to", i))}
        cells = [cell for cell in ground.people.cells if cell in named]
    return Question(raw.id, tuple(cells), raw.kind, text, options, raw.sealed_first)
