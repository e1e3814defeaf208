"""Effects: evaluated against one state, then combined so that nobody gains from being listed first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from whitecell.game.dice import ORIGIN, Dice, Drawn, OwnLuck
from whitecell.game.world import Arguments, Cause, Change, Pending, World
from whitecell.rules import Assign, Chance, Delay, Effect, Environment, Facts, Value, When, evaluate, number, truth
from whitecell.rules import mathematics as m
from whitecell.scenario import Scenario, Var


@dataclass(frozen=True, slots=True)
class Source:
    """Who has these effects: the owner's path, what they count as caused by, and what they are evaluated with.

    For a delayed effect the cause's `since` is the move that first set it going.
    """

    owner: str
    cause: Cause
    arguments: Arguments = ()
    priority: float = 0.0

    @property
    def luck_occurrence(self) -> int:
        """The occurrence in the path of its draws."""
        return self.cause.since * ORIGIN + self.cause.occurrence


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one assignment asks of its variable."""

    assign: Assign
    value: Value
    source: Source
    draws: tuple[Drawn, ...]
    tie: float

    @property
    def path(self) -> tuple[str, str, int, int]:
        """What contributions to one variable are sorted by."""
        return (self.source.owner, self.source.cause.cell, self.source.luck_occurrence, self.assign.site)


@dataclass(slots=True)
class Gathered:
    """The contributions of effects that apply together, the delays set going, and notes of draws without a change."""

    contributions: list[Contribution] = field(default_factory=list)
    scheduled: list[Pending] = field(default_factory=list)
    nothing: list[Change] = field(default_factory=list)


def gather(effects: Sequence[Effect], source: Source, world: World, dice: Dice, facts: Facts, into: Gathered) -> None:
    """Evaluate effects against this world, changing nothing yet."""
    luck = OwnLuck(dice, world.number, source.owner, source.cause.cell, source.luck_occurrence)
    env = Environment(world.values, world.parameters, dict(source.arguments), world.number, facts, luck)
    _gather(effects, source, world, env, luck, (), into)


def _gather(
    effects: Sequence[Effect], source: Source, world: World, env: Environment, luck: OwnLuck,
    above: tuple[Drawn, ...], into: Gathered,
) -> None:  # fmt: skip
    for effect in effects:
        luck.drawn.clear()
        match effect:
            case Assign():
                value = evaluate(effect.expression.tree, env)
                into.contributions.append(
                    Contribution(effect, value, source, above + tuple(luck.drawn), luck.draw(effect.site))
                )
            case Chance(probability, then, otherwise, site):
                p = number(probability.tree, env)
                happens = m.chance(luck.draw(site), p)
                luck.note("chance", site, (p,), happens)
                _branch(then if happens else otherwise, source, world, env, luck, above + tuple(luck.drawn), into)
            case When(condition, then, otherwise):
                branch = then if truth(condition.tree, env) else otherwise
                if luck.drawn:
                    _branch(branch, source, world, env, luck, above + tuple(luck.drawn), into)
                else:
                    _gather(branch, source, world, env, luck, above, into)
            case Delay(moves, minutes, _, site):
                cause = source.cause
                origin = cause.since or world.number
                due = float(world.number + moves) if moves else world.elapsed + minutes
                into.scheduled.append(
                    Pending(source.owner, cause.cell, cause.occurrence, site, source.arguments, origin, due)
                )


def _branch(
    branch: Sequence[Effect], source: Source, world: World, env: Environment, luck: OwnLuck,
    draws: tuple[Drawn, ...], into: Gathered,
) -> None:  # fmt: skip
    """Gather what a draw decided on; where no change carries the draw's evidence, a note does."""
    told, waiting = len(into.contributions) + len(into.nothing), len(into.scheduled)
    _gather(branch, source, world, env, luck, draws, into)
    if len(into.contributions) + len(into.nothing) == told:
        note: Literal["nothing", "later"] = "later" if len(into.scheduled) > waiting else "nothing"
        into.nothing.append(Change("", None, None, source.cause, draws, "", note))


def settle(value: Value, var: Var) -> Value:
    """A value as the variable can hold it: a number rounded if it is an integer, and within its range."""
    if isinstance(value, str) or not var.numeric:
        return value
    result = float(value)
    if var.whole:
        result = m.whole(result)
    return m.clip(result, var.low, var.high) + 0.0


def combine(scenario: Scenario, world: World, gathered: Gathered) -> tuple[World, list[Change]]:
    """Apply contributions together: `=` first (highest priority, then luck), every `+=` in path order, the range."""
    by_var: dict[int, list[Contribution]] = {}
    for contribution in gathered.contributions:
        by_var.setdefault(contribution.assign.index, []).append(contribution)
    values, changes = list(world.values), list(gathered.nothing)
    for index in sorted(by_var):
        var = scenario.vars[index]
        values[index] = _combine_one(var, values[index], sorted(by_var[index], key=lambda c: c.path), changes)
    pending = world.pending
    if gathered.scheduled:
        pending = tuple(sorted(pending + tuple(gathered.scheduled), key=lambda p: p.path))
    return replace(world, values=tuple(values), pending=pending), changes


def _combine_one(var: Var, value: Value, contributions: Iterable[Contribution], changes: list[Change]) -> Value:
    contributions = list(contributions)
    sets = [c for c in contributions if c.assign.operator == "="]
    winner = max(sets, key=lambda c: (c.source.priority, c.tie), default=None)
    for c in sets:
        if c is not winner and winner is not None and c.value != winner.value:
            changes.append(Change(var.name, value, value, c.source.cause, c.draws, c.assign.text, "overruled"))
    if winner is not None:
        after = float(winner.value) + 0.0 if var.numeric and not isinstance(winner.value, str) else winner.value
        changes.append(Change(var.name, value, after, winner.source.cause, winner.draws, winner.assign.text))
        value = after
    for c in sets:
        if c is not winner and winner is not None and c.value == winner.value:
            changes.append(Change(var.name, value, value, c.source.cause, c.draws, c.assign.text))
    for c in contributions:
        if c.assign.operator == "+=":
            assert not isinstance(value, str) and not isinstance(c.value, str)
            total = m.add(float(value), float(c.value))
            changes.append(Change(var.name, value, total, c.source.cause, c.draws, c.assign.text))
            value = total
    settled = settle(value, var)
    if settled != value:
        changes.append(Change(var.name, value, settled, Cause("range", var.name)))
    return settled
