"""Delayed effects: what set them going, when they are due, and whether the game still reached them."""

from whitecell.exercise import Exercise
from whitecell.exercise.evolve import world_of
from whitecell.game import Cause, Pending
from whitecell.report.figures import moment
from whitecell.report.model import Delayed
from whitecell.report.trail import PROPOSED, Stop, Trail
from whitecell.report.written import as_written
from whitecell.rules import Assign, assignments


def delayed(trail: Trail) -> tuple[Delayed, ...]:
    """Every delayed effect, in the order they were set going, read from what waited after each event."""
    begun: dict[Pending, Stop] = {}
    arrived: dict[Pending, Stop] = {}
    for stop in trail.stops:
        if "world" not in stop.event.data or stop.event.kind in PROPOSED:
            continue
        waiting = world_of(stop.after, stop.event.data["world"]).pending
        for pending in waiting:
            begun.setdefault(pending, stop)
        for pending in begun.keys() - arrived.keys() - set(waiting):
            arrived[pending] = stop
    return tuple(told(trail, pending, stop, arrived.get(pending)) for pending, stop in begun.items())


def told(trail: Trail, pending: Pending, begun: Stop, arrived: Stop | None) -> Delayed:
    """One delayed effect."""
    names, scenario = trail.names, trail.exercise.scenario
    delay = scenario.delays[pending.owner, pending.site]
    kind, _, id_ = pending.owner.partition("/")
    cause = Cause("order" if kind == "action" else kind, id_, pending.cell, pending.occurrence, pending.origin)  # type: ignore[arg-type]
    return Delayed(
        cause=names.because(cause, begun.seq, begun.move),
        seq=begun.seq,
        begun=begun.move,
        vars=tuple(names.vars[name] for name in dict.fromkeys(assign.name for assign in assignments(delay.do))),
        effects=tuple(map(as_written, delay.do)),
        certain=all(isinstance(effect, Assign) for effect in delay.do),
        due=int(pending.moment) if delay.moves else 0,
        at=moment(scenario, 0.0 if delay.moves else pending.moment),
        arrived=arrived.seq if arrived else 0,
        move=arrived.move if arrived else 0,
        beyond=not arrived and not follows(trail.exercise),
    )


def follows(exercise: Exercise) -> bool:
    """Whether another move may still be opened: the exercise has not ended, and its move leads on to one."""
    move = exercise.scenario.move.get(exercise.world.move)
    return exercise.phase != "ended" and (move is None or any(way.move for way in move.next))
