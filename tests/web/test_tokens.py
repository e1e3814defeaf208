"""API tokens on the planner's page: made with a name, shown once, listed with their last use, revoked for good."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from tests.web.test_cell import CISO, LEAD
from whitecell.exercise import Holder
from whitecell.exercise import command as c
from whitecell.live.desk import Desk
from whitecell.live.tokens import Tokens


def make(browser: TestClient, page: str, grant: str, **typed: str) -> str:
    """Make a token; its secret."""
    fields = {"do": "make-token", "grant": grant, "name": "Scoreboard", "hours": "24"} | typed
    answer = browser.post(page, data=fields)
    assert answer.status_code == 200
    [secret] = re.findall(r'<input readonly value="([^"]+)" aria-label="Token', answer.text)
    return html.unescape(secret)


def asks(site: Site, secret: str) -> int:
    """What the API says to it."""
    client = TestClient(site.app, raise_server_exceptions=False)
    return client.get(f"/api/exercises/{site.exercise}", headers={"authorization": f"Bearer {secret}"}).status_code


@pytest.mark.parametrize("page", ["/plan/{x}", "/x/{x}/control/links"])
def test_a_token_is_shown_once_works_and_is_revoked_for_good(site: Site, planner: TestClient, page: str) -> None:
    where = page.format(x=site.exercise)
    secret = make(planner, where, "plenary")
    text = planner.get(where).text
    assert secret not in text and "Scoreboard" in text and "never" in text
    assert asks(site, secret) == 200
    text = planner.get(where).text
    assert "never" not in text[text.index('id="tokens"') :]
    [token] = site.house.tokens.of(site.exercise)
    assert token.used == site.wall() and token.expires == token.made + 24 * 3600.0
    [form] = re.findall(r'<details class="sure danger".*?</details>', text, re.S)
    assert "can not be taken back" in form and f'value="{token.id}"' in form, "two clicks"
    for _ in range(2):
        done = planner.post(where, data={"do": "revoke-token", "token": token.id})
        assert done.status_code == 303 and done.headers["location"].endswith("#tokens")
    assert asks(site, secret) == 401
    assert "revoked" in planner.get(where).text


def test_a_seats_token_is_that_seats_and_gives_it_back(site: Site, planner: TestClient) -> None:
    where = f"/plan/{site.exercise}"
    secret = make(planner, where, f"seat {CISO}")
    grant = site.house.tokens.find(secret, site.wall())
    assert grant == site.grant("seat", CISO)
    site.give(c.TakeSeat(CISO, Holder("person", "A program")), grant)
    [token] = site.house.tokens.of(site.exercise)
    planner.post(where, data={"do": "revoke-token", "token": token.id})
    assert site.house.tip(site.exercise).holders[CISO].kind == "bot"


@pytest.mark.parametrize(("typed", "words"), [
    ({"grant": "planner"}, "Choose from the list what"), ({"grant": "seat no/body"}, "Choose from the list what"),
    ({"hours": "99999"}, "how long"), ({"name": "  "}, "Name the token"), ({"name": "x" * 101}, "Name the token"),
    ({"name": "a\x00b"}, "Name the token"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_the_form(site: Site, planner: TestClient, typed: dict[str, str], words: str) -> None:
    fields = {"do": "make-token", "grant": f"seat {LEAD}", "name": "Bot", "hours": "24"} | typed
    answer = planner.post(f"/plan/{site.exercise}", data=fields)
    assert answer.status_code == 422 and words in answer.text
    assert site.house.tokens.of(site.exercise) == []


def test_a_token_of_another_exercise_is_not_revoked_here(site: Site, planner: TestClient) -> None:
    other, _ = site.house.tokens.make(site.grant("planner"), site.wall(), label="other")
    answer = planner.post(f"/plan/{site.exercise}", data={"do": "revoke-token", "token": other.id})
    assert answer.status_code == 422 and "no such token" in answer.text


def test_nobody_but_planners_and_control_makes_tokens(site: Site) -> None:
    for role, seat in (("seat", CISO), ("observer", ""), ("plenary", "")):
        browser = site.browser(site.grant(role, seat))
        for page in (f"/plan/{site.exercise}", site.room("control/links")):
            assert browser.post(page, data={"do": "make-token", "grant": "control", "name": "x"}).status_code == 403
    assert site.house.tokens.of(site.exercise) == []


def test_a_use_does_not_undo_that_a_token_was_revoked(site: Site) -> None:
    desk = Desk(None)
    tokens = Tokens(desk)
    token, secret = tokens.make(site.grant("plenary"), 0.0)
    assert tokens.find(secret, 5.0) and tokens.of(site.exercise)[0].used == 5.0
    assert tokens.find(secret, 50.0) and tokens.of(site.exercise)[0].used == 5.0, "noted once a minute"
    tokens.revoke(token.id)
    assert tokens.find(secret, 500.0) is None
    desk.flush()
    assert [each.revoked for each in Tokens(desk).of(site.exercise)] == [True]
