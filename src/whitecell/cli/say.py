"""How commands speak: faults on standard error, and the pack or journal a person named."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from whitecell.journal import Head, Journal
    from whitecell.scenario import Checked, Fault, Scenario


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong on standard error and stop."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def relative(path: str) -> str:
    """A path as short as it can be said from here."""
    try:
        short = os.path.relpath(path)
    except ValueError:
        return path
    return path if short.startswith("..") else short


def located(fault: "Fault") -> str:
    """A fault with its file told from here."""
    from dataclasses import replace

    return str(replace(fault, file=relative(fault.file)) if fault.file else fault)


def path_of(pack: str) -> Path:
    """The pack a person named, or a stop that says what is wrong with the name."""
    from whitecell.scenario import Fault, find

    found = find(pack)
    if isinstance(found, Fault):
        fail(f"{found.code} {found.message}. {found.cure}")
    return found


def checked_pack(pack: str) -> "Checked":
    """The pack with all its faults."""
    from whitecell.scenario import check

    return check(path_of(pack))


def loaded(pack: str) -> "Scenario":
    """The scenario of a pack, or a stop that lists every fault."""
    checked = checked_pack(pack)
    if checked.scenario is None:
        errors = [fault for fault in checked.faults if fault.severity == "error"]
        fail("\n".join(located(fault) for fault in errors) + f"\n{count(len(errors), 'fault')}; nothing was done.")
    return checked.scenario


def whole_journal(file: Path, head: "Head | None" = None, then: str = "") -> "Journal":
    """The journal in this file, or a stop that names every damage and says what did not happen `then`."""
    from whitecell.journal import read_lines, verify

    damages = verify(file, head)
    if damages:
        fail("\n".join([*map(str, damages), *([then] if then else [])]))
    return read_lines(file)


def spoken(language: str | None, scenario: "Scenario") -> str:
    """The language a person asked for, or the scenario's own; a stop where neither it nor our words have that."""
    from whitecell.tongue import languages

    known = dict.fromkeys((*scenario.languages, *languages()))
    if language is not None and language not in known:
        fail(f"Nothing here is in '{language}'. Give one of: {', '.join(known)}.", 2)
    return language or scenario.languages[0]


def count(n: int, word: str) -> str:
    """`1 fault`, `2 faults`."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
