"""What a program sends, read into the fields of a class: strictly as the document says, each fault with its sentence.

Nothing here knows a scenario: what an exercise has or has not is for the judge of the command to say, in words that
tell nobody more than they may know.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from whitecell.exercise import Holder
from whitecell.game import Choice
from whitecell.rules import Value
from whitecell.tongue import Tongue
from whitecell.web.api.shape import Schema, field_notes
from whitecell.web.forms import LONGEST, UNPRINTABLE

FARTHEST = 1e15
"""The largest number that is taken for one."""
LARGEST = 2**63 - 1
"""The largest whole number."""
MOST = 1_000
"""Parts of one list or mapping."""
KEY = 200
"""Characters of a name in a mapping."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an annotated field is held to beside its type."""

    low: float | None = None
    high: float | None = None
    pattern: str = ""
    """Of the whole text."""


Id = Annotated[str, Limits(pattern="[A-Za-z0-9._:-]{1,100}")]
"""The name that a program gives to something it asks for, so that asking again does nothing twice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that may be given."""

    name: str
    hint: Any
    required: bool
    note: str = ""


def asked_of(kind: type, without: Mapping[str, object] | None = None) -> tuple[Asked, ...]:
    """The fields of a class that a program gives; `without` those that are not read."""
    hints, notes = get_type_hints(kind, include_extras=True), field_notes(kind)
    return tuple(
        Asked(each.name, hints[each.name], each.default is MISSING and each.default_factory is MISSING,
              notes.get(each.name, ""))
        for each in fields(kind)
        if each.name not in (without or {})
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------- the document

TEXT: Schema = {
    "type": "string",
    "maxLength": LONGEST,
    "pattern": r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$",
}
NAME: Schema = {**TEXT, "maxLength": KEY}
NUMBER: Schema = {"type": "number", "minimum": -FARTHEST, "maximum": FARTHEST}
INTEGER: Schema = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
WHOLE: Mapping[Any, Schema] = {
    str: TEXT, float: NUMBER, int: INTEGER, bool: {"type": "boolean"}, NoneType: {"type": "null"},
    Value: {"anyOf": [NUMBER, {"type": "boolean"}, TEXT]},
    Any: {"anyOf": [NUMBER, {"type": "boolean"}, TEXT, {"type": "array", "items": TEXT, "maxItems": MOST}]},
    Choice: {
        "type": "object", "required": ["action"], "additionalProperties": False,
        "properties": {
            "action": TEXT,
            "arguments": {
                "type": "object", "additionalProperties": TEXT, "propertyNames": NAME, "maxProperties": MOST,
            },
        },
    },
    Holder: {
        "type": "object", "required": ["kind"], "additionalProperties": False,
        "properties": {"kind": {"enum": ["bot", "person"]}, "name": TEXT, "aid": TEXT},
    },
}  # fmt: skip


def body_schema(asked: tuple[Asked, ...]) -> Schema:
    """The schema of a body with these fields."""
    parts = {each.name: taken(each.hint) | ({"description": each.note} if each.note else {}) for each in asked}
    needed = [each.name for each in asked if each.required]
    made: Schema = {"type": "object", "properties": parts, "additionalProperties": False}
    return made | ({"required": needed} if needed else {})


def taken(hint: Any) -> Schema:
    """The schema of what is taken for a value of this type."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        made, limits = dict(taken(inside[0])), inside[1]
        made |= {} if limits.low is None else {"minimum": limits.low}
        made |= {} if limits.high is None else {"maximum": limits.high}
        return made | ({"pattern": f"^{limits.pattern}$"} if limits.pattern else {})
    if hint in WHOLE:
        return dict(WHOLE[hint])
    if origin is Literal:
        return {"enum": list(inside)}
    if origin in (Union, UnionType):
        return {"anyOf": [taken(each) for each in inside]}
    if origin is tuple:
        return {"type": "array", "items": taken(inside[0]), "maxItems": MOST}
    return {
        "type": "object", "additionalProperties": taken(inside[1]), "propertyNames": NAME, "maxProperties": MOST,
    }  # fmt: skip


# --------------------------------------------------------------------------------------------------------- the reader


class NotJSON(ValueError):
    """A body that is no JSON object."""


def parsed(body: bytes) -> dict[str, Any]:
    """The object that a body is; an empty one is an object without fields."""
    if not body.strip():
        return {}
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotJSON from None
    if not isinstance(found, dict):
        raise NotJSON
    return found


def _no_number(word: str) -> float:
    raise ValueError(word)


@dataclass
class Reader:
    """Reads one body. `wrong` holds a sentence for each field that can not be read, by its path."""

    t: Tongue
    wrong: dict[str, str] = field(default_factory=dict)

    def body(self, found: Mapping[str, Any], asked: tuple[Asked, ...]) -> dict[str, Any]:
        """The fields that were given, as their types."""
        known = {each.name for each in asked}
        for name in [name for name in found if name not in known][:MOST]:
            self.say(name, "api.wrong.field")
        values = {}
        for each in asked:
            if each.name in found:
                values[each.name] = self.value(each.hint, found[each.name], each.name)
            elif each.required:
                self.say(each.name, "api.wrong.missing")
        return values

    def say(self, path: str, key: str, **values: object) -> None:
        """Note what is wrong with a field."""
        name = UNPRINTABLE.sub("?", path)[:KEY]
        self.wrong.setdefault(name, self.t(key, **values))

    def value(self, hint: Any, found: Any, path: str) -> Any:
        """One value as its type; where it is none, a sentence is noted."""
        origin, inside = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self.limited(inside[0], inside[1], found, path)
        if hint == Value or hint is Any:
            return self.anything(found, path, lists=hint is Any)
        if hint is Choice:
            return self.choice(found, path)
        if hint is Holder:
            return self.holder(found, path)
        if origin in (Union, UnionType) and NoneType in inside:
            [rest] = [each for each in inside if each is not NoneType]
            return None if found is None else self.value(rest, found, path)
        if origin is Literal:
            if not isinstance(found, str) or found not in inside:
                self.say(path, "api.wrong.choice", choices=", ".join(map(str, inside)))
            return found
        if origin is tuple:
            return self.items(inside[0], found, path)
        if origin is not None:
            return self.mapping(inside[1], found, path)
        return self.plain(hint, found, path)

    def plain(self, hint: type, found: Any, path: str) -> Any:
        """A text, a number, or yes or no."""
        if hint is str:
            return self.text(found, path)
        if hint is bool:
            if not isinstance(found, bool):
                self.say(path, "api.wrong.boolean")
            return found
        if isinstance(found, bool) or not isinstance(found, int | float) or not _fits(hint, found):
            self.say(path, "api.wrong.integer" if hint is int else "api.wrong.number")
            return 0
        return hint(found)

    def text(self, found: Any, path: str, most: int = LONGEST) -> str:
        """A text that can be kept, with line ends as ours are."""
        if not isinstance(found, str):
            self.say(path, "api.wrong.text")
            return ""
        if len(found) > most:
            self.say(path, "wrong.long", most=f"{most:,}", now=f"{len(found):,}")
        elif UNPRINTABLE.search(found):
            self.say(path, "wrong.text")
        return found.replace("\r\n", "\n")

    def limited(self, hint: Any, limits: Limits, found: Any, path: str) -> Any:
        """A value that is held to more than its type."""
        value = self.value(hint, found, path)
        if path in self.wrong or value is None:
            return value
        if limits.pattern and not re.fullmatch(limits.pattern, value):
            self.say(path, "api.wrong.id")
        low, high = limits.low, limits.high
        if (low is not None and value < low) or (high is not None and value > high):
            self.say(path, "api.wrong.range", low=low, high=high)
        return value

    def anything(self, found: Any, path: str, *, lists: bool) -> Any:
        """A number, yes or no, a text; in an answer a list of texts too."""
        if isinstance(found, bool):
            return found
        if isinstance(found, int | float):
            return self.plain(float, found, path)
        if lists and isinstance(found, list):
            return list(self.items(str, found, path))
        if not isinstance(found, str):
            self.say(path, "api.wrong.value")
            return ""
        return self.text(found, path)

    def items(self, hint: Any, found: Any, path: str) -> tuple[Any, ...]:
        """A list."""
        if not isinstance(found, list) or len(found) > MOST:
            self.say(path, "api.wrong.list", most=f"{MOST:,}")
            return ()
        return tuple(self.value(hint, each, f"{path}.{place}") for place, each in enumerate(found))

    def mapping(self, hint: Any, found: Any, path: str) -> dict[str, Any]:
        """An object with names of its own."""
        if not isinstance(found, dict) or len(found) > MOST:
            self.say(path, "api.wrong.object", most=f"{MOST:,}")
            return {}
        for name in found:
            if len(name) > KEY or UNPRINTABLE.search(name):
                self.say(path, "api.wrong.name", most=KEY)
        return {name: self.value(hint, each, f"{path}.{name}") for name, each in found.items()}

    def parts(self, found: Any, path: str, known: tuple[Asked, ...]) -> dict[str, Any]:
        """An object with these fields."""
        if not isinstance(found, dict):
            self.say(path, "api.wrong.object", most=f"{MOST:,}")
            return {}
        inner = Reader(self.t)
        values = inner.body(found, known)
        for name, words in inner.wrong.items():
            self.wrong.setdefault(f"{path}.{name}", words)
        return values

    def choice(self, found: Any, path: str) -> Choice:
        """An action with its arguments."""
        values = self.parts(found, path, CHOICE)
        return Choice(values.get("action", ""), tuple(values.get("arguments", {}).items()))

    def holder(self, found: Any, path: str) -> Holder:
        """Who holds a seat."""
        return Holder(**{"kind": "person", "name": "", **self.parts(found, path, HOLDER)})


CHOICE = (Asked("action", str, True), Asked("arguments", Mapping[str, str], False))
HOLDER = (
    Asked("kind", Literal["bot", "person"], True), Asked("name", str, False), Asked("aid", str, False),
)  # fmt: skip


def _fits(hint: type, number: float) -> bool:
    """Whether a number is one that is taken for this type."""
    if hint is int and isinstance(number, int):
        return -LARGEST <= number <= LARGEST
    return -FARTHEST <= number <= FARTHEST and (hint is float or int(number) == number)
