"""What an audience should see: told from the scenario and the meaning of each kind of event, not from its address.

A second opinion beside `exercise.may_see`: an event that is addressed too widely is a leak, and would look like none to
a check that believed the address.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from whitecell.exercise import Audience, Control, Event, OfCell, OfMarking, OfSeat, Plenary
from whitecell.game import Cause
from whitecell.scenario import Scenario

Group = frozenset[str]
NOBODY: tuple[Group, ...] = ()
ROOM = frozenset(
    "seat.taken/1 exercise.started/1 clock.paused/1 clock.resumed/1 clock.rated/1 clock.stopped/1 clock.restored/1"
    " clock.held/1 clock.freed/1 clock.jumped/1 move.opened/1 orders.closed/1 orders.resolved/1 move.closed/1"
    " observers.set/1 line.checked/1 exercise.ended/1".split()
)
"""Kinds that the whole room sees happen (of their changes each sees what it may)."""
CONTROLS = frozenset(
    "exercise.created/1 clock.ticked/1 result.proposed/1 ruling.made/1 inject.held/1 inject.freed/1 inject.dropped/1"
    " inject.retimed/1 inject.edited/1 inject.added/1".split()
)
"""Kinds that are Control's alone."""
TALK = frozenset(
    "free.given/1 free.withdrawn/1 free.returned/1 free.mapped/1 free.ruled/1 rfi.asked/1 rfi.assigned/1 rfi.answered/1"
    " rfi.declined/1 share.asked/1 share.declined/1 inject.shared/1 letter.read/1 line.answered/1"
    " message.sent/1".split()
)
"""Kinds about what people say and ask: of these, each belongs to the cells or the seat that say it or are told it."""
TEAMS = TALK | frozenset(
    "order.given/1 order.withdrawn/1 order.published/1 order.resolved/1 need.asked/1 need.answered/1"
    " question.answered/1 inject.released/1 state.changed/1".split()
)
"""Kinds that some of the players see."""


class Book:
    """What a log tells of that later events only name: orders and needs by their ids, `given` an order by its cell,
    action, move and occurrence, which is how a cause names it, `subjects` the first event about a free order or a
    request, and `letters` the seats that an inject is for, by Control's last word and by those that passed it on.
    """

    def __init__(self, log: Iterable[Event]) -> None:
        self.orders: dict[str, Mapping[str, Any]] = {}
        self.needs: dict[str, Mapping[str, Any]] = {}
        self.given: dict[tuple[str, str, int, int], Mapping[str, Any]] = {}
        self.subjects: dict[str, Mapping[str, Any]] = {}
        self.letters: dict[str, Group] = {}
        self.shared: dict[str, tuple[str, ...]] = {}
        self.read(log)

    def read(self, log: Iterable[Event]) -> None:
        """Read on."""
        for event in log:
            data = event.data
            match event.kind:
                case "order.given/1":
                    self.orders[data["order"]] = data
                    self.given[data["cell"], data["action"], data["move"], data["occurrence"]] = data
                case "need.asked/1":
                    self.needs[data["need"]] = data
                case "free.given/1":
                    self.subjects[data["free"]] = data
                case "rfi.asked/1":
                    self.subjects[data["rfi"]] = data
                case "share.asked/1":
                    self.subjects[data["request"]] = data
                case "inject.added/1" | "inject.edited/1" if "seats" in data:
                    self.letters[data["inject"]] = frozenset(data["seats"])
                case "inject.released/1" if data["inject"].startswith("rfi-"):
                    self.letters[data["inject"]] = frozenset(data["seats"])
                case "inject.shared/1":
                    self.shared[data["inject"]] = (*self.shared.get(data["inject"], ()), *data["to"])
                case _:
                    pass


class Addressees:
    """Who should see what in one scenario, as groups of seats: an audience sees it if all its seats are in them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.everybody: Group = frozenset(scenario.seats)
        self.cells = {cell.id: frozenset(seat.path for seat in cell.seats) for cell in scenario.cells}

    def seats(self, audience: Audience) -> Group:
        """The seats that are this audience."""
        match audience:
            case OfCell(cell):
                return self.cells[cell]
            case OfSeat(seat):
                return frozenset({seat})
            case OfMarking(marking):
                return self.scenario.markings[marking].seats
            case Plenary():
                return self.everybody
            case Control():
                return frozenset()

    def var(self, name: str) -> Group:
        """Who sees a state variable."""
        return self.scenario.markings[self.scenario.vars[self.scenario.index[name]].marking].seats

    def party(self, cell: str, action: str) -> tuple[Group, ...]:
        """Who has a part in such an order by this cell: the cell, and every cell it owes something."""
        asked = {need.cell for need in self.scenario.action[action].needs} - {cell}
        return (self.cells[cell], *(self.cells[other] for other in sorted(asked)))

    def carried(self, cell: str, action: str, arguments: Mapping[str, str]) -> tuple[Group, ...]:
        """Who learns that an order with these arguments was carried out."""
        return self.told(cell, action, self.scenario.action[action].marking_of(arguments))

    def told(self, cell: str, action: str, *markings: str) -> tuple[Group, ...]:
        """Who learns that an order with one of these markings was carried out."""
        return (*self.party(cell, action), *(self.scenario.markings[marking].seats for marking in markings))

    def count(self, cell: str, action: str) -> Group:
        """Who learns of every such order, whatever its arguments, and so knows how many were carried out."""
        each = (self.told(cell, action, marking) for marking in self.scenario.action[action].markings)
        return self.everybody.intersection(*(frozenset[str]().union(*groups) for groups in each))

    def event(self, event: Event, book: Book) -> tuple[Group, ...]:
        """Who should see that this event happened; for a kind that is not known here, those it is addressed to."""
        data = event.data
        if event.kind in ROOM:
            return (self.everybody,)
        if event.kind in CONTROLS:
            return NOBODY
        match event.kind:
            case "order.given/1":
                return (self.cells[data["cell"]],)
            case "order.withdrawn/1":
                order = book.orders[data["order"]]
                return self.party(order["cell"], order["action"])
            case "order.published/1":
                if data["status"] == "carried":
                    return self.carried(data["cell"], data["action"], data["arguments"])
                return self.party(data["cell"], data["action"])
            case "need.asked/1" | "need.answered/1":
                need = book.needs[data["need"]]
                return (self.cells[need["cell"]], self.cells[need["of"].partition("/")[0]])
            case "question.answered/1":
                return (self.cells[data["seat"].partition("/")[0]],)  # what a sealed one is, is the seat's
            case "order.resolved/1":
                order = book.orders[data["order"]]
                if data["status"] == "carried":
                    return self.carried(order["cell"], order["action"], order["arguments"])
                return self.party(order["cell"], order["action"])
            case "inject.released/1":
                return (self.recipients(data["inject"], book),)
            case kind if kind in TALK:
                return self.talk(event, book)
            case "state.changed/1":
                return tuple(self.var(change.var) for change in event.changes if change.var)
            case _:
                return tuple(self.seats(audience) for audience in event.to)

    def talk(self, event: Event, book: Book) -> tuple[Group, ...]:
        """Who should see what people say and ask: the cells it is between, or the one seat."""
        data = event.data
        match event.kind.partition(".")[0]:
            case "message":
                to = tuple(self.seats(audience) for audience in event.to)
                return to if event.by == "control" else (frozenset({event.by}),)
            case "letter" | "line":
                return (frozenset({data["seat"]}),)
            case "inject":
                return tuple(self.cells[cell] for cell in (data["cell"], *data["to"]))
            case "share":
                asked = book.subjects[data["request"]]
                return (self.cells[asked["cell"]], self.cells[asked["of"]])
            case _:
                subject = book.subjects[data.get("rfi") or data["free"]]
                return (self.cells[subject["cell"]],)

    def recipients(self, inject: str, book: Book) -> Group:
        """The seats that an inject is for when it goes out: as the pack has it, or as Control has changed it."""
        if inject in book.letters:
            return book.letters[inject]
        return self.scenario.inject[inject].seats

    def readers(self, inject: str, book: Book) -> Group:
        """The seats that may read an inject by now: its recipients, and the cells to whom others passed it on."""
        return self.recipients(inject, book).union(*(self.cells[cell] for cell in book.shared.get(inject, ())))


class Sight:
    """What one audience should see."""

    def __init__(self, addressees: Addressees, audience: Audience) -> None:
        self.addressees, self.scenario, self.audience = addressees, addressees.scenario, audience
        self.seats = addressees.seats(audience)
        self.vars = {var.name: self.among(addressees.var(var.name)) for var in self.scenario.vars}

    def among(self, *groups: Group) -> bool:
        """Whether each of its seats is in one of these groups."""
        return bool(self.seats) and self.seats <= frozenset[str]().union(*groups)

    def reads(self, inject: str, book: Book) -> bool:
        """Whether it may read an inject by now."""
        known = inject in book.letters or inject in self.scenario.inject
        return known and self.among(self.addressees.readers(inject, book))

    def sees(self, event: Event, book: Book) -> bool:
        """Whether it should see that this event happened."""
        return self.among(*self.addressees.event(event, book))

    def of_cell(self, cell: str) -> bool:
        """Whether it is that cell, or of it."""
        return self.among(self.addressees.cells[cell])

    def party(self, cell: str, action: str) -> bool:
        """Whether it has a part in such an order by this cell."""
        return self.among(*self.addressees.party(cell, action))

    def learns(self, cell: str, action: str, arguments: Mapping[str, str]) -> bool:
        """Whether it learns that an order with these arguments was carried out."""
        return self.among(*self.addressees.carried(cell, action, arguments))

    def counts(self, cell: str, action: str) -> bool:
        """Whether it learns of every such order, whatever its arguments."""
        markings = self.scenario.action[action].markings
        return all(self.among(*self.addressees.told(cell, action, marking)) for marking in markings)

    def hears(self, cell: str, action: str) -> bool:
        """Whether it learns of some such orders."""
        return self.among(*self.addressees.told(cell, action, *self.scenario.action[action].markings))

    def knows(self, cause: Cause, move: int, book: Book) -> bool:
        """Whether it may know such a cause of a change that it sees in this move."""
        match cause.kind:
            case "order":
                order = book.given.get((cause.cell, cause.id, cause.since or move, cause.occurrence))
                return order is not None and self.learns(cause.cell, cause.id, order["arguments"])
            case "inject":
                return self.reads(cause.id, book)
            case "ruling":
                return True
            case _:
                return False


def audiences(scenario: Scenario) -> list[Audience]:
    """Everybody but Control: each seat, each cell, the plenary."""
    seats = [OfSeat(seat) for seat in scenario.seats]
    return [*seats, *(OfCell(cell.id) for cell in scenario.cells), Plenary()]
