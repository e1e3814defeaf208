"""Durable orders per second: `python -m benchmarks.live_orders`, or among the others with `python -m benchmarks`.

One order is a command given to the house from a client's thread that waits until its events are on disk. Beside it,
in the same run, the same bytes appended to a bare store, and what one sync of this disk costs: the limits.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

from whitecell.exercise import GiveOrder, Holder, OpenMove, Start, TakeSeat
from whitecell.game import Choice
from whitecell.journal import Entry, SqliteStore, references
from whitecell.live import Accepted, Grant, House, Outcome
from whitecell.live.ahead import Spent
from whitecell.scenario import Scenario, build

CELLS, EACH = 64, 16
ROUNDS = 5
WORDS = "It shows that we are able and willing, and asks nothing of the ally that it cannot give today."
Print = Callable[..., None]


def scenario() -> Scenario:
    """As many cells as clients, each with a handful of actions and room for its orders."""
    cells = [f"c{n}" for n in range(CELLS)]
    data: dict[str, Any] = {
        "whitecell": 1, "id": "many-hands", "title": "Many hands",
        "cells": [[cell, {"name": cell, "seats": [{"id": "lead", "name": "Lead", "role": "lead"}]}] for cell in cells],
        "state": [["x", {"type": "real", "start": "1", "range": [0, 9], "marking": "public"}]],
        "actions": [
            [f"act{n}", {"title": f"Act {n}", "by": cells, "when": "x > 0", "limit": {"per_move": 60},
                         "arguments": [["where", ["north", "south"]]], "effects": ["x += 0.001"]}]
            for n in range(6)
        ],
        "moves": [{"id": "m1", "title": "One", "orders": 60, "plays": "60 min", "covers": "6 h"}],
    }  # fmt: skip
    return build(data)


def sync_time(folder: Path) -> list[float]:
    """Seconds of writing 4 kB and syncing it to this disk."""
    taken = []
    with open(folder / "sync", "wb", buffering=0) as file:
        for _ in range(200):
            begun = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return taken


def opened(house: House, packed: Scenario, number: int) -> str:
    """A new exercise with people on every seat and its move open."""
    planner = Grant("", "planner")
    exercise, outcome = house.create(packed, id=f"bench {number}", actor=planner, seed=number)
    assert isinstance(outcome, Accepted), outcome
    for seat in packed.seats:
        house.submit(exercise, TakeSeat(seat, Holder("person", "bench")), id=seat, actor=planner)
    house.submit(exercise, Start(), id="start", actor=planner)
    assert isinstance(house.do(exercise, OpenMove(), id="open", actor=planner), Accepted)
    return exercise


def orders(house: House, exercise: str, clients: int, each: int) -> float:
    """Seconds until every client has given its orders, each waiting for the last."""

    def client(number: int) -> None:
        seat = f"c{number}/lead"
        actor = Grant(exercise, "seat", seat)
        for place in range(each):
            choice = Choice(f"act{place % 6}", (("where", "north"),))
            outcome: Outcome = house.do(exercise, GiveOrder(seat, choice, WORDS), id=f"order {place}", actor=actor)
            assert isinstance(outcome, Accepted), outcome

    with ThreadPoolExecutor(clients) as pool:
        begun = time.perf_counter()
        list(pool.map(client, range(clients)))
        return time.perf_counter() - begun


def bare(folder: Path, entries: Sequence[Entry], clients: int) -> float:
    """Seconds to append these entries to a bare store from so many threads, one at a time, each to its own journal."""
    store = SqliteStore(folder / f"bare-{clients}-{time.perf_counter_ns()}.db")
    shares = [entries[start::clients] for start in range(clients)]

    def client(number: int) -> None:
        for count, entry in enumerate(shares[number]):
            store.append(f"x{number}", count, [entry])

    with ThreadPoolExecutor(clients) as pool:
        begun = time.perf_counter()
        list(pool.map(client, range(clients)))
        taken = time.perf_counter() - begun
    store.close()
    return taken


def written(house: House, exercise: str) -> list[Entry]:
    """The orders of an exercise as entries, to be appended elsewhere."""
    texts = house.store.texts(exercise)
    entries = []
    for record in house.store.read(exercise):
        if b'"kind":"order.given/1"' in record.body:
            mine = tuple(text for key in references(record.body) if (text := texts[key]) is not None)
            entries.append(Entry(record.body, mine))
    return entries


def added(total: Spent, before: Spent, after: Spent) -> Spent:
    """What has been spent between two readings, added to what there was."""
    names = [field.name for field in fields(Spent)]
    return Spent(*(getattr(total, name) + getattr(after, name) - getattr(before, name) for name in names))


def shares(spent: Spent) -> str:
    """Where the writer's time went."""
    parts = {"decide": spent.decide, "encode": spent.encode, "append": spent.append, "answer": spent.show}
    total = sum(parts.values())
    told = ", ".join(f"{name} {100 * seconds / total:.0f} %" for name, seconds in parts.items())
    return f"{told}; {spent.commands / max(1, spent.batches):.1f} commands a batch"


def run(line: Print) -> None:
    """Print all of it."""
    packed = scenario()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        syncs = sync_time(folder)
        print(f"one sync to this disk: median {1000 * statistics.median(syncs):.2f} ms", flush=True)
        with House(folder / "live.db", threads=False) as house:
            number = 0
            for clients, each, aim in ((1, 60, ""), (CELLS, EACH, "5,000/s")):
                taken, beside, spent, processor = [], [], Spent(), 0.0
                for _ in range(ROUNDS):
                    number += 1
                    exercise = opened(house, packed, number)
                    before, used = house.spent, time.process_time()
                    taken.append(orders(house, exercise, clients, each))
                    processor += time.process_time() - used
                    spent = added(spent, before, house.spent)
                    beside.append(bare(folder, written(house, exercise), clients))
                who = f"{clients} client{'s' if clients > 1 else ''}"
                line(f"live, durable orders, {who}", taken, aim, per=clients * each)
                line(f"bare store, the same bytes, {who}", beside, per=clients * each)
                each_order = 1e6 * processor / (ROUNDS * clients * each)
                print(f"    processor time of an order, clients and all: {each_order:.0f} us", flush=True)
                print(f"    the writer's time: {shares(spent)}", flush=True)


if __name__ == "__main__":
    from benchmarks.__main__ import line as printed

    run(printed)
