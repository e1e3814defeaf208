"""What a sweep came to, and its files: a manifest that says everything needed to repeat it, and tables in Parquet.

manifest.json        what was swept, with which version and on which machine, and the files
summary.parquet      by course and feature: mean with its interval, standard deviation, least and most
differences.parquet  by pair of courses and feature: the paired difference with its interval, and what common luck saved
bars.parquet         by course and measure: its distribution
flips.parquet        rankings that turn within the range of an assumption
plays/               on request, every play: its number, course, outcome, moves, measures, the values of the factors
sums.npz             the sums all this is made of
"""

import json
import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from whitecell import __version__
from whitecell.scenario import Scenario
from whitecell.sweep.compare import Compared, Flip, Interval, compare, flips, outcome_interval, unit_interval
from whitecell.sweep.design import Design, Factor
from whitecell.sweep.fault import SweepError
from whitecell.sweep.plan import Block, Plan, Until
from whitecell.sweep.tally import Numbers, Tally, of_arrays

if TYPE_CHECKING:
    import pyarrow as pa

PROGRESS, SUMS, MANIFEST, PLAYS = "progress.npz", "sums.npz", "manifest.json", "plays"
TABLES = ("summary", "differences", "bars", "flips")
FILES = {PROGRESS, SUMS, MANIFEST, PLAYS, "sweep.html", *(f"{name}.parquet" for name in TABLES)}
"""What a sweep writes; a directory that holds anything else is not touched."""


@dataclass(frozen=True)
class Sweep:
    """The result of a sweep. `bounds` (M, BINS + 1) are the edges of the distributions' bars."""

    plan: Plan
    bounds: Numbers
    sums: Tally
    seconds: float
    rows: bool = False

    @property
    def plays(self) -> int:
        """Plays of each course; fewer than planned where it stopped early."""
        return self.sums.count * (self.plan.design.each if self.plan.design.factors else 1)

    @property
    def courses(self) -> tuple[str, ...]:
        """The courses, in the order they were named."""
        return self.plan.courses

    def interval(self, course: str, feature: str) -> Interval:
        """The mean of a feature in a course, with its interval. KeyError: there is no such course or feature."""
        place, which = _place(self.plan.courses, course), _place(self.plan.features, feature)
        if feature.startswith("outcome/"):
            return outcome_interval(self.sums, place, which, single=self._single)
        return unit_interval(self.sums, place, which)

    def compare(self, a: str, b: str) -> list[Compared]:
        """The paired differences a - b of every feature. KeyError: there is no such course."""
        return compare(self.sums, self.plan.courses, self.plan.features, a, b)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Rankings that turn within the range of an assumption; of a design without factors, none are known."""
        return tuple(flips(self.sums, self.plan.courses, self.plan.features, self.plan.design.factors))

    def table(self, name: str = "summary") -> "pa.Table":
        """One of the tables (summary, differences, bars, flips), for pandas or polars. KeyError: there is none such."""
        return _pyarrow().table(TABLE[name](self))

    def brief(self) -> dict[str, Any]:
        """What `whitecell sweep --json` prints."""

        def courses(course: str) -> dict[str, Any]:
            found: dict[str, Any] = {"outcomes": {}, "measures": {}}
            for feature in self.plan.features:
                kind, _, id_ = feature.partition("/")
                x = self.interval(course, feature)
                if kind == "outcome" and not (id_ == "-" and x.mean == 0.0):
                    found["outcomes"][id_] = {"p": x.mean, "low": x.low, "high": x.high}
                elif kind == "measure":
                    found["measures"][id_] = {"mean": x.mean, "low": _finite(x.low), "high": _finite(x.high)}
            return found

        return {
            "plays": self.plays, "seconds": round(self.seconds, 3), "seed": self.plan.seed,
            "courses": {course: courses(course) for course in self.courses},
        }  # fmt: skip

    @property
    def _single(self) -> bool:
        return self.plan.design.each == 1 or not self.plan.design.factors


def _finite(x: float) -> float | None:
    """JSON has no infinity."""
    return x if abs(x) != float("inf") else None


def _place(names: tuple[str, ...], name: str) -> int:
    if name not in names:
        raise KeyError(name)
    return names.index(name)


# ---------------------------------------------------------------------------------------------------------- the tables


def _summary(sweep: Sweep) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in "course feature mean low high sd least most".split()}
    offset = len(sweep.plan.features) - len(sweep.plan.scenario.measures)
    for c, course in enumerate(sweep.courses):
        for k, feature in enumerate(sweep.plan.features):
            x = sweep.interval(course, feature)
            squares, count = float(sweep.sums.products[k, c, c]), sweep.sums.count
            measure = k - offset
            row = (course, feature, x.mean, x.low, x.high, sqrt(max(squares, 0.0) / max(count - 1, 1)),
                   float(sweep.sums.low[c, measure]) if measure >= 0 else None,
                   float(sweep.sums.high[c, measure]) if measure >= 0 else None)  # fmt: skip
            for name, value in zip(columns, row, strict=True):
                columns[name].append(value)
    return columns


def _differences(sweep: Sweep) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in "a b feature difference low high reduction".split()}
    for b, a in combinations(sweep.courses, 2):
        for each in sweep.compare(a, b):
            d = each.difference
            row = (a, b, each.feature, d.mean, d.low, d.high, each.reduction)
            for name, value in zip(columns, row, strict=True):
                columns[name].append(value)
    return columns


def _bars(sweep: Sweep) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in "course measure from to plays".split()}
    for c, course in enumerate(sweep.courses):
        for m, measure in enumerate(sweep.plan.scenario.measures):
            ends = [float("-inf"), *map(float, sweep.bounds[m]), float("inf")]
            for place, plays in enumerate(sweep.sums.bars[c, m]):
                row = (course, measure.id, ends[place], ends[place + 1], int(plays))
                for name, value in zip(columns, row, strict=True):
                    columns[name].append(value)
    return columns


def _flips(sweep: Sweep) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in "course against feature factor part difference low high".split()
    }
    for flip in sweep.flips:
        for part, x in enumerate(flip.parts):
            row = (flip.course, flip.first, flip.feature, flip.factor, part + 1,
                   x and x.mean, x and x.low, x and x.high)  # fmt: skip
            for name, value in zip(columns, row, strict=True):
                columns[name].append(value)
    return columns


TABLE = {"summary": _summary, "differences": _differences, "bars": _bars, "flips": _flips}


# ----------------------------------------------------------------------------------------------------------- the files


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise SweepError("Tables need the extra 'sweep': pip install 'whitecell[sweep]'.") from None
    return pyarrow


def _told(plan: Plan, rows: bool) -> str:
    return json.dumps({**plan.told, "rows": rows, "whitecell": __version__}, sort_keys=True)


def already(out: Path, plan: Plan, rows: bool) -> Sweep | None:
    """The finished sweep of this plan in this directory. SweepError: the directory holds something else."""
    if not out.is_dir():
        if out.exists():
            raise SweepError(f"{out} is a file. Name a directory, new or empty.")
        return None
    ours = FILES | {f".{name}.half" for name in FILES}  # a half file is left where a sweep was killed
    if others := sorted({entry.name for entry in out.iterdir()} - ours):
        raise SweepError(f"{out} holds other files ({others[0]}). Name an empty or a new directory.")
    if not (out / MANIFEST).exists():
        return None
    found, manifest = read(out, plan.scenario), _manifest(out)
    if manifest["told"] != json.loads(_told(plan, rows)):
        raise SweepError(f"{out} holds another sweep. Name another directory, or remove this one.")
    return found


def kept(out: Path, plan: Plan, rows: bool) -> tuple[Numbers | None, Tally | None, int]:
    """How far an interrupted sweep of this plan had come: bounds, sums, the next block. SweepError: it is another's."""
    out.mkdir(parents=True, exist_ok=True)
    for half in out.glob(".*.half"):
        half.unlink()
    path = out / PROGRESS
    if not path.exists():
        return None, None, 0
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        told, following, bounds = str(arrays.pop("told")), int(arrays.pop("following")), arrays.pop("bounds")
        sums = of_arrays(arrays)
    except Exception as error:
        raise SweepError(f"{path} cannot be read ({error}). Remove it to begin anew.") from None
    if told != _told(plan, rows):
        raise SweepError(f"{out} holds a part of another sweep. Name another directory, or remove this one.")
    return bounds, sums, following


def keep(out: Path, plan: Plan, rows: bool, bounds: Numbers, sums: Tally, following: int) -> None:
    """Write how far a sweep has come, whole or not at all."""
    named = {"told": np.array(_told(plan, rows)), "following": np.array(following), "bounds": bounds}
    _save(out / PROGRESS, {**sums.arrays(), **named})


def _save(path: Path, arrays: Mapping[str, Any]) -> None:
    half = path.with_name(f".{path.name}.half")
    with half.open("wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def begin_rows(out: Path, following: int) -> None:
    """Rows of blocks that are not counted yet are made again."""
    folder = out / PLAYS
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if not path.stem.isdigit() or int(path.stem) >= following:
            path.unlink()


def write_rows(out: Path, plan: Plan, number: int, block: Block) -> None:
    """One file with every play of one block."""
    pa = _pyarrow()
    n = len(plan.courses)
    plays = np.arange(block.moves.shape[1], dtype=np.int64) + number * plan.block
    names = [*(o.id for o in plan.scenario.outcomes), None]
    columns: dict[str, Any] = {
        "play": np.tile(plays, n),
        "course": pa.DictionaryArray.from_arrays(np.repeat(np.arange(n, dtype=np.int32), len(plays)), [*plan.courses]),
        "outcome": pa.array([names[place] for place in block.outcomes.reshape(-1)], pa.string()),
        "moves": block.moves.reshape(-1),
    }
    for place, measure in enumerate(plan.scenario.measures):
        columns[measure.id] = block.measures[:, :, place].reshape(-1)
    if block.shares is not None:
        for place, factor in enumerate(plan.design.factors):
            values = np.repeat(factor.at(block.shares[:, place]), plan.design.each)
            columns[f"factor/{factor.name}"] = np.tile(values, n)
    path = out / PLAYS / f"{number:06d}.parquet"
    half = path.with_name(f".{path.name}.half")
    pa.parquet.write_table(pa.table(columns), half, compression="zstd")
    half.replace(path)


def finish(out: Path, sweep: Sweep) -> None:
    """Write the tables, the sums and, last, the manifest: a directory with a manifest holds a whole sweep."""
    pa = _pyarrow()
    for name in TABLES:
        pa.parquet.write_table(sweep.table(name), out / f"{name}.parquet", compression="zstd")
    if sweep.rows:  # blocks beyond an early stop
        begin_rows(out, -(-sweep.plays // sweep.plan.block))
    _save(out / SUMS, {**sweep.sums.arrays(), "bounds": sweep.bounds})
    manifest = {
        "whitecell": __version__,
        "told": json.loads(_told(sweep.plan, sweep.rows)),
        "title": str(sweep.plan.scenario.title),
        "plays": sweep.plays,
        "seconds": round(sweep.seconds, 3),
        "machine": machine(),
        "files": sorted({p.name for p in out.iterdir()} & FILES - {PROGRESS}),
    }
    (out / f".{MANIFEST}.half").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (out / f".{MANIFEST}.half").replace(out / MANIFEST)
    (out / PROGRESS).unlink(missing_ok=True)


def machine() -> dict[str, Any]:
    """What a sweep was made on, as far as its speed depends on it."""
    return {
        "python": platform.python_version(), "numpy": np.__version__, "system": platform.system(),
        "architecture": platform.machine(), "cores": os.cpu_count(),
    }  # fmt: skip


def _manifest(out: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((out / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SweepError(f"{out / MANIFEST} cannot be read ({error}). Is this the directory of a sweep?") from None
    return found


def read(out: Path, scenario: Scenario) -> Sweep:
    """A finished sweep from its directory, with the scenario that it swept. SweepError: it cannot be read, or is of
    another scenario.
    """
    manifest = _manifest(out)
    told = manifest["told"]
    if told["scenario"]["digest"] != scenario.digest:
        raise SweepError(f"{out} is a sweep of another version of {scenario.id}. Sweep it anew into another directory.")
    design = told["design"]
    varied = tuple(Factor(f["name"], f["low"], f["high"], f["leaning"]) for f in design["factors"])
    plan = Plan(
        scenario, tuple(told["courses"]), Design(design["kind"], design["plays"], design["each"], varied),
        told["seed"], told["parameters"], told["start"], Until(**told["until"]) if told["until"] else None,
    )  # fmt: skip
    try:
        with (out / SUMS).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except Exception as error:
        raise SweepError(f"{out / SUMS} cannot be read ({error}). Remove the directory and sweep anew.") from None
    return Sweep(plan, arrays.pop("bounds"), of_arrays(arrays), manifest["seconds"], told["rows"])


def remove(out: Path) -> None:
    """Remove what a sweep wrote."""
    for path in out.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
