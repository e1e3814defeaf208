"""What one audience has seen so far, folded event by event, so that a view costs what it shows.

A sight holds which things its audience knows, and under which names and numbers; how they stand now is the exercise's.
Only `view` may read it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from whitecell.exercise.audience import Audience, Control, Eyes, OfCell, OfSeat, seats_of
from whitecell.exercise.log import Log
from whitecell.exercise.projections import PROJECTIONS, order_name
from whitecell.exercise.seen import Entry, Letter, SeenChange, SeenMessage
from whitecell.exercise.state import Event, Exercise, Times
from whitecell.game import Cause, Change
from whitecell.rules import Value
from whitecell.scenario import Scenario

Origin = tuple[str, str, str, int, int]
"""What a cause is: its kind and id, and for an order its cell, the number of its move, and its occurrence in that."""

Points = Log[tuple[float, Value]]
"""A variable over game time: minutes and value."""

QUIET = frozenset(["state.changed/1"])
"""Kinds that are no line of their own to whom nothing changed."""
WAITING = frozenset(["result.proposed/1", "ruling.made/1"])
"""Kinds whose changes wait for Control to accept them."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry whose causes are not looked up yet: a later event may make one known."""

    entry: Entry
    changes: tuple[tuple[SeenChange, tuple[Origin | str, ...]], ...]


class Sight:
    """What one audience has seen of one exercise. Not to be shared between threads while it sees."""

    def __init__(self, scenario: Scenario, audience: Audience) -> None:
        self.eyes = Eyes(scenario, audience)
        self.audience = audience
        self.count = 0
        """Events seen or passed over."""
        self.known: dict[Origin, str] = {}
        self.letters: list[Letter] = []
        self.orders: dict[str, str] = {}
        """Orders known, in the order this audience learnt of them, each with its name."""
        self.needs: dict[str, None] = {}
        self.answers: dict[tuple[str, str, bool, int], None] = {}
        self.free: dict[str, None] = {}
        self.rfis: dict[str, None] = {}
        self.requests: dict[str, None] = {}
        self.shares: list[int] = []
        """Places in the exercise's shares."""
        self.messages: list[SeenMessage] = []
        self.history: dict[str, Points] = {}
        self._lines: list[Line] = []
        self._numbers: dict[str, int] = {}
        self._move = 0
        self._given: dict[str, Origin] = {}
        self._watching = seats_of(scenario, audience)
        self._shared = 0

    @classmethod
    def of(cls, exercise: Exercise, audience: Audience) -> "Sight":
        """What an audience has seen up to now."""
        sight = cls(exercise.scenario, audience)
        sight.follow(exercise)
        return sight

    def follow(self, exercise: Exercise) -> None:
        """See what has happened since."""
        for event in exercise.log[self.count :]:
            self.see(event)

    def see(self, event: Event) -> None:
        """See one more event; pass over it if it is not addressed to this audience."""
        self.count += 1
        self._note(event)
        if not self.eyes.see(event.to):
            if event.kind == "exercise.created/1":
                self._remember(event, self._changes(event.changes))
            return
        seen = SEEN.get(event.kind)
        if seen is not None:
            seen(self, event)
        changes = self._changes(event.changes)
        self._remember(event, changes)
        project = PROJECTIONS.get(event.kind)
        if project is None or (event.kind in QUIET and not changes):
            return
        entry = Entry(len(self._lines) + 1, event.kind, event.at, event.by, project(event, self))
        self._lines.append(Line(entry, changes))

    def letter(self, inject: str) -> int:
        """This audience's own number of the letter that an inject is to it; 0 if it has none."""
        return self._numbers.get(inject, 0)

    def request(self, id_: str) -> str:
        """A request of one cell to another, by its id; empty if this audience knows of none."""
        return id_ if id_ in self.requests else ""

    def entries(self, last: int | None = None) -> tuple[Entry, ...]:
        """The lines seen, or the last so many of them, with the causes that may be known by now."""
        first = 0 if last is None else max(0, len(self._lines) - last)
        return tuple(self._entry(line) for line in self._lines[first:])

    def _entry(self, line: Line) -> Entry:
        if not line.changes:
            return line.entry
        told = tuple(replace(change, because=self._because(causes)) for change, causes in line.changes)
        return replace(line.entry, changes=told)

    def _because(self, causes: Iterable[Origin | str]) -> tuple[str, ...]:
        words = (cause if isinstance(cause, str) else self.known.get(cause) for cause in causes)
        return tuple(dict.fromkeys(word for word in words if word is not None))

    def _note(self, event: Event) -> None:
        """Keep what later events only name. Nothing of it is shown before an event for this audience names it."""
        data = event.data
        match event.kind:
            case "move.opened/1":
                self._move = data["number"]
            case "order.given/1":
                self._given[data["order"]] = (
                    "order", data["action"], data["cell"], data["move"], data["occurrence"]
                )  # fmt: skip
            case "inject.shared/1":
                self._shared += 1
            case _:
                pass

    def _changes(self, changes: Iterable[Change]) -> tuple[tuple[SeenChange, tuple[Origin | str, ...]], ...]:
        """Per visible variable the first `before`, the last `after`, and what may have caused it."""
        seen: dict[str, tuple[SeenChange, tuple[Origin | str, ...]]] = {}
        for change in changes:
            if not change.var or not self.eyes.see_var(change.var):
                continue
            cause = origin(change.cause, self._move, self.eyes)
            first, causes = seen.get(change.var, (change, ()))
            seen[change.var] = (SeenChange(change.var, first.before, change.after, ()), (*causes, cause))
        return tuple(pair for pair in seen.values() if pair[0].before != pair[0].after)

    def _remember(self, event: Event, changes: Iterable[tuple[SeenChange, object]]) -> None:
        """Keep what visible variables have become."""
        if event.kind in WAITING:
            return
        for change, _ in changes:
            if change.after is not None:
                past = self.history.get(change.var) or Points()
                self.history[change.var] = past.grown((event.at.game, change.after))

    def _order(self, event: Event, name: str) -> None:
        self.orders.setdefault(event.data["order"], name)
        origin = self._given[event.data["order"]]
        self.known[origin] = f"order {origin[1]} {origin[2]}"

    def _deliver(self, event: Event, came: Times, shared_by: str = "") -> None:
        """One more letter, unless it has it already."""
        data, inject = event.data, event.data["inject"]
        if inject in self._numbers:
            return
        number = self._numbers[inject] = len(self.letters) + 1
        self.known["inject", inject, "", 0, 0] = f"letter {number}"
        self.letters.append(
            Letter(
                number, event.at, data["title"], data["body"], data["from"], data["medium"], False, shared_by, came
            )
        )  # fmt: skip

    def _share(self, event: Event) -> None:
        """A letter was passed on: all seats of the receiving cells have it now."""
        self.shares.append(self._shared - 1)
        data, scenario = event.data, self.eyes.scenario
        if self._watching and self._watching.issubset(
            s for cell in data["to"] for s in seats_of(scenario, OfCell(cell))
        ):
            self._deliver(event, Times(*data["came"]), data["cell"])

    def _opened(self, event: Event) -> None:
        number = self.letter(event.data["inject"])
        if number and self.audience == OfSeat(event.data["seat"]):
            self.letters[number - 1] = replace(self.letters[number - 1], read=True)


def origin(cause: Cause, move: int, eyes: Eyes) -> Origin | str:
    """How a cause is looked up among the known ones; its words where anybody who sees the change may know it."""
    if cause.kind == "ruling" or isinstance(eyes.audience, Control):
        return f"{cause.kind} {cause.id} {cause.cell}".strip()
    ordered = (cause.since or move, cause.occurrence) if cause.kind == "order" else (0, 0)
    return (cause.kind, cause.id, cause.cell, *ordered)


def _message(sight: Sight, event: Event) -> None:
    to = tuple(str(audience) for audience in event.to) if event.by == "control" else ("control",)
    sight.messages.append(SeenMessage(event.by, to, event.data["words"], event.at))


def _answer(sight: Sight, event: Event) -> None:
    data = event.data
    sight.answers.setdefault((data["question"], data["seat"], data["sealed"], sight._move))


SEEN: Mapping[str, Callable[[Sight, Event], None]] = {
    "inject.released/1": lambda sight, event: sight._deliver(event, event.at),
    "inject.shared/1": Sight._share,
    "letter.read/1": Sight._opened,
    "order.given/1": lambda sight, event: sight._order(event, event.data["order"]),
    "order.published/1": lambda sight, event: sight._order(event, order_name(event, sight.eyes)),
    "need.asked/1": lambda sight, event: sight.needs.setdefault(event.data["need"]),
    "question.answered/1": _answer,
    "free.given/1": lambda sight, event: sight.free.setdefault(event.data["free"]),
    "rfi.asked/1": lambda sight, event: sight.rfis.setdefault(event.data["rfi"]),
    "share.asked/1": lambda sight, event: sight.requests.setdefault(event.data["request"]),
    "message.sent/1": _message,
}
"""What an event of each kind makes known; kinds that are not here make nothing known but their own line."""
