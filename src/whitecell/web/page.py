"""How a page is made: the templates, and the shell around what a page shows."""

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from whitecell.report.text import markdown
from whitecell.tongue import languages, number
from whitecell.web import assets, pictures

if TYPE_CHECKING:
    from whitecell.web.asked import Asked


@cache
def environment() -> Environment:
    """The templates. Everything they print is escaped, and a name they do not know is an error."""
    made = Environment(
        loader=PackageLoader("whitecell.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters["markdown"] = markdown
    made.filters["number"] = number
    made.filters["wall"] = wall
    made.globals["gauge"] = pictures.gauge
    made.globals["spark"] = pictures.spark
    return made


def wall(seconds: float, day: bool = False) -> Markup:
    """Wall time (seconds since 1970), with its day if wanted: in UTC, until a script puts it into the reader's zone."""
    at = datetime.fromtimestamp(seconds, UTC)
    said = f"{at:%Y-%m-%d %H:%M:%S}" if day else f"{at:%H:%M:%S}"
    return Markup('<time datetime="{}" data-at="{}"{}>{} UTC</time>').format(
        f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{seconds:.0f}", Markup(" data-day") if day else "", said
    )


def render(template: str, asked: "Asked", **places: Any) -> str:
    """A whole page."""
    shell = {
        "t": asked.tongue, "visitor": asked.visitor, "here": asked.request.url.path, "now": asked.behind.now(),
        "asset": assets.address, "languages": languages(), "grants": asked.visitor.grants, "said": None, "htmx": HTMX,
    }  # fmt: skip
    return environment().get_template(template).render(shell | places)


def answer(template: str, asked: "Asked", status: int = 200, **places: Any) -> Response:
    """A whole page as an answer."""
    return HTMLResponse(render(template, asked, **places), status)


def sentence(asked: "Asked", words: str, status: int, field: str = "") -> Response:
    """A refusal for the place beside the control that caused it."""
    place = Markup(' data-field="{}"').format(field) if field else ""
    return HTMLResponse(Markup("<p{}>{}</p>").format(place, words), status)


HTMX = (
    '{"includeIndicatorStyles":false,"allowEval":false,"historyEnabled":false,"selfRequestsOnly":true,'
    '"responseHandling":[{"code":"...","swap":true}]}'
)
"""htmx without what a strict policy forbids; refusals are swapped in like anything else."""
