"""What a page was made of. A region, or a part of one, whose sources are what they were is not made again.

Most of what happens changes a few regions of a page. While a template is rendered, all that it reads of the scene, of
the view, and of what the room's `more` gives is noted beside the result. The next time the noted sources are compared
with what they are now: a template that would read the same writes the same. So it is with a function of the scene
(`Scene.part`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import Environment, meta

from whitecell.exercise import View

if TYPE_CHECKING:
    from whitecell.web.room import Scene

T = TypeVar("T")

FIXED = frozenset({"room", "exercise", "params", "names", "tongue", "base", "seat", "once", "told"})
"""What of a scene follows from the key of the page."""
ASKED = frozenset({"drafts", "kept", "seen", "writing"})
"""What of a scene is asked, with or without a name, and may answer otherwise the next time."""

Source = tuple[str, ...]
"""Where something was read: `view` and a field, `scene` and a field or a question, `more` and a name."""


@dataclass(slots=True)
class Kept:
    """Something as it was made, and all that it was made of."""

    made: Any
    sources: dict[Source, Any]
    about: tuple[object, ...] = ()


Memory = dict[object, Kept]
"""What is kept of one page: regions by name, their pieces by name and key, parts by the function that makes them."""


class Notes:
    """What is being read, by all that is being made: a region, and in it a piece of it."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open: list[dict[Source, Any]] = [{}]

    def put(self, source: Source, value: Any) -> Any:
        """Note that something was read."""
        self.open[-1][source] = value
        return value

    def during(self, make: Callable[[], T]) -> tuple[T, dict[Source, Any]]:
        """Make something, and what it was made of; who asks for it is made of that too."""
        self.open.append({})
        try:
            made = make()
        finally:
            noted = self.open.pop()
            self.open[-1] |= noted
        return made, noted


class Noted:
    """Stands for a view before a template, and notes what is read of it."""

    __slots__ = ("_notes", "_of")

    def __init__(self, of: View, notes: Notes) -> None:
        self._of, self._notes = of, notes

    def __getattr__(self, name: str) -> Any:
        return self._notes.put(("view", name), getattr(self._of, name))


class NotedScene:
    """Stands for a scene before a template."""

    __slots__ = ("_notes", "_of", "view")

    def __init__(self, of: "Scene", notes: Notes) -> None:
        self._of, self._notes, self.view = of, notes, Noted(of.view, notes)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._of, name)
        if name in FIXED:
            return value
        if name in ASKED:
            return self._asking(name, value)
        return self._notes.put(("scene", name), value)

    def part(self, make: Callable[["Scene"], T]) -> T:
        """What the function makes of the scene: its sources are those of who asks."""
        return make(self)  # type: ignore[arg-type]

    def piece(self, name: str, key: object, *about: object, caller: Callable[[], str]) -> str:
        """One of many like it in a region: in a template, `{% call scene.piece(NAME, KEY, ...) %}...{% endcall %}`.

        `about` is all that the block uses beside `scene`, `view`, `names` and `t`. KEY tells it from the others.
        """
        memory = self._of.memory
        if memory is None:
            return caller()
        kept = memory.get(("piece", name, key))
        if kept is not None and kept.about == about and unchanged(kept, self._of):
            self._notes.open[-1] |= kept.sources
        else:
            made, noted = self._notes.during(caller)
            kept = memory["piece", name, key] = Kept(made, noted, about)
        html: str = kept.made
        return html

    def _asking(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *about: self._notes.put(("scene", name, *about), ask(*about))


def recall(memory: Memory, make: Callable[["Scene"], T], scene: "Scene") -> T:
    """What the function makes of the scene, from memory if it would make the same."""
    kept = memory.get(make)
    if kept is None or not unchanged(kept, scene):
        notes = Notes()
        kept = memory[make] = Kept(make(NotedScene(scene, notes)), notes.open[0])  # type: ignore[arg-type]
    made: T = kept.made
    return made


def unchanged(kept: Kept, made: "Scene", more: Mapping[str, Any] = MappingProxyType({})) -> bool:
    """Whether all that something was made of is what it was. What can not be compared counts as changed."""
    return all(_now(source, made, more) == value for source, value in kept.sources.items())


def _now(source: Source, made: "Scene", more: Mapping[str, Any]) -> Any:
    of, name, *about = source
    if of == "more":
        return more[name]
    if of == "view":
        return getattr(made.view, name)
    value = getattr(made, name)
    return value(*about) if name in ASKED else value


@cache
def needs(environment: Environment, template: str) -> frozenset[str]:
    """The names that a template, and all that it takes in, may read of its surroundings."""
    loader = environment.loader
    assert loader is not None
    tree = environment.parse(loader.get_source(environment, template)[0])
    found = set(meta.find_undeclared_variables(tree))
    for other in meta.find_referenced_templates(tree):
        assert other is not None, f"{template} takes in a template that is named only when it runs"
        found |= needs(environment, other)
    return frozenset(found)
