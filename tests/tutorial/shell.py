"""Commands as a reader types them, with this `whitecell` on the path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.project.test_documents import BIN


def run(command: str, folder: Path) -> tuple[int, str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        f"exec 2>&1; {command}", shell=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout
