"""The command line: one module per command, everything else imported only when a command runs.

Does: read arguments, call the library, print for people or (`--json`) for scripts. Never: holds rules of the game. Exit
codes: 0 done, 1 faults or bad input, 2 usage. Errors go to standard error.
"""

import typer

from whitecell import __version__
from whitecell.cli import check, journal, kit, packs, play, report, schema, serve, sweep

app = typer.Typer(
    name="whitecell", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Crisis tabletop exercises: one scenario file, played, checked and reported.",
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def version(show: bool) -> None:
    """Print the version and stop."""
    if show:
        typer.echo(f"whitecell {__version__}")
        raise typer.Exit


@app.callback()
def options(
    show: bool = typer.Option(False, "--version", callback=version, is_eager=True, help="Print the version."),
) -> None:
    """Crisis tabletop exercises: one scenario file, played, checked and reported."""


app.command("check")(check.command)
app.command("play")(play.command)
app.command("serve")(serve.command)
app.command("report")(report.command)
app.command("sweep")(sweep.command)
app.command("kit")(kit.command)
app.command("packs")(packs.command)
app.command("schema")(schema.command)
app.add_typer(journal.app, name="journal")


def main() -> None:
    """Run the command line. Interruptions and closed pipes are typer's to answer."""
    app()
