"""A generated scenario of sixty actions, and how long the kernel takes over it.

``python -m benchmarks.sixty_actions`` prints the medians; `data` is the scenario, larger or smaller on request.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

CELLS = ("us", "rok", "japan", "dprk")
PLAYS = 20_000


def data(actions: int = 60) -> dict[str, Any]:
    """The data of a scenario with this many actions; the rest grows with them."""
    variables = max(actions // 2, 4)
    names = [f"v{n}" for n in range(variables)]
    return {
        "whitecell": 1,
        "id": f"generated-{actions}",
        "title": f"Generated, {actions} actions",
        "cells": {
            cell: {"seats": [{"id": "lead", "role": "lead", "bot": "keen"}, {"id": "staff", "bot": "wary"}]}
            for cell in CELLS
        },
        "parameters": {
            f"p{n}": {"value": 0.05 + 0.01 * n, "low": 0, "high": 1, "source": "judgement"} for n in range(10)
        },
        "state": {name: variable(n) for n, name in enumerate(names)},
        "actions": {f"act_{n:03}": action(n, names) for n in range(actions)},
        "world": [rule(n, names) for n in range(variables)],
        "moves": [
            {"id": f"m{n}", "orders": 2, "covers": "6 h", "next": following(n)} for n in range(8)
        ],
        "injects": [inject(n, names) for n in range(variables // 2)],
        "outcomes": {"war": {"when": "v0 >= 8.9 and v1 >= 8"}, "held": {"when": "v0 < 5", "at": "end"}},
        "measures": {f"m_{name}": name for name in names[:10]},
        "bots": {
            "keen": {"weights": {f"act_{n:03}": f"0.2 + p{n % 10} * {names[n % variables]}" for n in range(actions)}},
            "wary": {
                "weights": {"otherwise": "0.5"} | {f"act_{n:03}": f"v0 / {n + 1}" for n in range(0, actions, 3)},
                "consents": {
                    "otherwise": {"agree": "3", "conditions": "1", "object": "0.1 * v0", "silent": "0.2"},
                    "act_000": "logistic(v0 - 5)",
                },
            },
        },
        "courses": {
            "firm": {"parameters": {"p0": 0.2}, "bots": {"us/lead": "wary"},
                     "orders": [{"move": "m0", "seat": "us/lead", "action": "act_000",
                                 "arguments": {"where": "north", "quiet": "no"}}]},
        },
    }  # fmt: skip


def variable(n: int) -> dict[str, Any]:
    start = "uniform(2, 6)" if n % 4 == 1 else "3"
    return {"type": "integer" if n % 5 == 4 else "real", "start": start if n % 5 != 4 else "3", "range": [0, 9],
            "marking": "public"}  # fmt: skip


def action(n: int, names: list[str]) -> dict[str, Any]:
    a, b, c = (names[(n * k + k) % len(names)] for k in (1, 3, 7))
    by = [CELLS[n % 4], CELLS[(n + 1) % 4]] if n % 3 else [f"{CELLS[n % 4]}/lead"]
    return {
        "by": by,
        "arguments": {"where": ["north", "south", "sea"], "quiet": ["yes", "no"]} if n % 4 == 0 else {},
        "needs": [{"consult": [CELLS[(n + 2) % 4]], "else": "lapse"}] if n % 5 == 0 else [],
        "when": f"{a} < 8.5 and ({b} > 0.5 or move >= 2)",
        "limit": {"per_move": 1 + n % 2, "total": 4},
        "priority": n % 3,
        "effects": [
            f"{a} += p{n % 10} * (9 - {a})",
            f"{b} -= uniform(0, 0.4) * {c} / (1 + {b})",
            {"after": "1 move", "do": [f"{c} += 0.1 * normal(0, 1)"]},
            {"chance": f"clip(0.2 + 0.05 * {b}, 0, 1)", "then": [f"{c} = max({a}, {b})"], "else": [f"{a} += 0.1"]},
            {"if": f"{c} > 5 and {b} < 4", "then": [f"{c} -= exp(-{b}) * 0.5"]},
        ],
    }


def rule(n: int, names: list[str]) -> dict[str, Any]:
    a, b = names[n], names[(n * 5 + 2) % len(names)]
    return {"id": f"rule_{n}", "when": f"{a} > 0.2",
            "do": [f"{a} += 0.05 * (3 - {a}) + 0.02 * ({b} - {a})", f"{b} += 0.05 * normal(0, 1)"]}  # fmt: skip


def inject(n: int, names: list[str]) -> dict[str, Any]:
    moment = {"at": f"m{n % 8} + {n} min"} if n % 2 else {"when": f"{names[n]} > 6 and not released(i0)"}
    return {"id": f"i{n}", **moment, "to": ["all"], "effects": [f"{names[n]} += 0.3"]}


def following(n: int) -> Any:
    return "end" if n == 7 else [{"when": "v2 > 8.5", "move": f"m{min(n + 2, 7)}"}, {"move": f"m{n + 1}"}]


def first_result() -> None:
    """In a fresh process: from the checked scenario to the result of one play, in seconds of processor time."""
    from whitecell.kernel import compiled
    from whitecell.players import setup
    from whitecell.scenario import build

    scenario = build(data())
    began = time.process_time()
    compiled(scenario).run(setup(scenario), 1, 0, 1)
    print(time.process_time() - began)


def median_first_result(repeats: int, keep: bool) -> float:
    """The median over fresh processes, with or without what the last one left in the cache."""
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        for _ in range(repeats + keep):
            with tempfile.TemporaryDirectory() as fresh:
                environment = {**os.environ, "WHITECELL_CACHE": kept if keep else fresh}
                command = [sys.executable, "-c", "from benchmarks import sixty_actions as s; s.first_result()"]
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
                seconds.append(float(done.stdout))
    return statistics.median(seconds[keep:])


def main(repeats: int = 5) -> None:
    from whitecell.game import Dice
    from whitecell.kernel import compiled
    from whitecell.players import play, setup
    from whitecell.scenario import build

    print(f"cold, to a first result: {median_first_result(repeats, keep=False):.2f} s of processor time")
    print(f"warm, to a first result: {median_first_result(repeats, keep=True):.2f} s of processor time")
    scenario = build(data())
    kernel, prepared = compiled(scenario), setup(scenario)
    for threads in (1, os.cpu_count() or 1):
        rates, used = [], []
        for _ in range(repeats):
            began, spent = time.perf_counter(), time.process_time()
            kernel.run(prepared, 1, 0, PLAYS, threads, values=False)
            rates.append(PLAYS / (time.perf_counter() - began))
            used.append(PLAYS / (time.process_time() - spent))
        each = f"{statistics.median(used):,.0f} per second of processor time"
        print(f"plays per second in {threads} thread(s): {statistics.median(rates):,.0f}; {each}")
    began = time.process_time()
    for number in range(10):
        play(scenario, prepared, Dice(1, number))
    print(f"the interpreter: {10 / (time.process_time() - began):,.0f} plays per second of processor time")


if __name__ == "__main__":
    main()
