"""Control's hand in the MSEL: what was added, held, given another time, changed, dropped, and what a jump did to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whitecell.exercise import item
from whitecell.report.live_model import Hand, Handled
from whitecell.report.trail import Stop, Trail, mark

Fate = Literal["released", "carried", "dropped"]
HANDS: Mapping[str, Literal["added", "held", "freed", "retimed", "edited", "dropped"]] = {
    "inject.added/1": "added", "inject.held/1": "held", "inject.freed/1": "freed", "inject.retimed/1": "retimed",
    "inject.edited/1": "edited", "inject.dropped/1": "dropped",
}  # fmt: skip
EDITED: tuple[Literal["title", "body", "seats"], ...] = ("title", "body", "seats")
FATES: Mapping[str, Fate] = {
    "inject.released/1": "released", "inject.retimed/1": "carried", "inject.dropped/1": "dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """When an inject was to come: the id of its move (empty: none) and the minute of play in it."""

    move: str
    minute: float


@dataclass
class Board:
    """The MSEL gone through once: each inject's plan at its release, and all that Control did with it.

    `fates` are by the event of a jump: the ids of the injects it skipped, what became of each, and the event of that.
    """

    trail: Trail
    plans: dict[str, Plan] = field(default_factory=dict)
    hands: dict[str, list[Hand]] = field(default_factory=dict)
    fates: dict[int, list[tuple[str, Fate, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for inject in self.trail.exercise.scenario.injects:
            self.plans[inject.id] = Plan(inject.move or "", inject.minute)
        jump: Stop | None = None
        for stop in self.trail.stops:
            if stop.event.kind == "clock.jumped/1":
                jump = stop
                self.fates[stop.seq] = []
            elif jump is not None and stop.event.at.wall != jump.event.at.wall:
                jump = None
            if stop.event.by == "control":
                self._note(stop, jump)

    def _note(self, stop: Stop, jump: Stop | None) -> None:
        """What Control did with an inject in this event, if it did."""
        kind, data = stop.event.kind, stop.event.data
        skipped = jump is not None and kind in FATES and self._skips(jump, data["inject"])
        if jump is not None and skipped:
            self.fates[jump.seq].append((data["inject"], FATES[kind], stop.seq))
        if kind in HANDS:
            self.hands.setdefault(data["inject"], []).append(hand(self.trail, stop, skipped))
            if "move" in data:
                self.plans[data["inject"]] = Plan(data["move"] or "", data["minute"])
        elif kind == "inject.released/1" and not self._answers(stop):
            self.hands.setdefault(data["inject"], []).append(Hand("released", mark(stop), jump=skipped))

    def _skips(self, jump: Stop, inject: str) -> bool:
        """Whether the time of an inject lay in what a jump skipped."""
        plan = self.plans.get(inject)
        move = self.trail.moves[jump.move][0].event.data["move"]
        return plan is not None and plan.move == move and plan.minute <= self.trail.position(jump) + 1e-6

    def _answers(self, stop: Stop) -> bool:
        """Whether a release is the answer to a request, and so no item of the MSEL."""
        return any(rfi.inject == stop.event.data["inject"] for rfi in self.trail.exercise.rfis.values())

    def title(self, inject: str) -> str:
        """What an inject is called: as it was released, else as the MSEL has it now."""
        names = self.trail.names
        if inject in names.inject_title:
            return names.inject_title[inject][0] or inject
        return names.told(item(self.trail.exercise, inject).title) or inject


def hand(trail: Trail, stop: Stop, skipped: bool) -> Hand:
    """What an event tells that Control did with an inject."""
    data: Mapping[str, Any] = stop.event.data
    move = data.get("move") or ""
    edited = EDITED if stop.event.kind == "inject.edited/1" else ()
    parts = tuple(part for part in edited if part in data)
    title = trail.names.say(trail.exercise.scenario.move[move].title) or move if move else ""
    return Hand(HANDS[stop.event.kind], mark(stop), title, data.get("minute", 0.0), data.get("why", ""), skipped, parts)


def handled(board: Board) -> tuple[Handled, ...]:
    """Every inject that Control had its hand in, in the order in which it first did."""
    exercise, released = board.trail.exercise, board.trail.of("inject.released/1")
    when = {stop.event.data["inject"]: mark(stop) for stop in released}
    found = []
    for id_, hands in board.hands.items():
        now = item(exercise, id_)
        found.append(Handled(id_, board.title(id_), now.own, tuple(hands), now.status, when.get(id_)))
    return tuple(found)
