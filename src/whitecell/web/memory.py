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


Memory = dict[object, Kept]
"""What is kept of one page: its regions by name, and parts by the function that makes them."""


class Noted:
    """Stands for a view before a template, and notes what is read of it."""

    __slots__ = ("_noted", "_of")

    def __init__(self, of: View, noted: dict[Source, Any]) -> None:
        self._of, self._noted = of, noted

    def __getattr__(self, name: str) -> Any:
        value = self._noted["view", name] = getattr(self._of, name)
        return value


class NotedScene:
    """Stands for a scene before a template."""

    __slots__ = ("_noted", "_of", "view")

    def __init__(self, of: "Scene", noted: dict[Source, Any]) -> None:
        self._of, self._noted, self.view = of, noted, Noted(of.view, noted)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._of, name)
        if name in FIXED:
            return value
        if name in ASKED:
            return self._asking(name, value)
        self._noted["scene", name] = value
        return value

    def part(self, make: Callable[["Scene"], T]) -> T:
        """What the function makes of the scene: its sources are those of who asks."""
        return make(self)  # type: ignore[arg-type]

    def _asking(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*about: str) -> Any:
            value = self._noted["scene", name, *about] = ask(*about)
            return value

        return answer


def recall(memory: Memory, make: Callable[["Scene"], T], scene: "Scene") -> T:
    """What the function makes of the scene, from memory if it would make the same."""
    kept = memory.get(make)
    if kept is None or not unchanged(kept, scene):
        noted: dict[Source, Any] = {}
        kept = memory[make] = Kept(make(NotedScene(scene, noted)), noted)  # type: ignore[arg-type]
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
