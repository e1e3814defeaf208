"""A world as an event tells of it: all but its values, which the changes carry."""

from collections.abc import Mapping
from typing import Any

from whitecell.game import Change, Pending, World
from whitecell.rules import Value
from whitecell.scenario import Scenario


def world_data(world: World) -> dict[str, Any]:
    """All of a world but its values, which the changes of the event carry."""
    return {
        "parameters": list(world.parameters),
        "pending": [
            [p.owner, p.cell, p.occurrence, p.site, [list(pair) for pair in p.arguments], p.origin, p.moment]
            for p in world.pending
        ],
        "counts": sorted([cell, action, n] for (cell, action), n in world.counts.items()),
        "fired": sorted(world.fired), "truth": sorted(world.truth), "move": world.move, "next": world.next,
        "number": world.number, "elapsed": world.elapsed, "stage": world.stage, "outcome": world.outcome,
    }  # fmt: skip


def world_of(values: tuple[Value, ...], data: Mapping[str, Any]) -> World:
    """The world that `world_data` told of, with these values."""
    return World(
        values, tuple(data["parameters"]),
        tuple(
            Pending(owner, cell, occurrence, site, tuple((a, b) for a, b in arguments), origin, moment)
            for owner, cell, occurrence, site, arguments, origin, moment in data["pending"]
        ),
        {(cell, action): n for cell, action, n in data["counts"]}, frozenset(data["fired"]),
        frozenset(data["truth"]), data["move"], data["next"], data["number"], data["elapsed"], data["stage"],
        data["outcome"],
    )  # fmt: skip


def apply(scenario: Scenario, values: tuple[Value, ...], changes: tuple[Change, ...]) -> tuple[Value, ...]:
    """The values after these changes."""
    if not changes:
        return values
    result = list(values)
    for change in changes:
        if change.var and change.after is not None:
            result[scenario.index[change.var]] = change.after
    return tuple(result)
