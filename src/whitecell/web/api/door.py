"""The API's door: a bearer token and nothing else lets in, and whatever goes wrong is a sentence in JSON.

A cookie opens nothing here, so a page of another site can ask for nothing in its reader's name.
"""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from whitecell.live.access import Grant
from whitecell.web.asked import Asked, Behind, Visitor
from whitecell.web.routes import Anybody, Holds, Planner, Row

ROOT = "/api"
WORDED = (400, 401, 403, 404, 405, 413, 422, 429, 500, 503)
"""Statuses that have a sentence of their own."""


class Problem(Exception):
    """Why nothing was done: the status, a code for the program, a sentence for its author."""

    def __init__(self, status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.fields = status, code, message, fields

    def answer(self, headers: Mapping[str, str] | None = None) -> Response:
        """The problem as an answer."""
        said: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.fields is not None:
            said["fields"] = dict(self.fields)
        asks = {"www-authenticate": 'Bearer realm="whitecell"'} if self.status == 401 else {}
        return answer(said, self.status, {**asks, **(headers or {})})


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Data as an answer."""
    body = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, dict(headers or {}), "application/json")


def here(path: str) -> bool:
    """Whether an address is the API's."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def problem(asked: Asked, status: int, code: str = "") -> Problem:
    """What is wrong with a request, by its status."""
    status = status if status in WORDED else 500
    return Problem(status, code or f"api.{status}", asked.tongue(f"api.{status}"))


def trouble(asked: Asked, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that came to nothing before any handler had it."""
    return problem(asked, status).answer(headers)


def bearer(request: Request) -> str:
    """The secret that a request carries; empty if it carries none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


async def enter(row: Row, request: Request, behind: Behind) -> Response:
    """One request to the API: its token, the row's rule, then the handler."""
    asked = Asked(request, behind, Visitor())
    try:
        if not isinstance(row.rule, Anybody):
            asked.grant = admitted(asked, row)
        return await row.handler(asked)
    except Problem as found:
        return found.answer()


def admitted(asked: Asked, row: Row) -> Grant:
    """The token's grant, if the row's rule lets it in."""
    secret, now, house = bearer(asked.request), asked.behind.now(), asked.behind.house
    grant = house.tokens.find(secret, now) if secret else None
    if grant is None:
        raise problem(asked, 401)
    match row.rule:
        case Planner():
            fine = grant.role == "planner"
        case Holds(roles):
            fine = grant.role in roles and grant.holds_in(asked.exercise)
        case Anybody():
            fine = True
    if not fine:
        house.attempts.note(grant.exercise, grant, f"{row.method} {row.path}", "api.403", now)
        raise problem(asked, 403)
    if "exercise" in asked.params:
        house.tip(asked.exercise)  # HouseError L106: there is none
    return grant
