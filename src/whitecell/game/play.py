"""The rules of the game as pure functions: begin, open, release, trigger, resolve, close."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from whitecell.game.dice import Dice, OwnLuck
from whitecell.game.effects import Contribution, Gathered, Source, combine, gather, settle
from whitecell.game.world import Cause, Change, FactsOf, Order, Pending, Release, Step, Tie, World, WorldFacts
from whitecell.rules import Environment, Expression, Value, evaluate, number, truth
from whitecell.scenario import MAX_MOVES, Inject, Scenario


def begin(
    scenario: Scenario,
    dice: Dice,
    parameters: Mapping[str, float] | None = None,
    start: Mapping[str, Value] | None = None,
) -> Step:
    """The world before the first move: parameters as given or as written, state drawn in the order it is listed."""
    given, starts = parameters or {}, start or {}
    settings = tuple(float(given.get(parameter.name, parameter.value)) for parameter in scenario.parameters)
    values: list[Value] = []
    changes = []
    for var in scenario.vars:
        luck = OwnLuck(dice, 0, f"start/{var.name}", "", 0)
        if var.name in starts:
            value, text = starts[var.name], ""
        else:
            value, text = evaluate(var.start.tree, Environment(values, settings, {}, 0, None, luck)), var.start.text
        values.append(settle(value, var))
        changes.append(Change(var.name, None, values[-1], Cause("start", var.name), tuple(luck.drawn), text))
    return Step(World(tuple(values), settings, next=scenario.moves[0].id), tuple(changes))


def open(
    scenario: Scenario, world: World, dice: Dice, *, automatic: bool, facts: FactsOf = WorldFacts,
    held: frozenset[str] = frozenset(),
) -> Step:  # fmt: skip
    """Start the next move: delayed effects that are due, then (automatically) its timed injects, then conditional ones.

    Live, timed injects are released by the exercise clock, and `automatic` is False. `held` as in `trigger`.
    """
    assert world.stage == "closed", "open follows begin or close"
    before = scenario.move.get(world.move)
    elapsed = world.elapsed + (before.covers if before else 0.0)
    world = replace(world, move=world.next, next="", number=world.number + 1, elapsed=elapsed, stage="open")
    world, changes = _apply_due(scenario, world, dice, facts)
    releases: tuple[Release, ...] = ()
    if automatic:
        for inject in timed(scenario, world):
            step = release(scenario, world, inject.id, dice, facts)
            world, releases = step.world, releases + step.releases
    step = trigger(scenario, world, dice, facts, held)
    return Step(step.world, tuple(changes), releases + step.releases)


def timed(scenario: Scenario, world: World) -> list[Inject]:
    """The injects of the current move that wait for their minute, in the order of their minutes, then ids."""
    waiting = (i for i in scenario.injects if i.move == world.move and i.id not in world.fired)
    return sorted(waiting, key=lambda inject: (inject.minute, inject.id))


def is_due(scenario: Scenario, world: World, pending: Pending) -> bool:
    """Whether a delayed effect is evaluated at this opening."""
    delay = scenario.delays[pending.owner, pending.site]
    return (world.number if delay.moves else world.elapsed) >= pending.moment


def _apply_due(scenario: Scenario, world: World, dice: Dice, facts: FactsOf) -> tuple[World, list[Change]]:
    due = [pending for pending in world.pending if is_due(scenario, world, pending)]
    if not due:
        return world, []
    world = replace(world, pending=tuple(pending for pending in world.pending if pending not in due))
    gathered = Gathered()
    for pending in due:
        kind, _, id_ = pending.owner.partition("/")
        cause = Cause("order" if kind == "action" else kind, id_, pending.cell, pending.occurrence, pending.origin)  # type: ignore[arg-type]
        priority = scenario.action[id_].priority if kind == "action" else 0.0
        source = Source(pending.owner, cause, pending.arguments, priority)
        effects = scenario.delays[pending.owner, pending.site].do
        gather(effects, source, world, dice, facts(world), gathered)
    return combine(scenario, world, gathered)


def release(scenario: Scenario, world: World, inject: str, dice: Dice, facts: FactsOf = WorldFacts) -> Step:
    """Release one inject: it counts as fired, and its effects apply to the state as it is now."""
    world = replace(world, fired=world.fired | {inject})
    gathered = Gathered()
    source = Source(f"inject/{inject}", Cause("inject", inject))
    gather(scenario.inject[inject].effects, source, world, dice, facts(world), gathered)
    world, changes = combine(scenario, world, gathered)
    return Step(world, (), (Release(inject, tuple(changes)),))


def trigger(
    scenario: Scenario, world: World, dice: Dice, facts: FactsOf = WorldFacts, held: frozenset[str] = frozenset()
) -> Step:
    """Release conditional injects whose condition has turned true: all judged on this state, then one by one by id.

    Those that Control has `held` back count as not true: once let go, they come if their condition holds then.
    """
    true = true_conditions(scenario, world, facts) - held
    firing = sorted(true - world.truth - world.fired)
    world = replace(world, truth=true)
    releases: tuple[Release, ...] = ()
    for inject in firing:
        step = release(scenario, world, inject, dice, facts)
        world, releases = step.world, releases + step.releases
    return Step(world, (), releases)


def true_conditions(scenario: Scenario, world: World, facts: FactsOf = WorldFacts) -> frozenset[str]:
    """The conditional injects whose condition holds now."""
    env = plain(world, facts)
    return frozenset(i.id for i in scenario.injects if i.when is not None and truth(i.when.tree, env))


def resolve(scenario: Scenario, world: World, orders: Iterable[Order], dice: Dice, facts: FactsOf = WorldFacts) -> Step:
    """Combine the orders that stand: all effects read this state, and none gains from the order of listing."""
    orders = list(orders)
    counts = dict(world.counts)
    for order in orders:
        key = (order.cell, order.choice.action)
        counts[key] = counts.get(key, 0) + 1
    world, changes = combine(scenario, world, gather_orders(scenario, world, orders, dice, facts))
    return Step(replace(world, counts=counts), tuple(changes))


def gather_orders(
    scenario: Scenario, world: World, orders: Iterable[Order], dice: Dice, facts: FactsOf = WorldFacts
) -> Gathered:
    """What the effects of all these orders ask for, evaluated against this world."""
    gathered = Gathered()
    for order in sorted(orders, key=lambda order: order.path):
        action = scenario.action[order.choice.action]
        cause = Cause("order", action.id, order.cell, order.occurrence)
        source = Source(f"action/{action.id}", cause, order.choice.arguments, action.priority)
        gather(action.effects, source, world, dice, facts(world), gathered)
    return gathered


def ties(
    scenario: Scenario, world: World, orders: Iterable[Order], dice: Dice, facts: FactsOf = WorldFacts
) -> tuple[Tie, ...]:
    """Where `resolve` lets luck decide between orders: those of the highest priority set a variable differently."""
    sets: dict[int, list[Contribution]] = {}
    for contribution in gather_orders(scenario, world, orders, dice, facts).contributions:
        if contribution.assign.operator == "=":
            sets.setdefault(contribution.assign.index, []).append(contribution)
    found = []
    for index, contributions in sorted(sets.items()):
        highest = max(c.source.priority for c in contributions)
        tied = [c for c in contributions if c.source.priority == highest]
        if any(c.value != tied[0].value and c.source.cause != tied[0].source.cause for c in tied):
            candidates = tuple((c.value, c.source.cause) for c in sorted(tied, key=lambda c: c.path))
            found.append(Tie(scenario.vars[index].name, candidates))
    return tuple(found)


def close(
    scenario: Scenario, world: World, dice: Dice, facts: FactsOf = WorldFacts, held: frozenset[str] = frozenset()
) -> Step:
    """End the move: world rules in order, conditional injects (`held` as in `trigger`), the outcome, the next move."""
    assert world.stage == "open", "close follows open"
    changes: list[Change] = []
    for rule in scenario.rules:
        env = plain(world, facts)
        if rule.when is not None and not truth(rule.when.tree, env):
            continue
        gathered = Gathered()
        source = Source(f"rule/{rule.id}", Cause("rule", rule.id))
        gather(rule.effects, source, world, dice, facts(world), gathered)
        world, more = combine(scenario, world, gathered)
        changes += more
    world, _, releases = trigger(scenario, world, dice, facts, held)
    following = next_move(scenario, world, facts)
    outcome = judge(scenario, world, following is None, facts)
    if following is None or outcome is not None:
        world = replace(world, stage="ended", outcome=outcome)
    else:
        world = replace(world, stage="closed", next=following)
    return Step(world, tuple(changes), releases)


def next_move(scenario: Scenario, world: World, facts: FactsOf = WorldFacts) -> str | None:
    """The move that follows this one; None ends the game."""
    if world.number >= MAX_MOVES:
        return None
    env = plain(world, facts)
    for entry in scenario.move[world.move].next:
        if holds(entry.when, env):
            return entry.move
    return None


def judge(scenario: Scenario, world: World, ending: bool, facts: FactsOf = WorldFacts) -> str | None:
    """The first outcome that holds; those that are judged at the end only where no move follows."""
    env = plain(world, facts)
    for outcome in scenario.outcomes:
        if (ending or not outcome.at_end) and holds(outcome.when, env):
            return outcome.id
    return None


def holds(condition: Expression | None, env: Environment) -> bool:
    """Whether a condition holds; no condition always does."""
    return condition is None or truth(condition.tree, env)


def plain(world: World, facts: FactsOf = WorldFacts) -> Environment:
    """The environment of conditions: no arguments, no luck."""
    return Environment(world.values, world.parameters, {}, world.number, facts(world))


def measures(scenario: Scenario, world: World) -> dict[str, float]:
    """Every measure of this state."""
    env = plain(world)
    return {measure.id: number(measure.value.tree, env) for measure in scenario.measures}


def utilities(scenario: Scenario, world: World) -> dict[str, float]:
    """Each cell's utility of this state."""
    env = plain(world)
    return {cell: number(expression.tree, env) for cell, expression in scenario.utility.items()}
