"""Run a sweep: blocks of plays in threads, added up in order, kept on disk so that an interruption costs seconds."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from whitecell.kernel import Kernel, TooLarge, compiled
from whitecell.rules import Value
from whitecell.scenario import Scenario
from whitecell.sweep.compare import compare
from whitecell.sweep.design import Design
from whitecell.sweep.fault import SweepError
from whitecell.sweep.plan import AS_WRITTEN, Block, Plan, Until, play_block
from whitecell.sweep.results import Sweep, already, begin_rows, finish, keep, kept, write_rows
from whitecell.sweep.tally import Numbers, Tally, edges, merge, tally

KEEP_EVERY = 5.0
"""Seconds between two writings of how far a sweep has come."""
LOOKS_FROM = 4
"""Blocks before the first look at whether an interval is narrow enough."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep has come: plays of each course, of how many, and how many of all courses a second."""

    done: int
    plays: int
    rate: float

    def left(self, courses: int) -> float:
        """Seconds that are left at this rate."""
        return (self.plays - self.done) * courses / self.rate if self.rate else float("inf")


def reached(plan: Plan, sums: Tally, blocks: int) -> bool:
    """Whether so many blocks are enough."""
    if plan.until is None or blocks < LOOKS_FROM:
        return False
    first, feature = plan.courses[0], plan.features.index(plan.until.feature)
    others = (compare(sums, plan.courses, plan.features, course, first)[feature] for course in plan.courses[1:])
    return all(each.difference.high - each.difference.low <= plan.until.width for each in others)


def planned(
    scenario: Scenario,
    design: Design,
    courses: Sequence[str] | None = None,
    seed: int = 1,
    parameters: Mapping[str, float] | None = None,
    start: Mapping[str, Value] | None = None,
    until: Until | None = None,
) -> Plan:
    """The plan of a sweep; without `courses` all the scenario has. SweepError: it does not fit the scenario."""
    chosen = tuple(courses) if courses is not None else (*scenario.courses,) or (AS_WRITTEN,)
    if not chosen:
        raise SweepError("No course is named. Name one, or leave courses out for all.")
    plan = Plan(scenario, chosen, design, seed, parameters or {}, start or {}, until)
    assert plan.setups  # or it says what does not fit
    if until is not None and until.feature not in plan.features:
        raise SweepError(f"There is no '{until.feature}' to look at. There is: {', '.join(plan.features)}.")
    return plan


def sweep(
    plan: Plan,
    *,
    workers: int = 1,
    out: Path | None = None,
    rows: bool = False,
    progress: Callable[[Progress], object] = lambda progress: None,
    kernel: Kernel | None = None,
) -> Sweep:
    """Play every course at every point of the design, under the same luck, and add up what it comes to.

    The result is the same for any number of `workers`. With `out` it is written there, and a sweep that was interrupted
    goes on where it was; `rows` keeps every play too. SweepError: the scenario is too large for the kernel, or the
    directory holds something else.
    """
    if rows and out is None:
        raise SweepError("Rows are kept in a directory. Name one with out (--out).")
    if out is not None and (before := already(out, plan, rows)) is not None:
        return before
    try:
        kernel = kernel or compiled(plan.scenario)
    except TooLarge as error:
        raise SweepError(f"{plan.scenario.id} is too large for a sweep: {error}.") from None
    bounds, sums, following = kept(out, plan, rows) if out is not None else (None, None, 0)
    if out is not None and rows:
        begin_rows(out, following)
    begun = told = perf_counter()
    resumed = following
    if bounds is None or sums is None:  # the first block, in all threads, says how wide the bars are
        block = play_block(kernel, plan, 0, workers)
        bounds = edges(block.measures)
        sums, following = added(plan, block, bounds), 1
        if out is not None and rows:
            write_rows(out, plan, 0, block)
    for more, block_rows in _blocks(kernel, plan, bounds, following, workers, rows):
        if reached(plan, sums, following):
            break
        if out is not None and block_rows is not None:
            write_rows(out, plan, following, block_rows)
        sums, following = merge(sums, more), following + 1
        done = min(following * plan.block, plan.design.plays)
        made = (done - resumed * plan.block) * len(plan.courses)
        progress(Progress(done, plan.design.plays, made / max(perf_counter() - begun, 1e-9)))
        if out is not None and perf_counter() - told > KEEP_EVERY and following < plan.blocks:
            keep(out, plan, rows, bounds, sums, following)
            told = perf_counter()
    result = Sweep(plan, bounds, sums, perf_counter() - begun, rows)
    if out is not None:
        finish(out, result)
    return result


def added(plan: Plan, block: Block, bounds: Numbers) -> Tally:
    """A block, added up."""
    return tally(block.features, block.measures, plan.design.each, bounds, block.shares)


def _blocks(
    kernel: Kernel, plan: Plan, bounds: Numbers, first: int, workers: int, rows: bool
) -> Iterator[tuple[Tally, Block | None]]:
    """The sums of every block from `first` on, in order, with the block where rows are kept; never many at once."""

    def work(number: int) -> tuple[Tally, Block | None]:
        block = play_block(kernel, plan, number)
        return added(plan, block, bounds), block if rows else None

    waiting: deque[Future[tuple[Tally, Block | None]]] = deque()
    pool = ThreadPoolExecutor(max(workers, 1), "whitecell-sweep")
    try:
        for number in range(first, plan.blocks):
            waiting.append(pool.submit(work, number))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
