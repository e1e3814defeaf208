"""The chain of decisions as a picture: a lane for each cell, a column for each move, the path above. Geometry only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from whitecell.report.letters import lines, width
from whitecell.report.model import Aar, MoveTold, OrderTold, Way
from whitecell.report.parts import Cell

RIGHT = 100.0  # room for the outcome
WIDE = {"titles": 1000.0, "arguments": 1000.0, "all": 1120.0}  # the whole picture
COLUMN = (126.0, 250.0)  # what a column may be
BAND = 6  # moves side by side; more go into another band
PATH = 13.0  # where the path runs
TITLE, NAME, SMALL, LEAD = 12.0, 11.0, 10.5, 14.0  # sizes of letters, and the distance of lines
GAP = 7.0
LOW = 330.0  # as tall as the picture may be where it has the arguments and must leave the page to others

Detail = Literal["titles", "arguments", "all"]


@dataclass(frozen=True, slots=True)
class Box:
    """An order: where its mark stands, its lines, and in detail its arguments, its seat and the answers it got."""

    order: OrderTold
    x: float
    y: float
    title: tuple[str, ...]
    arguments: tuple[str, ...]
    seat: tuple[str, ...]
    full: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A move: its heading, and the ways that were not taken to get to it."""

    move: MoveTold
    x: float
    title: tuple[str, ...]
    others: tuple[tuple[Way, str, float], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A cell: where its orders stand."""

    cell: Cell
    name: tuple[str, ...]
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """Up to six moves side by side. `lane` is how far the lanes reach; `end` where the outcome stands, or 0."""

    width: float
    height: float
    lane: float
    column: float
    head: float
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    end: float
    outcome: tuple[str, ...]
    dates: float


def chain(aar: Aar) -> tuple[Band, ...]:
    """The picture for the first page: titles alone where there are many orders, arguments too where there are few."""
    fuller = bands(aar, "arguments")
    return fuller if sum(each.height for each in fuller) <= LOW else bands(aar, "titles")


def bands(aar: Aar, detail: Detail) -> tuple[Band, ...]:
    """The picture of a report, in as many bands as its moves need."""
    taking = {order.cell.id for move in aar.moves for order in move.orders}
    cells = [cell for cell in aar.cells if cell.id in taking]
    parts = (aar.moves[place : place + BAND] for place in range(0, len(aar.moves), BAND))
    return tuple(band(aar, part, cells, detail) for part in parts)


def band(aar: Aar, moves: Sequence[MoveTold], cells: Sequence[Cell], detail: Detail) -> Band:
    """Some moves side by side. With all their details the cells have their full names."""
    names = [lines(cell.name if detail == "all" else cell.short, 84.0, NAME, 4, bold=True) for cell in cells]
    left = 24.0 + max((width(line, NAME, bold=True) for name in names for line in name), default=0.0)
    least, most = COLUMN
    room = min(max((WIDE[detail] - left - RIGHT) / len(moves), least), most)
    last = moves[-1] is aar.moves[-1]
    titles = [lines(move.title, room - 20.0, TITLE, 2, bold=True) for move in moves]
    dates = PATH + 24.0 + LEAD * max(map(len, titles))
    columns = [
        column(aar, move, left + room * place, room, titles[place], dates + LEAD) for place, move in enumerate(moves)
    ]
    head = dates + 8.0 + LEAD * max(len(each.others) for each in columns)
    y = head
    lanes: list[Lane] = []
    boxes: list[Box] = []
    for cell, name in zip(cells, names, strict=True):
        stacked, tall = stack(columns, cell, y, room, detail)
        boxes += stacked
        lanes.append(Lane(cell, name, y, max(tall, GAP + LEAD * len(name) + GAP)))
        y += lanes[-1].height
    reach = left + room * len(moves)
    outcome = lines(aar.outcome.title, RIGHT, TITLE, 4, bold=True) if aar.outcome else ()
    return Band(
        width=reach + (RIGHT if last else 0.0),
        height=max(y + 1.0, PATH + 24.0 + LEAD * len(outcome)),
        lane=reach - 8.0,
        column=room,
        head=head,
        columns=tuple(columns),
        lanes=tuple(lanes),
        boxes=tuple(boxes),
        end=reach if last else 0.0,
        outcome=outcome,
        dates=dates,
    )


def stack(columns: Sequence[Column], cell: Cell, y: float, room: float, detail: Detail) -> tuple[list[Box], float]:
    """A cell's orders under their moves, from y down, and how tall the tallest pile is."""
    boxes, tall = [], 0.0
    for each in columns:
        foot = y + GAP
        for order in each.move.orders:
            if order.cell == cell:
                made, height = box(order, each.x, foot, room, detail)
                boxes.append(made)
                foot += height + GAP
        tall = max(tall, foot - y)
    return boxes, tall


def column(aar: Aar, move: MoveTold, x: float, room: float, title: tuple[str, ...], below: float) -> Column:
    """A move's heading. The ways that were not taken are those of the move before it."""
    before = next((each for each in aar.moves if each.number == move.number - 1), None)
    ways = before.branch.ways if before and before.branch else ()
    others = [way for way in ways if way.move != move.id]
    placed = tuple(
        (way, lines(way.title, room - 76.0, SMALL, 1)[0], below + LEAD * place) for place, way in enumerate(others)
    )
    return Column(move, x, title, placed)


def box(order: OrderTold, x: float, y: float, room: float, detail: Detail) -> tuple[Box, float]:
    """An order at this place, and how tall it is."""
    inside = room - 26.0
    title = lines(order.title, inside, TITLE, 3 if detail == "all" else 2)
    said = ", ".join(value for _, value in order.arguments)
    arguments = lines(said, inside, SMALL, 2) if detail != "titles" and said else ()
    seat = lines(order.seat.name, inside, SMALL, 2) if detail == "all" else ()
    noted = order.status != "carried" or bool(order.objections or order.unfelt)
    count = len(title) + len(arguments) + len(seat)
    if detail == "all":
        count += len(order.needs) + int(order.status != "carried" or bool(order.unfelt))
    else:
        count += int(noted)
    return Box(order, x, y, title, arguments, seat, detail == "all", noted), LEAD * count
