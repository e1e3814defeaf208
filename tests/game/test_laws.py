"""Laws of the game: what must not matter, does not, to the last bit."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.game.packs import action, data_of, library, small
from whitecell.game import Choice, Dice, Order, begin, close, open, resolve
from whitecell.players import Played, play, setup
from whitecell.scenario import Scenario, build

PACKS = ("matching-pennies", "two-keys", "extended-deterrence")
seeds = st.integers(0, 2**63 - 1)


def told(scenario: Scenario, played: Played) -> Any:
    """All of a play that must stay the same, by name."""
    values = {var.name: value for var, value in zip(scenario.vars, played.world.values, strict=True)}
    orders = sorted((g.number, g.order.path, g.order.seat, g.order.choice, tuple(a for _, a in g.answers),
                     g.standing) for g in played.orders)  # fmt: skip
    return values, orders, played.moves, played.released, played.world.outcome, played.measures


def shuffled(scenario: Scenario, key: str, shuffle: random.Random) -> Scenario:
    data = data_of(scenario)
    shuffle.shuffle(data[key])
    return build(data)


@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=8)
@given(seed=seeds, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_listing_cells_and_actions_changes_no_bit(name: str, seed: int, shuffle: random.Random) -> None:
    scenario = library(name)
    other = shuffled(shuffled(scenario, "cells", shuffle), "actions", shuffle)
    assert told(other, play(other, setup(other), Dice(seed))) == told(
        scenario, play(scenario, setup(scenario), Dice(seed))
    )


@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=8)
@given(seed=seeds)
def test_an_unrelated_rule_changes_nobodys_luck(name: str, seed: int) -> None:
    scenario = library(name)
    data = data_of(scenario)
    data["state"].insert(0, ["unrelated", {"type": "real", "start": "uniform(0, 1)"}])
    data.setdefault("world", []).insert(0, {"id": "unrelated", "title": "?", "do": ["unrelated += normal(0, 1)"]})
    other = build(data)
    values, *rest = told(other, play(other, setup(other), Dice(seed)))
    del values["unrelated"]
    before, *others = told(scenario, play(scenario, setup(scenario), Dice(seed)))
    assert (values, rest) == (before, others)


@settings(max_examples=20)
@given(seed=seeds)
def test_another_cells_order_changes_nobody_elses_luck(seed: int) -> None:
    s = small(
        actions=[["mine", action("a", "x += uniform(0, 1)")], ["theirs", action("b", "y += uniform(0, 1)")]],
    )
    world = open(s, begin(s, Dice(seed)).world, Dice(seed), automatic=True).world
    mine, theirs = Order("a", "a/one", Choice("mine")), Order("b", "b/one", Choice("theirs"))
    alone = resolve(s, world, [mine], Dice(seed)).world
    both = resolve(s, world, [mine, theirs], Dice(seed)).world
    assert alone.values[s.index["x"]] == both.values[s.index["x"]]


dyadic = st.integers(-64, 64).map(lambda n: n / 8)


@settings(max_examples=60)
@given(
    amounts=st.lists(dyadic, min_size=6, max_size=6),
    names=st.permutations(["ant", "bee", "cat", "dog", "eel", "fox"]),
    cells=st.permutations(["a", "b"]),
)
def test_consistent_renaming_changes_nothing_where_nothing_is_drawn(
    amounts: list[float], names: list[str], cells: list[str]
) -> None:
    """Amounts are dyadic, so a sum is the same in any order; a-move-exactly.md says what renaming does to others."""

    def final(names: list[str], cells: list[str]) -> tuple[Any, ...]:
        one, two = cells
        effects = [f"{'x' if i % 2 else 'y'} += {amount}" for i, amount in enumerate(amounts[:5])] + [
            f"x = {amounts[5]}"
        ]
        by = [one, two, one, two, one, two]
        s = small(
            cells=[[c, {"name": c, "seats": [{"id": "one", "name": "One", "role": "lead"}]}] for c in cells],
            actions=[[n, action(b, {"if": "x > 0", "then": [e]}, {"after": "1 move", "do": [e]})]
                     for n, b, e in zip(names, by, effects, strict=True)],
            world=[{"id": "half", "title": "Half", "do": ["y = y / 2 + x"]}],
        )  # fmt: skip
        dice = Dice(1)
        world = begin(s, dice).world
        while world.stage != "ended":
            world = open(s, world, dice, automatic=True).world
            orders = [Order(b, f"{b}/one", Choice(n)) for n, b in zip(names, by, strict=True)]
            world = close(s, resolve(s, world, orders, dice).world, dice).world
        return world.values

    assert final(names, cells) == final(["ant", "bee", "cat", "dog", "eel", "fox"], ["a", "b"])


@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=10)
@given(seed=seeds)
def test_the_same_seed_plays_the_same_and_changes_follow_each_other(name: str, seed: int) -> None:
    scenario = library(name)
    played = play(scenario, setup(scenario), Dice(seed))
    assert played == play(scenario, setup(scenario), Dice(seed))
    last: dict[str, Any] = {}
    for change in played.changes:
        if change.var:
            assert last.get(change.var) == change.before
            last[change.var] = change.after
    assert tuple(last[var.name] for var in scenario.vars) == played.world.values


@settings(max_examples=15)
@given(seed=seeds)
def test_numbers_stay_in_their_range(seed: int) -> None:
    scenario = library("extended-deterrence")
    world = play(scenario, setup(scenario), Dice(seed)).world
    for var, value in zip(scenario.vars, world.values, strict=True):
        if var.numeric:
            assert isinstance(value, float)
            assert var.low <= value <= var.high
