"""whitecell report: the after-action report from a journal alone."""

from pathlib import Path

import typer

from whitecell.cli.say import fail, spoken, whole_journal


def command(
    journal: Path = typer.Argument(help="A journal as JSON Lines (journal.jsonl)."),
    out: Path = typer.Option(help="Write the report into this directory."),
    language: str | None = typer.Option(None, "--lang", help="The report's language; default the scenario's own."),
    formats: str = typer.Option("html", "--format", help="html."),
) -> None:
    """Write the after-action report of a recorded exercise."""
    from whitecell import report as reports
    from whitecell.players import replay

    unknown = [name for name in formats.split(",") if name.strip() != "html"]
    if unknown:
        fail(f"no format '{unknown[0]}'. This version writes html.", 2)
    sound = whole_journal(journal, then="No report was written.")
    try:
        exercise = replay(sound.records, sound.texts)
        tongue = spoken(language, exercise.scenario)
        text = reports.html(reports.aar(exercise, sound.head, tongue))
    except ValueError as error:
        fail(f"{journal}: {error}. Give a journal that whitecell wrote. No report was written.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        target = out / "aar.html"
        partial = target.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Give another directory.")
    typer.echo(f"Report: {target}")
    typer.echo(f"Journal: {sound.head.count} records, head {sound.head.hash}")
