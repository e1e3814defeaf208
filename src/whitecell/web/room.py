"""A room: one page that follows an exercise. Its regions are made by one function for the page and for the stream."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from whitecell.exercise import Audience, Command, Exercise, View
from whitecell.live.access import Grant
from whitecell.live.drafts import Draft
from whitecell.tongue import Tongue
from whitecell.web import page
from whitecell.web.asked import AREA, Behind
from whitecell.web.memory import Kept, Memory, NotedScene, Notes, needs, recall, unchanged
from whitecell.web.names import Names, names_of
from whitecell.web.routes import Holds, Params, Row

T = TypeVar("T")

BAR, ALARM, STOP = "bar", "alarm", "stop"
"""The regions that every room has: the top bar (where I sit, the clock, the move, what is expected now), the alarm of a
real-world stop, and the control that gives it: apart, so that who types a reason there goes on seeing the clock."""
SHARED = "cell/"
"""What the keys of drafts begin with that a room shares with others (`Room.shared`)."""


@dataclass(frozen=True)
class Room:
    """What a room is: its address, who may enter, whose view it shows, and the regions of its page.

    `regions` are templates FOLDER/NAME.html; FOLDER/page.html lays them out. `looks` gives the audiences whose views
    the room shows, its own first; it may ask the exercise which cells observers see, and nothing else. `commands` are
    those of `forms.TABLE` that can be given here. `more` makes what a template can not: of the scene alone. `drafter`
    says by which grant, and under which holder, unfinished texts of this room are kept; those whose keys begin with
    `SHARED` are kept under the holder that `shared` names. `watching`: it shows whose drafts are being written. `stale`
    says why a command is refused whose form shows what has changed meanwhile: of the scene, the command, and what the
    form was about.
    """

    kind: str
    path: str
    rule: Holds
    looks: Callable[[Params, Exercise], tuple[Audience, ...]]
    regions: tuple[str, ...]
    commands: frozenset[str] = frozenset()
    folder: str = ""
    more: Callable[["Scene"], Mapping[str, Any]] = lambda scene: {}
    expected: Callable[["Scene"], str] = lambda scene: ""
    drafter: Callable[[Params], tuple[Grant, str] | None] = lambda params: None
    shared: Callable[[Params], str] = lambda params: ""
    last: int = 50
    watching: bool = False
    stale: Callable[["Scene", Command, str], str] = lambda scene, command, about: ""

    def rows(self) -> list[Row]:
        """The room's addresses: the page, its stream, what is done in it, and drafts."""
        from whitecell.web import doing, stream

        found = [
            Row("GET", self.path, doing.show, self.rule, "the room's view", self.kind),
            Row("GET", f"{self.path}/stream", stream.follow, self.rule, "the room's view", self.kind),
        ]
        if self.commands:
            found += [
                Row("POST", f"{self.path}/do", doing.do, self.rule, "the room's view", self.kind),
                Row("POST", f"{self.path}/draft", doing.draft, self.rule, "nothing", self.kind),
            ]
        return found

    def keeper(self, params: Params, key: str) -> tuple[Grant, str] | None:
        """By which grant, and under which holder, the draft of this key is kept; None: this room keeps none."""
        found = self.drafter(params)
        other = self.shared(params) if key.startswith(SHARED) else ""
        return (found[0], other) if found and other else found

    @property
    def names(self) -> tuple[str, ...]:
        """All regions, those of every room first."""
        return (BAR, ALARM, *((STOP,) if self.commands else ()), *self.regions)


@dataclass(frozen=True, slots=True)
class Key:
    """What a region depends on beside the exercise's facts: pages of one key are equal byte for byte."""

    room: str
    params: tuple[tuple[str, str], ...]
    language: str

    @property
    def exercise(self) -> str:
        """The exercise it shows."""
        return dict(self.params)["exercise"]


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal on its way back to the form that caused it, with what was typed."""

    form: str
    sentence: str
    typed: Mapping[str, list[str]]
    field: str = ""


@dataclass(frozen=True)
class Scene:
    """All that a region is made of: views, names and words. Nothing here knows the hour or who looks."""

    room: Room
    exercise: str
    params: Params
    views: tuple[View, ...]
    audiences: tuple[Audience, ...]
    names: Names
    tongue: Tongue
    drafts: Callable[[str], str]
    seen: Callable[[], frozenset[str]]
    """The seats (by full name) and roles that have a page open."""
    writing: Callable[[], frozenset[str]]
    """The seats and cells that have an unfinished text, to a room that watches; else none."""
    told: Told | None = None
    kept: Callable[[str], Mapping[str, Draft]] = lambda prefix: {}
    """The unfinished texts whose keys begin so, with who wrote them."""
    memory: Memory | None = None
    """What was made for this page before, and of what; None: all is made anew."""

    @property
    def view(self) -> View:
        """The room's own view."""
        return self.views[0]

    @property
    def base(self) -> str:
        """The room's address."""
        return self.room.path.format(**self.params)

    @property
    def seat(self) -> str:
        """The full name of the seat that the address names; empty where it names none."""
        return f"{self.params['cell']}/{self.params['seat']}" if "seat" in self.params else ""

    def part(self, make: Callable[["Scene"], T]) -> T:
        """What a function makes of this scene; from memory, where what it reads of the scene is what it was."""
        return make(self) if self.memory is None else recall(self.memory, make, self)

    def once(self, do: str, *about: object) -> str:
        """The mark of a form: the same until what it is about has changed.

        With the browser's session and what was typed it makes the command's id, so a double click or a retry is the
        same command, and a colleague's is not.
        """
        return hashlib.sha256(repr((self.base, do, about)).encode()).hexdigest()[:24]


def scene(room: Room, key: Key, behind: Behind, told: Told | None = None, memory: Memory | None = None) -> Scene:
    """What the room of this key shows now."""
    params = dict(key.params)
    tip = behind.house.tip(key.exercise)
    audiences = room.looks(params, tip)
    views = tuple(behind.house.view(key.exercise, audience, last=room.last) for audience in audiences)
    tongue = Tongue(key.language, AREA)
    drafter = room.drafter(params)

    def drafts(name: str) -> str:
        """What is kept of an unfinished text."""
        keeper = room.keeper(params, name)
        found = behind.house.drafts.get(*keeper, name) if keeper else None
        return found.text if found else ""

    def kept(prefix: str) -> Mapping[str, Draft]:
        """What is kept under keys that begin so."""
        keeper = room.keeper(params, prefix)
        return behind.house.drafts.of(*keeper, prefix) if keeper else {}

    def writing() -> frozenset[str]:
        """Who is writing something: Control's grant opens every draft, and only that there are some is told."""
        holders = [*tip.scenario.seats, *tip.scenario.cell] if room.watching and drafter else []
        return frozenset(each for each in holders if drafter and behind.house.drafts.of(drafter[0], each))

    return Scene(
        room, key.exercise, params, views, audiences, names_of(tip.scenario, tongue), tongue, drafts,
        lambda: frozenset(behind.house.presence.seen(key.exercise)), writing, told, kept, memory,
    )  # fmt: skip


def regions(made: Scene) -> dict[str, str]:
    """Every region of the room, as the page shows it and as the stream sends it."""
    more = made.room.more(made)
    return {name: region(made, name, more) for name in made.room.names}


def region(made: Scene, name: str, more: Mapping[str, Any]) -> str:
    """One region of the room, from the page's memory if it would be made the same."""
    memory = made.memory
    if memory is not None and name in memory and unchanged(memory[name], made, more):
        return str(memory[name].made)
    folder = "parts" if name in (BAR, ALARM, STOP) else made.room.folder or made.room.kind
    template, notes = f"{folder}/{name}.html", Notes()
    before = NotedScene(made, notes)
    places = {"scene": before, "view": before.view, "names": made.names, "t": made.tongue, "said": made.told, **more}
    html = page.environment().get_template(template).render(places).strip()
    if memory is not None:
        taken = {("more", each): more[each] for each in needs(page.environment(), template) if each in more}
        memory[name] = Kept(html, notes.open[0] | taken)
    return html


def digest(parts: Mapping[str, str]) -> str:
    """What tells one state of a page from another."""
    made = hashlib.sha256()
    for name in sorted(parts):
        html = parts[name].encode()
        made.update(b"%s %d\n" % (name.encode(), len(html)))
        made.update(html)
    return made.hexdigest()[:32]


def marked(parts: Mapping[str, str]) -> dict[str, Markup]:
    """The regions as what they are: HTML."""
    return {name: Markup(html) for name, html in parts.items()}
