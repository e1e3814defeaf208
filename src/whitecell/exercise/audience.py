"""Who may see: the closed union of audiences, and whether one of them sees what is addressed to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from whitecell.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Control:
    """The white cell. Sees everything."""

    def __str__(self) -> str:
        return "control"


@dataclass(frozen=True, slots=True)
class Plenary:
    """Everybody in the room, and the projector."""

    def __str__(self) -> str:
        return "plenary"


@dataclass(frozen=True, slots=True)
class OfCell:
    """What all seats of one cell may see."""

    cell: str

    def __str__(self) -> str:
        return f"cell {self.cell}"


@dataclass(frozen=True, slots=True)
class OfSeat:
    """One seat, by its full name."""

    seat: str

    def __str__(self) -> str:
        return f"seat {self.seat}"


@dataclass(frozen=True, slots=True)
class OfMarking:
    """All seats that a marking lets see."""

    marking: str

    def __str__(self) -> str:
        return f"marking {self.marking}"


Audience = Control | Plenary | OfCell | OfSeat | OfMarking


def seats_of(scenario: Scenario, audience: Audience) -> frozenset[str]:
    """The seats that are this audience. Control's people are not seats of the game. KeyError: there is no such one."""
    match audience:
        case Control():
            return frozenset()
        case Plenary():
            return frozenset(scenario.seats)
        case OfCell(cell):
            return frozenset(seat.path for seat in scenario.cell[cell].seats)
        case OfSeat(seat):
            return frozenset((scenario.seats[seat].path,))
        case OfMarking(marking):
            return scenario.markings[marking].seats
        case _:
            assert_never(audience)


def may_see(scenario: Scenario, viewer: Audience, addressed: Iterable[Audience]) -> bool:
    """Whether the viewer sees what is addressed to these together: each of the viewer's seats must be one of theirs.

    So an audience sees what all of its seats see, whether they are addressed as one or one by one. Closed by default:
    what is addressed to nobody reaches Control only.
    """
    if isinstance(viewer, Control):
        return True
    watching = seats_of(scenario, viewer)
    return bool(watching) and watching.issubset(seat for to in addressed for seat in seats_of(scenario, to))


class Eyes:
    """One audience before one scenario: what it may see, each question answered once."""

    def __init__(self, scenario: Scenario, audience: Audience) -> None:
        self.scenario, self.audience = scenario, audience
        self.known: dict[tuple[Audience, ...], bool] = {}
        self.vars: dict[str, bool] = {}

    def see(self, addressed: tuple[Audience, ...]) -> bool:
        """Whether it sees what is addressed to any of these."""
        if addressed not in self.known:
            self.known[addressed] = may_see(self.scenario, self.audience, addressed)
        return self.known[addressed]

    def see_var(self, name: str) -> bool:
        """Whether it sees a state variable."""
        if name not in self.vars:
            marking = self.scenario.vars[self.scenario.index[name]].marking
            self.vars[name] = may_see(self.scenario, self.audience, (OfMarking(marking),))
        return self.vars[name]


def narrowest(scenario: Scenario, seats: frozenset[str]) -> tuple[Audience, ...]:
    """The audiences that are exactly these seats: the plenary, whole cells, single seats; Control alone where none."""
    if not seats:
        return (Control(),)
    if seats == frozenset(scenario.seats):
        return (Plenary(),)
    result: list[Audience] = []
    for cell in scenario.cells:
        members = frozenset(seat.path for seat in cell.seats)
        if members and members <= seats:
            result.append(OfCell(cell.id))
        else:
            result += [OfSeat(seat) for seat in sorted(members & seats)]
    return tuple(result)


def parse_audience(text: str) -> Audience:
    """The audience a string written by `str` means. ValueError if it means none."""
    word, _, rest = text.partition(" ")
    match word:
        case "control" if not rest:
            return Control()
        case "plenary" if not rest:
            return Plenary()
        case "cell":
            return OfCell(rest)
        case "seat":
            return OfSeat(rest)
        case "marking":
            return OfMarking(rest)
        case _:
            raise ValueError(f"no audience '{text}'")
