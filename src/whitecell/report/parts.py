"""What the sections of a report are made of: moments, people, who may see, causes, draws and changes.

`seq` is always an event's number in the journal, from 1. A `Shown` is a value ready to be read: a number as text, the
name of a choice, or a truth value, which a template words. Texts are the scenario's own, in the report's language.
"""

from dataclasses import dataclass
from typing import Literal

Shown = str | bool


@dataclass(frozen=True, slots=True)
class When:
    """A moment of game time: minutes since STARTEX, and its date and time if the scenario says when it starts."""

    minutes: float
    date: tuple[int, int, int] | None = None
    time: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A team. `short` is for narrow places; `accent` is the number of its colour, from 1."""

    id: str
    name: str
    short: str
    side: str
    accent: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A chair: who held it, and the event that says so (0: nobody)."""

    path: str
    name: str
    cell: Cell
    kind: Literal["bot", "person", ""]
    holder: str
    seq: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Who may see something: everybody, Control alone, or these cells and these single seats."""

    whom: Literal["all", "control", "some"]
    cells: tuple[Cell, ...] = ()
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A state variable as it is spoken of."""

    name: str
    label: str
    unit: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Term:
    """A name in an expression and what it stood for. `label` says what it means, where that has been written."""

    code: str
    label: str
    value: Shown


@dataclass(frozen=True, slots=True)
class Written:
    """An expression as it is written, with the names in it as they stood where it decided something."""

    text: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: its number in this report, what was asked, the number in (0, 1) that was drawn, and what it gave.

    `gave` is the event that tells of it; `led` is what it changed: (variable, before, after). `note` is set where it
    changed nothing of its own: it came to `nothing`, or set going what comes `later`. `written` is what its number was
    made of (None: it is written as that number). `otherwise`: it is a chance that did not come true and has something
    that happens then.
    """

    number: int
    seq: int
    move: int
    path: str
    kind: str
    asked: tuple[str, ...]
    drew: str
    gave: Shown
    cause: "Because"
    led: tuple[tuple[Named, Shown | None, Shown | None], ...]
    note: str
    written: Written | None
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Because:
    """The cause of a change. `title` is the action's, rule's or inject's; `seq` the event it can be read in (0: none).

    `since` is the number of the move that set a delayed effect going (0: it is not delayed).
    """

    kind: Literal["start", "rule", "order", "inject", "range", "ruling"]
    id: str
    title: str
    cell: Cell | None
    since: int
    why: str
    seq: int


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one variable, or a draw without one. `overruled` names what prevailed over an assignment; `ran` is
    the condition of the world rule that did it.
    """

    seq: int
    phase: Literal["opening", "inject", "orders", "rules", "closing"]
    before: Shown | None
    after: Shown | None
    cause: Because
    draws: tuple[Draw, ...]
    effect: str
    note: str
    overruled: Because | None = None
    limit: Literal["low", "high", ""] = ""
    ran: Written | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one variable in a move or in a part of it: from what to what, step by step."""

    var: Named
    before: Shown | None
    after: Shown | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition as it is written, with the variables it names as they stood. `text` empty: it always holds."""

    text: str
    values: tuple[tuple[Named, Shown], ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """An id, set as code."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of another event; 0: nothing."""

    seq: int


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of an order, in brackets after it; nothing where it has none."""

    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """A moment of exercise time, as a clock shows it; `long`: a length of time."""

    minutes: float
    long: bool = False
