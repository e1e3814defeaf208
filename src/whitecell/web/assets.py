"""Styles, scripts and typefaces: read once, packed once, and kept by browsers for as long as they stay the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from starlette.exceptions import HTTPException
from starlette.responses import Response

from whitecell.web.asked import Asked

KINDS = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "woff2": "font/woff2",
    "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    kind: str
    body: bytes
    packed: bytes
    mark: str


@cache
def asset(path: str) -> Asset:
    """A file of static/. KeyError if there is none, or it is none for browsers."""
    ending = path.rpartition(".")[2]
    parts = path.split("/")
    if ending not in KINDS or not all(part and part[0] != "." for part in parts):
        raise KeyError(path)
    file = resources.files("whitecell.web").joinpath("static", *parts)
    if not file.is_file():
        raise KeyError(path)
    body = file.read_bytes()
    packed = b"" if ending == "woff2" else gzip.compress(body, 9, mtime=0)
    return Asset(KINDS[ending], body, packed, hashlib.sha256(body).hexdigest()[:12])


def address(path: str) -> str:
    """Where a page finds a file: an address that changes with it."""
    return f"/static/{path}?v={asset(path).mark}"


async def serve(asked: Asked) -> Response:
    """A file."""
    try:
        found = asset(asked.params["path"])
    except KeyError:
        raise HTTPException(404) from None
    named = asked.request.query_params.get("v") == found.mark or found.kind == "font/woff2"
    headers = {"cache-control": FOREVER if named else "no-cache", "etag": f'"{found.mark}"', "vary": "accept-encoding"}
    if asked.request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, 304, headers)
    if found.packed and "gzip" in asked.request.headers.get("accept-encoding", ""):
        return Response(found.packed, headers=headers | {"content-encoding": "gzip"}, media_type=found.kind)
    return Response(found.body, headers=headers, media_type=found.kind)
