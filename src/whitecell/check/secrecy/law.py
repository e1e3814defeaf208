"""The event law: an event is addressed no wider than its meaning allows, and changes nothing for whom it is not for."""

from collections import Counter
from dataclasses import dataclass

import whitecell.exercise as ex
from whitecell.check.secrecy.outlets import Difference, battery, compare, difference, later, share
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.sight import Addressees, Book, Sight
from whitecell.check.secrecy.states import State
from whitecell.exercise import Event, Exercise, OfSeat


@dataclass(frozen=True)
class Broken:
    """An event that broke the law, and for whom."""

    event: str
    audience: str
    difference: Difference


def widely(addressees: Addressees, event: Event, book: Book) -> Broken | None:
    """The first address of an event that reaches seats which should see nothing of it."""
    allowed = addressees.event(event, book)
    for audience in event.to:
        seats = addressees.seats(audience)
        outside = seats.difference(*allowed)
        if outside:
            told = Difference("L107", f"{event.kind} to", "nobody" if not allowed else say(allowed), str(audience))
            return Broken(event.kind, ", ".join(sorted(outside)), told)
    return None


def say(groups: tuple[frozenset[str], ...]) -> str:
    """Groups of seats in words."""
    return " or ".join(", ".join(sorted(group)) or "nobody" for group in groups)


@dataclass
class Silence:
    """Checks, where it was checked least, that an event changes nothing for an audience which it is not for."""

    sights: list[Sight]
    tried: Counter[tuple[str, str]]

    def step(self, state: State, picks: Picks) -> Broken | None:
        """Check one event of the last command of this state for one audience."""
        if state.before is None:
            return None
        before, scenario = state.before.exercise, state.scenario
        open_ = [
            (self.tried[event.kind, str(sight.audience)], picks.number(place, str(sight.audience)), place, sight)
            for place, event in enumerate(state.events)
            for sight in self.sights
            if not ex.may_see(scenario, sight.audience, event.to)
        ]
        if not open_:
            return None
        _, _, place, sight = min(open_, key=lambda entry: entry[:2])
        for event in state.events[:place]:
            before = ex.evolve(before, event, scenario)
        event = state.events[place]
        self.tried[event.kind, str(sight.audience)] += 1
        after = ex.evolve(before, event, scenario)
        found = self.changed(state, before, after, sight, picks)
        return None if found is None else Broken(event.kind, str(sight.audience), found)

    def changed(self, state: State, before: Exercise, after: Exercise, sight: Sight, picks: Picks) -> Difference | None:
        """What changed for the audience, in what it is shown or in how its commands are answered."""
        audience = sight.audience
        tried = battery(audience.seat, (before, after), picks, 8) if isinstance(audience, OfSeat) else []
        pair = [share(exercise, audience, state.dice, later(state.now), tried, 0) for exercise in (before, after)]
        found = compare(*pair)
        if found is None:
            return None
        code = {"L103": "L110", "L104": "L109"}.get(found.code, "L108")
        return Difference(code, found.field, found.before, found.after)


__all__ = ["Broken", "Silence", "difference", "widely"]
