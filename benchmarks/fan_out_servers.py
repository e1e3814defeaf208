"""The two servers of `benchmarks.fan_out`, each in a process of its own.

`real`: the application with one exercise on a file, a session for every stream, and injects that wait for release.
`bare`: what a broadcast over server-sent events costs at least with the same framework: a queue for each client.
"""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from whitecell import web
from whitecell.exercise import AddInject, Holder, OpenMove, SendMessage, Start, TakeSeat
from whitecell.live import Accepted, Grant, House
from whitecell.scenario import Scenario, build, load, packs
from whitecell.web import Application

PLANNER = Grant("", "planner")
RELEASES = 60
BODY = "The minister asks for your assessment by the end of the hour, and for what you would do first. " * 6


def wide(seats: int) -> Scenario:
    """So many seats, in cells of at most fifty, with something to see and to order."""
    cells = max(2, -(-seats // 50))
    chairs = [[n for n in range(seats) if n % cells == cell] for cell in range(cells)]
    names = [f"c{cell}" for cell in range(cells)]
    return build({
        "whitecell": 1, "id": "wide-hall", "title": "Wide hall",
        "cells": [[name, {"name": name, "seats": [
            {"id": f"s{n}", "name": f"Seat {n}", "role": "lead" if n == mine[0] else "member"} for n in mine
        ]}] for name, mine in zip(names, chairs, strict=True)],
        "state": [[f"x{n}", {"type": "real", "start": "1", "range": [0, 9], "marking": "public"}] for n in range(8)],
        "actions": [[f"act{n}", {"title": f"Act {n}", "by": names, "when": "x0 > 0", "limit": {"per_move": 6},
                                 "effects": ["x1 += 0.001"]}] for n in range(6)],
        "moves": [{"id": "m1", "title": "One", "orders": 6, "plays": "600 min", "covers": "6 h"}],
    })  # fmt: skip


def packed(name: str, seats: int) -> Scenario:
    """A scenario of the library, or the wide hall."""
    if name == "wide":
        return wide(seats)
    (path,) = [pack.path for pack in packs() if pack.name == name]
    found = load(path)
    assert isinstance(found, Scenario)
    return found


def prepared(house: House, pack: str, streams: int, events: int) -> dict[str, object]:
    """An exercise with its move open, injects that wait, and a session for every stream; what a client needs."""
    scenario = packed(pack, streams)
    exercise, made = house.create(scenario, id="bench", actor=PLANNER, seed=7)
    assert isinstance(made, Accepted), made
    control, seats = Grant(exercise, "control"), list(scenario.seats)
    given = [TakeSeat(seat, Holder("person", "bench")) for seat in seats] + [Start(), OpenMove()]
    waiting = [house.submit(exercise, command, id=f"{n}", actor=control) for n, command in enumerate(given)]
    cells = tuple(cell.id for cell in scenario.cells)
    for n in range(RELEASES):
        title = {"en": f"Release {n:06d} is out"}
        inject = AddInject(f"own_{n}", title, {"en": BODY}, {"en": "Ministry"}, cells)
        waiting.append(house.submit(exercise, inject, id=f"add {n}", actor=control))
    others = tuple(seat for seat in seats if seat.partition("/")[0] != seats[0].partition("/")[0])
    for n in range(events):
        to = (seats[0],) if n % 10 == 0 else (others[n % len(others)],)
        waiting.append(
            house.submit(exercise, SendMessage("control", to, f"Word {n}. {BODY[:90]}"), id=f"say {n}", actor=control)
        )
    for done in waiting:
        assert isinstance(outcome := done.result(), Accepted), outcome
    now = house.now()
    chairs = [seats[n % len(seats)] for n in range(streams)]
    sessions = [house.sessions.admit("", Grant(exercise, "seat", chair), "bench", now)[1] for chair in chairs]
    return {
        "exercise": exercise, "seats": chairs, "sessions": sessions, "events": house.count(exercise),
        "control": house.sessions.admit("", control, "bench", now)[1],
    }  # fmt: skip


def real(folder: str, pack: str, streams: str, events: str = "0") -> None:
    """Serve the application until killed."""
    with House(Path(folder) / f"{pack}-{streams}-{events}.db") as house:
        facts = prepared(house, pack, int(streams), int(events))
        serve(web.make(house), facts)


def serve(app: Application, facts: dict[str, object]) -> None:
    """Serve at a free port, and print where, with what a client needs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen(4096)
        port = free.getsockname()[1]
        web.run(app, "127.0.0.1", port, [free], lambda: print(json.dumps(facts | {"port": port}), flush=True))


class Nothing:
    """The hub that a bare server has not."""

    async def close(self) -> None:
        """There is nothing to close."""


def bare() -> None:
    """Serve a broadcast: what is posted goes to every stream."""
    queues: set[asyncio.Queue[bytes]] = set()

    async def stream(request: Request) -> Response:
        queue: asyncio.Queue[bytes] = asyncio.Queue(32)
        queues.add(queue)

        async def each() -> AsyncIterator[bytes]:
            yield b"retry: 1000\n\n"
            while True:
                yield await queue.get()

        return StreamingResponse(each(), media_type="text/event-stream")

    async def say(request: Request) -> Response:
        body = await request.body()
        for queue in queues:
            queue.put_nowait(body)
        return Response(None, 204)

    app = Starlette(routes=[Route("/stream", stream), Route("/say", say, methods=["POST"])])
    app.hub = Nothing()  # type: ignore[attr-defined]
    serve(app, {})  # type: ignore[arg-type]


if __name__ == "__main__":
    {"real": real, "bare": bare}[sys.argv[1]](*sys.argv[2:])
