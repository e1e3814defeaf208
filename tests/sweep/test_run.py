"""A sweep is the same however its work is divided or interrupted, and is what the plays came to."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as parquet
import pytest

from tests.kernel.scenes import scene
from whitecell.game import Dice
from whitecell.kernel import Kernel, compiled
from whitecell.players import play, setup
from whitecell.sweep import (
    Design,
    Plan,
    Progress,
    Sweep,
    SweepError,
    Until,
    as_written,
    factors,
    latin_hypercube,
    planned,
    read,
    sobol,
    sweep,
)
from whitecell.sweep import plan as plans
from whitecell.sweep import run as runs

COURSES = ["as-written", "brisk"]


@cache
def kernel() -> Kernel:
    return compiled(scene())


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BLOCK", 64)


def varied() -> tuple[Any, ...]:
    return factors(scene(), [setup(scene()), setup(scene(), "brisk")])


DESIGNS = {
    "as written": lambda: as_written(500),
    "latin": lambda: latin_hypercube(500, varied()),
    "sobol in fives": lambda: sobol(500, varied(), 5),
}


def made(design: Design, **options: Any) -> Sweep:
    return sweep(planned(scene(), design, COURSES, 3), kernel=kernel(), **options)


def same(a: Sweep, b: Sweep) -> None:
    mine, other = a.sums.arrays(), b.sums.arrays()
    assert all(mine[name].tobytes() == other[name].tobytes() for name in mine)
    assert a.bounds.tobytes() == b.bounds.tobytes()


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("workers", [2, 5])
def test_workers_make_no_difference(design: Any, workers: int) -> None:
    same(made(design()), made(design(), workers=workers))


def test_a_sweep_is_what_the_interpreter_plays() -> None:
    found = made(as_written(40))
    for course in COURSES:
        prepared = setup(scene(), course if course in scene().courses else None)
        played = [play(scene(), prepared, Dice(3, n)) for n in range(40)]
        for measure in scene().measures:
            mean = np.mean([p.measures[measure.id] for p in played])
            assert found.interval(course, f"measure/{measure.id}").mean == pytest.approx(mean)
        for outcome in scene().outcomes:
            share = np.mean([p.world.outcome == outcome.id for p in played])
            assert found.interval(course, f"outcome/{outcome.id}").mean == pytest.approx(share)
        assert found.interval(course, "moves").mean == pytest.approx(np.mean([len(p.moves) for p in played]))


class Enough(Exception):
    pass


def interrupted(plan: Plan, out: Path, after: int, **options: Any) -> None:
    """A sweep that is cut off after so many blocks were told."""
    left = [after]

    def stop(progress: Progress) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Enough

    with pytest.raises(Enough):
        sweep(plan, kernel=kernel(), out=out, progress=stop, **options)


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("rows", [False, True])
def test_an_interrupted_sweep_goes_on(design: Any, rows: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEEP_EVERY", -1.0)
    plan = planned(scene(), design(), COURSES, 3)
    interrupted(plan, tmp_path / "cut", 3, rows=rows)
    interrupted(plan, tmp_path / "cut", 2, rows=rows, workers=2)
    heard: list[int] = []
    found = sweep(plan, kernel=kernel(), out=tmp_path / "cut", rows=rows, progress=lambda p: heard.append(p.done))
    assert heard[0] > 3 * plan.block, "nothing is counted again"
    whole = sweep(plan, kernel=kernel(), out=tmp_path / "whole", rows=rows)
    same(found, whole)
    for path in (tmp_path / "whole").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "cut" / path.relative_to(tmp_path / "whole")).read_bytes(), (
                path.name
            )
    names = [sorted(str(p.relative_to(d)) for p in d.rglob("*")) for d in (tmp_path / "cut", tmp_path / "whole")]
    assert names[0] == names[1]


def test_a_finished_sweep_is_read_and_not_made_again(tmp_path: Path) -> None:
    plan = planned(scene(), latin_hypercube(200, varied()), COURSES, 3)
    first = sweep(plan, kernel=kernel(), out=tmp_path / "a")
    again = sweep(plan, kernel=None, out=tmp_path / "a", progress=lambda p: pytest.fail("played again"))
    same(first, again)
    same(first, read(tmp_path / "a", scene()))
    assert again.plan.told == plan.told


def test_what_another_left_is_not_touched(tmp_path: Path) -> None:
    plan = planned(scene(), as_written(100), COURSES, 3)
    sweep(plan, kernel=kernel(), out=tmp_path / "a")
    other = planned(scene(), as_written(100), COURSES, 4)
    before = {p: p.read_bytes() for p in (tmp_path / "a").iterdir()}
    with pytest.raises(SweepError, match="another sweep"):
        sweep(other, kernel=kernel(), out=tmp_path / "a")
    assert before == {p: p.read_bytes() for p in (tmp_path / "a").iterdir()}
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "thesis.txt").write_text("mine")
    with pytest.raises(SweepError, match=r"thesis\.txt"):
        sweep(plan, kernel=kernel(), out=tmp_path / "b")
    (tmp_path / "c").write_text("a file")
    with pytest.raises(SweepError, match="is a file"):
        sweep(plan, kernel=kernel(), out=tmp_path / "c")


def test_half_a_sweep_of_another_is_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEEP_EVERY", -1.0)
    interrupted(planned(scene(), as_written(500), COURSES, 3), tmp_path, 2)
    with pytest.raises(SweepError, match="a part of another sweep"):
        sweep(planned(scene(), as_written(500), COURSES, 4), kernel=kernel(), out=tmp_path)
    (tmp_path / "progress.npz").write_bytes(b"torn")
    with pytest.raises(SweepError, match="cannot be read"):
        sweep(planned(scene(), as_written(500), COURSES, 3), kernel=kernel(), out=tmp_path)


def test_what_a_kill_left_half_written_is_no_obstacle(tmp_path: Path) -> None:
    plan = planned(scene(), as_written(100), COURSES, 3)
    for name in ("progress.npz", "sweep.html", "manifest.json"):
        (tmp_path / f".{name}.half").write_bytes(b"torn")
    sweep(plan, kernel=kernel(), out=tmp_path)
    assert not [*tmp_path.glob(".*")]


def test_rows_are_the_plays(tmp_path: Path) -> None:
    found = sweep(
        planned(scene(), latin_hypercube(150, varied()), COURSES, 3), kernel=kernel(), out=tmp_path, rows=True
    )
    table = parquet.read_table(tmp_path / "plays").to_pydict()
    assert len(table["play"]) == 300
    for course in COURSES:
        mine = [n for n, c in enumerate(table["course"]) if c == course]
        assert sorted(table["play"][n] for n in mine) == [*range(150)]
        for measure in scene().measures:
            mean = np.mean([table[measure.id][n] for n in mine])
            assert found.interval(course, f"measure/{measure.id}").mean == pytest.approx(mean)
    assert {0.5 <= x <= 2.0 for name in table if "/" in name and name.count("/") == 2 for x in table[name]} == {True}


def test_a_course_keeps_its_own_word_on_a_parameter(tmp_path: Path) -> None:
    """Brisk is brisk by its pace: a design over the pace does not take that away."""
    pace = [f for f in varied() if f.name == "pace"]
    spread = made(latin_hypercube(200, pace))
    written = made(as_written(200))
    for feature in spread.plan.features:
        assert spread.interval("brisk", feature).mean == written.interval("brisk", feature).mean


def test_it_stops_when_the_interval_is_narrow_enough(tmp_path: Path) -> None:
    measure = f"measure/{scene().measures[0].id}"
    wide = made(as_written(64 * 40))
    [last] = [c for c in wide.compare("brisk", "as-written") if c.feature == measure]
    width = (last.difference.high - last.difference.low) * 2
    plan = planned(scene(), as_written(64 * 40), COURSES, 3, until=Until(measure, width))
    early = sweep(plan, kernel=kernel(), out=tmp_path, rows=True, workers=3)
    assert 4 * 64 <= early.plays < 64 * 40
    same(early, sweep(plan, kernel=kernel()))
    assert len(parquet.read_table(tmp_path / "plays")) == 2 * early.plays
    same(early, sweep(plan, kernel=kernel(), out=tmp_path, rows=True))


def test_the_manifest_says_how_to_repeat_it(tmp_path: Path) -> None:
    sweep(planned(scene(), sobol(64, varied()), COURSES, 9), kernel=kernel(), out=tmp_path)
    told = json.loads((tmp_path / "manifest.json").read_text())
    assert told["told"]["scenario"]["digest"] == scene().digest
    assert (told["told"]["seed"], told["told"]["design"]["kind"], told["plays"]) == (9, "sobol", 64)
    assert set(told["files"]) >= {"summary.parquet", "differences.parquet", "bars.parquet", "flips.parquet", "sums.npz"}
    assert parquet.read_table(tmp_path / "summary.parquet").num_rows == 2 * len(
        planned(scene(), as_written(1)).features
    )


def test_the_memory_does_not_grow_with_the_plays() -> None:
    small, large = made(as_written(64)), made(as_written(64 * 30))
    size = [sum(array.nbytes for array in found.sums.arrays().values()) for found in (small, large)]
    assert size[0] == size[1]


@pytest.mark.parametrize(("options", "why"), [
    ({"courses": ["brisque"]}, "no course 'brisque'"),
    ({"courses": ["brisk", "brisk"]}, "named twice"),
    ({"courses": []}, "No course"),
    ({"parameters": {"pase": 1.0}}, "no parameter 'pase'"),
    ({"start": {"mod": 1.0}}, "no state variable 'mod'"),
    ({"until": Until("measure/none", 0.1)}, "no 'measure/none'"),
])  # fmt: skip
def test_what_does_not_fit_is_said(options: Any, why: str) -> None:
    with pytest.raises(SweepError, match=why):
        planned(scene(), as_written(10), **options)


def test_rows_need_a_directory() -> None:
    with pytest.raises(SweepError, match="directory"):
        made(as_written(10), rows=True)
