"""What cells asked of Control and of each other, what they passed on, and what was said."""

from collections.abc import Mapping, Sequence

from whitecell.report.live_model import FreeTold, Inquiry, Mark, ShareAsked, Shared, Talk
from whitecell.report.naming import reached
from whitecell.report.trail import Stop, Trail, mark


def told_by(trail: Trail, key: str, *kinds: str) -> Mapping[str, Stop]:
    """The event of one of these kinds that tells of each thing, by its id."""
    return {stop.event.data[key]: stop for kind in kinds for stop in trail.of(kind) if key in stop.event.data}


def marked(stop: Stop | None) -> Mark | None:
    return None if stop is None else mark(stop)


def free(trail: Trail) -> tuple[FreeTold, ...]:
    """Every order in words, with what Control made of it."""
    given = told_by(trail, "free", "free.given/1")
    ends = told_by(trail, "free", "free.withdrawn/1", "free.returned/1", "free.mapped/1", "free.ruled/1")
    changed = told_by(trail, "free", "state.changed/1")
    orders = told_by(trail, "order", "order.given/1")
    found = []
    for each in trail.exercise.free.values():
        ruled = changed.get(each.id)
        found.append(FreeTold(
            seat=trail.names.seats[each.seat],
            words=each.words,
            rationale=each.rationale,
            mark=mark(given[each.id]),
            status=each.status,
            settled=marked(ends.get(each.id)),
            waited=each.settled.exercise - each.at.exercise if each.settled else 0.0,
            why=each.reason,
            order=trail.names.action(trail.exercise.orders[each.order].order.choice.action) if each.order else "",
            ordered=orders[each.order].seq if each.order else 0,
            moved=tuple(trail.moved(change) for change in ruled.event.changes) if ruled else (),
            changed=ruled.seq if ruled else 0,
        ))  # fmt: skip
    return tuple(found)


def inquiries(trail: Trail) -> tuple[Inquiry, ...]:
    """Every request for information, with its answer."""
    names = trail.names
    asked = told_by(trail, "rfi", "rfi.asked/1")
    ends = told_by(trail, "rfi", "rfi.answered/1", "rfi.declined/1")
    released = told_by(trail, "inject", "inject.released/1")
    found = []
    for each in trail.exercise.rfis.values():
        answer = released.get(each.inject)
        found.append(Inquiry(
            seat=names.seats[each.seat],
            of=names.cells.get(each.of),
            words=each.words,
            mark=mark(asked[each.id]),
            status=each.status,
            worker=each.name,
            why=each.reason,
            answer=names.told(answer.event.data["title"]) if answer else "",
            released=answer.seq if answer else 0,
            to=names.seen(frozenset(answer.event.data["seats"])) if answer else None,
            settled=marked(ends.get(each.id)),
            waited=each.settled.exercise - each.at.exercise if each.settled else 0.0,
        ))  # fmt: skip
    return tuple(found)


def shares(trail: Trail) -> tuple[Shared, ...]:
    """Every letter that a cell passed on to others."""
    names, asked = trail.names, told_by(trail, "request", "share.asked/1")
    found = []
    for each, stop in zip(trail.exercise.shares, trail.of("inject.shared/1"), strict=True):
        title, released = names.inject_title[each.inject]
        found.append(Shared(
            title=title or each.inject,
            released=released,
            seat=names.seats[each.seat],
            to=tuple(names.cells[cell] for cell in each.to),
            note=each.note,
            mark=mark(stop),
            waited=each.at.exercise - each.came.exercise,
            asked=asked[each.request].seq if each.request else 0,
        ))  # fmt: skip
    return tuple(found)


def share_requests(trail: Trail) -> tuple[ShareAsked, ...]:
    """Every request of one cell to another."""
    names, asked = trail.names, told_by(trail, "request", "share.asked/1")
    ends = told_by(trail, "request", "inject.shared/1", "share.declined/1")
    given = {share.request: names.inject_title[share.inject][0] for share in trail.exercise.shares}
    return tuple(
        ShareAsked(
            seat=names.seats[each.seat],
            of=names.cells[each.of],
            words=each.words,
            mark=mark(asked[each.id]),
            status=each.status,
            why=each.reason,
            given=given.get(each.id, ""),
            settled=marked(ends.get(each.id)),
            waited=each.settled.exercise - each.at.exercise if each.settled else 0.0,
        )
        for each in trail.exercise.share_requests.values()
    )


def talk(trail: Trail) -> tuple[Talk, ...]:
    """How much each cell said to Control and heard from it; cells that did neither are left out."""
    scenario, names = trail.exercise.scenario, trail.names
    sent: dict[str, int] = dict.fromkeys(names.cells, 0)
    got: dict[str, int] = dict.fromkeys(names.cells, 0)
    for stop in trail.of("message.sent/1"):
        if stop.event.by in names.seats:
            sent[names.seats[stop.event.by].cell.id] += 1
        else:
            for cell in {seat.partition("/")[0] for seat in reached(scenario, stop.event.to)}:
                got[cell] += 1
    return tuple(Talk(cell, sent[id_], got[id_]) for id_, cell in names.cells.items() if sent[id_] or got[id_])


def reads(trail: Trail) -> Mapping[tuple[str, str], Sequence[Mark]]:
    """When seats of a cell opened a letter, by inject and cell, in order."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for stop in trail.of("letter.read/1"):
        found.setdefault((stop.event.data["inject"], cell_of(stop.event.data["seat"])), []).append(mark(stop))
    return found


def cell_of(seat: str) -> str:
    """The cell of a seat, by its full name."""
    return seat.partition("/")[0]
