"""The Control room: the whole exercise on one page, and a page of its own for each inject and each free order.

`board` is the MSEL, `timeline` the open move as a picture, `queue` what waits for somebody, `result` the proposed
result in words, `cells` everybody at a glance; `jump`, `papers` are pages that follow nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from whitecell.exercise import Command, Control, DeskItem, FreeOrder
from whitecell.exercise import command as c
from whitecell.live.access import Grant
from whitecell.tongue import number
from whitecell.web import doing, page
from whitecell.web.asked import Asked
from whitecell.web.chart import chart
from whitecell.web.room import Room, Scene, scene
from whitecell.web.rooms.control import board, cells, queue, result
from whitecell.web.rooms.control.timeline import timeline
from whitecell.web.routes import Holds, Params, Row
from whitecell.web.standing import readings
from whitecell.web.stream import key_of

RUNS = Holds(("control", "planner"))
LAST = 150
"""Entries of the exercise that the page looks through for what has changed."""
RATES = (0.5, 1.0, 2.0, 4.0, 8.0, 20.0)


def mine(params: Params) -> tuple[Grant, str]:
    """Control's own drafts."""
    return Grant(params["exercise"], "control"), "control"


def more(made: Scene) -> Mapping[str, Any]:
    """All that the regions show beside the view."""
    from whitecell.web.rooms import ROOM as known

    view = made.view
    proposal = view.desk.proposal if view.desk else None
    orders = queue.orders(made, view)
    return {
        "desk": view.desk, "groups": board.board(made, view), "next": board.coming(view), "rates": RATES,
        "step": step(made), "alerts": queue.alerts(made, view), "heads": cells.heads(made, view),
        "picture": timeline(made, view), "values": readings(made, view),
        "readers": {var.name: result.readers(made, var.name) for var in made.names.vars()},
        "shifts": result.shifts(made, view), "orders": orders, "teams": cells.teams(made, view),
        "posed": cells.questions(made, view), "looks": "look" in known,
        "said_so_far": sum(message.by == "control" for message in view.messages),
        "stories": result.stories(made, proposal) if proposal else (),
        "chances": result.without(made, proposal) if proposal else (),
        "tied": result.ties(made, proposal) if proposal else (),
        "lapsed": lapsed(made, orders), "idle": idle(made),
        "unsent": board.unsent(view), "heard": cells.heard(made, view), "chart": chart(made.names),
        "choices": {var.name: result.choices(made, var.name) for var in made.names.vars()} if proposal else {},
    }  # fmt: skip


def step(made: Scene) -> str:
    """The one thing to do next: start, resume, open, close, accept, or look back."""
    view = made.view
    if view.phase in ("created", "ended"):
        return "start" if view.phase == "created" else "report"
    if view.desk is not None and view.desk.proposal is not None:
        return "accept"
    return "close" if view.open else "open"


def expected(made: Scene) -> str:
    """What is expected of Control now."""
    if made.view.clock.stop:
        return made.tongue("control.now.stop")
    return made.tongue(f"control.now.{step(made)}")


def idle(made: Scene) -> list[str]:
    """Cells that may order in this move and have not."""
    if not made.view.open or made.view.desk is None:
        return []
    allowed = made.names.move(made.view.move).orders
    ordered = {order.cell for order in made.view.desk.orders} | {
        order.cell for order in made.view.orders if order.move == made.view.number and order.status == "carried"
    }
    return [cell for cell in made.names.cells() if allowed.get(cell, 0) > 0 and cell not in ordered]


def lapsed(made: Scene, orders: list[queue.Asked]) -> list[queue.Asked]:
    """Orders that the proposed result lets lapse, each with the answers it lacks."""
    proposal = made.view.desk.proposal if made.view.desk else None
    ids = {id_ for id_, _ in proposal.lapsed} if proposal else set()
    return [each for each in orders if each.order.id in ids]


def stale(made: Scene, command: Command, about: str) -> str:
    """Why a form that shows something a colleague has just changed is refused: unless it asks for what is so now."""
    view, t = made.view, made.tongue
    desk = view.desk
    if desk is None:
        return ""
    match command:
        case c.EditInject(id_, title, body, to):
            found = found_item(made, id_)
            same = found is not None and (title or found.item.title, body or found.item.body) == (
                found.item.title, found.item.body,
            ) and (to is None or frozenset(to) == found.item.seats)  # fmt: skip
            return t("stale.inject") if found and not same and about != board.version(found.item) else ""
        case c.RetimeInject(id_, move, minute):
            found = found_item(made, id_)
            same = found is not None and (move, minute) == (found.item.move, found.item.minute)
            return t("stale.inject") if found and not same and about != board.version(found.item) else ""
        case c.Rule(var, value):
            proposal = desk.proposal
            if proposal is None or about.rpartition(" ")[2] == str(proposal.rulings):
                return ""
            return t("stale.result") if proposal.values.get(var) != value else ""
        case c.TakeSeat(seat, holder):
            glance = next((each for each in desk.seats if each.seat == seat), None)
            if glance is None or (glance.kind, glance.holder, glance.aid) == (holder.kind, holder.name, holder.aid):
                return ""
            return t("stale.seat") if about != f"{seat} {glance.kind} {glance.holder} {glance.aid}" else ""
        case c.LetObserve(wanted):
            return t("stale.observe") if about != " ".join(view.observed) and wanted != view.observed else ""
        case _:
            return ""


def found_item(made: Scene, inject: str) -> DeskItem | None:
    """An inject of the MSEL by its id."""
    items = made.view.desk.items if made.view.desk else ()
    return next((found for found in items if found.item.id == inject), None)


def found_free(made: Scene, free: str) -> FreeOrder | None:
    """A free order that waits for Control, by its id."""
    waiting = made.view.desk.free if made.view.desk else ()
    return next((found for found in waiting if found.id == free), None)


def paper(made: Scene) -> Mapping[str, Any]:
    """One inject: as it stands, as the pack wrote it, and who gets it."""
    found = found_item(made, made.params["inject"])
    if found is None:
        return {"found": None}
    return {
        "found": found, "line": board.line(made, made.view, found), "pack": made.names.inject(found.item.id),
        "version": board.version(found.item), "number": number,
    }  # fmt: skip


def order(made: Scene) -> Mapping[str, Any]:
    """One free order: what it says, what its cell may order, and what can be ruled."""
    found = found_free(made, made.params["free"])
    told = next((free for free in made.view.free if free.id == made.params["free"]), None)
    names = made.names
    vars_ = [
        (var.name, names.label(var.name), result.choices(made, var.name), result.written(made.view.values[var.name]),
         result.told(made, var.name, None, made.view.values[var.name])[1], result.readers(made, var.name))
        for var in names.vars()
    ]  # fmt: skip
    return {
        "found": found, "told": told, "actions": names.actions(found.cell) if found else (), "vars": vars_,
    }  # fmt: skip


class Sheet(Room):
    """A page about one thing of the exercise, which a script may also have as a part of the Control room's."""

    def rows(self) -> list[Row]:
        """Its addresses: the page is 404 where there is no such thing."""
        first, *rest = super().rows()
        return [replace(first, handler=partial(sheet)), *rest]


async def sheet(asked: Asked) -> Response:
    """The page, or for a script the part of it that is about the thing."""
    room = doing.room_of(asked)
    made = scene(room, key_of(asked), asked.behind)
    if not known(made):
        raise HTTPException(404)
    if not asked.partial:
        return await doing.show(asked)
    places = {"scene": made, "view": made.view, "names": made.names, "t": made.tongue, "said": None}
    template = page.environment().get_template(f"{room.folder}/{room.regions[0]}.html")
    return HTMLResponse(template.render(places | dict(room.more(made))))


def known(made: Scene) -> bool:
    """Whether there is what a sheet is about."""
    if "inject" in made.params:
        return found_item(made, made.params["inject"]) is not None
    return any(free.id == made.params["free"] for free in made.view.free)


COMMANDS = frozenset(
    "start pause resume set-rate open-move propose-result rule accept-result end-exercise release-inject add-inject "
    "return-free-order assign-rfi answer-rfi decline-rfi send-message let-observe take-seat check-line".split()
)
ROOM = Room(
    kind="control",
    path="/x/{exercise}/control",
    rule=RUNS,
    looks=lambda params, exercise: (Control(),),
    regions=(
        "console", "board", "new", "step", "result", "timeline", "state", "questions", "changes", "map", "orders",
        "asks", "cells", "line", "say", "messages", "observers",
    ),
    commands=COMMANDS,
    more=more,
    expected=expected,
    drafter=mine,
    last=LAST,
    watching=True,
    stale=stale,
)  # fmt: skip
INJECT = Sheet(
    kind="inject",
    path="/x/{exercise}/control/inject/{inject}",
    rule=RUNS,
    looks=ROOM.looks,
    regions=("paper",),
    commands=frozenset("release-inject hold-inject free-inject drop-inject retime-inject edit-inject".split()),
    folder="control/inject",
    more=paper,
    expected=expected,
    drafter=mine,
    last=LAST,
    stale=stale,
)
FREE = Sheet(
    kind="free",
    path="/x/{exercise}/control/free/{free}",
    rule=RUNS,
    looks=ROOM.looks,
    regions=("order",),
    commands=frozenset("return-free-order map-free-order rule-free-order".split()),
    folder="control/free",
    more=order,
    expected=expected,
    drafter=mine,
    last=LAST,
    stale=stale,
)
