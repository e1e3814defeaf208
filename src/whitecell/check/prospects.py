"""What can happen in a scenario at all: moves that can be entered, actions that can be ordered, injects that can come.

Conditions are judged by their bounds only, so that what is called impossible is; and the rest may be too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from whitecell.check.bounds import EITHER, NO, Bounds, Interval, Possible, bounds
from whitecell.rules import Expression
from whitecell.rules.tree import Fact
from whitecell.scenario import MAX_MOVES, Action, Inject, Move, Scenario

WATCHERS = frozenset(("evaluator", "observer"))
"""Roles that watch: they give no orders and answer no questions."""


@dataclass
class Prospects:
    """What can happen. `numbers` are the first and the last number that each move that can be entered can have; `taken`
    the entries of `next` that can be taken, by move and place.
    """

    scenario: Scenario
    numbers: dict[str, Interval] = field(default_factory=dict)
    taken: set[tuple[str, int]] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    injects: set[str] = field(default_factory=set)
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self.bounds = bounds(self.scenario, (1.0, 1.0), self.fact)

    def fact(self, fact: Fact) -> Possible:
        """What a question about what has happened may come to."""
        if fact.kind == "count":
            return (0.0, float("inf")) if fact.about in self.actions else (0.0, 0.0)
        if fact.kind in ("released", "shared", "elapsed") and fact.about not in self.injects:
            return NO
        return EITHER

    def at(self, move: str) -> Bounds:
        """The bounds in one move."""
        return replace(self.bounds, move=self.numbers.get(move, (1.0, float(MAX_MOVES))))

    def never(self, condition: Expression | None) -> bool:
        """Whether a condition can never hold, in any move."""
        return condition is not None and self.bounds.never(condition.tree)

    def always(self, condition: Expression | None) -> bool:
        """Whether a condition always holds."""
        return condition is None or self.bounds.always(condition.tree)

    def acts(self, move: str, action: Action) -> bool:
        """Whether somebody may order this action in this move."""
        orders = self.scenario.move[move].orders
        if (
            not action.per_move
            or action.total == 0
            or not any(orders.get(seat.partition("/")[0], 0) for seat in action.by)
        ):
            return False
        return action.when is None or not self.at(move).never(action.when.tree)

    def comes(self, inject: Inject) -> bool:
        """Whether this inject can be released."""
        if inject.manual:
            return True
        return inject.move in self.numbers if inject.move is not None else not self.never(inject.when)

    def go(self) -> None:
        """Enter every move that can be, until no more can."""
        self.bounds = replace(self.bounds, move=self.span())
        while True:
            before = (dict(self.numbers), len(self.actions), len(self.injects), len(self.taken))
            self.enter()
            self.actions |= {a.id for a in self.scenario.actions if any(self.acts(move, a) for move in self.numbers)}
            self.injects |= {inject.id for inject in self.scenario.injects if self.comes(inject)}
            if before == (self.numbers, len(self.actions), len(self.injects), len(self.taken)):
                return

    def enter(self) -> None:
        """One step further along every `next`."""
        for move in [m for m in self.scenario.moves if m.id in self.numbers]:
            ends, follow = self.follow(move)
            if ends:
                self.ends.add(move.id)
            for place in follow:
                self.taken.add((move.id, place))

        self.numbers = numbers(self.scenario, self.taken)
        self.bounds = replace(self.bounds, move=self.span())

    def follow(self, move: Move) -> tuple[bool, list[int]]:
        """Whether the game can end after this move, and the places of the entries that can be taken."""
        here, found, ends = self.at(move.id), [], False
        for place, entry in enumerate(move.next):
            if entry.when is not None and here.never(entry.when.tree):
                continue
            found.append(place)
            ends = ends or entry.move is None
            if entry.when is None or here.always(entry.when.tree):
                return ends, found
        return True, found

    def span(self) -> Interval:
        """The numbers that any move can have."""
        return (1.0, max((last for _, last in self.numbers.values()), default=1.0))

    def endless(self) -> list[str]:
        """The moves, in the order of the file, after which the game never ends by its moves."""
        into: dict[str, set[str]] = {}
        for move, place in self.taken:
            to = self.scenario.move[move].next[place].move
            if to is not None:
                into.setdefault(to, set()).add(move)
        ending, found = list(self.ends), set(self.ends)
        while ending:
            for before in into.get(ending.pop(), set()) - found:
                found.add(before)
                ending.append(before)
        return [move.id for move in self.scenario.moves if move.id in self.numbers and move.id not in found]


def numbers(scenario: Scenario, taken: set[tuple[str, int]]) -> dict[str, Interval]:
    """The first and last number that each move can have when these entries are taken; in a circle up to the most."""
    following: Mapping[str, set[str]] = {move.id: set() for move in scenario.moves}
    for id_, place in taken:
        to = scenario.move[id_].next[place].move
        if to is not None:
            following[id_].add(to)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    level = {scenario.moves[0].id}
    for number in range(1, MAX_MOVES + 1):
        for id_ in level:
            first.setdefault(id_, number)
            last[id_] = number
        level = set[str]().union(*(following[id_] for id_ in level)) if level else level
    return {id_: (float(first[id_]), float(last[id_])) for id_ in first}


def prospects(scenario: Scenario) -> Prospects:
    """What can happen in this scenario."""
    found = Prospects(scenario, {scenario.moves[0].id: (1.0, 1.0)})
    found.go()
    return found
