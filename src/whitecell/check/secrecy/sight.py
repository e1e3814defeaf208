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
    "seat.taken/1 exercise.started/1 clock.paused/1 clock.resumed/1 move.opened/1 orders.closed/1 orders.resolved/1"
    " move.closed/1 exercise.ended/1".split()
)
"""Kinds that the whole room sees happen (of their changes each sees what it may)."""
CONTROLS = frozenset("exercise.created/1 clock.ticked/1 result.proposed/1 ruling.made/1".split())
"""Kinds that are Control's alone."""
TEAMS = frozenset(
    "order.given/1 order.withdrawn/1 order.published/1 need.asked/1 need.answered/1 question.answered/1"
    " inject.released/1 state.changed/1".split()
)
"""Kinds that some of the players see."""


class Book:
    """The orders and needs that a log tells of: the data of their first events, by id."""

    def __init__(self, log: Iterable[Event]) -> None:
        self.orders: dict[str, Mapping[str, Any]] = {}
        self.needs: dict[str, Mapping[str, Any]] = {}
        self.read(log)

    def read(self, log: Iterable[Event]) -> None:
        """Read on."""
        for event in log:
            if event.kind == "order.given/1":
                self.orders[event.data["order"]] = event.data
            elif event.kind == "need.asked/1":
                self.needs[event.data["need"]] = event.data


class Addressees:
    """Who should see what in one scenario, as groups of seats: an audience sees it whose seats all are in one group."""

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

    def carried(self, cell: str, action: str) -> tuple[Group, ...]:
        """Who learns that such an order was carried out."""
        return (*self.party(cell, action), self.scenario.markings[self.scenario.action[action].marking].seats)

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
                who = self.carried if data["status"] == "carried" else self.party
                return who(data["cell"], data["action"])
            case "need.asked/1" | "need.answered/1":
                need = book.needs[data["need"]]
                return (self.cells[need["cell"]], self.cells[need["of"].partition("/")[0]])
            case "question.answered/1":
                seat = data["seat"]
                return (frozenset({seat}) if data["sealed"] else self.cells[seat.partition("/")[0]],)
            case "inject.released/1":
                return (self.scenario.inject[data["inject"]].seats,)
            case "state.changed/1":
                return tuple(self.var(change.var) for change in event.changes if change.var)
            case _:
                return tuple(self.seats(audience) for audience in event.to)


class Sight:
    """What one audience should see."""

    def __init__(self, addressees: Addressees, audience: Audience) -> None:
        self.addressees, self.scenario, self.audience = addressees, addressees.scenario, audience
        self.seats = addressees.seats(audience)
        self.vars = {var.name: self.among(addressees.var(var.name)) for var in self.scenario.vars}
        self.injects = {inject.id: self.among(inject.seats) for inject in self.scenario.injects}

    def among(self, *groups: Group) -> bool:
        """Whether all its seats are in one of these groups."""
        return bool(self.seats) and any(self.seats <= group for group in groups)

    def sees(self, event: Event, book: Book) -> bool:
        """Whether it should see that this event happened."""
        return self.among(*self.addressees.event(event, book))

    def of_cell(self, cell: str) -> bool:
        """Whether it is that cell, or of it."""
        return self.among(self.addressees.cells[cell])

    def party(self, cell: str, action: str) -> bool:
        """Whether it has a part in such an order by this cell."""
        return self.among(*self.addressees.party(cell, action))

    def learns(self, cell: str, action: str) -> bool:
        """Whether it learns that such an order was carried out."""
        return self.among(*self.addressees.carried(cell, action))

    def knows(self, cause: Cause) -> bool:
        """Whether it may know such a cause of a change that it sees."""
        match cause.kind:
            case "order":
                return cause.id in self.scenario.action and self.learns(cause.cell, cause.id)
            case "inject":
                return self.injects.get(cause.id, False)
            case "ruling":
                return True
            case _:
                return False


def audiences(scenario: Scenario) -> list[Audience]:
    """Everybody but Control: each seat, each cell, the plenary."""
    seats = [OfSeat(seat) for seat in scenario.seats]
    return [*seats, *(OfCell(cell.id) for cell in scenario.cells), Plenary()]
