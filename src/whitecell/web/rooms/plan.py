"""The planner's desk: make an exercise of a pack, see how all stand, and hand out join links."""

import asyncio
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from whitecell.exercise import Exercise, Plenary, View
from whitecell.live import doors
from whitecell.live.access import Grant
from whitecell.live.house import Summary
from whitecell.live.links import Link
from whitecell.live.outcome import Refused
from whitecell.live.tokens import Token
from whitecell.tongue import Tongue
from whitecell.web import forms, page
from whitecell.web.asked import Asked
from whitecell.web.doing import command_id
from whitecell.web.names import Names
from whitecell.web.rooms.home import Door, door
from whitecell.web.shelf import shelf

HOURS = (8, 24, 168, 720)
"""How long a link may last."""
NAME = 100
"""Characters of a token's name."""
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Made:
    """A link that has just been made. Its address is shown this once."""

    link: Link
    door: Door
    address: str


@dataclass(frozen=True, slots=True)
class Issued:
    """An API token that has just been made. Its secret is shown this once."""

    token: Token
    door: Door
    secret: str


async def show(asked: Asked) -> Response:
    """All exercises with their next step, and the packs."""
    return await desk(asked)


async def desk(asked: Asked, status: int = 200, pack: str = "", refused: str = "", field: str = "") -> Response:
    """The planner's page; `refused` is told at the form of this pack."""
    packs = await asyncio.to_thread(shelf, asked.behind.packs)
    house, t = asked.behind.house, asked.tongue
    rows: list[tuple[Summary, str, View | None, int]] = []
    for summary in reversed(house.exercises()):
        if summary.phase == "ended":
            rows.append((summary, summary.title.say(asked.language), None, 0))
            continue
        tip = house.tip(summary.id)
        people = sum(1 for holder in tip.holders.values() if holder.kind == "person")
        rows.append((summary, summary.title.say(asked.language), house.view(summary.id, Plenary(), last=0), people))
    shown = [(name, scenario, Names(scenario, t)) for name, scenario in packs.items()]
    typed = await asked.fields() if asked.request.method == "POST" else {}
    return page.answer(
        "plan/page.html", asked, status, rows=rows, packs=shown, chosen=pack, refused=refused, field=field, typed=typed,
    )  # fmt: skip


async def create(asked: Asked) -> Response:
    """Make an exercise of a pack, and go on to its links."""
    fields = await asked.fields()
    name, course = fields.get("pack", [""])[0], fields.get("course", [""])[0]
    scenario = (await asyncio.to_thread(shelf, asked.behind.packs)).get(name)
    if scenario is None:
        return await desk(asked, 422, name, asked.tongue("plan.no_pack"))
    typed = fields.get("seed", [""])[0].strip()
    if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= LARGEST_SEED):
        return await desk(asked, 422, name, asked.tongue("plan.seed_wrong"), "seed")
    exercise, outcome = await asyncio.to_thread(
        lambda: asked.behind.house.create(
            scenario, id=command_id(asked, fields), actor=asked.by, seed=int(typed) if typed else None, course=course
        )
    )
    if isinstance(outcome, Refused):
        return await desk(asked, 422, name, asked.refusal(outcome.refusal))
    return RedirectResponse(f"/plan/{exercise}", 303)


def tip_of(asked: Asked) -> tuple[Exercise, Names]:
    """The exercise of the address, and its names."""
    tip = asked.behind.house.tip(asked.exercise)
    return tip, Names(tip.scenario, asked.tongue)


def grants_of(tip: Exercise) -> list[Grant]:
    """Everything that a link can be made for."""
    return [
        Grant(tip.id, "control"), Grant(tip.id, "plenary"), Grant(tip.id, "observer"),
        *(Grant(tip.id, "seat", seat.path) for cell in tip.scenario.cells for seat in cell.seats),
    ]  # fmt: skip


async def links(asked: Asked) -> Response:
    """Who can come in by which link."""
    return await links_page(asked)


async def links_page(
    asked: Asked, made: tuple[Made, ...] = (), refused: str = "", status: int = 200, issued: Issued | None = None,
    wrong: str = "",
) -> Response:  # fmt: skip
    """The links and the API tokens of an exercise; those just made with their addresses and secrets. `refused` is told
    at the form of links, `wrong` at that of tokens.
    """
    tip, names = tip_of(asked)
    now = asked.behind.now()
    found = [link for link in asked.behind.links.of(tip.id) if link.state(now) in ("open", "used")]
    rows = [
        (str(grant), door(grant, names), [link for link in found if link.grant == grant]) for grant in grants_of(tip)
    ]
    tokens = [
        (token, door(token.grant, names), token.state(now)) for token in reversed(asked.behind.house.tokens.of(tip.id))
    ]
    typed = await asked.fields() if wrong else {}
    state = asked.behind.house.view(tip.id, Plenary(), last=0)
    seen = asked.behind.house.presence.seen(tip.id)
    return page.answer(
        "plan/links.html", asked, status, exercise=tip.id, names=names, rows=rows, made=made, refused=refused,
        hours=HOURS, view=state, seen=seen, held=holders(tip, asked.tongue), course=tip.course, seed=tip.seed,
        issued=issued, tokens=tokens, wrong=wrong, typed=typed,
    )  # fmt: skip


def holders(tip: Exercise, t: Tongue) -> dict[str, str]:
    """Who sits where: a person's name, or that it is one; empty for a bot."""
    return {
        f"seat {seat}": (holder.name or t("cells.person")) if holder.kind == "person" else ""
        for seat, holder in tip.holders.items()
    }


async def change(asked: Asked) -> Response:
    """Make links or a token, or withdraw one."""
    fields = await asked.fields()
    match fields.get("do", [""])[0]:
        case "make":
            return await make(asked, fields)
        case "revoke":
            link = fields.get("link", [""])[0]
            if all(known.id != link for known in asked.behind.links.of(asked.exercise)):
                return await links_page(asked, refused=asked.tongue("plan.no_link"), status=422)
            await asyncio.to_thread(doors.revoke, asked.behind.house, link)
            return RedirectResponse(asked.request.url.path, 303)
        case "make-token":
            return await issue(asked, fields)
        case "revoke-token":
            id_ = fields.get("token", [""])[0]
            if all(known.id != id_ for known in asked.behind.house.tokens.of(asked.exercise)):
                return await links_page(asked, wrong=asked.tongue("tokens.none_such"), status=422)
            await asyncio.to_thread(doors.dismiss, asked.behind.house, id_)
            return RedirectResponse(f"{asked.request.url.path}#tokens", 303)
        case _:
            raise HTTPException(400)


async def issue(asked: Asked, fields: dict[str, list[str]]) -> Response:
    """A new token for a program; its secret stands on the page that answers, and nowhere else."""
    tip, names = tip_of(asked)
    wanted, name = fields.get("grant", [""])[0], fields.get("name", [""])[0].strip()
    grant = next((each for each in grants_of(tip) if str(each) == wanted), None)
    hours = fields.get("hours", [str(HOURS[1])])[0]
    wrong = (
        "tokens.role_wrong" if grant is None else "tokens.hours_wrong" if hours not in map(str, HOURS)
        else "tokens.name_wrong" if not 0 < len(name) <= NAME or forms.UNPRINTABLE.search(name) else ""
    )  # fmt: skip
    if grant is None or wrong:
        return await links_page(asked, wrong=asked.tongue(wrong), status=422)
    now = asked.behind.now()
    token, secret = await asyncio.to_thread(
        lambda: asked.behind.house.tokens.make(grant, now, expires=now + int(hours) * 3600.0, label=name)
    )
    return await links_page(asked, issued=Issued(token, door(grant, names), secret))


async def make(asked: Asked, fields: dict[str, list[str]]) -> Response:
    """New links for those chosen; their addresses stand on the page that answers, and nowhere else."""
    tip, names = tip_of(asked)
    wanted = set(fields.get("for", []))
    chosen = [grant for grant in grants_of(tip) if str(grant) in wanted]
    if not chosen:
        return await links_page(asked, refused=asked.tongue("plan.none_chosen"), status=422)
    hours = fields.get("hours", [str(HOURS[1])])[0]
    if hours not in map(str, HOURS):
        return await links_page(asked, refused=asked.tongue("plan.hours_wrong"), status=422)
    now, shared = asked.behind.now(), fields.get("shared", ["no"])[0] == "yes"
    root = str(asked.request.base_url).rstrip("/")

    def all_of_them() -> tuple[Made, ...]:
        found = []
        for grant in chosen:
            link, secret = asked.behind.links.make(grant, now, shared=shared, expires=now + int(hours) * 3600)
            found.append(Made(link, door(grant, names), f"{root}/join/{secret}"))
        return tuple(found)

    return await links_page(asked, await asyncio.to_thread(all_of_them))
