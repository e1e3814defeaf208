"""A house in memory, its application, and browsers that hold one role each. Nothing ticks by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from whitecell.exercise import OpenMove, Start
from whitecell.journal import MemoryStore
from whitecell.live.access import Grant
from whitecell.live.house import GAP, House
from whitecell.live.outcome import Accepted
from whitecell.scenario import Scenario, find, load
from whitecell.web import make

SAME = {"sec-fetch-site": "same-origin"}
PLANNER = Grant("", "planner")


class Wall:
    """Wall time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@cache
def pack(name: str) -> Scenario:
    path = find(name)
    assert isinstance(path, Path)
    scenario = load(path)
    assert isinstance(scenario, Scenario)
    return scenario


class Site:
    """One server with one exercise, of `harbour-ransomware` where no other is given.

    Its first move is open, unless it has not `begun`.
    """

    def __init__(self, gap: float = GAP, scenario: Scenario | None = None, begun: bool = True) -> None:
        self.wall = Wall()
        self.house = House(MemoryStore(), now=self.wall, gap=gap, threads=False)
        self.app = make(self.house)
        self.exercise, made = self.house.create(
            scenario or pack("harbour-ransomware"), id="make", actor=PLANNER, seed=7
        )
        assert isinstance(made, Accepted)
        self.count = 0
        self.control = Grant(self.exercise, "control")
        if not begun:
            return
        self.give(Start())
        if self.house.tip(self.exercise).world.number == 0:
            self.give(OpenMove())

    def give(self, command: object, grant: Grant | None = None) -> None:
        """Give a command, which is accepted."""
        self.count += 1
        outcome = self.house.do(self.exercise, command, id=f"test {self.count}", actor=grant or self.control)  # type: ignore[arg-type]
        assert isinstance(outcome, Accepted), outcome

    def grant(self, role: str, seat: str = "") -> Grant:
        """A grant in the exercise; the planner's holds everywhere."""
        return Grant("" if role == "planner" else self.exercise, role, seat)  # type: ignore[arg-type]

    def link(self, grant: Grant, *, shared: bool = True) -> str:
        """The address of a link."""
        return "/join/" + self.house.links.make(grant, self.wall(), shared=shared)[1]

    def room(self, name: str) -> str:
        """The address of a room."""
        return f"/x/{self.exercise}/{name}"

    def browser(self, *grants: Grant, language: str = "en") -> TestClient:
        """A browser that holds these grants, as if it had used their links."""
        client = TestClient(
            self.app, headers={**SAME, "accept-language": language}, raise_server_exceptions=False,
            follow_redirects=False,
        )  # fmt: skip
        token = ""
        for grant in grants:
            _, token = self.house.sessions.admit(token, grant, "test", self.wall())
        if token:
            client.cookies.set("whitecell", token)
        return client


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.house.close()


@pytest.fixture
def planner(site: Site) -> TestClient:
    return site.browser(PLANNER)


@pytest.fixture
def control(site: Site) -> TestClient:
    return site.browser(site.control)


@pytest.fixture
def plenary(site: Site) -> TestClient:
    return site.browser(site.grant("plenary"))


@pytest.fixture
def observer(site: Site) -> TestClient:
    return site.browser(site.grant("observer"))


@pytest.fixture
def stranger(site: Site) -> TestClient:
    return site.browser()
