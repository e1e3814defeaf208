"""The server process: uvicorn, told to end every open stream before it waits for requests to finish."""

import gc
import socket
from collections.abc import Callable

import uvicorn

from whitecell.web.app import Application

GRACE = 2
"""Seconds that requests under way get when the server stops."""
COLLECT = (50_000, 20, 100)
"""Thresholds of the garbage collector: thousands of open streams are not to be walked at every few requests."""


class Server(uvicorn.Server):
    """Serves one application until it is told to stop."""

    def __init__(self, app: Application, host: str, port: int, ready: Callable[[], object] = lambda: None) -> None:
        """`ready` is called when the first request can be answered."""
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", ws="none", timeout_graceful_shutdown=GRACE,
            server_header=False,
        )  # fmt: skip
        super().__init__(config)
        self.app, self.ready = app, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, and say so."""
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        await self.app.hub.close()
        await super().shutdown(sockets)


def run(
    app: Application,
    host: str,
    port: int,
    sockets: list[socket.socket] | None = None,
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Serve until somebody stops the process, at these sockets if they are bound already."""
    gc.set_threshold(*COLLECT)
    Server(app, host, port, ready).run(sockets)
