"""A play as readable text: what each seat saw and could do, what was ordered, answered and drawn, and what changed."""

from collections.abc import Iterable

from whitecell.exercise import why_lapsed
from whitecell.exercise.refusal import AREA
from whitecell.game import Change, Dice, World, barrier, begin, close, measures, open, resolve, utilities
from whitecell.game.explain import explain, say_value
from whitecell.players.automatic import Given, Setup, decide_orders
from whitecell.scenario import Scenario
from whitecell.tongue import FALLBACK, Tongue

WORDS = Tongue(FALLBACK, AREA)


def playthrough(scenario: Scenario, prepared: Setup, dice: Dice) -> str:
    """One automatic play told from beginning to end, in the order of `docs/reference/a-move-exactly.md`."""
    course = f", course {prepared.course.id}" if prepared.course.id else ""
    lines = [f"{scenario.title} ({scenario.id}), seed {dice.seed}{course}", ""]
    step = begin(scenario, dice, prepared.parameters, prepared.start)
    lines += ["START", *_changes(step.changes)]
    world = step.world
    while world.stage != "ended":
        world = _move(scenario, prepared, dice, world, lines)
    lines += ["", f"END in move {world.number}: {world.outcome or 'no outcome'}"]
    lines += [f"  measure {name} = {say_value(value)}" for name, value in measures(scenario, world).items()]
    lines += [f"  utility of {cell} = {say_value(value)}" for cell, value in utilities(scenario, world).items()]
    return "\n".join(lines) + "\n"


def _move(scenario: Scenario, prepared: Setup, dice: Dice, world: World, lines: list[str]) -> World:
    step = open(scenario, world, dice, automatic=True)
    world = step.world
    title = scenario.move[world.move].title
    lines += ["", f"MOVE {world.number}: {title} ({world.move}), {say_value(world.elapsed)} min of game time"]
    lines += ["opening", *_changes(step.changes)]
    for release in step.releases:
        lines += _released(scenario, release.inject, release.changes)
    lines.append("state")
    for var, value in zip(scenario.vars, world.values, strict=True):
        lines.append(f"  {var.name} = {say_value(value)}  (seen by {_seers(scenario, var.marking)})")
    lines.append("choosing")
    for seat in scenario.seats:
        view = barrier(scenario, world, seat)
        if view.permitted:
            lines.append(f"  {seat} may: {'; '.join(str(choice) for choice in view.permitted)}")
    given = decide_orders(scenario, world, prepared, dice)
    lines.append("orders")
    for one in given:
        lines += _given(one)
    if not given:
        lines.append("  none")
    resolved = resolve(scenario, world, (g.order for g in given if g.standing.stands), dice)
    lines += ["resolution", *_changes(resolved.changes)]
    closed = close(scenario, resolved.world, dice)
    lines += ["closing", *_changes(closed.changes)]
    for release in closed.releases:
        lines += _released(scenario, release.inject, release.changes)
    if closed.world.pending:
        lines.append("waiting")
        for p in closed.world.pending:
            lines.append(f"  {p.owner} of {p.cell or 'nobody'}, set going in move {p.origin}")
    if closed.world.stage == "closed":
        lines.append(f"next: {closed.world.next}")
    return closed.world


def _changes(changes: Iterable[Change]) -> list[str]:
    return [line for change in changes for line in explain(change)] or ["  nothing changes"]


def _released(scenario: Scenario, inject: str, changes: tuple[Change, ...]) -> list[str]:
    item = scenario.inject[inject]
    head = f"released {inject}: {item.title}  (to {', '.join(sorted(item.seats))})"
    return [head, *(line for change in changes for line in explain(change))]


def _seers(scenario: Scenario, marking: str) -> str:
    seats = scenario.markings[marking].seats
    if not seats:
        return "Control"
    return "everybody" if seats == frozenset(scenario.seats) else ", ".join(sorted(seats))


def _given(given: Given) -> list[str]:
    order, verdict = given.order, given.standing
    lines = [f"  {order.seat} orders {order.choice}"]
    lines += [f"    {request.need.kind} {request.need.of}: {answer}" for request, answer in given.answers]
    lapsed = why_lapsed(verdict.reason)
    lines.append(f"    lapses: {lapsed.said(WORDS)}" if lapsed else f"    stands, {verdict.reason}")
    return lines
