"""The words themselves: those that all share, and those of one area, each a `words.toml` in its package."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

FALLBACK = "en"
SHARED = "tongue"

Catalogue = Mapping[str, Mapping[str, Any]]
"""For every key its word by language. A word is a text with places, or a list of such."""


@cache
def catalogue(*areas: str) -> Catalogue:
    """The shared words and those of these areas, which are packages of ours: `catalogue("kit")`."""
    found: dict[str, Mapping[str, Any]] = {}
    for area in (SHARED, *areas):
        file = resources.files("whitecell").joinpath(area, "words.toml")
        found.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def languages() -> tuple[str, ...]:
    """The languages that our own words are in."""
    return tuple(catalogue()["language"])
