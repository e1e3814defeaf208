"""The scenario file as it is written: its keys and the kinds of their values, nothing of what they mean.

These models read a file, and the JSON Schema that editors use is made of them.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic.json_schema import models_json_schema

from typing_extensions import TypeAliasType

from whitecell.scenario.node import Scalar
from whitecell.scenario.values import (
    Amount,
    Count,
    Datum,
    Duration,
    Id,
    Option,
    Rule,
    Truth,
    Wait,
    Word,
    Words,
    matching,
    schema,
    wrong,
)

FORMAT = 1
"""The version of the format that this program reads."""

T = TypeVar("T")


def pairs(value: object, info: Any) -> object:
    """Stored data keep mappings whose keys the author chose as lists of [key, value], so that their order is safe."""
    if isinstance(value, Scalar) and value.null:
        return {}
    if info.context and isinstance(value, list):
        return dict(value)
    return value


def written(value: object) -> str:
    """Which form was written: a mapping or something short."""
    return "<mapping>" if isinstance(value, Mapping) else "<short>"


Named = Annotated[dict[str, T], BeforeValidator(pairs)]
"""A mapping whose keys the author chooses."""


def text_form(value: object, info: Any = None) -> str:
    """Which form of text: one language or several; stored data have several as a list of pairs."""
    return "<mapping>" if isinstance(value, Mapping | list) else "<short>"


class Model(BaseModel):
    """A mapping with known keys. A key with nothing after it counts as not written."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: object) -> object:
        """Take out the keys that have nothing after them."""
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if not (isinstance(value, Scalar) and value.null)}
        return {} if isinstance(data, Scalar) and data.null else data


Text = TypeAliasType("Text", Annotated[
    Annotated[Words, Tag("<short>")] | Annotated[Named[Words], Tag("<mapping>")],
    Discriminator(text_form),
    Field(description="Text in the original language, or {en: ..., ko: ...}. Markdown where it is long."),
])  # fmt: skip
Places = list[Id]
"""Cells, or seats as cell/seat."""


def everybody(value: object) -> object:
    """`all` stands for the list [all]."""
    return [value] if isinstance(value, Scalar) and value.text == "all" else value


To = Annotated[
    list[Id],
    BeforeValidator(everybody),
    schema(anyOf=[{"const": "all"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
           description="Cells, or seats as cell/seat, or all."),
]  # fmt: skip


# ---------------------------------------------------------------- cells, markings, parameters, state


class Seat(Model):
    """One chair."""

    id: Id
    name: Text | None = None
    role: Annotated[Literal["lead", "member", "facilitator", "control", "evaluator", "observer"], Word] = "member"
    bot: Id | None = Field(None, description="Who holds the seat in automatic plays; default uniform.")


class Cell(Model):
    """A team."""

    name: Text | None = None
    side: Annotated[Literal["friend", "adversary", "neutral", "response"], Word] = "neutral"
    brief: Text | None = Field(None, description="What this cell knows of itself (Markdown).")
    seats: list[Seat]


class Marking(Model):
    """Who may see, with the words of its banner."""

    see: Places
    banner: Text | None = None


AnyMarking = Annotated[
    Annotated[Places, Tag("<short>")] | Annotated[Marking, Tag("<mapping>")],
    Discriminator(written),
    Field(description="Who may see: [cells, or seats as cell/seat], or {see: [...], banner: ...}."),
]


class Parameter(Model):
    """A named assumption with its range and where it comes from."""

    value: Amount
    low: Amount
    high: Amount
    source: Words = Field(description="A key of sources, a citation, or judgement.")
    unit: Words = ""
    label: Text | None = None


class Var(Model):
    """A state variable."""

    type: Annotated[Literal["real", "integer", "boolean", "choice"], Word]
    start: Rule = Field(description="May draw, and name parameters and the variables above.")
    range: list[Amount] | None = Field(None, min_length=2, max_length=2, description="[lowest, highest], of numbers.")
    options: list[Option] | None = Field(None, description="The values of a choice.")
    marking: Id | None = Field(None, description="Who may see it; default: Control only.")
    label: Text | None = None
    unit: Words = ""
    show: Annotated[Literal["line", "gauge", "number", "flag", "none"], Word] = "line"


# ---------------------------------------------------------------- effects


class After(Model):
    """Effects that are evaluated later."""

    after: Wait
    do: "list[Effect]"


class Chance(Model):
    """With this probability `then`, else `else`."""

    chance: Rule
    then: "list[Effect] | None" = None
    else_: "list[Effect] | None" = Field(None, alias="else")


class If(Model):
    """If this holds `then`, else `else`."""

    if_: Rule = Field(alias="if")
    then: "list[Effect] | None" = None
    else_: "list[Effect] | None" = Field(None, alias="else")


def effect_form(value: object) -> str:
    """Which effect a mapping is, by its first key word."""
    if isinstance(value, Mapping):
        return next((f"<{word}>" for word in ("after", "chance", "if") if word in value), "<mapping>")
    return "<short>"


def no_effect(value: object) -> object:
    """A mapping that is no effect."""
    names = list(value) if isinstance(value, Mapping) else []
    cure = (
        f"Write '{names[0]} = value' or '{names[0]} += value' to change {names[0]}, or begin with after, chance or if."
        if len(names) == 1
        else "Begin it with after:, chance: or if:."
    )
    wrong("S038", "this mapping is not an effect", cure)


Statement = Annotated[Rule, schema(type="string", description="name = value, name += value, or name -= value.")]
Effect = TypeAliasType("Effect", Annotated[
    Annotated[Statement, Tag("<short>")]
    | Annotated[After, Tag("<after>")]
    | Annotated[Chance, Tag("<chance>")]
    | Annotated[If, Tag("<if>")]
    | Annotated[Any, BeforeValidator(no_effect), schema(**{"not": {}}), Tag("<mapping>")],
    Discriminator(effect_form),
])  # fmt: skip


# ---------------------------------------------------------------- actions, rules


class Need(Model):
    """What an order owes other cells: one of inform, consult, consent."""

    inform: Places | None = None
    consult: Places | None = None
    consent: Places | None = None
    within: Duration = "30 min"
    else_: Annotated[Literal["proceed", "lapse"], Word] = Field("proceed", alias="else")


class Limit(Model):
    """How often a cell may order it."""

    per_move: Count = 1
    total: Count | None = None


Level = Annotated[str, matching("T[0-9]", "a rung of the ladder", "Write T0 (dialogue) to T9 (nuclear use).")]
Symbol = Annotated[
    str,
    matching(
        "[A-Z0-9*-]{15}|[0-9]{20}|[0-9]{30}",
        "a symbol code of APP-6 or MIL-STD-2525",
        "Write its 15 letters and dashes, or its 20 digits.",
    ),
]


class Action(Model):
    """A permitted choice."""

    title: Text | None = None
    by: Places = Field(description="Cells (any of their seats), or seats as cell/seat.")
    arguments: Named[list[Option]] = Field({}, description="Each with its options; at most 64 combinations.")
    needs: list[Need] = []
    when: Rule | None = Field(None, description="May name what its seats see, and its arguments.")
    limit: Limit | None = None
    effects: list[Effect] = []
    applies: Annotated[Literal["at_close", "at_once"], Word] = "at_close"
    priority: Amount = 0.0
    marking: Id | None = Field(None, description="Who sees that it was ordered, besides the ordering cell.")
    plover: Annotated[str, matching("[A-Z_]+", "an event type", "Write it like MOBILIZE."),
                      schema(type="string", pattern="^[A-Z_]+$")] | None = None  # fmt: skip
    level: Annotated[Level, schema(enum=[f"T{rung}" for rung in range(10)])] | None = None
    text: Text | None = None


class WorldRule(Model):
    """A rule of the world, run at each closing."""

    id: Id
    title: Text | None = None
    when: Rule | None = None
    do: list[Effect]


# ---------------------------------------------------------------- moves, questions, injects


class Question(Model):
    """Something the players answer."""

    id: Id
    to: To
    kind: Annotated[Literal["text", "choice", "probability", "ranking"], Word] = "text"
    text: Text
    options: Named[Text] | None = Field(None, description="For choices and rankings: {id: what it says}.")
    sealed_first: Truth = False


class Next(Model):
    """Where the game goes, if `when` holds."""

    when: Rule | None = None
    move: Id = Field(description="A move's id, or end.")


AnyNext = Annotated[Annotated[Id, Tag("<short>")] | Annotated[Next, Tag("<mapping>")], Discriminator(written)]


def listed(value: object) -> str:
    """Which form was written: a list or something short."""
    return "<list>" if isinstance(value, list) else "<short>"


class Move(Model):
    """A numbered period."""

    id: Id
    title: Text | None = None
    text: Text | None = None
    orders: Annotated[
        Annotated[Count, Tag("<count>")] | Annotated[Named[Count], Tag("<mapping>")],
        Discriminator(lambda value: "<mapping>" if isinstance(value, Mapping | list) else "<count>"),
        Field(description="Orders of each cell, or {cell: orders} with 0 for the others."),
    ] = 1
    plays: Duration = Field("45 min", description="Exercise time.")
    covers: Duration | None = Field(None, description="Game time; default: the same as plays.")
    clock: Annotated[Literal["running", "stopped"], Word] = "running"
    only: Places | None = Field(None, description="Only these cells act.")
    may_pass: Truth = True
    next: Annotated[
        Annotated[Id, Tag("<short>")] | Annotated[list[AnyNext], Tag("<list>")],
        Discriminator(listed),
        Field(description="A move's id, end, or [{when: ..., move: ...}, ...]."),
    ] | None = None  # fmt: skip
    questions: list[Question] = []


MOMENT = r"[a-z0-9_-]+( ?\+ ?\d+(\.\d+)? ?(min|h|d))?"
Moment = Annotated[
    str,
    matching(MOMENT, "a time in a move", "Write it like 'm2 + 10 min'."),
    schema(type="string", pattern=f"^{MOMENT}$", description="A move and a time in it: m2 + 10 min."),
]
Medium = Literal[
    "news", "intelligence", "note", "call", "social", "poll", "market", "message", "video", "order", "report"
]


class Inject(Model):
    """One item of the MSEL: released at a time, or when something holds, or by hand."""

    id: Id
    at: Moment | None = None
    when: Rule | None = Field(None, description="Released once, when this turns true.")
    manual: Truth | None = Field(None, description="yes: released by Control, by hand.")
    kind: Annotated[Literal["standard", "contingency", "reactive"], Word] | None = None
    from_: Text | None = Field(None, alias="from")
    to: To
    medium: Annotated[Medium, Word] = "message"
    marking: Id | None = Field(None, description="Who may see it; default: exactly those it is for.")
    title: Text | None = None
    body: Text | None = None
    effects: list[Effect] = []
    expect: Text | None = Field(None, description="What Control expects to see.")
    objectives: list[Id] = []
    sources: list[Id] = Field([], description="Keys of sources.")
    fictional: Truth = False
    attachments: list[Words] = []


class Msel(Model):
    """The file msel.yaml: the injects alone. Tools may rewrite it."""

    whitecell: Literal[1]
    injects: list[Inject] = []


# ---------------------------------------------------------------- the rest


class Objective(Model):
    """What the exercise is to show or test."""

    id: Id
    title: Text | None = None
    capability: Text | None = None
    tasks: list[Text] = []
    cells: Places = []


class Outcome(Model):
    """A named way to end."""

    title: Text | None = None
    text: Text | None = None
    when: Rule | None = None
    at: Annotated[Literal["any", "end"], Word] = Field("any", description="end: judged only when no move follows.")


class Measure(Model):
    """A number of the final state."""

    value: Rule
    label: Text | None = None
    unit: Words = ""
    better: Annotated[Literal["high", "low", "neither"], Word] = "neither"


AnyMeasure = Annotated[Annotated[Rule, Tag("<short>")] | Annotated[Measure, Tag("<mapping>")], Discriminator(written)]


class Answers(Model):
    """The weights of the four answers; one that is not written weighs 0."""

    agree: Rule | None = None
    conditions: Rule | None = None
    object: Rule | None = None
    silent: Rule | None = None


Consent = Annotated[
    Annotated[Rule, Tag("<short>")] | Annotated[Answers, Tag("<mapping>")],
    Discriminator(written),
    Field(description="The probability of agreeing, or {agree: ..., conditions: ..., object: ..., silent: ...}."),
]


class Bot(Model):
    """An automated seat-holder."""

    title: Text | None = None
    weights: Named[Rule] = Field({}, description="{action: weight, otherwise: weight}; default 1.")
    consents: Named[Consent] = Field({}, description="{action: answer, otherwise: answer}; default: agree.")


class CourseOrder(Model):
    """An order that is given in every play, if it is permitted then."""

    move: Id
    seat: Id
    action: Id
    arguments: Named[Option] = {}


class Course(Model):
    """An option compared in a sweep: what it patches."""

    title: Text | None = None
    text: Text | None = None
    parameters: Named[Amount] = {}
    start: Named[Datum] = {}
    bots: Named[Id] = Field({}, description="{cell/seat: bot}")
    orders: list[CourseOrder] = []


class Place(Model):
    """A place on the map."""

    id: Id
    name: Text | None = None
    at: list[Amount] = Field(min_length=2, max_length=2, description="[latitude, longitude] in degrees.")
    symbol: Annotated[Symbol, schema(type="string")] | None = None


class Accepted(Model):
    """A finding of the check that the author approves."""

    code: Words
    place: Words = ""
    reason: Words


class Pack(Model):
    """A Whitecell scenario."""

    whitecell: Literal[1] = Field(description="The version of the format.")
    id: Id | None = None
    version: Words = ""
    title: Text
    summary: Text | None = None
    languages: list[Words] = Field(["en"], description="The first is the original.")
    marking: Text | None = Field(None, description="The first words of every banner.")
    starts: Words | None = Field(None, description="Game time at the start: 2027-03-08 09:00 +09:00")
    zone: Words = Field("", description="The name of its time zone, such as KST.")
    cells: Named[Cell]
    markings: Named[AnyMarking] = {}
    parameters: Named[Parameter] = {}
    state: Named[Var] = {}
    actions: Named[Action] = {}
    world: list[WorldRule] = []
    moves: list[Move]
    injects: list[Inject] = []
    objectives: list[Objective] = []
    outcomes: Named[Outcome] = {}
    measures: Named[AnyMeasure] = {}
    utility: Named[Rule] = {}
    bots: Named[Bot] = {}
    courses: Named[Course] = {}
    places: list[Place] = []
    sources: Named[Text] = {}
    core: Words = Field("", description="A small linked game, where the whole is too large to solve.")
    accepted: list[Accepted] = []


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario.yaml; that of msel.yaml is its definition `Msel`."""
    _, found = models_json_schema([(Pack, "validation"), (Msel, "validation")])
    definitions = found["$defs"]
    top = definitions.pop("Pack")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "title": "Whitecell scenario",
        "$defs": definitions,
    }


__all__ = ["FORMAT", "Model", "Pack", "json_schema"]
