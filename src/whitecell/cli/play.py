"""whitecell play: all seats by bots, to the end; the journal and the after-action report."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from whitecell.cli.folder import replace, writable
from whitecell.cli.say import count, fail, loaded, spoken

if TYPE_CHECKING:
    from whitecell.journal import Store

FILES = {"journal.jsonl", "aar.html"}
"""What a play writes; a directory that holds anything else is not replaced."""


def command(
    pack: str = typer.Argument(help="A folder, a scenario file, or the name of a library pack."),
    seed: int = typer.Option(1, min=0, max=2**63 - 1, help="The same seed gives the same play, byte for byte."),
    course: str | None = typer.Option(None, help="A course of the scenario; without it, the scenario as written."),
    out: Path | None = typer.Option(None, help="Write journal.jsonl and aar.html into this directory."),
    language: str | None = typer.Option(None, "--lang", help="The report's language; default the scenario's own."),
) -> None:
    """Play an exercise to its end with a bot in every seat."""
    from whitecell.game import Dice
    from whitecell.game.explain import say_value
    from whitecell.journal import MemoryStore
    from whitecell.players import conduct, setup
    from whitecell.report.figures import measured
    from whitecell.tongue import MINUS

    scenario = loaded(pack)
    if course is not None and course not in scenario.courses:
        known = ", ".join(scenario.courses) or "none"
        fail(f"{scenario.id} has no course '{course}'. Its courses: {known}.", 2)
    tongue = spoken(language, scenario)
    if out is not None:
        refuse_foreign(out)
    store = MemoryStore()
    table = conduct(scenario, setup(scenario, course), Dice(seed), store)
    exercise, head = table.exercise, table.head
    if out is not None:
        write(out, store, table.id, tongue)
    outcome = next((o.title for o in scenario.outcomes if o.id == exercise.world.outcome), None)
    typer.echo(f"{scenario.title}, seed {seed}, {f'course {course}' if course else 'as written'}, every seat a bot")
    typer.echo(f"Outcome: {outcome or 'none of the named outcomes'}, after {count(exercise.world.number, 'move')}")
    for measure in scenario.measures:
        unit = f" {measure.unit}" if measure.unit else ""
        figure = say_value(measured(scenario, measure, exercise.measures[measure.id])).replace(MINUS, "-")
        typer.echo(f"  {measure.label or measure.id}: {figure}{unit}")
    typer.echo(f"Journal: {head.count} records, head {head.hash}")
    if out is not None:
        typer.echo(f"Report: {out / 'aar.html'}")


def refuse_foreign(out: Path) -> None:
    """Stop before playing if the directory cannot be written or holds what a play did not write."""
    writable(out)
    if out.is_dir() and (others := sorted({entry.name for entry in out.iterdir()} - FILES)):
        fail(f"{out} holds other files ({others[0]}). Give an empty or a new directory.")


def write(out: Path, store: "Store", id_: str, language: str) -> None:
    """Write the whole directory or nothing."""
    from whitecell import report
    from whitecell.journal import read_lines, write_lines

    def fill(folder: Path) -> None:
        with (folder / "journal.jsonl").open("wb") as file:
            write_lines(store, id_, file)
        report.write(read_lines(folder / "journal.jsonl"), folder, language)

    replace(out, fill)
