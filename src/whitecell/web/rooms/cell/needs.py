"""What other cells' orders owe this one: what waits for this seat's answer, and what it has answered."""

import json
import re
from dataclasses import dataclass

from whitecell.exercise import SeenNeed
from whitecell.tongue import Said
from whitecell.web.room import Scene
from whitecell.web.rooms.cell.wording import arguments

ANSWERS = ("agree", "conditions", "object")


@dataclass(frozen=True, slots=True)
class Wait:
    """An order of another cell that asks this one. `mine`: this seat answers. `due`: game minutes of the deadline,
    at the pace of now; `until` in exercise minutes. `aid`: what the aid would answer.
    """

    need: SeenNeed
    title: Said
    text: Said
    arguments: tuple[tuple[str, str], ...]
    mine: bool
    due: float
    until: float
    aid: str = ""


def pending(scene: Scene) -> tuple[Wait, ...]:
    """What waits for an answer of this cell, the seat's own first, then what is due first."""
    view, cell = scene.view, scene.params["cell"]
    if not view.open:
        return ()
    over = {order.id for order in view.orders if order.status != "given"}
    over |= {entry.facts["order"] for entry in view.entries if entry.kind == "order.withdrawn/1"}
    found = [
        wait(scene, need) for need in view.needs
        if need.of.partition("/")[0] == cell and need.kind != "inform" and need.answer is None
        and need.order not in over and need.cell != cell
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (not each.mine, each.until)))


def wait(scene: Scene, need: SeenNeed) -> Wait:
    """A need as its reader sees it."""
    clock, until = scene.view.clock, need.asked.exercise + (need.within or 0.0)
    deed = scene.names.deed(need.choice.action)
    return Wait(
        need, scene.names.action(need.choice.action), scene.names.say(deed.text), arguments(scene.names, need.choice),
        need.of == scene.seat, min(clock.ends, clock.game + (until - clock.base) * clock.pace), until,
        _aid(scene, need),
    )  # fmt: skip


def _aid(scene: Scene, need: SeenNeed) -> str:
    """What the aid of this seat has drafted; nothing where there is none or it can not be read."""
    try:
        said = json.loads(scene.drafts(f"aid/need/{need.id}") or "{}").get("answer", "")
    except (ValueError, AttributeError):
        return ""
    return said if said in ANSWERS else ""


def mine(scene: Scene) -> tuple[Wait, ...]:
    """What was asked of this cell in this move and is answered, or was only told to it, the latest first."""
    view, cell = scene.view, scene.params["cell"]
    open_ = {wait.need.id for wait in pending(scene)}
    now = re.compile(rf"\.{view.number}(\.\d+)?$")  # an order's name ends with its move, and its place in that
    return tuple(
        wait(scene, need) for need in reversed(view.needs)
        if need.of.partition("/")[0] == cell and need.cell != cell and need.id not in open_
        and now.search(need.order)
    )[:12]  # fmt: skip
