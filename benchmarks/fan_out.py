"""From Control's release of an inject to the last of N open pages: `python -m benchmarks.fan_out [N ...]`.

The real application in a process of its own, with its journal on this disk; real sockets; the clients in this process.
Beside it, in the same run and in turn, a bare broadcast of the same bytes to as many of the same clients. The time
runs from before the request is sent to the end of the message at each client, so ours has in it: the request, the
decision, the sync to disk, the views and pages of all audiences, and the sending.
"""

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import uvloop

from benchmarks.live_orders import sync_time

STREAMS = (50, 500, 2000)
ROUNDS = {50: 40, 500: 20, 2000: 10}
WARM = 3
PATIENCE = 60.0
WIDEST = 500
FLAGSHIP, WIDE = "extended-deterrence", "wide"


class Server:
    """One of the two servers, running."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fan_out_servers", *arguments], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.facts: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.port = int(self.facts["port"])

    def memory(self) -> float:
        """Megabytes that it has in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()


@dataclass(eq=False)
class Listener(asyncio.Protocol):
    """One open page. It reads what a browser's EventSource would, and notes when a word has come, whole."""

    request: bytes
    ears: "Ears"
    transport: asyncio.WriteTransport | None = None
    tail: bytes = b""
    kept: list[bytes] = field(default_factory=list)
    begun: bool = False
    heard: bool = True
    found: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self.transport = cast(asyncio.WriteTransport, transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Look for the word; the message ends where a chunk ends with an empty line."""
        if not self.begun:
            self.begun = True
            assert data.startswith(b"HTTP/1.1 200"), data[:200]
            self.ears.there()
        if self.heard:
            return
        if self is self.ears.first:
            self.kept.append(data)
        self.tail = self.tail[-200:] + data
        self.found = self.found or self.ears.word in self.tail
        if self.found and data.endswith(b"\n\n\r\n"):
            self.found, self.heard = False, True
            self.ears.note(perf_counter())


class Ears:
    """All clients of one server."""

    def __init__(self, count: int) -> None:
        self.count, self.connected, self.word = count, 0, b""
        self.all: list[Listener] = []
        self.times: list[float] = []
        self.done = asyncio.Event()
        self.first: Listener | None = None

    async def open(self, port: int, requests: Sequence[bytes]) -> None:
        """Connect everybody, a hundred at a time."""
        loop = asyncio.get_running_loop()
        for start in range(0, len(requests), 100):
            some = [Listener(request, self) for request in requests[start : start + 100]]
            self.all += some
            self.done.clear()
            await asyncio.gather(*(loop.create_connection(lambda one=one: one, "127.0.0.1", port) for one in some))
            if self.connected < len(self.all):
                await asyncio.wait_for(self.done.wait(), PATIENCE)
        self.first = self.all[0]

    def there(self) -> None:
        """One more stream is open."""
        self.connected += 1
        if self.connected >= len(self.all):
            self.done.set()

    def note(self, at: float) -> None:
        """One more has heard the word."""
        self.times.append(at)
        if len(self.times) == self.count:
            self.done.set()

    async def hear(self, word: str, port: int, request: bytes) -> list[float]:
        """Seconds from the request to each client's last byte."""
        self.word, self.times = word.encode(), []
        self.done.clear()
        assert self.first is not None
        self.first.kept.clear()
        for one in self.all:
            one.tail, one.heard = b"", False
        begun = perf_counter()
        answer = asyncio.create_task(ask(port, request))
        await asyncio.wait_for(self.done.wait(), PATIENCE)
        status, _ = await answer
        assert status in (200, 204, 303), status
        return [time - begun for time in self.times]


async def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """One request on a connection of its own: the status and all that came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1]), answer


def get(path: str, session: str, *more: str) -> bytes:
    """A browser's GET."""
    lines = [f"GET {path} HTTP/1.1", "host: here", f"cookie: whitecell={session}", "accept-language: en", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: bytes, session: str = "") -> bytes:
    """A browser's POST, with the connection closed after it."""
    lines = [
        f"POST {path} HTTP/1.1", "host: here", f"cookie: whitecell={session}", "sec-fetch-site: same-origin",
        "hx-request: true", "content-type: application/x-www-form-urlencoded", f"content-length: {len(body)}",
        "connection: close",
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def unchunked(data: bytes) -> bytes:
    """The body of a chunked answer's part."""
    found, rest = [], data
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        count = int(size, 16)
        found.append(rest[:count])
        rest = rest[count + 2 :]
    return b"".join(found)


async def measured(real: Server, bare: Server, count: int) -> tuple[list[list[float]], list[list[float]], int, float]:
    """Rounds of both, in turn; the bytes of a message; and the megabytes that the real one's streams took."""
    facts, empty = real.facts, real.memory()
    base = f"/x/{facts['exercise']}"
    ours, theirs = Ears(count), Ears(count)
    who = zip(facts["seats"], facts["sessions"], strict=True)
    await ours.open(real.port, [get(f"{base}/seat/{seat}/stream", session) for seat, session in who])
    await asyncio.sleep(3)  # what coming in stirred is over
    took = real.memory() - empty
    await theirs.open(bare.port, [get("/stream", "")] * count)
    found: tuple[list[list[float]], list[list[float]]] = ([], [])
    payload = b""
    for number in range(ROUNDS[count] + WARM):
        word = f"Release {number:06d} is out"
        form = f"do=release-inject&about=bench&inject=own_{number}".encode()
        mine = await ours.hear(word, real.port, post(f"{base}/control/do", form, facts["control"]))
        assert ours.first is not None
        payload = unchunked(b"".join(ours.first.kept))
        bared = await theirs.hear(word, bare.port, post("/say", payload))
        if number >= WARM:
            found[0].append(mine)
            found[1].append(bared)
        await asyncio.sleep(0.3)
    return *found, len(payload), took


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of all lie, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def told(name: str, rounds: list[list[float]]) -> float:
    """Print one server's line; its p99."""
    every = [time for times in rounds for time in times]
    last = [max(times) for times in rounds]
    p50, p95, p99 = (share(every, part) for part in (0.5, 0.95, 0.99))
    print(
        f"    {name:<11} p50 {p50:8.1f}  p95 {p95:8.1f}  p99 {p99:8.1f}   the last: median "
        f"{1000 * statistics.median(last):8.1f}, worst {1000 * max(last):8.1f} ms", flush=True,
    )  # fmt: skip
    return p99


def compare(folder: Path, pack: str, count: int) -> None:
    """Measure and print one pack with so many streams."""
    with Server("real", str(folder), pack, str(count)) as real, Server("bare") as bare:
        mine, bared, size, took = uvloop.run(measured(real, bare, count))
    pages = len(set(real.facts["seats"]))
    print(f"release to {count:,} streams, {pages:,} different pages, {size / 1024:.1f} kB each, {ROUNDS[count]} rounds")
    ours, limit = told("whitecell", mine), told("bare SSE", bared)
    goal = "; aim: p95 under 100 ms" if count == 50 else ""
    print(
        f"    p99 is {ours / limit:.1f} times the bare one's (aim 2){goal}; memory {1024 * took / count:.0f} kB a seat"
    )


def run(counts: Sequence[int] = STREAMS) -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        syncs = sync_time(folder)
        load = os.getloadavg()[0]
        print(f"one sync to this disk: p50 {share(syncs, 0.5):.2f}, p99 {share(syncs, 0.99):.2f} ms; load {load:.1f}")
        print("the flagship, its twenty seats shared by all")
        for count in counts:
            compare(folder, FLAGSHIP, count)
        print(
            f"a seat of its own for each, up to {WIDEST:,}: a page names all seats of its exercise, and none has more"
        )
        for count in counts:
            if count <= WIDEST:
                compare(folder, WIDE, count)


if __name__ == "__main__":
    run([int(given) for given in sys.argv[1:]] or STREAMS)
