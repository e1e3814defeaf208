"""The JSON Schema: kept current, useful in an editor, and true of the packs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.project.tree import ROOT
from tests.scenario.packs import FULL, SMALL
from whitecell.scenario import json_schema, packs
from whitecell.scenario.node import Mapping, Node, Scalar
from whitecell.scenario.source import parse

SCHEMA = json_schema()
KEPT = ROOT / "src/whitecell/scenario/schema.json"
FILES = [file for pack in packs() for file in sorted(pack.path.glob("*.yaml"))]


def text() -> str:
    return json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


def data(node: Node) -> Any:
    """What an editor sees in a file."""
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {key: data(value) for key, (_, value) in node.entries.items()}
    return [data(item) for item in node.items]


def problems(written: str, msel: bool = False) -> list[str]:
    root = parse(written.encode(), "x.yaml").root
    assert root is not None
    schema = {"$ref": "#/$defs/Msel", "$defs": SCHEMA["$defs"]} if msel else SCHEMA
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data(root))]


def test_the_kept_schema_is_current() -> None:
    """If not: python -m tests.scenario.test_schema"""
    assert KEPT.read_text(encoding="utf-8") == text()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            yield f"{path}/{name}", inner
        for key, inner in schema.items():
            yield from properties(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, path)


def test_every_key_is_described() -> None:
    found = dict(properties(SCHEMA))
    assert len(found) > 120
    assert [path for path, inner in found.items() if not inner.get("description")] == []


def test_no_key_is_left_open() -> None:
    for definition in [SCHEMA, *SCHEMA["$defs"].values()]:
        if "properties" in definition:
            assert definition["additionalProperties"] is False


@pytest.mark.parametrize("written", [FULL, SMALL], ids=["full", "small"])
def test_packs_to_test_with_are_valid(written: str) -> None:
    assert problems(written) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_library_packs_are_valid(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8"), msel=file.name == "msel.yaml") == []


@pytest.mark.parametrize(
    "wrong",
    [
        "colour: red", "actions: []", "world: [{id: r, do: [[x]]}]", "world: [{id: r, do: [{then: []}]}]",
        "places: [{id: x, at: [1, 2, 3]}]", "actions: {a: {by: [us], level: T12}}",
        "injects: [{id: i, to: [us], medium: fax}]", "bots: {b: {consents: {a: {agrees: 1}}}}",
        "parameters: {p: {value: x, low: 0, high: 1, source: judgement}}",
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(wrong: str) -> None:
    assert problems(SMALL + wrong + "\n") != []


if __name__ == "__main__":
    KEPT.write_text(text(), encoding="utf-8")
