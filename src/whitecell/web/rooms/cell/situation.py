"""What has changed lately and why, as far as this seat may know, and the values over time as tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from whitecell.exercise import Entry
from whitecell.rules import Value
from whitecell.tongue import Said
from whitecell.web.room import Scene
from whitecell.web.standing import shown

MOST = 14
"""Changes that are told; all of them stand in the seat's record."""
POINTS = 10


@dataclass(frozen=True, slots=True)
class Story:
    """One change of one value. `way` is its direction where it is a number; `why` the causes this seat may know."""

    game: float
    label: Said
    before: str
    after: str
    way: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A value over game time: the last points, oldest first."""

    label: Said
    unit: Said
    rows: tuple[tuple[float, str], ...]
    more: int


def stories(scene: Scene) -> tuple[Story, ...]:
    """The latest changes first."""
    found: list[Story] = []
    for entry in reversed(scene.view.entries):
        if entry.kind != "exercise.created/1":
            found += _stories(scene, entry)
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _stories(scene: Scene, entry: Entry) -> Iterable[Story]:
    for change in entry.changes:
        if scene.names.var(change.var).show == "none" or change.after is None:
            continue
        before = shown(scene, change.var, change.before) if change.before is not None else ""
        why = tuple(dict.fromkeys(cause(scene, each) for each in change.because))
        yield Story(
            entry.at.game, scene.names.label(change.var), before, shown(scene, change.var, change.after),
            _way(change.before, change.after), tuple(each for each in why if each),
        )  # fmt: skip


def _way(before: Value | None, after: Value | None) -> int:
    if isinstance(before, bool | str) or isinstance(after, bool | str) or before is None or after is None:
        return 0
    return (after > before) - (after < before)


def cause(scene: Scene, known: str) -> str:
    """A cause that the view names, in words; nothing for one that has none."""
    kind, _, rest = known.partition(" ")
    if kind == "order":
        action, _, cell = rest.partition(" ")
        return scene.tongue("cell.because.order", title=scene.names.action(action), cell=scene.names.cell(cell))
    if kind == "letter" and rest.isdigit() and 0 < int(rest) <= len(scene.view.letters):
        return scene.tongue("cell.because.letter", title=scene.names.own(scene.view.letters[int(rest) - 1].title))
    return scene.tongue("cell.because.ruling") if kind == "ruling" else ""


def tables(scene: Scene) -> tuple[Table, ...]:
    """Every value that has moved, as rows of game time and value."""
    found = []
    for name in scene.view.values:
        past, var = scene.view.history.get(name, ()), scene.names.var(name)
        if var.show == "none" or len(past) < 2:
            continue
        last = list(past[-POINTS:])
        rows = tuple((at, shown(scene, name, value)) for at, value in last)
        found.append(Table(scene.names.label(name), scene.names.say(var.unit), rows, len(past) - len(last)))
    return tuple(found)
