"""A log that is told again with other secrets, for one audience."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.sight import Book, Sight
from whitecell.check.secrecy.states import State, fold
from whitecell.exercise import Event, Exercise, Times
from whitecell.game import Change
from whitecell.scenario import Scenario

World = Mapping[str, Any]
"""What an event keeps of the world besides values."""
LASTING = frozenset("move.opened/1 orders.resolved/1 move.closed/1".split())
"""Kinds that the room sees and that carry changes of state."""


@dataclass
class Tale:
    """The log of a state, being rewritten where this audience should see nothing of it."""

    state: State
    sight: Sight
    picks: Picks
    log: list[Event]
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.log)

    @property
    def scenario(self) -> Scenario:
        """The scenario played."""
        return self.state.scenario

    def hidden(self, event: Event) -> bool:
        """Whether the audience should see nothing of this event."""
        return not self.sight.sees(event, self.book)

    def each(self, rewrite: Callable[[Event], Event]) -> list[Event] | None:
        """The log with each event rewritten; None if that changes nothing."""
        log = [rewrite(event) for event in self.log]
        return log if any(one is not other for one, other in zip(log, self.log, strict=True)) else None

    def worlds(self, rewrite: Callable[[World], World]) -> list[Event] | None:
        """The log with what events keep of the world besides values rewritten: the rewrite gives the new fields."""
        return retold_worlds(self.log, rewrite)


def retold_worlds(log: list[Event], rewrite: Callable[[World], World]) -> list[Event]:
    """A log with what its events keep of the world besides values rewritten."""
    return [
        with_data(event, world={**event.data["world"], **rewrite(event.data["world"])})
        if "world" in event.data
        else event
        for event in log
    ]


def opened(log: list[Event]) -> int:
    """The place in the log after the opening of the current move; after the start where none has been opened."""
    for place in range(len(log) - 1, -1, -1):
        if log[place].kind in ("move.opened/1", "exercise.started/1"):
            return place + 1
    return len(log)


def inserted(log: list[Event], events: list[Event], after: int, picks: Picks, label: str) -> list[Event]:
    """The log with these events put in at one place not before `after`, at the time of that place."""
    place = after + int(picks.number(label, "place") * (len(log) - after + 1))
    at = log[place - 1].at
    return [*log[:place], *(with_at(event, at) for event in events), *log[place:]]


# `dataclasses.replace` is slow, and these three are called for every event of every log.
def with_data(event: Event, **fields: Any) -> Event:
    """The event with some fields of its data replaced."""
    return Event(event.kind, event.at, event.by, event.to, {**event.data, **fields}, event.changes)


def with_changes(event: Event, changes: tuple[Change, ...]) -> Event:
    """The event with other changes; the same event if they are the same."""
    if changes == event.changes:
        return event
    return Event(event.kind, event.at, event.by, event.to, event.data, changes)


def with_at(event: Event, at: Times) -> Event:
    """The event at another time."""
    return Event(event.kind, at, event.by, event.to, event.data, event.changes)


Rewrite = Callable[[Tale], "list[Event] | None"]


@dataclass(frozen=True)
class Rewriting:
    """A named change of what an audience may not see: the log is rewritten and the exercise made of it anew.

    `rewrite` gives the new log, or None where there is nothing of its kind to change.
    """

    name: str
    rewrite: Rewrite

    def apply(self, state: State, sight: Sight, picks: Picks) -> Exercise | None:
        """The exercise as it would be with this secret different; None where it cannot be."""
        log = self.rewrite(Tale(state, sight, picks, list(state.exercise.log)))
        return None if log is None else fold(log, state.scenario)
