"""Everybody at every address: what the leak test knows of each row of the route table, and how it asks.

`KNOWN` says of each row, by its method and path, what is sent to it and whose words its answer may hold at most. A row
that does not stand here fails the test: whoever adds one says here how it is asked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

from tests.leaks.played import SEATS, Played
from tests.web.conftest import PLANNER, SAME
from tests.web.streaming import Stream
from whitecell.check.secrecy.canary import CANARY
from whitecell.exercise import Audience, Control, OfCell, OfSeat, Plenary
from whitecell.live.access import Grant
from whitecell.web import forms
from whitecell.web.api.given import asked_of
from whitecell.web.routes import Row, table

OBSERVED = OfCell("observed")
"""Stands for the cells that observers may look at when an answer is searched."""


@dataclass(frozen=True)
class Who:
    """Somebody, with a browser's cookie and a program's token: whose words they may read."""

    name: str
    grant: Grant | None
    sees: tuple[Audience, ...]
    cookie: str = ""
    token: str = ""


@dataclass(frozen=True)
class Ask:
    """One request. `limit`: its answer may hold no words but of these audiences, whoever asks; None: of whom the asker
    sees. `stream`: it has no end. `nobody`: it is sent without the asker's cookie, which it would change.
    """

    path: str
    body: bytes | None = None
    limit: tuple[Audience, ...] | None = None
    stream: bool = False
    nobody: bool = False


def people(played: Played) -> list[Who]:
    """Everybody: Control, a planner, each seat, observers, the projector, nobody, and people of another exercise."""
    house, wall = played.house, played.site.wall
    other, _ = house.create(played.tip.scenario, id=f"other {wall()}", actor=PLANNER, seed=3)
    grants: list[tuple[str, Grant | None, tuple[Audience, ...]]] = [
        ("control", played.control, (Control(),)),
        ("planner", PLANNER, (Control(),)),
        *((path, played.seat[path], (OfSeat(path),)) for path in SEATS),
        ("observer", Grant(played.id, "observer"), (Plenary(), OBSERVED)),
        ("plenary", Grant(played.id, "plenary"), (Plenary(),)),
        ("nobody", None, ()),
        ("control of another exercise", Grant(other, "control"), ()),
        ("seat of another exercise", Grant(other, "seat", SEATS[0]), ()),
    ]
    found = []
    for name, grant, sees in grants:
        cookie = house.sessions.admit("", grant, "test", wall())[1] if grant else ""
        token = house.tokens.make(grant, wall())[1] if grant else ""
        found.append(Who(name, grant, sees, cookie, token))
    return found


# ------------------------------------------------------------------------------------------------------ what is known

Known = Callable[[Played, Who], Iterable[Ask]]


def once(path: str, **body: str) -> Known:
    """This address, with a form if one is given."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        yield Ask(path.format(exercise=played.id), form(body) if body else None)

    return asks


def form(fields: Mapping[str, object]) -> bytes:
    return urlencode(fields, doseq=True).encode()


def places(played: Played, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """An address for each of the things that it may be about."""
    own: list[dict[str, str]] = [{}]
    if "{seat}" in path:
        own = [dict(zip(("cell", "seat"), seat.split("/"), strict=True)) for seat in SEATS]
    if "{inject}" in path:
        own = [{"inject": inject} for inject in ("own_out", "own_kept", *played.plan.injects.values())]
    if "{free}" in path:
        own = [{"free": free.id} for free in played.tip.free.values() if free.status == "given"] or [{"free": "none"}]
    for each in own:
        yield path.format(exercise=played.id, **each), each


def limit(played: Played, path: str, params: Mapping[str, str]) -> tuple[Audience, ...] | None:
    """Whose words a room shows at most, even to Control: what stands on the projector, or is seen over a shoulder."""
    if "/plenary" in path:
        return (Plenary(),)
    if "/observe" in path:
        return (Plenary(), OBSERVED)
    if "/look/" in path:
        return (OfSeat(f"{params['cell']}/{params['seat']}"),)
    return None


def page(path: str, query: str = "", stream: bool = False) -> Known:
    """A page, in every place where there is one."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for address, params in places(played, path):
            yield Ask(address + query, None, limit(played, path, params), stream)

    return asks


def do(path: str) -> Known:
    """What is done in a room: Control asks for what is refused; all others try everything with the ids of others."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for address, _ in places(played, path):
            for name in ("start",) if Control() in who.sees else forms.TABLE:
                yield Ask(address, form({"do": name, "about": "x", **flat(probe(played, name))}))

    return asks


def draft(path: str) -> Known:
    """A draft that somebody keeps."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for address, _ in places(played, path):
            yield Ask(address, form({"key": f"probe {who.name}", "text": "a thought"}))

    return asks


def post(path: str, **fields: str) -> Known:
    """A form, in every place where there is one."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for address, _ in places(played, path):
            yield Ask(address, form(fields))

    return asks


def joining(method: str) -> Known:
    """Join links of all kinds; what they are used for is tried by somebody new."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for kind, secret in [*played.links.items(), ("made up", "none")]:
            if method == "GET":
                yield Ask(f"/join/{secret}")
            elif kind not in ("seat", "control"):
                yield Ask(f"/join/{secret}", form({"name": "Somebody", "id": f"{who.name} {kind}"}), nobody=True)

    return asks


def api(path: str, *queries: str, body: Mapping[str, object] | None = None, stream: bool = False) -> Known:
    """An address of the API."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for query in queries or ("",):
            sent = None if body is None else json.dumps(body).encode()
            yield Ask(path.format(exercise=played.id) + query, sent, stream=stream)

    return asks


def looks(path: str) -> Known:
    """Whose view can be asked for: everybody's, by everybody."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        yield Ask(f"{path.format(exercise=played.id)}?last=1000")
        for audience in played.audiences():
            yield Ask(f"{path.format(exercise=played.id)}?{urlencode({'audience': str(audience)})}", None, (audience,))

    return asks


def commands(path: str) -> Known:
    """Every command, as `do`."""

    def asks(played: Played, who: Who) -> Iterator[Ask]:
        for name in ("start",) if Control() in who.sees else forms.TABLE:
            body = json.dumps({**probe(played, name), "id": f"probe.{name}"}).encode()
            yield Ask(path.format(exercise=played.id, name=name), body)

    return asks


ROOMS = {
    "/x/{exercise}/observe": True, "/x/{exercise}/plenary": False, "/x/{exercise}/control": True,
    "/x/{exercise}/control/inject/{inject}": True, "/x/{exercise}/control/free/{free}": True,
    "/x/{exercise}/seat/{cell}/{seat}": True, "/x/{exercise}/look/{cell}/{seat}": False,
}  # fmt: skip
"""Rooms that follow the exercise, and whether something is done in them. A new one stands here."""

X, SEAT = "/api/exercises/{exercise}", "/x/{exercise}/seat/{cell}/{seat}"
KNOWN: dict[str, Known] = {
    "GET /health": once("/health"),
    "GET /static/{path:path}": once("/static/style.css"),
    "GET /": once("/"),
    "POST /settings": once("/settings", theme="dark", back="/"),
    "POST /leave": lambda played, who: [Ask("/leave", b"", nobody=True)],
    "GET /join/{token}": joining("GET"),
    "POST /join/{token}": joining("POST"),
    "GET /plan": once("/plan"),
    "POST /plan": once("/plan", pack="none"),
    "GET /plan/{exercise}": once("/plan/{exercise}"),
    "POST /plan/{exercise}": once("/plan/{exercise}", do="revoke", link="none"),
    **{f"GET {path}": page(path) for path in ROOMS},
    **{f"GET {path}/stream": page(f"{path}/stream", stream=True) for path in ROOMS},
    **{f"POST {path}/do": do(f"{path}/do") for path, done in ROOMS.items() if done},
    **{f"POST {path}/draft": draft(f"{path}/draft") for path, done in ROOMS.items() if done},
    "GET /x/{exercise}/control/jump": page("/x/{exercise}/control/jump", "?minutes=1"),
    "POST /x/{exercise}/control/jump": post("/x/{exercise}/control/jump", minutes="0"),
    "POST /x/{exercise}/control/free/{free}/preview": post("/x/{exercise}/control/free/{free}/preview", why=""),
    "GET /x/{exercise}/control/attempts": page("/x/{exercise}/control/attempts"),
    "GET /x/{exercise}/control/links": page("/x/{exercise}/control/links"),
    "POST /x/{exercise}/control/links": post("/x/{exercise}/control/links", do="revoke", link="none"),
    "GET /x/{exercise}/report": page("/x/{exercise}/report"),
    "GET /x/{exercise}/journal.jsonl": page("/x/{exercise}/journal.jsonl"),
    f"GET {SEAT}/letters": page(f"{SEAT}/letters"),
    f"GET {SEAT}/record.json": page(f"{SEAT}/record.json"),
    "GET /api/openapi.json": api("/api/openapi.json"),
    "POST /api/tokens": api("/api/tokens", body={"link": "none"}),
    "GET /api/packs": api("/api/packs"),
    "GET /api/exercises": api("/api/exercises"),
    "POST /api/exercises": api("/api/exercises", body={"pack": "none"}),
    f"GET {X}": api(X),
    f"GET {X}/view": looks(f"{X}/view"),
    f"GET {X}/letters": api(f"{X}/letters"),
    f"GET {X}/journal": api(f"{X}/journal"),
    f"GET {X}/stream": api(f"{X}/stream", stream=True),
    f"POST {X}/commands/{{name}}": commands(f"{X}/commands/{{name}}"),
    f"GET {X}/links": api(f"{X}/links"),
    f"POST {X}/links": api(f"{X}/links", body={"role": "plenary"}),
    f"DELETE {X}/links/{{link}}": api(f"{X}/links/none"),
    f"GET {X}/tokens": api(f"{X}/tokens"),
    f"POST {X}/tokens": api(f"{X}/tokens", body={"role": "plenary"}),
    f"DELETE {X}/tokens/{{token}}": api(f"{X}/tokens/none"),
}
"""How each row is asked. A new row stands here, or the test fails."""


def unknown() -> list[str]:
    """Rows that nobody has said how to ask, and entries that no row is for."""
    rows = {f"{row.method} {row.path}" for row in table()}
    return sorted(rows ^ set(KNOWN))


# --------------------------------------------------------------------------------------------------------------- probes


def probe(played: Played, name: str) -> dict[str, Any]:
    """The fields of a command that asks for what others have: the one who asks may know of none of it."""
    tip, command = played.tip, forms.TABLE[name].command
    hidden = {
        "inject": played.plan.injects["whisper"], "order": next(iter(tip.orders or {"none": None})),
        "need": next(iter(tip.needs or {"none": None})), "rfi": next(iter(tip.rfis or {"none": None})),
        "request": next(iter(tip.share_requests or {"none": None})), "of": "keep", "to": ["keep"], "letter": 1,
        "var": played.plan.vars["strength"], "value": 1, "question": "q2", "answer": "now", "words": "a word",
        "choice": {"action": played.plan.actions["gather"], "arguments": {}}, "minutes": 1, "why": "why",
        "values": {played.plan.vars["strength"]: 1}, "seat": "camp/chief", "holder": {"kind": "person"},
        "cells": ["camp"], "rate": 1, "name": "name", "title": {"en": "t"}, "body": {"en": "b"}, "move": "m4",
        "sender": {"en": "s"}, "check": 1,
    }  # fmt: skip
    if name in ("withdraw-free-order", "return-free-order", "map-free-order", "rule-free-order"):
        hidden["order"] = next(iter(tip.free or {"none": None}))
    if name in ("send-message", "answer-need"):
        hidden |= {"to": ["control"], "answer": "agree"}
    wanted = asked_of(command, forms.TABLE[name].given)
    return {each.name: hidden[each.name] for each in wanted if each.required or each.name in ("request", "sealed", "of")
            if each.name in hidden}  # fmt: skip


def flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a form has them."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "choice":
            found["action"] = value["action"]
        elif isinstance(value, dict):
            found |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            found[name] = value
    return found


# ------------------------------------------------------------------------------------------------------------ the walk


@dataclass
class Walk:
    """Everybody at every address of one application. `found` are the leaks, `count` how often was asked."""

    played: Played
    people: list[Who]
    found: list[str] = field(default_factory=list)
    count: int = 0
    answered: dict[str, set[int]] = field(default_factory=dict)
    """By row, the statuses that were met."""
    met: dict[str, set[str]] = field(default_factory=dict)
    """By who asks, the planted words that they were told, rightly or wrongly."""

    def pages(self, client: TestClient, methods: tuple[str, ...]) -> None:
        """Every address of these methods but streams, by everybody."""
        for row in table():
            if row.method in methods:
                for who in self.people:
                    closed: set[str] = set()
                    for ask in KNOWN[f"{row.method} {row.path}"](self.played, who):
                        if not ask.stream and ask.path not in closed and self.ask(client, row, who, ask) == 403:
                            closed.add(ask.path if row.door == "cookie" else "")

    def ask(self, client: TestClient, row: Row, who: Who, ask: Ask) -> int:
        """One request, and what its answer holds; its status."""
        client.cookies.clear()
        headers = self.headers(row, who, ask)
        if ask.body is not None and row.door == "cookie":
            headers["content-type"] = "application/x-www-form-urlencoded"
        answer = client.request(row.method, ask.path, content=ask.body, headers=headers)
        self.count += 1
        self.answered.setdefault(f"{row.method} {row.path}", set()).add(answer.status_code)
        self.search(row, who, ask, f"{dict(answer.headers)}\n{answer.text}", str(answer.status_code))
        return answer.status_code

    def headers(self, row: Row, who: Who, ask: Ask) -> dict[str, str]:
        """What shows who asks: at the API a cookie beside the token, which opens nothing."""
        found = dict(SAME)
        if who.cookie and not ask.nobody:
            found["cookie"] = f"whitecell={who.cookie}"
        if who.token and row.door == "token":
            found["authorization"] = f"Bearer {who.token}"
        return found

    def search(self, row: Row, who: Who, ask: Ask, text: str, status: str) -> None:
        """Note what a text holds that it should not."""
        own = ask.path + (ask.body or b"").decode()
        self.met.setdefault(who.name, set()).update(CANARY.findall(text))
        sees = who.sees
        if ask.limit is not None and status == "200":
            sees = ask.limit if Control() in sees else tuple(each for each in sees if each in ask.limit) or sees
        if OBSERVED in sees:
            sees = (*(each for each in sees if each != OBSERVED), *map(OfCell, self.played.tip.observed))
        for what in self.played.unfit(text, sees, own):
            self.found.append(f"{row.method} {ask.path} tells {who.name} ({status}): {what}")

    # ---------------------------------------------------------------------------------------------------------- streams

    async def follow(self, happen: Callable[[], object]) -> None:
        """Everybody at every stream, while this happens."""
        app = self.played.site.app
        open_: list[tuple[Row, Who, Ask, Stream]] = []
        for row in table():
            for who in self.people:
                for ask in KNOWN[f"{row.method} {row.path}"](self.played, who):
                    if ask.stream:
                        open_.append((row, who, ask, Stream(app, ask.path, self.headers(row, who, ask))))
        async with app.router.lifespan_context(app):
            tasks = [asyncio.create_task(stream.run()) for _, _, _, stream in open_]
            for _, _, _, stream in open_:
                while not stream.sent:
                    stream.arrived.clear()
                    await asyncio.wait_for(stream.arrived.wait(), 60)
            await self.settled(app.hub)
            self.streams(open_)  # before it happens: what comes later is not told now
            await asyncio.to_thread(happen)
            await self.settled(app.hub)
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        self.streams(open_)

    async def settled(self, hub: Any) -> None:
        """Wait until everybody has been sent what has happened."""
        while any(
            group.stale or any(not each.queue.empty() for each in group.clients) for group in hub.groups.values()
        ):
            await asyncio.sleep(0.01)

    def streams(self, open_: list[tuple[Row, Who, Ask, Stream]]) -> None:
        """Search what the streams have sent."""
        for row, who, ask, stream in open_:
            self.count += 1
            self.answered.setdefault(f"{row.method} {row.path}", set()).add(stream.status)
            self.search(row, who, ask, f"{stream.head}\n{stream.text}", str(stream.status))
