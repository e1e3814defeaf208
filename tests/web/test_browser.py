"""Rooms in a real browser: they follow, keep what is under the hand, come back by themselves, and are accessible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import PLANNER, Site
from tests.web.serving import Serving
from whitecell.exercise import Pause, Resume
from whitecell.exercise import command as c
from whitecell.live.access import Grant
from whitecell.web.server import GRACE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"


@pytest.fixture
def serving(site: Site) -> Iterator[Serving]:
    made = Serving(site.house)
    yield made
    made.stop()


def enter(site: Site, serving: Serving, chromium: Browser, *grants: Grant, **options: Any) -> BrowserContext:
    """A browser that has joined by links."""
    context = chromium.new_context(**{"locale": "en", "viewport": {"width": 1280, "height": 800}, **options})
    page = context.new_page()
    for grant in grants:
        page.goto(serving.address + site.link(grant))
        page.locator("main form button").click()
    page.goto("about:blank")  # a page that is closed while it goes somewhere now and then never closes
    page.close()
    return context


def leave(context: BrowserContext) -> None:
    """Close a browser once its pages have let go of their streams: Chromium now and then never ends closing them."""
    for page in context.pages:
        page.goto("about:blank")
    context.close()


def quiet(page: Page) -> list[str]:
    """What the page complains of: a broken policy, a script's fault."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_pages_follow_and_the_clock_stands_when_it_is_paused(site: Site, serving: Serving, chromium: Browser) -> None:
    context = enter(site, serving, chromium, site.grant("plenary"))
    page = context.new_page()
    complaints = quiet(page)
    page.goto(serving.address + site.room("plenary"))
    state = page.locator(".r-picture .chip").first
    assert state.inner_text() == "Running"
    site.give(Pause("lunch"))
    page.locator(".r-picture .chip.warn").wait_for()
    before = page.locator("[data-clock] time").first.inner_text()
    page.wait_for_timeout(1200)
    assert page.locator("[data-clock] time").first.inner_text() == before
    site.give(Resume())
    page.locator(".r-picture .chip.good").wait_for()
    assert complaints == []
    leave(context)


def test_what_is_under_the_hand_is_not_swapped(site: Site, serving: Serving, chromium: Browser) -> None:
    context = enter(site, serving, chromium, site.grant("observer"))
    page = context.new_page()
    page.goto(serving.address + site.room("observe"))
    page.get_by_text("Real-world stop").click()
    why = page.locator("input[name=why]")
    why.fill("fire in the")
    site.wall.seconds += 5
    site.give(Pause("lunch"))
    page.get_by_text("Paused").first.wait_for()  # the bar follows
    page.locator(".r-stop .waits").wait_for()  # the form waits
    why.press_sequentially(" hall")
    assert why.input_value() == "fire in the hall"
    page.get_by_text("Show it now").click()
    page.locator(".r-stop .waits").wait_for(state="detached")
    leave(context)


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    site: Site, serving: Serving, chromium: Browser
) -> None:
    context = enter(site, serving, chromium, site.grant("observer"))
    page = context.new_page()
    page.goto(serving.address + site.room("observe"))
    page.get_by_text("Real-world stop").click()
    why = page.locator("input[name=why]")
    why.evaluate("field => { field.removeAttribute('maxlength'); field.value = 'fire '.repeat(5000) }")
    page.get_by_role("button", name="Stop now").click()
    page.get_by_text("at most 20,000").wait_for()
    assert why.get_attribute("aria-invalid") == "true" and len(why.input_value()) == 25_000
    assert not site.house.tip(site.exercise).stop
    why.fill("fire")
    page.get_by_role("button", name="Stop now").click()
    page.get_by_text("This is not an exercise").wait_for()
    assert site.house.tip(site.exercise).stop == "observer"
    leave(context)


def test_a_page_comes_back_by_itself_when_the_server_does(site: Site, serving: Serving, chromium: Browser) -> None:
    context = enter(site, serving, chromium, site.grant("plenary"))
    page = context.new_page()
    page.goto(serving.address + site.room("plenary"))
    page.locator("#line[hidden]").wait_for(state="attached")
    stopped = serving.stop()
    assert stopped < GRACE, "the end marker lets the server go before it loses patience"
    page.get_by_text("Connection lost").wait_for()
    site.give(Pause("while nobody looked"))
    serving.start()
    page.locator(".r-picture .chip.warn").wait_for(timeout=30_000)
    page.locator("#line[hidden]").wait_for(state="attached")
    live = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.region')].map(r => [r.id, r.textContent]))"
    )
    page.reload()
    fresh = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.region')].map(r => [r.id, r.textContent]))"
    )
    assert live == fresh
    leave(context)


def test_without_scripts_a_stop_is_two_clicks_and_the_theme_a_button(
    site: Site, serving: Serving, chromium: Browser
) -> None:
    context = enter(site, serving, chromium, site.grant("observer"), java_script_enabled=False)
    page = context.new_page()
    page.goto(serving.address + site.room("observe"))
    assert page.locator("noscript .line").is_visible()
    page.locator("button[name=theme]").click()
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.get_by_text("Real-world stop").click()
    page.get_by_role("button", name="Stop now").click()
    assert page.get_by_text("This is not an exercise").is_visible()
    leave(context)


def test_keys_walk_lists_open_items_and_show_themselves(site: Site, serving: Serving, chromium: Browser) -> None:
    everyone = tuple(cell.id for cell in site.house.tip(site.exercise).scenario.cells)
    site.give(c.AddInject("own", {"en": "A letter"}, {"en": "Its words"}, {"en": "Control"}, everyone))
    site.give(c.ReleaseInject("own"))
    context = enter(site, serving, chromium, site.grant("observer"))
    page = context.new_page()
    page.goto(serving.address + site.room("observe"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_text("Its words").first.wait_for()
    site.give(Pause("lunch"))
    page.get_by_text("Paused").first.wait_for()
    assert page.get_by_text("Its words").first.is_visible(), "what was open stays open"
    page.keyboard.press("?")
    assert page.get_by_text("Keys of this page").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("Keys of this page").is_visible()
    leave(context)


@pytest.mark.nightly  # tests/browser/test_pages.py looks at the flagship's at every commit
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "ko")])
def test_every_page_is_accessible(site: Site, serving: Serving, chromium: Browser, theme: str, language: str) -> None:
    site.give(c.LetObserve(tuple(cell.id for cell in site.house.tip(site.exercise).scenario.cells[:1])))
    grants = (PLANNER, site.grant("plenary"), site.grant("observer"))
    context = enter(site, serving, chromium, *grants, color_scheme=theme, locale=language, bypass_csp=True)
    page = context.new_page()
    seat = site.grant("seat", next(iter(site.house.tip(site.exercise).scenario.seats)))
    plan = f"/plan/{site.exercise}"
    for where in ("/", "/plan", plan, site.room("plenary"), site.room("observe"), "/nowhere", site.link(seat)):
        page.goto(serving.address + where)
        for summary in page.locator("details.sure:not([open]) > summary").all()[:1]:
            summary.click()
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [
            f"{where} {v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary']}"
            for v in found["violations"]
        ]
        assert faults == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, where
    leave(context)


@pytest.mark.parametrize("width", [320, 640, 1920])
def test_no_page_scrolls_sideways(site: Site, serving: Serving, chromium: Browser, width: int) -> None:
    """640 is 1280 at 200 % zoom; 320 is at 400 %."""
    grants = (PLANNER, site.grant("plenary"), site.grant("observer"))
    context = enter(site, serving, chromium, *grants, viewport={"width": width, "height": 600})
    page = context.new_page()
    for where in ("/", "/plan", f"/plan/{site.exercise}", site.room("plenary"), site.room("observe")):
        page.goto(serving.address + where)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, where
    leave(context)
