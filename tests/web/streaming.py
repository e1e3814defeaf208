"""An open stream of the application, in process: what it has sent so far, and waiting for what it will send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette

PATIENCE = 60.0
"""Seconds after which a text is not waited for any more."""


class Stream:
    """One open stream."""

    def __init__(self, app: Starlette, path: str, headers: Mapping[str, str]) -> None:
        self.app, self.path, self.headers = app, path, headers
        self.sent: list[bytes] = []
        self.status = 0
        self.head = ""
        self.arrived = asyncio.Event()

    @property
    def text(self) -> str:
        return b"".join(self.sent).decode()

    async def run(self) -> None:
        """Be sent all that comes, until the server ends it."""
        headers = {"host": "here", **self.headers}
        scope = {
            "type": "http", "method": "GET", "path": self.path, "query_string": b"", "client": ("here", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()], "scheme": "http",
            "server": ("here", 80), "http_version": "1.1", "root_path": "", "raw_path": b"",
        }  # fmt: skip
        await self.app(scope, self.receive, self.send)  # type: ignore[arg-type]

    async def receive(self) -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(self, message: dict[str, Any]) -> None:  # type: ignore[override]
        if message["type"] == "http.response.start":
            self.status, self.head = message["status"], repr(message["headers"])
        self.sent.append(message.get("body", b""))
        self.arrived.set()

    async def until(self, text: str) -> None:
        """Wait for this text."""
        while text not in self.text:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), PATIENCE)


@asynccontextmanager
async def following(app: Starlette, path: str, headers: Mapping[str, str]) -> AsyncIterator[Stream]:
    """The application with one open stream, which the server ends at the end."""
    stream = Stream(app, path, headers)
    async with app.router.lifespan_context(app):
        task = asyncio.create_task(stream.run())
        yield stream
    await asyncio.wait_for(task, PATIENCE)
