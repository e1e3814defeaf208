"""`whitecell serve` in a process of its own, on a file, that can be killed and started again at the same address."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

WHITECELL = Path(sys.executable).with_name("whitecell")
READY = "Stop it with Ctrl-C.\n"


class Process:
    """One address, and the server that answers there while it lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.said = ""
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def planner(self) -> str:
        """The planner's link of the latest start."""
        return re.findall(r"Planner: (\S+)", self.said)[-1]

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [WHITECELL, "serve", "--database", "exercises.db", "--port", str(self.port)],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line == READY:
                return
        raise AssertionError(self.said + (self.process.stderr.read() if self.process.stderr else ""))

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate(timeout=30)
