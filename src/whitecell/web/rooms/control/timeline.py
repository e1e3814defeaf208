"""The open move as a picture: for each cell what is planned and what was released, over game time."""

from dataclasses import dataclass

from whitecell.exercise import View
from whitecell.tongue import Said
from whitecell.web.room import Scene
from whitecell.web.rooms.control.board import addressees, game_of

APART = 10.0
"""Percent of the width that a name needs beside its mark."""
TICKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """An inject on a lane, so many percent along. `named`: there is room for its name."""

    at: str
    id: str
    title: Said
    when: str
    released: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A cell with its marks in their order."""

    cell: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The move from `starts` to `ends` in game minutes; `ticks` are places with their time; `now` where it stands."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[str, str], ...]
    now: str
    starts: float
    ends: float
    rows: tuple[tuple[str, str, Said, tuple[str, ...], bool], ...]


def timeline(scene: Scene, view: View) -> Timeline | None:
    """The picture of the open move; None where none is open, or its game time stands."""
    if view.desk is None or not view.open or not view.move:
        return None
    covers = scene.names.move(view.move).covers
    if covers <= 0.0:
        return None
    starts = view.clock.ends - covers
    met: list[tuple[float, str, Said, tuple[str, ...], bool]] = []
    for found in view.desk.items:
        item = found.item
        if item.released is not None and item.released.game >= starts and view.number:
            game = item.released.game
        elif found.due is not None and not found.by_hand:
            game = game_of(view.clock, found.due)
        else:
            continue
        cells = tuple(each.cell for each in addressees(scene.names, item.seats))
        title = scene.names.own(item.title) or Said(item.id)
        met.append((game, item.id, title, cells, item.released is not None))
    met.sort(key=lambda each: (each[0], each[1]))

    def place(game: float) -> float:
        return min(100.0, max(0.0, (game - starts) / covers * 100.0))

    lanes = []
    for cell in scene.names.cells():
        mine = [(place(game), id_, title, game, out) for game, id_, title, cells, out in met if cell in cells]
        marks = []
        for n, (at, id_, title, game, out) in enumerate(mine):
            after = mine[n + 1][0] if n + 1 < len(mine) else 100.0 + APART / 2
            marks.append(Mark(f"{at:.2f}", id_, title, scene.names.game(game), out, after - at >= APART))
        lanes.append(Lane(cell, tuple(marks)))
    ticks = tuple((f"{100.0 * n / TICKS:.0f}", scene.names.game(starts + covers * n / TICKS)) for n in range(TICKS + 1))
    rows = tuple((scene.names.game(game), id_, title, cells, out) for game, id_, title, cells, out in met)
    return Timeline(tuple(lanes), ticks, f"{place(view.clock.game):.2f}", starts, view.clock.ends, rows)
