"""What can be done in a room: show it, give a command in it, keep a draft. One way for every room."""

import asyncio
import hashlib
import re

from starlette.responses import RedirectResponse, Response

from whitecell.exercise import Command, Refusal
from whitecell.live.outcome import Refused
from whitecell.web import forms, page
from whitecell.web.asked import Asked
from whitecell.web.room import Room, Scene, Told, digest, marked, regions, scene
from whitecell.web.stream import key_of


def room_of(asked: Asked) -> Room:
    """The room that was asked for."""
    from whitecell.web.rooms import ROOM

    return ROOM[asked.request.scope["whitecell.room"]]


async def show(asked: Asked) -> Response:
    """The room as it is now."""
    parts, mark = asked.behind.hub.parts(key_of(asked))
    return _page(asked, scene(room_of(asked), key_of(asked), asked.behind), parts, mark)


def _page(asked: Asked, made: Scene, parts: dict[str, str], mark: str, status: int = 200) -> Response:
    room = made.room
    return page.answer(
        f"{room.folder or room.kind}/page.html", asked, status, scene=made, view=made.view, names=made.names,
        regions=marked(parts), mark=mark, grant=asked.grant,
    )  # fmt: skip


async def do(asked: Asked) -> Response:
    """Read a form into a command and give it. Refused: the sentence beside the control that caused it."""
    room, key, fields = room_of(asked), key_of(asked), await asked.fields()
    name = fields.get("do", [""])[0]
    made = scene(room, key, asked.behind)
    id_ = command_id(asked, fields)
    if name not in room.commands and name != forms.STOP:
        found: Command | forms.Wrong = forms.Wrong("", asked.tongue("wrong.command"))
    else:
        scenario = asked.behind.house.tip(asked.exercise).scenario
        found = forms.read(name, fields, forms.Giver(asked.by, made, scenario, id_))
    if isinstance(found, forms.Wrong):
        note(asked, name, "web.form")
        return refuse(asked, made, fields, found.sentence, found.field)
    if words := room.stale(made, found, fields.get("about", [""])[0]):
        note(asked, name, "web.stale")
        return refuse(asked, made, fields, words)
    outcome = await asyncio.wrap_future(asked.behind.house.submit(asked.exercise, found, id=id_, actor=asked.by))
    if isinstance(outcome, Refused):
        return refuse(asked, made, fields, asked.refusal(outcome.refusal))
    await forget(asked, fields)
    if asked.partial:
        return Response("", 200, media_type="text/html")
    return RedirectResponse(made.base + place(fields), 303)


def command_id(asked: Asked, fields: dict[str, list[str]]) -> str:
    """The id of the command that this browser's form asks for: a retry or a double click gives the same one."""
    seed = repr((asked.visitor.token, asked.request.url.path, sorted(fields.items())))
    return hashlib.sha256(seed.encode()).hexdigest()[:32]


def note(asked: Asked, what: str, code: str) -> None:
    """Keep for Control that a form was refused before it became a command; the house notes refused commands itself."""
    asked.behind.house.attempts.note(asked.exercise, asked.by, what, code, asked.behind.now())


def refuse(asked: Asked, made: Scene, fields: dict[str, list[str]], words: str, field: str = "") -> Response:
    """The refusal where it belongs: for a script beside the control, else in the whole page with what was typed."""
    if asked.partial:
        return page.sentence(asked, words, 422, field)
    told = Told(f"{fields.get('do', [''])[0]} {fields.get('about', [''])[0]}".strip(), words, fields, field)
    again = scene(made.room, key_of(asked), asked.behind, told)
    parts = regions(again)
    return _page(asked, again, parts, digest(parts), 422)


async def forget(asked: Asked, fields: dict[str, list[str]]) -> None:
    """What was sent is no draft any more."""
    for key in fields.get("draft", []):
        keeper = room_of(asked).keeper(asked.params, key)
        if keeper is not None and key:
            await asyncio.to_thread(asked.behind.house.drafts.discard, *keeper, key)


async def draft(asked: Asked) -> Response:
    """Keep an unfinished text as it was typed; an empty one is forgotten."""
    fields = await asked.fields()
    key, text = fields.get("key", [""])[0], fields.get("text", [""])[0]
    keeper = room_of(asked).keeper(asked.params, key)
    if keeper is None:
        return page.sentence(asked, asked.tongue("wrong.draft"), 422)
    drafts = asked.behind.house.drafts
    if not text:
        await asyncio.to_thread(drafts.discard, *keeper, key)
    elif isinstance(kept := await asyncio.to_thread(drafts.put, *keeper, key, text, asked.behind.now()), Refusal):
        return page.sentence(asked, asked.refusal(kept), 422)
    if "plain" in fields and not asked.partial:
        return RedirectResponse(room_of(asked).path.format(**asked.params) + place(fields), 303)
    return Response(None, 204)


def place(fields: dict[str, list[str]]) -> str:
    """Where on the page a plain form goes on, if it says so: a name of a place and nothing else."""
    name = fields.get("place", [""])[0]
    return f"#{name}" if re.fullmatch(r"[a-z0-9-]{1,80}", name) else ""
