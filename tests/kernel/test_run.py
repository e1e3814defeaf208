"""A kernel runs many plays: the same whatever the threads, with everything of a set-up given at run time."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.kernel.scenes import DATA, scene
from tests.parity.agree import assert_agree
from whitecell.kernel import Kernel, Results, TooLarge, compiled, run
from whitecell.players import setup
from whitecell.rules import Assign, Delay, Effect
from whitecell.scenario import Scenario, build


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return compiled(scene())


def parts(results: Results) -> list[np.ndarray[Any, Any]]:
    return [results.outcomes, results.moves, results.measures, results.values, results.digests]


def assert_equal(a: Results, b: Results) -> None:
    for mine, other in zip(parts(a), parts(b), strict=True):
        assert mine.tobytes() == other.tobytes()


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_make_no_difference(kernel: Kernel, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 100)
    assert_equal(kernel.run(setup(scene()), 5, 0, 1001), kernel.run(setup(scene()), 5, 0, 1001, threads))


def test_a_kernel_may_be_run_by_several_threads(kernel: Kernel) -> None:
    found: list[Results] = []
    courses = [None, "brisk"] * 4

    def go(course: str | None) -> None:
        found.append(kernel.run(setup(scene(), course), 3, 0, 300))

    work = [threading.Thread(target=go, args=[course]) for course in courses]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    kinds = {tuple(part.tobytes() for part in parts(results)) for results in found}
    assert len(found) == 8
    assert len(kinds) == 2


def test_a_range_of_plays_is_a_piece_of_a_longer_one(kernel: Kernel) -> None:
    whole, piece = kernel.run(setup(scene()), 5, 0, 100), kernel.run(setup(scene()), 5, 40, 20)
    for mine, other in zip(parts(whole), parts(piece), strict=True):
        assert mine[40:60].tobytes() == other.tobytes()


def test_results_have_the_kinds_they_say(kernel: Kernel) -> None:
    results = kernel.run(setup(scene()), 5, 0, 10)
    assert [(part.dtype.name, part.shape) for part in parts(results)] == [
        ("int32", (10,)), ("int32", (10,)), ("float64", (10, 2)), ("float64", (10, 4)), ("uint64", (10,))
    ]  # fmt: skip
    assert kernel.run(setup(scene()), 5, 0, 10, values=False).values.shape == (10, 0)
    assert kernel.run(setup(scene()), 5, 0, 0).outcomes.shape == (0,)


@pytest.mark.parametrize(("seed", "play"), [(0, 0), (-1, 3), (2**64 - 1, 2**63), (10**30, 1), (7, 2**64 - 2)])
def test_any_seed_and_play_number_agree_with_the_interpreter(kernel: Kernel, seed: int, play: int) -> None:
    assert_agree(scene(), kernel, setup(scene(), "brisk"), seed, [play])


def test_what_is_laid_over_a_set_up_counts(kernel: Kernel) -> None:
    prepared = replace(setup(scene(), "brisk", {"pace": 0.05}), start={"mood": "angry", "done": True, "secret": 2.6})
    assert_agree(scene(), kernel, prepared, 1, range(10))


def test_a_play_has_a_digest_of_its_own(kernel: Kernel) -> None:
    digests = kernel.run(setup(scene()), 5, 0, 500).digests
    journals = {kernel.trace(setup(scene()), 5, n).journal for n in range(500)}
    assert len(set(digests.tolist())) == len(journals) > 10


def test_a_bot_that_reads_what_its_seat_may_not_see_is_refused(kernel: Kernel) -> None:
    data = {**DATA, "bots": {**DATA["bots"], "spy": {"weights": {"wait": "secret"}}},
            "cells": {**DATA["cells"], "them": {"seats": [{"id": "lead", "bot": "spy"}]}}}  # fmt: skip
    scenario = build(data)
    spying = compiled(scenario)
    spying.run(setup(scenario), 1, 0, 1)
    prepared = setup(scenario)
    with pytest.raises(ValueError, match="us/staff may not see 'secret', which its bot 'spy' reads"):
        spying.run(replace(prepared, bots={**prepared.bots, "us/staff": "spy"}), 1, 0, 1)


def test_a_seat_without_bot_is_refused(kernel: Kernel) -> None:
    prepared = setup(scene())
    with pytest.raises(ValueError, match="us/staff is held by no bot of the scenario"):
        kernel.run(replace(prepared, bots={**prepared.bots, "us/staff": "nobody"}), 1, 0, 1)


def test_what_the_scenario_has_not_is_refused(kernel: Kernel) -> None:
    prepared = setup(scene())
    for patched in (replace(prepared, parameters={"pase": 1.0}), replace(prepared, start={"mod": "angry"})):
        with pytest.raises(ValueError, match=r"no parameter or state variable '(pase|mod)'"):
            kernel.run(patched, 1, 0, 1)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(kernel: Kernel, wrong: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        kernel.run(setup(scene(), None, {"pace": wrong}), 1, 0, 1)


def changed(per_move: int, slots: int, effects: tuple[Effect, ...] | None = None) -> Scenario:
    """The scene with other limits than the loader allows."""
    actions = [replace(a, per_move=per_move, effects=effects or a.effects) for a in scene().actions]
    moves = [replace(move, orders=dict.fromkeys(move.orders, slots)) for move in scene().moves]
    return replace(scene(), actions=tuple(actions), moves=tuple(moves))


def test_a_scenario_beyond_a_limit_is_told() -> None:
    with pytest.raises(TooLarge, match="300 orders of one action by one cell in one move; the kernel takes at most"):
        compiled(changed(per_move=300, slots=300))


def test_a_scenario_that_needs_too_much_memory_is_told() -> None:
    tension = scene().action["wait"].effects[0]
    assert isinstance(tension, Assign)
    many = tuple(Delay(1, 0.0, (replace(tension, site=2 * n + 1),), 2 * n) for n in range(500))
    with pytest.raises(TooLarge, match="words of memory"):
        compiled(changed(per_move=200, slots=400, effects=many))


def test_a_scenario_with_nothing_to_do_is_played() -> None:
    cells = {"us": {"seats": [{"id": "a"}]}}
    scenario = build({"whitecell": 1, "title": "Bare", "cells": cells, "moves": [{"id": "m"}]})
    results = compiled(scenario).run(setup(scenario), 1, 0, 3)
    assert results.outcomes.tolist() == [-1, -1, -1]
    assert results.moves.tolist() == [1, 1, 1]


def test_points_are_set_ups_given_as_numbers(kernel: Kernel) -> None:
    prepared = [setup(scene(), "brisk", {"pace": pace}) for pace in (0.1, 0.5, 0.9)]
    prepared[1] = replace(prepared[1], leanings={"keen/press": 0.0})
    rows = np.array([kernel.point(each) for each in prepared])
    together = kernel.run(prepared[0], 5, 20, 30, points=rows)
    apart = [kernel.run(each, 5, 20 + 10 * n, 10) for n, each in enumerate(prepared)]
    for whole, *pieces in zip(parts(together), *map(parts, apart), strict=True):
        assert whole.tobytes() == np.concatenate(pieces).tobytes()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_points_are_the_same_in_any_number_of_threads(
    kernel: Kernel, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.repeat(kernel.point(setup(scene()))[None], 40, axis=0)
    rows[:, 0] = np.linspace(0.1, 0.9, 40)
    whole = kernel.run(setup(scene()), 5, 0, 280, points=rows)
    monkeypatch.setattr(run, "CHUNK", 20)
    assert_equal(whole, kernel.run(setup(scene()), 5, 0, 280, threads, points=rows))


def test_points_that_do_not_fit_are_refused(kernel: Kernel) -> None:
    row = kernel.point(setup(scene()))[None]
    for points, why in ((row[:, 1:], "a point has"), (row * np.nan, "not a finite"), (-row - 1, "below zero")):
        with pytest.raises(ValueError, match=why):
            kernel.run(setup(scene()), 5, 0, 10, points=points)
    with pytest.raises(ValueError, match="dealt out evenly"):
        kernel.run(setup(scene()), 5, 0, 11, points=np.repeat(row, 2, axis=0))
    for leanings in ({"keen/pres": 1.0}, {"keen/press": -1.0}, {"keen/press": float("nan")}):
        with pytest.raises(ValueError, match=r"leaning|no bot and action"):
            kernel.run(replace(setup(scene()), leanings=leanings), 5, 0, 1)


def test_leanings_agree_with_the_interpreter(kernel: Kernel) -> None:
    for leanings in ({"keen/press": 0.0}, {"keen/press": 2.0, "spy/wait": 0.5}):
        assert_agree(scene(), kernel, replace(setup(scene(), "brisk"), leanings=leanings), 3, range(20))


def test_paths_are_the_state_at_the_close_of_each_move(kernel: Kernel) -> None:
    prepared = setup(scene(), "brisk")
    paths, results = kernel.paths(prepared, 5, 3, 20), kernel.run(prepared, 5, 3, 20)
    for path, moves, values in zip(paths, results.moves, results.values, strict=True):
        assert np.isnan(path[moves:]).all() and path[moves - 1].tobytes() == values.tobytes()
