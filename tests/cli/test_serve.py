"""whitecell serve: links that work, one server on a file, exercises that outlive a kill, and words for bad luck."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from whitecell.cli import app
from whitecell.cli.serve import file_of, table, width
from whitecell.exercise import OpenMove, Start
from whitecell.live import Grant, House

WHITECELL = Path(sys.executable).with_name("whitecell")
PLANNER = Grant("", "planner")


class Served:
    """A server in a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [WHITECELL, "serve", "--port", "0", *options],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line == "Stop it with Ctrl-C.\n":
                break
        found = re.search(r"Whitecell is at (http://\S+);", self.said)
        assert found is not None, self.said + (self.process.stderr.read() if self.process.stderr else "")
        self.address = found[1]

    @property
    def links(self) -> list[str]:
        return re.findall(r"http://\S+/join/\S+", self.said)

    def browser(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.address, headers={"sec-fetch-site": "same-origin"}, timeout=30)

    def stop(self, how: signal.Signals) -> tuple[int, str, str]:
        """Send a signal; the exit code, and what it said after that."""
        self.process.send_signal(how)
        said, errors = self.process.communicate(timeout=30)
        return self.process.returncode, said, errors


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    server = Served(folder, *options)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.communicate()


def refused(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["serve", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr.strip()


def test_the_links_of_a_fresh_exercise_let_people_in(tmp_path: Path) -> None:
    with served(tmp_path, "--pack", "two-keys") as server, server.browser() as browser:
        assert browser.get("/health").text == "ok\n"
        plan, control, plenary, observe, *seats = server.links
        assert len(seats) == 3
        rooms = []
        for link in (plan, control, plenary, observe, *seats):
            path = link.removeprefix(server.address)
            assert browser.get(path).status_code == 200
            rooms.append(browser.post(path, data={"id": "1", "name": "A person"}).headers["location"])
        exercise = rooms[1].split("/")[2]
        chairs = ("seat/north/minister", "seat/south/minister", "seat/neighbour/council")
        assert rooms == ["/plan", *(f"/x/{exercise}/{room}" for room in ("control", "plenary", "observe", *chairs))]
        for room in rooms[1:4]:
            assert browser.get(room).status_code == 200
        with server.browser() as other:  # a seat's link is for one browser, Control's for several controllers
            assert other.post(seats[0].removeprefix(server.address), data={"id": "2"}).status_code == 410
            assert other.post(control.removeprefix(server.address), data={"id": "2"}).status_code == 303


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_server_says_so_and_no_more(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path) as server:
        code, said, errors = server.stop(how)
    assert (code, errors) == (0, "")
    assert said.strip() == "Stopped. Everything that was answered is in whitecell.db; start again to go on."


def test_a_second_server_on_the_file_is_told_so(tmp_path: Path) -> None:
    with served(tmp_path):
        code, said = refused("--database", tmp_path / "whitecell.db", "--port", "0")
        assert code == 1
        assert "L101 another server has these files open" in said


def test_a_killed_server_comes_back_with_its_exercises_paused(tmp_path: Path) -> None:
    with served(tmp_path, "--pack", "two-keys", "--database", "sqlite:///x.db") as server, server.browser() as browser:
        path = server.links[1].removeprefix(server.address)
        room = browser.post(path, data={"id": "1"}).headers["location"]
        for do in ("start", "open-move"):
            form = {"do": do, "id": do, "about": ""}
            answer = browser.post(f"{room}/do", data=form, headers={"hx-request": "true"})
            assert answer.status_code == 200, answer.text
        server.stop(signal.SIGKILL)
    with served(tmp_path, "--database", str(tmp_path / "x.db")) as server:
        assert "1 exercise in the file, with the clock standing:" in server.said
    with House(tmp_path / "x.db", threads=False) as house:
        (tip,) = house.alive()
        assert (tip.phase, tip.world.number, tip.world.stage) == ("paused", 1, "open")


def test_a_start_withdraws_the_planner_links_that_nobody_used(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        (old,) = server.links
        server.stop(signal.SIGTERM)
    with served(tmp_path) as server, server.browser() as browser:
        assert browser.get(f"/join/{old.rsplit('/', 1)[1]}").status_code == 410
        assert browser.get(server.links[0].removeprefix(server.address)).status_code == 200


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = refused("--database", tmp_path / "x.db", "--port", str(port))
    assert (code, said) == (
        1, f"Port {port} is in use: another program, or another Whitecell, is there. Give another --port.",
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        (["--database", "postgresql://me@there/x"], 2, "PostgreSQL is not there yet"),
        (["--database", "mysql://there/x"], 2, "is not a database that Whitecell knows"),
        (["--database", "sqlite://x.db"], 2, "is not a database that Whitecell knows"),
        (["--database", "."], 1, "is a directory"),
        (["--database", "sqlite:///"], 1, "is a directory"),
        (["--database", "no/such/x.db"], 1, "there is no directory no/such"),
        (["--database", "text.md"], 1, "J406 the file is not a journal store of Whitecell"),
        (["--host", "no.such.invalid"], 1, "is no address of this machine"),
        (["--host", "192.0.2.1"], 1, "is no address of this machine"),
        (["--pack", "no-such-pack"], 1, "there is no such folder, file or library pack"),
        (["--pack", "two-keys", "--lang", "xx"], 2, "Nothing here is in 'xx'"),
    ],
)
def test_what_can_not_be_served_is_told_in_a_sentence(
    given: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.md").write_text("No database.\n" * 100)
    port = [] if "--port" in given else ["--port", "0"]
    got, said = refused(*given, *port)
    assert (got, says in said) == (code, True), said
    assert [file.name for file in tmp_path.iterdir()] == ["text.md"]


def test_a_database_is_a_path_or_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert file_of("x.db") == file_of("sqlite:///x.db") == Path("x.db")
    assert file_of(f"sqlite:///{tmp_path}/x.db") == tmp_path / "x.db"


def test_the_list_of_links_stands_in_columns_in_every_script() -> None:
    lines = table([("", "통제실", "L1"), ("미국", "위원장", "L2"), ("미국", "Chair", "L3")]).splitlines()
    assert lines[1:3] == ["", "  미국"]
    assert len({width(line) for line in lines if " L" in line}) == 1


def test_exercises_of_a_file_are_named_at_the_start(tmp_path: Path) -> None:
    from tests.web.conftest import pack

    with House(tmp_path / "whitecell.db", threads=False) as house:
        exercise, _ = house.create(pack("two-keys"), id="1", actor=PLANNER, seed=1)
        for command in (Start(), OpenMove()):
            house.do(exercise, command, id=type(command).__name__, actor=PLANNER)
    with served(tmp_path) as server:
        assert f"  {exercise}  Two keys" in server.said
