"""What a view is made of: the parts of an exercise as one audience may know them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from whitecell.exercise.state import Times
from whitecell.game import Choice
from whitecell.rules import Value

START = Times()


@dataclass(frozen=True, slots=True)
class SeenClock:
    """Enough to show every time at any wall time, without asking again.

    Exercise minutes are `base` at wall time `since` (seconds) and pass at `rate` per wall minute while `running`. Game
    minutes are `game` at `base`, pass at `pace` per exercise minute, and stand still at `ends`. `stop` is who called
    the real-world stop that holds now: `control`, `observer`, a seat's full name, or empty for none.
    """

    running: bool
    rate: float
    base: float
    since: float
    game: float
    pace: float
    ends: float
    stop: str = ""

    def exercise_at(self, now: float) -> float:
        """Exercise minutes at wall time `now` (seconds)."""
        return self.base + max(0.0, now - self.since) / 60.0 * self.rate if self.running else self.base

    def game_at(self, now: float) -> float:
        """Game minutes at wall time `now` (seconds)."""
        return min(self.ends, self.game + (self.exercise_at(now) - self.base) * self.pace)


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A visible variable's change, first to last, and the causes this audience may know."""

    var: str
    before: Value | None
    after: Value | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what an audience has seen, numbered for that audience alone."""

    number: int
    kind: str
    at: Times
    by: str
    facts: Mapping[str, Any]
    changes: tuple[SeenChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """An inject as its recipient reads it. `number` counts this audience's own letters.

    `at` is when this audience got it. `shared_by` is the cell that passed it on, empty for none, and `came` when that
    cell had got it; else `came` is `at`. `read`: this seat has opened it; never for an audience that is no seat.
    """

    number: int
    at: Times
    title: Mapping[str, str]
    body: Mapping[str, str]
    sender: Mapping[str, str]
    medium: str
    read: bool = False
    shared_by: str = ""
    came: Times = START


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """An order as this audience knows it. Only the cell that gave it sees who of it did, why, how sure it was, and why
    it lapsed. `move` is the number of the move.
    """

    id: str
    cell: str
    choice: Choice
    status: str
    rationale: str
    reason: str
    move: int = 0
    seat: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SeenNeed:
    """A request that this audience's cell made or was asked. `within` are the minutes of exercise time to answer."""

    id: str
    order: str
    cell: str
    choice: Choice
    kind: str
    of: str
    answer: str | None
    conditions: str
    asked: Times = START
    answered: Times | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class SeenAnswer:
    """An answer to a question of the move of this number. Of a sealed one only its own seat sees what it is: to the
    others of its cell, who learn that it was given, `answer` is None.
    """

    question: str
    seat: str
    sealed: bool
    answer: Any
    move: int
    at: Times


@dataclass(frozen=True, slots=True)
class SeenFree:
    """A free order of this audience's cell (Control sees all). `order` is the order it was mapped to."""

    id: str
    cell: str
    seat: str
    move: int
    words: str
    rationale: str
    at: Times
    status: Literal["given", "withdrawn", "returned", "mapped", "ruled"]
    reason: str
    order: str
    settled: Times | None


@dataclass(frozen=True, slots=True)
class SeenRFI:
    """A request for information by this audience's cell (Control sees all).

    `letter` is this audience's own number of the letter that answers it, 0 for none. `name` is who works on it: shown
    to Control alone.
    """

    id: str
    cell: str
    seat: str
    of: str
    words: str
    at: Times
    status: Literal["open", "assigned", "answered", "declined"]
    reason: str
    letter: int
    settled: Times | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One cell asks another for what it knows of something: both see it."""

    id: str
    cell: str
    seat: str
    of: str
    words: str
    at: Times
    status: Literal["open", "shared", "declined"]
    reason: str
    settled: Times | None


@dataclass(frozen=True, slots=True)
class SeenShare:
    """A letter that one cell passed on to others, who all see it.

    `letter` is this audience's own number of it, 0 if it has none. `waited` are the minutes of exercise time from when
    the cell had it to when it passed it on.
    """

    letter: int
    cell: str
    seat: str
    to: tuple[str, ...]
    at: Times
    waited: float
    request: str
    note: str


@dataclass(frozen=True, slots=True)
class SeenCheck:
    """The communications check that waits for this seat's answer, or has it."""

    number: int
    at: Times
    answered: Times | None


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A word between a seat and Control. `to` are audiences as they are written (`seat us/lead`, `plenary`)."""

    by: str
    to: tuple[str, ...]
    words: str
    at: Times
