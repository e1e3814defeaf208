"""whitecell schema: the JSON Schema of a pack's two files, for editors."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import typer


class File(StrEnum):
    """The two files of a pack that have a schema."""

    scenario = "scenario"
    msel = "msel"


def command(file: File = typer.Argument(File.scenario, help="scenario.yaml or msel.yaml.")) -> None:
    """Print the JSON Schema of scenario.yaml, or of msel.yaml, for an editor to complete and check as you type.

    Keep it beside the packs (whitecell schema > scenario.schema.json; whitecell schema msel > msel.schema.json) and
    begin scenario.yaml and msel.yaml each with its line:

    # yaml-language-server: $schema=../scenario.schema.json

    # yaml-language-server: $schema=../msel.schema.json
    """
    from whitecell.scenario import json_schema

    found = json_schema()
    typer.echo(json.dumps(found if file is File.scenario else alone(found, "Msel"), ensure_ascii=False, indent=2))


def alone(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """One definition of a schema as a schema, with the definitions that it needs."""
    definitions: dict[str, Any] = schema["$defs"]
    needed: dict[str, Any] = {}
    open_ = [definitions[name]]
    while open_:
        for other in referred(open_.pop()):
            if other not in needed:
                needed[other] = definitions[other]
                open_.append(definitions[other])
    return {
        "$schema": schema["$schema"], **definitions[name], "title": "Whitecell MSEL",
        "$defs": {key: needed[key] for key in sorted(needed)},
    }  # fmt: skip


def referred(value: Any) -> Iterator[str]:
    """The definitions that a part of a schema refers to."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.removeprefix("#/$defs/")
        for each in value.values():
            yield from referred(each)
    elif isinstance(value, list):
        for each in value:
            yield from referred(each)
