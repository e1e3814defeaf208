"""A browser's visit: its session, its language and theme, and whether a rule lets it in."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from whitecell.live import doors
from whitecell.live.access import Grant
from whitecell.tongue import languages
from whitecell.web.asked import THEMES, Asked, Behind, Visitor
from whitecell.web.gate import COOKIE
from whitecell.web.routes import Anybody, Holds, Params, Planner, Rule

MONTH = 30 * 24 * 3600


def visitor(request: Request, behind: Behind) -> Visitor:
    """Who asks, by the cookie."""
    token = request.cookies.get(COOKIE, "")
    found = behind.sessions.find(token, behind.now()) if token else None
    if found is None:
        return Visitor()
    return Visitor(token, tuple(grant for grant, _ in found.grants), found.language, found.theme or "auto", found.name)


def admit(rule: Rule, grants: tuple[Grant, ...], params: Params) -> Grant | None:
    """The grant that opens this address; 403 if there is none. For an open address, None."""
    match rule:
        case Anybody():
            return None
        case Planner():
            found = next((grant for grant in grants if grant.role == "planner"), None)
        case Holds(roles):
            found = next((grant for role in roles for grant in grants if opens(grant, role, params)), None)
    if found is None:
        raise HTTPException(403)
    return found


def opens(grant: Grant, role: str, params: Params) -> bool:
    """Whether a grant is one of this role for the exercise, and where an address names a seat, for that seat."""
    if grant.role != role or not grant.holds_in(params["exercise"]):
        return False
    return role != "seat" or grant.seat == f"{params['cell']}/{params['seat']}"


def keep(response: Response, asked: Asked, token: str) -> Response:
    """Give the browser its session."""
    secure = asked.request.url.scheme == "https"
    response.set_cookie(COOKIE, token, max_age=MONTH, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def back(asked: Asked, fields: dict[str, list[str]], otherwise: str = "/") -> str:
    """Where a form came from: an address of ours, and no other."""
    where = fields.get("back", [otherwise])[0]
    return where if where.startswith("/") and not where.startswith("//") and "\\" not in where else otherwise


async def settings(asked: Asked) -> Response:
    """Set the language or the theme of this browser."""
    fields = await asked.fields()
    language, theme = fields.get("language", [""])[0], fields.get("theme", [""])[0]
    sessions, now = asked.behind.sessions, asked.behind.now()
    token = asked.visitor.token or sessions.begin(now)[1]
    if language in languages():
        sessions.prefer(token, now, language=language)
    if theme in THEMES:
        sessions.prefer(token, now, theme=theme)
    return keep(RedirectResponse(back(asked, fields), 303), asked, token)


async def leave(asked: Asked) -> Response:
    """End this browser's session; its seats go back to their bots."""
    token = asked.visitor.token
    if token:
        for grant in asked.visitor.grants:
            await asyncio.to_thread(doors.leave, asked.behind.house, token, grant)
        await asyncio.to_thread(asked.behind.sessions.end, token)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


async def health(asked: Asked) -> Response:
    """That the server answers."""
    return PlainTextResponse("ok\n")
