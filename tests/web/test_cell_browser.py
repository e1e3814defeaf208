"""A seat's room in a real browser: writing together, letters by hand and by keys, without scripts, for all eyes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site, Wall, pack
from tests.web.serving import Serving
from tests.web.test_browser import AXE, enter, leave, quiet
from whitecell.exercise import OfSeat
from whitecell.exercise import command as c

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CISO, LEAD = "terminal/ciso", "terminal/managing-director"


@pytest.fixture
def serving(site: Site) -> Iterator[Serving]:
    made = Serving(site.house)
    yield made
    made.stop()


def letter(site: Site, id_: str = "own") -> None:
    site.give(c.AddInject(id_, {"en": "A letter"}, {"en": "Its words"}, {"en": "Somebody"}, (CISO,)))
    site.give(c.ReleaseInject(id_))


def test_two_write_one_answer_and_nothing_is_swapped_under_the_hand(
    site: Site, serving: Serving, chromium: Browser
) -> None:
    from playwright.sync_api import expect

    mine, theirs = (enter(site, serving, chromium, site.grant("seat", seat)) for seat in (CISO, LEAD))
    page, other = mine.new_page(), theirs.new_page()
    complaints = quiet(page)
    for each, seat in ((page, CISO), (other, LEAD)):
        each.goto(serving.address + site.room(f"seat/{seat}"))
        each.locator("#line").wait_for(state="hidden")
        each.locator("#q-q13 summary").click()
    answer = page.locator("#q-q13 textarea")
    answer.press_sequentially("The duty manager may,", delay=20)
    expect(other.locator("#q-q13 textarea")).to_have_value("The duty manager may,")
    other.get_by_text("Last written by").first.wait_for()
    answer.press_sequentially(" and rings the director", delay=20)
    expect(other.locator("#q-q13 textarea")).to_have_value("The duty manager may, and rings the director")
    assert answer.input_value() == "The duty manager may, and rings the director"
    assert page.locator(".r-questions .waits").count() == 0, "one's own draft is no news"
    page.reload()
    assert page.locator("#q-q13 textarea").input_value() == "The duty manager may, and rings the director"
    other.locator("#q-q13 button.primary").click()
    page.locator("#q-q13 .chip.good").wait_for()
    assert complaints == []
    leave(mine)
    leave(theirs)


def test_a_letter_opens_under_the_pointer_and_by_keys(site: Site, serving: Serving, chromium: Browser) -> None:
    from playwright.sync_api import expect

    letter(site, "first")
    letter(site)
    context = enter(site, serving, chromium, site.grant("seat", CISO))
    page = context.new_page()
    complaints = quiet(page)
    page.goto(serving.address + site.room(f"seat/{CISO}"))
    page.locator("#line").wait_for(state="hidden")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_text("Its words").wait_for()
    assert page.get_by_text("Its words").is_visible(), "it is unfolded"
    left = page.locator("#inbox .unread").count()
    page.locator("#inbox .unread").first.click()
    expect(page.locator("#inbox .unread")).to_have_count(left - 1)
    assert site.house.view(site.exercise, OfSeat(CISO)).letters[-1].read
    assert complaints == []
    leave(context)


def test_a_refusal_stands_in_the_form_and_a_double_click_orders_once(
    site: Site, serving: Serving, chromium: Browser
) -> None:
    context = enter(site, serving, chromium, site.grant("seat", CISO))
    page = context.new_page()
    page.goto(serving.address + site.room(f"seat/{CISO}"))
    page.locator("#line").wait_for(state="hidden")
    order = page.locator('li:has(> details[data-keep="d-isolate_terminal"])')
    order.locator("summary").click()
    order.get_by_role("button", name="Send order").click()
    order.get_by_text("Choose one of the options here").wait_for()
    order.locator("select").select_option("planning")
    order.get_by_role("button", name="Send order").dblclick()
    page.locator("#orders .given").get_by_text("Cut the terminal off").wait_for()
    assert len(site.house.tip(site.exercise).orders) == 1
    leave(context)


def test_without_scripts_all_of_it_works(site: Site, serving: Serving, chromium: Browser) -> None:
    letter(site)
    context = enter(site, serving, chromium, site.grant("seat", CISO), java_script_enabled=False)
    page = context.new_page()
    page.goto(serving.address + site.room(f"seat/{CISO}"))
    page.locator("#inbox .unread").first.click()
    assert page.get_by_text("Its words").is_visible(), "the browser unfolds what its address names"
    page.locator("#q-q12 summary").click()
    page.locator("#q-q12 input[name=answer]").fill("35")
    page.locator("#q-q12 button.primary").click()
    assert page.get_by_text("35 %").count() == 1
    page.locator("#q-q14 summary").click()
    page.locator("#q-q14 button.primary").click()
    assert page.get_by_text("Give each a place of its own").first.is_visible()
    assert page.locator("#q-q14 .ranking").is_visible()
    leave(context)


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "ko")])
@pytest.mark.parametrize("name", ["harbour-ransomware", pytest.param("extended-deterrence", marks=pytest.mark.nightly)])
def test_the_room_is_accessible_and_never_scrolls_sideways(
    chromium: Browser, theme: str, language: str, name: str
) -> None:
    site = Site() if name == "harbour-ransomware" else Site(scenario=pack(name))
    seat, other = (CISO, LEAD) if name == "harbour-ransomware" else ("rok/presidential-office", "us/white-house")
    assert isinstance(site.wall, Wall)
    served = Serving(site.house)
    for inject in list(site.house.tip(site.exercise).scenario.inject)[:4]:
        site.house.do(site.exercise, c.ReleaseInject(inject), id=inject, actor=site.control)
    site.give(c.ReadLetter(seat, 1), site.grant("seat", seat))
    for each in (seat, other):
        choice = site.house.view(site.exercise, OfSeat(each)).permitted[0]
        site.house.do(site.exercise, c.GiveOrder(each, choice, "why"), id=f"o {each}", actor=site.grant("seat", each))
    context = enter(
        site, served, chromium, site.grant("seat", seat), color_scheme=theme, locale=language, bypass_csp=True
    )
    page = context.new_page()
    for where in (site.room(f"seat/{seat}"), site.room(f"seat/{seat}/letters")):
        page.goto(served.address + where)
        for fold in page.locator("main details:not([open]) > summary").all()[:60]:
            if fold.is_visible():
                fold.click()
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [
            f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found["violations"]
        ]
        assert faults == []
        for width in (320, 640, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (where, width)
    leave(context)
    served.stop()
    site.house.close()
