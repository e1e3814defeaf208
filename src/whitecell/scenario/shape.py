"""Holds the parts of a file against the schema: the file as written, and each departure from it as one fault.

What departs is taken out and the rest is kept, so that names and rules are checked in the same pass.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import TypeAliasType

from whitecell.rules import did_you_mean
from whitecell.scenario.fault import MAX_FAULTS, Fault, error
from whitecell.scenario.node import Mapping, Node, Path, Scalar, Sequence, at, child, key_of, plain
from whitecell.scenario.register import Known, declared
from whitecell.scenario.schema import FORMAT, Model, Pack
from whitecell.scenario.values import kind

EFFECTS = ("effects", "do", "then", "else")
LIKENESS = 0.75
"""How like a key must be to the one it is read as."""
M = TypeVar("M", bound=Model)

NOUNS = {
    "cells": "cell", "seats": "seat", "markings": "marking", "parameters": "parameter", "state": "state variable",
    "actions": "action", "needs": "need", "world": "rule", "moves": "move", "questions": "question",
    "injects": "inject", "objectives": "objective", "outcomes": "outcome", "measures": "measure", "bots": "bot",
    "courses": "course", "orders": "order", "arguments": "argument", "places": "place", "accepted": "entry",
    "effects": "effect", "do": "effect", "then": "effect", "else": "effect", "next": "entry", "limit": "limit",
}  # fmt: skip
"""What is listed under each key."""


def version(root: Node) -> Fault | None:
    """Whether the file says which version of the format it is written in, and whether it can be read."""
    found = child(root, "whitecell")
    if not isinstance(root, Mapping):
        return error(root.file, root.line, root.column, "S032", f"a scenario is a mapping, and this is {kind_of(root)}",
                     "Begin the file with 'whitecell: 1' and 'title: ...'.")  # fmt: skip
    if found is None:
        return error(root.file, root.line, root.column, "S021", "the file does not say its format",
                     "Begin it with 'whitecell: 1'.")  # fmt: skip
    number = found.value if isinstance(found, Scalar) else None
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        return error(found.file, found.line, found.column, "S020",
                     f"the file is in format {number}, and this program reads format {FORMAT}",
                     "Install a newer Whitecell.")  # fmt: skip
    if number != FORMAT or isinstance(number, bool):
        return error(found.file, found.line, found.column, "S021", "this is not a version of the format",
                     "Write 'whitecell: 1'.")  # fmt: skip
    return None


def kind_of(node: Node) -> str:
    """What a part of the file is, in words."""
    return "a mapping" if isinstance(node, Mapping) else "a list" if isinstance(node, Sequence) else kind(node)


def shape(root: Mapping, model: type[M]) -> tuple[M | None, list[Fault], Known]:
    """The file as the schema reads it, without its faulty parts (None where too little is left); the faults; and the
    ids that it declares, those of faulty parts too.

    A misspelt key is read as the key it is most like, so that what is below it is checked as well.
    """
    found, errors = attempt(root, model)
    faults = [fault(root, model, detail) for detail in errors[:MAX_FAULTS] if respelt(root, model, detail) is not None]
    for detail in errors[:MAX_FAULTS]:
        path = steps(root, detail["loc"])[0]
        above, key = at(root, path[:-1]), respelt(root, model, detail)
        if key is not None and isinstance(above, Mapping) and key not in above.entries:
            above.entries[key] = above.entries.pop(str(path[-1]))
    if faults:
        found, errors = attempt(root, model)
    faults += [fault(root, model, detail) for detail in errors[:MAX_FAULTS] if not expected(root, detail)]
    known = declared(root)
    while found is None and take_out(root, errors):
        found, errors = attempt(root, model)
    return found, faults, known


def attempt(root: Mapping, model: type[M]) -> tuple[M | None, list[ErrorDetails]]:
    """Hold the file against the schema."""
    data = plain(root)
    assert isinstance(data, dict)
    try:
        return model.model_validate({**data, "whitecell": FORMAT}), []
    except ValidationError as problem:
        return None, problem.errors(include_url=False, include_input=False)


def respelt(root: Mapping, model: type[Model], detail: ErrorDetails) -> str | None:
    """The key that an unknown one is most like, if it is very like it and not there already."""
    if detail["type"] != "extra_forbidden":
        return None
    path = steps(root, detail["loc"])[0]
    above = at(root, path[:-1])
    there = above.entries if isinstance(above, Mapping) else {}
    free = sorted(key for key in keys_at(model, path[:-1]) if key not in there)
    near = get_close_matches(str(path[-1]), free, n=1, cutoff=LIKENESS)
    return near[0] if near else None


def expected(root: Node, detail: ErrorDetails) -> bool:
    """Whether something seems to be missing only because a fault was taken out there."""
    node = at(root, steps(root, detail["loc"])[0])
    return detail["type"] in ("missing", "S038") and not isinstance(node, Scalar) and node.damaged


def steps(root: Node, location: tuple[str | int, ...]) -> tuple[Path, Path]:
    """The part of an error's location that is in the file, and what of it is not; names of union branches drop out."""
    node = root
    path: list[str | int] = []
    rest: list[str | int] = []
    for step in location:
        below = child(node, step) if not rest else None
        if below is not None:
            node = below
            path.append(step)
        elif not str(step).startswith("<"):
            rest.append(step)
    return tuple(path), tuple(rest)


def take_out(root: Mapping, errors: list[ErrorDetails]) -> bool:
    """Remove what the errors are about; False where that is the whole file."""
    doomed: list[tuple[Node, Node]] = []
    for detail in errors:
        path, _ = steps(root, detail["loc"])
        if not path:
            return False
        doomed.append((at(root, path[:-1]), at(root, path)))
    for above, node in doomed:
        match above:
            case Mapping():
                above.entries = {key: entry for key, entry in above.entries.items() if entry[1] is not node}
                above.damaged = True
            case Sequence():
                above.items = [item for item in above.items if item is not node]
                above.damaged = True
            case Scalar():
                pass
    return True


def fault(root: Mapping, model: type[Model], detail: ErrorDetails) -> Fault:
    """One error of the schema in our words, at its place."""
    path, rest = steps(root, detail["loc"])
    where = node = at(root, path)
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            where, key = key_of(root, path), str(rest[-1]) if rest else "?"
            code, message = "S031", f"{thing(root, model, path)} has no '{key}'"
            what = description(model, (*path, key))
            cure = f"Add '{key}:' with {what[0].lower()}{what[1:]}" if what else f"Add '{key}: ...'."
        case "extra_forbidden":
            where, known = key_of(root, path), sorted(keys_at(model, path[:-1]))
            code, message = "S030", f"{thing(root, model, path[:-1])} has no key '{path[-1]}'"
            otherwise = f"Its keys are {', '.join(known)}."
            if isinstance(node, Scalar) and node.null:
                otherwise = "Give it a value; or put the text before it in quotes, if the comma belongs to that."
            cure = did_you_mean(str(path[-1]), known, otherwise)
        case "list_type":
            code, message = "S032", f"a list is wanted here, and this is {kind_of(node)}"
            cure = list_cure(model, path, node)
        case "dict_type" | "model_type" | "model_attributes_type":
            code, message = "S032", f"a mapping is wanted here, and this is {kind_of(node)}"
            cure = "Write 'name: ...' for each, on lines of their own below it."
            if detail["type"] != "dict_type":
                keys = ", ".join(sorted(keys_at(model, path))[:3])
                cure = f"Write {{key: value, ...}}; its keys are {keys}, ..."
        case "literal_error":
            options = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
            said = node.text if isinstance(node, Scalar) else kind_of(node)
            code, message = "S033", f"'{said}' is not one of {', '.join(options)}"
            cure = did_you_mean(said, options, "Write one of these.")
        case "too_short" | "too_long":
            count = context.get("min_length", context.get("max_length"))
            found = len(node.items) if isinstance(node, Sequence) else 0
            code, message = "S035", f"{count} values are wanted here, and this has {found}"
            cure = "Write [latitude, longitude]." if path[0] == "places" else "Write [lowest, highest]."
        case custom if "cure" in context:
            code, message, cure = custom, context["message"], context["cure"]
        case other:
            code, message, cure = "S032", f"this cannot be read here ({other})", "See the scenario reference."
    return error(where.file, where.line, where.column, code, message, cure)


def list_cure(model: type[Model], path: Path, node: Node) -> str:
    """How to write a list where something else stands."""
    keys = keys_at(model, (*path, 0))
    if isinstance(node, Mapping) and keys & set(node.entries):
        return "Begin it with '- ': it is the first item of a list."
    if "id" in keys:
        return "Write '- id: ...' for each, and its keys below it."
    if isinstance(node, Scalar) and not node.null and len(node.text) < 60 and (not keys or path[-1] in EFFECTS):
        quoted = f'"{node.text}"' if "," in node.text else node.text
        return f"Write [{quoted}]."
    return "Begin each item with '- ' in a line of its own, or write [one, other]."


def description(model: type[Model], path: Path) -> str:
    """What the schema says of the key at the end of the path."""
    found: list[Any] = [model]
    for step in path[:-1]:
        found = [inner for outer in found for inner in below(outer, step)]
    for each in found:
        for known in concrete(each):
            if isinstance(known, type) and issubclass(known, BaseModel):
                for name, field in known.model_fields.items():
                    if (field.alias or name) == path[-1]:
                        return f"{(field.description or '').rstrip('.')}."
    return ""


def thing(root: Node, model: type[Model], path: Path) -> str:
    """What is under this path, in words: the action 'deploy_carrier', this seat, the scenario."""
    if not path:
        return "the scenario" if model is Pack else "an MSEL file"
    section = next((str(step) for step in reversed(path) if isinstance(step, str) and step in NOUNS), "")
    if path[-1] == section:
        return f"'{section}'"
    last = len(path) - 1 - path[::-1].index(section) if section else 0
    if not section or last != len(path) - 2:
        return f"'{path[-1]}'" if isinstance(path[-1], str) else "this"
    name = child(at(root, path), "id")
    if isinstance(path[-1], str):
        return f"the {NOUNS[section]} '{path[-1]}'"
    return f"the {NOUNS[section]} '{name.text}'" if isinstance(name, Scalar) else f"this {NOUNS[section]}"


@lru_cache(maxsize=1000)
def keys_at(model: type[Model], path: Path) -> frozenset[str]:
    """The keys that the schema knows under this path."""
    found: list[Any] = [model]
    for step in path:
        found = [inner for outer in found for inner in below(outer, step)]
    models = [m for outer in found for m in concrete(outer) if isinstance(m, type) and issubclass(m, BaseModel)]
    return frozenset(field.alias or name for m in models for name, field in m.model_fields.items())


def concrete(annotation: Any) -> Iterator[Any]:
    """The kinds an annotation may stand for: its unions and names taken apart."""
    if isinstance(annotation, TypeAliasType):
        yield from concrete(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        yield from concrete(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for each in get_args(annotation):
            yield from concrete(each)
    else:
        yield annotation


def below(annotation: Any, step: str | int) -> Iterator[Any]:
    """What the schema has under this step."""
    for each in concrete(annotation):
        origin = get_origin(each)
        if origin is list and isinstance(step, int):
            yield get_args(each)[0]
        elif origin is dict and isinstance(step, str):
            yield get_args(each)[1]
        elif isinstance(each, type) and issubclass(each, BaseModel):
            for name, field in each.model_fields.items():
                if (field.alias or name) == step:
                    yield field.annotation
