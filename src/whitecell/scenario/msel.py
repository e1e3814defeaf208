"""Injects: the master scenario events list."""

import itertools
import re

from whitecell.rules import BOOLEAN, Expression, Tree
from whitecell.rules.tree import Conditional, Fact, Logic
from whitecell.scenario import schema as written
from whitecell.scenario.effects import Effects
from whitecell.scenario.ground import Ground
from whitecell.scenario.model import Inject
from whitecell.scenario.node import Path
from whitecell.scenario.values import minutes

MOMENT = re.compile(r"([a-z0-9_-]+)(?: ?\+ ?(.+))?")
PLAIN_NAME = re.compile(r"[^/\\:*?\"<>|]+(/[^/\\:*?\"<>|]+)*")


def injects(ground: Ground) -> list[Inject]:
    """Every inject, and no circle of injects that wait for each other."""
    found = [inject(ground, place, raw) for place, raw in enumerate(ground.register.pack.injects)]
    circles(ground, found)
    return found


def inject(ground: Ground, place: int, raw: written.Inject) -> Inject:
    """One inject."""
    register, people = ground.register, ground.people
    path: Path = ("injects", place)
    move, minute, when, manual = timing(ground, raw, path)
    cells, reached = people.to(raw.to, (*path, "to"))
    if raw.marking is None:
        marking = people.exactly(reached, raw.to)
    else:
        marking = people.marking(raw.marking, (*path, "marking"))
    seats = frozenset(reached)
    if raw.marking is not None and marking in people.markings:
        seats &= people.markings[marking].seats
        if reached and not seats:
            register.fault((*path, "marking"), "G015", f"nobody it is for may see what is marked '{marking}'",
                           "Widen the marking, or mend 'to'.")  # fmt: skip
    kind = raw.kind or ("contingency" if manual else "reactive" if raw.when is not None else "standard")
    for i, name in enumerate(raw.objectives):
        register.has("objectives", name, (*path, "objectives", i), "objective", "N016")
    for i, name in enumerate(raw.sources):
        register.has("sources", name, (*path, "sources", i), "source", "N018")
    if raw.fictional and raw.sources:
        register.fault((*path, "fictional"), "G016", f"'{raw.id}' is fictional and has sources",
                       "Write one of the two.", key=True)  # fmt: skip
    for i, name in enumerate(raw.attachments):
        if not is_plain(name):
            register.fault((*path, "attachments", i), "S039", f"'{name}' is not the name of a file in the pack",
                           "Write it like map.png or pictures/map.png.")  # fmt: skip
    return Inject(
        id=raw.id,
        title=register.words(raw.title, (*path, "title"), raw.id),
        body=register.words(raw.body, (*path, "body")),
        sender=register.words(raw.from_, (*path, "from")),
        to=tuple(cells),
        seats=seats,
        medium=raw.medium,
        marking=marking,
        kind=kind,
        move=move,
        minute=minute,
        when=when,
        manual=manual,
        effects=Effects(ground, itertools.count(), {}).read(raw.effects, (*path, "effects")),
        expect=register.words(raw.expect, (*path, "expect")),
        objectives=tuple(raw.objectives),
        sources=tuple(raw.sources),
        fictional=raw.fictional,
        attachments=tuple(raw.attachments),
    )


def is_plain(name: str) -> bool:
    """Whether this is the name of a file that can only be in the pack's folder."""
    return bool(PLAIN_NAME.fullmatch(name)) and not {".", ".."} & set(name.split("/"))


def timing(ground: Ground, raw: written.Inject, path: Path) -> tuple[str | None, float, Expression | None, bool]:
    """When it is released: the move and minute, or the condition, or by hand."""
    register = ground.register
    manual = bool(raw.manual)
    said = [word for word, is_said in (("at", raw.at is not None), ("when", raw.when is not None), ("manual", manual))
            if is_said]  # fmt: skip
    if not said and not register.damaged(path):
        register.fault(path, "S038", f"nothing says when '{raw.id}' is released",
                       "Write 'at: m1 + 10 min', 'when: ...' or 'manual: yes'.")  # fmt: skip
    if len(said) > 1:
        register.fault((*path, said[1]), "S038", f"'{raw.id}' has {' and '.join(said)}, and one of them is enough",
                       "Keep one; a condition can name the move: 'move == 2'.", key=True)  # fmt: skip
    move, minute, when = None, 0.0, None
    if raw.at is not None and (found := MOMENT.fullmatch(raw.at)):
        move = found.group(1)
        minute = minutes(found.group(2)) or 0.0 if found.group(2) else 0.0
        if register.has("moves", move, (*path, "at"), "move", "N015"):
            late(ground, move, minute, path)
    if raw.when is not None:
        when = register.expression(raw.when, (*path, "when"), ground.everything(live=True), BOOLEAN)
    return move, minute, when, manual


def late(ground: Ground, move: str, minute: float, path: Path) -> None:
    """Note an inject whose minute lies beyond the end of its move."""
    raw = next((found for found in ground.register.pack.moves if found.id == move), None)
    plays = minutes(raw.plays) if raw is not None else None
    if plays is not None and minute > plays:
        ground.register.fault((*path, "at"), "W003", f"the move '{move}' lasts {plays:g} min, and this is later",
                              "Give an earlier minute, or a longer move.", severity="warning")  # fmt: skip


def awaited(tree: Tree) -> frozenset[str]:
    """The injects that must have been released before this can be true."""
    match tree:
        case Fact("released" | "shared" | "elapsed", about):
            return frozenset({about})
        case Logic("and", operands):
            return frozenset().union(*map(awaited, operands))
        case Logic(_, operands):
            return frozenset.intersection(*map(awaited, operands))
        case Conditional(condition, yes, no):
            return (awaited(condition) | awaited(yes)) & awaited(no)
        case _:
            return frozenset()


def circles(ground: Ground, injects: list[Inject]) -> None:
    """Note each circle of injects of which every one waits for the next: none of them is ever released."""
    waits = {found.id: sorted(awaited(found.when.tree)) for found in injects if found.when is not None}
    places = {found.id: place for place, found in enumerate(injects)}
    done: set[str] = set()
    for first, awaits in waits.items():
        trail: dict[str, None] = {}
        stack = [(first, iter(awaits))] if first not in done else []
        while stack:
            id_, rest = stack[-1]
            trail[id_] = None
            following = next(rest, None)
            if following is None:
                stack.pop()
                del trail[id_]
                done.add(id_)
            elif following in trail:
                path = list(trail)
                circle = [*path[path.index(following) + 1 :], following]
                waiting = ", which waits for ".join("itself" if id_ == following == circle[0] else f"'{id_}'"
                                                    for id_ in circle)  # fmt: skip
                ground.register.fault(("injects", places[following], "when"), "G017",
                                      f"'{following}' is never released: it waits for {waiting}",
                                      "Let one of them be released by something else.")  # fmt: skip
            elif following in waits and following not in done:
                stack.append((following, iter(waits[following])))
