"""The leak check as a whole: explore, play, search, list the flows."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from whitecell.check.secrecy.explore import Exploration, tiny
from whitecell.check.secrecy.flows import Places, flows
from whitecell.check.secrecy.interference import Effort, examine
from whitecell.check.secrecy.law import Silence, widely
from whitecell.check.secrecy.outlets import Difference
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.plays import dry_play
from whitecell.check.secrecy.report import Leak, LeakReport, Looked, approve, leak, plain
from whitecell.check.secrecy.search import Search
from whitecell.check.secrecy.sight import Addressees, Book, Sight, audiences
from whitecell.check.secrecy.states import State
from whitecell.scenario import Checked, Fault, Scenario

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Budget:
    """How much is looked at besides the plays: openings explored at most, of the states between them one in so many;
    one play in so many is live; dry plays with canaries; how often a difference in one field is traced to its secret;
    kinds of leaks after which the check stops.
    """

    openings: int = 3000
    between: int = 10
    live: int = 4
    canaries: int = 6
    traces: int = 10
    leaks: int = 25


class Enough(Exception):
    """So much was found that looking on tells nothing more."""


@dataclass
class Check:
    """A leak check under way."""

    scenario: Scenario
    seed: int
    budget: Budget
    progress: Progress | None
    found: dict[tuple[str, str, str], Leak] = field(default_factory=dict)
    looked: Looked = field(default_factory=Looked)
    number: int = 0

    def __post_init__(self) -> None:
        self.addressees = Addressees(self.scenario)
        self.sights = [Sight(self.addressees, audience) for audience in audiences(self.scenario)]
        self.silence = Silence(self.sights, Counter())
        self.looked = replace(self.looked, audiences=len(self.sights))

    def add(self, one: Leak) -> None:
        """Note a leak, once for its kind."""
        known = self.found.get(one.kind)
        self.found[one.kind] = one if known is None else replace(known, times=known.times + 1)
        if len(self.found) >= self.budget.leaks:
            raise Enough

    def traced(self, difference: Difference) -> bool:
        """Whether a difference in this field has been traced to its secrets often enough."""
        field_ = plain(difference.field)
        same = [one for one in self.found.values() if one.code == difference.code and plain(one.field) == field_]
        return sum(one.times for one in same) >= self.budget.traces

    def count(self, **more: int) -> None:
        """Count what was looked at."""
        self.looked = replace(self.looked, **{name: getattr(self.looked, name) + n for name, n in more.items()})

    def examine(self, state: State, sights: list[Sight], effort: Effort) -> None:
        """Compare what these audiences get at this state with what they would get if its secrets were others."""
        self.number += 1
        picks = Picks(f"{self.seed}/{self.number}")
        for sight in sights:
            for interference in examine(state, sight, picks, effort, self.traced):
                self.add(leak(interference.mutation, str(sight.audience), interference.difference, state))
        self.count(states=1, comparisons=len(sights))
        if self.progress is not None and self.number % 10 == 0:
            self.progress(self.number, 0)

    def next_sights(self, count: int = 1) -> list[Sight]:
        """The audiences whose turn it is."""
        return [self.sights[(self.looked.comparisons + n) % len(self.sights)] for n in range(count)]

    def explore(self) -> None:
        """Every state of a tiny pack, for every audience; in between, one in so many for the next audience."""
        if not tiny(self.scenario):
            return
        exploration = Exploration(self.scenario, self.seed, self.budget.openings)
        for number, state in enumerate(exploration):
            self.addresses(state, Book(state.exercise.log))
            opening = state.exercise.world.stage == "open"
            if opening or number % self.budget.between == 0:
                sights = self.sights if opening else self.next_sights()
                self.examine(state, sights, Effort(tried=16, followed=1, export=number % 3 == 0, history=not opening))
            self.looked = replace(self.looked, openings=len(exploration.openings))
        self.looked = replace(self.looked, complete=exploration.complete)

    def addresses(self, state: State, book: Book) -> None:
        """The events of the last command are for no more people than their meaning allows."""
        for event in state.events:
            broken = widely(self.addressees, event, book)
            if broken is not None:
                self.add(leak(broken.event, broken.audience, broken.difference, state))
        self.count(addressed=len(state.events))

    def play(self, number: int) -> None:
        """One dry play: its addresses, one of its states for the next audience, one event for whom it is not for."""
        picks = Picks(f"play/{self.seed}/{number}")
        states = dry_play(self.scenario, self.seed, number, live=number % self.budget.live == 0)
        book = Book(states[-1].exercise.log)
        for state in states:
            self.addresses(state, book)
        history = number % 4 == 0
        effort = Effort(tried=12, followed=1, export=number % 3 == 0, history=history)
        self.examine(states[-1] if history else picks.one(states, "state"), self.next_sights(), effort)
        state = picks.one(states[1:], "silence")
        broken = self.silence.step(state, picks)
        if broken is not None:
            self.add(leak(broken.event, broken.audience, broken.difference, state))
        self.count(plays=1, silences=1)

    def canaries(self) -> None:
        """Nothing that is not for an audience is in anything it gets."""
        search = Search(self.scenario, self.seed, self.budget.canaries)
        try:
            for found in search:
                leak_ = Leak(
                    found.code, found.what, found.audience, found.outlet, "", "", str(found.state), found.state
                )
                self.add(leak_)
        finally:
            self.count(searches=search.count)


def leaks(
    scenario: Scenario, plays: int = 1000, seed: int = 1, progress: Progress | None = None,
    places: Places | None = None, budget: Budget | None = None,
) -> LeakReport:  # fmt: skip
    """Whether anybody can notice what they may not see: see docs/reference/leaks.md.

    `progress` is told how many states have been looked at. The same arguments give the same report.
    """
    check = Check(scenario, seed, budget or Budget(), progress)
    try:
        check.canaries()
        check.explore()
        for number in range(plays):
            check.play(number)
    except Enough:
        check.looked = replace(check.looked, stopped=True)
    left, approved, stale = approve(scenario, flows(scenario))
    if progress is not None:
        progress(check.number, check.number)
    return LeakReport(
        scenario.id, tuple(check.found.values()), tuple(left), tuple(approved), tuple(stale), check.looked, places or {}
    )


def leak_faults(
    checked: Checked, plays: int = 1000, seed: int = 1, progress: Progress | None = None
) -> tuple[list[Fault], list[str]]:
    """The faults that the leak check finds in a pack, with their places, and what was looked at in lines."""
    assert checked.scenario is not None, "only a pack without errors can be played"
    report = leaks(checked.scenario, plays, seed, progress, checked.places)
    return report.faults(), report.summary()
