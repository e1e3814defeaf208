"""How a scenario's cells, seats, variables and causes are spoken of in one language."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from whitecell.exercise import Audience, Event, Exercise, OfCell, OfSeat, Plenary, seats_of, why_lapsed
from whitecell.exercise.audience import narrowest
from whitecell.exercise.refusal import AREA
from whitecell.game import Cause
from whitecell.report.figures import called, option, show
from whitecell.report.parts import Because, Cell, Judged, Named, Seat, Seen
from whitecell.rules import Expression, Value, walk
from whitecell.rules.tree import StateRef
from whitecell.scenario import Action, Labels, Scenario, Text
from whitecell.tongue import Said, Tongue, pick

ACCENTS = 8
"""Colours for cells; the ninth cell has the first one's again."""
BRIEF = 18
"""Letters of a name that still fits a narrow place."""


class Names:
    """The names of one exercise in one language."""

    def __init__(self, exercise: Exercise, language: str) -> None:
        self.exercise, self.scenario, self.language = exercise, exercise.scenario, language
        self.seen_by: dict[frozenset[str], Seen] = {}
        self.addressed: dict[tuple[Audience, ...], Seen] = {}

    def say(self, text: Text) -> Said:
        """A text of the scenario, in the original where it is not translated."""
        return pick(text.versions, self.language)

    def told(self, versions: Mapping[str, str]) -> Said:
        """A text of an event, which has its languages in no order."""
        original = self.scenario.languages[0]
        ordered = sorted(versions.items(), key=lambda version: version[0] != original)
        return pick((each for each in ordered if each[1]), self.language)

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell, in the scenario's order."""
        return {
            cell.id: Cell(cell.id, self.say(cell.name) or cell.id, self._short(cell.id), cell.side, place % ACCENTS + 1)
            for place, cell in enumerate(self.scenario.cells)
        }

    def _short(self, cell: str) -> str:
        """For narrow places: the id where it abbreviates the name, a name that is short, or the id as a word."""
        name = self.say(self.scenario.cell[cell].name) or cell
        initials = iter(word[0].lower() for word in name.split())
        if 1 < len(cell) <= 5 and all(letter in initials for letter in cell):
            return cell.upper()
        return name if len(name) <= BRIEF else cell.replace("-", " ").capitalize()

    @cached_property
    def seats(self) -> Mapping[str, Seat]:
        """Every seat by its full name, in the scenario's order."""
        taken = {
            event.data["seat"]: (event.data["holder"], seq)
            for seq, event in enumerate(self.exercise.log, 1)
            if event.kind == "seat.taken/1"
        }
        found = {}
        for cell in self.scenario.cells:
            for seat in cell.seats:
                holder, seq = taken.get(seat.path, ({"kind": "", "name": ""}, 0))
                name = self.bot(holder["name"]) if holder["kind"] == "bot" else holder["name"]
                found[seat.path] = Seat(
                    seat.path, self.say(seat.name) or seat.id, self.cells[cell.id], holder["kind"], name, seq
                )
        return found

    @cached_property
    def vars(self) -> Mapping[str, Named]:
        """Every state variable."""
        return {
            var.name: Named(
                var.name, self.say(var.label) or option(var.name), self.say(var.unit),
                self.seen(self.scenario.markings[var.marking].seats),
            )
            for var in self.scenario.vars
        }  # fmt: skip

    def seen(self, seats: frozenset[str]) -> Seen:
        """Who these seats are."""
        if seats not in self.seen_by:
            self.seen_by[seats] = self.audience(narrowest(self.scenario, seats))
        return self.seen_by[seats]

    def audience(self, audiences: Iterable[Audience]) -> Seen:
        """Who these audiences are."""
        audiences = tuple(audiences)
        if audiences not in self.addressed:
            self.addressed[audiences] = self._audience(audiences)
        return self.addressed[audiences]

    def _audience(self, audiences: tuple[Audience, ...]) -> Seen:
        seats = reached(self.scenario, audiences)
        if not seats:
            return Seen("control")
        if seats == frozenset(self.scenario.seats) or any(isinstance(each, Plenary) for each in audiences):
            return Seen("all")
        exact = narrowest(self.scenario, seats)
        return Seen(
            "some",
            tuple(self.cells[each.cell] for each in exact if isinstance(each, OfCell)),
            tuple(self.seats[each.seat] for each in exact if isinstance(each, OfSeat)),
        )

    def bot(self, id_: str) -> str:
        """What an automated player is called."""
        return (self.say(self.scenario.bots[id_].title) or id_) if id_ in self.scenario.bots else id_

    def action(self, id_: str) -> str:
        """An action's title."""
        return self.say(self.scenario.action[id_].title) or option(id_)

    def reason(self, reason: str) -> str:
        """Why an order lapsed; what is not known (it was purged) as it is."""
        found = why_lapsed(reason)
        return found.said(Tongue(self.language, AREA), self._office) if found else reason

    def _office(self, place: str, path: str) -> str:
        found = self.seats.get(path)
        return f"{found.cell.name} {found.name}" if found else path

    def arguments(self, action: str, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Arguments as words, in the order the action lists them."""
        found = self.scenario.action[action]
        listed = (name for name, _ in found.arguments if name in given)
        return tuple((self.argument(found, name), self.chosen(found, name, given[name])) for name in listed)

    def argument(self, action: Action, name: str) -> str:
        """What an argument is called."""
        return self.say(action.labels.get(name, Labels()).label) or option(name)

    def chosen(self, action: Action, name: str, id_: str) -> str:
        """What an option of an argument is called."""
        return called(action.labels.get(name, Labels()), id_, self.language)

    def because(self, cause: Cause, seq: int, move: int) -> Because:
        """The cause of a change that event `seq` of move number `move` tells of, and where it can be read."""
        cell = self.cells.get(cause.cell)
        title, read = cause.id, seq
        match cause.kind:
            case "order":
                title = self.action(cause.id)
                read = self.order_seq.get((cause.cell, cause.id, cause.since or move, cause.occurrence), seq)
            case "rule":
                rule = next((rule for rule in self.scenario.rules if rule.id == cause.id), None)
                title = (self.say(rule.title) if rule else "") or option(cause.id)
            case "inject":
                title, read = self.inject_title.get(cause.id, (cause.id, seq))
            case "start" | "range":
                title = self.vars[cause.id].label if cause.id in self.vars else cause.id
            case "ruling":
                title = ""
        return Because(cause.kind, cause.id, title, cell, cause.since, cause.why, read)

    @cached_property
    def order_seq(self) -> Mapping[tuple[str, str, int, int], int]:
        """The event in which each order was given: by cell, action, move number and occurrence."""
        return {
            (event.data["cell"], event.data["action"], event.data["move"], event.data["occurrence"]): seq
            for seq, event in enumerate(self.exercise.log, 1)
            if event.kind == "order.given/1"
        }

    @cached_property
    def inject_title(self) -> Mapping[str, tuple[str, int]]:
        """Each released inject's title and the event of its release."""
        return {
            event.data["inject"]: (self.told(event.data["title"]), seq)
            for seq, event in enumerate(self.exercise.log, 1)
            if event.kind == "inject.released/1"
        }

    def judged(self, condition: Expression | None, values: tuple[Value, ...]) -> Judged:
        """A condition with the variables it names as they stand in these values."""
        if condition is None:
            return Judged("", ())
        named = dict.fromkeys(tree.index for tree in walk(condition.tree) if isinstance(tree, StateRef))
        vars_ = self.scenario.vars
        shown = tuple((self.vars[vars_[i].name], show(values[i], vars_[i], self.language)) for i in named)
        return Judged(condition.text, shown)


def reached(scenario: Scenario, audiences: Iterable[Audience]) -> frozenset[str]:
    """The seats that any of these audiences are."""
    return frozenset().union(*(seats_of(scenario, audience) for audience in audiences))


def who(names: Names, event: Event) -> tuple[Seat | None, str]:
    """Who an event is by: a seat, or the office of `control` or `clock`."""
    seat = names.seats.get(event.by)
    return (seat, "") if seat else (None, event.by)
