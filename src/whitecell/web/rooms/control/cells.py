"""The cells at a glance: who sits where, who is there, what each has read, answered, ordered, and is writing."""

from dataclasses import dataclass
from typing import Any

from whitecell.exercise import SeatGlance, View
from whitecell.scenario import Question, Seat
from whitecell.tongue import Said, number
from whitecell.web.room import Scene


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat. `there`: it has a page open; `writing`: it, or its cell, has an unfinished text."""

    seat: Seat
    glance: SeatGlance
    name: Said
    bot: Said
    there: bool
    writing: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A cell with its seats. `writing`: its members have an unfinished text that they share."""

    cell: str
    chairs: tuple[Chair, ...]
    writing: bool

    @property
    def unread(self) -> int:
        """Letters that people of this cell have not opened."""
        return sum(chair.glance.unread for chair in self.chairs if chair.glance.kind == "person")

    @property
    def orders(self) -> int:
        """Orders of this move."""
        return sum(chair.glance.orders for chair in self.chairs)

    @property
    def people(self) -> int:
        """Seats that people hold."""
        return sum(chair.glance.kind == "person" for chair in self.chairs)


def teams(scene: Scene, view: View) -> list[Team]:
    """Every cell."""
    if view.desk is None:
        return []
    glances = {glance.seat: glance for glance in view.desk.seats}
    seen, writing = scene.seen(), scene.writing()
    found: dict[str, list[Chair]] = {}
    for seat in scene.names.seats():
        glance = glances[seat.path]
        name = bot(scene, glance.holder) if glance.kind == "bot" else Said(glance.holder)
        found.setdefault(seat.cell, []).append(
            Chair(seat, glance, name, bot(scene, seat.bot), seat.path in seen, seat.path in writing)
        )
    return [Team(cell, tuple(chairs), cell in writing) for cell, chairs in found.items()]


def bot(scene: Scene, name: str) -> Said:
    """What an automated player is called; the one that every scenario has is in none."""
    return Said(scene.tongue("cells.uniform")) if name == "uniform" else scene.names.bot(name)


@dataclass(frozen=True, slots=True)
class Head:
    """How many seats people hold, how many bots, and how many of all have a page open."""

    people: int
    bots: int
    seats: int
    there: int


def heads(scene: Scene, view: View) -> Head:
    """Everybody counted."""
    glances = view.desk.seats if view.desk else ()
    kinds = [glance.kind for glance in glances]
    there = sum(glance.seat in scene.seen() for glance in glances)
    return Head(kinds.count("person"), kinds.count("bot"), len(kinds), there)


@dataclass(frozen=True, slots=True)
class Heard:
    """A seat in the communications check. `kind` is empty where nobody sits; `after`: seconds until it answered."""

    seat: str
    kind: str
    there: bool
    after: int | None


def heard(scene: Scene, view: View) -> list[Heard]:
    """Every seat, in the last check, people first; nobody where there was none."""
    check = view.desk.check if view.desk else None
    if view.desk is None or check is None:
        return []
    seen = scene.seen()
    glances = {glance.seat: glance for glance in view.desk.seats}
    ordered = [glances[seat.path] for seat in scene.names.seats()]
    return [
        Heard(
            glance.seat, glance.kind, glance.seat in seen,
            max(0, round(check.answers[glance.seat].wall - check.at.wall)) if glance.seat in check.answers else None,
        )
        for glance in sorted(ordered, key=lambda glance: glance.kind != "person")
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: whose, sealed or for the cell, and what it says."""

    seat: str
    sealed: bool
    words: Said
    when: str


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of the move with the answers so far. `sealed` of `asked` seats have answered for themselves."""

    question: Question
    answers: tuple[Given, ...]
    sealed: int
    asked: int
    cells: int
    """Cells that have answered as one."""


def questions(scene: Scene, view: View) -> list[Posed]:
    """Every question of the open move."""
    found = []
    for id_ in view.questions:
        question = scene.names.question(id_)
        given = [each for each in view.answers if each.question == id_ and each.move == view.number]
        answers = tuple(
            Given(each.seat, each.sealed, said(scene, question, each.answer), scene.names.game(each.at.game))
            for each in sorted(given, key=lambda each: each.sealed)
        )
        asked = sum(seat.cell in question.to for seat in scene.names.seats())
        cells = len({each.seat.partition("/")[0] for each in given if not each.sealed})
        found.append(Posed(question, answers, sum(each.sealed for each in given), asked, cells))
    return found


def said(scene: Scene, question: Question, answer: Any) -> Said:
    """An answer in words: options by what they are called, a ranking in its order."""
    options = dict(question.options)
    if isinstance(answer, list | tuple):
        return Said(" > ".join(str(said(scene, question, each)) for each in answer))
    if isinstance(answer, str) and answer in options:
        return scene.names.say(options[answer], answer)
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return Said(number(float(answer)))
    return Said("" if answer is None else str(answer))
