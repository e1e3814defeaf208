"""The checked scenario: frozen, typed, every name resolved, source positions aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from whitecell.rules import (
    BOOLEAN,
    NUMBER,
    Boolean,
    Choice,
    Delay,
    Effect,
    Expression,
    Number,
    Type,
    Value,
    delays,
)

Role = Literal["lead", "member", "facilitator", "control", "evaluator", "observer"]
NeedKind = Literal["inform", "consult", "consent"]
Medium = Literal[
    "news", "intelligence", "note", "call", "social", "poll", "market", "message", "video", "order", "report"
]
QuestionKind = Literal["text", "choice", "probability", "ranking"]
Answer = Literal["agree", "conditions", "object", "silent"]
ANSWERS: tuple[Answer, ...] = ("agree", "conditions", "object", "silent")

PUBLIC, CONTROL = "public", "control"
"""Markings every scenario has: everybody in the room, and nobody but Control."""

MAX_MOVES = 64
"""A play that enters this many moves ends after the last of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages; the first is the original. Markdown where it is long."""

    versions: tuple[tuple[str, str], ...] = ()

    def say(self, language: str) -> str:
        """The text in this language, or in the original where it is not translated."""
        return next((text for tongue, text in self.versions if tongue == language), str(self))

    def has(self, language: str) -> bool:
        """Whether it is written in this language."""
        return any(tongue == language for tongue, _ in self.versions)

    def __str__(self) -> str:
        return self.versions[0][1] if self.versions else ""

    def __bool__(self) -> bool:
        return bool(self.versions)


@dataclass(frozen=True, slots=True)
class Seat:
    """One chair: `cell/id` is its full name. `bot` names who holds it in automatic plays."""

    cell: str
    id: str
    name: Text
    role: Role
    bot: str

    @property
    def path(self) -> str:
        """Its full name, cell/seat."""
        return f"{self.cell}/{self.id}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A team."""

    id: str
    name: Text
    side: Literal["friend", "adversary", "neutral", "response"]
    seats: tuple[Seat, ...]
    brief: Text = Text()


@dataclass(frozen=True, slots=True)
class Marking:
    """Who may see: the full names of seats."""

    id: str
    seats: frozenset[str]
    banner: Text = Text()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named assumption with its range and where it comes from (`judgement` where nobody measured it)."""

    name: str
    value: float
    low: float
    high: float
    source: str
    unit: Text = Text()
    label: Text = Text()


@dataclass(frozen=True, slots=True)
class Labels:
    """What something to choose is called, and each of its options; what has no words of its own goes by its id."""

    label: Text = Text()
    options: tuple[tuple[str, Text], ...] = ()

    def of(self, option: str) -> Text:
        """What an option is called; no text where nothing is written."""
        return next((text for id_, text in self.options if id_ == option), Text())


@dataclass(frozen=True, slots=True)
class Var:
    """A state variable. `low`/`high` hold for numbers; `whole` marks integers; `options` says what those of a choice
    are called, where that is written.
    """

    name: str
    type: Type
    start: Expression
    marking: str
    low: float = -1.7976931348623157e308
    high: float = 1.7976931348623157e308
    whole: bool = False
    label: Text = Text()
    unit: Text = Text()
    show: Literal["line", "gauge", "number", "flag", "none"] = "line"
    options: tuple[tuple[str, Text], ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether it holds a number."""
        return isinstance(self.type, Number)

    @property
    def labels(self) -> Labels:
        """What it is called, and each of its options."""
        return Labels(self.label, self.options)


@dataclass(frozen=True, slots=True)
class Need:
    """What an order owes another cell. `of` is a seat's full name: who answers for that cell."""

    kind: NeedKind
    of: str
    within: float
    otherwise: Literal["proceed", "lapse"]

    @property
    def cell(self) -> str:
        """The cell that is asked."""
        return self.of.partition("/")[0]


@dataclass(frozen=True, slots=True)
class MarkingBy:
    """A marking that depends on an argument: for each of its options, who learns of such an order."""

    argument: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Action:
    """A permitted choice. `by` are the full names of the seats with the authority; a need of the ordering cell itself
    is skipped. `total` None: no limit over the whole game. `labels` says what arguments and their options are called.
    """

    id: str
    title: Text
    by: tuple[str, ...]
    arguments: tuple[tuple[str, Choice], ...]
    needs: tuple[Need, ...]
    when: Expression | None
    per_move: int
    total: int | None
    effects: tuple[Effect, ...]
    applies: Literal["at_close", "at_once"]
    priority: float
    marking: str | MarkingBy
    text: Text = Text()
    plover: str = ""
    level: int | None = None
    labels: Mapping[str, Labels] = field(default_factory=dict)

    @cached_property
    def variants(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Every combination of arguments, the first argument slowest, options in the order written."""
        combinations: list[tuple[tuple[str, str], ...]] = [()]
        for name, choice in self.arguments:
            combinations = [(*head, (name, option)) for head in combinations for option in choice.options]
        return tuple(combinations)

    def marking_of(self, arguments: Mapping[str, str]) -> str:
        """The marking of an order with these arguments: who learns that it was carried out."""
        if isinstance(self.marking, str):
            return self.marking
        return dict(self.marking.options)[arguments[self.marking.argument]]

    def told_by(self, arguments: Mapping[str, str]) -> str:
        """The option of an order with these arguments that decides on its marking; empty where one holds for all."""
        return "" if isinstance(self.marking, str) else arguments[self.marking.argument]

    @cached_property
    def markings(self) -> tuple[str, ...]:
        """Every marking that an order of this action can have, each once."""
        if isinstance(self.marking, str):
            return (self.marking,)
        return tuple(dict.fromkeys(marking for _, marking in self.marking.options))


@dataclass(frozen=True, slots=True)
class Rule:
    """A world rule: run, in order, when a move is closed."""

    id: str
    title: Text
    when: Expression | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something the players answer. `options` for choices and rankings; `to` are cells."""

    id: str
    to: tuple[str, ...]
    kind: QuestionKind
    text: Text
    options: tuple[tuple[str, Text], ...]
    sealed_first: bool


@dataclass(frozen=True, slots=True)
class Next:
    """Where the game goes if `when` holds (None: always). `move` None ends the game."""

    when: Expression | None
    move: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A numbered period. `plays` and `covers` are minutes of exercise time and game time."""

    id: str
    title: Text
    text: Text
    orders: Mapping[str, int]
    plays: float
    covers: float
    clock: Literal["running", "stopped"]
    may_pass: bool
    next: tuple[Next, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Inject:
    """One item of the MSEL. Exactly one of `move` (with `minute`), `when` and `manual` says when it is released.

    `to` are cells; `seats` the full names of the seats that may read it.
    """

    id: str
    title: Text
    body: Text
    sender: Text
    to: tuple[str, ...]
    seats: frozenset[str]
    medium: Medium
    marking: str
    kind: Literal["standard", "contingency", "reactive"]
    move: str | None
    minute: float
    when: Expression | None
    manual: bool
    effects: tuple[Effect, ...]
    expect: Text
    objectives: tuple[str, ...]
    sources: tuple[str, ...]
    fictional: bool
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What the exercise is to show or test."""

    id: str
    title: Text
    capability: Text
    tasks: tuple[Text, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A named way to end: when its condition holds at a closing (`at_end`: only when no move follows)."""

    id: str
    title: Text
    text: Text
    when: Expression | None
    at_end: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the final state."""

    id: str
    label: Text
    value: Expression
    unit: Text = Text()
    better: Literal["high", "low", "neither"] = "neither"


@dataclass(frozen=True, slots=True)
class Bot:
    """An automated seat-holder: weights of actions, and how it answers needs (weights of the four answers)."""

    id: str
    title: Text
    weights: Mapping[str, Expression]
    otherwise: Expression
    consents: Mapping[str, Mapping[Answer, Expression]]
    consent_otherwise: Mapping[Answer, Expression]


@dataclass(frozen=True, slots=True)
class ScriptedOrder:
    """An order a course gives in every play, if it is permitted then. `move` is a move's id."""

    move: str
    seat: str
    action: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """An option compared in a sweep: what it patches."""

    id: str
    title: Text
    text: Text
    parameters: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, Value] = field(default_factory=dict)
    bots: Mapping[str, str] = field(default_factory=dict)
    orders: tuple[ScriptedOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map: latitude and longitude in degrees, an APP-6 / MIL-STD-2525 symbol code if any."""

    id: str
    name: Text
    latitude: float
    longitude: float
    symbol: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding the author approves: its code, the place it names, and the reason."""

    code: str
    place: str
    reason: str


@dataclass(frozen=True)
class Scenario:
    """One scenario, checked. Two scenarios are the same when their digests are."""

    id: str
    version: str
    digest: str
    title: Text
    summary: Text
    languages: tuple[str, ...]
    marking: Text
    starts: str
    zone: str
    cells: tuple[Cell, ...]
    markings: Mapping[str, Marking]
    parameters: tuple[Parameter, ...]
    vars: tuple[Var, ...]
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...]
    moves: tuple[Move, ...]
    injects: tuple[Inject, ...]
    objectives: tuple[Objective, ...]
    outcomes: tuple[Outcome, ...]
    measures: tuple[Measure, ...]
    utility: Mapping[str, Expression]
    bots: Mapping[str, Bot]
    courses: Mapping[str, Course]
    places: tuple[Place, ...]
    sources: Mapping[str, Text]
    accepted: tuple[Accepted, ...]
    core: str
    data: Mapping[str, Any] = field(repr=False, compare=False)
    """The scenario as plain JSON-able data, enough to build it again: what a journal embeds."""

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Each state variable's place in `World.values`."""
        return {var.name: place for place, var in enumerate(self.vars)}

    @cached_property
    def seats(self) -> Mapping[str, Seat]:
        """Every seat by its full name, in id order."""
        seats = sorted((seat for cell in self.cells for seat in cell.seats), key=lambda seat: seat.path)
        return {seat.path: seat for seat in seats}

    @cached_property
    def action(self) -> Mapping[str, Action]:
        """Actions by id."""
        return {action.id: action for action in self.actions}

    @cached_property
    def inject(self) -> Mapping[str, Inject]:
        """Injects by id."""
        return {inject.id: inject for inject in self.injects}

    @cached_property
    def move(self) -> Mapping[str, Move]:
        """Moves by id."""
        return {move.id: move for move in self.moves}

    @cached_property
    def cell(self) -> Mapping[str, Cell]:
        """Cells by id."""
        return {cell.id: cell for cell in self.cells}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for move in self.moves for question in move.questions}

    @cached_property
    def effects(self) -> Mapping[str, tuple[Effect, ...]]:
        """The effects of every owner: action/ID, rule/ID, inject/ID."""
        return (
            {f"action/{action.id}": action.effects for action in self.actions}
            | {f"rule/{rule.id}": rule.effects for rule in self.rules}
            | {f"inject/{inject.id}": inject.effects for inject in self.injects}
        )

    @cached_property
    def delays(self) -> Mapping[tuple[str, int], Delay]:
        """Every delayed effect by its owner and site."""
        return {(owner, delay.site): delay for owner, effects in self.effects.items() for delay in delays(effects)}

    @cached_property
    def by_id(self) -> tuple[Action, ...]:
        """Actions in id order."""
        return tuple(sorted(self.actions, key=lambda action: action.id))

    @cached_property
    def windows(self) -> Mapping[str, tuple[bool, ...]]:
        """For each seat, which state variables it may see, in the order of `vars`."""
        return {seat: tuple(self.sees(seat, var.marking) for var in self.vars) for seat in self.seats}

    def sees(self, seat: str, marking: str) -> bool:
        """Whether this seat may see what carries this marking."""
        return seat in self.markings[marking].seats


def type_of(kind: str, options: tuple[str, ...] = ()) -> Type:
    """The type of a state variable of this kind in the file: real, integer, boolean or choice."""
    match kind:
        case "boolean":
            return BOOLEAN
        case "choice":
            return Choice(options)
        case _:
            return NUMBER


__all__ = [
    "ANSWERS", "CONTROL", "MAX_MOVES", "PUBLIC", "Accepted", "Action", "Answer", "Boolean", "Bot", "Cell", "Course",
    "Inject", "Labels", "Marking", "MarkingBy", "Measure", "Medium", "Move", "Need", "NeedKind", "Next", "Number",
    "Objective", "Outcome", "Parameter", "Place", "Question", "QuestionKind", "Role", "Rule", "Scenario",
    "ScriptedOrder", "Seat", "Text", "Var", "type_of",
]  # fmt: skip
