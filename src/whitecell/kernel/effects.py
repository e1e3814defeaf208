"""Effects as IR: one function for each owner and each delayed effect, and the few that all of them share.

`gather` writes what an effect asks for into the workspace: `assign` keeps the winner among a variable's ``=``,
`contribute` lists every ``+=``, `schedule` lists a delay. Effects are run in path order, so `combine` applies the list
as it stands.
"""

from dataclasses import dataclass, replace
from functools import partial

from whitecell.game.dice import GOLDEN, ORIGIN
from whitecell.kernel import mathematics as m
from whitecell.kernel.expressions import Scene, begin, evaluate, number
from whitecell.kernel.ir import DOUBLE, I64, Kind, Module, Operand, Value
from whitecell.kernel.layout import Layout
from whitecell.rules import Assign, Chance, Delay, Effect, When
from whitecell.rules.mathematics import LARGEST

PLACE: list[tuple[Kind, str]] = [(I64, "cell"), (I64, "occurrence"), (I64, "since"), (I64, "variant")]
"""Whose effects: an order's cell, occurrence and variant, and the move a delayed effect comes from (0: immediate)."""


@dataclass(frozen=True)
class Source:
    """Whose effects are being compiled."""

    scene: Scene
    since: Operand
    priority: float


def gather(effects: tuple[Effect, ...], source: Source) -> None:
    """Write effects into the function of the scene."""
    scene = source.scene
    for effect in effects:
        match effect:
            case Assign(_, index, "=", expression, site, _):
                value, tie = number(expression.tree, scene), scene.bits(site) >> 12
                scene.run("assign", index, value, scene.f.value(source.priority, DOUBLE), tie)
            case Assign(_, index, _, expression, _, _):
                scene.run("contribute", index, number(expression.tree, scene))
            case Chance(probability, then, otherwise, site):
                happens = m.chance(m.unit(scene.bits(site)), number(probability.tree, scene))
                _branch(happens, then, otherwise, source)
            case When(condition, then, otherwise):
                _branch(evaluate(condition.tree, scene), then, otherwise, source)
            case Delay():
                _schedule(effect, source)


def _branch(condition: Value, then: tuple[Effect, ...], otherwise: tuple[Effect, ...], source: Source) -> None:
    source.scene.f.either(condition, lambda: gather(then, source), lambda: gather(otherwise, source))


def _schedule(delay: Delay, source: Source) -> None:
    """Pack a pending effect into one word whose order is that of `Pending.path`, with the variant at its end."""
    scene = source.scene
    f, layout = scene.f, scene.layout
    owner = layout.owners.index(scene.owner)
    place = layout.delays.index((scene.owner, delay.site))
    now = scene.get("number")
    since = f.value(source.since, I64)
    origin = f.select(since.same(0), now, since, I64)
    key = (origin << 32) | (owner << 48 | place << 8)
    if scene.cell is not None:
        key = key | (scene.cell << 40) | (f.parameter("occurrence") << 24) | f.parameter("variant")
    if delay.moves:
        move, minute = now + delay.moves, f.value(-LARGEST, DOUBLE)
    else:
        move, minute = f.value(0, I64), scene.number("elapsed") + delay.minutes
    scene.run("schedule", key, move, minute)


def define(module: Module, layout: Layout) -> None:
    """Write every owner's function, and those that all share."""
    _draw(module, layout)
    _assign(module, layout)
    _contribute(module, layout)
    _combine(module, layout)
    _schedule_one(module, layout)
    for owner, effects in layout.scenario.effects.items():
        _owner(module, layout, f"effects.{owner}", owner, effects, delayed=False)
    for owner, site in layout.delays:
        _owner(module, layout, f"delayed.{owner}.{site}", owner, layout.scenario.delays[owner, site].do, delayed=True)
    _due(module, layout)


def _owner(module: Module, layout: Layout, name: str, owner: str, effects: tuple[Effect, ...], delayed: bool) -> None:
    kind, _, id_ = owner.partition("/")
    scene = begin(module, layout, name.replace("/", "."), *PLACE)
    f = scene.f
    since = f.parameter("since") if delayed else 0
    cell = occurrence = variant = action = None
    if kind == "action":
        action, cell, variant = layout.scenario.action[id_], f.parameter("cell"), f.parameter("variant")
        occurrence = f.parameter("occurrence")
    if isinstance(since, Value):
        origin = since * ORIGIN
        occurrence = origin + occurrence if occurrence is not None else origin
    scene = replace(scene, owner=owner, action=action, cell=cell, occurrence=occurrence, variant=variant)
    gather(effects, Source(scene, since, action.priority if action else 0.0))


def run(scene: Scene, owner: str, *place: Value) -> None:
    """Run the immediate effects of an owner."""
    cell, occurrence, variant = place or (0, 0, 0)
    scene.run(f"effects.{owner}".replace("/", "."), cell, occurrence, 0, variant)


def _draw(module: Module, layout: Layout) -> None:
    """`Dice.draw`, as far as the bits."""
    scene = begin(module, layout, "draw", (I64, "key"), (I64, "occurrence"), gives=I64)
    f = scene.f
    place = (((scene.get("number") << 32) | f.parameter("occurrence")) + 1) * GOLDEN
    f.give(m.mix(m.mix(scene.get("base") ^ f.parameter("key")) + place))


def _list(scene: Scene, entry: Value | int, value: Value) -> None:
    """Add to the list of contributions: the variable (twice, plus one for ``=``), and what is added."""
    count = scene.get("contribution_count")
    scene.set("contributions", entry, count * 2)
    scene.set("contributions", value, count * 2 + 1)
    scene.set("contribution_count", count + 1)


def _contribute(module: Module, layout: Layout) -> None:
    scene = begin(module, layout, "contribute", (I64, "var"), (DOUBLE, "value"))
    _list(scene, scene.f.parameter("var") * 2, scene.f.parameter("value"))


def _assign(module: Module, layout: Layout) -> None:
    """Keep an ``=`` if it is the variable's first in this combination, or of higher priority, or luckier."""
    scene = begin(module, layout, "assign", (I64, "var"), (DOUBLE, "value"), (DOUBLE, "priority"), (I64, "tie"))
    f = scene.f
    var, value, priority, tie = (f.parameter(name) for name in ("var", "value", "priority", "tie"))
    first = scene.get("winner_stamp", var).differs(scene.get("stamp"))
    best, luck = scene.number("winner_priority", var), scene.get("winner_tie", var)
    with f.when(first | (priority > best) | (priority.same(best) & (tie > luck))):
        scene.set("winner_stamp", scene.get("stamp"), var)
        scene.set("winner_priority", priority, var)
        scene.set("winner_tie", tie, var)
        scene.set("winner_value", value, var)
    _list(scene, var * 2 + 1, value)


def _combine(module: Module, layout: Layout) -> None:
    """Apply the list: the winners of ``=``, then every ``+=`` in order, then whole numbers and ranges."""
    variables = layout.scenario.vars
    module.table("low", [var.low if var.numeric else -LARGEST for var in variables], DOUBLE)
    module.table("high", [var.high if var.numeric else LARGEST for var in variables], DOUBLE)
    module.table("is_whole", [int(var.numeric and var.whole) for var in variables])
    _settle(module, layout)
    scene = begin(module, layout, "combine")
    f = scene.f
    count = scene.get("contribution_count")
    with f.loop(count) as place:
        entry = scene.get("contributions", place * 2)
        with f.when((entry & 1).differs(0)):
            var = entry >> 1
            scene.set("values", scene.number("winner_value", var) + 0.0, var)
    with f.loop(count) as place:
        entry = scene.get("contributions", place * 2)
        with f.when((entry & 1).same(0)):
            var = entry >> 1
            scene.set("values", m.add(scene.number("values", var), scene.number("contributions", place * 2 + 1)), var)
    with f.loop(count) as place:
        scene.run("settle", scene.get("contributions", place * 2) >> 1)
    scene.set("contribution_count", 0)
    scene.set("stamp", scene.get("stamp") + 1)


def _settle(module: Module, layout: Layout) -> None:
    """`effects.settle`: a value as its variable can hold it."""
    scene = begin(module, layout, "settle", (I64, "var"))
    f = scene.f
    var = f.parameter("var")
    value = scene.number("values", var)
    value = f.select(f.look("is_whole", var).differs(0), m.whole(value), value)
    scene.set("values", m.clip(value, f.look("low", var, DOUBLE), f.look("high", var, DOUBLE)) + 0.0, var)


def _schedule_one(module: Module, layout: Layout) -> None:
    """Add to the pending effects: the packed word, the number of the move and the minute at which it is due."""
    scene = begin(module, layout, "schedule", (I64, "key"), (I64, "move"), (DOUBLE, "minute"))
    f = scene.f
    count = scene.get("pending_count")
    for place, name in enumerate(("key", "move", "minute")):
        scene.set("pending", f.parameter(name), count * 3 + place)
    scene.set("pending_count", count + 1)


def _due(module: Module, layout: Layout) -> None:
    """Take the pending effects that are due out of the list, sort them by path, run them together."""
    scene = begin(module, layout, "due")
    f = scene.f
    waiting = scene.get("pending_count")
    scene.set("pending_count", 0)
    scene.set("due_count", 0)
    now, elapsed = scene.get("number"), scene.number("elapsed")
    with f.loop(waiting) as place:
        key, move = scene.get("pending", place * 3), scene.get("pending", place * 3 + 1)
        minute = scene.number("pending", place * 3 + 2)
        f.either(
            (now >= move) & (elapsed >= minute),
            lambda: insert(scene, "due", key),
            lambda: scene.run("schedule", key, move, minute),
        )
    with f.loop(scene.get("due_count")) as place:
        key = scene.get("due", place)
        arguments = ((key >> 40) & 255, (key >> 24) & 255, (key >> 32) & 255, key & 255)
        names = [f"delayed.{owner}.{site}".replace("/", ".") for owner, site in layout.delays]
        f.switch((key >> 8) & 65535, {n: partial(scene.run, name, *arguments) for n, name in enumerate(names)})
    scene.run("combine")


def insert(scene: Scene, name: str, key: Value) -> None:
    """Add a word to a sorted list of the workspace, whose length is the field of its name and `_count`."""
    f = scene.f
    count = scene.get(f"{name}_count")
    place = f.variable(I64, count)
    scene.set(f"{name}_count", count + 1)

    def above() -> Value:
        """Whether the word before belongs after the new one; at the first place, the new word itself is looked at."""
        before = f.select(place.get().same(0), 0, place.get() - 1, I64)
        return place.get().differs(0) & (scene.get(name, before) > key)

    with f.loop_while(above):
        scene.set(name, scene.get(name, place.get() - 1), place.get())
        place.set(place.get() - 1)
    scene.set(name, key, place.get())
