"""A move, exactly: each sentence of docs/reference/a-move-exactly.md that can be wrong by itself."""

from typing import Any

import pytest

from tests.game.packs import action, small
from whitecell.game import Choice, Dice, Order, World, barrier, begin, close, open, permitted, resolve, trigger
from whitecell.game.explain import explain
from whitecell.scenario import Scenario

DICE = Dice(5)


def opened(scenario: Scenario, moves: int = 1) -> World:
    """The world in its first (second, ...) move, nobody having ordered anything."""
    world = begin(scenario, DICE).world
    for number in range(moves):
        if number:
            world = close(scenario, world, DICE).world
        world = open(scenario, world, DICE, automatic=True).world
    return world


def value(scenario: Scenario, world: World, name: str) -> Any:
    return world.values[scenario.index[name]]


def order(cell: str, action: str, occurrence: int = 0, **arguments: str) -> Order:
    return Order(cell, f"{cell}/one", Choice(action, tuple(arguments.items())), occurrence)


def test_orders_read_the_opening_state() -> None:
    s = small(actions=[["halve", action("a", "x = x / 2")], ["copy", action("b", "y = x")]])
    world = resolve(s, opened(s), [order("a", "halve"), order("b", "copy")], DICE).world
    assert value(s, world, "x") == 4.0
    assert value(s, world, "y") == 8.0


def test_assignments_come_before_additions_and_the_range_last() -> None:
    s = small(actions=[["add", action("a", "x += 60")], ["put", action("b", "x = 10")]])
    step = resolve(s, opened(s), [order("a", "add"), order("b", "put")], DICE)
    assert value(s, step.world, "x") == 64.0
    assert [(c.before, c.after, c.cause.kind) for c in step.changes] == [
        (8.0, 10.0, "order"), (10.0, 70.0, "order"), (70.0, 64.0, "range"),
    ]  # fmt: skip


def test_the_higher_priority_wins_a_conflict_and_the_other_is_recorded() -> None:
    s = small(actions=[["low", action("a", "x = 1")], ["high", action("b", "x = 2", priority=1)]])
    step = resolve(s, opened(s), [order("a", "low"), order("b", "high")], DICE)
    assert value(s, step.world, "x") == 2.0
    assert [c.note for c in step.changes] == ["overruled", ""]


def test_a_tie_is_settled_by_luck_and_not_by_listing() -> None:
    s = small(actions=[["one", action("a", "x = 1")], ["two", action("b", "x = 2")]])
    results = set()
    for seed in range(40):
        both = [order("a", "one"), order("b", "two")]
        forth = resolve(s, opened(s), both, Dice(seed)).world
        back = resolve(s, opened(s), both[::-1], Dice(seed)).world
        assert forth == back
        results.add(value(s, forth, "x"))
    assert results == {1.0, 2.0}


def test_an_integer_is_rounded_to_even_before_its_range() -> None:
    s = small(actions=[["add", action("a", "n += 2.5")]])
    assert value(s, resolve(s, opened(s), [order("a", "add")], DICE).world, "n") == 2.0


@pytest.mark.parametrize(("after", "arrives"), [("1 move", 2), ("2 moves", 3), ("30 min", 2), ("46 min", 3)])
def test_a_delayed_effect_arrives_at_its_opening(after: str, arrives: int) -> None:
    s = small(actions=[["send", action("a", {"after": after, "do": ["x += 1"]})]])
    world = resolve(s, opened(s), [order("a", "send")], DICE).world
    seen = {1: value(s, world, "x")}
    for number in (2, 3):
        world = open(s, close(s, world, DICE).world, DICE, automatic=True).world
        seen[number] = value(s, world, "x")
    assert [number for number, x in seen.items() if x == 9.0] == list(range(arrives, 4))


def test_a_delay_may_hold_another() -> None:
    s = small(actions=[["send", action("a", {"after": "1 move", "do": [{"after": "1 move", "do": ["x = 0"]}]})]])
    world = resolve(s, opened(s), [order("a", "send")], DICE).world
    second = open(s, close(s, world, DICE).world, DICE, automatic=True).world
    third = open(s, close(s, second, DICE).world, DICE, automatic=True).world
    assert (value(s, second, "x"), value(s, third, "x")) == (8.0, 0.0)


def test_a_delay_within_a_delay_keeps_the_luck_of_the_move_that_set_the_first_going() -> None:
    inner = {"after": "1 move", "do": ["x += uniform(0, 1)"]}
    s = small(actions=[["send", action("a", {"after": "1 move", "do": [inner]})]])
    world = resolve(s, opened(s), [order("a", "send")], DICE).world
    second = open(s, close(s, world, DICE).world, DICE, automatic=True).world
    third = open(s, close(s, second, DICE).world, DICE, automatic=True)
    (change,) = third.changes
    assert (change.cause.since, change.draws[0].path) == (1, f"3/action/send/a/{256 * 1}/3")


def test_timed_injects_are_released_one_after_another_by_minute_then_id() -> None:
    paper = {"to": ["a"], "title": "T", "body": "B", "fictional": True}
    s = small(injects=[{"id": "z1", "at": "m1 + 5 min", "effects": ["x = 1"], **paper},
                       {"id": "a1", "at": "m1 + 10 min", "effects": ["y = x"], **paper},
                       {"id": "b1", "at": "m1 + 5 min", "effects": ["x = x * 2"], **paper}])  # fmt: skip
    step = open(s, begin(s, DICE).world, DICE, automatic=True)
    assert [release.inject for release in step.releases] == ["b1", "z1", "a1"]
    assert value(s, step.world, "y") == 1.0


def test_an_inject_fires_once_when_its_condition_turns_true() -> None:
    s = small(
        injects=[{"id": "i1", "when": "x > 9", "to": ["a"], "title": "T", "body": "B", "effects": ["y += 1"],
                  "fictional": True}],
        actions=[["up", action("a", "x += 4")], ["down", action("a", "x -= 4")]],
    )  # fmt: skip
    world = opened(s)
    assert world.fired == frozenset()
    world = resolve(s, world, [order("a", "up")], DICE).world
    step = close(s, world, DICE)
    assert [release.inject for release in step.releases] == ["i1"]
    assert value(s, step.world, "y") == 1.0
    world = resolve(s, open(s, step.world, DICE, automatic=True).world, [order("a", "down")], DICE).world
    world = trigger(s, world, DICE).world
    again = trigger(s, resolve(s, world, [order("a", "up", 1)], DICE).world, DICE)
    assert again.releases == ()


def test_conditions_are_judged_on_one_state_and_chains_wait_for_the_next_judging() -> None:
    inject = {"to": ["a"], "title": "T", "body": "B", "fictional": True}
    s = small(injects=[{"id": "i1", "when": "x > 0", "effects": ["y = 5"], **inject},
                       {"id": "i2", "when": "y == 5 and released(i1)", **inject}])  # fmt: skip
    first = open(s, begin(s, DICE).world, DICE, automatic=True)
    assert [r.inject for r in first.releases] == ["i1"]
    assert [r.inject for r in close(s, first.world, DICE).releases] == ["i2"]


def test_world_rules_run_in_order_each_on_what_the_one_before_left() -> None:
    s = small(world=[{"id": "r1", "title": "R", "do": ["x = 2", "y = x"]},
                     {"id": "r2", "title": "R", "when": "x == 2", "do": ["y += x"]}])  # fmt: skip
    world = close(s, opened(s), DICE).world
    assert (value(s, world, "x"), value(s, world, "y")) == (2.0, 10.0)


def test_the_first_next_that_holds_is_taken_and_none_ends_the_game() -> None:
    moves = [{"id": "m1", "title": "1", "next": [{"when": "x < 0", "move": "m3"}, {"when": "x > 0", "move": "m2"}]},
             {"id": "m2", "title": "2", "next": [{"when": "x < 0", "move": "m1"}]},
             {"id": "m3", "title": "3"}]  # fmt: skip
    s = small(moves=moves)
    world = close(s, opened(s), DICE).world
    assert world.next == "m2"
    assert close(s, open(s, world, DICE, automatic=True).world, DICE).world.stage == "ended"


def test_a_game_that_loops_ends_after_64_moves() -> None:
    s = small(moves=[{"id": "m1", "title": "1", "next": "m1"}], outcomes=[["late", {"title": "Late", "at": "end"}]])
    world = opened(s)
    while world.stage == "open":
        world = close(s, world, DICE).world
        if world.stage == "closed":
            world = open(s, world, DICE, automatic=True).world
    assert (world.number, world.outcome) == (64, "late")


def test_outcomes_at_the_end_wait_for_it() -> None:
    s = small(outcomes=[["calm", {"title": "Calm", "at": "end"}], ["war", {"title": "War", "when": "y > 3"}]],
              actions=[["hit", action("a", "y = 4")]])  # fmt: skip
    world = opened(s)
    assert close(s, world, DICE).world.outcome is None
    assert close(s, resolve(s, world, [order("a", "hit")], DICE).world, DICE).world.outcome == "war"
    assert close(s, opened(s, 3), DICE).world.outcome == "calm"


def test_limits_count_in_the_move_and_in_the_game() -> None:
    s = small(actions=[["do", action("a", "x += 1", limit={"per_move": 2, "total": 3})]])
    world = opened(s)
    one, two = order("a", "do"), order("a", "do", 1)
    assert permitted(s, world, "a/one", [one]) == [Choice("do")]
    assert permitted(s, world, "a/one", [one, two]) == []
    world = resolve(s, world, [one, two], DICE).world
    world = open(s, close(s, world, DICE).world, DICE, automatic=True).world
    assert permitted(s, world, "a/one") == [Choice("do")]
    assert permitted(s, world, "a/one", [one]) == []


def test_only_the_cells_named_act() -> None:
    both = [["do", action("a", "x += 1")], ["act", action("b", "x += 1")]]
    s = small(actions=both, moves=[{"id": "m1", "title": "1", "only": ["b"]}])
    assert permitted(s, opened(s), "a/one") == []
    assert permitted(s, opened(s), "b/one") == [Choice("act")]


def test_the_barrier_view_holds_nothing_hidden() -> None:
    state = [["x", {"type": "real", "start": "8", "marking": "public"}], ["own", {"type": "real", "start": "1",
             "marking": "a"}], ["truth", {"type": "real", "start": "2"}]]  # fmt: skip
    s = small(state=state)
    assert barrier(s, opened(s), "a/one").values == (8.0, 1.0, None)
    assert barrier(s, opened(s), "b/one").values == (8.0, None, None)


def test_a_chance_that_came_to_nothing_is_kept_as_evidence() -> None:
    s = small(actions=[["try_it", action("a", {"chance": "0", "then": ["x = 0"]})]])
    step = resolve(s, opened(s), [order("a", "try_it")], DICE)
    (change,) = step.changes
    assert (change.note, change.var, change.draws[0].value) == ("nothing", "", False)
    assert change.draws[0].path == "1/action/try_it/a/0/0"


def test_a_chance_that_only_set_something_going_is_told_as_that() -> None:
    s = small(actions=[["send", action("a", {"chance": "1", "then": [{"after": "1 move", "do": ["x = 0"]}]})]])
    (change,) = resolve(s, opened(s), [order("a", "send")], DICE).changes
    assert explain(change)[0] == "  order send by a: a chance set going only what comes later"
