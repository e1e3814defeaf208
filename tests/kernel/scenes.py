"""A scenario that the tests of the kernel share."""

from __future__ import annotations

from functools import cache
from typing import Any

from whitecell.scenario import Scenario, build

DATA: dict[str, Any] = {
    "whitecell": 1,
    "id": "scene",
    "title": "Scene",
    "cells": {
        "us": {"seats": [{"id": "lead", "role": "lead", "bot": "keen"}, {"id": "staff"}]},
        "them": {"seats": [{"id": "lead"}]},
    },
    "parameters": {"pace": {"value": 0.3, "low": 0, "high": 1, "source": "judgement"}},
    "state": {
        "tension": {"type": "real", "start": "uniform(1, 5)", "range": [0, 9], "marking": "public"},
        "secret": {"type": "integer", "start": "integer(0, 9)", "marking": "them"},
        "mood": {"type": "choice", "options": ["calm", "angry"], "start": "calm", "marking": "public"},
        "done": {"type": "boolean", "start": "no", "marking": "us"},
    },
    "actions": {
        "press": {
            "by": ["us"],
            "arguments": {"how": ["calm", "angry"]},
            "needs": [{"consult": ["them"]}],
            "effects": ["tension += pace * normal(1, 1)", "mood = how", {"after": "1 move", "do": ["secret += 1"]}],
        },
        "wait": {"by": ["us", "them"], "limit": {"per_move": 2}, "effects": ["tension -= exp(-tension)", "done = yes"]},
    },
    "moves": [{"id": "m1", "orders": 2}, {"id": "m2", "orders": 2, "next": [{"when": "tension > 3", "move": "m1"}]}],
    "injects": [{"id": "i1", "when": "tension > 6", "to": ["all"], "effects": ["tension -= log(secret + 2)"]}],
    "outcomes": {"high": {"when": "tension >= 8"}, "low": {"at": "end"}},
    "measures": {"tension": "tension", "both": "tension + done"},
    "bots": {"keen": {"weights": {"press": "1 + (how == angry) + done"}}, "spy": {"weights": {"wait": "tension"}}},
    "courses": {
        "brisk": {"parameters": {"pace": 0.9}, "start": {"tension": 4}, "bots": {"us/staff": "keen"},
                  "orders": [{"move": "m1", "seat": "us/lead", "action": "press", "arguments": {"how": "calm"}}]},
    },
}  # fmt: skip


@cache
def scene() -> Scenario:
    return build(DATA)
