"""Information flow: when each fact reached each cell, and what each cell never learned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from whitecell.report.figures import show
from whitecell.report.live_model import Mark
from whitecell.report.model import Estimate, Fact, Hidden, OrderTold, Reach, Unlearned
from whitecell.report.naming import reached
from whitecell.report.parts import Cell
from whitecell.report.talk import reads
from whitecell.report.trail import Stop, Trail
from whitecell.rules import walk
from whitecell.rules.tree import Draw, StateRef
from whitecell.scenario import Scenario, Var


def facts(trail: Trail, orders: Iterable[OrderTold]) -> tuple[Fact, ...]:
    """Every inject and every order, in the order they came into the world."""
    opened = reads(trail)
    found = [inject(trail, stop, opened) for stop in trail.stops if stop.event.kind == "inject.released/1"]
    found += [of_order(trail, each) for each in orders]
    return tuple(sorted(found, key=lambda fact: fact.seq))


def inject(trail: Trail, stop: Stop, opened: Mapping[tuple[str, str], Sequence[Mark]]) -> Fact:
    """An inject: it reached the cells of the seats it was released to, at its release, others when it was shared."""
    data, names = stop.event.data, trail.names
    arrived = {
        cell: Reach("inject", stop.seq, stop.move, some, stop.event.at.exercise)
        for cell, some in inside(trail.exercise.scenario, frozenset(data["seats"])).items()
    }
    for share in trail.of("inject.shared/1"):
        told = share.event.data
        for cell in told["to"] if told["inject"] == data["inject"] else ():
            if cell not in arrived or arrived[cell].some:
                by = names.cells[told["cell"]]
                arrived[cell] = Reach("shared", share.seq, share.move, False, share.event.at.exercise, by)
    for cell, way in arrived.items():
        marks = opened.get((data["inject"], cell), ())
        arrived[cell] = replace(way, read=next((each for each in marks if each.seq > way.seq), None))
    title = names.told(data["title"]) or data["inject"]
    return Fact(
        "inject", data["inject"], title, None, "", stop.seq, stop.move, arrived, missed(names.cells.values(), arrived)
    )


def of_order(trail: Trail, order: OrderTold) -> Fact:
    """An order: its cell knew when it gave it, others when they were asked or told, or when it was published."""
    scenario, names = trail.exercise.scenario, trail.names
    arrived = {order.cell.id: Reach("own", order.seq, order.move, False, order.minutes)}
    for need in order.needs:
        minutes = trail.stops[need.asked - 1].event.at.exercise
        arrived.setdefault(need.of.cell.id, Reach("asked", need.asked, order.move, False, minutes))
    if order.published:
        stop = trail.stops[order.published - 1]
        for cell, some in inside(scenario, reached(scenario, stop.event.to)).items():
            if cell not in arrived or (arrived[cell].some and not some):
                arrived[cell] = Reach("published", stop.seq, stop.move, some, stop.event.at.exercise)
    return Fact(
        "order", order.id, order.title, order.cell, order.status, order.seq, order.move, arrived,
        missed(names.cells.values(), arrived),
    )  # fmt: skip


def inside(scenario: Scenario, seats: frozenset[str]) -> dict[str, bool]:
    """The cells of these seats, and for each whether it is only some of its seats."""
    of = {cell.id: frozenset(seat.path for seat in cell.seats) for cell in scenario.cells}
    return {cell: not members <= seats for cell, members in of.items() if members & seats}


def missed(cells: Iterable[Cell], arrived: Mapping[str, Reach]) -> tuple[Cell, ...]:
    """The cells that never got what a cell of their own side had: allies left in the dark."""
    cells = tuple(cells)
    sides = {cell.side for cell in cells if cell.id in arrived and cell.side in ("friend", "adversary")}
    return tuple(cell for cell in cells if cell.side in sides and cell.id not in arrived)


def unlearned(trail: Trail, known: Iterable[Fact], deciders: Iterable[Cell]) -> tuple[Unlearned, ...]:
    """For each cell that decided: what never reached it, and what it could not see."""
    known = tuple(known)
    return tuple(
        Unlearned(
            cell,
            tuple(fact for fact in known if fact.kind == "inject" and cell.id not in fact.reached),
            tuple(
                fact for fact in known
                if fact.kind == "order" and cell.id not in fact.reached and fact.status != "withdrawn"
            ),
            tuple(hidden(trail, cell.id)),
        )
        for cell in deciders
    )  # fmt: skip


def hidden(trail: Trail, cell: str) -> Iterable[Hidden]:
    """The variables that not every seat of this cell could see, with what they were and what it believed instead."""
    scenario, names = trail.exercise.scenario, trail.names
    members = seats_of_cell(scenario, cell)
    changed = {told.change.var: told.seq for told in trail.told if told.accepted}
    for var in scenario.vars:
        sees = scenario.markings[var.marking].seats
        if members <= sees:
            continue
        some = tuple(seat for path, seat in names.seats.items() if path in members & sees)
        yield Hidden(
            names.vars[var.name], trail.starts[var.name], trail.ends[var.name], changed[var.name],
            tuple(estimates(trail, var, members)), some,
        )  # fmt: skip


def seats_of_cell(scenario: Scenario, cell: str) -> frozenset[str]:
    """The full names of a cell's seats."""
    return frozenset(seat.path for seat in scenario.cell[cell].seats)


def estimates(trail: Trail, truth: Var, members: frozenset[str]) -> Iterable[Estimate]:
    """The cell's own variables that began as this one with a normal error: what it believed of it."""
    scenario = trail.exercise.scenario
    for var in scenario.vars:
        if var is truth or not members <= scenario.markings[var.marking].seats:
            continue
        trees = tuple(walk(var.start.tree))
        if any(isinstance(t, Draw) and t.kind == "normal" for t in trees) and any(
            isinstance(t, StateRef) and t.name == truth.name for t in trees
        ):
            start, end = trail.stops[0].after, trail.stops[-1].after
            place = scenario.index[var.name]
            first, last = (show(values[place], var, trail.names.language) for values in (start, end))
            yield Estimate(trail.names.vars[var.name], first, last)
