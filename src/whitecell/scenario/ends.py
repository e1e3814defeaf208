"""Objectives, outcomes, measures, utility, places: what the exercise is for and how it ends."""

from whitecell.rules import BOOLEAN, NUMBER, Expression
from whitecell.scenario.ground import Ground
from whitecell.scenario.model import Measure, Objective, Outcome, Place
from whitecell.scenario.node import Path


def objectives(ground: Ground) -> list[Objective]:
    """Every objective."""
    found = []
    for place, raw in enumerate(ground.register.pack.objectives):
        path: Path = ("objectives", place)
        words = ground.register.words
        named = {name for i, name in enumerate(raw.cells) if ground.people.cell(name, (*path, "cells", i))}
        cells = tuple(cell for cell in ground.people.cells if cell in named)
        tasks = tuple(words(task, (*path, "tasks", i)) for i, task in enumerate(raw.tasks))
        capability = words(raw.capability, (*path, "capability"))
        found.append(Objective(raw.id, words(raw.title, (*path, "title"), raw.id), capability, tasks, cells))
    return found


def outcomes(ground: Ground) -> list[Outcome]:
    """Every outcome, in the order they are judged."""
    found, register = [], ground.register
    settled = ""
    for id_, raw in register.pack.outcomes.items():
        path: Path = ("outcomes", id_)
        when = None
        if raw.when is not None:
            when = register.expression(raw.when, (*path, "when"), ground.everything(), BOOLEAN)
        elif raw.at == "any" and not register.damaged(path):
            register.fault(path, "G018", f"'{id_}' has no condition, and would end the game at the first closing",
                           "Write 'when: ...', or 'at: end'.", key=True)  # fmt: skip
        if raw.at == "end" and settled:
            register.fault(path, "W004", f"'{id_}' is never reached: '{settled}' above it holds at every end",
                           f"Give '{settled}' a 'when', or list it last.", key=True, severity="warning")  # fmt: skip
        if raw.at == "end" and raw.when is None and not register.damaged(path):
            settled = settled or id_
        title = register.words(raw.title, (*path, "title"), id_)
        found.append(Outcome(id_, title, register.words(raw.text, (*path, "text")), when, raw.at == "end"))
    return found


def measures(ground: Ground) -> list[Measure]:
    """Every measure."""
    found, register = [], ground.register
    for id_, raw in register.pack.measures.items():
        path: Path = ("measures", id_)
        if isinstance(raw, str):
            value = register.expression(raw, path, ground.everything(), NUMBER)
            found.append(Measure(id_, register.words(None, path, id_), value))
        else:
            value = register.expression(raw.value, (*path, "value"), ground.everything(), NUMBER)
            label, unit = register.words(raw.label, (*path, "label"), id_), register.words(raw.unit, (*path, "unit"))
            found.append(Measure(id_, label, value, unit, raw.better))
    return found


def utility(ground: Ground) -> dict[str, Expression]:
    """Each cell's utility."""
    found = {}
    for cell, text in ground.register.pack.utility.items():
        path: Path = ("utility", cell)
        if ground.people.cell(cell, path):
            found[cell] = ground.register.expression(text, path, ground.everything(), NUMBER)
    return found


def places(ground: Ground) -> list[Place]:
    """Every place on the map."""
    found, register = [], ground.register
    for i, raw in enumerate(register.pack.places):
        path: Path = ("places", i)
        latitude, longitude = raw.at
        if not -90 <= latitude <= 90:
            register.fault((*path, "at", 0), "G019", f"{latitude:g} is no latitude", "Write -90 to 90, latitude first.")
        if not -180 <= longitude <= 180:
            register.fault((*path, "at", 1), "G019", f"{longitude:g} is no longitude", "Write -180 to 180.")
        name = register.words(raw.name, (*path, "name"), raw.id)
        found.append(Place(raw.id, name, latitude, longitude, raw.symbol or ""))
    return found
