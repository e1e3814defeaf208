"""The after-action report as data: what was done, why, who knew of it, and the events that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from whitecell.report.live_model import CellAnswers, Conduct, FreeTold, Hand, Mark, Ruling, TieTold, Turned
from whitecell.report.parts import Because, Cell, Draw, Judged, Named, Seat, Seen, Shown, Step, Story, When
from whitecell.scenario import Answer, NeedKind


@dataclass(frozen=True, slots=True)
class Released:
    """An inject as it was released. `trigger` tells why: its minute, its condition, or Control's hand.

    In a live exercise: `minute` is the one it had at last, `move` the title of another move that it was planned for,
    `played` how far this one had been played; `hands` what Control did with it before, `jump` that it came with a jump;
    `asked` is the request that it answers; `own`: it is Control's, not the scenario's.
    """

    seq: int
    id: str
    title: str
    body: str
    sender: str
    medium: str
    to: Seen
    marking: str
    trigger: Literal["planned", "condition", "control"]
    minute: float
    condition: str
    phase: Literal["opening", "during", "closing"]
    at: When
    changed: int
    expect: str
    objectives: tuple[str, ...]
    sources: tuple[str, ...]
    fictional: bool
    move: str = ""
    played: float = 0.0
    hands: tuple[Hand, ...] = ()
    jump: bool = False
    asked: int = 0
    own: bool = False


@dataclass(frozen=True, slots=True)
class NeedTold:
    """What an order owed one cell. `answer` None: no answer, or (to inform) none wanted.

    `waited` are the minutes to the answer, `within` those that the scenario gives for it.
    """

    kind: NeedKind
    of: Seat
    asked: int
    answer: Answer | None
    conditions: str
    answered: int
    waited: float
    within: float = 0.0

    @property
    def late(self) -> bool:
        """Whether the answer came after the time for it."""
        return self.answered > 0 and self.waited > self.within + 1e-6


@dataclass(frozen=True, slots=True)
class Delayed:
    """A delayed effect: what set it going in the event `seq`, what it writes to, its effects as they are written.

    It is due in move number `due`, or where `due` is 0 at the first opening from `at` on. `arrived` is the event of the
    opening, of move number `move`, at which it was evaluated; 0: it still waits when the journal ends. `beyond`: no
    move can follow that would bring it. `certain`: its effects ask nothing and draw nothing before they write.
    """

    cause: Because
    seq: int
    begun: int
    vars: tuple[Named, ...]
    effects: tuple[str, ...]
    certain: bool
    due: int
    at: When
    arrived: int
    move: int
    beyond: bool


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order with its life. `lapsed` is the need for want of which it lapsed; `published` who learned its fate.

    `delays` are the delayed effects that it set going; `at_once`: it changed something else already. `minutes` is the
    exercise minute in which it was given, `confidence` how sure its cell was, in percent. `turned` tells how it came to
    something alone, while the move was open; `mapped` is the event in which Control took an order in words for it.
    """

    id: str
    seq: int
    move: int
    cell: Cell
    seat: Seat
    action: str
    title: str
    arguments: tuple[tuple[str, str], ...]
    rationale: str
    at: When
    status: Literal["given", "withdrawn", "carried", "lapsed"]
    settled: int
    needs: tuple[NeedTold, ...]
    lapsed: NeedTold | None
    reason: str
    published: int
    audience: Seen
    scripted: bool
    delays: tuple[Delayed, ...]
    at_once: bool
    minutes: float = 0.0
    confidence: str = ""
    turned: Turned | None = None
    mapped: int = 0

    @property
    def objections(self) -> tuple[NeedTold, ...]:
        """The consultations that were answered with an objection."""
        return tuple(need for need in self.needs if need.answer == "object")

    @property
    def unfelt(self) -> Literal["all", "part", ""]:
        """How much of what it does still waits when the journal ends, if none of its delayed effects has arrived."""
        if self.status != "carried" or not self.delays or any(delayed.arrived for delayed in self.delays):
            return ""
        return "part" if self.at_once else "all"

    @property
    def late(self) -> str:
        """When that comes: `later`, or `late` where the end comes before; with how much of it, as words are keyed."""
        when = "late" if all(delayed.beyond for delayed in self.delays) else "later"
        return f"{when}.{self.unfelt}" if self.unfelt else ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a move. `held` None: it was not asked, since an earlier one held, or the journal cannot tell."""

    move: str
    title: str
    condition: Judged
    held: bool | None


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the game went after a move: every way there was, in order, and the one taken (empty: it ended)."""

    seq: int
    ways: tuple[Way, ...]
    taken: str
    title: str


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """A question of the move, and what each cell answered that did."""

    id: str
    kind: str
    text: str
    to: tuple[Cell, ...]
    cells: tuple[CellAnswers, ...]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A variable as each cell saw it when the move was closed: per cell its value, None where it could not see it.

    `some` are the cells of which only some seats saw it.
    """

    var: Named
    values: Mapping[str, Shown | None]
    some: frozenset[str]


@dataclass(frozen=True, slots=True)
class MoveTold:
    """One move: what was released, ordered and changed, and where the game went.

    The changes are told in the order they happened: `played` by delayed effects, injects and orders, then `rules` by
    the world rules, then `late` by injects that these set off. `known` is the state at the event `chosen`.
    `passed` is why Control closed it without the orders of every cell, with the event that says so.
    """

    number: int
    id: str
    title: str
    text: str
    opened: int
    closed: int
    starts: When
    ends: When
    accepted: bool
    released: tuple[Released, ...]
    orders: tuple[OrderTold, ...]
    played: tuple[Story, ...]
    rules: tuple[Story, ...]
    late: tuple[Story, ...]
    unchanged: tuple[Step, ...]
    deciders: tuple[Cell, ...]
    known: tuple[KnownRow, ...]
    chosen: int
    questions: tuple[QuestionTold, ...]
    branch: Branch | None
    free: tuple[FreeTold, ...] = ()
    ties: tuple[TieTold, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    passed: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Reach:
    """How and when a fact reached a cell. `some`: only some of its seats.

    `minutes` is the exercise minute; `by` the cell that shared it; `read` when somebody in the cell first opened it.
    """

    how: Literal["inject", "own", "asked", "published", "shared"]
    seq: int
    move: int
    some: bool
    minutes: float = 0.0
    by: Cell | None = None
    read: Mark | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that could be known: an inject or an order. `missed` are cells that an ally of theirs left out."""

    kind: Literal["inject", "order"]
    id: str
    title: str
    cell: Cell | None
    status: str
    seq: int
    move: int
    reached: Mapping[str, Reach]
    missed: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a cell believed of a variable it could not see: one of its own that began as that one with an error."""

    var: Named
    start: Shown
    end: Shown


@dataclass(frozen=True, slots=True)
class Hidden:
    """A variable that a cell could not see, with what it truly was. `some` are those of its seats that could see it.

    `since` is the event that last changed it.
    """

    var: Named
    start: Shown
    end: Shown
    since: int
    estimates: tuple[Estimate, ...]
    some: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Unlearned:
    """What one cell never learned: injects not received, orders it was not told of, variables it could not see."""

    cell: Cell
    injects: tuple[Fact, ...]
    orders: tuple[Fact, ...]
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment at which state was changed: the event, the number of its move, and what part of the move it was."""

    seq: int
    move: int
    phase: Literal["start", "opening", "inject", "orders", "rules", "closing"]


@dataclass(frozen=True, slots=True)
class Series:
    """A variable over all samples. `numbers` is empty where it holds no numbers; `low`/`high` bound the picture."""

    var: Named
    numbers: tuple[float, ...]
    shown: tuple[Shown, ...]
    low: float
    high: float
    edges: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The variables that the same people could see."""

    seen: Seen
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A measure: its final value, and where it is plainly a state variable the value it began with."""

    id: str
    label: str
    unit: str
    better: str
    expression: str
    before: Shown | None
    after: Shown | None


Verdict = Literal["came", "failed", "earlier", "waits", "unsure", "open", "never"]
"""What became of an outcome: it came; it was asked and did not hold; it was not asked, since an earlier one held or
since it waits until no move follows; the journal does not tell whether it failed or waits; the exercise goes on; it was
never asked, since Control ended the exercise."""


@dataclass(frozen=True, slots=True)
class OutcomeTold:
    """A way to end."""

    id: str
    title: str
    text: str
    condition: Judged
    at_end: bool
    verdict: Verdict

    @property
    def came(self) -> bool:
        """Whether it is the one that did."""
        return self.verdict == "came"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A named assumption: the value used, the value as written, its range and where it comes from."""

    name: str
    label: str
    used: str
    written: str
    low: str
    high: str
    unit: str
    source: str
    cited: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CourseTold:
    """What the course changed: starting values, the players of seats, orders given in any case."""

    id: str
    title: str
    text: str
    start: tuple[tuple[Named, Shown], ...]
    bots: tuple[tuple[Seat, str], ...]
    orders: tuple[tuple[str, Seat, str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the record prints it: the key of a word (empty: its kind has none) and what fills its places.

    `minutes` is its exercise minute.
    """

    seq: int
    kind: str
    at: When
    by: Seat | None
    office: str
    to: Seen
    word: str
    places: Mapping[str, Any]
    changes: int
    minutes: float


@dataclass(frozen=True, slots=True)
class About:
    """What is reported on, and how it ended. `head` is the journal's digest and count, empty where it is not known.

    `early`: Control ended the exercise before the game did, with the reason `why`.
    """

    id: str
    title: str
    summary: str
    banner: str
    pack: str
    version: str
    digest: str
    seed: str
    automatic: bool
    people: int
    bots: int
    starts: When
    ends: When
    finished: bool
    head: str
    count: int
    languages: tuple[str, ...]
    language: str
    early: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """An inject that was not released, and what it waited for. `seq` is the event that dropped or held it, or 0."""

    id: str
    title: str
    trigger: Literal["planned", "condition", "control", "dropped", "held"]
    condition: str
    seq: int = 0
    why: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Aar:
    """The whole report. `delays` are all the delayed effects, in the order they were set going."""

    about: About
    cells: tuple[Cell, ...]
    seats: tuple[Seat, ...]
    course: CourseTold | None
    moves: tuple[MoveTold, ...]
    facts: tuple[Fact, ...]
    unlearned: tuple[Unlearned, ...]
    withheld: tuple[Withheld, ...]
    samples: tuple[Sample, ...]
    groups: tuple[Group, ...]
    draws: tuple[Draw, ...]
    outcomes: tuple[OutcomeTold, ...]
    ended: int
    delays: tuple[Delayed, ...]
    measures: tuple[MeasureTold, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[tuple[str, str], ...]
    record: tuple[Line, ...]
    ticks: int
    conduct: Conduct | None = None

    @property
    def outcome(self) -> OutcomeTold | None:
        """The outcome that came; None where the exercise has not finished, or ended without a named one."""
        return next((outcome for outcome in self.outcomes if outcome.came), None)

    @property
    def waiting(self) -> tuple[Delayed, ...]:
        """The delayed effects that still wait when the journal ends."""
        return tuple(delayed for delayed in self.delays if not delayed.arrived)
