"""Values as plain data, and types as JSON Schema: one walk over dataclasses and their hints, for all that goes out."""

import ast
import inspect
import textwrap
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from whitecell.game import Choice

JSON = Any
Schema = dict[str, Any]
Known = dict[str, Schema]
"""Schemas by the name of what they describe, as the document keeps them."""

PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    Any: {},
}
CHOICE: Schema = {
    "type": "object",
    "description": "An action with its arguments, as `permitted` lists them and an order gives them.",
    "properties": {
        "action": {"type": "string"},
        "arguments": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["action", "arguments"],
}


def data(value: Any) -> JSON:
    """A value as what JSON can say."""
    if isinstance(value, Choice):
        return {"action": value.action, "arguments": dict(value.arguments)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: data(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, Mapping):
        return {str(key): data(part) for key, part in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(map(data, value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [data(part) for part in value]
    return value


def schema(hint: Any, known: Known) -> Schema:
    """The schema of what `data` makes of a value of this type. Schemas of classes are put into `known`."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Choice:
        known.setdefault("Choice", CHOICE)
        return {"$ref": "#/components/schemas/Choice"}
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if origin is Literal:
        return {"enum": list(inside)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema(each, known) for each in inside]}
    if isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_fields")):
        return _named(hint, known)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema(inside[1], known)}
    if origin is tuple and inside[-1] is not Ellipsis:
        parts = [schema(each, known) for each in inside]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if isinstance(origin, type) and issubclass(origin, Sequence | AbstractSet):
        return {"type": "array", "items": schema(inside[0], known)}
    raise TypeError(f"no schema for {hint}")


def _named(kind: type, known: Known) -> Schema:
    name = kind.__name__
    if name not in known:
        known[name] = {}  # a class may hold others of its own kind
        said, notes = (kind.__doc__ or "").strip(), field_notes(kind)
        parts = {}
        for part, hint in get_type_hints(kind).items():
            parts[part] = schema(hint, known)
            if part in notes and "$ref" not in parts[part]:
                parts[part]["description"] = notes[part]
        known[name] = {
            "type": "object", "description": inspect.cleandoc(said), "properties": parts, "required": list(parts),
            "additionalProperties": False,
        }  # fmt: skip
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def field_notes(kind: type) -> Mapping[str, str]:
    """What stands below the fields of a class: a string after a field is about that field."""
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    notes: dict[str, str] = {}
    for field, note in zip(tree.body, tree.body[1:], strict=False):
        match field, note:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                notes[name] = " ".join(text.split())
            case _:
                pass
    return notes
