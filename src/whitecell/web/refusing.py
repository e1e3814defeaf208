"""How a refusal names what it is about to a reader: by title, where its room shows that."""

from collections.abc import Callable, Mapping
from typing import Any

from whitecell.exercise import Exercise
from whitecell.exercise.items import item, known
from whitecell.exercise.refusal import Name
from whitecell.tongue import Tongue
from whitecell.web.names import Names

KINDS: Mapping[str, Callable[[Names, str], str]] = {
    "action": Names.action,
    "cell": Names.cell,
    "cells": Names.cell,
    "languages": lambda names, language: str(names.tongue.words["language"].get(language, language)),
    "media": lambda names, medium: names.tongue(f"medium.{medium}"),
    "move": lambda names, move: names.say(names.move(move).title, move),
    "seat": Names.office,
    "var": Names.label,
    "vars": Names.label,
}
"""What the ids in these places of a sentence are called. What was typed (`name`) and numbers stand as they are."""


def namer(exercise: Exercise, tongue: Tongue, *, control: bool) -> Name:
    """What things of an exercise are called. The titles of injects are Control's to read."""
    names = Names(exercise.scenario, tongue)

    def name(place: str, value: Any) -> Any:
        if place == "inject" and control and known(exercise, value):
            return names.own(item(exercise, value).title) or value
        return KINDS[place](names, value) if place in KINDS else value

    return name
