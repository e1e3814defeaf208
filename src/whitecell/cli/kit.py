"""whitecell kit: the papers of an exercise, from its pack alone."""

from pathlib import Path

import typer

from whitecell.cli.folder import replace, writable
from whitecell.cli.say import count, fail, loaded, spoken


def command(
    pack: str = typer.Argument(help="A folder, a scenario file, or the name of a library pack."),
    out: Path = typer.Option(help="Write the papers into this directory."),
    language: str | None = typer.Option(None, "--lang", help="The papers' language; default the scenario's own."),
) -> None:
    """Write manuals, guides, MSEL cards and forms as PDF and DOCX."""
    from whitecell import kit

    scenario = loaded(pack)
    tongue = spoken(language, scenario)
    writable(out)
    if out.is_dir() and (other := kit.foreign(out)):
        fail(f"{out} holds what no kit wrote, or what was changed since ({other}). Give an empty or a new directory.")
    written = 0

    def fill(folder: Path) -> None:
        nonlocal written
        for name, data in kit.files(scenario, tongue):
            (folder / name).write_bytes(data)
            written += 1

    replace(out, fill)
    typer.echo(f"{scenario.title}: {count(written, 'file')} in {out}")
    typer.echo(f"Who may get what: {out / 'README.txt'}")
