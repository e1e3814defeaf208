"""whitecell schema: the JSON Schema of the scenario file, for editors."""

import json

import typer


def command() -> None:
    """Print the JSON Schema of the scenario file."""
    from whitecell.scenario import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
