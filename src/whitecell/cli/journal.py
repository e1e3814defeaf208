"""whitecell journal: verify a journal, and take out what one audience may see."""

import json
from pathlib import Path

import typer

from whitecell.cli.say import fail, whole_journal

app = typer.Typer(no_args_is_help=True, help="Verify a journal; take out what one audience may see.")


@app.command("verify")
def verify_command(
    journal: Path = typer.Argument(help="A journal as JSON Lines."),
    head: str | None = typer.Option(None, help="The head noted at the end, COUNT:HASH: shows a tail that was cut."),
) -> None:
    """Name every line that was changed, is missing, or stands in the wrong place."""
    from whitecell.journal import Head

    known = None
    if head is not None:
        count, _, digest = head.partition(":")
        if not (count.isascii() and count.isdigit()) or len(digest) != 64:
            fail("--head is the count and the hash that were printed, as COUNT:HASH.", 2)
        known = Head(int(count), digest)
    sound = whole_journal(journal, known)
    purged = sum(1 for text in sound.texts.values() if text is None)
    typer.echo(f"{journal} is whole: {sound.head.count} records, {len(sound.texts)} texts, {purged} purged.")
    typer.echo(f"head {sound.head.count}:{sound.head.hash}")


@app.command("export")
def export_command(
    journal: Path = typer.Argument(help="A journal as JSON Lines."),
    audience: str = typer.Option(help="'control', 'plenary', 'cell ID', 'seat CELL/ID' or 'marking ID'."),
) -> None:
    """Print, as JSON Lines, what one audience has seen, with a head digest of its own."""
    from whitecell.exercise import export, parse_audience
    from whitecell.players import replay

    sound = whole_journal(journal)
    try:
        exercise = replay(sound.records, sound.texts)
        lines = export(exercise, parse_audience(audience))
    except ValueError as error:
        fail(f"{journal}: {error}")
    except KeyError as error:
        fail(f"The exercise has no {audience.partition(' ')[0]} {error}. 'whitecell journal export --help' says more.")
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False, sort_keys=True))
