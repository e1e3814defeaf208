"""What is expected of this seat now, each with the place on the page where it is done."""

from dataclasses import dataclass

from whitecell.web.room import Scene
from whitecell.web.rooms.cell.decide import left
from whitecell.web.rooms.cell.inbox import unread, wanted
from whitecell.web.rooms.cell.needs import pending
from whitecell.web.rooms.cell.questions import asked


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `grave`: somebody waits for it, and it has its time."""

    words: str
    place: str
    shape: str
    grave: bool = False


def tasks(scene: Scene) -> tuple[Task, ...]:
    """The most urgent first; nothing before STARTEX but reading, nothing after ENDEX."""
    view, t = scene.view, scene.tongue
    if view.phase == "ended":
        return ()
    found = []
    if n := sum(wait.mine for wait in pending(scene)):
        found.append(Task(t("cell.task.needs", n=n), "needs", "key", True))
    if n := unread(scene):
        found.append(Task(t("cell.task.letters", n=n), "inbox", "mail"))
    if scene.names.acts(scene.seat):
        if n := len(wanted(scene)):
            found.append(Task(t("cell.task.wanted", n=n), "wanted", "ask"))
        questions = asked(scene)
        if n := sum(question.seal for question in questions):
            found.append(Task(t("cell.task.seal", n=n), "questions", "lock"))
        if n := sum(not question.seal and not question.answer for question in questions):
            found.append(Task(t("cell.task.questions", n=n), "questions", "ask"))
    if view.permitted and (n := left(scene)):
        found.append(Task(t("cell.task.orders", n=n), "orders", "next"))
    return tuple(found)
