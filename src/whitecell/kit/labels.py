"""What there is to choose, in the reader's language: arguments, options, units, and who learns of which order."""

import re
from collections.abc import Callable

from whitecell.kit.model import Inline, joined, plain, words
from whitecell.kit.tongue import Tongue, option
from whitecell.rules import Choice
from whitecell.scenario import Action, Labels, Var
from whitecell.tongue import number

BETWEEN = re.compile(r"(\d[\d.]*)\s*(?:to|~|–|-)\s*(\d[\d.]*)")  # a unit such as "0 to 1"


def argument(tongue: Tongue, action: Action, name: str) -> Inline:
    """What an argument is called."""
    return tongue.say(action.labels.get(name, Labels()).label, option(name))


def chosen(tongue: Tongue, labels: Labels, id_: str) -> Inline:
    """What an option is called; yes and no are our words, and another without words of its own goes by its id."""
    return tongue.say(labels.of(id_), tongue.word(id_) if id_ in ("yes", "no") else option(id_))


def choices(tongue: Tongue, action: Action) -> Inline:
    """Every argument of an action with its options."""
    found = []
    for name, choice in action.arguments:
        labels = action.labels.get(name, Labels())
        listed = joined(chosen(tongue, labels, id_) for id_ in choice.options)
        found.append(joined((argument(tongue, action, name), listed), ": "))
    return joined(found, "; ")


def values(tongue: Tongue, var: Var) -> Inline:
    """What values a variable has: its least and greatest one with the unit, or the options of a choice."""
    if isinstance(var.type, Choice):
        return joined(chosen(tongue, var.labels, id_) for id_ in var.type.options)
    if not var.numeric:
        return plain(tongue.word("yes_or_no"))
    bounds = "" if var.high > 1e300 else tongue.word("range", low=number(var.low), high=number(var.high))
    unit = tongue.say(var.unit)
    again = BETWEEN.fullmatch(words(unit))
    if again and again.groups() == (number(var.low), number(var.high)):
        unit = ()  # it says the bounds once more
    return joined((plain(bounds), unit))


def known_to(tongue: Tongue, action: Action, readers: Callable[[str], Inline]) -> Inline:
    """Who learns of an order: `readers` says whom a marking lets see; one for each option where it depends on that."""
    if isinstance(action.marking, str):
        return readers(action.marking)
    labels = action.labels.get(action.marking.argument, Labels())
    each = (joined((chosen(tongue, labels, id_), readers(marking)), ": ") for id_, marking in action.marking.options)
    return joined(each, "; ")
