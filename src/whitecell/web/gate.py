"""The gate: what every request passes before a page sees it, and what every answer carries.

Plain ASGI, outermost: sizes, cross-site requests, rates, headers. Who may see a page is the route table's business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 256 * 1024
"""Bytes of a body. The longest text a form takes is far below it."""
DRAINED = 8 * 1024 * 1024
"""Bytes of a body too large that are still read, so that the browser hears the refusal."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIE = "whitecell"
"""The name of the cookie that holds a session's secret."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARERS = "/api/"
"""Below it no cookie opens anything, so that no foreign page can ask for something in its reader's name."""


@dataclass(slots=True)
class Bucket:
    """What one asker may still do: refilled by the second, up to a burst."""

    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once, and so many a second for good."""

    burst: int
    each_second: float


RATES = {"join": Rate(300, 5.0), "change": Rate(60, 10.0), "page": Rate(240, 40.0)}
"""By what is asked for: links (nobody guesses one by trying), what changes something, and all other pages."""


class Rates:
    """Buckets by asker and kind. Who asks no more is forgotten."""

    KEPT = 20_000

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, who: str, kind: str, people: int = 1) -> bool:
        """Whether this one may pass. `people`: so many may be behind it."""
        rate, now = RATES[kind], self.now()
        burst, each_second = rate.burst * people, rate.each_second * people
        bucket = self.buckets.get((who, kind))
        if bucket is None:
            if len(self.buckets) >= self.KEPT:
                self._forget(now)
            bucket = self.buckets[who, kind] = Bucket(burst, now)
        bucket.left = min(burst, bucket.left + max(0.0, now - bucket.at) * each_second)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _forget(self, now: float) -> None:
        full = [
            key
            for key, b in self.buckets.items()
            if b.left + (now - b.at) * RATES[key[1]].each_second >= RATES[key[1]].burst
        ]
        for key in full:
            del self.buckets[key]


PEOPLE = 30
"""How many may be behind one address: a room with one way out."""

Refuse = Callable[[Scope, int, str], ASGIApp]
"""The page that says why: of the request, the status, and the key of the sentence."""


class Gate:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse, now: Callable[[], float]) -> None:
        self.app, self.refuse, self.rates = app, refuse, Rates(now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        inner = self.app
        headers = Headers(scope=scope)
        body: bytes | None = b""
        if scope["method"] not in SAFE and not scope["path"].startswith(BEARERS) and not same_site(headers):
            inner = self.refuse(scope, 403, "refused.cross_site")
        elif not self.allowed(scope, headers):
            inner = self.refuse(scope, 429, "refused.rate")
        elif scope["method"] not in SAFE:
            body = await read(receive)
            if body is None:
                inner = self.refuse(scope, 413, "refused.size")
        await inner(scope, again(body or b"", receive) if scope["method"] not in SAFE else receive, dressed)

    def allowed(self, scope: Scope, headers: Headers) -> bool:
        """Whether this browser, and the address it is at, may ask once more. Links are tried by an address alone."""
        client, what = scope.get("client"), kind(scope)
        address = client[0] if client else ""
        secret = cookie_parser(headers.get("cookie", "")).get(COOKIE, "") + headers.get("authorization", "")
        if what == "join" or not secret:
            return self.rates.take(address, what)
        return self.rates.take(f"{address} {hash(secret)}", what) and self.rates.take(f"{address} all", what, PEOPLE)


def same_site(headers: Headers) -> bool:
    """Whether a request that changes something comes from a page of ours; a browser says so and can not be made to lie.

    A bearer token is no browser's: what a foreign page could send along is the cookie alone.
    """
    if headers.get("authorization", "").lower().startswith("bearer "):
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host", "")


def kind(scope: Scope) -> str:
    """Which rate a request counts against."""
    if scope["path"].startswith("/join/") or scope["path"] == f"{BEARERS}tokens":
        return "join"
    return "page" if scope["method"] in SAFE else "change"


async def read(receive: Receive) -> bytes | None:
    """The body; None if it is too large."""
    found, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= MOST:
            found.append(chunk)
        if not message.get("more_body") or size > DRAINED:
            break
    return b"".join(found) if size <= MOST else None


def again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for who comes after."""
    told = False

    async def give() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give
