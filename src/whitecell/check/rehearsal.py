"""Automatic plays that are watched: what was ordered, released and entered, and where the range cut a value off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from whitecell.game import Cause, Change, Dice, World, begin, close, open, permitted, resolve
from whitecell.kernel import Kernel, TooLarge, compiled
from whitecell.players import Setup, decide_orders, play, setup
from whitecell.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one play showed. `released` are injects with the place of their move in `moves`, from 0."""

    outcome: str
    moves: tuple[str, ...]
    ordered: frozenset[str]
    carried: frozenset[str]
    released: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A value that went beyond its range and was cut off, above or below, with what drove it there."""

    var: str
    above: bool
    causes: tuple[Cause, ...]


def setups(scenario: Scenario) -> list[Setup]:
    """The scenario as written, and each of its courses."""
    return [setup(scenario), *(setup(scenario, course) for course in scenario.courses)]


def kernel_of(scenario: Scenario) -> Kernel | None:
    """The compiled scenario; None where it is too large to compile."""
    try:
        return compiled(scenario)
    except TooLarge:
        return None


def glimpses(scenario: Scenario, kernel: Kernel | None, plays: int, seed: int) -> Iterator[Glimpse]:
    """So many plays, as written and by each course in turn; the same ones with and without a kernel."""
    prepared = setups(scenario)
    for number in range(plays):
        one = prepared[number % len(prepared)]
        if kernel is not None:
            traced = kernel.trace(one, seed, number)
            orders = [(order.order.choice.action, order.stands) for order in traced.orders]
            outcome, moves, released = traced.outcome, traced.moves, traced.released
        else:
            played = play(scenario, one, Dice(seed, number))
            orders = [(given.order.choice.action, given.standing.stands) for given in played.orders]
            outcome, moves, released = played.world.outcome, played.moves, played.released
        yield Glimpse(
            outcome or "", moves, frozenset(action for action, _ in orders),
            frozenset(action for action, stands in orders if stands),
            tuple((number - 1, inject) for number, inject in released),
        )  # fmt: skip


def close_look(
    scenario: Scenario, prepared: Setup, dice: Dice, wanted: Iterable[str]
) -> tuple[list[Cut], frozenset[str]]:
    """One play step by step: what was cut off, and which of the wanted actions somebody was permitted to order."""
    world, changes, _ = begin(scenario, dice, prepared.parameters, prepared.start)
    found, allowed = [*cuts(scenario, changes)], set[str]()
    while world.stage != "ended":
        step = open(scenario, world, dice, automatic=True)
        allowed |= {action for action in wanted if action not in allowed and may(scenario, step.world, action)}
        orders = [given.order for given in decide_orders(scenario, step.world, prepared, dice) if given.standing.stands]
        resolved = resolve(scenario, step.world, orders, dice)
        closed = close(scenario, resolved.world, dice)
        found += [*cuts(scenario, step.all_changes), *cuts(scenario, resolved.changes)]
        found += cuts(scenario, closed.all_changes)
        world = closed.world
    return found, frozenset(allowed)


def may(scenario: Scenario, world: World, action: str) -> bool:
    """Whether some seat may order this action now."""
    return any(choice.action == action for seat in scenario.action[action].by
               for choice in permitted(scenario, world, seat))  # fmt: skip


def cuts(scenario: Scenario, changes: Iterable[Change]) -> Iterator[Cut]:
    """Where a value went beyond its range (rounding an integer is no cut), with the changes that drove it there."""
    driving: list[Change] = []
    for change in changes:
        if driving and driving[-1].var != change.var:
            driving = []
        if change.cause.kind != "range":
            driving.append(change)
            continue
        before, var = change.before, scenario.vars[scenario.index[change.var]]
        if isinstance(before, float) and not var.low <= before <= var.high:
            above = before > var.high
            pushing = [c for c in driving if pushes(c, above)]
            yield Cut(change.var, above, tuple(dict.fromkeys(c.cause for c in pushing)))
        driving = []


def pushes(change: Change, above: bool) -> bool:
    """Whether a change goes up (or down)."""
    before, after = change.before, change.after
    if not isinstance(before, float) or not isinstance(after, float):
        return False
    return after > before if above else after < before


Enough = Callable[[], bool]
"""Whether the time for the plays is over."""
