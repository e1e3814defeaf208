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
    Few,
    Id,
    Option,
    Rule,
    Statement,
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
    if info.context and isinstance(value, list):
        return dict(value)
    return value


def written(value: object) -> str:
    """Which form was written: a mapping or something short."""
    return "<mapping>" if isinstance(value, Mapping) else "<short>"


Named = Annotated[dict[str, T], BeforeValidator(pairs)]
"""A mapping whose keys the author chooses."""


def paired(value: object) -> str:
    """Which form was written: a mapping, which stored data have as a list of pairs, or something short."""
    stored = isinstance(value, list) and any(
        isinstance(pair, list) and isinstance(pair[0], str) for pair in value if pair
    )
    return "<mapping>" if stored or isinstance(value, Mapping) else "<short>"


def listed(value: object) -> str:
    """Which form was written: a list or something short."""
    return "<list>" if isinstance(value, list) else "<short>"


def counted(value: object) -> str:
    """Which form was written: a number for all, or one for each."""
    return "<mapping>" if isinstance(value, Mapping | list) else "<short>"


class Model(BaseModel):
    """A mapping with known keys. A key with nothing after it counts as not written."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: object) -> object:
        """Take out the known keys that have nothing after them."""
        if isinstance(data, Mapping):
            empty = {key for key, value in data.items() if isinstance(value, Scalar) and value.null}
            if empty:
                empty &= {field.alias or name for name, field in cls.model_fields.items()}
            return {key: value for key, value in data.items() if key not in empty}
        return {} if isinstance(data, Scalar) and data.null else data


Text = TypeAliasType("Text", Annotated[
    Annotated[Words, Tag("<short>")] | Annotated[Named[Words], Tag("<mapping>")],
    Discriminator(paired),
    Field(description="Text in the original language, or {en: ..., ko: ...}. Markdown where it is long."),
])  # fmt: skip
Options = TypeAliasType("Options", Annotated[
    Annotated[list[Option], Tag("<short>")] | Annotated[Named[Text], Tag("<mapping>")],
    Discriminator(paired),
    Field(description="What there is to choose from: [one, other], or {one: what it is called, ...}."),
])  # fmt: skip
Places = list[Id]
"""Cells, or seats as cell/seat."""


def everybody(value: object) -> object:
    """`all` stands for the list [all]."""
    return [value] if isinstance(value, Scalar) and value.text == "all" else value


To = Annotated[
    list[Id],
    BeforeValidator(everybody),
    schema(anyOf=[{"const": "all"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]),
]
MARKING = "Who may see it: a marking, public, control, a cell, or a seat as cell/seat."


# ---------------------------------------------------------------- cells, markings, parameters, state


class Seat(Model):
    """One chair."""

    id: Id = Field(description="Its id within the cell.")
    name: Text | None = Field(None, description="Its name; default: the id.")
    role: Annotated[Literal["lead", "member", "facilitator", "control", "evaluator", "observer"], Word] = Field(
        "member", description="What its holder does; the first lead answers for the cell."
    )
    bot: Id | None = Field(None, description="Who holds the seat in automatic plays; default: uniform.")


class Cell(Model):
    """A team."""

    name: Text | None = Field(None, description="Its name; default: the id.")
    side: Annotated[Literal["friend", "adversary", "neutral", "response"], Word] = Field(
        "neutral", description="Where it stands; response: played by Control's people."
    )
    brief: Text | None = Field(None, description="What this cell knows of itself (Markdown).")
    seats: list[Seat] = Field(description="Its chairs, at least one.")


class Marking(Model):
    """Who may see, with the words of its banner."""

    see: Places = Field(description="Cells, or seats as cell/seat.")
    banner: Text | None = Field(None, description="What its banner says.")


AnyMarking = Annotated[
    Annotated[Places, Tag("<short>")] | Annotated[Marking, Tag("<mapping>")],
    Discriminator(written),
    Field(description="Who may see: [cells, or seats as cell/seat], or {see: [...], banner: ...}."),
]


class Parameter(Model):
    """A named assumption with its range and where it comes from."""

    value: Amount = Field(description="What is assumed.")
    low: Amount = Field(description="The lowest that is plausible.")
    high: Amount = Field(description="The highest that is plausible.")
    source: Words = Field(description="A key of sources, a citation, or judgement.")
    unit: Text | None = Field(None, description="What it is measured in.")
    label: Text | None = Field(None, description="What it is called on pages; default: its name.")


class Var(Model):
    """A state variable."""

    type: Annotated[Literal["real", "integer", "boolean", "choice"], Word] = Field(description="What values it has.")
    start: Rule = Field(description="Its first value, which may draw, and name parameters and the variables above.")
    range: Annotated[list[Amount], Field(min_length=2, max_length=2)] | None = Field(
        None, description="[lowest, highest] of a number; what goes beyond is clamped."
    )
    options: Options | None = Field(None, description="The values of a choice: [low, high], or {low: Low, ...}.")
    marking: Id | None = Field(None, description=f"{MARKING} Default: control.")
    label: Text | None = Field(None, description="What it is called on pages; default: its name.")
    unit: Text | None = Field(None, description="What it is measured in.")
    show: Annotated[Literal["line", "gauge", "number", "flag", "none"], Word] = Field(
        "line", description="How it is drawn."
    )


# ---------------------------------------------------------------- effects


class After(Model):
    """Effects that are evaluated later."""

    after: Wait = Field(description="How much later: 1 move, or 6 h of game time.")
    do: "list[Effect]" = Field(description="What happens then.")


class Chance(Model):
    """With this probability `then`, else `else`."""

    chance: Rule = Field(description="The probability, from 0 to 1.")
    then: "list[Effect] | None" = Field(None, description="What happens with this probability.")
    else_: "list[Effect] | None" = Field(None, alias="else", description="What happens otherwise.")


class If(Model):
    """If this holds `then`, else `else`."""

    if_: Rule = Field(alias="if", description="The condition.")
    then: "list[Effect] | None" = Field(None, description="What happens if it holds.")
    else_: "list[Effect] | None" = Field(None, alias="else", description="What happens otherwise.")


def effect_form(value: object) -> str:
    """Which effect a mapping is, by its first key word."""
    if isinstance(value, Mapping):
        return next((f"<{word}>" for word in ("after", "chance", "if") if word in value), "<mapping>")
    return "<short>"


def no_effect(value: object) -> object:
    """A mapping that is no effect."""
    names = list(value) if isinstance(value, Mapping) else []
    cure = (
        f"Write '{names[0]} = value' or '{names[0]} += value', or begin with after, chance or if."
        if len(names) == 1
        else "Begin it with after:, chance: or if:."
    )
    wrong("S038", "this mapping is not an effect", cure)


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

    inform: Places | None = Field(None, description="These are told.")
    consult: Places | None = Field(None, description="These are asked; an objection does not stop the order.")
    consent: Places | None = Field(None, description="These must agree, or the order lapses.")
    within: Duration = Field("30 min", description="How long an answer is awaited, in exercise time.")
    else_: Annotated[Literal["proceed", "lapse"], Word] = Field(
        "proceed", alias="else", description="What follows when a consultation is not answered."
    )


class Limit(Model):
    """How often a cell may order it."""

    per_move: Few = Field(1, description="Times in one move.")
    total: Count | None = Field(None, description="Times in the whole game; default: no limit.")


Level = Annotated[str, matching("T[0-9]", "a rung of the ladder", "Write T0 (dialogue) to T9 (nuclear use)."),
                  schema(enum=[f"T{rung}" for rung in range(10)])]  # fmt: skip
Symbol = Annotated[
    str,
    matching("[A-Z0-9*-]{15}|[0-9]{20}|[0-9]{30}", "a symbol code of APP-6 or MIL-STD-2525",
             "Write its 15 letters and dashes, or its 20 or 30 digits."),
    schema(type=["string", "integer"]),
]  # fmt: skip
EventType = Annotated[str, matching("[A-Z_]+", "an event type", "Write it like MOBILIZE."),
                      schema(type="string", pattern="^[A-Z_]+$")]  # fmt: skip


class Argument(Model):
    """Something an order leaves to choose, with what it is called."""

    label: Text | None = Field(None, description="What it is called on pages; default: its name.")
    options: Options = Field(description="Its options: [busan, offshore], or {busan: Busan, ...}.")


AnyArgument = Annotated[
    Annotated[list[Option], Tag("<short>")] | Annotated[Argument, Tag("<mapping>")],
    Discriminator(written),
    Field(description="Its options, or {label: ..., options: ...}."),
]
Learners = Annotated[
    Annotated[Id, Tag("<short>")] | Annotated[Named[Named[Id]], Tag("<mapping>")],
    Discriminator(paired),
    Field(description="A marking, or {argument: {option: marking, ...}} where it depends on the argument."),
]


class Action(Model):
    """A permitted choice."""

    title: Text | None = Field(None, description="What it is called; default: the id.")
    by: Places = Field(description="Who may order it: cells (any of their seats), or seats as cell/seat.")
    arguments: Named[AnyArgument] = Field({}, description="Each with its options; at most 64 combinations.")
    needs: list[Need] = Field([], description="What an order owes other cells.")
    when: Rule | None = Field(None, description="When it is permitted; may name what its seats see, and its arguments.")
    limit: Limit | None = Field(None, description="How often a cell may order it; default: once in a move.")
    effects: list[Effect] = Field([], description="What it changes.")
    applies: Annotated[Literal["at_close", "at_once"], Word] = Field("at_close", description="When it takes effect.")
    priority: Amount = Field(0.0, description="Among effects that set the same variable, the highest holds.")
    marking: Learners | None = Field(
        None,
        description=f"{MARKING} Where that depends on an argument: {{argument: {{option: marking, ...}}}}. "
        "The ordering cell sees it anyway. Default: nobody else.",
    )
    plover: EventType | None = Field(None, description="Its event type, such as CONSULT, THREATEN or MOBILIZE.")
    level: Level | None = Field(None, description="Its rung on the escalation ladder.")
    text: Text | None = Field(None, description="What it means (Markdown).")


class WorldRule(Model):
    """A rule of the world, run at each closing."""

    id: Id = Field(description="Its id, a name.")
    title: Text | None = Field(None, description="What it is called; default: the id.")
    when: Rule | None = Field(None, description="When it applies; default: always.")
    do: list[Effect] = Field(description="What it changes.")


# ---------------------------------------------------------------- moves, questions, injects


class Question(Model):
    """Something the players answer."""

    id: Id = Field(description="Its id, a name; answered(id) asks for it.")
    to: To = Field(description="The cells that answer, or all.")
    kind: Annotated[Literal["text", "choice", "probability", "ranking"], Word] = Field(
        "text", description="What an answer is."
    )
    text: Text = Field(description="What is asked.")
    options: Named[Text] | None = Field(None, description="For a choice or a ranking: {id: what it says}.")
    sealed_first: Truth = Field(False, description="yes: each answers alone before answers are shown.")


class Next(Model):
    """Where the game goes, if `when` holds."""

    when: Rule | None = Field(None, description="The condition; default: always.")
    move: Id = Field(description="A move's id, or end.")


AnyNext = Annotated[Annotated[Id, Tag("<short>")] | Annotated[Next, Tag("<mapping>")], Discriminator(written)]


Following = Annotated[Annotated[Id, Tag("<short>")] | Annotated[list[AnyNext], Tag("<list>")], Discriminator(listed)]


class Move(Model):
    """A numbered period."""

    id: Id = Field(description="Its id.")
    title: Text | None = Field(None, description="What it is called; default: the id.")
    text: Text | None = Field(None, description="What the players read when it begins (Markdown).")
    orders: Annotated[
        Annotated[Few, Tag("<short>")] | Annotated[Named[Few], Tag("<mapping>")], Discriminator(counted)
    ] = Field(1, description="Orders of each cell, or {cell: orders} with 0 for the others.")
    plays: Duration = Field("45 min", description="Exercise time.")
    covers: Duration | None = Field(None, description="Game time; default: the same as plays.")
    clock: Annotated[Literal["running", "stopped"], Word] = Field("running", description="The exercise clock.")
    only: Places | None = Field(None, description="Only these cells act.")
    may_pass: Truth = Field(True, description="no: a cell with a permitted action must choose one.")
    next: Following | None = Field(
        None, description="A move's id, end, or [{when: ..., move: ...}, ...]; default: the one below."
    )
    questions: list[Question] = Field([], description="What the players answer in this move.")


MOMENT = r"[a-z0-9_-]+( ?\+ ?\d+(\.\d+)? ?(min|h|d))?"
Moment = Annotated[
    str,
    matching(MOMENT, "a time in a move", "Write it like 'm2 + 10 min'."),
    schema(type="string", pattern=f"^{MOMENT}$"),
]
Medium = Literal[
    "news", "intelligence", "note", "call", "social", "poll", "market", "message", "video", "order", "report"
]


class Inject(Model):
    """One item of the MSEL: released at a time, or when something holds, or by hand."""

    id: Id = Field(description="Its id, a name; released(id) asks for it.")
    at: Moment | None = Field(None, description="A move and a time in it: m2 + 10 min.")
    when: Rule | None = Field(None, description="Released once, when this turns true; may name anything.")
    manual: Truth | None = Field(None, description="yes: released by Control, by hand.")
    kind: Annotated[Literal["standard", "contingency", "reactive"], Word] | None = Field(
        None, description="Default: standard with at, reactive with when, contingency with manual."
    )
    from_: Text | None = Field(None, alias="from", description="Who it comes from, as its readers see it.")
    to: To = Field(description="Cells, or seats as cell/seat, or all.")
    medium: Annotated[Medium, Word] = Field("message", description="How it reaches its readers.")
    marking: Id | None = Field(None, description=f"{MARKING} Default: exactly those it is for.")
    title: Text | None = Field(None, description="Its heading; default: the id.")
    body: Text | None = Field(None, description="What it says (Markdown).")
    effects: list[Effect] = Field([], description="What its release changes.")
    expect: Text | None = Field(None, description="What Control expects to see.")
    objectives: list[Id] = Field([], description="The objectives it serves.")
    sources: list[Id] = Field([], description="Keys of sources.")
    fictional: Truth = Field(False, description="yes: nothing in it is taken from a source.")
    attachments: list[Words] = Field([], description="Files in the pack's folder.")


class Msel(Model):
    """The file msel.yaml: the injects alone. Tools may rewrite it."""

    whitecell: Literal[1] = Field(description="The version of the format.")
    injects: list[Inject] = Field([], description="The master scenario events list.")


# ---------------------------------------------------------------- the rest


class Objective(Model):
    """What the exercise is to show or test."""

    id: Id = Field(description="Its id, a name.")
    title: Text | None = Field(None, description="What is to be shown; default: the id.")
    capability: Text | None = Field(None, description="The capability it exercises.")
    tasks: list[Text] = Field([], description="What the players are to do.")
    cells: Places = Field([], description="The cells it is about.")


class Outcome(Model):
    """A named way to end."""

    title: Text | None = Field(None, description="What it is called; default: the id.")
    text: Text | None = Field(None, description="What it means (Markdown).")
    when: Rule | None = Field(None, description="When it holds; default, with at: end only: always.")
    at: Annotated[Literal["any", "end"], Word] = Field("any", description="end: judged only when no move follows.")


class Measure(Model):
    """A number of the final state."""

    value: Rule = Field(description="The number.")
    label: Text | None = Field(None, description="What it is called on pages; default: the id.")
    unit: Text | None = Field(None, description="What it is measured in.")
    better: Annotated[Literal["high", "low", "neither"], Word] = Field("neither", description="Which is better.")


AnyMeasure = Annotated[Annotated[Rule, Tag("<short>")] | Annotated[Measure, Tag("<mapping>")], Discriminator(written)]


class Answers(Model):
    """The weights of the four answers; one that is not written weighs 0."""

    agree: Rule | None = Field(None, description="The weight of agreeing.")
    conditions: Rule | None = Field(None, description="The weight of agreeing with conditions.")
    object: Rule | None = Field(None, description="The weight of objecting.")
    silent: Rule | None = Field(None, description="The weight of giving no answer.")


Consent = Annotated[
    Annotated[Rule, Tag("<short>")] | Annotated[Answers, Tag("<mapping>")],
    Discriminator(written),
    Field(description="The probability of agreeing, or {agree: ..., conditions: ..., object: ..., silent: ...}."),
]


class Bot(Model):
    """An automated seat-holder."""

    title: Text | None = Field(None, description="What it is called; default: the id.")
    weights: Named[Rule] = Field({}, description="{action: weight, otherwise: weight}; default 1.")
    consents: Named[Consent] = Field({}, description="{action: answer, otherwise: answer}; default: agree.")


class CourseOrder(Model):
    """An order that is given in every play, if it is permitted then."""

    move: Id = Field(description="The move in which it is given.")
    seat: Id = Field(description="Whose order it is, as cell/seat.")
    action: Id = Field(description="The action.")
    arguments: Named[Option] = Field({}, description="An option for each of its arguments.")


class Course(Model):
    """An option compared in a sweep: what it patches."""

    title: Text | None = Field(None, description="What it is called; default: the id.")
    text: Text | None = Field(None, description="What it means (Markdown).")
    parameters: Named[Amount] = Field({}, description="{parameter: value}, within its low and high.")
    start: Named[Datum] = Field({}, description="{state variable: first value}")
    bots: Named[Id] = Field({}, description="{cell/seat: bot}")
    orders: list[CourseOrder] = Field([], description="Orders that are given in every play.")


class Place(Model):
    """A place on the map."""

    id: Id = Field(description="Its id.")
    name: Text | None = Field(None, description="Its name; default: the id.")
    at: list[Amount] = Field(min_length=2, max_length=2, description="[latitude, longitude] in degrees.")
    symbol: Symbol | None = Field(None, description="Its symbol code of APP-6 or MIL-STD-2525.")


class Accepted(Model):
    """A finding of the check that the author approves."""

    code: Words = Field(description="The code of the finding.")
    place: Words = Field("", description="What it is about, as the finding names it.")
    reason: Words = Field(description="Why it is as it should be.")


class Pack(Model):
    """A Whitecell scenario: one file, one game."""

    whitecell: Literal[1] = Field(description="The version of the format.")
    id: Id | None = Field(None, description="The pack's id; default: the folder's name.")
    version: Words = Field("", description="The pack's version, any text.")
    title: Text = Field(description="What it is called.")
    summary: Text | None = Field(None, description="What it is about, in a few sentences.")
    languages: list[Words] = Field(["en"], description="The languages of its texts; the first is the original.")
    marking: Text | None = Field(None, description="The first words of every banner.")
    starts: Words | None = Field(None, description="Game time at the start: 2027-03-08 09:00 +09:00")
    zone: Words = Field("", description="The name of its time zone, such as KST.")
    cells: Named[Cell] = Field(description="The teams.")
    markings: Named[AnyMarking] = Field({}, description="Who may see what carries them.")
    parameters: Named[Parameter] = Field({}, description="Named assumptions.")
    state: Named[Var] = Field({}, description="The state variables.")
    actions: Named[Action] = Field({}, description="The permitted choices.")
    world: list[WorldRule] = Field([], description="The rules of the world, in the order they are run.")
    moves: list[Move] = Field(description="The moves; the first is played first.")
    injects: list[Inject] = Field([], description="The injects; they may stand in msel.yaml instead.")
    objectives: list[Objective] = Field([], description="What the exercise is to show or test.")
    outcomes: Named[Outcome] = Field({}, description="The ways to end; the first that holds ends the game.")
    measures: Named[AnyMeasure] = Field({}, description="Numbers of the final state.")
    utility: Named[Rule] = Field({}, description="{cell: its utility of the final state}, for solvers.")
    bots: Named[Bot] = Field({}, description="Automated seat-holders.")
    courses: Named[Course] = Field({}, description="Options compared in a sweep.")
    places: list[Place] = Field([], description="Places on the map.")
    sources: Named[Text] = Field({}, description="Where facts come from.")
    core: Words = Field("", description="A small linked game, where the whole is too large to solve.")
    accepted: list[Accepted] = Field([], description="Findings of the check that the author approves.")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario.yaml; that of msel.yaml is its definition `Msel`."""
    _, found = models_json_schema([(Pack, "validation"), (Msel, "validation")])
    definitions = simple(found)["$defs"]
    top = definitions.pop("Pack")
    courses = top["properties"]["courses"]
    courses["additionalProperties"] = {"anyOf": [courses["additionalProperties"], {"type": "null"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "title": "Whitecell scenario",
        "$defs": definitions,
    }


def simple(value: Any) -> Any:
    """Without what helps nobody in an editor: made-up titles, and null beside what may be left out."""
    if isinstance(value, list):
        return [simple(item) for item in value if item != {"not": {}}]
    if not isinstance(value, dict):
        return value
    found = {key: simple(item) for key, item in value.items() if not (key == "title" and isinstance(item, str))}
    if found.get("default", "") is None:
        del found["default"]
    kinds = [kind for kind in found.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1 and "anyOf" in found:
        del found["anyOf"]
        found = {**kinds[0], **found}
    return found


__all__ = ["FORMAT", "Model", "Msel", "Pack", "json_schema"]
