"""Packs with the lines that a check gives for them: messages are part of the interface."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from whitecell.check import dry_plays, in_order, lint, unapproved
from whitecell.scenario import Checked, Fault, check

PLAYS = 60
"""Dry plays of each pack in `dry`."""


def linted(file: Path) -> list[Fault]:
    """What `whitecell check` tells of a pack."""
    checked = loaded(file)
    return in_order(checked, [*unapproved(checked), *lint(checked)])


def played(file: Path) -> list[Fault]:
    """What `whitecell check --dry` tells of a pack besides."""
    checked = loaded(file)
    return in_order(checked, dry_plays(checked, PLAYS).faults)


def loaded(file: Path) -> Checked:
    """A pack of the corpus: it loads, so that no code of the loader is tested here by mistake."""
    checked = check(file)
    assert checked.scenario is not None, checked.faults
    return checked


CORPUS: dict[str, Callable[[Path], list[Fault]]] = {"lint": linted, "dry": played}
HERE = Path(__file__).parent
PACKS = sorted(f"{folder}/{file.name}" for folder in CORPUS for file in (HERE / folder).glob("*.yaml"))


def expected(pack: str) -> Path:
    """The file of a pack's lines."""
    return (HERE / pack).with_suffix(".expected")


def found(pack: str) -> list[Fault]:
    """What the check of its folder tells of a pack; the current folder is this one's."""
    return CORPUS[pack.partition("/")[0]](Path(pack))


def lines(pack: str) -> str:
    """The lines of a pack, errors marked so."""
    return "".join(f"{'' if fault.severity == 'warning' else '[error] '}{fault}\n" for fault in found(pack))


if __name__ == "__main__":
    os.chdir(HERE)
    for each in PACKS:
        expected(each).write_text(lines(each), encoding="utf-8")
