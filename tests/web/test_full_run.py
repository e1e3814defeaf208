"""The flagship from STARTEX to ENDEX over HTTP: Control and four seats are persons, bots hold the rest, and the server
dies in the middle. No clock is wrong, no acknowledged word is lost, the journal is whole, and the report is made of it.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import SAME, Wall
from whitecell import report
from whitecell.exercise import Exercise, OfSeat, View
from whitecell.journal import Journal, verify_store, write_lines
from whitecell.live import Grant, House
from whitecell.scenario import Question
from whitecell.web import make

PEOPLE = ("us/white-house", "us/defense-policy", "rok/presidential-office", "rok/defense-ministry")
STEP = 24.0
"""Wall seconds between two looks at the clock: fewer than those after which a house takes it that the machine slept."""
RATE = 4.0


class Person:
    """A browser that joined by a link and acts in its room."""

    def __init__(self, run: Run, link: str) -> None:
        self.run = run
        self.client = TestClient(run.app, headers=SAME, follow_redirects=False)
        joined = self.client.post(link, data={"id": link[-8:], "name": "Somebody"})
        assert joined.status_code == 303, joined.text
        self.where = joined.headers["location"]
        self.seat = "/".join(self.where.split("/")[4:6])

    def does(self, do: str, *words: str, **fields: object) -> bool:
        """Send a form; whether it was accepted. What was accepted with words is acknowledged: it may not be lost."""
        self.run.count += 1
        typed = {name.replace("__", "."): value for name, value in fields.items()}
        data = {"about": "", **typed, "do": do, "id": str(self.run.count)}
        answer = self.client.post(f"{self.where}/do", data=data, headers={"hx-request": "true"})
        assert answer.status_code in (200, 422), (do, answer.status_code, answer.text)
        if answer.status_code == 200:
            self.run.acknowledged += words
        else:
            self.run.refused.append((do, re.sub("<[^>]+>", "", answer.text)))
        return answer.status_code == 200

    def must(self, do: str, *words: str, **fields: object) -> None:
        """The same, where nothing stands in the way."""
        assert self.does(do, *words, **fields), self.run.refused[-1]

    @property
    def cell(self) -> str:
        return self.seat.partition("/")[0]

    @property
    def view(self) -> View:
        """What the seat may see."""
        return self.run.house.view(self.run.exercise, OfSeat(self.seat))


class Run:
    """The server, its clock, and who plays."""

    def __init__(self, file: Path) -> None:
        self.file, self.wall, self.count = file, Wall(), 0
        self.acknowledged: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.open(file)
        link = self.house.links.make(Grant("", "planner"), self.wall())[1]
        planner = Person(self, f"/join/{link}")
        assert planner.where == "/plan"
        made = planner.client.post("/plan", data={"pack": "extended-deterrence", "seed": "7", "id": "make"})
        assert made.status_code == 303, made.text
        where = made.headers["location"]
        self.exercise = where.rpartition("/")[2]
        wanted = ["control", *(f"seat {seat}" for seat in PEOPLE)]
        page = planner.client.post(where, data={"do": "make", "for": wanted, "hours": "24", "shared": "no"}).text
        links = list(dict.fromkeys(re.findall(r"/join/[\w-]{20,}", page)))
        assert len(links) == len(wanted)
        people = [Person(self, each) for each in links]
        self.control, self.people = people[0], people[1:]
        assert sorted(person.seat for person in self.people) == sorted(PEOPLE)
        self.expected = 0.0  # minutes of the exercise clock

    def open(self, file: Path) -> None:
        """Start a server on the file."""
        self.house = House(file, now=self.wall, threads=False)
        self.app = make(self.house)

    @property
    def tip(self) -> Exercise:
        return self.house.tip(self.exercise)

    def passes(self, seconds: float = STEP) -> None:
        """Let time pass, and the clock and the bots act; the clock has gone on by just that, or not at all."""
        before, clock = self.tip.world.elapsed, self.tip.clock
        self.wall.seconds += seconds
        self.house.ticker.poll(wait=True)
        self.house.seats.poll()
        if clock.running:
            self.expected += seconds / 60 * clock.rate
        assert self.tip.clock.exercise(self.wall()) == pytest.approx(self.expected)
        assert self.tip.world.elapsed >= before

    def dies(self) -> None:
        """The machine loses power: what the files hold at this moment is all that is left."""
        folder = self.file.parent / "after"
        folder.mkdir()
        for each in self.file.parent.glob(f"{self.file.name}*"):
            shutil.copy(each, folder)
        known = len(self.tip.log)
        self.wall.seconds += 4  # nobody has looked at the clock since: these seconds are lost
        self.house.close()
        self.open(folder / self.file.name)
        for person in (self.control, *self.people):
            person.client.app = self.app
            person.client._transport.app = self.app  # type: ignore[attr-defined]
        assert len(self.tip.log) == known + 1 and self.tip.log[-1].kind == "clock.restored/1"
        assert self.tip.phase == "paused" and not self.tip.clock.running
        assert self.tip.clock.base == pytest.approx(self.expected)


def answered(question: Question) -> object:
    """Something that fits the question."""
    options = [option for option, _ in question.options]
    match question.kind:
        case "probability":
            return "40"
        case "ranking":
            return options
        case _ if options:
            return options[0]
        case _:
            return "Hold, and talk."


def acts(run: Run, person: Person, number: int) -> None:
    """What a person does once in a move: order, ask, answer, speak."""
    word = f"{person.seat} in move {number}"
    for choice in person.view.permitted[:6]:
        arguments = {f"arguments.{name}": value for name, value in choice.arguments}
        why = f"Because of {choice.action}, says {word}."
        ours = [each for each in person.view.orders if each.cell == person.cell and each.move == person.view.number]
        about = f"{choice.action} {len(ours)}"  # what the form shows that this person looks at
        if person.does(
            "give-order", why, action=choice.action, about=about, rationale=why, confidence="60", **arguments
        ):
            break
    for text, do, fields in (
        (f"What of the weather, asks {word}?", "ask-rfi", {"of": "control"}),
        (f"Call them, says {word}.", "give-free-order", {}),
        (f"All well, says {word}.", "send-message", {"to": "control"}),
    ):
        person.must(do, text, words=text, **fields)
    for id_ in person.view.questions:
        for sealed in ("yes", ""):
            person.does(
                "answer-question", question=id_, answer=answered(run.tip.scenario.questions[id_]), sealed=sealed
            )


def reacts(run: Run, person: Person) -> None:
    """What a person does whenever there is something: read letters, answer needs."""
    for letter in person.view.letters:
        if not letter.read:
            person.must("read-letter", letter=str(letter.number))
    for need in person.view.needs:
        if need.of == person.seat and need.answer is None and need.kind != "inform":
            person.does("answer-need", need=need.id, answer="agree")


def moderates(run: Run, number: int) -> None:
    """Control answers what was asked, and gives back what nobody can do."""
    for rfi in run.tip.rfis.values():
        if rfi.status in ("asked", "assigned"):
            text = f"Clear skies for {rfi.id}, move {number}."
            title = {"title__en": "The weather", "body__en": text, "sender__en": "Control"}
            run.control.must("answer-rfi", text, rfi=rfi.id, **title)
    for free in run.tip.free.values():
        if free.status == "given":
            text = f"Nobody answers {free.id}, move {number}."
            run.control.must("return-free-order", text, order=free.id, why=text)


def plays(run: Run, number: int) -> None:
    """One move, from its opening to its result."""
    run.control.must("open-move")
    move = run.tip.scenario.move[run.tip.world.move]
    run.house.seats.poll()
    step, opened = 0, run.expected
    while run.expected - opened < move.plays:
        run.passes()
        step += 1
        for person in run.people:
            reacts(run, person)
        if step == 3:
            for person in run.people:
                acts(run, person, number)
        if step == 5:
            moderates(run, number)
        if step == 8:  # everybody goes to lunch
            run.control.must("pause", f"Lunch {number}", why=f"Lunch {number}")
            for _ in range(5):
                run.passes(700.0)
            run.control.must("resume", rate=str(RATE))
        if step == 10 and number == 3:
            run.dies()
            run.passes(900.0)
            run.control.must("resume", rate=str(RATE))
    run.control.must("propose-result", why="Time.")
    run.control.must("accept-result", rulings="0")


def checked(run: Run) -> None:
    """What the journal says, and what is made of it."""
    house, exercise = run.house, run.exercise
    assert verify_store(house.store, exercise) == []
    out = io.BytesIO()
    head = write_lines(house.store, exercise, out)
    said = json.dumps([json.loads(line) for line in out.getvalue().splitlines()], ensure_ascii=False)
    assert len(run.acknowledged) >= 100
    assert [word for word in run.acknowledged if word not in said] == []
    log = run.tip.log
    for earlier, later in pairwise(log):
        assert earlier.at.game <= later.at.game, (earlier, later)
        assert earlier.at.exercise <= later.at.exercise, (earlier, later)
        assert earlier.at.wall <= later.at.wall, (earlier, later)
    opened = {event.data["move"]: event.at.exercise for event in log if event.kind == "move.opened/1"}
    released = [event for event in log if event.kind == "inject.released/1" and event.by == "clock"]
    ids = [event.data["inject"] for event in released]
    assert len(ids) == len(set(ids)) > 20
    for event in released:
        inject = run.tip.scenario.inject[event.data["inject"]]
        if inject.minute is not None and inject.move in opened and inject.when is None:
            late = event.at.exercise - opened[inject.move] - inject.minute
            assert -1e-6 <= late <= STEP / 60 * RATE + 1e-6, (inject.id, late)
    journal = Journal(tuple(house.store.read(exercise)), house.store.texts(exercise), head)
    made = report.html(report.report(journal))
    assert all(word in made for word in run.acknowledged if word.startswith("Because of"))


def test_the_flagship_runs_from_startex_to_endex(tmp_path: Path) -> None:
    run = Run(tmp_path / "x.db")
    try:
        for person in run.people:
            assert run.tip.holders[person.seat].kind == "person"
        run.control.must("start")
        run.control.must("set-rate", rate=str(RATE))
        number = 0
        while run.tip.phase != "ended" and run.tip.world.outcome is None and number < 9:
            number += 1
            plays(run, number)
        assert number >= 4
        if run.tip.phase != "ended":
            run.control.must("end-exercise", "Thank you all.", why="Thank you all.")
        assert run.tip.phase == "ended"
        checked(run)
    finally:
        run.house.close()
