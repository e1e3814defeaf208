"""Scenarios for the laws of the game, made from the library's packs and from small pieces."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from whitecell.scenario import Scenario, build, load, packs


def library(name: str) -> Scenario:
    """A pack of the library."""
    (pack,) = [pack for pack in packs() if pack.name == name]
    scenario = load(pack.path)
    assert isinstance(scenario, Scenario)
    return scenario


def data_of(scenario: Scenario) -> dict[str, Any]:
    """The scenario's data, free to change."""
    return json.loads(json.dumps(scenario.data))  # type: ignore[no-any-return]


def small(**parts: Any) -> Scenario:
    """Two cells with one seat each, a few numbers, and what the test adds."""
    data: dict[str, Any] = {
        "whitecell": 1, "id": "small", "title": "Small",
        "cells": [
            ["a", {"name": "A", "seats": [{"id": "one", "name": "One", "role": "lead"}]}],
            ["b", {"name": "B", "seats": [{"id": "one", "name": "One", "role": "lead"}]}],
        ],
        "state": [
            ["x", {"type": "real", "start": "8", "range": [-64, 64], "marking": "public"}],
            ["y", {"type": "real", "start": "0", "range": [-64, 64], "marking": "public"}],
            ["n", {"type": "integer", "start": "0", "range": [0, 4], "marking": "public"}],
            ["flag", {"type": "boolean", "start": "no", "marking": "public"}],
        ],
        "moves": [{"id": "m1", "title": "One", "orders": 3}, {"id": "m2", "title": "Two", "orders": 3},
                  {"id": "m3", "title": "Three", "orders": 3}],
    }  # fmt: skip
    data.update(copy.deepcopy(parts))
    return build(data)


def action(by: str, *effects: Any, **more: Any) -> Mapping[str, Any]:
    """An action of one cell."""
    return {"title": "Do", "by": [by], "effects": list(effects), **more}
