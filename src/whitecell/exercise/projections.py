"""What each kind of event shows to whom it is addressed. Closed by default: a kind that is not here shows nothing."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from whitecell.exercise.audience import Control, Eyes, OfMarking, OfSeat
from whitecell.exercise.state import Event


class Reader(Protocol):
    """Who reads an event: an audience, with the numbers of its own letters."""

    @property
    def eyes(self) -> Eyes:
        """What it may see."""
        ...

    def letter(self, inject: str) -> int:
        """Its own number of the letter that an inject is to it; 0 if it has none."""
        ...

    def request(self, id_: str) -> str:
        """A request of one cell to another, by its id; empty if this audience knows of none."""
        ...


Projection = Callable[[Event, Reader], dict[str, Any]]


def facts(*names: str) -> Projection:
    """A projection that shows these fields of the event's data, and no others."""
    return lambda event, reader: {name: event.data[name] for name in names}


def controls(reader: Reader) -> bool:
    """Whether Control reads."""
    return isinstance(reader.eyes.audience, Control)


def inject(*names: str) -> Projection:
    """These fields, and the inject: to players the number of their letter, to Control its id too."""

    def shown(event: Event, reader: Reader) -> dict[str, Any]:
        found = facts(*names)(event, reader)
        number, id_ = reader.letter(event.data["inject"]), event.data["inject"]
        return found | ({"letter": number} if number else {}) | ({"inject": id_} if controls(reader) else {})

    return shown


def moved(event: Event, reader: Reader) -> dict[str, Any]:
    """A move that began or ended."""
    return {"move": event.data["move"], "number": event.data["number"]}


def order_name(event: Event, eyes: Eyes) -> str:
    """What this audience knows a published order as: its own name for the cells that had a part in it."""
    part = tuple(audience for audience in event.to if not isinstance(audience, OfMarking))
    return str(event.data["order"] if eyes.see(part) else event.data["as"])


def published(event: Event, reader: Reader) -> dict[str, Any]:
    """An order, under the name this audience knows it by."""
    found = facts("cell", "action", "arguments", "status")(event, reader)
    return {"order": order_name(event, reader.eyes), **found}


def ended(event: Event, reader: Reader) -> dict[str, Any]:
    """The outcome, and why Control ended it if it did; the measures to Control alone."""
    return some(*(("outcome", "why", "measures") if controls(reader) else ("outcome", "why")))(event, reader)


def assigned(event: Event, reader: Reader) -> dict[str, Any]:
    """That somebody works on a request; who, to Control alone."""
    return facts(*(("rfi", "name") if controls(reader) else ("rfi",)))(event, reader)


def answered(event: Event, reader: Reader) -> dict[str, Any]:
    """An answer; of a sealed one its cell learns that it was given, and the seat alone what it is."""
    names = ("question", "seat", "sealed")
    legible = reads_answer(event.data["sealed"], event.data["seat"], reader.eyes)
    return facts(*((*names, "words") if legible else names))(event, reader)


def reads_answer(sealed: bool, seat: str, eyes: Eyes) -> bool:
    """Whether an audience reads an answer that it sees being given."""
    return not sealed or eyes.see((OfSeat(seat),))


def shared(event: Event, reader: Reader) -> dict[str, Any]:
    """A letter that was passed on; the request that it answers only to who knows of that."""
    return inject("cell", "to", "note")(event, reader) | {"request": reader.request(event.data["request"])}


def some(*names: str) -> Projection:
    """Those of these fields that the event has."""
    return lambda event, reader: {name: event.data[name] for name in names if name in event.data}


def resolved(event: Event, reader: Reader) -> dict[str, Any]:
    """An order that came to something at once; by its name only for the cells that had a part in it."""
    part = tuple(audience for audience in event.to if not isinstance(audience, OfMarking))
    return facts(*(("order", "status") if reader.eyes.see(part) else ("status",)))(event, reader)


def read(event: Event, reader: Reader) -> dict[str, Any]:
    """A letter that a seat has opened, by that seat's own number of it."""
    return facts(*(("seat", "letter", "inject") if controls(reader) else ("seat", "letter")))(event, reader)


PROJECTIONS: Mapping[str, Projection] = {
    "exercise.created/1": facts("course", "automatic"),
    "seat.taken/1": lambda event, reader: {"seat": event.data["seat"], "holder": event.data["holder"]["kind"]},
    "exercise.started/1": facts(),
    "clock.paused/1": facts("why"),
    "clock.resumed/1": facts("rate"),
    "clock.ticked/1": facts(),
    "clock.rated/1": facts("rate"),
    "clock.stopped/1": facts("seat", "why"),
    "clock.restored/1": facts(),
    "clock.held/1": facts("move"),
    "clock.freed/1": facts("move"),
    "clock.jumped/1": facts("minutes"),
    "move.opened/1": moved,
    "inject.released/1": inject("title", "from", "medium"),
    "inject.held/1": facts("inject"),
    "inject.freed/1": facts("inject"),
    "inject.dropped/1": facts("inject", "why"),
    "inject.retimed/1": facts("inject", "move", "minute"),
    "inject.edited/1": some("inject", "title", "body", "seats"),
    "inject.added/1": facts("inject", "title", "body", "from", "medium", "seats", "move", "minute"),
    "inject.shared/1": shared,
    "letter.read/1": read,
    "message.sent/1": facts("words"),
    "observers.set/1": facts("cells"),
    "line.checked/1": facts("check"),
    "line.answered/1": facts("check", "seat"),
    "state.changed/1": facts(),
    "order.given/1": facts("order", "cell", "seat", "action", "arguments", "rationale"),
    "order.withdrawn/1": facts("order"),
    "need.asked/1": facts("need", "order", "kind", "of", "action", "arguments", "cell", "within"),
    "need.answered/1": facts("need", "answer", "conditions"),
    "free.given/1": facts("free", "cell", "seat", "words", "rationale"),
    "free.withdrawn/1": facts("free"),
    "free.returned/1": facts("free", "why"),
    "free.mapped/1": facts("free", "order"),
    "free.ruled/1": facts("free", "why"),
    "rfi.asked/1": facts("rfi", "cell", "seat", "of", "words"),
    "rfi.assigned/1": assigned,
    "rfi.answered/1": inject("rfi"),
    "rfi.declined/1": facts("rfi", "why"),
    "share.asked/1": facts("request", "cell", "seat", "of", "words"),
    "share.declined/1": facts("request", "why"),
    "question.answered/1": answered,
    "orders.closed/1": moved,
    "result.proposed/1": facts("carried", "lapsed"),
    "ruling.made/1": facts("why"),
    "orders.resolved/1": facts(),
    "order.resolved/1": resolved,
    "order.published/1": published,
    "move.closed/1": moved,
    "exercise.ended/1": ended,
}
"""A projection for each kind."""
