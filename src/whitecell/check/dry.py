"""Dry plays: the scenario played by its bots, to tell what never happened and what no automatic play can try."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from whitecell.check.accepted import accept
from whitecell.game import Dice
from whitecell.players import play, setup
from whitecell.rules import walk
from whitecell.rules.tree import Fact
from whitecell.scenario import Checked, Fault, Inject, Scenario

LIVE = frozenset(("answered", "shared", "elapsed"))
"""Facts that count as false in automatic plays."""


@dataclass(frozen=True, slots=True)
class DryPlays:
    """What dry plays showed: warnings with their places, and lines for people."""

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """How many plays saw each thing at least once."""

    outcomes: Counter[str]
    actions: Counter[str]
    injects: Counter[str]
    moves: Counter[str]


def dry_plays(
    checked: Checked, plays: int, seed: int = 1, progress: Callable[[int, int], None] | None = None
) -> DryPlays:
    """Play so many times (the scenario as written and each course in turn) and tell what never happened."""
    scenario = checked.scenario
    assert scenario is not None, "only a pack without errors can be played"
    setups = [setup(scenario), *(setup(scenario, course) for course in scenario.courses)]
    tally = Tally(Counter(), Counter(), Counter(), Counter())
    for number in range(plays):
        played = play(scenario, setups[number % len(setups)], Dice(seed, number))
        tally.outcomes[played.world.outcome or ""] += 1
        tally.actions.update({given.order.choice.action for given in played.orders if given.standing.stands})
        tally.injects.update({inject for _, inject in played.released})
        tally.moves.update(set(played.moves))
        if progress is not None:
            progress(number + 1, plays)
    return DryPlays(tuple(accept(scenario, never(checked, tally, plays))), tuple(lines(scenario, tally, plays)))


def untried(inject: Inject) -> str | None:
    """Why no automatic play can release this inject; None if one can."""
    if inject.manual:
        return "only Control releases it"
    if inject.when is not None:
        live = sorted({f"{n.kind}()" for n in walk(inject.when.tree) if isinstance(n, Fact) and n.kind in LIVE})
        if live:
            return f"its condition asks {', '.join(live)}, which only live exercises know"
    return None


def never(checked: Checked, tally: Tally, plays: int) -> list[Fault]:
    """A warning for each thing that happened in none of the plays."""
    scenario = checked.scenario
    assert scenario is not None
    faults: list[Fault] = []

    def warn(section: str, id_: str, code: str, message: str, cure: str) -> None:
        file, line, column = checked.places.get((section, id_), ("", 0, 0))
        faults.append(Fault(file, line, column, code, "warning", message, cure))

    some = f"in {plays} automatic plays"
    for action in scenario.actions:
        if not tally.actions[action.id]:
            warn("actions", action.id, "D101", f"action '{action.id}' was never carried out {some}",
                 "Check its when, its needs and the bots' weights.")  # fmt: skip
    for move in scenario.moves:
        if not tally.moves[move.id]:
            warn(
                "moves", move.id, "D102", f"move '{move.id}' was never entered {some}", "Check the next of the others."
            )
    for inject in scenario.injects:
        if tally.injects[inject.id]:
            continue
        why = untried(inject)
        if why is not None:
            warn("injects", inject.id, "D104", f"inject '{inject.id}' was not tried: {why}",
                 "Try it in a rehearsal.")  # fmt: skip
        else:
            warn("injects", inject.id, "D103", f"inject '{inject.id}' was never released {some}",
                 "Check its condition, or that its move is entered.")  # fmt: skip
    for outcome in scenario.outcomes:
        if not tally.outcomes[outcome.id]:
            warn("outcomes", outcome.id, "D105", f"outcome '{outcome.id}' was never reached {some}",
                 "Check its condition, or play more often.")  # fmt: skip
    return faults


def lines(scenario: Scenario, tally: Tally, plays: int) -> list[str]:
    """How often each outcome, move and conditional inject came."""
    told = [f"{plays} dry plays"]
    for outcome in scenario.outcomes:
        told.append(f"  outcome {outcome.id}: {tally.outcomes[outcome.id] / plays:.1%}")
    if tally.outcomes[""]:
        told.append(f"  no outcome: {tally.outcomes[''] / plays:.1%}")
    told += [f"  move {move.id}: {tally.moves[move.id] / plays:.1%}" for move in scenario.moves]
    told += [
        f"  inject {inject.id} fired: {tally.injects[inject.id] / plays:.1%}"
        for inject in scenario.injects
        if inject.when is not None and untried(inject) is None
    ]
    return told
