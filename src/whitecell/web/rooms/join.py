"""A join link: looking shows what it opens; taking it leaves no secret in the address."""

import asyncio

from starlette.responses import RedirectResponse, Response

from whitecell.exercise import Refusal
from whitecell.live import doors
from whitecell.live.secret import short_id
from whitecell.tongue import Said
from whitecell.web import page, visit
from whitecell.web.asked import Asked
from whitecell.web.names import Names
from whitecell.web.rooms.home import Door, door

QUIET = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


async def show(asked: Asked) -> Response:
    """What the link opens, and the button that takes it."""
    link = asked.behind.links.look(asked.params["token"], asked.behind.now())
    if isinstance(link, Refusal):
        return refuse(asked, link)
    grant = link.grant
    brief, title, marking = Said(""), Said("Whitecell"), Said("")
    if grant.exercise:
        names = Names(asked.behind.house.tip(grant.exercise).scenario, asked.tongue)
        title, marking, found = names.title, names.marking, door(grant, names)
    else:
        found = Door("/plan", Said(asked.tongue("plan")), asked.tongue("home.plan"))
    response = page.answer(
        "join/page.html", asked, refused="", title=title, marking=marking, name=found.name, what=found.what,
        cell=found.cell, accent=found.accent, shape=found.shape, brief=brief, shared=link.shared, attempt=short_id(),
    )  # fmt: skip
    response.headers.update(QUIET)
    return response


async def redeem(asked: Asked) -> Response:
    """Take the link: the browser's session gets its grant and a new secret, and goes to the room."""
    fields = await asked.fields()
    name = fields.get("name", [""])[0].strip()[:80]
    attempt = fields.get("id", [""])[0][:80]
    found = await asyncio.to_thread(
        lambda: doors.join(asked.behind.house, asked.params["token"], asked.visitor.token, name=name, attempt=attempt)
    )
    if isinstance(found, Refusal):
        return refuse(asked, found)
    grant, token = found
    where = "/plan"
    if grant.exercise:
        names = Names(asked.behind.house.tip(grant.exercise).scenario, asked.tongue)
        where = door(grant, names).href
    return visit.keep(RedirectResponse(where, 303, headers=QUIET), asked, token)


def refuse(asked: Asked, refusal: Refusal) -> Response:
    """Why a link opens nothing."""
    status, words = 410 if refusal.code != "link.unknown" else 404, asked.refusal(refusal)
    response = page.answer("join/page.html", asked, status, refused=words)
    response.headers.update(QUIET)
    return response
