"""What a seat may take away: all its letters on one page, and its own record, which tells nothing of the rest."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from whitecell.exercise import Exercise, OfSeat, export
from whitecell.web import page
from whitecell.web.asked import Asked
from whitecell.web.room import Key, scene
from whitecell.web.rooms.cell.room import ROOM
from whitecell.web.routes import Row


def rows() -> list[Row]:
    """The addresses under the room's."""
    return [
        Row("GET", f"{ROOM.path}/letters", letters, ROOM.rule, "the room's view", ROOM.kind),
        Row("GET", f"{ROOM.path}/record.json", record, ROOM.rule, "the room's view", ROOM.kind),
    ]


async def letters(asked: Asked) -> Response:
    """Every letter that the seat has opened, for reading at leisure and for printing."""
    key = Key(ROOM.kind, tuple(sorted(asked.params.items())), asked.language)
    made = scene(ROOM, key, asked.behind)
    return page.answer("cell/letters.html", asked, scene=made, view=made.view, names=made.names)


async def record(asked: Asked) -> Response:
    """The seat's own numbered log with its papers, as JSON."""
    tip = asked.behind.house.tip(asked.exercise)
    lines = await asyncio.to_thread(_record, tip, asked.params)
    name = f"{asked.exercise}-{asked.params['cell']}-{asked.params['seat']}.json"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(lines, headers=headers, media_type="application/json")


def _record(tip: Exercise, params: Mapping[str, Any]) -> str:
    lines = export(tip, OfSeat(f"{params['cell']}/{params['seat']}"))
    return "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines) + "\n]\n"
