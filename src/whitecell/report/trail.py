"""The journal walked once: where in which move each event stands, what was so before and after it, and every draw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from whitecell.exercise import Event, Exercise
from whitecell.exercise.evolve import apply
from whitecell.game import Cause, Change, Drawn
from whitecell.report.figures import option, pair, shares, show
from whitecell.report.live_model import Mark
from whitecell.report.naming import Names
from whitecell.report.parts import Because, Draw, Named, Shown
from whitecell.report.written import Moment, Writings
from whitecell.rules import Value
from whitecell.tongue import number as short

Moved = tuple[Named, Shown | None, Shown | None]
Phase = Literal["start", "opening", "inject", "orders", "rules", "closing"]
PHASES: Mapping[str, Phase] = {
    "exercise.created/1": "start", "move.opened/1": "opening", "state.changed/1": "inject", "move.closed/1": "rules",
}  # fmt: skip
PROPOSED = ("result.proposed/1", "ruling.made/1")
"""Their changes wait for Control: they are told only where they were never accepted."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One event on the way: its number, its move's number (0 before the first), the state before and after it.

    `phase` is the part of the move it stands in: after the world rules comes the closing.
    """

    seq: int
    event: Event
    move: int
    phase: Phase
    before: tuple[Value, ...]
    after: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A change that the report tells, with the event it stands in. `accepted`: it took effect."""

    seq: int
    move: int
    phase: Phase
    change: Change
    accepted: bool


class Trail:
    """An exercise's log, walked."""

    def __init__(self, exercise: Exercise, names: Names) -> None:
        self.exercise, self.names = exercise, names
        self.stops = tuple(walked(exercise))
        self.writings = Writings(names)

    @cached_property
    def moves(self) -> Mapping[int, tuple[Stop, ...]]:
        """The events of each move, from its opening to the last before the next one's."""
        found: dict[int, list[Stop]] = {}
        for stop in self.stops:
            found.setdefault(stop.move, []).append(stop)
        return {number: tuple(stops) for number, stops in found.items()}

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Stop, ...]]:
        """The events of each kind, in order."""
        found: dict[str, list[Stop]] = {}
        for stop in self.stops:
            found.setdefault(stop.event.kind, []).append(stop)
        return {kind: tuple(stops) for kind, stops in found.items()}

    def of(self, kind: str) -> tuple[Stop, ...]:
        """The events of one kind, in order."""
        return self.kinds.get(kind, ())

    @cached_property
    def people(self) -> frozenset[str]:
        """The cells in which a person ever sat."""
        taken = (stop.event.data for stop in self.of("seat.taken/1"))
        return frozenset(data["seat"].partition("/")[0] for data in taken if data["holder"]["kind"] == "person")

    def position(self, stop: Stop) -> float:
        """How many minutes of its move had been played at an event, with those that jumps took out of it."""
        opened = self.moves[stop.move][0].event.at.exercise
        jumps = (each for each in self.of("clock.jumped/1") if each.move == stop.move and each.seq <= stop.seq)
        return stop.event.at.exercise - opened + sum(float(each.event.data["plays"]) for each in jumps)

    @cached_property
    def resolved(self) -> frozenset[int]:
        """The moves whose result Control accepted."""
        return frozenset(stop.move for stop in self.stops if stop.event.kind == "orders.resolved/1")

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every change once: those that took effect, and those of a proposed result that was never accepted."""
        return tuple(
            Told(stop.seq, stop.move, stop.phase, change, stop.event.kind not in PROPOSED)
            for stop in self.stops
            if stop.event.kind not in PROPOSED or stop.move not in self.resolved
            for change in stop.event.changes
        )

    @cached_property
    def draws(self) -> Mapping[str, Draw]:
        """Every draw by its path, numbered as they were first told, with all that it changed."""
        first: dict[str, tuple[Told, Drawn]] = {}
        led: dict[str, list[Moved]] = {}
        notes: dict[str, str] = {}
        for told in self.told:
            for drawn in told.change.draws:
                first.setdefault(drawn.path, (told, drawn))
                if told.change.var:
                    led.setdefault(drawn.path, []).append(self.moved(told.change))
                    notes.setdefault(drawn.path, told.change.note)
                else:
                    notes[drawn.path] = told.change.note
        return {
            path: self._draw(number, told, drawn, tuple(led.get(path, ())), notes.get(path, ""))
            for number, (path, (told, drawn)) in enumerate(first.items(), 1)
        }

    def _draw(self, number: int, told: Told, drawn: Drawn, led: tuple[Moved, ...], note: str) -> Draw:
        asked = tuple(short(argument) for argument in drawn.arguments)
        drew = f"{drawn.u:.3f}"
        if drawn.kind == "chance":
            p, drew = shares(drawn.arguments[0], drawn.u)
            asked = (p,)
        value = drawn.value
        gave: Shown = option(value) if isinstance(value, str) else value if isinstance(value, bool) else short(value)
        note = note if note in ("nothing", "later") and not led else ""
        site = self.writings.site(drawn)
        return Draw(
            number, told.seq, told.move, drawn.path, drawn.kind, asked, drew, gave, self.because(told), led, note,
            self.writings.asked(drawn, self.moment(told)), gave is False and site is not None and site.otherwise,
        )  # fmt: skip

    def moment(self, told: Told) -> Moment:
        """What the cause of a change was evaluated with.

        A world rule meets the state that the rules before it left, a start those before it; all else that an event
        tells of was evaluated together, before any of it.
        """
        stop, cause = self.stops[told.seq - 1], told.change.cause
        values = stop.before
        if cause.kind in ("rule", "start") and not cause.since:
            first = next(place for place, change in enumerate(stop.event.changes) if change.cause == cause)
            values = apply(self.exercise.scenario, values, stop.event.changes[:first])
        return Moment(self.judged_at(stop), told.move, cause, values)

    def judged_at(self, stop: Stop) -> int:
        """The event by which what it tells of was worked out: a change by an order at once, by that order's."""
        order = stop.event.data.get("order") if stop.event.kind == "state.changed/1" else None
        return next((each.seq for each in self.of("order.resolved/1") if each.event.data["order"] == order), stop.seq)

    def because(self, told: Told) -> Because:
        """The cause of a change, and where it can be read."""
        cause: Cause = told.change.cause
        seq = self.rulings.get((told.move, told.change), told.seq) if cause.kind == "ruling" else told.seq
        free = self.stops[told.seq - 1].event.data.get("free")
        if free is not None:
            seq = next(stop.seq for stop in self.of("free.ruled/1") if stop.event.data["free"] == free)
        return self.names.because(cause, seq, told.move)

    @cached_property
    def rulings(self) -> Mapping[tuple[int, Change], int]:
        """The event of each ruling by its move and its change."""
        return {
            (stop.move, change): stop.seq
            for stop in self.stops
            if stop.event.kind == "ruling.made/1"
            for change in stop.event.changes
        }

    def moved(self, change: Change) -> Moved:
        """The variable a change is of, from what to what."""
        scenario = self.exercise.scenario
        var = scenario.vars[scenario.index[change.var]]
        return (self.names.vars[change.var], *pair(change.before, change.after, var, self.names.language))

    @cached_property
    def starts(self) -> Mapping[str, Shown]:
        """What every variable began with."""
        values = self.stops[0].after
        return self._shown(values)

    @cached_property
    def ends(self) -> Mapping[str, Shown]:
        """What every variable was at the end of the journal."""
        values = self.stops[-1].after
        return self._shown(values)

    def _shown(self, values: tuple[Value, ...]) -> Mapping[str, Shown]:
        vars_, language = self.exercise.scenario.vars, self.names.language
        return {var.name: show(value, var, language) for var, value in zip(vars_, values, strict=True)}


def mark(stop: Stop) -> Mark:
    """When something happened in exercise time."""
    return Mark(stop.seq, stop.event.at.exercise)


def phase_of(event: Event) -> Phase:
    """The part of an open move that an event belongs to; a change while it is open may be an order's or a ruling's."""
    if event.kind == "state.changed/1" and "inject" not in event.data:
        return "orders"
    return PHASES.get(event.kind, "orders")


def walked(exercise: Exercise) -> Iterator[Stop]:
    """Every event with its move and the state around it."""
    values: tuple[Value, ...] = tuple(0.0 for _ in exercise.scenario.vars)
    move, closed = 0, False
    for seq, event in enumerate(exercise.log, 1):
        if event.kind == "move.opened/1":
            move, closed = event.data["number"], False
        phase = "closing" if closed else phase_of(event)
        closed = closed or event.kind == "move.closed/1"
        after = values if event.kind in PROPOSED else apply(exercise.scenario, values, event.changes)
        yield Stop(seq, event, move, phase, values, after)
        values = after
