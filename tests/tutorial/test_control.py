"""What docs/tutorial/control.md tells a newcomer to press is pressed here, and stands on the pages as it is quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.project.tree import ROOT
from tests.tutorial.shell import run
from tests.tutorial.tab import Tab
from tests.web.conftest import PLANNER, SAME, Wall
from whitecell.journal import MemoryStore
from whitecell.live import House
from whitecell.web import make

TEXT = (ROOT / "docs/tutorial/control.md").read_text(encoding="utf-8")
SECTIONS = re.sub(r"`[^`]*`|^```.*?^```|!\[[^\]]*\]", "", TEXT, flags=re.MULTILINE | re.DOTALL).split("\n## ")
BOLD = [
    (number, " ".join(found.split()))
    for number, section in enumerate(SECTIONS)
    for found in dict.fromkeys(re.findall(r"\*\*(.+?)\*\*", section, re.DOTALL))
]
ITALIC = {" ".join(found.split()) for found in re.findall(r"(?<!\*)\*([^*]+?)\*(?!\*)", "".join(SECTIONS), re.DOTALL)}
DIRECTOR, CISO = "Managing director, incident commander", "Chief information security officer"
CYBER = "Cyber crime unit, head of investigation"
CUT, PRESERVE, SPEAK = "Cut the terminal off", "Preserve the evidence", "Speak in public"
LETTER = "A terminal on your coast, and a key that may exist"


class Desk:
    """A newcomer's browser, on a server whose time passes when the test says so. `met` has what each section showed."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.house = House(MemoryStore(), now=self.wall, threads=False)
        self.client = TestClient(make(self.house), headers={**SAME, "accept-language": "en"}, follow_redirects=False)
        self.met: dict[int, set[str]] = defaultdict(set)
        self.tabs: list[Tab] = []

    def tab(self, where: str) -> Tab:
        self.tabs.append(Tab(self.client, self.met[self.section], where))
        return self.tabs[-1]

    def begins(self, section: int) -> None:
        """From here on, what is met is met in this section of the tutorial."""
        self.section = section
        for tab in self.tabs:
            tab.met = self.met[section]
            tab.goes(tab.where)

    def passes(self, minutes: float) -> None:
        """Wall time, in steps that the clock takes for waking ones."""
        for _ in range(round(minutes * 3)):
            self.wall.seconds += 20
            self.house.ticker.poll(wait=True)
            self.house.seats.poll()
        self.begins(self.section)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    made = Desk()
    walk(made)
    yield made
    made.house.close()


def walk(desk: Desk) -> None:
    """The tutorial, section by section."""
    desk.begins(1)
    planner = desk.tab("/join/" + desk.house.links.make(PLANNER, desk.wall())[1])
    planner.press("Enter")

    desk.begins(2)
    planner.press("Create the exercise", "Night shift at Eastmere", seed="7")
    chairs = [f"seat {seat}" for seat in ("terminal/managing-director", "terminal/ciso", "police/cyber-crime")]
    planner.press("Make links", **{"for": chairs})
    links = [found for found in planner.page.xpath("//input/@value") if "/join/" in found]
    md, ciso, cyber = (desk.tab(link).press("Take this seat") for link in links)
    assert md.says(DIRECTOR) and ciso.says(CISO) and cyber.says(CYBER)
    exercise = planner.where.replace("/plan/", "/x/")
    plenary, control = desk.tab(f"{exercise}/plenary"), planner
    control.follows("Control room")
    assert control.where == f"{exercise}/control"

    desk.begins(3)
    control.press("Start now: STARTEX").press("Open move 1 now")
    control.press("Set rate", rate="2.0")
    desk.passes(1)
    assert control.says("Running ×2", "Timeline of move 1")

    desk.begins(4)
    ciso.reads("STARTEX. Eastmere")
    ciso.press("Seal my answer", "Would you have the terminal cut off now?", answer="look")
    ciso.press("Answer for the cell", "Would you have the terminal cut off now?", answer="cut_part")
    ciso.press("Send order", CUT, **{"arguments.extent": "planning", "rationale": "Two servers."})
    cyber.press("Send order", PRESERVE)
    assert control.says("2 answers awaited", PRESERVE, "at once") and ciso.says("not possible now")
    assert md.says("consults you", SPEAK, "asks for your consent", PRESERVE)
    md.press("Agree", PRESERVE).press("Agree", SPEAK)
    assert not control.says("awaited")

    desk.begins(5)
    cyber.press("Send the request", of="control", words="Which contractor serves the cranes?")
    assert control.says("1 RFI open")
    answer = {"title.en": "The contractor", "body.en": "Kestrel Lifting.", "sender.en": "Technical office"}
    control.press("Send the answer", "contractor", **answer)
    assert cyber.says("The contractor", "answered")
    md.press("Send to Control", words="The duty manager rings the hauliers: no lorries until 06:00.")
    control.says()
    control.follows("Map or rule…")
    control.press("Show the effect", **{"values.backlog": "2", "why": "They are worked later."})
    assert control.press("Rule so").says("This order was ruled:")
    control.goes(f"{exercise}/control")
    md.press("Send", "Words with Control", words="May we ring the port by telephone?")
    assert control.says("1 message to Control")
    control.press("Send", "Messages", words="Yes. Begin each call with the word exercise.")
    assert not control.says("1 message to Control") and ciso.says("Begin each call with the word exercise.")

    desk.begins(6)
    desk.passes(5)
    assert cyber.says(LETTER) and not ciso.says(LETTER)
    desk.tab(f"{exercise}/control/inject/i104")
    cyber.reads(LETTER)
    cyber.press("Pass it on", LETTER, to="terminal")
    assert ciso.says(LETTER)
    ship = desk.tab(f"{exercise}/control/inject/i106").press("Hold")
    desk.passes(5)
    control.press("Pause")
    assert ciso.says("Paused")
    control.press("Resume")
    assert control.says("1 timed inject of this move has not gone out", "No order yet from:")
    ship.says()
    ship.press("Release now")
    assert not control.says("not gone out")

    desk.begins(7)
    control.press("Close it: propose the result")
    assert control.says("Proposed result of move 1", "evidence += 0.5 * (1 - evidence)")
    control.press("Rule", "Evidence still usable", value="0.7", why="The copies were made in a hurry.")
    assert not ciso.says("Cut the terminal off, by Terminal operator")
    control.press("Accept and publish")
    assert ciso.says("Cut the terminal off, by Terminal operator", "ruled by Control") and not plenary.says("cut off")

    desk.begins(8)
    control.press("End now: ENDEX").says()
    control.follows("Report")
    assert control.says("After-action report", "The copies were made in a hurry.")

    desk.begins(9)
    desk.client.cookies.clear()
    desk.tab(links[0])


@pytest.mark.parametrize(("section", "words"), BOLD)
def test_a_button_or_heading_stands_on_a_page_of_its_section(desk: Desk, section: int, words: str) -> None:
    anywhere = section in (0, len(SECTIONS) - 1)  # the introduction, and what may be otherwise
    assert words in (set.union(*desk.met.values()) if anywhere else desk.met[section])


@pytest.mark.parametrize("words", sorted(ITALIC))
def test_what_the_exercise_says_was_met(desk: Desk, words: str) -> None:
    assert any(words.lower() in met.lower() for section in desk.met.values() for met in section)


def test_the_walk_has_all_sections(desk: Desk) -> None:
    assert len(SECTIONS) == 10 and len(BOLD) > 60 and len(ITALIC) > 10


def test_the_command_is_there() -> None:
    (command,) = re.findall(r"^\.venv/bin/(whitecell .+)$", TEXT, re.MULTILINE)
    code, output = run(f"{command.partition(' --')[0]} --help", ROOT)
    assert code == 0 and all(option in output for option in re.findall(r"--\w+", command))
