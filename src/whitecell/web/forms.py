"""What is typed, read into commands: one table for the forms of pages and for the API.

A form names its command in `do`. Fields bear the names of the command's fields; `title.en` is the text of a language,
`values.NAME`, `fates.INJECT` and `arguments.NAME` fill mappings, and a field given several times is a list. The seat
that gives a command, and the ids it makes, are never read from a form.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import NoneType, UnionType
from typing import Any, Literal, Protocol, Union, get_args, get_origin, get_type_hints

from whitecell.exercise import Command, Holder
from whitecell.exercise import command as c
from whitecell.game import Choice
from whitecell.live.access import Grant
from whitecell.rules import Boolean, Value
from whitecell.scenario import Question, Scenario
from whitecell.tongue import Tongue

LONGEST = 20_000
"""Characters of one text."""
STOP = "real-world-stop"
"""The one command that every room takes."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Place(Protocol):
    """Where a command is given: a page's scene, or an address of the API."""

    @property
    def exercise(self) -> str:
        """The exercise."""
        ...

    @property
    def tongue(self) -> Tongue:
        """Our words in the language of who gives it."""
        ...


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives the command, where, and under which id."""

    grant: Grant
    scene: Place
    scenario: Scenario
    id: str

    @property
    def new(self) -> str:
        """The id of what the command makes: of the command's own, so that a retry makes the same thing."""
        return f"{self.scene.exercise[:4]}-{self.id[:12]}"

    @property
    def who(self) -> str:
        """In whose name it is given."""
        return self.grant.seat or ("observer" if self.grant.role == "observer" else "control")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that can not be read, and the sentence for the person beside it."""

    field: str
    sentence: str


class _Unreadable(Exception):
    def __init__(self, field: str, key: str, **values: object) -> None:
        self.field, self.key, self.values = field, key, values


@dataclass(frozen=True, slots=True)
class Form:
    """A command that people give. `given` are fields that are not read from the form, by where they come from."""

    command: type[Any]
    given: Mapping[str, Callable[[Giver], Any]]


def _who(giver: Giver) -> str:
    return giver.who


def _new(giver: Giver) -> str:
    return giver.new


def _paper(giver: Giver) -> str:
    """The id of a new inject, which has to be a name of the scenario's language."""
    return f"own_{giver.id[:8]}"


SEAT = {"seat": _who}
TABLE: Mapping[str, Form] = {
    "start": Form(c.Start, {}),
    "pause": Form(c.Pause, {}),
    "resume": Form(c.Resume, {}),
    "set-rate": Form(c.SetRate, {}),
    STOP: Form(c.RealWorldStop, SEAT),
    "jump": Form(c.Jump, {}),
    "open-move": Form(c.OpenMove, {}),
    "release-inject": Form(c.ReleaseInject, {"by": lambda giver: "control"}),
    "hold-inject": Form(c.HoldInject, {}),
    "free-inject": Form(c.FreeInject, {}),
    "drop-inject": Form(c.DropInject, {}),
    "retime-inject": Form(c.RetimeInject, {}),
    "edit-inject": Form(c.EditInject, {}),
    "add-inject": Form(c.AddInject, {"inject": _paper}),
    "give-order": Form(c.GiveOrder, SEAT),
    "withdraw-order": Form(c.WithdrawOrder, SEAT),
    "answer-need": Form(c.AnswerNeed, SEAT),
    "give-free-order": Form(c.GiveFreeOrder, {**SEAT, "order": _new}),
    "withdraw-free-order": Form(c.WithdrawFreeOrder, SEAT),
    "return-free-order": Form(c.ReturnFreeOrder, {}),
    "map-free-order": Form(c.MapFreeOrder, {}),
    "rule-free-order": Form(c.RuleFreeOrder, {}),
    "ask-rfi": Form(c.AskRFI, {**SEAT, "rfi": _new}),
    "assign-rfi": Form(c.AssignRFI, {}),
    "answer-rfi": Form(c.AnswerRFI, {}),
    "decline-rfi": Form(c.DeclineRFI, {}),
    "share-inject": Form(c.ShareInject, SEAT),
    "ask-share": Form(c.AskShare, {**SEAT, "request": _new}),
    "decline-share": Form(c.DeclineShare, SEAT),
    "read-letter": Form(c.ReadLetter, SEAT),
    "take-seat": Form(c.TakeSeat, {}),
    "send-message": Form(c.SendMessage, {"by": _who}),
    "let-observe": Form(c.LetObserve, {}),
    "check-line": Form(c.CheckLine, {}),
    "answer-check": Form(c.AnswerCheck, SEAT),
    "answer-question": Form(c.AnswerQuestion, SEAT),
    "propose-result": Form(c.ProposeResult, {}),
    "rule": Form(c.Rule, {}),
    "accept-result": Form(c.AcceptResult, {}),
    "end-exercise": Form(c.EndExercise, {}),
}
"""Every command that a person can give in a room. `Create` is the planner's; a seat is taken by a link, and given to a
bot, or a bot set beside its person, by Control.
"""

Typed = Mapping[str, list[str]]


def read(name: str, typed: Typed, giver: Giver) -> Command | Wrong:
    """The command that a form means, or what is wrong with one of its fields."""
    form, t = TABLE.get(name), giver.scene.tongue
    if form is None:
        return Wrong("", t("wrong.command"))
    scenario = giver.scenario
    hints = get_type_hints(form.command)
    found: dict[str, Any] = {}
    try:
        for field in fields(form.command):
            if field.name in form.given:
                found[field.name] = form.given[field.name](giver)
                continue
            value = _value(field.name, hints[field.name], typed, scenario)
            if value is not ABSENT:
                found[field.name] = value
            elif field.name in typed and type(None) in get_args(hints[field.name]):
                found[field.name] = None
            elif field.default is MISSING and field.default_factory is MISSING:
                raise _Unreadable(field.name, "wrong.missing")
    except _Unreadable as wrong:
        return Wrong(wrong.field, t(wrong.key, **wrong.values))
    made: Command = form.command(**found)
    return made


class _Absent:
    pass


ABSENT = _Absent()


def _value(name: str, hint: Any, typed: Typed, scenario: Scenario) -> Any:
    """What was typed for one field, as its type; ABSENT where nothing was."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Choice:
        return _choice(typed, scenario)
    if hint is Holder:
        return _holder(_under(name, typed), scenario)
    if origin in (Union, UnionType) and NoneType in inside:
        chosen = name in typed and any(get_origin(each) is tuple for each in inside)
        if not chosen and not any(each.strip() for each in typed.get(name, [])) and not _under(name, typed):
            return None if name in typed else ABSENT
        [hint] = [each for each in inside if each is not NoneType]
        return _value(name, hint, typed, scenario)
    if origin is not None and issubclass(_class(origin), Mapping):
        return _mapping(name, typed, scenario) or ABSENT
    if origin is tuple:
        return tuple(_text(name, each) for each in typed[name] if each) if name in typed else ABSENT
    if not typed.get(name):
        return ABSENT
    if hint == Value:
        return _state(typed.get("var", [""])[-1], _text(name, typed[name][-1]), scenario, name)
    text = _text(name, typed[name][-1])
    if origin is Literal:
        if text not in inside:
            raise _Unreadable(name, "wrong.choice")
        return text
    if hint in (float, int):
        return _number(name, text, hint) if text.strip() else ABSENT
    if hint is bool:
        return text in ("1", "on", "yes", "true")
    if hint is Any and typed.get("question", [""])[-1] in scenario.questions:
        return _answer(name, typed, scenario.questions[typed["question"][-1]])
    if hint is Any:
        kept = [_text(name, each) for each in typed[name]]
        return kept if len(kept) > 1 else kept[0]
    return text


def _class(origin: Any) -> type:
    return origin if isinstance(origin, type) else object


def _under(name: str, typed: Typed) -> dict[str, str]:
    """What was typed for the parts of a mapping; empty texts are none."""
    found = {key[len(name) + 1 :]: values[-1] for key, values in typed.items() if key.startswith(f"{name}.")}
    return {key: _text(f"{name}.{key}", text) for key, text in found.items() if text.strip()}


def _mapping(name: str, typed: Typed, scenario: Scenario) -> dict[str, Any]:
    parts = _under(name, typed)
    if name != "values":
        return dict(parts)
    return {var: _state(var, text, scenario, f"{name}.{var}") for var, text in parts.items()}


def _answer(name: str, typed: Typed, question: Question) -> Any:
    """An answer as its question wants it: a number of percent; of a ranking the options by their places."""
    kept = [_text(name, each) for each in typed[name]]
    if question.kind == "probability":
        return _number(name, kept[-1], float)
    if question.kind != "ranking" or len(kept) > 1:
        return kept[-1] if question.kind != "ranking" else kept
    places = _under("place", typed)
    if sorted(places.values()) != sorted(str(n) for n, _ in enumerate(question.options, 1)):
        raise _Unreadable(name, "wrong.places", n=len(question.options))
    return sorted((id_ for id_, _ in question.options), key=lambda id_: int(places.get(id_, "0")))


def _state(var: str, text: str, scenario: Scenario, name: str) -> Any:
    """A value for a state variable, read from the field of this name."""
    if var not in scenario.index:
        raise _Unreadable(name, "wrong.choice")
    kind = scenario.vars[scenario.index[var]].type
    if isinstance(kind, Boolean):
        return text in ("1", "on", "yes", "true")
    return _number(name, text, float) if scenario.vars[scenario.index[var]].numeric else text


def _choice(typed: Typed, scenario: Scenario) -> Choice:
    """An action with its arguments, in the order the scenario has them. The cell is that of the seat who may."""
    action = typed.get("action", [""])[-1]
    if action not in scenario.action:
        raise _Unreadable("action", "wrong.action")
    parts = _under("arguments", typed)
    found = []
    for name, options in scenario.action[action].arguments:
        if parts.get(name) not in options.options:
            raise _Unreadable(f"arguments.{name}", "wrong.argument")
        found.append((name, parts[name]))
    return Choice(action, tuple(found))


def _holder(parts: Mapping[str, str], scenario: Scenario) -> Holder:
    """Who holds a seat: a bot of the scenario, or a person, with or without one for an aid."""
    kind, name, aid = (parts.get(part, "") for part in ("kind", "name", "aid"))
    if kind == "bot" and name in scenario.bots:
        return Holder("bot", name)
    if kind == "person" and (not aid or aid in scenario.bots):
        return Holder("person", name, aid)
    raise _Unreadable("holder.kind", "wrong.choice")


def _text(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise _Unreadable(name, "wrong.long", most=f"{LONGEST:,}", now=f"{len(text):,}")
    if UNPRINTABLE.search(text):
        raise _Unreadable(name, "wrong.text")
    return text


def _number(name: str, text: str, kind: type) -> float:
    try:
        number = kind(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        raise _Unreadable(name, "wrong.number") from None
    if not math.isfinite(number):
        raise _Unreadable(name, "wrong.number")
    return float(number) if kind is float else number
