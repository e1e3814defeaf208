"""The room itself: its regions, what can be done in it, and what its templates are made of."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

from whitecell.exercise import AnswerQuestion, Audience, Command, Exercise, GiveOrder, OfSeat
from whitecell.live.access import Grant
from whitecell.web.chart import chart
from whitecell.web.room import Room, Scene
from whitecell.web.rooms.cell.asks import asks
from whitecell.web.rooms.cell.decide import aids, deeds, given, left, others
from whitecell.web.rooms.cell.inbox import inbox, wanted
from whitecell.web.rooms.cell.needs import mine, pending
from whitecell.web.rooms.cell.questions import asked, past
from whitecell.web.rooms.cell.situation import stories, tables
from whitecell.web.rooms.cell.tasks import tasks
from whitecell.web.routes import Holds, Params
from whitecell.web.standing import Reading, readings

REGIONS = (
    "check", "tasks", "inbox", "wanted", "front", "questions", "state", "changes", "map", "needs", "orders", "choose",
    "free", "asks", "messages", "people",
)  # fmt: skip
COMMANDS = frozenset(
    "read-letter share-inject ask-share decline-share answer-question give-order withdraw-order answer-need "
    "give-free-order withdraw-free-order ask-rfi send-message answer-check real-world-stop".split()
)
LAST = 200
"""Entries looked at: enough to tell what changed lately, and which orders of others were taken back."""

FIRST = 2
"""Things to do that the top bar names; the line below it names all."""


def looks(params: Params, exercise: Exercise) -> tuple[Audience, ...]:
    """The seat's own eyes. 404 where the scenario has no such seat."""
    path = f"{params['cell']}/{params['seat']}"
    if path not in exercise.scenario.seats:
        raise HTTPException(404)
    return (OfSeat(path),)


def more(scene: Scene) -> Mapping[str, Any]:
    """All that the regions show beside the view. `able`: forms are shown; `voice`: this seat speaks for its cell."""
    view, part = scene.view, scene.part
    return {
        "able": bool(scene.room.commands) and view.phase != "ended", "voice": scene.names.acts(scene.seat),
        "cell": scene.params["cell"], "tasks": part(tasks), "mail": part(inbox), "wanted": part(wanted),
        "waits": part(pending), "answered": part(mine), "questions": part(asked), "past": part(past),
        "readings": part(standing), "tables": part(tables), "stories": part(stories), "chart": chart(scene.names),
        "given": part(given), "others": part(others), "deeds": part(deeds), "left": part(left), "aids": part(aids),
        "asks": part(asks),
    }  # fmt: skip


def standing(scene: Scene) -> list[Reading]:
    """The values that the seat may see."""
    return readings(scene, scene.view)


def expected(scene: Scene) -> str:
    """What is expected now, in the top bar; nothing while a real-world stop holds, which says so itself."""
    view = scene.view
    if view.clock.stop or view.phase in ("created", "ended"):
        return ""
    found = [task.words for task in tasks(scene)]
    if len(found) > FIRST:
        return scene.tongue("cell.expected.more", tasks=", ".join(found[:FIRST]), n=len(found) - FIRST)
    if found:
        return scene.tongue("cell.expected", tasks=scene.tongue.listed(found))
    return scene.tongue("cell.expected.none") if view.open and view.phase == "running" else ""


def stale(scene: Scene, command: Command, about: str) -> str:
    """Why a form is too old: somebody of the cell has meanwhile answered, or ordered, what it was made for.

    One's own last word is not somebody else's: a form that is sent twice is the same command.
    """
    view, cell, t = scene.view, scene.params["cell"], scene.tongue
    if isinstance(command, AnswerQuestion) and not command.sealed:
        question = next((each for each in asked(scene) if each.id == command.question), None)
        if question is not None and about != question.about and question.by not in ("", scene.seat):
            return t("cell.stale.answer", who=scene.names.office(question.by))
    if isinstance(command, GiveOrder):
        ours = [order for order in view.orders if order.cell == cell and order.move == view.number]
        if about.rpartition(" ")[2] != str(len(ours)) and ours and ours[-1].seat != scene.seat:
            return t("cell.stale.order", who=scene.names.office(ours[-1].seat))
    return ""


def drafter(params: Params) -> tuple[Grant, str]:
    """A seat's own drafts."""
    path = f"{params['cell']}/{params['seat']}"
    return Grant(params["exercise"], "seat", path), path


ROOM = Room(
    kind="cell",
    path="/x/{exercise}/seat/{cell}/{seat}",
    rule=Holds(("seat",)),
    looks=looks,
    regions=REGIONS,
    commands=COMMANDS,
    more=more,
    expected=expected,
    drafter=drafter,
    shared=lambda params: params["cell"],
    last=LAST,
    stale=stale,
)
