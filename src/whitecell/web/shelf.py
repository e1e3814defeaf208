"""The packs a planner can choose: the library's, and those this server was given. Each is read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from whitecell.scenario import Scenario, load, packs


@cache
def pack(path: Path) -> Scenario | None:
    """The scenario of a pack; None where it has faults, which `whitecell check` tells."""
    found = load(path)
    return found if isinstance(found, Scenario) else None


def shelf(further: Mapping[str, Path]) -> dict[str, Scenario]:
    """Every pack that can be played, by name: those given first."""
    paths = {**further, **{each.name: each.path for each in packs() if each.name not in further}}
    found = {name: pack(path) for name, path in paths.items()}
    return {name: scenario for name, scenario in found.items() if scenario is not None}
