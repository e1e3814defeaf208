"""The one table of addresses: what answers, who may ask, and whose view the answer is made of.

A route without a rule can not be written: `Row` has no default for it. The leak test walks `table()`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from starlette.responses import Response

if TYPE_CHECKING:
    from whitecell.web.asked import Asked

Params = Mapping[str, str]
Handler = Callable[["Asked"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Anybody:
    """No session is needed, for this reason; the answer holds nothing of an exercise but what its reason says."""

    why: str


@dataclass(frozen=True, slots=True)
class Planner:
    """Who plans exercises on this server."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Who holds a grant of one of these roles for the exercise in the address; for a seat, of that very seat."""

    roles: tuple[str, ...]


Rule = Anybody | Planner | Holds
Shows = Literal["nothing", "the visitor's own grants", "the planner's list", "the room's view"]


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one method. `room` names the room whose view it shows.

    `door` is what its grants come by: a browser's cookie, or a program's token (the API).
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    handler: Handler
    rule: Rule
    shows: Shows
    room: str = ""
    door: Literal["cookie", "token"] = "cookie"


def table() -> tuple[Row, ...]:
    """Every row, in the order they are tried."""
    from whitecell.web import api, assets, visit
    from whitecell.web.rooms import ROOMS, cell, home, join, plan
    from whitecell.web.rooms.control import papers

    rows = [
        Row("GET", "/health", visit.health, Anybody("says that the server answers"), "nothing"),
        Row("GET", "/static/{path:path}", assets.serve, Anybody("styles, scripts and typefaces"), "nothing"),
        Row("GET", "/", home.show, Anybody("lists what this browser has joined"), "the visitor's own grants"),
        Row("POST", "/settings", visit.settings, Anybody("language and theme of this browser"), "nothing"),
        Row("POST", "/leave", visit.leave, Anybody("forgets this browser's session"), "nothing"),
        Row("GET", "/join/{token}", join.show, Anybody("a link tells what it joins"), "nothing"),
        Row("POST", "/join/{token}", join.redeem, Anybody("a link lets in who has it"), "nothing"),
        Row("GET", "/plan", plan.show, Planner(), "the planner's list"),
        Row("POST", "/plan", plan.create, Planner(), "the planner's list"),
        Row("GET", "/plan/{exercise}", plan.links, Planner(), "the planner's list"),
        Row("POST", "/plan/{exercise}", plan.change, Planner(), "the planner's list"),
    ]
    for room in ROOMS:
        rows += room.rows()
    rows += papers.table()
    rows += api.table()
    rows += cell.rows()
    return tuple(rows)
