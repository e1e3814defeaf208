"""An exercise in real browsers, from the link to the report, with the server killed in the middle.

One controller, two cells of two seats each, and the plenary; bots sit in every other chair. Whatever each of them types
is told to `Secrets` with those who may read it, and looked for in all that any of the others has ever been sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.people import PATIENCE, Person, Secrets, until
from tests.browser.process import Process
from whitecell.exercise import TICK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SEATS = {
    "director": "terminal/managing-director",
    "ciso": "terminal/ciso",
    "commander": "police/commander",
    "detective": "police/cyber-crime",
}


class Play:
    """Everybody in one exercise, each in a browser of their own."""

    def __init__(
        self, folder: Path, chromium: Browser, pack: str = "harbour-ransomware", chairs: dict[str, str] = SEATS
    ) -> None:
        self.pack, self.chairs = pack, chairs
        self.server = Process(folder)
        self.control, self.plenary = Person(chromium, "control"), Person(chromium, "plenary")
        self.seats = {name: Person(chromium, name) for name in chairs}
        self.people = [self.control, self.plenary, *self.seats.values()]
        self.secrets = Secrets(self.people)
        self.exercise = ""

    @property
    def room(self) -> str:
        """The address of the exercise's rooms."""
        return f"{self.server.address}/x/{self.exercise}"

    def secret(self, words: str, *names: str) -> str:
        """Words that Control and these may read."""
        return self.secrets.tell(words, self.control, *(self.seats[name] for name in names))

    def journal(self) -> list[str]:
        """The journal as Control can have it."""
        answer = self.control.context.request.get(f"{self.room}/journal.jsonl", timeout=PATIENCE)
        assert answer.ok
        return answer.text().splitlines()

    def exercise_minutes(self) -> float:
        """The exercise time that Control's page shows now."""
        found: float = self.control.page.evaluate(
            """() => {
                const d = document.querySelector("[data-clock]").dataset;
                const now = Date.now() / 1000;
                const passed = d.running === "1" ? Math.max(0, now - Number(d.since)) / 60 : 0;
                return Number(d.base) + passed * Number(d.rate);
            }"""
        )
        return found


@pytest.fixture
def play(tmp_path: Path, chromium: Browser) -> Iterator[Play]:
    made = Play(tmp_path, chromium)
    try:
        yield made
        for person in made.people:
            person.leave()
    finally:
        made.server.kill()


def test_an_exercise_is_played_in_browsers_and_outlives_a_kill(play: Play) -> None:
    come_in(play)
    begin(play)
    read_ask_share(play)
    consult_within_the_limit(play)
    order_freely(play)
    answer_sealed(play)
    jump(play)
    kill_and_come_back(play)
    close_rule_accept(play)
    end_and_report(play)
    play.secrets.check()
    assert {person.name: person.complaints for person in play.people} == {person.name: [] for person in play.people}


def come_in(play: Play) -> None:
    """The planner makes an exercise and links; everybody takes theirs, and sits where it says."""
    planner = play.control
    planner.join(play.server.planner)
    pack = planner.page.locator("li.pack", has=planner.page.locator(f'input[value="{play.pack}"]'))
    pack.locator("summary").click()
    pack.get_by_label("Seed").fill("7")
    pack.get_by_role("button", name="Create the exercise").click()
    planner.page.wait_for_url("**/plan/*")
    play.exercise = planner.page.url.rsplit("/", 1)[1]
    for key in ("control", "plenary", *(f"seat {path}" for path in play.chairs.values())):
        planner.page.locator(f'input[name="for"][value$="{key}"]').check()
    planner.page.get_by_role("button", name="Make links").click()
    planner.page.locator(".slip").first.wait_for()
    links = [field.input_value() for field in planner.page.locator(".slip input").all()]
    rooms = {}
    for link, person in zip(links, [play.control, play.plenary], strict=False):
        person.join(link)
        rooms[person.name] = person.page.url
    byes = {person.name: person for person in play.seats.values()}
    order = [name for path in chairs(play) for name, seat in play.chairs.items() if seat == path]
    for link, name in zip(links[2:], order, strict=True):
        byes[name].join(link)
        assert byes[name].page.url == f"{play.room}/seat/{play.chairs[name]}"
    assert rooms == {"control": f"{play.room}/control", "plenary": f"{play.room}/plenary"}
    for person in play.people:
        person.follows()
    for name, person in play.seats.items():  # a link opens its own seat and no other door
        others = [f"seat/{seat}" for other, seat in play.chairs.items() if other != name]
        for place in ("control", "plenary", "report", "journal.jsonl", f"look/{play.chairs[name]}", *others):
            assert person.context.request.get(f"{play.room}/{place}").status == 403, (name, place)


def chairs(play: Play) -> list[str]:
    """The seats in the order in which their links were made."""
    from tests.web.conftest import pack

    return [seat.path for cell in pack(play.pack).cells for seat in cell.seats if seat.path in play.chairs.values()]


def begin(play: Play) -> None:
    """STARTEX and the first move: every page turns by itself."""
    play.seats["ciso"].page.get_by_text("Before STARTEX").wait_for()
    play.control.sure("Start the exercise", "Start now: STARTEX")
    play.control.sure("Open move 1", "Open move 1 now")
    for person in (play.plenary, *play.seats.values()):
        person.page.locator("text=Move 1 >> visible=true").first.wait_for()
        person.page.locator(".chip.good >> visible=true", has_text="Running").first.wait_for()
    play.control.page.locator("#i-i101.released").wait_for()


def release(play: Play, inject: str) -> None:
    """Release an inject on the board, by keys alone."""
    page = play.control.page
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator("[data-filter]").fill(inject)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator("[data-do=release]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"#i-{inject}.released").wait_for(state="attached")
    page.locator("[data-filter]").fill("")


def opened(page: Page, title: str) -> None:
    """Open the letter of this title in the inbox."""
    page.locator("#inbox button.unread", has_text=title).click()
    page.locator("#inbox details[open]", has_text=title).locator(".letter").wait_for()


def read_ask_share(play: Play) -> None:
    """A letter that one seat alone may read; another cell asks for it, and it is passed on."""
    ciso, commander = play.seats["ciso"], play.seats["commander"]
    title, inside = "Two servers will not open their files", "A third began while I was looking."
    play.secret(title, "ciso")
    play.secret(inside, "ciso")
    release(play, "i103")
    opened(ciso.page, title)
    assert ciso.saw(inside)
    play.secrets.check()

    words = play.secret(
        "Kestrel asks what your service desk has written down", "director", "ciso", "commander", "detective"
    )
    page = commander.page
    page.get_by_text("Ask a cell").click()
    asking = page.locator('form[data-form="ask-share"]')
    asking.get_by_label("Which cell").select_option("terminal")
    asking.get_by_label("What would you like to be shown").fill(words)
    asking.get_by_role("button", name="Ask for it").click()
    wanted = ciso.page.locator("#wanted")
    wanted.get_by_text(words).wait_for()
    wanted.locator("summary", has_text="Share a letter").click()
    giving = wanted.locator('form[data-form="share-inject"]')
    letter = giving.locator("option", has_text=title).get_attribute("value")
    giving.locator("select[name=letter]").select_option(letter)
    play.secret(title, "commander", "detective")
    play.secret(inside, "commander", "detective")
    giving.get_by_role("button", name="Share with").click()
    for name in ("commander", "detective"):
        opened(play.seats[name].page, title)
        play.seats[name].page.locator("#inbox", has_text="shared by").wait_for()
        assert play.seats[name].saw(inside)
    page.locator("#asks .chip.good", has_text="shared").wait_for()
    play.control.page.locator(".r-asks", has_text="passed on to").wait_for()
    play.secrets.check()


def consult_within_the_limit(play: Play) -> None:
    """An order that needs others to be heard: it waits for them, and takes effect when the last has answered."""
    director, commander = play.seats["director"], play.seats["commander"]
    reason = play.secret("Osprey wants one voice before breakfast", "director", "ciso")
    deed = director.page.locator('details[data-keep="d-public_statement"]')
    deed.locator("summary").first.click()
    deed.get_by_text("is consulted and has 10 minutes").first.wait_for()
    deed.locator("select").select_option("open")
    deed.get_by_label("Why").fill(reason)
    deed.get_by_role("button", name="Send order").click()
    given = director.page.locator("#orders .given details", has_text="Speak in public")
    given.locator(".chip.warn").wait_for()
    need = commander.page.locator("#needs")
    need.get_by_text("consults you").wait_for()
    need.get_by_text("10 min left").or_(need.get_by_text("9 min left")).wait_for()
    play.control.page.locator(".r-orders", has_text="Speak in public").wait_for()
    terms = play.secret("Name no suspect, says Merlin", "director", "ciso", "commander", "detective")
    need.get_by_label("Conditions or reasons").fill(terms)
    need.get_by_role("button", name="Agree with conditions").click()
    need.locator("summary", has_text="answered or told").wait_for()
    given.locator(".chip.good").wait_for()  # the bots of the others have answered too: it takes effect at once
    assert director.saw(terms)
    play.plenary.page.get_by_text("Public trust").first.wait_for()
    play.secrets.check()


def order_freely(play: Play) -> None:
    """An order in words: Control sees what a ruling would do before it does it."""
    ciso, control = play.seats["ciso"], play.control
    words = play.secret("Send two people with radios to gate Falcon", "ciso", "director")
    reason = play.secret("Radios work; Harrier says so", "ciso", "director")
    ciso.page.get_by_text("Order in your own words").click()
    form = ciso.page.locator('form[data-form="give-free-order"]')
    form.get_by_label("Who does what, where and when").fill(words)
    form.get_by_role("button", name="Send to Control").click()
    ciso.page.locator(".r-free .chip.warn", has_text="with Control").wait_for()
    waiting = control.page.locator(".r-asks li", has_text=words)
    waiting.locator("summary").first.click()
    waiting.get_by_role("link", name="Map or rule").click()
    control.page.wait_for_url("**/control/free/*")
    control.page.locator("#v-trust").fill("0.42")
    control.page.get_by_label("Reason (the cell reads it)").fill(reason)
    control.page.get_by_role("button", name="Show the effect").click()
    control.page.get_by_role("heading", name="What this ruling does").wait_for()
    assert "0.42" in control.page.locator("main table").inner_text()
    before = play.plenary.page.locator(".r-picture").inner_text()
    assert "0.42" not in before, "a preview does nothing"
    control.page.get_by_role("button", name="Rule so").click()
    ciso.page.locator(".r-free .chip.good", has_text="ruled").wait_for()
    play.plenary.page.locator(".r-picture", has_text="0.42").wait_for()
    control.page.goto(f"{play.room}/control")
    control.follows()
    assert ciso.saw(reason)
    play.secrets.check()


def answer_sealed(play: Play) -> None:
    """Each seals an answer of their own; nobody of the cell reads another's; then the cell answers."""
    mine = {"ciso": "37.25 %", "director": "62.75 %"}
    for name, answer in mine.items():
        play.secret(answer, name)
        page = play.seats[name].page
        question = page.locator("#q-q12")
        question.locator("summary").click()
        question.locator("input[name=answer]").fill(answer.removesuffix(" %"))
        question.get_by_role("button", name="Seal my answer").click()
        question.locator(".sealed", has_text=answer).wait_for()
    play.secrets.check()
    play.secret("44.25 %", "ciso", "director")
    question = play.seats["director"].page.locator("#q-q12")
    question.locator("input[name=answer]").fill("44.25")
    question.get_by_role("button", name="Answer for the cell").click()
    play.seats["ciso"].page.locator("#q-q12 .chip.good", has_text="answered").wait_for()
    assert play.seats["ciso"].saw("44.25 %")
    play.secrets.check()


def jump(play: Play) -> None:
    """A jump shows what it skips, asks of each, and needs a second click; what is carried is not released."""
    page, plenary = play.control.page, play.plenary.page
    before = plenary.locator("[data-clock]").first.get_attribute("data-game")
    play.secret("In August we seized one of its servers.", "commander", "detective")
    page.locator("summary", has_text="Jump").click()
    page.get_by_label("Minutes of game time").fill("150")
    page.get_by_role("button", name="Show what is skipped").click()
    page.wait_for_url("**/control/jump?*")
    rows = page.locator("table.skips tbody tr")
    assert [row.locator("code").inner_text() for row in rows.all()] == ["i102", "i104", "i105"]
    for inject, fate in {"i102": "drop", "i104": "release", "i105": "carry"}.items():
        page.locator(f'input[name="fates.{inject}"][value={fate}]').check()
    assert plenary.locator("[data-clock]").first.get_attribute("data-game") == before, "a preview does nothing"
    play.control.sure("Jump", "Jump to")
    page.wait_for_url("**/control")
    play.control.follows()
    page.locator("#i-i104.released").wait_for(state="attached")
    page.locator("#i-i102.dropped").wait_for(state="attached")
    page.locator("#i-i105.planned").wait_for(state="attached")
    until(
        plenary, "game => Number(document.querySelector('[data-clock]').dataset.game) > game", float(before or 0) + 149
    )
    for name in ("commander", "detective"):
        opened(play.seats[name].page, "A terminal on your coast")
        assert play.seats[name].saw("In August we seized one of its servers.")
    play.secrets.check()


def kill_and_come_back(play: Play) -> None:
    """The server dies while people write. It comes back paused at its last tick, and all that was answered is there."""
    director, ciso, commander = (play.seats[name] for name in ("director", "ciso", "commander"))
    half = play.secret("Close the north gate when the Pelican", "director", "ciso")
    director.page.get_by_text("Order in your own words").click()
    draft = director.page.locator('form[data-form="give-free-order"] textarea[name=words]')
    with director.page.expect_response(lambda answer: answer.url.endswith("/draft")) as kept:
        draft.fill(half)
    assert kept.value.ok
    until(  # a colleague's page takes it over
        ciso.page, "half => document.querySelector('form[data-form=give-free-order] [name=words]').value === half", half
    )
    word = play.secret("Gannet has reached the pilot station", "commander")
    message = commander.page.locator('form[data-form="send-message"]')
    message.get_by_label("To Control").fill(word)
    message.get_by_role("button", name="Send").click()
    commander.page.locator("#messages .mine", has_text=word).wait_for()  # acknowledged
    acknowledged = play.journal()
    died = play.exercise_minutes()

    fine = {person.name: list(person.complaints) for person in play.people}
    play.server.kill()
    for person in play.people:
        person.page.get_by_text("Connection lost").wait_for()
    late = play.secret("Puffin waits for orders", "commander")
    message.get_by_label("To Control").fill(late)
    message.get_by_role("button", name="Send").click()
    message.locator(".said", has_text="Connection lost").wait_for()
    assert message.get_by_label("To Control").input_value() == late, "what could not be sent stays where it was typed"

    play.server.start()
    for person in play.people:
        person.follows()
        person.page.locator(".chip.warn >> visible=true", has_text="Paused").first.wait_for()
    for person in play.people:  # htmx told the console that the server was gone, as it should
        told = person.complaints[len(fine[person.name]) :]
        assert all(each == "[object Event]" or each.startswith("htmx:") for each in told), told
        person.complaints = fine[person.name]
    after = play.journal()
    assert after[: len(acknowledged)] == acknowledged
    assert any("clock.restored/1" in line for line in after[len(acknowledged) :])
    stood = play.exercise_minutes()
    assert died - (TICK + 1.0) / 60.0 <= stood <= died, "it stands at its last tick"

    message.get_by_role("button", name="Send").click()
    commander.page.locator("#messages .mine", has_text=late).wait_for()
    assert commander.page.locator("#messages .mine", has_text=late).count() == 1
    assert draft.input_value() == half
    for person in play.people:  # who came back by itself shows what a fresh load shows
        live = person.regions()
        person.keep()
        person.page.reload()
        person.follows()
        assert person.regions() == live, person.name
    assert draft.input_value() == half
    assert ciso.page.locator('form[data-form="give-free-order"] textarea[name=words]').input_value() == half
    assert abs(play.exercise_minutes() - stood) < 1e-6, "nothing runs until Control resumes"
    play.control.page.get_by_role("button", name="Resume").click()
    for person in play.people:
        person.page.locator(".chip.good >> visible=true", has_text="Running").first.wait_for()
    director.page.get_by_text("Order in your own words").click()
    director.page.get_by_role("button", name="Send to Control").click()
    director.page.locator(".r-free .chip.warn", has_text="with Control").wait_for()
    play.secrets.check()


def close_rule_accept(play: Play) -> None:
    """The move closes with a result that Control alone sees, rules otherwise in one value, and publishes."""
    page, plenary = play.control.page, play.plenary.page
    play.control.sure("Close move 1", "Close it: propose the result")
    result = page.locator(".r-result")
    result.get_by_text("Proposed result of move 1").wait_for()
    for person in play.seats.values():
        person.page.get_by_text("This move is closed").first.wait_for()
    reason = play.secret("Nine cranes, Cormorant counted them")
    result.get_by_text("Rule another value").click()
    other = result.locator('details[data-keep="rule-other"]')
    other.locator("select").select_option("trust")
    other.get_by_label("Becomes").fill("0.81")
    other.get_by_label("Reason").fill(reason)
    other.get_by_role("button", name="Rule").click()
    story = result.locator('details[data-keep="s-trust"]')
    story.locator(".chip.warn", has_text="ruled").wait_for()
    assert "0.81" not in plenary.locator(".r-picture").inner_text()
    play.secrets.check()
    play.control.sure("Accept the result", "Accept and publish")
    plenary.locator(".r-picture", has_text="0.81").wait_for()
    for person in play.seats.values():
        person.page.locator(".r-state", has_text="0.81").wait_for()


def end_and_report(play: Play) -> None:
    """ENDEX on every page; the report opens for Control and for nobody else."""
    play.control.sure("End…", "End now: ENDEX")
    for person in play.seats.values():
        person.page.get_by_role("heading", name="ENDEX").wait_for()
    page = play.control.page
    page.locator(".r-step").get_by_role("link", name="Report").first.click()
    page.wait_for_url("**/report")
    assert page.locator("h1").first.inner_text()
    for word in ("Eastmere", "Speak in public", "Osprey"):
        assert play.control.saw(word), word
    for person in (play.plenary, *play.seats.values()):
        assert person.context.request.get(f"{play.room}/report").status == 403
