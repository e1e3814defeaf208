"""What waits for somebody: orders with what they owe, free orders, requests, and what Control should look at."""

from dataclasses import dataclass

from whitecell.exercise import DeskNeed, DeskOrder, View
from whitecell.game import Choice
from whitecell.report.figures import called
from whitecell.tongue import Said
from whitecell.web.names import Names
from whitecell.web.room import Scene


@dataclass(frozen=True, slots=True)
class Owed:
    """A need of an order. `state`: told, waits, or how it was answered."""

    need: DeskNeed
    state: str

    @property
    def waits(self) -> bool:
        """Whether an answer is still wanted."""
        return self.state == "waits"


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that stands, with what it owes."""

    order: DeskOrder
    title: Said
    arguments: tuple[tuple[str, str], ...]
    needs: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that Control should look at: words, where to look, how grave; with `asked`, how long it has waited."""

    words: str
    href: str
    kind: str = ""
    shape: str = "wait"
    asked: float | None = None
    within: float = 0.0


def orders(scene: Scene, view: View) -> list[Asked]:
    """The orders of the move, those that wait for an answer first."""
    if view.desk is None:
        return []
    found = [
        Asked(order, scene.names.action(order.choice.action), arguments(scene.names, order.choice),
              tuple(owed(need) for need in order.needs))
        for order in view.desk.orders
    ]  # fmt: skip
    return sorted(found, key=lambda each: not each.order.waits)


def owed(need: DeskNeed) -> Owed:
    """A need as it stands."""
    if need.kind == "inform":
        return Owed(need, "told")
    return Owed(need, need.answer or "waits")


def arguments(names: Names, choice: Choice) -> tuple[tuple[str, str], ...]:
    """The arguments of a choice in words."""
    found = []
    for name, option in choice.arguments:
        labels = names.argument(choice.action, name)
        found.append((str(names.say(labels.label, name)), called(labels, option, names.tongue.language)))
    return tuple(found)


def alerts(scene: Scene, view: View) -> list[Alert]:
    """What Control should look at, the gravest first."""
    desk, t, found = view.desk, scene.tongue, list[Alert]()
    if desk is None or view.phase == "ended":
        return found
    if view.clock.stop:
        found.append(Alert(t("alert.stop", who=scene.names.office(view.clock.stop)), "#r-console", "danger", "stop"))
    if desk.proposal is not None and (tied := len(desk.proposal.ties)) and unsettled(view):
        found.append(Alert(t("alert.ties", n=tied), "#r-result", "warn", "ask"))
    waiting = [need for order in desk.orders for need in order.needs if need.answer is None and need.kind != "inform"]
    if waiting and view.open:
        first = min(waiting, key=lambda need: need.asked.exercise + need.within)
        found.append(
            Alert(t("alert.needs", n=len(waiting)), "#r-orders", "", "key", first.asked.exercise, first.within)
        )
    if desk.free:
        found.append(Alert(t("alert.free", n=len(desk.free)), "#r-asks", "warn", "ask"))
    if desk.rfis:
        found.append(Alert(t("alert.rfis", n=len(desk.rfis)), "#r-asks", "warn", "ask"))
    ours = max((n for n, each in enumerate(view.messages, 1) if each.by == "control"), default=0)
    if talk := len(view.messages) - ours:
        found.append(Alert(t("alert.talk", n=talk), "#r-messages", "warn", "mail"))
    people = [glance.seat for glance in desk.seats if glance.kind == "person"]
    if desk.check is not None and (silent := len(set(people) - desk.check.answers.keys())):
        found.append(Alert(t("alert.check", n=silent), "#r-line", "warn", "link"))
    seen = scene.seen()
    gone = [glance for glance in desk.seats if glance.kind == "person" and glance.seat not in seen]
    if gone:
        found.append(Alert(t("alert.gone", n=len(gone)), "#r-cells", "warn", "lost"))
    return found


def unsettled(view: View) -> bool:
    """Whether a tie has not been ruled yet."""
    proposal = view.desk.proposal if view.desk else None
    if proposal is None:
        return False
    settled = {change.var for change in proposal.changes if change.cause.kind == "ruling"}
    return any(tie.var not in settled for tie in proposal.ties)
