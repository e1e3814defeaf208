"""The flagship from STARTEX to ENDEX in four browsers, Control's and the plenary's, with bots in every other chair.

One clock on every page, no acknowledged word lost, and nobody shown what another wrote; the server dies in the middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_exercise import Play, come_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.nightly]
CHAIRS = {
    "president": "us/white-house",
    "policy": "us/defense-policy",
    "blue-house": "rok/presidential-office",
    "ministry": "rok/defense-ministry",
}
CLOCK = (
    "JSON.stringify(['base', 'since', 'rate', 'running'].map(k => document.querySelector('[data-clock]').dataset[k]))"
)


@pytest.fixture
def play(tmp_path: Path, chromium: Browser) -> Iterator[Play]:
    made = Play(tmp_path, chromium, "extended-deterrence", CHAIRS)
    try:
        yield made
        for person in made.people:
            person.leave()
    finally:
        made.server.kill()


def test_the_flagship_runs_from_startex_to_endex_in_four_browsers(play: Play) -> None:
    come_in(play)
    play.control.sure("Start the exercise", "Start now: STARTEX")
    said: dict[str, list[str]] = {name: [] for name in CHAIRS}
    number = 0
    while opened(play, number + 1):
        number += 1
        for name, person in play.seats.items():
            unread = person.page.locator("#inbox button.unread")
            if unread.count():
                unread.first.click()
            word = play.secret(f"{name} at move {number}: understood", name)
            tell(play, name, word)
            said[name].append(word)
        one_clock(play)
        if number == 2:
            die_and_come_back(play)
        play.control.sure(f"Close move {number}", "Close it: propose the result")
        play.control.page.locator(".r-result").get_by_text(f"Proposed result of move {number}").wait_for()
        play.control.sure("Accept the result", "Accept and publish")
        play.control.page.locator(".r-result", has_text="Proposed result").wait_for(state="detached")
        play.secrets.check()
    assert number >= 5
    if play.control.page.locator("summary", has_text="End…").locator("visible=true").count():
        play.control.sure("End…", "End now: ENDEX")
    for name, person in play.seats.items():
        person.page.get_by_role("heading", name="ENDEX").wait_for()
        person.keep()
        for word in said[name]:
            assert person.page.locator("#messages .mine", has_text=word).count() == 1, word
    play.secrets.check()
    assert play.control.context.request.get(f"{play.room}/report", timeout=60_000).ok
    assert {person.name: person.complaints for person in play.people} == {person.name: [] for person in play.people}


def opened(play: Play, number: int) -> bool:
    """Open the move of this number, if one is left."""
    page = play.control.page
    wanted = page.locator("summary", has_text=f"Open move {number}").locator("visible=true")
    wanted.or_(page.locator("summary", has_text="End…").locator("visible=true")).or_(
        page.get_by_role("link", name="Report").locator("visible=true")
    ).first.wait_for()
    page.wait_for_timeout(300)
    if not wanted.count():
        return False
    play.control.sure(f"Open move {number}", f"Open move {number} now")
    for person in (play.plenary, *play.seats.values()):
        person.page.locator(f"text=Move {number} >> visible=true").first.wait_for()
        person.page.locator(".chip.good >> visible=true", has_text="Running").first.wait_for()
    return True


def tell(play: Play, name: str, word: str) -> None:
    """A message to Control, until it is acknowledged."""
    page = play.seats[name].page
    form = page.locator('form[data-form="send-message"]')
    form.get_by_label("To Control").fill(word)
    form.get_by_role("button", name="Send").click()
    page.locator("#messages .mine", has_text=word).wait_for()


def one_clock(play: Play) -> None:
    """Every page shows the same clock."""
    shown = {person.name: person.page.evaluate(CLOCK) for person in play.people}
    assert len(set(shown.values())) == 1, shown


def die_and_come_back(play: Play) -> None:
    """The server is killed: it comes back paused, and goes on when Control says so."""
    fine = {person.name: list(person.complaints) for person in play.people}
    play.server.kill()
    for person in play.people:
        person.page.get_by_text("Connection lost").wait_for()
    play.server.start()
    for person in play.people:
        person.follows()
        person.page.locator(".chip.warn >> visible=true", has_text="Paused").first.wait_for()
        person.complaints = fine[person.name]
    one_clock(play)
    play.control.page.get_by_role("button", name="Resume").click()
    for person in play.people:
        person.page.locator(".chip.good >> visible=true", has_text="Running").first.wait_for()
    one_clock(play)
