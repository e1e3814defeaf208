"""whitecell packs: the scenario library."""

import json

import typer


def command(as_json: bool = typer.Option(False, "--json", help="One JSON document.")) -> None:
    """List the packs of the library."""
    from whitecell.scenario import Scenario, load, packs

    rows = []
    for pack in packs():
        name, path = pack.name, pack.path
        scenario = load(path)
        assert isinstance(scenario, Scenario), f"the library pack {name} has faults"
        rows.append(
            {
                "name": name, "title": str(scenario.title), "version": scenario.version,
                "languages": list(scenario.languages), "cells": len(scenario.cells), "moves": len(scenario.moves),
                "injects": len(scenario.injects), "actions": len(scenario.actions),
                "courses": list(scenario.courses), "path": str(path),
            }
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        size = f"{row['cells']} cells, {row['moves']} moves, {row['injects']} injects, {row['actions']} actions"
        typer.echo(f"{row['name']:<{width}}  {row['title']} ({size})")
