"""The measures of the core, side by side in one run: `python -m benchmarks` (or `make bench`).

Medians of rounds with their range; machines are shared and noisy, so ratios say more than the numbers. Nothing here is
asserted, and what speaks against us is printed too.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import big_pack, fan_out, live_orders, pages
from benchmarks.sixty_actions import data as sixty_actions
from benchmarks.views import views
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.kernel import compiled
from whitecell.players import conduct, play, setup
from whitecell.report import html, report
from whitecell.scenario import Scenario, build, check, load, packs

ROUNDS = 9
WHITECELL = str(Path(sys.executable).with_name("whitecell"))


def timed(
    work: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Seconds of each round."""
    taken = []
    for _ in range(rounds):
        begun = clock()
        work()
        taken.append(clock() - begun)
    return taken


def line(what: str, taken: list[float], aim: str = "", per: int = 0) -> None:
    """Print the median and the range: seconds, or so many things per second."""
    values = sorted(per / seconds for seconds in taken) if per else sorted(taken)
    unit = "/s" if per else " s"
    shown = [f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in (statistics.median(values), *values)]
    print(f"{what:<62} {shown[0]:>12}{unit}  ({shown[1]} to {shown[-1]}){f'  aim {aim}' if aim else ''}", flush=True)


def library(name: str) -> Scenario:
    """A library pack."""
    (pack,) = [pack for pack in packs() if pack.name == name]
    scenario = load(pack.path)
    assert isinstance(scenario, Scenario)
    return scenario


def interpreter(scenario: Scenario) -> None:
    """Plays per second of the interpreter: bare, and as an exercise with its journal (CPU seconds)."""
    prepared, n = setup(scenario), 20

    def bare() -> None:
        for number in range(n):
            play(scenario, prepared, Dice(1, number))

    def recorded() -> None:
        for number in range(n):
            conduct(scenario, prepared, Dice(number), MemoryStore())

    cpu = time.process_time
    line(f"interpreter, {scenario.id}, bare (CPU)", timed(bare, clock=cpu), per=n)
    line(f"interpreter, {scenario.id}, exercise and journal (CPU)", timed(recorded, clock=cpu), "200/s", per=n)


def compiling(scenario: Scenario) -> None:
    """To a first result of the kernel: a cold cache, then a warm one."""

    def first() -> None:
        compiled(scenario).run(setup(scenario), 1, 0, 1)

    def cold() -> None:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["WHITECELL_CACHE"] = folder
            first()

    line(f"kernel, {scenario.id}, first result, cold", timed(cold, 5), "3 s")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WHITECELL_CACHE"] = folder
        first()
        line(f"kernel, {scenario.id}, first result, warm", timed(first, 5), "0.3 s")
        kernel, prepared, n = compiled(scenario), setup(scenario), 20_000
        line(f"kernel, {scenario.id}, one thread", timed(lambda: kernel.run(prepared, 1, 0, n)), per=n)
        line(f"kernel, {scenario.id}, two threads", timed(lambda: kernel.run(prepared, 1, 0, n, threads=2)), per=n)
    del os.environ["WHITECELL_CACHE"]


def commands() -> None:
    """Whole commands, process start and all."""

    def run(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run([WHITECELL, *arguments], check=True, capture_output=True)

    with tempfile.TemporaryDirectory() as folder:
        line("whitecell --help", timed(run("--help")), "0.6 s")
        line("whitecell play extended-deterrence, to a finished report",
             timed(run("play", "extended-deterrence", "--out", f"{folder}/out"), 5), "3 s")  # fmt: skip


def checking() -> None:
    """Checking a generated pack of 10,000 lines."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        text = big_pack.big_pack(10_000)
        file.write_text(text, encoding="utf-8")
        assert check(file).scenario is not None
        line(f"checking a pack of {text.count(chr(10)):,} lines", timed(lambda: check(file), 5), "2 s")


def reporting(scenario: Scenario) -> None:
    """The report from a journal in memory."""
    store = MemoryStore()
    table = conduct(scenario, setup(scenario), Dice(7), store)
    journal = Journal(tuple(store.read(table.id)), store.texts(table.id), table.head)
    line(f"report of {scenario.id} from its journal", timed(lambda: html(report(journal)), 5))


def main() -> None:
    """Run them all."""
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; median of rounds (lowest to highest)\n")
    flagship = library("extended-deterrence")
    for scenario in (library("matching-pennies"), library("two-keys"), flagship):
        interpreter(scenario)
    for scenario in (flagship, build(sixty_actions())):
        compiling(scenario)
    reporting(flagship)
    views(flagship)
    commands()
    checking()
    live_orders.run(line)
    pages.run(line)
    fan_out.run()


if __name__ == "__main__":
    main()
