"""The Control room in a real browser: its keys, what is under the hand, and that everybody can use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.serving import Serving
from tests.web.test_browser import AXE, enter, leave, quiet
from whitecell.exercise import Holder, ProposeResult, TakeSeat, items
from whitecell.exercise import command as c

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def serving(site: Site) -> Iterator[Serving]:
    made = Serving(site.house)
    yield made
    made.stop()


@pytest.fixture
def page(site: Site, serving: Serving, chromium: Browser) -> Iterator[Page]:
    """The Control room, open, with nothing to complain of."""
    context = enter(site, serving, chromium, site.control)
    made = context.new_page()
    complaints = quiet(made)
    made.goto(serving.address + site.room("control"))
    yield made
    assert complaints == []
    leave(context)


def test_an_inject_is_found_held_and_released_by_keys_alone(site: Site, page: Page) -> None:
    from playwright.sync_api import expect

    wanted = next(f for f in items(site.house.tip(site.exercise)) if f.status == "planned" and f.conditional)
    page.keyboard.press("/")
    page.keyboard.type(wanted.title["en"][:20])
    expect(page.locator("#r-board .item:not([hidden])")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("h")
    page.locator(f"#i-{wanted.id}.held").wait_for()
    assert wanted.id not in site.house.tip(site.exercise).deliveries
    page.locator(f"#i-{wanted.id} [data-do=release]").wait_for(state="attached")  # open rows follow what became of them
    page.locator(f"#i-{wanted.id}").focus()
    page.keyboard.press("r")
    page.locator("[data-do=release]:focus").wait_for()
    assert wanted.id not in site.house.tip(site.exercise).deliveries, "the first click shows the effect"
    page.keyboard.press("Enter")
    page.locator(f"#i-{wanted.id}.released").wait_for()
    assert wanted.id in site.house.tip(site.exercise).deliveries


def test_a_new_inject_begins_with_a_key_and_what_is_typed_stays(site: Site, page: Page) -> None:
    page.keyboard.press("n")
    page.locator("[name='title.en']:focus").wait_for()
    page.keyboard.type("Fog in the port")
    site.give(c.AddInject("other", {"en": "A colleague's"}, {"en": "x"}, {"en": "y"}, (page_seat(site),)))
    page.locator("#i-other").wait_for()
    assert page.locator("[name='title.en']").first.input_value() == "Fog in the port"
    page.locator(".r-new .waits").wait_for()


def test_one_status_of_the_msel_is_shown_alone(site: Site, page: Page) -> None:
    from playwright.sync_api import expect

    inject = next(f for f in items(site.house.tip(site.exercise)) if f.status == "planned")
    site.give(c.DropInject(inject.id, "why"))
    page.locator(f"#i-{inject.id}.s-dropped").wait_for(state="attached")
    page.select_option("[data-narrow]", "dropped")
    expect(page.locator("#r-board .item:visible")).to_have_count(1)
    page.select_option("[data-narrow]", "skipped")
    expect(page.locator("#r-board .nothing")).to_be_visible()
    page.select_option("[data-narrow]", "")
    expect(page.locator("#r-board .item:visible").first).to_be_visible()


def test_a_check_of_the_line_is_answered_at_once_with_one_press(
    site: Site, serving: Serving, chromium: Browser, page: Page
) -> None:
    path = page_seat(site)
    person = enter(site, serving, chromium, site.grant("seat", path))
    seat = person.new_page()
    seat.goto(serving.address + site.room(f"seat/{path}"))
    page.locator(".r-line button").first.click()
    seat.get_by_role("button", name="I hear you").click()
    seat.get_by_role("button", name="I hear you").wait_for(state="detached")
    page.locator(".r-line").get_by_text("1 of 1 answered").wait_for()
    leave(person)


def page_seat(site: Site) -> str:
    return next(iter(site.house.tip(site.exercise).scenario.seats))


def test_what_others_do_arrives_and_the_keys_are_listed(site: Site, page: Page) -> None:
    site.give(c.GiveFreeOrder(page_seat(site), "f", "Close the gate"), site.grant("seat", page_seat(site)))
    page.locator(".r-asks").get_by_text("Close the gate").first.wait_for()
    page.locator(".r-console").get_by_text("1 free order").wait_for()
    page.keyboard.press("?")
    assert page.get_by_text("Release the selected inject").is_visible()


@pytest.mark.nightly  # tests/browser/test_pages.py looks at the flagship's at every commit
@pytest.mark.parametrize(
    ("theme", "language", "size"),
    [("light", "en", (1280, 800)), ("dark", "ko", (1920, 1080)), ("light", "ko", (640, 400))],
)  # fmt: skip
def test_controls_pages_are_accessible_and_never_scroll_sideways(
    site: Site, serving: Serving, chromium: Browser, theme: str, language: str, size: tuple[int, int]
) -> None:
    path = page_seat(site)
    mine = site.grant("seat", path)
    site.give(TakeSeat(path, Holder("person", "Duty officer")))
    site.give(c.GiveFreeOrder(path, "f", "Close the gate"), mine)
    site.give(c.AskRFI(path, "r", "control", "How many?"), mine)
    site.give(c.SendMessage(path, ("control",), "Ready"), mine)
    site.give(c.CheckLine())
    site.house.attempts.note(site.exercise, mine, "Pause", "access.role", site.wall())
    site.house.tokens.make(mine, site.wall(), label="Scoreboard")
    inject = next(iter(site.house.tip(site.exercise).scenario.inject))
    [free] = site.house.tip(site.exercise).free
    view = {"width": size[0], "height": size[1]}
    context = enter(
        site, serving, chromium, site.control, color_scheme=theme, locale=language, bypass_csp=True, viewport=view
    )
    page = context.new_page()
    here = site.room("control")
    pages = (
        here,
        f"{here}/inject/{inject}",
        f"{here}/free/{free}",
        f"{here}/jump?minutes=60",
        f"{here}/links",
        f"{here}/attempts",
    )
    for step, where in enumerate((*pages, here)):
        if step == len(pages):
            site.give(ProposeResult("late"))
        page.goto(serving.address + where)
        page.evaluate(
            "for (const d of document.querySelectorAll('main details')) if (!d.closest('.strip, .board')) d.open = true"
        )
        if where == here:
            page.locator("#r-board .item summary").first.click()
            page.locator("#r-board .paper").wait_for()
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
