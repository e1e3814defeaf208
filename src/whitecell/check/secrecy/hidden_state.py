"""Rewritings of the hidden part of the game: values, changes, causes, what is pending, counts, what comes next."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from whitecell.check.secrecy.tale import LASTING, Tale, with_changes, with_data
from whitecell.exercise import Event
from whitecell.game import Cause, Change
from whitecell.game.effects import settle
from whitecell.rules import Choice, Number, Value
from whitecell.scenario import Var

UNBOUNDED = 1e300


def values(tale: Tale) -> list[Event] | None:
    """Every value of every hidden variable becomes another, everywhere."""
    hidden = {var.name: var for var in tale.scenario.vars if not tale.sight.vars[var.name]}

    def one(change: Change) -> Change:
        if change.var not in hidden:
            return change
        var = hidden[change.var]
        before, after = another(tale, var, change.before), another(tale, var, change.after)
        return Change(change.var, before, after, change.cause, change.draws, change.text, change.note)

    return tale.each(lambda event: with_changes(event, tuple(map(one, event.changes))) if event.changes else event)


def another(tale: Tale, var: Var, value: Value | None) -> Value | None:
    """Another value that the variable can have: the same one for the same value."""
    if value is None:
        return None
    match var.type:
        case Number():
            low = var.low if abs(var.low) < UNBOUNDED else float(value) - 10.0
            high = var.high if abs(var.high) < UNBOUNDED else float(value) + 10.0
            new = settle(low + (high - low) * tale.picks.number("value", var.name, value), var)
            return new if new != value else settle(low if value != low else high, var)
        case Choice(options):
            others = [option for option in options if option != value]
            return tale.picks.one(others, "value", var.name, value) if others else value
        case _:
            return not value


def changes(tale: Tale) -> list[Event] | None:
    """Changes of hidden variables, and chances that came to nothing, are left out or added."""
    hidden = [var for var in tale.scenario.vars if not tale.sight.vars[var.name]]
    names = {var.name for var in hidden} | {""}
    if tale.picks.chance(0.5, "fewer changes"):

        def fewer(event: Event) -> Event:
            if event.kind not in LASTING:
                return event
            return with_changes(event, tuple(change for change in event.changes if change.var not in names))

        return tale.each(fewer)
    cause = Cause("rule", "unheard_of")
    more: tuple[Change, ...] = (Change("", None, None, cause, note="nothing"),)
    for var in hidden[:3]:
        value = settle(0.0, var) if var.numeric else getattr(var.type, "options", (False,))[0]
        more += (Change(var.name, value, another(tale, var, value), cause),)
    return tale.each(lambda event: with_changes(event, event.changes + more) if event.kind in LASTING else event)


def causes(tale: Tale) -> list[Event] | None:
    """Changes that are seen get other causes where the cause is not known, other draws, other words, and more steps."""
    unknown = [Cause("rule", "unheard_of")]
    unknown += [Cause("inject", id_) for id_ in tale.scenario.inject if not tale.sight.reads(id_, tale.book)]
    for action in tale.scenario.actions:
        cells = {seat.partition("/")[0] for seat in action.by}
        unknown += [Cause("order", action.id, cell) for cell in sorted(cells) if not tale.sight.hears(cell, action.id)]
    for (cell, id_, move, occurrence), order in tale.book.given.items():
        if not tale.sight.learns(cell, id_, order["arguments"]):
            unknown.append(Cause("order", id_, cell, occurrence, move))

    def one(event: Event, place: int, move: int) -> tuple[Change, ...]:
        change = event.changes[place]
        cause = change.cause
        known = tale.sight.knows(cause, move, tale.book)
        if cause.kind == "ruling":
            cause = replace(cause, why="for another reason")
        elif not known:
            cause = tale.picks.one(unknown, "cause", change.var, place)
        told = Change(change.var, change.before, change.after, cause, (), "", change.note)
        steps = change.var and not change.note and change.before is not None and not known
        between = detour(tale, change) if steps else None
        if between is None:
            return (told,)
        return (
            Change(change.var, change.before, between, cause),
            Change(change.var, between, change.after, cause),
        )

    move = 0

    def event_retold(event: Event) -> Event:
        nonlocal move
        if event.kind == "move.opened/1":
            move = event.data["number"]
        if not event.changes:
            return event
        parts = [one(event, place, move) for place in range(len(event.changes))]
        return with_changes(event, tuple(change for part in parts for change in part))

    return tale.each(event_retold)


def detour(tale: Tale, change: Change) -> Value | None:
    """A value that the variable might have had on its way, None for now and then none."""
    if tale.picks.chance(0.5, "detour", change.var, change.after):
        return None
    return another(tale, tale.scenario.vars[tale.scenario.index[change.var]], change.after)


def pending(tale: Tale) -> list[Event] | None:
    """Delayed effects that others have set going are forgotten, or more of them wait."""

    def secret(entry: list[Any]) -> bool:
        return owned(tale, entry[0], entry[1], dict(entry[4]))

    fewer = tale.picks.chance(0.5, "fewer pending")
    more: list[list[Any]] = []
    for owner, site in tale.scenario.delays:
        kind, _, id_ = owner.partition("/")
        action = tale.scenario.action.get(id_) if kind == "action" else None
        cells = sorted({seat.partition("/")[0] for seat in action.by}) if action else [""]
        for cell, arguments in itertools.product(cells, action.variants if action else ((),)):
            if owned(tale, owner, cell, dict(arguments)):
                more.append([owner, cell, 7, site, [list(pair) for pair in arguments], 1, 1e6])

    def one(world: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = [entry for entry in world["pending"] if not secret(entry)]
        if fewer:
            return {"pending": kept} if len(kept) < len(world["pending"]) else {}
        return {"pending": [*world["pending"], *more]} if more else {}

    return tale.worlds(one)


def owned(tale: Tale, owner: str, cell: str, arguments: Mapping[str, str]) -> bool:
    """Whether this owner's delayed effect is a secret: a rule's, or an order's or inject's that is not known."""
    kind, _, id_ = owner.partition("/")
    match kind:
        case "action":
            return not tale.sight.learns(cell, id_, arguments)
        case "inject":
            return not tale.sight.reads(id_, tale.book)
        case _:
            return True


def counts(tale: Tale) -> list[Event] | None:
    """Other cells have carried out more or fewer orders that the audience learns nothing of."""
    secret = [
        (cell, action.id)
        for action in tale.scenario.actions
        for cell in sorted({seat.partition("/")[0] for seat in action.by})
        if not tale.sight.counts(cell, action.id)
    ]
    if not secret:
        return None
    added = {pair: int(3 * tale.picks.number("count", *pair)) for pair in secret}
    if not any(added.values()):
        added[secret[0]] = 1

    def one(world: Mapping[str, Any]) -> Mapping[str, Any]:
        known = [entry for entry in world["counts"] if (entry[0], entry[1]) not in added]
        return {"counts": sorted(known + [[cell, action, n] for (cell, action), n in added.items() if n])}

    return tale.worlds(one)


def following(tale: Tale) -> list[Event] | None:
    """Between two moves, another move comes next."""
    last = max((place for place, event in enumerate(tale.log) if event.kind == "move.closed/1"), default=-1)
    world = tale.state.exercise.world
    others = [move.id for move in tale.scenario.moves if move.id != world.next]
    if last < 0 or world.stage != "closed" or not others:
        return None
    event, other = tale.log[last], tale.picks.one(others, "next")
    told = with_data(event, next=other, world={**event.data["world"], "next": other})
    return [*tale.log[:last], told, *tale.log[last + 1 :]]


def chance(tale: Tale) -> list[Event] | None:
    """Another seed and course, and other measures at the end: Control's business."""

    def one(event: Event) -> Event:
        if event.kind == "exercise.created/1":
            return with_data(event, seed="4711", course="another", id="another")
        if event.kind == "exercise.ended/1":
            measures = {name: value + 1.0 for name, value in event.data["measures"].items()}
            return with_data(event, measures=measures)
        return event

    return tale.each(one)
