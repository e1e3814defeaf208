"""Every address has a rule, and the rule holds."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route

from tests.web.conftest import PLANNER, SAME, Site
from whitecell.web.gate import HEADERS
from whitecell.web.routes import Anybody, Holds, Planner, Row, table

ROWS = table()
GUARDED = [row for row in ROWS if not isinstance(row.rule, Anybody) and row.door == "cookie"]
"""Pages. What is asked with a token, test_api.py asks."""


def name(row: Row) -> str:
    return f"{row.method} {row.path}"


def address(site: Site, row: Row) -> str:
    """An address of this row that exists, where its exercise does."""
    seat = next(iter(site.house.tip(site.exercise).scenario.seats))
    cell, _, chair = seat.partition("/")
    places = {"exercise": site.exercise, "cell": cell, "seat": chair, "token": "none", "path": "style.css",
              "inject": next(iter(site.house.tip(site.exercise).scenario.inject)), "free": "none",
              "name": "pause", "link": "none"}  # fmt: skip
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: places[found[1]], row.path)


def test_the_application_answers_what_stands_in_the_table_and_nothing_else(site: Site) -> None:
    there = {
        (method, route.path)
        for route in site.app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert there == {(row.method, row.path) for row in ROWS}
    assert len(there) == len(site.app.routes)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_every_row_has_a_rule_and_says_what_it_shows(row: Row) -> None:
    assert isinstance(row.rule, Anybody | Planner | Holds)
    if isinstance(row.rule, Anybody):
        assert row.rule.why and not row.room
    if "{exercise}" in row.path:
        assert not isinstance(row.rule, Anybody)


@pytest.mark.parametrize("row", GUARDED, ids=name)
def test_who_holds_nothing_is_told_so_and_learns_nothing(site: Site, row: Row) -> None:
    stranger = site.browser()
    answer = stranger.request(row.method, address(site, row))
    assert answer.status_code == 403
    assert "Ask Control" in answer.text
    assert site.house.tip(site.exercise).scenario.title.say("en") not in answer.text


@pytest.mark.parametrize("row", GUARDED, ids=name)
def test_a_grant_of_another_exercise_opens_nothing(site: Site, row: Row) -> None:
    other, _ = site.house.create(site.house.tip(site.exercise).scenario, id="other", actor=PLANNER, seed=1)
    roles = row.rule.roles if isinstance(row.rule, Holds) else ("control",)
    seat = next(iter(site.house.tip(site.exercise).scenario.seats))
    grants = [type(PLANNER)(other, role, seat if role == "seat" else "") for role in roles if role != "planner"]  # type: ignore[arg-type]
    assert site.browser(*grants).request(row.method, address(site, row)).status_code == 403


@pytest.mark.parametrize("row", [row for row in GUARDED if "{exercise}" in row.path], ids=name)
def test_an_exercise_that_is_not_there_is_a_page_that_says_so(site: Site, row: Row) -> None:
    where = address(site, row).replace(site.exercise, "nowhere")
    seat = next(iter(site.house.tip(site.exercise).scenario.seats))
    grants = [type(PLANNER)("nowhere", role, seat if role == "seat" else "") for role in ("control", "plenary", "seat")]  # type: ignore[arg-type]
    answer = site.browser(PLANNER, *grants).request(row.method, where)
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text


@pytest.mark.parametrize("row", [row for row in ROWS if not row.path.endswith("/stream")], ids=name)
def test_every_answer_carries_the_headers(site: Site, row: Row) -> None:
    answer = site.browser(PLANNER).request(row.method, address(site, row))
    assert {key: answer.headers.get(key) for key in HEADERS} == {
        **HEADERS, "referrer-policy": answer.headers["referrer-policy"],
    }  # fmt: skip
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "cache-control" in answer.headers
    assert "<script>" not in answer.text and "style=" not in answer.text and not re.search(r"\son\w+=", answer.text)


def test_a_fault_of_ours_is_a_sentence_with_the_headers_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.browser(PLANNER)
    monkeypatch.setattr(site.house, "exercises", lambda: 1 / 0)
    answer = browser.get("/plan")
    assert answer.status_code == 500
    assert "What was acknowledged before is kept" in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert policy.startswith("default-src 'none'")


def test_only_who_sits_there_enters_a_seat(site: Site) -> None:
    rows = [row for row in ROWS if "{seat}" in row.path and isinstance(row.rule, Holds) and "seat" in row.rule.roles]
    seats = list(site.house.tip(site.exercise).scenario.seats)
    for row in rows:
        beside = site.browser(site.grant("seat", seats[1]))
        assert beside.request(row.method, address(site, row), headers=SAME).status_code == 403
