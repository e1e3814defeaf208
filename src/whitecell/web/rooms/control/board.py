"""The MSEL as Control's board shows it: every inject where it stands, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whitecell.exercise import DeskItem, Item, SeenClock, View
from whitecell.tongue import Said, number
from whitecell.web.names import Names
from whitecell.web.room import Scene

STATUSES = ("planned", "due", "released", "held", "skipped", "dropped")
"""Where an inject stands. Due: the clock releases it in the open move. Skipped: its time has gone by without it.
Dropped: Control took it out.
"""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A cell that an inject goes to: so many of its seats; `whole` where it is all of them."""

    cell: str
    seats: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An inject as the board shows it. `due` is the exercise minute at which the clock releases it; `status` is one of
    `STATUSES`.
    """

    item: Item
    title: Said
    sender: Said
    when: str
    due: float | None
    to: tuple[Addressee, ...]
    read: int
    seats: int
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Group:
    """Injects that stand alike. `open`: shown unfolded."""

    key: str
    title: str
    lines: tuple[Line, ...]
    open: bool
    text: Said | None = None


def game_of(clock: SeenClock, exercise: float) -> float:
    """The game minute that this exercise minute of the open move falls on."""
    return clock.game + (exercise - clock.base) * clock.pace


def addressees(names: Names, seats: Iterable[str]) -> tuple[Addressee, ...]:
    """The cells of these seats, in the order of the pack."""
    wanted, sizes, found = frozenset(seats), dict[str, int](), dict[str, int]()
    for seat in names.seats():
        sizes[seat.cell] = sizes.get(seat.cell, 0) + 1
        if seat.path in wanted:
            found[seat.cell] = found.get(seat.cell, 0) + 1
    return tuple(Addressee(cell, count, count == sizes[cell]) for cell, count in found.items())


def line(scene: Scene, view: View, found: DeskItem) -> Line:
    """One inject."""
    item, names, t = found.item, scene.names, scene.tongue
    note = "own" if item.own else "changed" if item.changed else ""
    due = found.due if view.open and not found.by_hand else None
    return Line(
        item, names.own(item.title) or Said(item.id), names.own(item.sender), when(scene, view, found), due,
        addressees(names, item.seats), found.read, len(item.seats), t(f"board.{note}") if note else "", status(found),
    )  # fmt: skip


def when(scene: Scene, view: View, found: DeskItem) -> str:
    """When it comes or came, short."""
    item, t = found.item, scene.tongue
    if item.released is not None:
        return scene.names.game(item.released.game)
    if found.over:
        return t("board.jumped" if item.jumped else "board.over")
    if found.due is not None and view.open:
        return scene.names.game(game_of(view.clock, found.due))
    if item.move is not None and not found.by_hand:
        return t("board.minute", n=number(item.minute))
    return t("board.condition" if item.conditional and item.move is None else "board.hand")


def board(scene: Scene, view: View) -> list[Group]:
    """Every inject in one group: what comes now first, what is over last."""
    desk, t = view.desk, scene.tongue
    if desk is None:
        return []
    here: dict[str, list[DeskItem]] = {}
    for found in desk.items:
        late = view.phase == "ended" and found.item.status in ("planned", "held") and not found.over
        here.setdefault("unreleased" if late else kind(found), []).append(found)
    groups = [
        ("due", sorted(here.pop("due", []), key=lambda f: (f.item.minute, f.item.id)), True),
        ("held", here.pop("held", []), True),
        ("hand", here.pop("hand", []), True),
        ("condition", here.pop("condition", []), True),
    ]
    last = [
        ("skipped", here.pop("skipped", []), True),
        ("unreleased", here.pop("unreleased", []), True),
        ("released", sorted(here.pop("released", []), key=came, reverse=True), True),
        ("dropped", here.pop("dropped", []), False),
    ]
    later = [
        Group(move.id, t("board.later"), lines(scene, view, sorted(here[move.id], key=lambda f: f.item.minute)),
              move.id == desk.next, scene.names.say(move.title, move.id))
        for move in scene.names.moves() if move.id in here
    ]  # fmt: skip
    first, end = (
        [Group(key, t(f"board.{key}.title"), lines(scene, view, found), open_) for key, found, open_ in part if found]
        for part in (groups, last)
    )
    if not view.open:
        coming_up = [group for group in later if group.key == desk.next]
        return [*coming_up, *first, *(group for group in later if group.key != desk.next), *end]
    return [*first, *later, *end]


def lines(scene: Scene, view: View, found: Sequence[DeskItem]) -> tuple[Line, ...]:
    """Each of these."""
    return tuple(line(scene, view, each) for each in found)


def came(found: DeskItem) -> float:
    """When an inject was released, in wall time."""
    return found.item.released.wall if found.item.released else 0.0


def kind(found: DeskItem) -> str:
    """Which group an inject stands in: of those of another move, the move's."""
    item = found.item
    if found.over:
        return "skipped"
    if item.status != "planned":
        return item.status
    if found.due is not None and not found.by_hand:
        return "due"
    if found.by_hand:
        return "hand"
    return item.move or "condition"


def status(found: DeskItem) -> str:
    """Which of `STATUSES` an inject has."""
    group = kind(found)
    return group if group in STATUSES else "planned"


def timed(view: View) -> list[DeskItem]:
    """The injects that the clock still releases in the open move."""
    items = view.desk.items if view.desk and view.open else ()
    return [found for found in items if found.due is not None and not found.by_hand]


def coming(view: View) -> DeskItem | None:
    """The inject that the clock releases next."""
    return min(timed(view), key=lambda found: (found.due or 0.0, found.item.id), default=None)


def unsent(view: View) -> int:
    """How many injects of the open move its closing would keep back: those the clock has before it, those held."""
    items = view.desk.items if view.desk and view.open else ()
    held = [found for found in items if found.item.status == "held" and found.item.move == view.move]
    return len(timed(view)) + len(held)


def version(item: Item) -> str:
    """What tells one state of an inject from another, so that nobody changes what a colleague has just changed."""
    parts = (
        sorted(item.title.items()), sorted(item.body.items()), sorted(item.seats), item.move, item.minute, item.status
    )  # fmt: skip
    return f"{item.id} {hash_of(repr(parts))}"


def hash_of(text: str) -> str:
    """A short digest."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]
