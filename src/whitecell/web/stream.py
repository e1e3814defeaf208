"""Pages that follow: after every durable batch each group of equal pages is rendered once, and what changed is sent.

A group is all browsers in one room with one audience and language. Queues are bounded: who falls behind is dropped and
comes back by itself, with the digest of what it shows; if that is still right, nothing is sent.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from whitecell.web.asked import Asked, Behind
from whitecell.web.memory import Memory
from whitecell.web.room import Key, digest, regions, scene

WAITING = 32
"""Messages that may wait for one browser."""
BEAT = 15.0
"""Seconds between two heartbeats, which tell the server's time."""
WATCH = 2.0
"""Seconds after which a room hears that somebody else's draft has changed."""
RETRY = b"retry: 1000\n\n"
LOG = logging.getLogger(__name__)
SILENT = frozenset({"clock.ticked/1"})
"""Events that no region shows."""


class Render(Protocol):
    """Makes the regions of a page. What need not be made again is taken from its memory."""

    def __call__(self, key: Key, memory: Memory | None = None) -> dict[str, str]: ...


@dataclass(eq=False)
class Client:
    """One open page. None in its queue ends its stream."""

    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))
    dropped: bool = False

    def put(self, message: bytes) -> None:
        """Send, or drop who is too far behind."""
        if self.dropped:
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """End this stream; what waits is of no use to who will ask again."""
        self.dropped = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


@dataclass(eq=False)
class Group:
    """The browsers that show the same, and what they show. `stale`: something has happened since."""

    parts: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    memory: Memory = field(default_factory=dict)
    stale: bool = False
    clients: set[Client] = field(default_factory=set)


def message(name: str, data: str, mark: str = "") -> bytes:
    """One event of a stream."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\n{f'id: {mark}' + chr(10) if mark else ''}{lines}\n".encode()


def messages(parts: Mapping[str, str], mark: str) -> bytes:
    """Regions as events; only the last bears the mark, so that half a batch is not taken for the whole."""
    last = len(parts) - 1
    return b"".join(message(name, html, mark if i == last else "") for i, (name, html) in enumerate(parts.items()))


class Hub:
    """All open pages of this server. Lives in the event loop; `stir` may be called from any thread."""

    def __init__(
        self,
        render: Render,
        holder: Callable[[Key], Collection[str]],
        now: Callable[[], float],
        watching: Callable[[Key], bool] = lambda key: False,
    ) -> None:
        self.render, self.holder, self.now, self.watching = render, holder, now, watching
        self.later = False
        self.groups: dict[Key, Group] = {}
        self.wake = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tasks: list[asyncio.Task[None]] = []
        self.closed = False

    def start(self) -> None:
        """Begin to follow, in the running loop."""
        self.loop = asyncio.get_running_loop()
        self.tasks = [self.loop.create_task(self._follow()), self.loop.create_task(self._beat())]

    async def close(self) -> None:
        """Send every page the end marker, so that stopping the server does not wait for browsers."""
        self.closed = True
        for task in self.tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for group in self.groups.values():
            for client in group.clients:
                client.end()

    def heard(self, exercise: str, events: Iterable[object]) -> None:
        """The house has made these events durable."""
        if any(getattr(event, "kind", "") not in SILENT for event in events):
            self.stir(exercise)

    def stir(self, exercise: str, holder: str = "") -> None:
        """What a page of this exercise may show has changed: an event, who is there, a draft of this holder.

        A room that only watches who is writing hears of it with what comes next, or a moment later: it is not made anew
        for every few letters of everybody.
        """
        at_once = False
        for key, group in list(self.groups.items()):
            if key.exercise != exercise:
                continue
            if not holder or holder in self.holder(key):
                group.stale = at_once = True
            elif self.watching(key):
                group.stale = True
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.wake.set if at_once else self._soon)

    def moved(self, exercise: str) -> None:
        """Somebody came or went: rooms that show who is there hear of it."""
        found = [group for key, group in list(self.groups.items()) if key.exercise == exercise and self.watching(key)]
        for group in found:
            group.stale = True
        if found and self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.wake.set)

    def _soon(self) -> None:
        """Wake a moment later, once for all that happens until then."""
        if not self.later and self.loop is not None:
            self.later = True
            self.loop.call_later(WATCH, self._late)

    def _late(self) -> None:
        self.later = False
        self.wake.set()

    def parts(self, key: Key) -> tuple[dict[str, str], str]:
        """The regions of a page and their digest: as others are shown them, where others look."""
        group = self.groups.get(key)
        if group is None:
            fresh = self.render(key)
            return fresh, digest(fresh)
        self._refresh(key, group)
        return group.parts, group.mark

    def join(self, key: Key, shown: str) -> Client:
        """A browser that shows the state of this mark: it is sent all if that is old, and what changes from now on."""
        group = self.groups.get(key)
        if group is None:  # known before it is rendered: what happens meanwhile makes it stale again
            group = self.groups[key] = Group(stale=True)
        try:
            self._refresh(key, group)
        except Exception:
            if not group.clients:
                del self.groups[key]
            raise
        client = Client()
        if shown != group.mark:
            client.put(messages(group.parts, group.mark))
        group.clients.add(client)
        if self.closed:
            client.end()
        return client

    def leave(self, key: Key, client: Client) -> None:
        """A browser is gone."""
        group = self.groups.get(key)
        if group is not None:
            group.clients.discard(client)
            if not group.clients:
                del self.groups[key]

    def _refresh(self, key: Key, group: Group) -> None:
        """Render a group that is behind, and send everybody in it what changed."""
        if not group.stale:
            return
        group.stale = False
        try:
            fresh = self.render(key, group.memory)
        except Exception:
            group.stale = True
            raise
        changed = {name: html for name, html in fresh.items() if group.parts.get(name) != html}
        group.parts, group.mark = fresh, digest(fresh)
        if changed:
            sent = messages(changed, group.mark)
            for client in list(group.clients):
                client.put(sent)

    async def _follow(self) -> None:
        """Render what was stirred, group by group. A page that can not be made ends for those who show it alone."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            for key, group in list(self.groups.items()):
                if group.stale and key in self.groups:
                    try:
                        self._refresh(key, group)
                    except Exception:
                        LOG.exception("a page of %s can not be made: %s", key.exercise, key.room)
                        for client in list(group.clients):
                            client.end()
                    await asyncio.sleep(0)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            sent = message("now", f"{self.now():.3f}")
            for group in list(self.groups.values()):
                for client in list(group.clients):
                    client.put(sent)


class Stream(Response):
    """The open end of one page's stream."""

    media_type = "text/event-stream"

    def __init__(self, asked: Asked, key: Key) -> None:
        super().__init__(None, headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self.asked, self.key = asked, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the browser goes, falls behind, or the server stops."""
        behind, exercise = self.asked.behind, self.key.exercise
        request = self.asked.request
        shown = request.headers.get("last-event-id") or request.query_params.get("at", "")
        client = behind.hub.join(self.key, shown)
        presence = behind.house.presence
        presence.connected(exercise, self.asked.by, +1)
        gone = asyncio.ensure_future(self._gone(receive, client))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            first = RETRY + message("now", f"{behind.now():.3f}")
            await send({"type": "http.response.body", "body": first, "more_body": True})
            while (sent := await client.queue.get()) is not None:
                await send({"type": "http.response.body", "body": sent, "more_body": True})
            await send({"type": "http.response.body", "body": b": end\n\n", "more_body": False})
        finally:
            gone.cancel()
            behind.hub.leave(self.key, client)
            presence.connected(exercise, self.asked.by, -1)

    async def _gone(self, receive: Receive, client: Client) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        client.end()


async def follow(asked: Asked) -> Response:
    """R/stream: the regions of a room as they change."""
    return Stream(asked, key_of(asked))


def key_of(asked: Asked) -> Key:
    """The key of the room that was asked for."""
    return Key(asked.request.scope["whitecell.room"], tuple(sorted(asked.params.items())), asked.language)


def holder(key: Key) -> tuple[str, ...]:
    """Under which holders the drafts of a page are kept; none where it keeps none."""
    from whitecell.web.rooms import ROOM

    room, params = ROOM.get(key.room), dict(key.params)
    drafter = room.drafter(params) if room else None
    return (drafter[1], room.shared(params)) if room and drafter else ()


def watching(key: Key) -> bool:
    """Whether a page shows who is writing."""
    from whitecell.web.rooms import ROOM

    return key.room in ROOM and ROOM[key.room].watching


def renderer(behind: Callable[[], Behind]) -> Render:
    """How a hub renders: the very same as a page does. A stream of the API has one region: its numbers."""
    from whitecell.web.api import changes
    from whitecell.web.rooms import ROOM

    def render(key: Key, memory: Memory | None = None) -> dict[str, str]:
        if key.room == changes.KIND:
            return changes.numbers(key, behind())
        return regions(scene(ROOM[key.room], key, behind(), memory=memory))

    return render
