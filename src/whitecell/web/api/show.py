"""What an exercise shows over the API: who you are in it, your view, your letters, and the record you may take away."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from starlette.responses import Response

from whitecell.exercise import Audience, Control, export, parse_audience, seats_of
from whitecell.exercise.seen import Letter, SeenClock
from whitecell.journal import write_lines
from whitecell.live.access import GrantedRole, audience_of, may_look
from whitecell.web.api.door import Problem, answer
from whitecell.web.api.given import Asked as Field
from whitecell.web.api.given import Limits
from whitecell.web.api.shape import data
from whitecell.web.asked import Asked

LAST = 50
LONGEST = 1000
QUERY = {
    "audience": Field("audience", str, False, "Whose view, if not your own: `plenary`, `cell ID` or `seat CELL/ID`. "
                      "Control may look at all of them, observers at the cells that are observed."),
    "last": Field("last", int, False, "How many of the latest entries; all others of the view comes whole."),
}  # fmt: skip
LIMITS = {"last": Limits(0, LONGEST)}
JSONL = "application/jsonl"


@dataclass(frozen=True, slots=True)
class Standing:
    """An exercise as it stands, and who you are in it."""

    id: str
    title: Mapping[str, str]
    """By language."""
    role: GrantedRole
    seat: str
    """The full name of your seat; empty where you have none."""
    audience: str
    """Whose view is yours."""
    phase: str
    move: str
    number: int
    open: bool
    entries: int
    """How many entries you have seen."""
    clock: SeenClock
    exercise: float
    """Minutes of exercise time now."""
    game: float
    """Minutes of game time now."""


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of an audience, in the order they came."""

    letters: tuple[Letter, ...]


async def standing(asked: Asked) -> Response:
    """Tell how the exercise stands, and who you are in it."""
    house, grant, now = asked.behind.house, asked.by, asked.behind.now()
    audience = audience_of(grant)
    view = house.view(asked.exercise, audience, last=1)
    title = dict(house.tip(asked.exercise).scenario.title.versions)
    return answer(data(Standing(
        asked.exercise, title, grant.role, grant.seat, str(audience), view.phase, view.move, view.number, view.open,
        view.entries[-1].number if view.entries else 0, view.clock, view.clock.exercise_at(now),
        view.clock.game_at(now),
    )))  # fmt: skip


async def view(asked: Asked) -> Response:
    """Give all that you may see of the exercise: your view, or one that you may look at. Control's has the desk."""
    last = asked.request.query_params.get("last", str(LAST))
    if not (last.isascii() and last.isdigit() and len(last) < 5 and int(last) <= LONGEST):
        raise wrong(asked, "last", "api.wrong.range", low=0, high=LONGEST)
    return answer(data(asked.behind.house.view(asked.exercise, looked_at(asked), last=int(last))))


def wrong(asked: Asked, field: str, key: str, **values: object) -> Problem:
    """One field that can not be read."""
    return Problem(422, "api.422", asked.tongue("api.422"), {field: asked.tongue(key, **values)})


def looked_at(asked: Asked) -> Audience:
    """The audience whose view is asked for, if it may be looked at."""
    own, name = audience_of(asked.by), asked.request.query_params.get("audience", "")
    if not name:
        return own
    tip = asked.behind.house.tip(asked.exercise)
    try:
        audience = parse_audience(name)
    except ValueError:
        raise wrong(asked, "audience", "api.wrong.audience") from None
    if (refusal := may_look(asked.by, audience, tip)) is not None:
        raise Problem(403, refusal.code, asked.refusal(refusal, named=False))
    try:
        seats_of(tip.scenario, audience)
    except KeyError:
        raise wrong(asked, "audience", "api.wrong.audience") from None
    return audience


async def letters(asked: Asked) -> Response:
    """Give all letters that have come to you, by your own numbers."""
    found = asked.behind.house.view(asked.exercise, audience_of(asked.by), last=0).letters
    return answer(data(Letters(found)))


async def journal(asked: Asked) -> Response:
    """Take away the record: Control the whole journal as JSON Lines, everybody else what they have seen.

    The head, COUNT:HASH, is in the header Whitecell-Head. Note it elsewhere: `whitecell journal verify --head` then
    shows whether lines were cut off.
    """
    audience = audience_of(asked.by)
    make = whole if isinstance(audience, Control) else own
    body, head = await asyncio.to_thread(make, asked, audience)
    name = f'attachment; filename="{asked.exercise}.jsonl"'
    return Response(body, 200, {"content-disposition": name, "whitecell-head": head}, JSONL)


def whole(asked: Asked, audience: Audience) -> tuple[bytes, str]:
    """The journal as it stands, and its head."""
    out = BytesIO()
    head = write_lines(asked.behind.house.store, asked.exercise, out)
    return out.getvalue(), f"{head.count}:{head.hash}"


def own(asked: Asked, audience: Audience) -> tuple[bytes, str]:
    """What an audience has seen, and the head of its own lines."""
    lines = export(asked.behind.house.tip(asked.exercise), audience)
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    return text.encode(), f"{lines[-1]['count']}:{lines[-1]['head']}"
