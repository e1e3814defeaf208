"""whitecell journal: verify a journal, and take out what one audience may see."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from whitecell.cli.say import fail, whole_journal

if TYPE_CHECKING:
    from whitecell.journal import Journal

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


def meant(journal: "Journal", name: str) -> str:
    """The audiences that a bare name may stand for, spelt as the option wants them; else what there is."""
    from contextlib import suppress

    from whitecell.players import replay

    known: list[str] = ["control", "plenary"]
    with suppress(ValueError):
        scenario = replay(journal.records, journal.texts).scenario
        known += [f"cell {cell.id}" for cell in scenario.cells] + [f"seat {path}" for path in scenario.seats]
        known += [f"marking {id_}" for id_ in scenario.markings if id_ not in {*scenario.cell, *scenario.seats}]
    wanted = name.strip().lower().replace(" ", "-")
    same = [each for each in known if wanted in (each.partition(" ")[2], each.rpartition("/")[2])]
    if same:
        return f" Did you mean {' or '.join(map(repr, same))}?"
    return f" Give one of: {', '.join(each for each in known if not each.startswith('seat '))}, or 'seat CELL/ID'."


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
        fail(f"{journal}: {error}.{meant(sound, audience)}")
    except KeyError as error:
        word = audience.partition(" ")[0]
        fail(f"The exercise has no {word} {error}.{meant(sound, audience.partition(' ')[2])}")
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False, sort_keys=True))
