"""A jump in game time: how far, then what it skips and what becomes of each, then the landing."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from whitecell.exercise import Item, Refusal, skipped
from whitecell.exercise import command as c
from whitecell.live.outcome import Refused
from whitecell.tongue import Said
from whitecell.web import doing, page
from whitecell.web.asked import Asked
from whitecell.web.room import Scene, scene
from whitecell.web.rooms.control.board import Addressee, addressees
from whitecell.web.stream import key_of

FATES = ("release", "carry", "drop")
PLACE = "%Y-%m-%dT%H:%M"
"""How a browser writes a date with its time."""


@dataclass(frozen=True, slots=True)
class Skip:
    """An inject that a jump skips."""

    item: Item
    title: Said
    when: str
    to: tuple[Addressee, ...]
    fate: str


@dataclass(frozen=True, slots=True)
class Ask:
    """How far to jump: so many minutes of game time, or until a time of it."""

    minutes: float | None
    wrong: str = ""


def ask(made: Scene, minutes: str, until: str, now: float) -> Ask:
    """What was typed, as minutes of game time from now."""
    t, start = made.tongue, made.names.start.at
    if until.strip() and start is not None:
        try:
            at = datetime.strptime(until.strip()[:16], PLACE)
        except ValueError:
            return Ask(None, t("jump.until.wrong"))
        return Ask((at - start).total_seconds() / 60.0 - made.view.clock.game_at(now))
    if not minutes.strip():
        return Ask(None)
    try:
        return Ask(float(minutes.replace(",", ".")))
    except ValueError:
        return Ask(None, t("wrong.number"))


async def look(asked: Asked) -> Response:
    """The preview: nothing happens yet."""
    query = asked.request.query_params
    return show(asked, query.get("minutes", ""), query.get("until", ""))


def show(
    asked: Asked, minutes: str, until: str, wrong: str = "", fates: dict[str, str] | None = None, status: int = 200
) -> Response:
    """The page: what a jump this far skips, now."""
    made = scene(doing.room_of(asked), key_of(asked), asked.behind)
    now = asked.behind.now()
    wanted = ask(made, minutes, until, now)
    found: tuple[Item, ...] | Refusal = ()
    if wanted.minutes is not None:
        found = skipped(asked.behind.house.tip(asked.exercise), now, wanted.minutes)
    refused = wanted.wrong
    if isinstance(found, Refusal):
        refused, found = asked.refusal(found), ()
    clock, names = made.view.clock, made.names
    starts = clock.ends - names.move(made.view.move).covers if made.view.move else 0.0
    here = clock.game_at(now)
    skips = [
        Skip(item, names.own(item.title) or Said(item.id), names.game(starts + item.minute * clock.pace),
             addressees(names, item.seats), (fates or {}).get(item.id, ""))
        for item in found
    ]  # fmt: skip
    about = f"{clock.base:.6f} {clock.game:.6f} {clock.since:.3f}"
    return page.answer(
        "control/jump.html", asked, 422 if refused and status == 200 else status, scene=made, view=made.view,
        names=names, skips=skips, minutes=minutes, until=until, wrong=wrong, refused=refused, fates=FATES, about=about,
        lands=names.game(here + wanted.minutes) if wanted.minutes is not None else "", leaves=names.game(here),
        can=wanted.minutes is not None and not refused, left=max(0.0, clock.ends - here),
        here=asked.request.url.path,
    )  # fmt: skip


async def leap(asked: Asked) -> Response:
    """The landing. What has changed since it was looked at is shown anew, with a sentence."""
    fields = await asked.fields()
    minutes, until = fields.get("minutes", [""])[0], fields.get("until", [""])[0]
    fates = {name[6:]: given[-1] for name, given in fields.items() if name.startswith("fates.") and given[-1] in FATES}
    if set(fields.get("shown", [])) - set(fates):
        return show(asked, minutes, until, asked.tongue("jump.each"), fates, 422)
    made = scene(doing.room_of(asked), key_of(asked), asked.behind)
    wanted = ask(made, minutes, until, asked.behind.now())
    if wanted.minutes is None:
        return show(asked, minutes, until, "", fates, 422)
    command = c.Jump(wanted.minutes, fates)  # type: ignore[arg-type]
    id_ = doing.command_id(asked, fields)
    outcome = await asyncio.wrap_future(asked.behind.house.submit(asked.exercise, command, id=id_, actor=asked.by))
    if isinstance(outcome, Refused):
        return show(asked, minutes, until, asked.refusal(outcome.refusal), fates, 422)
    return RedirectResponse(made.base, 303)
