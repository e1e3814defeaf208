"""The exercise move by move."""

from collections.abc import Sequence
from typing import Literal

from whitecell.exercise import Event
from whitecell.report.answers import questions
from whitecell.report.figures import moment, show
from whitecell.report.live_model import FreeTold
from whitecell.report.model import Branch, KnownRow, MoveTold, OrderTold, Released, Way
from whitecell.report.msel import Board
from whitecell.report.parts import Cell
from whitecell.report.rulings import passed, rulings, ties
from whitecell.report.stories import stories, unchanged
from whitecell.report.trail import Stop, Trail
from whitecell.scenario import Inject, Move


def moves(trail: Trail, orders: Sequence[OrderTold], free: Sequence[FreeTold], board: Board) -> tuple[MoveTold, ...]:
    """Every move that was opened."""
    return tuple(
        told(trail, number, stops, tuple(order for order in orders if order.move == number), free, board)
        for number, stops in trail.moves.items()
        if number > 0
    )


def told(
    trail: Trail, number: int, stops: tuple[Stop, ...], given: tuple[OrderTold, ...], free: Sequence[FreeTold],
    board: Board,
) -> MoveTold:  # fmt: skip
    """One move."""
    scenario, names = trail.exercise.scenario, trail.names
    opened = stops[0]
    move = scenario.move[opened.event.data["move"]]
    closed = next((stop for stop in stops if stop.event.kind == "move.closed/1"), None)
    changes = [each for each in trail.told if each.move == number]
    deciders = decide(trail, move)
    chosen = next((stop for stop in stops if stop.event.kind in CHOSEN), stops[-1])
    order = {cell: place for place, cell in enumerate(names.cells)}
    start = opened.event.at.game
    return MoveTold(
        number=number,
        id=move.id,
        title=names.say(move.title) or move.id,
        text=names.say(move.text),
        opened=opened.seq,
        closed=closed.seq if closed else 0,
        starts=moment(scenario, start),
        ends=moment(scenario, closed.event.at.game if closed else start + move.covers),
        accepted=number in trail.resolved,
        released=tuple(released(trail, stops, stop, board) for stop in stops if stop.event.kind == "inject.released/1"),
        orders=tuple(sorted(given, key=lambda each: (order[each.cell.id], each.seq))),
        played=stories(trail, (each for each in changes if each.phase not in ("rules", "closing"))),
        rules=stories(trail, (each for each in changes if each.phase == "rules")),
        late=stories(trail, (each for each in changes if each.phase == "closing")),
        unchanged=unchanged(trail, changes),
        deciders=deciders,
        known=known(trail, chosen, deciders),
        chosen=chosen.seq,
        questions=questions(trail, stops, move),
        branch=branch(trail, move, closed) if closed else None,
        free=tuple(each for each in free if stops[0].seq <= each.mark.seq <= stops[-1].seq),
        ties=ties(trail, number),
        rulings=rulings(trail, number),
        passed=passed(trail, number),
    )


def released(trail: Trail, stops: Sequence[Stop], stop: Stop, board: Board) -> Released:
    """An inject that was released, as its recipients read it, and why it was."""
    names, scenario, data = trail.names, trail.exercise.scenario, stop.event.data
    inject: Inject | None = scenario.inject.get(data["inject"])
    at_once = stop.event.at.game == stops[0].event.at.game
    changed = next((other.seq for other in stops if is_effect(other.event, data["inject"])), 0)
    objectives = {objective.id: names.say(objective.title) or objective.id for objective in scenario.objectives}
    marking = scenario.markings.get(inject.marking) if inject else None
    banner = (names.say(marking.banner) or (marking.id if marking.id in WORDED else "")) if marking else ""
    plan = board.plans.get(data["inject"])
    hands = tuple(hand for hand in board.hands.get(data["inject"], ()) if hand.mark.seq <= stop.seq)
    by_hand = stop.event.by == "control"
    return Released(
        seq=stop.seq,
        id=data["inject"],
        title=names.told(data["title"]) or data["inject"],
        body=names.told(data["body"]),
        sender=names.told(data["from"]),
        medium=data["medium"],
        to=names.seen(frozenset(data["seats"])),
        marking=banner,
        trigger="control" if by_hand else "planned" if plan and plan.move else why(inject),
        minute=plan.minute if plan else 0.0,
        condition=inject.when.text if inject and inject.when else "",
        phase="closing" if stop.phase == "closing" else "opening" if at_once else "during",
        at=moment(scenario, stop.event.at.game),
        changed=changed,
        expect=names.say(inject.expect) if inject else "",
        objectives=tuple(objectives.get(id_, id_) for id_ in inject.objectives) if inject else (),
        sources=tuple(cited(trail, id_) for id_ in inject.sources) if inject else (),
        fictional=inject.fictional if inject else False,
        move="" if plan is None or plan.move in ("", stops[0].event.data["move"]) else title_of(trail, plan.move),
        played=trail.position(stop),
        hands=tuple(hand for hand in hands if hand.what != "released"),
        jump=any(hand.jump and hand.mark.seq == stop.seq for hand in hands),
        asked=asked_in(trail, data["inject"]),
        own=inject is None,
    )


def asked_in(trail: Trail, inject: str) -> int:
    """The event of the request that an inject answers; 0: it answers none."""
    rfi = next((rfi.id for rfi in trail.exercise.rfis.values() if rfi.inject == inject), None)
    return next((stop.seq for stop in trail.of("rfi.asked/1") if stop.event.data["rfi"] == rfi), 0)


def title_of(trail: Trail, move: str) -> str:
    """What a move is called."""
    return trail.names.say(trail.exercise.scenario.move[move].title) or move


WORDED = ("public", "control")
"""Markings whose ids the templates put into words."""


def why(inject: Inject | None) -> Literal["planned", "condition", "control"]:
    """Why an inject is released: its minute, its condition, or Control's hand."""
    if inject is None or inject.manual:
        return "control"
    return "condition" if inject.when is not None else "planned"


def is_effect(event: Event, inject: str) -> bool:
    """Whether this event tells what an inject changed."""
    return event.kind == "state.changed/1" and event.data.get("inject") == inject


def cited(trail: Trail, source: str) -> str:
    """A source as it is cited."""
    text = trail.exercise.scenario.sources.get(source)
    return trail.names.say(text) if text else source


def decide(trail: Trail, move: Move) -> tuple[Cell, ...]:
    """The cells that may give orders in this move."""
    able = {seat.partition("/")[0] for action in trail.exercise.scenario.actions for seat in action.by}
    return tuple(cell for id_, cell in trail.names.cells.items() if move.orders.get(id_, 0) > 0 and id_ in able)


CHOSEN = ("orders.closed/1", "result.proposed/1", "orders.resolved/1")
"""The first of these ends the choosing of a move."""


def known(trail: Trail, chosen: Stop, deciders: Sequence[Cell]) -> tuple[KnownRow, ...]:
    """What each deciding cell saw of the state when its orders were closed: before any of them took effect."""
    scenario, names = trail.exercise.scenario, trail.names
    rows = []
    for var, value in zip(scenario.vars, chosen.before, strict=True):
        sees = scenario.markings[var.marking].seats
        inside = {cell.id: [seat.path in sees for seat in scenario.cell[cell.id].seats] for cell in deciders}
        if any(any(seats) for seats in inside.values()):
            shown = show(value, var, names.language)
            values = {cell: shown if any(seats) else None for cell, seats in inside.items()}
            some = frozenset(cell for cell, seats in inside.items() if any(seats) and not all(seats))
            rows.append(KnownRow(names.vars[var.name], values, some))
    return tuple(rows)


def branch(trail: Trail, move: Move, closed: Stop) -> Branch:
    """Where the game went, read from the next move that the journal names, with the ways as they are written.

    No condition is evaluated: the first way that leads where the game went is taken to have held, unless another leads
    there too, and those before it not to have.
    """
    scenario, names = trail.exercise.scenario, trail.names
    following: str = closed.event.data["next"]
    ended = scenario.move.get(following) is None
    targets = [entry.move or "" for entry in move.next]
    came = next((each for each in scenario.outcomes if each.id == trail.exercise.world.outcome), None)
    cut = ended and len(targets) > 1 and came is not None and not came.at_end
    certain = targets.count(following) == 1 and not cut
    taken = targets.index(following) if certain else -1
    ways = tuple(
        Way(
            entry.move or "", (names.say(scenario.move[entry.move].title) or entry.move) if entry.move else "",
            names.judged(entry.when, closed.after), True if place == taken else False if place < taken else None,
        )
        for place, entry in enumerate(move.next)
    )  # fmt: skip
    title = "" if ended else names.say(scenario.move[following].title) or following
    return Branch(closed.seq, ways, "" if ended else following, title)
