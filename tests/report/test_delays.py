"""A delayed effect is told where it was ordered: what it affects, when it is due, and whether the game reached it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.game.packs import action, small
from tests.report.journals import cut, exercise_of, journal_of, played
from tests.report.test_plain import Plain
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import html, report
from whitecell.report.model import Delayed, OrderTold

PLAYS = [("extended-deterrence", 7), ("two-keys", 3), ("earthquake-72h", 3), ("harbour-ransomware", 3)]


def play(**parts: Any) -> Journal:
    scenario = small(**parts)
    return journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore()))


def text_of(journal: Journal) -> str:
    return " ".join(Plain(html(report(journal))).text.split())


def orders(journal: Journal) -> dict[str, OrderTold]:
    return {order.id: order for move in report(journal).moves for order in move.orders}


@pytest.mark.parametrize(("pack", "seed"), PLAYS)
def test_what_is_under_way_is_what_the_last_world_waits_for(pack: str, seed: int) -> None:
    journal = played(pack, seed)
    for count in range(len(journal.records), 0, -17):
        part = cut(journal, count)
        exercise, told = exercise_of(part), report(part)
        waits = {(p.owner.partition("/")[2], p.cell, p.origin, p.moment) for p in exercise.world.pending}
        assert waits == {
            (d.cause.id, d.cause.cell.id if d.cause.cell else "", d.cause.since, float(d.due or d.at.minutes))
            for d in told.waiting
        }
        assert len(told.waiting) == len(exercise.world.pending)


@pytest.mark.parametrize(("pack", "seed"), PLAYS)
def test_what_arrived_arrived_when_it_was_due(pack: str, seed: int) -> None:
    journal = played(pack, seed)
    exercise, told = exercise_of(journal), report(journal)
    assert told.delays
    for each in told.delays:
        if each.arrived:
            opened = exercise.log[each.arrived - 1]
            assert (opened.kind, opened.data["number"]) == ("move.opened/1", each.move)
            assert each.move == each.due if each.due else opened.at.game >= each.at.minutes
    ordered = [delay for move in told.moves for order in move.orders for delay in order.delays]
    assert sorted(map(key, ordered)) == sorted(key(each) for each in told.delays if each.cause.kind == "order")


def key(delayed: Delayed) -> tuple[int, int, tuple[str, ...]]:
    return delayed.cause.seq, delayed.seq, delayed.effects


def test_the_carrier_that_never_arrived_is_said_to() -> None:
    journal = played("extended-deterrence")
    carrier = orders(journal)["us.deploy_carrier.4"]
    (delay,) = carrier.delays
    assert (delay.due, delay.arrived) == (6, 0)
    assert delay.vars[0].name == "visible_deployments"
    assert delay.effects[0] == "visible_deployments += publicity == announced or where == busan"
    text = text_of(journal)
    assert f"Set going [{delay.seq}]: would have arrived after the end It affects Reported visible" in text
    under_way = text[text.index("What was still under way") :]
    assert f"US Send a carrier [{carrier.seq}] (set going in Move 4): it would have affected" in under_way
    assert f"after the end [{delay.seq}]" in under_way
    assert "Move 6" not in text


LATER = [
    ["go", action("a", {"after": "1 move", "do": ["x += 1", {"after": "1 move", "do": ["y += 1"]}]},
                  {"after": "9 h", "do": [{"if": "x > 0", "then": ["n += 1"]}]})],
    ["stay", action("b", "y += 1")],
]  # fmt: skip
MOVES = [{"id": "m1", "title": "One", "covers": "6 h", "orders": 1, "may_pass": False},
         *({"id": id_, "title": id_, "covers": "6 h", "orders": {"a": 0, "b": 0}} for id_ in ("m2", "m3"))]  # fmt: skip


def test_an_order_with_several_delayed_effects_says_each_where_it_was_ordered() -> None:
    journal = play(actions=LATER, moves=MOVES)
    go = orders(journal)["a.go.1"]
    resolved, opened = go.settled, [move.opened for move in report(journal).moves]
    assert [(d.seq, d.due, d.at.minutes, d.arrived, d.move) for d in go.delays] == [
        (resolved, 2, 0.0, opened[1], 2), (resolved, 0, 540.0, opened[2], 3), (opened[1], 3, 0.0, opened[2], 3),
    ]  # fmt: skip
    assert [[var.name for var in d.vars] for d in go.delays] == [["x", "y"], ["n"], ["y"]]
    assert [d.certain for d in go.delays] == [False, False, True]
    text = text_of(journal)
    for words in (f"Set going [{resolved}]: arrived in Move 2 [{opened[1]}] It may affect x and y x += 1",
                  f"Set going [{resolved}]: arrived in Move 3 [{opened[2]}] It may affect n",
                  f"Set going in Move 2 [{opened[1]}]: arrived in Move 3 [{opened[2]}] It affects y",
                  "Nothing: every delayed effect had arrived."):  # fmt: skip
        assert words in text, words
    assert orders(journal)["b.stay.1"].delays == ()


def test_a_delay_in_hours_says_the_moment_from_which_it_is_due() -> None:
    short = play(actions=LATER, moves=MOVES[:2], starts="2027-03-08 09:00 +09:00")
    go = orders(short)["a.go.1"]
    assert [d.arrived > 0 for d in go.delays] == [True, False, False]
    text = text_of(short)
    assert f"Set going [{go.settled}]: arrives at the first opening from 8 Mar 18:00 on; the game ended before" in text
    assert "it might have affected n at the first opening from 8 Mar 18:00 on" in text
    stopped = cut(short, len(short.records) - 1)
    assert "the journal ends before" in text_of(stopped)
    assert "the game ended before" not in text_of(stopped)


def test_a_lapsed_order_sets_nothing_going_and_rules_and_injects_are_told_as_causes() -> None:
    later = {"after": "5 moves", "do": ["x += 1"]}
    journal = play(
        actions=[["go", action("a", later, needs=[{"consent": ["b"]}])]], moves=MOVES,
        bots=[["never", {"title": "Never", "weights": {}, "consents": {"otherwise": {"object": 1}}}]],
        cells=[[cell, {"name": cell.upper(), "seats": [{"id": "one", "name": "One", "role": "lead", "bot": bot}]}]
               for cell, bot in (("a", "uniform"), ("b", "never"))],
        world=[{"id": "r", "title": "The rule", "when": "move == 1", "do": [later]}],
        injects=[{"id": "i1", "at": "m2", "to": ["a"], "from": "F", "medium": "note", "title": "The note",
                  "body": "B", "fictional": True, "effects": [later]}],
    )  # fmt: skip
    told = report(journal)
    assert [order.status for move in told.moves for order in move.orders] == ["lapsed"]
    assert [(each.cause.kind, each.cause.title, each.due) for each in told.waiting] == [
        ("rule", "The rule", 6), ("inject", "The note", 7)
    ]  # fmt: skip
    note = f"Inject: The note [{told.moves[1].released[0].seq}] (set going in Move 2)"
    assert f"{note}: it would have affected x after the end" in text_of(journal)
