"""The report as one HTML file that needs nothing beside it: no request, no script."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import resources
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitecell.report import charts
from whitecell.report.compose import report
from whitecell.report.lanes import bands, chain
from whitecell.report.letters import width
from whitecell.report.model import Aar
from whitecell.report.text import css_string, markdown
from whitecell.tongue import Tongue

if TYPE_CHECKING:
    from jinja2 import Environment

    from whitecell.journal import Journal

NAME = "aar.html"
AREA = "report"
"""Whose words the templates speak."""
KEPT = "__jinja2_2_%s.cache"
"""The name of a compiled template. Its number counts changes of the environment, which no template shows."""


@cache
def environment() -> "Environment":
    """The templates, made ready when they are first wanted. Everything they print is escaped.

    Their line breaks stay in the page, so that its text alone keeps apart what stands on different lines. Compiled
    templates are kept beside the code as Python keeps its own, which spares a new process 0.2 s.
    """
    from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

    kept = compiled()
    cache = FileSystemBytecodeCache(str(kept), KEPT) if kept else None
    made = Environment(
        loader=PackageLoader("whitecell.report"), autoescape=True, undefined=StrictUndefined, lstrip_blocks=True,
        auto_reload=False, bytecode_cache=cache,
    )  # fmt: skip
    made.filters["markdown"] = markdown
    made.filters["css_string"] = css_string
    made.filters["runs"] = runs
    made.filters["wide"] = width
    made.tests["a"] = lambda value, kind: type(value).__name__ == kind
    made.tests["containing"] = lambda items, item: item in items
    return made


def compiled() -> Path | None:
    """The folder for compiled templates; None where nothing may be written there."""
    folder = Path(__file__).parent / "__pycache__"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder if os.access(folder, os.W_OK) and not sys.dont_write_bytecode else None


def runs(items: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """The items in runs that have the same value of an attribute, in the order they come."""
    return [(value, list(run)) for value, run in groupby(items, attrgetter(attribute))]


def html(aar: Aar) -> str:
    """The report as HTML: the same report gives the same text."""
    pictures = {
        series.var.name: charts.chart(series, aar.samples, len(aar.moves))
        for group in aar.groups
        for series in group.series
    }
    return environment().get_template("aar.html").render(
        aar=aar, t=Tongue(aar.about.language, AREA), style=style(aar.conduct is not None), chain=chain(aar),
        decisions=bands(aar, "all"), charts=pictures,
    )  # fmt: skip


@cache
def style(live: bool) -> str:
    """The style sheet, with what only a live exercise has."""
    folder = resources.files("whitecell.report").joinpath("templates")
    names = ("style.css", "live.css") if live else ("style.css",)
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def write(journal: "Journal", folder: Path, language: str = "") -> Path:
    """Write the report of a journal into a folder, which is made if need be, and tell where."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / NAME
    file.write_text(html(report(journal, language)), encoding="utf-8")
    return file
