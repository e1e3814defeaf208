"""Rewritings of what others do unseen: orders, answers, injects, Control's work, and when all that happened."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import whitecell.exercise as ex
from whitecell.check.secrecy.hidden_state import another
from whitecell.check.secrecy.tale import Tale, inserted, opened, retold_worlds, with_at, with_changes, with_data
from whitecell.exercise import Event, Refusal
from whitecell.game import Cause, Change, barrier

CONTROL = (ex.Control(),)


def orders(tale: Tale) -> list[Event] | None:
    """Other cells' orders that the audience knows nothing of are gone, or there are more of them in the open move."""
    return fewer_orders(tale) if tale.picks.chance(0.5, "fewer orders") else more_orders(tale)


def unknown_orders(tale: Tale) -> set[str]:
    """The orders that the audience knows nothing of."""
    unknown = {id_ for id_, data in tale.book.orders.items() if not tale.sight.party(data["cell"], data["action"])}
    for event in tale.log:
        if event.kind == "order.published/1" and not tale.hidden(event):
            unknown.discard(event.data["order"])
    return unknown


def fewer_orders(tale: Tale) -> list[Event] | None:
    """The log without the orders that the audience knows nothing of, and all that they asked."""
    unknown = unknown_orders(tale)
    if not unknown:
        return None
    gone = unknown | {id_ for id_, need in tale.book.needs.items() if need["order"] in unknown}
    log = []
    for event in tale.log:
        if event.kind in ("result.proposed/1", "orders.resolved/1"):
            carried = [id_ for id_ in event.data["carried"] if id_ not in gone]
            lapsed = [pair for pair in event.data["lapsed"] if pair[0] not in gone]
            log.append(with_data(event, carried=carried, lapsed=lapsed))
        elif event.kind == "state.changed/1" or event.data.get("need", event.data.get("order")) not in gone:
            log.append(event)
    return log


def more_orders(tale: Tale) -> list[Event] | None:
    """Each other cell gives one more order, as `decide` would have it, that asks the audience nothing."""
    exercise = tale.state.exercise
    if exercise.world.stage != "open" or exercise.closing:
        return None
    log = tale.log
    for cell in tale.scenario.cells:
        given = [
            g.order for g in exercise.orders.values()
            if g.order.cell == cell.id and g.move == exercise.world.number and g.status == "given"
        ]  # fmt: skip
        choices = [
            (seat.path, choice)
            for seat in cell.seats
            for choice in barrier(tale.scenario, exercise.world, seat.path, given=given).permitted
            if not tale.sight.party(cell.id, choice.action)
        ]
        if not choices:
            continue
        seat_, choice_ = tale.picks.one(choices, "order", cell.id)
        events = ex.decide(exercise, ex.GiveOrder(seat_, choice_, "a secret"), tale.state.now, tale.state.dice)
        # One that takes effect at once shows what it does to whoever sees that.
        if not isinstance(events, Refusal) and all(event.kind != "order.resolved/1" for event in events):
            tale.book.read(events)
            log = inserted(log, events, opened(log), tale.picks, f"order {cell.id}")
    return log if log is not tale.log else None


def words(tale: Tale) -> list[Event] | None:
    """What others wrote and answered among themselves, the fate of their unknown orders, and the names of people."""
    unknown = unknown_orders(tale)
    ours = {id_ for id_, data in tale.book.orders.items() if tale.sight.of_cell(data["cell"])}

    def one(event: Event) -> Event:
        data: Mapping[str, Any] = event.data
        match event.kind:
            case "order.given/1" if tale.hidden(event):
                return with_data(event, rationale="another rationale")
            case "need.answered/1" if tale.hidden(event):
                other = "object" if data["answer"] != "object" else "agree"
                return with_data(event, answer=other, conditions="other conditions")
            case "orders.resolved/1" | "result.proposed/1":
                lapsed = [[id_, why if id_ in ours else "another reason"] for id_, why in data["lapsed"]]
                moved = [id_ for id_ in data["carried"] if id_ in unknown][:1]
                carried = [id_ for id_ in data["carried"] if id_ not in moved]
                return with_data(event, carried=carried, lapsed=[*lapsed, *([id_, "why"] for id_ in moved)])
            case "seat.taken/1":
                return with_data(event, holder={**data["holder"], "name": "somebody else"})
            case _:
                return event

    return tale.each(one)


def answers(tale: Tale) -> list[Event] | None:
    """Other cells' answers, and other seats' sealed ones, are different, gone, or more."""
    log = []
    for event in tale.log:
        if event.kind != "question.answered/1":
            log.append(event)
        elif not tale.hidden(event):
            mine = not event.data["sealed"] or tale.sight.among(frozenset({event.data["seat"]}))
            log.append(event if mine else with_data(event, words="another sealed answer"))
        elif tale.picks.chance(0.5, "kept", event.data["question"], event.data["seat"]):
            said = [key for key in event.data if key not in ("question", "seat", "sealed")]
            log.append(with_data(event, **dict.fromkeys(said, "another answer")))
    more = more_answers(tale)
    if more:
        log = inserted(log, more, opened(log), tale.picks, "answer")
    return log if log != tale.log else None


def more_answers(tale: Tale) -> list[Event]:
    """One more answer that the audience may not read, if one may be given."""
    exercise = tale.state.exercise
    world = exercise.world
    asked = tale.scenario.move[world.move].questions if world.stage == "open" else ()
    possible = [
        ex.AnswerQuestion(seat.path, question.id, "a secret answer", sealed)
        for question in asked
        for seat in tale.scenario.seats.values()
        for sealed in (True, False)
        if seat.cell in question.to and not tale.sight.of_cell(seat.cell)
    ]
    if not possible:
        return []
    events = ex.decide(exercise, tale.picks.one(possible, "answer"), tale.state.now, tale.state.dice)
    return [] if isinstance(events, Refusal) else events


def injects(tale: Tale) -> list[Event] | None:
    """Injects that are not for the audience have not been released, or more of them have."""
    told = {*tale.scenario.inject, *tale.book.letters}
    secret = {id_ for id_ in told if not tale.sight.reads(id_, tale.book)}
    if not secret:
        return None
    released = {event.data["inject"] for event in tale.log if event.kind == "inject.released/1"}
    waiting = sorted(secret - released)
    if tale.picks.chance(0.5, "fewer injects") or not waiting:
        log = [e for e in tale.log if not (e.kind == "inject.released/1" and e.data["inject"] in secret)]
        fired: set[str] = set()
    else:
        inject = tale.picks.one(waiting, "inject")
        log = inserted(tale.log, release(tale, inject), 1, tale.picks, "inject")
        fired = released & secret | {inject}

    def one(world: Mapping[str, Any]) -> Mapping[str, Any]:
        return {key: sorted(set(world[key]) - secret | fired) for key in ("fired", "truth")}

    return retold_worlds(log, one)


def release(tale: Tale, inject: str) -> list[Event]:
    """The event that tells of the release of an inject, without what it did to the state; none where it cannot be."""
    events = ex.decide(tale.state.exercise, ex.ReleaseInject(inject), tale.state.now, tale.state.dice)
    if isinstance(events, Refusal):
        return []
    first = events[0]
    return [replace(first, data={key: value for key, value in first.data.items() if key != "world"})]


def control(tale: Tale) -> list[Event] | None:
    """Control's own work: ticks more or fewer, other proposals, other rulings."""
    log = []
    for place, event in enumerate(tale.log):
        if event.kind == "result.proposed/1":
            # What counts is what Control accepted; the proposal may have been anything.
            log += [
                with_changes(event, tuple(other_end(tale, c) for c in event.changes)),
                *ruling(tale, event, place),
            ]
        elif event.kind != "ruling.made/1" and (
            event.kind != "clock.ticked/1" or tale.picks.chance(0.5, "tick", place)
        ):
            log.append(event)
    return inserted(log, [Event("clock.ticked/1", log[-1].at, "clock", CONTROL, {})], 1, tale.picks, "tick")


def other_end(tale: Tale, change: Change) -> Change:
    """The change with another end."""
    if not change.var:
        return change
    return replace(change, after=another(tale, tale.scenario.vars[tale.scenario.index[change.var]], change.after))


def ruling(tale: Tale, event: Event, place: int) -> list[Event]:
    """A ruling that was thought better of."""
    if not tale.scenario.vars:
        return []
    var = tale.picks.one(tale.scenario.vars, "ruled", place)
    value = another(tale, var, tale.state.exercise.world.values[tale.scenario.index[var.name]])
    change = Change(var.name, value, value, Cause("ruling", "control", why="a secret ruling"))
    return [Event("ruling.made/1", event.at, "control", CONTROL, {"why": "a secret ruling"}, (change,))]


def timing(tale: Tale) -> list[Event] | None:
    """Within each move, others gave their unseen orders and answers earlier, and in another order of cells."""
    log: list[Event] = []
    block: list[Event] = []
    for event in tale.log:
        if event.kind.startswith(("order.given", "order.withdrawn", "need.", "question.")):
            block.append(event)
        else:
            log += [*reordered(tale, block), event]
            block = []
    log += reordered(tale, block)
    return log if log != tale.log else None


def reordered(tale: Tale, block: list[Event]) -> list[Event]:
    """The unseen events first, those of the last cell first of all; the others keep their places among themselves."""
    if not block:
        return block
    unseen = [event for event in block if tale.hidden(event)]
    if any(event.kind == "need.answered/1" for event in unseen):
        first = unseen  # answers between cells that the audience is none of: each after its request
    else:
        first = sorted(unseen, key=lambda event: event.by.partition("/")[0], reverse=True)
    return [*(with_at(event, block[0].at) for event in first), *(event for event in block if not tale.hidden(event))]
