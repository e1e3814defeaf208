"""The report of a sweep as one HTML file that needs nothing beside it: no request, no script."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from whitecell.report import page as family
from whitecell.report.sweep.compose import report
from whitecell.report.sweep.model import Report
from whitecell.report.sweep.naming import AREA
from whitecell.sweep import Sweep
from whitecell.tongue import Tongue

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = "sweep.html"


@cache
def environment() -> "Environment":
    """The templates of the after-action report, and before them those of this one."""
    from jinja2 import ChoiceLoader, PackageLoader

    loaders = [PackageLoader("whitecell.report.sweep"), PackageLoader("whitecell.report")]
    return family.environment().overlay(loader=ChoiceLoader(loaders))


@cache
def style() -> str:
    """The style sheet: that of the after-action report, and what only this one has."""
    own = resources.files("whitecell.report.sweep").joinpath("templates", "sweep.css")
    return family.style(live=False) + own.read_text(encoding="utf-8")


def html(found: Report) -> str:
    """The report as HTML: the same report gives the same text."""
    tongue = Tongue(found.about.language, "report", AREA)
    return environment().get_template("sweep.html").render(report=found, t=tongue, say=tongue, style=style())


def write(result: Sweep, out: Path, language: str | None = None) -> Path:
    """Write the report of a sweep into a folder, which is made if need be, whole or not at all; and tell where."""
    page = html(report(result, language))
    out.mkdir(parents=True, exist_ok=True)
    half = out / f".{NAME}.half"
    try:
        half.write_text(page, encoding="utf-8")
        half.replace(out / NAME)
    finally:
        half.unlink(missing_ok=True)
    return out / NAME
