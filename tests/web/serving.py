"""A real server on this machine for browser tests, which can be stopped and started again at the same address."""

from __future__ import annotations

import socket
import threading
from time import monotonic, sleep

from whitecell.live.house import House
from whitecell.web import Server, make


class Serving:
    """`make(house)` behind uvicorn in a thread."""

    def __init__(self, house: House) -> None:
        self.house = house
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = Server(make(self.house), "127.0.0.1", self.port)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = monotonic() + 30
        while not self.server.started and monotonic() < until:
            sleep(0.01)
        assert self.server.started

    def stop(self) -> float:
        """Stop as SIGTERM does; the seconds that took."""
        began = monotonic()
        self.server.should_exit = True
        self.thread.join(30)
        assert not self.thread.is_alive()
        return monotonic() - began
