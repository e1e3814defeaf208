"""whitecell check: every fault at once; dry plays and the leak check on request."""

import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from whitecell.cli.say import checked_pack, count, located, relative

if TYPE_CHECKING:
    from whitecell.scenario import Checked, Fault

LIMIT = 60.0
"""Seconds after which dry plays stop and say how many were played."""


def command(
    pack: str = typer.Argument(help="A folder, a scenario file, or the name of a library pack."),
    as_json: bool = typer.Option(False, "--json", help="One JSON document on standard output."),
    dry: int = typer.Option(
        0, min=0, max=10_000_000, help=f"Play so many times, {LIMIT:g} s at most, and tell what never happened."
    ),
    leaks: bool = typer.Option(False, "--leaks", help="Change only what a seat may not see; nothing may differ."),
) -> None:
    """Find every fault of a pack."""
    checked = checked_pack(pack)
    faults, notes = found(checked, dry, leaks)
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


def found(checked: "Checked", dry: int, leaks: bool) -> "tuple[list[Fault], list[str]]":
    """Every fault in the order of the files, and what dry plays and the leak check tell besides."""
    from whitecell.check import dry_plays, in_order, leak_faults, lint, unapproved

    faults: list[Fault] = unapproved(checked)
    notes: list[str] = []
    if checked.scenario is None:
        return faults, notes
    faults += lint(checked)
    if dry:
        announce(f"Playing {count(dry, 'time')} to see what never happens: {LIMIT:g} s at most.")
        began = time.monotonic()
        show = bar("plays", dry)
        played = dry_plays(checked, dry, progress=show, enough=lambda: time.monotonic() - began > LIMIT)
        faults += played.faults
        notes += played.lines
    if leaks:
        announce("Changing what each seat may not see, to find what leaks: up to a minute or two for a large pack.")
        leaked, lines = leak_faults(checked, progress=bar("states", 0))
        # The flows and the approvals of flows among them are in the static check already.
        faults += [fault for fault in leaked if fault.code.startswith("L")]
        notes += lines
    return in_order(checked, faults), notes


def announce(words: str) -> None:
    """One line on standard error before long work, for whom no bar shows that it goes on."""
    if not sys.stderr.isatty():
        typer.echo(words, err=True)


def bar(what: str, total: int) -> "Any":
    """A progress display on a terminal, nothing in a pipe: called with how many are done, and of how many."""
    if not sys.stderr.isatty():
        return None
    shown = -1.0

    def show(done: int, of: int = total) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < 0.1 and done != of:
            return
        shown = now
        sys.stderr.write(f"\r{done:,} of {of:,} {what}" if of else f"\r{done:,} {what}")
        sys.stderr.flush()
        if of and done >= of:
            sys.stderr.write("\n")

    return show
