"""Actions and the rules of the world."""

import itertools
from collections.abc import Mapping

from whitecell.rules import BOOLEAN, Choice, did_you_mean
from whitecell.scenario.choices import argument_labels, options_of
from whitecell.scenario.effects import Effects
from whitecell.scenario.ground import Ground
from whitecell.scenario.model import CONTROL, Action, MarkingBy, Need, NeedKind, Rule
from whitecell.scenario.node import Path
from whitecell.scenario.schema import Action as RawAction
from whitecell.scenario.schema import Need as RawNeed
from whitecell.scenario.values import minutes

MAX_VARIANTS = 64
"""Combinations of the arguments of one action."""
NEEDS: tuple[NeedKind, ...] = ("inform", "consult", "consent")


def actions(ground: Ground) -> list[Action]:
    """Every action."""
    return [action(ground, id_, raw) for id_, raw in ground.register.pack.actions.items()]


def action(ground: Ground, id_: str, raw: RawAction) -> Action:
    """One action; its `when` names only what all its seats see."""
    register, people = ground.register, ground.people
    path: Path = ("actions", id_)
    by = people.seats(raw.by, (*path, "by"), acting=True)
    if not raw.by and not register.damaged((*path, "by")):
        register.fault((*path, "by"), "G010", f"nobody may order '{id_}'", "Name cells or seats.", key=True)
    elif raw.by and not by and all(name in people.cells for name in raw.by):
        register.fault((*path, "by"), "G010", f"nobody may order '{id_}': its cells only watch",
                       "Name the seat itself, or give the cell a member.")  # fmt: skip
    arguments: dict[str, Choice] = {}
    variants = 1
    for name, argument in raw.arguments.items():
        options, place = options_of(argument, (*path, "arguments", name))
        arguments[name] = Choice(tuple(options))
        variants *= max(len(options), 1)
        if not options and not register.damaged(place):
            register.fault(place, "G006", f"the argument '{name}' has no options", "Write [one, other].")
    if variants > MAX_VARIANTS:
        register.fault((*path, "arguments"), "G011", f"the arguments give {variants} combinations, and at most "
                       f"{MAX_VARIANTS} are played", "Take out options, or split the action.", key=True)  # fmt: skip
    when = None
    if raw.when is not None:
        scope = ground.seen_by(frozenset(by), arguments)
        when = register.expression(raw.when, (*path, "when"), scope, BOOLEAN)
    limit = raw.limit
    return Action(
        id=id_,
        title=register.words(raw.title, (*path, "title"), id_),
        by=tuple(by),
        arguments=tuple(arguments.items()),
        needs=needs(ground, raw, path),
        when=when,
        per_move=limit.per_move if limit else 1,
        total=limit.total if limit else None,
        effects=Effects(ground, itertools.count(), arguments).read(raw.effects, (*path, "effects")),
        applies=raw.applies,
        priority=raw.priority,
        marking=marking(ground, raw, path, arguments),
        text=register.words(raw.text, (*path, "text")),
        plover=raw.plover or "",
        level=int(raw.level[1:]) if raw.level else None,
        labels={
            name: argument_labels(register, argument, (*path, "arguments", name))
            for name, argument in raw.arguments.items()
        },
    )


def marking(ground: Ground, raw: RawAction, path: Path, arguments: Mapping[str, Choice]) -> str | MarkingBy:
    """Who learns of an order: one marking, or one for each option of an argument."""
    register, people, here = ground.register, ground.people, (*path, "marking")
    if not isinstance(raw.marking, dict):
        return people.marking(raw.marking, here)
    if len(raw.marking) != 1:
        if not register.damaged(here):
            count = len(raw.marking) or "none"
            register.fault(here, "S038", f"a marking depends on one argument, and this names {count}",
                           "Write {argument: {option: marking, ...}}, or one marking.", key=True)  # fmt: skip
        return CONTROL
    ((name, by_option),) = raw.marking.items()
    place: Path = (*here, name)
    if name not in arguments:
        if not register.damaged((*path, "arguments")):
            cure = did_you_mean(name, list(arguments), f"Its arguments are {', '.join(arguments) or 'none'}.")
            register.fault(place, "N023", f"'{path[-1]}' has no argument '{name}'", cure, key=True)
        return CONTROL
    options = arguments[name].options
    for option in by_option:
        if option not in options:
            register.fault((*place, option), "N024", f"'{option}' is not {arguments[name]}",
                           did_you_mean(option, list(options), "Write one of these."), key=True)  # fmt: skip
    missing = [option for option in options if option not in by_option]
    if missing and not register.damaged(place):
        register.fault(place, "G023", f"nothing says who learns of an order with '{name}: {missing[0]}'",
                       f"Add '{missing[0]}: public', or 'control' for nobody else.", key=True)  # fmt: skip
    found = {option: people.marking(said, (*place, option)) for option, said in by_option.items()}
    return MarkingBy(name, tuple((option, found.get(option, CONTROL)) for option in options))


def needs(ground: Ground, raw: RawAction, path: Path) -> tuple[Need, ...]:
    """What an order owes, one need for each seat that is asked."""
    found: list[Need] = []
    for place, need in enumerate(raw.needs):
        here: Path = (*path, "needs", place)
        kind = kind_of(ground, need, here)
        if kind is None:
            continue
        for inner, name in enumerate(getattr(need, kind)):
            seat = ground.people.answering(name, (*here, kind, inner))
            if seat is None:
                continue
            if any(other.kind == kind and other.of == seat for other in found):
                ground.register.fault((*here, kind, inner), "G012", f"'{seat}' is asked twice ({kind})",
                                      "Keep one of them.")  # fmt: skip
            found.append(Need(kind, seat, minutes(need.within) or 0.0, need.else_))
    return tuple(found)


def kind_of(ground: Ground, need: RawNeed, path: Path) -> NeedKind | None:
    """Which of inform, consult and consent a need is."""
    kinds = [kind for kind in NEEDS if getattr(need, kind) is not None]
    if len(kinds) == 1:
        if not getattr(need, kinds[0]) and not ground.register.damaged((*path, kinds[0])):
            ground.register.fault((*path, kinds[0]), "G002", "this asks nobody", "Name cells or seats.", key=True)
        return kinds[0]
    if not kinds and not ground.register.damaged(path):
        ground.register.fault(path, "S038", "this need says neither inform, consult nor consent",
                              "Write for example {consult: [rok]}.")  # fmt: skip
    elif kinds:
        ground.register.fault(path, "S038", f"this need says {' and '.join(kinds)}", "Write one need for each.")
    return None


def rules(ground: Ground) -> list[Rule]:
    """Every rule of the world."""
    found = []
    for place, raw in enumerate(ground.register.pack.world):
        path: Path = ("world", place)
        when = None
        if raw.when is not None:
            when = ground.register.expression(raw.when, (*path, "when"), ground.everything(), BOOLEAN)
        effects = Effects(ground, itertools.count(), {})
        effects.some(raw.do, (*path, "do"), path)
        title = ground.register.words(raw.title, (*path, "title"), raw.id)
        found.append(Rule(raw.id, title, when, effects.read(raw.do, (*path, "do"))))
    return found
