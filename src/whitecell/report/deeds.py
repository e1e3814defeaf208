"""What each kind of event says in the record: the key of a word, and what fills its places.

A place is a text, a number, or a part of the report as `spoken` in words.html says it. `SAID` has every kind that a
journal may hold but the ticks of the clock.
"""

from collections.abc import Callable, Mapping
from typing import Any

from whitecell.exercise import item
from whitecell.report.figures import option, rate
from whitecell.report.parts import Given, Minutes, Quoted, Ref
from whitecell.report.trail import Stop, Trail
from whitecell.tongue import number as short

Words = tuple[str, Mapping[str, Any]]
Say = Callable[[Trail, Stop], Words]


def plain(word: str, *names: str) -> Say:
    """A word whose places are fields of the event's data."""
    return lambda trail, stop: (word, {name: stop.event.data[name] for name in names})


def reasoned(word: str) -> Say:
    """A word, and another with `.why` where a reason was given."""

    def say(trail: Trail, stop: Stop) -> Words:
        why = stop.event.data.get("why", "")
        return (f"{word}.why", {"why": why}) if why else (word, {})

    return say


def created(trail: Trail, stop: Stop) -> Words:
    data = stop.event.data
    word = "told.created.course" if data["course"] else "told.created"
    return word, {"id": Quoted(data["id"]), "seed": data["seed"], "course": data["course"]}


def seat_taken(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    kind, aid = data["holder"]["kind"], data["holder"].get("aid", "")
    word = f"told.seat.{kind}.aid" if aid else f"told.seat.{kind}"
    return word, {"seat": names.seats[data["seat"]], "aid": names.bot(aid)}


def rated(trail: Trail, stop: Stop) -> Words:
    if stop.event.by == "clock":
        return "told.rated.back", {}
    return going("told.rated")(trail, stop)


def going(word: str) -> Say:
    """A word about the rate of the clock."""
    return lambda trail, stop: (word, {"rate": rate(float(stop.event.data["rate"]))})


def restored(trail: Trail, stop: Stop) -> Words:
    return "told.restored", {"at": Minutes(stop.event.at.exercise)}


def jumped(trail: Trail, stop: Stop) -> Words:
    return "told.jumped", {"lasting": Minutes(stop.event.data["minutes"], long=True)}


def move(word: str) -> Say:
    """A word about the move that the event names."""

    def say(trail: Trail, stop: Stop) -> Words:
        found = trail.exercise.scenario.move[stop.event.data["move"]]
        return word, {"n": stop.event.data.get("number", stop.move), "title": trail.names.say(found.title) or found.id}

    return say


def inject(word: str) -> Say:
    """A word about an inject, by its id and its title."""

    def say(trail: Trail, stop: Stop) -> Words:
        id_ = stop.event.data["inject"]
        title = trail.names.told(stop.event.data["title"]) if "title" in stop.event.data else titled(trail, id_)
        why = stop.event.data.get("why", "")
        return (f"{word}.why" if why else word), {"id": id_, "title": title or id_, "why": why}

    return say


def titled(trail: Trail, id_: str) -> str:
    """What an inject is called: as it was released, else as the MSEL has it."""
    title, _ = trail.names.inject_title.get(id_, ("", 0))
    return title or trail.names.told(item(trail.exercise, id_).title)


def timed(word: str) -> Say:
    """The same with the time it has by then."""

    def say(trail: Trail, stop: Stop) -> Words:
        data, scenario = stop.event.data, trail.exercise.scenario
        places = inject(word)(trail, stop)[1]
        if data["move"] is None:
            return f"{word}.hand", places
        title = trail.names.say(scenario.move[data["move"]].title) or data["move"]
        return word, {**places, "move": title, "minute": short(round(data["minute"], 1))}

    return say


def edited(trail: Trail, stop: Stop) -> Words:
    places = inject("told.inject.edited")(trail, stop)[1]
    parts = "+".join(part for part in ("title", "body", "seats") if part in stop.event.data)
    title = titled(trail, stop.event.data["inject"])
    return f"told.inject.edited.{parts}", {**places, "title": title or stop.event.data["inject"]}


def state(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    if "inject" in data:
        title, seq = names.inject_title.get(data["inject"], ("", 0))
        return ("told.changed.inject" if title else "told.changed"), {"title": title, "event": Ref(seq)}
    if "order" in data:
        given = trail.exercise.orders[data["order"]].order
        return "told.changed.order", {"cell": names.cells[given.cell], "title": names.action(given.choice.action)}
    if "free" in data:
        return "told.changed.free", {"cell": names.cells[trail.exercise.free[data["free"]].cell]}
    return "told.changed", {}


def given(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    places = {"cell": names.cells[data["cell"]], "title": names.action(data["action"]),
              "arguments": Given(names.arguments(data["action"], data["arguments"]))}  # fmt: skip
    if "confidence" in data:
        return "told.given.sure", {**places, "sure": short(data["confidence"])}
    return "told.given", places


def published(trail: Trail, stop: Stop) -> Words:
    return f"told.published.{stop.event.data['status']}", given(trail, stop)[1]


def order(word: str) -> Say:
    """A word about an order that the event names."""

    def say(trail: Trail, stop: Stop) -> Words:
        found = trail.exercise.orders[stop.event.data["order"]].order
        return word, {"title": trail.names.action(found.choice.action), "cell": trail.names.cells[found.cell]}

    return say


def resolved_alone(trail: Trail, stop: Stop) -> Words:
    return order(f"told.alone.{stop.event.data['status']}")(trail, stop)


def need_asked(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    places = {"seat": names.seats[data["of"]], "title": names.action(data["action"])}
    return f"told.need.{data['kind']}", places


def need_answered(trail: Trail, stop: Stop) -> Words:
    data = stop.event.data
    places = dict(order("")(trail, _of_need(trail, stop))[1])
    if data["conditions"]:
        return f"told.answered.{data['answer']}.conditions", {**places, "conditions": data["conditions"]}
    return f"told.answered.{data['answer']}", places


def _of_need(trail: Trail, stop: Stop) -> Stop:
    """The event in which the order was given that a need is owed by."""
    id_ = trail.exercise.needs[stop.event.data["need"]].order
    return next(each for each in trail.of("order.given/1") if each.event.data["order"] == id_)


def free(word: str) -> Say:
    """A word about a free order, with its words."""

    def say(trail: Trail, stop: Stop) -> Words:
        found = trail.exercise.free[stop.event.data["free"]]
        places = {"cell": trail.names.cells[found.cell], "words": found.words, "why": stop.event.data.get("why", "")}
        if "order" in stop.event.data:
            places["title"] = trail.names.action(trail.exercise.orders[stop.event.data["order"]].order.choice.action)
        return word, places

    return say


def rfi(word: str) -> Say:
    """A word about a request for information."""

    def say(trail: Trail, stop: Stop) -> Words:
        data, names, found = stop.event.data, trail.names, trail.exercise.rfis[stop.event.data["rfi"]]
        places: dict[str, Any] = {"cell": names.cells[found.cell], "words": found.words, "why": data.get("why", ""),
                                  "name": data.get("name", "")}  # fmt: skip
        if "inject" in data:
            title, seq = names.inject_title[data["inject"]]
            places |= {"title": title or data["inject"], "event": Ref(seq)}
        if found.of in names.cells:
            return f"{word}.cell" if word == "told.rfi.asked" else word, {**places, "of": names.cells[found.of]}
        return word, places

    return say


def share_asked(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    return "told.share.asked", {
        "cell": names.cells[data["cell"]], "of": names.cells[data["of"]], "words": data["words"],
    }  # fmt: skip


def share_declined(trail: Trail, stop: Stop) -> Words:
    found, why = trail.exercise.share_requests[stop.event.data["request"]], stop.event.data["why"]
    places = {"cell": trail.names.cells[found.cell], "of": trail.names.cells[found.of], "why": why}
    return ("told.share.declined.why" if why else "told.share.declined"), places


def shared(trail: Trail, stop: Stop) -> Words:
    data, names = stop.event.data, trail.names
    to = [names.cells[cell] for cell in data["to"]]
    places = {"cell": names.cells[data["cell"]], "to": to, "title": titled(trail, data["inject"]), "note": data["note"]}
    return ("told.shared.note" if data["note"] else "told.shared"), places


def read(trail: Trail, stop: Stop) -> Words:
    data = stop.event.data
    return "told.read", {"seat": trail.names.seats[data["seat"]], "title": titled(trail, data["inject"])}


def message(trail: Trail, stop: Stop) -> Words:
    if stop.event.by in trail.names.seats:
        return "told.message.control", {"words": stop.event.data["words"]}
    return "told.message", {"to": trail.names.audience(stop.event.to), "words": stop.event.data["words"]}


def observers(trail: Trail, stop: Stop) -> Words:
    cells = [trail.names.cells[cell] for cell in stop.event.data["cells"]]
    return ("told.observers", {"cells": cells}) if cells else ("told.observers.none", {})


def heard(trail: Trail, stop: Stop) -> Words:
    data = stop.event.data
    asked = next((each for each in trail.of("line.checked/1") if each.event.data["check"] == data["check"]), stop)
    waited = max(0.0, stop.event.at.wall - asked.event.at.wall)
    return "told.line.answered", {"seat": trail.names.seats[data["seat"]], "n": round(waited)}


def question(trail: Trail, stop: Stop) -> Words:
    word = "told.question.sealed" if stop.event.data["sealed"] else "told.question"
    return word, {"id": stop.event.data["question"]}


def result(word: str) -> Say:
    """A word about a result, with what stands and what lapses; and the reason for passing, where there was one."""

    def say(trail: Trail, stop: Stop) -> Words:
        data = stop.event.data
        places = {"n": len(data["carried"]), "lapsed": len(data["lapsed"]), "why": data.get("why", "")}
        return (f"{word}.why" if places["why"] else word), places

    return say


def ruling(trail: Trail, stop: Stop) -> Words:
    labels = [trail.names.vars[change.var].label for change in stop.event.changes if change.var]
    return "told.ruling", {"what": labels, "why": stop.event.data["why"]}


def ended(trail: Trail, stop: Stop) -> Words:
    data = stop.event.data
    if "why" in data:
        return reasoned("told.ended.early")(trail, stop)
    outcome = next((o for o in trail.exercise.scenario.outcomes if o.id == data["outcome"]), None)
    title = (trail.names.say(outcome.title) if outcome else "") or option(data["outcome"] or "")
    return ("told.ended.outcome" if title else "told.ended"), {"title": title}


SAID: Mapping[str, Say] = {
    "exercise.created/1": created,
    "seat.taken/1": seat_taken,
    "exercise.started/1": plain("told.started"),
    "clock.paused/1": reasoned("told.paused"),
    "clock.resumed/1": going("told.resumed"),
    "clock.rated/1": rated,
    "clock.stopped/1": reasoned("told.stopped"),
    "clock.restored/1": restored,
    "clock.held/1": plain("told.clock_held"),
    "clock.freed/1": plain("told.clock_freed"),
    "clock.jumped/1": jumped,
    "move.opened/1": move("told.opened"),
    "inject.released/1": inject("told.released"),
    "inject.held/1": inject("told.inject.held"),
    "inject.freed/1": inject("told.inject.freed"),
    "inject.dropped/1": inject("told.inject.dropped"),
    "inject.retimed/1": timed("told.inject.retimed"),
    "inject.edited/1": edited,
    "inject.added/1": timed("told.inject.added"),
    "inject.shared/1": shared,
    "letter.read/1": read,
    "message.sent/1": message,
    "observers.set/1": observers,
    "line.checked/1": plain("told.line.checked", "check"),
    "line.answered/1": heard,
    "state.changed/1": state,
    "order.given/1": given,
    "order.withdrawn/1": order("told.withdrawn"),
    "order.published/1": published,
    "order.resolved/1": resolved_alone,
    "need.asked/1": need_asked,
    "need.answered/1": need_answered,
    "free.given/1": free("told.free.given"),
    "free.withdrawn/1": free("told.free.withdrawn"),
    "free.returned/1": free("told.free.returned"),
    "free.mapped/1": free("told.free.mapped"),
    "free.ruled/1": free("told.free.ruled"),
    "rfi.asked/1": rfi("told.rfi.asked"),
    "rfi.assigned/1": rfi("told.rfi.assigned"),
    "rfi.answered/1": rfi("told.rfi.answered"),
    "rfi.declined/1": rfi("told.rfi.declined"),
    "share.asked/1": share_asked,
    "share.declined/1": share_declined,
    "question.answered/1": question,
    "orders.closed/1": move("told.orders_closed"),
    "result.proposed/1": result("told.proposed"),
    "ruling.made/1": ruling,
    "orders.resolved/1": result("told.resolved"),
    "move.closed/1": move("told.closed"),
    "exercise.ended/1": ended,
}
"""What the record says of each kind; the ticks of the clock alone are left out."""
