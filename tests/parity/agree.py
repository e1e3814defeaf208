"""What it means that the kernel and the interpreter agree on a play."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from whitecell.game import Dice
from whitecell.game.dice import GOLDEN, MASK, mix
from whitecell.kernel import Kernel, Results, Traced
from whitecell.players import Played, Setup, play
from whitecell.rules import Boolean, Choice, Type, Value
from whitecell.scenario import Scenario


def leaning(scenario: Scenario, prepared: Setup) -> Setup:
    """The same set-up with bots that lean otherwise: some more to an action, some less, some never."""
    pairs = [f"{bot}/{action.id}" for bot in scenario.bots for action in scenario.actions]
    return replace(prepared, leanings={pair: (0.5, 2.0, 0.0, 1.3)[n % 4] for n, pair in enumerate(pairs)})


def bits(value: Value) -> Value | bytes:
    """A number by its bits, so that 0.0 and -0.0 differ; anything else, with its type, as it is."""
    return struct.pack(">d", value) if type(value) is float else value


def assert_agree(scenario: Scenario, kernel: Kernel, setup: Setup, seed: int, plays: Iterable[int]) -> list[Played]:
    """Hold single plays of the kernel, and all of them run at once, against the interpreter's."""
    numbers = sorted(plays)
    digests = []
    played = [play(scenario, setup, Dice(seed, number)) for number in numbers]
    for number, mine in zip(numbers, played, strict=True):
        traced = kernel.trace(setup, seed, number)
        assert_same(mine, traced)
        assert traced.digest == digest(traced.journal)
        digests.append(traced.digest)
    first = numbers[0]
    results = kernel.run(setup, seed, first, numbers[-1] + 1 - first)
    for number, mine, traced_digest in zip(numbers, played, digests, strict=True):
        assert_row(scenario, mine, results, number - first)
        assert results.digests[number - first] == traced_digest
    return played


def assert_same(mine: Played, traced: Traced) -> None:
    """A play of the interpreter and one of the kernel, whole."""
    assert traced.moves == mine.moves
    assert traced.released == mine.released
    orders = [(g.number, g.order, g.answers, g.standing.stands) for g in mine.orders]
    assert [(o.number, o.order, o.answers, o.stands) for o in traced.orders] == orders
    assert [bits(v) for v in traced.values] == [bits(v) for v in mine.world.values]
    assert {id_: bits(v) for id_, v in traced.measures.items()} == {id_: bits(v) for id_, v in mine.measures.items()}
    assert traced.outcome == mine.world.outcome


def assert_row(scenario: Scenario, mine: Played, results: Results, row: int) -> None:
    """A play of the interpreter and one row of a run."""
    outcomes = [outcome.id for outcome in scenario.outcomes]
    assert results.outcomes[row] == (-1 if mine.world.outcome is None else outcomes.index(mine.world.outcome))
    assert results.moves[row] == len(mine.moves)
    values = [number(value, var.type) for value, var in zip(mine.world.values, scenario.vars, strict=True)]
    assert results.values[row].tobytes() == np.array(values).tobytes()
    assert results.measures[row].tobytes() == np.array(list(mine.measures.values())).tobytes()


def number(value: Value, type_: Type) -> float:
    """A value as the kernel's results hold it."""
    if isinstance(type_, Choice):
        return float(type_.options.index(str(value)))
    return float(bool(value)) if isinstance(type_, Boolean) else float(value)


def digest(journal: Iterable[int]) -> int:
    """The digest of a play, as docs/explanation/two-engines.md defines it."""
    total = 0
    for word in journal:
        total = mix(((total + GOLDEN) & MASK) ^ word)
    return total
