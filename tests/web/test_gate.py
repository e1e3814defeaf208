"""The gate: who comes from elsewhere, too often, or with too much, is told so, and nothing has happened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from tests.web.conftest import Site
from whitecell.web.gate import MOST, RATES, Rates, same_site


@pytest.mark.parametrize("site_header", ["cross-site", "same-site", "none"])
def test_a_form_on_another_site_does_nothing(site: Site, observer: TestClient, site_header: str) -> None:
    before = len(site.house.tip(site.exercise).log)
    form = {"do": "real-world-stop", "about": "", "id": "1"}
    answer = observer.post(site.room("observe/do"), data=form, headers={"sec-fetch-site": site_header})
    assert answer.status_code == 403
    assert "came from another site" in answer.text
    assert len(site.house.tip(site.exercise).log) == before


def test_a_browser_that_says_nothing_is_judged_by_its_origin() -> None:
    assert same_site(Headers({"origin": "http://here:80", "host": "here:80"}))
    assert not same_site(Headers({"origin": "http://elsewhere", "host": "here"}))
    assert not same_site(Headers({"origin": "null", "host": "here"}))
    assert not same_site(Headers({"host": "here"}))
    assert same_site(Headers({"authorization": "Bearer x", "origin": "http://elsewhere", "host": "here"}))


def test_a_message_of_a_megabyte_is_refused_with_a_sentence(site: Site, observer: TestClient) -> None:
    before = len(site.house.tip(site.exercise).log)
    form = {"do": "real-world-stop", "about": "", "why": "a" * 2**20}
    answer = observer.post(site.room("observe/do"), data=form)
    assert answer.status_code == 413
    assert "more than 256 kB" in answer.text
    partial = observer.post(site.room("observe/do"), data=form, headers={"hx-request": "true"})
    assert partial.text.startswith("<p>That is more than 256 kB")
    assert len(site.house.tip(site.exercise).log) == before


def test_a_text_below_that_but_too_long_is_refused_beside_its_field(site: Site, observer: TestClient) -> None:
    form = {"do": "real-world-stop", "about": "", "why": "a" * (MOST // 2)}
    answer = observer.post(site.room("observe/do"), data=form, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert 'data-field="why"' in answer.text and "at most 20,000" in answer.text
    assert not site.house.tip(site.exercise).stop


def test_who_asks_too_often_is_told_to_wait_and_others_are_not(site: Site, observer: TestClient) -> None:
    for _ in range(RATES["change"].burst):
        assert observer.post("/settings", data={"theme": "dark"}).status_code == 303
    refused = observer.post("/settings", data={"theme": "light"})
    assert refused.status_code == 429
    assert "Wait a few seconds" in refused.text
    assert site.browser(site.grant("plenary")).post("/settings", data={"theme": "dark"}).status_code == 303
    site.wall.seconds += 60
    assert observer.post("/settings", data={"theme": "light"}).status_code == 303


def test_links_are_not_to_be_guessed_with_cookies_made_up(site: Site) -> None:
    browser, answers = site.browser(), []
    for number in range(RATES["join"].burst + 1):
        browser.cookies.set("whitecell", f"made up {number}")
        answers.append(browser.get(f"/join/guess{number}").status_code)
    assert answers[-1] == 429


@given(st.lists(st.floats(0, 100), max_size=400))
def test_nobody_passes_more_often_than_burst_and_rate_allow(waits: list[float]) -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    passed = 0
    for wait in waits:
        now[0] += wait
        passed += rates.take("one", "join")
    assert passed <= RATES["join"].burst + now[0] * RATES["join"].each_second + 1
