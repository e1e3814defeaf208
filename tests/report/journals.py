"""Journals to report on: plays of the library's packs, and an exercise that people conduct."""

from __future__ import annotations

from functools import cache

from tests.game.packs import library, small
from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    AnswerQuestion,
    Command,
    Create,
    Exercise,
    GiveOrder,
    Holder,
    OpenMove,
    Pause,
    ProposeResult,
    Resume,
    Rule,
    Start,
    TakeSeat,
    Tick,
    WithdrawOrder,
)
from whitecell.game import Choice, Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import Table, conduct, replay, setup
from whitecell.scenario import Scenario

HOSTILE = (
    "</title></style></svg><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}{% endraw %}"
    "\n\n# big\n\n![p](https://example.org/p.png) [x](javascript:alert(1)) <b onclick=alert(1)>b</b>"
    " \"';}*{display:none}"
)


def journal_of(table: Table) -> Journal:
    """The journal of a table as an export would hold it."""
    store, id_ = table.store, table.id
    return Journal(tuple(store.read(id_)), store.texts(id_), store.head(id_))


@cache
def played(pack: str, seed: int = 7, course: str | None = None) -> Journal:
    """A whole automatic play of a library pack."""
    scenario = library(pack)
    return journal_of(conduct(scenario, setup(scenario, course), Dice(seed), MemoryStore()))


def exercise_of(journal: Journal) -> Exercise:
    """The exercise of a journal."""
    return replay(journal.records, journal.texts)


def cut(journal: Journal, count: int) -> Journal:
    """The journal as it was after so many records."""
    return Journal(journal.records[:count], journal.texts, journal.head)


@cache
def told_to_one_ally() -> Journal:
    """A play of two-keys in which the northern ally is told what the southern one never hears."""
    for seed in range(100):
        journal = played("two-keys", seed)
        if "report" in exercise_of(journal).deliveries:
            return journal
    raise AssertionError("no seed releases the inject 'report'")


def live(scenario: Scenario, *commands: tuple[float, Command]) -> Table:
    """A live exercise after these commands, each at its second."""
    table = Table(MemoryStore(), "live", Dice(11))
    table.must(Create("live", scenario, 11))
    for now, command in commands:
        result = table.do(command, now)
        assert isinstance(result, list), f"{command}: {result}"
    return table


ASKING = {
    "actions": [
        ["push", {"title": "Push", "by": ["a"], "marking": "public", "effects": ["x += 1"],
                  "needs": [{"consult": ["b"], "within": "30 min"}]}],
        ["pull", {"title": "Pull", "by": ["b"], "effects": ["y = 3"]}],
        ["hold", {"title": "Hold", "by": ["b"], "effects": ["y += 1"]}],
    ],
    "moves": [
        {"id": "m1", "title": "One", "orders": 3, "plays": "20 min",
         "questions": [{"id": "q1", "to": ["a", "b"], "kind": "text", "text": "What next?"}]},
        {"id": "m2", "title": "Two", "orders": 3},
    ],
    "starts": "2027-03-08 09:00 +09:00",
}  # fmt: skip


def by_people() -> Table:
    """An exercise with people in its seats: an objection, a withdrawal, an answer, a pause, a ruling."""
    return live(
        small(**ASKING),
        (0.0, TakeSeat("a/one", Holder("person", "Ada"))),
        (0.0, TakeSeat("b/one", Holder("bot", "uniform"))),
        (0.0, Start()),
        (10.0, OpenMove()),
        (60.0, Tick()),
        (100.0, GiveOrder("a/one", Choice("push"), "because of <b>this</b>")),
        (160.0, GiveOrder("b/one", Choice("pull"))),
        (170.0, GiveOrder("b/one", Choice("hold"))),
        (180.0, WithdrawOrder("b/one", "b.pull.1")),
        (220.0, AnswerNeed("b/one", "a.push.1/1", "object", "not before noon")),
        (230.0, AnswerQuestion("a/one", "q1", "We wait.")),
        (240.0, Pause("lunch")),
        (300.0, Resume(2.0)),
        (600.0, ProposeResult()),
        (620.0, Rule("x", 12.0, "the umpire saw it")),
    )


def by_people_to_the_end() -> Table:
    """The same, accepted, and a last move in which nothing is done."""
    table = by_people()
    for command in (AcceptResult(), OpenMove(), ProposeResult(), AcceptResult()):
        table.must(command)
    return table
