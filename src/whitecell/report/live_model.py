"""The report as data: what only a live exercise has, what people and Control did with the clock, papers and each other.

Minutes are of exercise time since STARTEX unless something else is said; lengths too.
"""

from dataclasses import dataclass
from typing import Literal

from whitecell.report.parts import Cell, Named, Seat, Seen, Shown, When


@dataclass(frozen=True, slots=True)
class Mark:
    """An event and its exercise minute."""

    seq: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What was done with the clock. `lasted`: the wall minutes for which it stood then, None where it did not go on.

    `skipped` are minutes of game time that a jump took out; `fates` the injects in them, each with what became of it.
    """

    kind: Literal["started", "paused", "resumed", "rated", "back", "stopped", "restored", "held", "freed", "jumped",
                  "ended"]  # fmt: skip
    mark: Mark
    at: When
    by: Seat | None
    office: str
    why: str
    rate: float
    lasted: float | None
    skipped: float
    fates: tuple[tuple[str, Literal["released", "carried", "dropped"], int], ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """What Control did with an inject. `move` and `minute` are its new time (`move` empty: by hand); `jump`: in one."""

    what: Literal["added", "held", "freed", "retimed", "edited", "dropped", "released"]
    mark: Mark
    move: str = ""
    minute: float = 0.0
    why: str = ""
    jump: bool = False
    parts: tuple[Literal["title", "body", "seats"], ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """An inject that Control had its hand in. `became` is how the journal leaves it."""

    id: str
    title: str
    own: bool
    hands: tuple[Hand, ...]
    became: Literal["released", "dropped", "held", "planned"]
    released: Mark | None


@dataclass(frozen=True, slots=True)
class Turned:
    """How an order took effect (or lapsed) at once: when, after how long, and what decided it.

    `key`: nothing was asked; the answer of the event `last` came; the time to answer was over.
    """

    mark: Mark
    waited: float
    key: Literal["given", "answer", "time"]
    last: int
    of: Seat | None


@dataclass(frozen=True, slots=True)
class FreeTold:
    """An order in words and what Control made of it. `moved` is what a ruling changed, each in the event `changed`."""

    seat: Seat
    words: str
    rationale: str
    mark: Mark
    status: Literal["given", "withdrawn", "returned", "mapped", "ruled"]
    settled: Mark | None
    waited: float
    why: str
    order: str
    ordered: int
    moved: tuple[tuple[Named, Shown | None, Shown | None], ...]
    changed: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """A value of a proposed result that Control ruled."""

    seq: int
    why: str
    moved: tuple[tuple[Named, Shown | None, Shown | None], ...]


@dataclass(frozen=True, slots=True)
class TieTold:
    """Orders of equal priority that set a variable to different values: each value with the cell, action and order."""

    seq: int
    var: Named
    candidates: tuple[tuple[Shown | None, Cell, str, int], ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A request for information. `of` None: of Control. `to` is who got the answer."""

    seat: Seat
    of: Cell | None
    words: str
    mark: Mark
    status: Literal["open", "assigned", "answered", "declined"]
    worker: str
    why: str
    answer: str
    released: int
    to: Seen | None
    settled: Mark | None
    waited: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A letter that a cell passed on. `waited` since it had it; `asked` is the event that asked for it, or 0."""

    title: str
    released: int
    seat: Seat
    to: tuple[Cell, ...]
    note: str
    mark: Mark
    waited: float
    asked: int


@dataclass(frozen=True, slots=True)
class ShareAsked:
    """A request of one cell to another for what it knows, and what came of it."""

    seat: Seat
    of: Cell
    words: str
    mark: Mark
    status: Literal["open", "shared", "declined"]
    why: str
    given: str
    settled: Mark | None
    waited: float


@dataclass(frozen=True, slots=True)
class Talk:
    """How many messages a cell sent to Control and got from it, alone or with others."""

    cell: Cell
    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class Sat:
    """Somebody sat down. `aid` is the automated player that drafts for a person."""

    mark: Mark
    kind: Literal["bot", "person", ""]
    name: str
    aid: str


@dataclass(frozen=True, slots=True)
class SeatOver:
    """A seat and who held it, one after another."""

    seat: Seat
    sat: tuple[Sat, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a cell took, or was kept waiting: how often, median and longest minutes, and what was never answered."""

    cell: Cell
    count: int
    median: float
    longest: float
    never: int


@dataclass(frozen=True, slots=True)
class Timing:
    """One kind of waiting, for every cell that had it."""

    kind: Literal["consult", "consent", "share", "rfi", "free", "question"]
    waits: tuple[Waits, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question: in the scenario's words, or the percent of a probability."""

    seat: Seat
    sealed: bool
    mark: Mark
    words: tuple[str, ...]
    percent: float | None


@dataclass(frozen=True, slots=True)
class CellAnswers:
    """What one cell answered: each seat's sealed answer, and the cell's own (None: none), with how often it changed."""

    cell: Cell
    sealed: tuple[Answered, ...]
    own: Answered | None
    changed: int


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a live exercise was run. `reads`: somebody opened a letter, so that what was not opened says something.

    `people` are the cells in which a person ever sat: automated players open no letters and answer no questions.
    """

    clock: tuple[Turn, ...]
    seats: tuple[SeatOver, ...]
    observed: tuple[tuple[Mark, tuple[Cell, ...]], ...]
    msel: tuple[Handled, ...]
    free: tuple[FreeTold, ...]
    inquiries: tuple[Inquiry, ...]
    shares: tuple[Shared, ...]
    asked: tuple[ShareAsked, ...]
    talk: tuple[Talk, ...]
    timings: tuple[Timing, ...]
    reads: bool
    people: frozenset[str]

    @property
    def unshared(self) -> tuple[ShareAsked, ...]:
        """What a cell asked another for and never got."""
        return tuple(each for each in self.asked if each.status != "shared")
