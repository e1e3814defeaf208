"""What things of a scenario are called, in one language.

A page is given this and never the scenario: it can name what its view shows it, and can not come upon anything else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from whitecell.exercise import Audience, Control, OfCell, OfMarking, OfSeat, Plenary
from whitecell.scenario import Action, Inject, Labels, Move, Place, Question, Scenario, Seat, Text, Var, acts
from whitecell.tongue import Said, Tongue, offset, pick

ACCENTS = 8
NEARLY = 0.001
"""Minutes by which a game time may fall short of its minute and still show it: times are sums of rounded ones."""


@dataclass(frozen=True, slots=True)
class Start:
    """Game time at STARTEX without its zone; None where the scenario has no date."""

    at: datetime | None
    zone: str


class Names:
    """The names of one scenario for one reader."""

    def __init__(self, scenario: Scenario, tongue: Tongue) -> None:
        self._scenario, self.tongue = scenario, tongue
        self._accents = {cell.id: place % ACCENTS + 1 for place, cell in enumerate(scenario.cells)}
        try:
            at = datetime.fromisoformat(scenario.starts.replace(" ", "T", 1).replace(" ", "")).replace(tzinfo=None)
        except ValueError:
            at = None
        self.start = Start(at, offset(scenario.zone))

    def say(self, text: Text, otherwise: str = "") -> Said:
        """A text in the reader's language, else the original with its language; `otherwise` where none is written."""
        return pick(text.versions, self.tongue.language) if text else Said(otherwise.replace("_", " "))

    def own(self, texts: Mapping[str, str]) -> Said:
        """A text of an exercise, by language: in the reader's, else the original."""
        return pick(tuple(texts.items()), self.tongue.language)

    @property
    def title(self) -> Said:
        """The exercise's."""
        return self.say(self._scenario.title, self._scenario.id)

    @property
    def marking(self) -> Said:
        """The words that begin every banner."""
        return self.say(self._scenario.marking)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those the scenario is written in."""
        return self._scenario.languages

    def cell(self, cell: str) -> Said:
        """A cell's name; an unknown one's id."""
        found = self._scenario.cell.get(cell)
        return self.say(found.name, cell) if found else Said(cell)

    def brief(self, cell: str) -> Said:
        """What a cell is told of itself before STARTEX."""
        return self.say(self._scenario.cell[cell].brief)

    def accent(self, cell: str) -> int:
        """Which accent a cell has, from 1: its colour and its shape."""
        return self._accents.get(cell, 0)

    def seat(self, path: str) -> Said:
        """A seat's name alone."""
        found = self._scenario.seats.get(path)
        return self.say(found.name, found.id) if found else Said(path)

    def role(self, path: str) -> str:
        """A seat's role in words."""
        return self.tongue(f"role.{self._scenario.seats[path].role}")

    def office(self, by: str) -> str:
        """Who acts, as people say it: a seat with its cell, Control, the clock, an observer."""
        if by in self._scenario.seats:
            return self.tongue("office", seat=self.seat(by), cell=self.cell(by.partition("/")[0]))
        return self.tongue.either(f"by.{by}", by)

    def offices(self, seats: Iterable[str]) -> str:
        """Seats of one's own cell, as they are called there: one or another."""
        return str(self.tongue.raw("or_between")).join(self.seat(each) for each in seats)

    def seats(self) -> list[Seat]:
        """Every seat, cell by cell, in the order of the pack."""
        return [seat for cell in self._scenario.cells for seat in cell.seats]

    def paths(self) -> Collection[str]:
        """The full names of all seats."""
        return self._scenario.seats.keys()

    def cells(self) -> list[str]:
        """The ids of the cells."""
        return [cell.id for cell in self._scenario.cells]

    def readers(self, audience: Audience) -> str:
        """Whom a page of this audience is for: what its banner says."""
        match audience:
            case Control():
                return self.tongue("for.control")
            case Plenary():
                return self.tongue("for.everybody")
            case OfCell(cell):
                return self.tongue("for.cell", cell=self.cell(cell))
            case OfSeat(seat):
                return self.tongue("for.cell", cell=self.cell(seat.partition("/")[0]))
            case OfMarking(marking):
                return self.say(self._scenario.markings[marking].banner, marking)

    def move(self, move: str) -> Move:
        """A move: its title, text and length are no secret to who is in it."""
        return self._scenario.move[move]

    def question(self, question: str) -> Question:
        """A question that a view names."""
        return self._scenario.questions[question]

    def var(self, name: str) -> Var:
        """A state variable that a view names: its label, unit, range and how it is shown."""
        return self._scenario.vars[self._scenario.index[name]]

    def label(self, name: str) -> Said:
        """What a state variable is called."""
        return self.say(self.var(name).label, name)

    def action(self, action: str) -> Said:
        """An action's title."""
        return self.say(self._scenario.action[action].title, action)

    def argument(self, action: str, name: str) -> Labels:
        """What an argument of an action and its options are called."""
        return self._scenario.action[action].labels.get(name, Labels())

    # ------------------------------------------------------------------------------------- what a cell's room names

    def deed(self, action: str) -> Action:
        """An action of the reader's own cell: who may order it, what it takes, owes and tells."""
        return self._scenario.action[action]

    def acts(self, path: str) -> bool:
        """Whether a seat's role speaks for its cell."""
        seat = self._scenario.seats[path]
        return acts(self._scenario.cell[seat.cell].side, seat.role)

    def bodies(self, cell: str) -> list[str]:
        """The other cells that Control plays: what may be asked for information."""
        return [each.id for each in self._scenario.cells if each.side == "response" and each.id != cell]

    def learners(self, marking: str) -> list[str] | None:
        """The cells of which some seat sees what carries this marking; None: everybody does."""
        seats = self._scenario.markings[marking].seats
        if seats >= frozenset(self._scenario.seats):
            return None
        return [cell.id for cell in self._scenario.cells if any(seat.path in seats for seat in cell.seats)]

    def places(self) -> tuple[Place, ...]:
        """The places of the map, which everybody may see."""
        return self._scenario.places

    # ---------------------------------------------------------------------------- what Control's view alone names

    def inject(self, inject: str) -> Inject | None:
        """An inject as the pack wrote it, with what is expected of it; None for one of Control's own."""
        return self._scenario.inject.get(inject)

    def rule(self, rule: str) -> Said:
        """A world rule's title."""
        found = next((each for each in self._scenario.rules if each.id == rule), None)
        return self.say(found.title, rule) if found else Said(rule)

    def objective(self, objective: str) -> Said:
        """An objective's title."""
        found = next((each for each in self._scenario.objectives if each.id == objective), None)
        return self.say(found.title, objective) if found else Said(objective)

    def source(self, source: str) -> Said:
        """A source as it is cited."""
        found = self._scenario.sources.get(source)
        return self.say(found, source) if found else Said(source)

    def bot(self, bot: str) -> Said:
        """What an automated player is called."""
        found = self._scenario.bots.get(bot)
        return self.say(found.title, bot) if found else Said(bot)

    def moves(self) -> tuple[Move, ...]:
        """Every move of the pack."""
        return self._scenario.moves

    def actions(self, cell: str) -> list[Action]:
        """The actions that some seat of a cell has the authority for."""
        return [action for action in self._scenario.actions if any(by.partition("/")[0] == cell for by in action.by)]

    def vars(self) -> list[Var]:
        """Every state variable."""
        return list(self._scenario.vars)

    def outcome(self, outcome: str) -> tuple[Said, Said]:
        """The title and text of an outcome."""
        found = next((each for each in self._scenario.outcomes if each.id == outcome), None)
        return (self.say(found.title, outcome), self.say(found.text)) if found else (Said(outcome), Said(""))

    def game(self, minutes: float) -> str:
        """Game time so many minutes after STARTEX, short."""
        if self.start.at is None:
            return self.tongue("startex_plus", clock=self.tongue.clock(minutes))
        at = self.start.at + timedelta(minutes=int(minutes + NEARLY))
        return self.tongue.brief((at.year, at.month, at.day), f"{at:%H:%M}")


_MADE: dict[tuple[int, str], Names] = {}


def names_of(scenario: Scenario, tongue: Tongue) -> Names:
    """The names of a scenario for readers of one language: the same as before, for what is worked out of them."""
    key = id(scenario), tongue.language  # it stays this scenario's: its names hold it
    found = _MADE.get(key)
    if found is None:
        if len(_MADE) >= 256:
            _MADE.clear()
        found = _MADE[key] = Names(scenario, tongue)
    return found
