"""The questions of the move: the seat's own sealed answer, and its cell's."""

from dataclasses import dataclass
from typing import Any

from whitecell.exercise import SeenAnswer
from whitecell.scenario import Question
from whitecell.tongue import Said, number
from whitecell.web.room import SHARED, Scene


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands for this seat. `seal`: its own sealed answer comes first. `sealed`: that answer in words.

    `sealers` of `members` have given theirs. `answer` is the cell's, in words, by the seat `by`. `about` changes with
    the cell's answer. `key` is of the draft, which is the cell's own unless it is for the sealed answer. `drafted` is
    what stands in it, by its part (of a ranking the place of each option).
    """

    id: str
    number: int
    text: Said
    kind: str
    options: tuple[tuple[str, Said], ...]
    seal: bool
    sealed: str
    sealers: int
    members: int
    answer: str
    by: str
    about: str
    key: str
    drafted: dict[str, str]
    writer: str

    @property
    def long(self) -> bool:
        """Whether its line does not show all of it as it is meant."""
        return any(mark in self.text.strip() for mark in "\n*_[`|")

    @property
    def done(self) -> bool:
        """Whether nothing is left to do for this seat and its cell."""
        return bool(self.answer) and not self.seal


@dataclass(frozen=True, slots=True)
class Past:
    """The cell's answer to a question of an earlier move."""

    move: int
    text: Said
    answer: str
    sealed: str


def asked(scene: Scene) -> tuple[Asked, ...]:
    """Every question that is open to this seat."""
    return tuple(_asked(scene, id_, place) for place, id_ in enumerate(scene.view.questions, 1))


def _asked(scene: Scene, id_: str, place: int) -> Asked:
    names, view, cell = scene.names, scene.view, scene.params["cell"]
    question = names.question(id_)
    answers = [each for each in view.answers if each.question == id_ and each.move == view.number]
    seals = {each.seat: each for each in answers if each.sealed}
    last = _last(answers, cell)
    seal = question.sealed_first and scene.seat not in seals and names.acts(scene.seat)
    key = f"seal/{view.number}/{id_}" if seal else f"{SHARED}answer/{view.number}/{id_}"
    kept = {each: draft for each, draft in scene.kept(key).items() if each == key or each.startswith(f"{key}/")}
    writers = {draft.by.removeprefix("seat ") for draft in kept.values()} - {scene.seat}
    members = sum(names.acts(seat.path) for seat in names.seats() if seat.cell == cell)
    return Asked(
        id_, place, names.say(question.text), question.kind,
        tuple((each, names.say(text, each)) for each, text in question.options), seal,
        said(scene, question, seals[scene.seat].answer) if scene.seat in seals else "", len(seals), members,
        said(scene, question, last.answer) if last else "", last.seat if last else "",
        f"{id_} {f'{last.at.wall:.3f}' if last else 'none'}", key,
        {each.removeprefix(key).strip("/"): draft.text for each, draft in kept.items()}, min(writers, default=""),
    )  # fmt: skip


def _last(answers: list[SeenAnswer], cell: str) -> SeenAnswer | None:
    """The cell's answer: the last one that a seat of it gave for all."""
    given = [each for each in answers if not each.sealed and each.seat.partition("/")[0] == cell]
    return max(given, key=lambda each: (each.at.wall, each.at.exercise), default=None)


def said(scene: Scene, question: Question, answer: Any) -> str:
    """An answer in words."""
    called = {id_: scene.names.say(text, id_) for id_, text in question.options}
    if question.kind == "choice":
        return called.get(str(answer), str(answer))
    if question.kind == "probability" and isinstance(answer, int | float):
        return scene.tongue("cell.percent", n=number(answer))
    if question.kind == "ranking" and isinstance(answer, list | tuple):
        return " › ".join(str(called.get(str(each), each)) for each in answer)
    return str(answer)


def past(scene: Scene) -> tuple[Past, ...]:
    """What the cell has answered in earlier moves, the latest move first."""
    view, cell = scene.view, scene.params["cell"]
    found: dict[tuple[int, str], list[SeenAnswer]] = {}
    for each in view.answers:
        if each.move != view.number or not view.questions:
            found.setdefault((each.move, each.question), []).append(each)
    result = []
    for (move, id_), answers in sorted(found.items(), key=lambda item: -item[0][0]):
        question, last = scene.names.question(id_), _last(answers, cell)
        own = next((each.answer for each in answers if each.sealed and each.seat == scene.seat), None)
        result.append(Past(
            move, scene.names.say(question.text), said(scene, question, last.answer) if last else "",
            said(scene, question, own) if own is not None else "",
        ))  # fmt: skip
    return tuple(result)
