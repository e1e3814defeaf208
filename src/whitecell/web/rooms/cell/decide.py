"""The orders of a cell: what each seat can choose, what it owes and tells, what was given, and what became of it."""

import json
from dataclasses import dataclass

from whitecell.exercise import SeenNeed, SeenOrder
from whitecell.tongue import Said
from whitecell.web.room import SHARED, Scene
from whitecell.web.rooms.cell.wording import arguments, label, option, owed, reason, told


@dataclass(frozen=True, slots=True)
class Slot:
    """An argument of an order: the field's name, what it is called, its options with words, and what is drafted."""

    name: str
    label: Said
    options: tuple[tuple[str, Said], ...]
    key: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that a seat of the cell may order. `mine`: this seat has the authority; `now`: and could order it now.

    `key` begins the keys of its drafts, which the cell shares; `begun`: somebody has written something in one.
    """

    id: str
    title: Said
    text: Said
    level: int | None
    mine: bool
    now: bool
    at_once: bool
    by: tuple[str, ...]
    slots: tuple[Slot, ...]
    owes: tuple[tuple[str, str], ...]
    told: str
    key: str
    begun: bool
    writer: str
    about: str


@dataclass(frozen=True, slots=True)
class Given:
    """An order that was given: with what it owes, its fate, and whether this seat may take it back."""

    order: SeenOrder
    title: Said
    arguments: tuple[tuple[str, str], ...]
    needs: tuple[SeenNeed, ...]
    reason: str
    open: bool


@dataclass(frozen=True, slots=True)
class Aid:
    """An order that the seat's aid has drafted: the key of the draft, and the fields that send it."""

    key: str
    action: str
    title: Said
    arguments: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    about: str


def ours(scene: Scene) -> list[SeenOrder]:
    """The cell's orders of the current move, in the order they were given, those that were taken back too."""
    cell, view = scene.params["cell"], scene.view
    return [order for order in view.orders if order.cell == cell and order.move == view.number]


def left(scene: Scene) -> int:
    """How many orders the cell may still give in this move."""
    view = scene.view
    if not view.open:
        return 0
    most = scene.names.move(view.move).orders.get(scene.params["cell"], 0)
    return max(0, most - sum(order.status != "withdrawn" for order in ours(scene)))


def deeds(scene: Scene) -> tuple[Deed, ...]:
    """What the cell may order: first what this seat could order now, then its others, then its colleagues'."""
    if scene.view.phase == "ended":
        return ()
    found = [_deed(scene, action.id) for action in scene.names.actions(scene.params["cell"])]
    return tuple(sorted(found, key=lambda deed: (not deed.now, not deed.mine)))


def _deed(scene: Scene, id_: str) -> Deed:
    names, cell = scene.names, scene.params["cell"]
    deed, key = names.deed(id_), f"{SHARED}order/{id_}/"
    variants = [choice.arguments for choice in scene.view.permitted if choice.action == id_]
    kept = scene.kept(key)
    slots = []
    for place, (name, kind) in enumerate(deed.arguments):
        can = {variant[place][1] for variant in variants} or set(kind.options)
        words = tuple((each, option(names, id_, name, each)) for each in kind.options if each in can)
        slots.append(Slot(name, label(names, id_, name), words, f"{key}{name}", scene.drafts(f"{key}{name}")))
    writers = {draft.by.removeprefix("seat ") for draft in kept.values()} - {scene.seat}
    return Deed(
        id_, names.action(id_), names.say(deed.text), deed.level, scene.seat in deed.by, bool(variants),
        deed.applies == "at_once", tuple(by for by in deed.by if by.partition("/")[0] == cell), tuple(slots),
        tuple(owed(names, deed, cell)), told(names, deed, cell), key, bool(kept), min(writers, default=""),
        f"{id_} {len(ours(scene))}",
    )  # fmt: skip


def given(scene: Scene) -> tuple[Given, ...]:
    """The cell's orders, the latest first: all of this move, then those of earlier ones."""
    cell, view = scene.params["cell"], scene.view
    return tuple(_given(scene, order) for order in reversed(view.orders) if order.cell == cell)


def others(scene: Scene) -> tuple[Given, ...]:
    """The orders of other cells that this seat has learnt of, the latest first."""
    cell = scene.params["cell"]
    return tuple(_given(scene, order) for order in reversed(scene.view.orders) if order.cell != cell)[:20]


def _given(scene: Scene, order: SeenOrder) -> Given:
    names, view = scene.names, scene.view
    return Given(
        order, names.action(order.choice.action), arguments(names, order.choice),
        tuple(need for need in view.needs if need.order == order.id), reason(names, order.reason),
        order.status == "given" and view.open and order.move == view.number,
    )  # fmt: skip


def aids(scene: Scene) -> tuple[Aid, ...]:
    """What the seat's aid proposes to order. A draft that can not be read is none."""
    found = []
    for key, draft in scene.kept("aid/").items():
        if key.startswith("aid/need/") or not scene.view.open:
            continue
        try:
            words = json.loads(draft.text)
            action, given = str(words["action"]), {str(k): str(v) for k, v in words["arguments"].items()}
            choice = next(
                each for each in scene.view.permitted if each.action == action and dict(each.arguments) == given
            )
        except (ValueError, KeyError, AttributeError, TypeError, StopIteration):
            continue
        fields = (("action", action), *((f"arguments.{name}", value) for name, value in choice.arguments))
        about = f"{key} {len(ours(scene))}"
        found.append(Aid(key, action, scene.names.action(action), arguments(scene.names, choice), fields, about))
    return tuple(found)
