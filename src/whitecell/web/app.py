"""The application: the table's routes behind the gate, the hub's life, and a sentence for all that goes wrong."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from whitecell.live.fault import HouseError
from whitecell.live.house import House
from whitecell.web import api, page, visit
from whitecell.web.asked import Asked, Behind, Visitor
from whitecell.web.gate import SAFE, Gate
from whitecell.web.routes import Anybody, Row, table
from whitecell.web.stream import Hub, holder, renderer, watching

WORDED = (400, 403, 404, 405, 413, 429, 500, 503)
NOTED = (403, 413)
"""What is kept of what the gate and the rules turn away: from a page of another site, without a grant, too large."""


class Application(Starlette):
    """An application with its gate outermost, so that even the answer to a fault of ours passes it."""

    gate: Callable[[ASGIApp], Gate]
    hub: Hub

    def build_middleware_stack(self) -> ASGIApp:
        """All layers, the gate around them."""
        return self.gate(super().build_middleware_stack())


def make(house: House, packs: Mapping[str, Path] | None = None) -> Application:
    """The application over a house. `packs`: what the planner can choose beside the library."""
    now = house.now
    hub = Hub(renderer(lambda: behind), holder, now, watching)
    behind = Behind(house, house.links, house.sessions, now, hub, packs or {})

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        """Follow the house while the server runs."""
        hub.start()
        house.listen(hub.heard)
        house.drafts.listen(lambda exercise, holder, key: hub.stir(exercise, holder))
        house.presence.listen(hub.moved)
        try:
            yield
        finally:
            house.unlisten(hub.heard)
            await hub.close()

    def refuse(scope: Scope, status: int, key: str) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            note(Request(scope), behind, status)
            asked = Asked(Request(scope), behind, Visitor())
            answer = api.trouble(asked, status) if api.here(scope["path"]) else trouble(asked, status, key)
            await answer(scope, receive, send)

        return app

    async def failed(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, HouseError):
            status = 404 if error.code == "L106" else 503
        if api.here(request.url.path):
            headers = error.headers if isinstance(error, HTTPException) else None
            return api.trouble(Asked(request, behind, Visitor()), status, headers)
        note(request, behind, status)
        return trouble(Asked(request, behind, visit.visitor(request, behind)), status)

    app = Application(
        routes=[route(row, behind) for row in table()],
        middleware=[Middleware(GZipMiddleware, minimum_size=1024)],
        exception_handlers={HTTPException: failed, HouseError: failed, 500: failed},
        lifespan=life,
    )
    app.hub = hub
    app.gate = lambda inner: Gate(inner, refuse=refuse, now=now)
    return app


def route(row: Row, behind: Behind) -> Route:
    """One row as the router takes it: first the rule, then the handler."""

    async def endpoint(request: Request) -> Response:
        if row.door == "token":
            return await api.enter(row, request, behind)
        request.scope["whitecell.room"] = row.room
        who = visit.visitor(request, behind)
        grant = visit.admit(row.rule, who.grants, request.path_params)
        if not isinstance(row.rule, Anybody) and "exercise" in request.path_params:
            known(behind, request.path_params["exercise"])
        return await row.handler(Asked(request, behind, who, grant))

    return Route(row.path, endpoint, methods=[row.method])


def known(behind: Behind, exercise: str) -> None:
    """404 if there is no such exercise: only who has a grant learns that."""
    try:
        behind.house.tip(exercise)
    except KeyError:
        raise HTTPException(404) from None


def note(request: Request, behind: Behind, status: int) -> None:
    """Keep for Control that a browser which has come in by a link sent what its room did not take."""
    _, kind, *rest = request.url.path.split("/")
    if request.method in SAFE or status not in NOTED or kind != "x" or len(rest) < 2:
        return
    who, exercise = visit.visitor(request, behind), rest[0]
    if who.token and exercise in {each.id for each in behind.house.exercises()}:
        actor = next((grant for grant in who.grants if grant.holds_in(exercise)), who.name or "a browser")
        behind.house.attempts.note(exercise, actor, "/".join(rest[1:]), f"web.{status}", behind.now())


def trouble(asked: Asked, status: int, key: str = "") -> Response:
    """A sentence that says what is wrong and what to do: beside the control for a script, else a page."""
    key = key or f"refused.{status if status in WORDED else 500}"
    if asked.partial:
        return page.sentence(asked, asked.tongue(key), status)
    return page.answer("trouble.html", asked, status, code=status, sentence=asked.tongue(key))
