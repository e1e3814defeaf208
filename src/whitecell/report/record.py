"""The record: every event of the journal as one line."""

from collections.abc import Mapping
from typing import Any

from whitecell.report.figures import moment, option
from whitecell.report.model import Line
from whitecell.report.naming import who
from whitecell.report.trail import Stop, Trail

TICK = "clock.ticked/1"


def record(trail: Trail) -> tuple[Line, ...]:
    """Every event but the ticks of the clock, which tell nothing."""
    return tuple(line(trail, stop) for stop in trail.stops if stop.event.kind != TICK)


def line(trail: Trail, stop: Stop) -> Line:
    """One event."""
    event, names = stop.event, trail.names
    seat, office = who(names, event)
    at = moment(trail.exercise.scenario, event.at.game)
    to = names.audience(event.to)
    return Line(stop.seq, event.kind, at, seat, office, to, facts(trail, stop), len(event.changes))


def facts(trail: Trail, stop: Stop) -> Mapping[str, Any]:
    """What an event of this kind tells; nothing of one of a kind that is not known here."""
    names, data = trail.names, stop.event.data
    orders = trail.exercise.orders
    match stop.event.kind:
        case "exercise.created/1":
            return {"id": data["id"], "seed": data["seed"], "course": data["course"]}
        case "seat.taken/1":
            return {"seat": names.seats[data["seat"]], "kind": data["holder"]["kind"]}
        case "clock.paused/1":
            return {"why": data["why"]}
        case "clock.resumed/1":
            return {"rate": data["rate"]}
        case "move.opened/1" | "orders.closed/1" | "move.closed/1":
            move = trail.exercise.scenario.move[data["move"]]
            return {"number": data["number"], "title": names.say(move.title) or move.id}
        case "inject.released/1":
            return {"title": names.told(data["title"]) or data["inject"], "id": data["inject"]}
        case "state.changed/1":
            title, seq = names.inject_title.get(data.get("inject", ""), ("", 0))
            return {"title": title, "seq": seq}
        case "order.given/1" | "order.published/1" | "need.asked/1":
            arguments = names.arguments(data["action"], data["arguments"])
            found = {"title": names.action(data["action"]), "arguments": arguments}
            if stop.event.kind == "need.asked/1":
                return found | {"kind": data["kind"], "of": names.seats[data["of"]]}
            return found | {"cell": names.cells[data["cell"]], "status": data.get("status", "")}
        case "need.answered/1":
            need = trail.exercise.needs[data["need"]]
            order = orders[need.order].order
            title = names.action(order.choice.action)
            return {"answer": data["answer"], "title": title, "cell": names.cells[order.cell]}
        case "order.withdrawn/1":
            return {"title": names.action(orders[data["order"]].order.choice.action)}
        case "question.answered/1":
            return {"question": data["question"], "sealed": data["sealed"]}
        case "result.proposed/1" | "orders.resolved/1":
            return {"carried": len(data["carried"]), "lapsed": len(data["lapsed"])}
        case "ruling.made/1":
            vars_ = [names.vars[change.var].label for change in stop.event.changes if change.var]
            return {"why": data["why"], "vars": vars_}
        case "exercise.ended/1":
            outcome = next((o for o in trail.exercise.scenario.outcomes if o.id == data["outcome"]), None)
            title = names.say(outcome.title) if outcome else ""
            return {"outcome": title or option(data["outcome"] or "")}
        case _:
            return {}
