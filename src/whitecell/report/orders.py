"""The orders of an exercise, each with its life."""

from collections.abc import Iterable, Mapping, Sequence

from whitecell.exercise import Event, GivenOrder, OpenNeed
from whitecell.report.figures import moment
from whitecell.report.live_model import Turned
from whitecell.report.model import Delayed, NeedTold, OrderTold
from whitecell.report.parts import Seen
from whitecell.report.trail import Stop, Trail, mark
from whitecell.tongue import number as short


def orders(trail: Trail, delays: Iterable[Delayed]) -> tuple[OrderTold, ...]:
    """Every order in the order it was given, with the delayed effects that it set going."""
    events = Events(trail)
    begun: dict[int, list[Delayed]] = {}
    for each in delays:
        if each.cause.kind == "order":
            begun.setdefault(each.cause.seq, []).append(each)
    return tuple(order(trail, events, given, begun) for given in trail.exercise.orders.values())


class Events:
    """Where in the journal each order and each need is told of."""

    def __init__(self, trail: Trail) -> None:
        at_once = (told for told in trail.told if told.change.var and not told.change.cause.since)
        self.changed = {trail.because(told).seq for told in at_once if told.change.cause.kind == "order"}
        self.given: dict[str, int] = {}
        self.settled: dict[str, int] = {}
        self.published: dict[str, tuple[int, Event]] = {}
        self.asked: dict[str, int] = {}
        self.answered: dict[str, int] = {}
        self.alone: dict[str, Stop] = {}
        self.mapped: dict[str, int] = {}
        for stop in trail.stops:
            data = stop.event.data
            match stop.event.kind:
                case "order.given/1":
                    self.given[data["order"]] = stop.seq
                case "order.withdrawn/1":
                    self.settled[data["order"]] = stop.seq
                case "order.published/1":
                    self.published[data["order"]] = (stop.seq, stop.event)
                case "need.asked/1":
                    self.asked[data["need"]] = stop.seq
                case "need.answered/1":
                    self.answered[data["need"]] = stop.seq
                case "order.resolved/1":
                    self.settled[data["order"]] = stop.seq
                    self.alone[data["order"]] = stop
                case "free.mapped/1":
                    self.mapped[data["order"]] = stop.seq
                case "orders.resolved/1":
                    for id_ in [*data["carried"], *(id_ for id_, _ in data["lapsed"])]:
                        self.settled[id_] = stop.seq
                case _:
                    pass


def order(trail: Trail, events: Events, given: GivenOrder, begun: Mapping[int, Sequence[Delayed]]) -> OrderTold:
    """One order."""
    names, scenario = trail.names, trail.exercise.scenario
    choice = given.order.choice
    owed = tuple(need(trail, events, each) for each in trail.exercise.needs.values() if each.order == given.id)
    seq, published = events.published.get(given.id, (0, None))
    return OrderTold(
        id=given.id,
        seq=events.given[given.id],
        move=given.move,
        cell=names.cells[given.order.cell],
        seat=names.seats[given.order.seat],
        action=choice.action,
        title=names.action(choice.action),
        arguments=names.arguments(choice.action, dict(choice.arguments)),
        rationale=given.rationale,
        at=moment(scenario, given.at.game),
        status=given.status,
        settled=events.settled.get(given.id, 0),
        needs=owed,
        lapsed=wanting(trail, given, owed) if given.status == "lapsed" else None,
        reason=names.reason(given.reason),
        published=seq,
        audience=names.audience(published.to) if published else Seen("control"),
        scripted=scripted(trail, given),
        delays=tuple(begun.get(events.given[given.id], ())),
        at_once=events.given[given.id] in events.changed,
        minutes=given.at.exercise,
        confidence="" if given.confidence is None else short(given.confidence),
        turned=turned(trail, events, given),
        mapped=events.mapped.get(given.id, 0),
    )


def turned(trail: Trail, events: Events, given: GivenOrder) -> Turned | None:
    """How an order came to something alone; None of one that waited for the closing.

    What decided it is the event just before, of the same moment: the order itself, or an answer to it. Else the clock
    looked, and the time to answer was over.
    """
    stop = events.alone.get(given.id)
    if stop is None:
        return None
    before = trail.stops[stop.seq - 2]
    data, waited = before.event.data, stop.event.at.exercise - given.at.exercise
    if before.event.at == stop.event.at and before.event.kind == "need.answered/1":
        need = trail.exercise.needs[data["need"]]
        if need.order == given.id:
            return Turned(mark(stop), waited, "answer", before.seq, trail.names.seats[need.of])
    if before.event.at == stop.event.at and data.get("order") == given.id:
        return Turned(mark(stop), waited, "given", events.given[given.id], None)
    return Turned(mark(stop), waited, "time", 0, None)


def need(trail: Trail, events: Events, owed: OpenNeed) -> NeedTold:
    """One need of an order, and its answer."""
    waited = owed.answered.exercise - owed.asked.exercise if owed.answered else 0.0
    action = trail.exercise.orders[owed.order].order.choice.action
    return NeedTold(
        owed.kind, trail.names.seats[owed.of], events.asked[owed.id], owed.answer, owed.conditions,
        events.answered.get(owed.id, 0), waited, trail.exercise.scenario.action[action].needs[owed.place].within,
    )  # fmt: skip


def wanting(trail: Trail, given: GivenOrder, owed: tuple[NeedTold, ...]) -> NeedTold | None:
    """The need whose answer, or silence, let an order lapse; None if the journal names none that could.

    The reason in the journal ends with the seat. Where it was purged, the first need that could have is taken.
    """
    rules: Mapping[str, str] = {
        need.of: need.otherwise
        for need in trail.exercise.scenario.action[given.order.choice.action].needs
        if need.kind == "consult"
    }
    named = given.reason.rpartition(" ")[2]
    for each in sorted(owed, key=lambda each: each.of.path != named):
        if each.kind == "consent" and each.answer in ("object", None):
            return each
        if each.kind == "consult" and each.answer is None and rules.get(each.of.path) == "lapse":
            return each
    return None


def scripted(trail: Trail, given: GivenOrder) -> bool:
    """Whether the course gives this order in every play, to a seat that nobody sat in."""
    exercise = trail.exercise
    course = exercise.scenario.courses.get(exercise.course)
    if course is None or trail.names.seats[given.order.seat].kind != "bot":
        return False
    move = trail.moves[given.move][0].event.data["move"]
    wanted = (move, given.order.seat, given.order.choice.action, given.order.choice.arguments)
    return any((each.move, each.seat, each.action, each.arguments) == wanted for each in course.orders)
