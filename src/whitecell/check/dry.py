"""Dry plays: the scenario played by its bots, to tell what never happened and what no automatic play can try."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from whitecell.check.accepted import accept
from whitecell.check.pairs import matters
from whitecell.check.prospects import prospects
from whitecell.check.rehearsal import Enough, close_look, glimpses, kernel_of, setups
from whitecell.check.tally import Tally
from whitecell.check.usage import Usage
from whitecell.check.verdicts import lines, verdicts
from whitecell.game import Dice
from whitecell.kernel import Kernel
from whitecell.scenario import Checked, Fault, Scenario

CLOSE = 300
"""Plays that are looked at step by step, at most."""
PAIRS = 1000
"""Pairs of plays for each parameter, at most. After so many plays they are looked at, before the time is over."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DryPlays:
    """What dry plays showed: warnings with their places, and lines for people."""

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]


def never() -> bool:
    """There is always time."""
    return False


def dry_plays(
    checked: Checked, plays: int, seed: int = 1, progress: Progress | None = None, enough: Enough = never
) -> DryPlays:
    """Play so many times, the scenario as written and each course in turn, and tell what never happened.

    `progress` is told how many plays are done; `enough` is asked whether the time is over: the plays stop then, but not
    before one of each course. What the static check tells is not told again. The same plays give the same findings.
    """
    scenario = checked.scenario
    assert scenario is not None, "only a pack without errors can be played"
    kernel = kernel_of(scenario)
    tally, rounds = Tally(scenario, wanted=plays), len(setups(scenario))
    coming = glimpses(scenario, kernel, plays, seed)

    def watch(most: int) -> None:
        for glimpse in islice(coming, most):
            tally.add(glimpse)
            if progress is not None:
                progress(tally.plays, plays)
            if tally.plays >= rounds and enough():
                return

    watch(PAIRS)
    look_closely(scenario, tally, seed, enough)
    vary(scenario, kernel, tally, seed, enough)
    if not enough():
        watch(plays - tally.plays)
    if progress is not None and tally.plays < plays:
        progress(tally.plays, tally.plays)
    found = verdicts(scenario, tally, prospects(scenario))
    return DryPlays(tuple(one.fault(checked) for one in accept(scenario, found)), tuple(lines(scenario, tally)))


def look_closely(scenario: Scenario, tally: Tally, seed: int, enough: Enough) -> None:
    """Some of the plays again, step by step, for cut values and for what was permitted and not ordered."""
    prepared = setups(scenario)
    unordered = [action.id for action in scenario.actions if not tally.ordered[action.id]]
    for number in range(min(tally.plays, CLOSE)):
        found, allowed = close_look(scenario, prepared[number % len(prepared)], Dice(seed, number), unordered)
        tally.look(found, allowed)
        if number + 1 >= len(prepared) and enough():
            return


def vary(scenario: Scenario, kernel: Kernel | None, tally: Tally, seed: int, enough: Enough) -> None:
    """Which parameters change nothing, of those that some rule reads and that have a range."""
    read = Usage(scenario).parameters
    tally.pairs = min(tally.plays, PAIRS)
    for parameter in scenario.parameters:
        if parameter.name in read and parameter.low < parameter.high:
            if enough():
                tally.unvaried.append(parameter.name)
            elif not matters(scenario, kernel, parameter, tally.pairs, seed):
                tally.idle.append(parameter.name)
