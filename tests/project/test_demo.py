"""`make demo`: what it does before a link is printed, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.tree import ROOT


@pytest.fixture
def folder() -> Iterator[tuple[int, Path]]:
    """A port that is free, and the folder of a demo at that port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = ROOT / "out" / f"demo-{port}"
    yield port, found
    shutil.rmtree(found, ignore_errors=True)


def started(port: int) -> subprocess.Popen[str]:
    """The demo, as a script starts it: with nobody at a terminal."""
    return subprocess.Popen(
        [ROOT / "tools" / "demo.sh"], env={**os.environ, "PORT": str(port), "CI": "1"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "whitecell").exists(), reason="the demo runs what make setup made")
def test_the_demo_prints_a_report_and_links_and_runs_until_it_is_told_to_stop(folder: tuple[int, Path]) -> None:
    port, out = folder
    out.mkdir(parents=True)
    (out / "old").touch()
    demo = started(port)
    assert demo.stdout is not None
    said = ""
    for line in demo.stdout:
        said += line
        if line.startswith("Stop it"):
            break
    demo.terminate()
    rest, errors = demo.communicate(timeout=30)
    assert (demo.returncode, errors) == (0, ""), said
    assert f"After-action report of this finished play: {out / 'aar.html'}" in said
    assert (out / "aar.html").stat().st_size > 100_000 and not (out / "old").exists()
    assert said.count(f"http://127.0.0.1:{port}/join/") > 20
    assert "Control room" in said and "Plenary" in said and "White House" in said
    assert rest.strip().startswith("Stopped.")


def test_a_demo_at_a_port_in_use_leaves_the_other_alone(folder: tuple[int, Path]) -> None:
    port, out = folder
    out.mkdir(parents=True)
    (out / "exercises.db").touch()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        demo = started(port)
        said, errors = demo.communicate(timeout=30)
    assert (demo.returncode, said) == (1, "")
    assert f"Port {port} is in use, perhaps by another demo." in errors
    assert (out / "exercises.db").exists()
