"""whitecell check: every fault at once; dry plays and the leak check on request."""

import json
import sys
from dataclasses import asdict
from typing import Any

import typer

from whitecell.cli.say import checked_pack, count, located, relative


def command(
    pack: str = typer.Argument(help="A folder, a scenario file, or the name of a library pack."),
    as_json: bool = typer.Option(False, "--json", help="One JSON document on standard output."),
    dry: int = typer.Option(0, min=0, max=10_000_000, help="Play so many times and tell what never happened."),
    leaks: bool = typer.Option(False, "--leaks", help="Change only what a seat may not see; nothing may differ."),
) -> None:
    """Find every fault of a pack."""
    from whitecell.scenario import Fault

    checked = checked_pack(pack)
    faults: list[Fault] = list(checked.faults)
    notes: list[str] = []
    if checked.scenario is not None and dry:
        from whitecell.check import dry_plays

        found = dry_plays(checked, dry, progress=bar("plays", dry))
        faults += found.faults
        notes += found.lines
    if checked.scenario is not None and leaks:
        from whitecell.check import leak_faults

        leaked, lines = leak_faults(checked, progress=bar("states", 0))
        faults += leaked
        notes += lines
    errors = sum(1 for fault in faults if fault.severity == "error")
    if as_json:
        rows: list[dict[str, Any]] = [{**asdict(fault), "file": relative(fault.file)} for fault in faults]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            typer.echo(located(fault), err=True)
        for note in notes:
            typer.echo(note)
        warnings = len(faults) - errors
        if errors:
            typer.echo(f"{count(errors, 'fault')}, {count(warnings, 'warning')}.", err=True)
        else:
            typer.echo(f"{pack}: no faults" + (f", {count(warnings, 'warning')}." if warnings else "."))
    if errors:
        raise typer.Exit(1)


def bar(what: str, total: int) -> "Any":
    """A progress display on a terminal, nothing in a pipe: called with how many are done, and of how many."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int = total) -> None:
        sys.stderr.write(f"\r{done:,} of {of:,} {what}" if of else f"\r{done:,} {what}")
        sys.stderr.flush()
        if of and done >= of:
            sys.stderr.write("\n")

    return show
