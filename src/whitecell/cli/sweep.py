"""whitecell sweep: many plays of every course under the same luck; what they come to, and how they differ."""

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from whitecell.cli.say import fail, loaded, spoken

if TYPE_CHECKING:
    from whitecell.scenario import Scenario
    from whitecell.sweep import Design, Plan, Progress, Sweep, Until


class Kind(StrEnum):
    """The designs."""

    AS_WRITTEN = "as-written"
    LATIN_HYPERCUBE = "latin-hypercube"
    SOBOL = "sobol"


def command(
    pack: str = typer.Argument(help="A folder, a scenario file, or the name of a library pack."),
    plays: int = typer.Option(..., min=1, help="How many plays of each course."),
    courses: str | None = typer.Option(
        None, help="Courses with commas between; the others are compared with the first. Default: all."
    ),
    seed: int = typer.Option(1, min=0, max=2**63 - 1, help="The same seed gives the same result."),
    workers: int = typer.Option(os.cpu_count() or 1, min=1, help="Threads; they make no difference to the result."),
    out: Path | None = typer.Option(
        None, help="Write tables, manifest and report there; an interrupted sweep goes on."
    ),
    design: Kind = typer.Option(Kind.AS_WRITTEN, help="Which assumptions: as written, or spread over their ranges."),
    each: int = typer.Option(1, min=1, help="Plays of each course at each point of a design."),
    bots: bool = typer.Option(True, help="Whether a design also varies how automated players lean (by half to twice)."),
    given: list[str] = typer.Option([], "--set", metavar="NAME=VALUE", help="A parameter or a start, for all courses."),
    until: str | None = typer.Option(
        None, metavar="NAME=WIDTH", help="Stop when the interval on every difference of this measure is so narrow."
    ),
    rows: bool = typer.Option(False, help="Keep every play too."),
    language: str | None = typer.Option(None, "--lang", help="The report's language; default the scenario's own."),
    as_json: bool = typer.Option(False, "--json", help="Print one document for scripts."),
) -> None:
    """Play every course many times, by automated players under the same luck, and compare."""
    from whitecell import sweep as s

    scenario = loaded(pack)
    tongue = spoken(language, scenario)
    try:
        parameters, start = overrides(scenario, given)
        named = [name.strip() for name in courses.split(",")] if courses is not None else None
        plan = s.planned(
            scenario, _design(scenario, named, design, plays, each, bots, set(parameters)), named, seed,
            parameters, start, _until(scenario, until),
        )  # fmt: skip
        result = _run(plan, workers, out, rows, as_json)
    except s.SweepError as error:
        fail(str(error), 2)
    if out is not None:
        from whitecell.report.sweep import write

        write(result, out, tongue)
    typer.echo(json.dumps(result.brief(), ensure_ascii=False) if as_json else told(result))
    if out is not None and not as_json:
        typer.echo(f"Report: {out / 'sweep.html'}")


def overrides(scenario: "Scenario", given: list[str]) -> tuple[dict[str, float], dict[str, float | bool | str]]:
    """Parameters and starts from NAME=VALUE. SweepError: one cannot be read."""
    from whitecell.rules import Boolean, Choice
    from whitecell.sweep import SweepError

    parameters: dict[str, float] = {}
    start: dict[str, float | bool | str] = {}
    for word in given:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not equals:
            raise SweepError(f"'{word}' sets nothing. Write it as NAME=VALUE.")
        if name in scenario.index:
            type_ = scenario.vars[scenario.index[name]].type
            if isinstance(type_, Choice):
                if value not in type_.options:
                    raise SweepError(f"'{name}' is one of: {', '.join(type_.options)}; not '{value}'.")
                start[name] = value
            elif isinstance(type_, Boolean):
                if value not in ("true", "false"):
                    raise SweepError(f"'{name}' is true or false; not '{value}'.")
                start[name] = value == "true"
            else:
                start[name] = _number(name, value)
        else:
            parameters[name] = _number(name, value)
    return parameters, start


def _number(name: str, value: str) -> float:
    from math import isfinite

    from whitecell.sweep import SweepError

    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise SweepError(f"'{name}' needs a number; '{value}' is none.")
    return number


def _design(
    scenario: "Scenario", courses: list[str] | None, kind: Kind, plays: int, each: int, bots: bool, fixed: set[str]
) -> "Design":
    from whitecell import sweep as s

    if kind is Kind.AS_WRITTEN:
        if each != 1:
            raise s.SweepError("As written there is one point only. Leave --each out, or name another --design.")
        return s.as_written(plays)
    setups = s.planned(scenario, s.as_written(1), courses).setups
    varied = [f for f in s.factors(scenario, setups, leanings=bots) if f.name not in fixed]
    make = s.latin_hypercube if kind is Kind.LATIN_HYPERCUBE else s.sobol
    return make(plays, varied, each)


def _until(scenario: "Scenario", written: str | None) -> "Until | None":
    from whitecell.sweep import SweepError, Until

    if written is None:
        return None
    name, equals, width = (part.strip() for part in written.partition("="))
    if not equals or (number := _number(name, width)) <= 0:
        raise SweepError(f"'{written}' says no width. Write it as NAME=WIDTH, such as tension=0.01.")
    kinds = {**{m.id: f"measure/{m.id}" for m in scenario.measures}, "moves": "moves"}
    outcomes = {o.id: f"outcome/{o.id}" for o in scenario.outcomes}
    return Until({**outcomes, **kinds}.get(name, name), number)


def _run(plan: "Plan", workers: int, out: Path | None, rows: bool, quiet: bool) -> "Sweep":
    """The sweep, with a bar of progress on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from whitecell.sweep import sweep

    console = Console(stderr=True)
    with Bar(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), console=console, transient=True, disable=quiet or not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(f"{len(plan.courses)} courses", total=plan.design.plays, rate="")

        def told(progress: "Progress") -> None:
            bar.update(task, completed=progress.done, rate=f"{progress.rate:,.0f} plays/s")

        try:
            return sweep(plan, workers=workers, out=out, rows=rows, progress=told)
        except KeyboardInterrupt:
            again = "Give the same command again to go on." if out is not None else "Nothing was kept: give --out."
            fail(f"Interrupted. {again}", 130)


def told(sweep: "Sweep") -> str:
    """The result for people: each course, the differences to the first, and what would turn a ranking."""
    scenario, first = sweep.plan.scenario, sweep.courses[0]
    lines = [f"{scenario.title}: {sweep.plays:,} plays of each of {len(sweep.courses)} courses, "
             f"seed {sweep.plan.seed}, {sweep.plan.design.kind}"]  # fmt: skip
    titles = {f"outcome/{o.id}": str(o.title) for o in scenario.outcomes} | {"outcome/-": "none of the named outcomes"}
    titles |= {f"measure/{m.id}": str(m.label) or m.id for m in scenario.measures} | {"moves": "moves played"}
    for course in sweep.courses:
        lines += [
            "",
            f"{course}" + (" (the others are compared with it)" if course == first and sweep.courses[1:] else ""),
        ]
        against = {c.feature: c for c in sweep.compare(course, first)} if course != first else {}
        for feature in sweep.plan.features:
            x = sweep.interval(course, feature)
            if feature == "outcome/-" and x.mean == 0.0:
                continue
            line = f"  {titles[feature]:<44.44} {x.mean:>10.4g}  [{x.low:.4g}, {x.high:.4g}]"
            if feature in against:
                d = against[feature].difference
                line += f"   {d.mean:+.3g} [{d.low:+.3g}, {d.high:+.3g}]" + ("" if d.clear else " not told apart")
            lines.append(line)
    for flip in sweep.flips:
        lines.append("")
        lines.append(
            f"Turns: {flip.course} against {flip.first} in {titles[flip.feature]}, over the range of {flip.factor}:"
        )
        lines.append(
            "  " + ", ".join("?" if p is None else f"{p.mean:+.3g} [{p.low:+.3g}, {p.high:+.3g}]" for p in flip.parts)
        )
    return "\n".join(lines)
