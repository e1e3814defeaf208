"""What a cell's room weighs, and what it costs the server after a long exercise: `python -m benchmarks.pages`.

Through the real server, as a browser asks: the first visit with an empty cache, packed as it is sent; a later one; and
the time from the request to the last byte, after 500 and after 5,000 events of which the page shows few.
"""

import asyncio
import gzip
import re
import tempfile
from collections.abc import Callable
from time import perf_counter

from benchmarks.fan_out import FLAGSHIP, Server, ask, get

EVENTS = (500, 5000)
ROUNDS = 30
Print = Callable[..., None]


def fetched(server: Server, path: str, *more: str) -> tuple[int, bytes, float]:
    """One GET: the bytes that came, the body unpacked, and the seconds it took."""
    session = server.facts["sessions"][0]
    begun = perf_counter()
    status, answer = asyncio.run(ask(server.port, get(path, session, "connection: close", *more)))
    taken = perf_counter() - begun
    assert status == 200, (path, status)
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        body = b"".join(re.split(rb"\r\n[0-9a-f]+\r\n", b"\r\n" + body)[1:])
    return len(answer), gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body, taken


def weigh(server: Server, room: str) -> None:
    """Print the bytes of a first and of a later visit."""
    size, html, _ = fetched(server, room, "accept-encoding: gzip")
    assets = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html.decode())))
    rest = sum(fetched(server, asset, "accept-encoding: gzip")[0] for asset in assets)
    print(
        f"a cell's room of the flagship: {len(html) / 1024:.0f} kB of HTML; first visit {(size + rest) / 1024:.0f} kB"
    )
    print(f"    ({1 + len(assets)} requests, aim 250 kB); later {size / 1024:.0f} kB (aim 40 kB)", flush=True)
    faces = sum(
        len(fetched(server, f"/static/vendor/Pretendard-{face}.subset.woff2")[1]) for face in ("Regular", "SemiBold")
    )
    print(f"    and once {faces / 1024:.0f} kB of typefaces, where a page has Hangul and the device no Pretendard")


def run(line: Print) -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as folder:
        for events in EVENTS:
            with Server("real", folder, FLAGSHIP, "20", str(events)) as server:
                room = f"/x/{server.facts['exercise']}/seat/{server.facts['seats'][0]}"
                fetched(server, room)
                if events == EVENTS[0]:
                    weigh(server, room)
                taken = [fetched(server, room)[2] for _ in range(ROUNDS)]
                line(f"page of a cell's room after {server.facts['events']:,} records", taken, "0.03 s")


if __name__ == "__main__":
    from benchmarks.__main__ import line as printed

    run(printed)
