"""Ways from hidden to visible state, as the pack is written: each is meant, and approved, or a mistake.

A variable tells those who see it of everything its changes depend on. What an ordering cell knows when it chooses is
not listed: a choice tells of what it was based on, and that is the game.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from whitecell.check.secrecy.kinds import Kind, kinds
from whitecell.check.secrecy.sight import Addressees, Group
from whitecell.rules import Assign, Chance, Delay, Effect, Expression, Tree, When, walk
from whitecell.rules.tree import Fact, StateRef
from whitecell.scenario import Action, Inject, Scenario

Step = str | int
Path = tuple[Step, ...]
Places = Mapping[Path, tuple[str, int, int]]
Source = tuple[str, Group]
"""What is read, and who sees it."""


@dataclass(frozen=True)
class Flow:
    """What `learners` get to know of `source`, which they may not see, by `target`, which they may.

    `place` is the id of the rule, action, inject, variable, move or outcome in which it is written; `path` leads to the
    part of the file.
    """

    code: str
    place: str
    source: str
    target: str
    learners: tuple[str, ...]
    path: Path

    @property
    def route(self) -> str:
        """The flow in one line, as an approval may name it: `place: source -> target`."""
        return f"{self.place}: {self.source} -> {self.target}"


def flows(scenario: Scenario) -> list[Flow]:
    """Every flow of the scenario, each once, in the order of the file."""
    found: dict[tuple[str, str], Flow] = {}
    for flow in Finder(scenario).all():
        found.setdefault((flow.code, flow.route), flow)
    return list(found.values())


class Finder:
    """Looks for flows in one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.to = scenario, Addressees(scenario)

    def all(self) -> Iterator[Flow]:
        """Every flow, some more than once."""
        for var in self.scenario.vars:
            path: Path = ("state", var.name, "start")
            yield from self.told("F103", var.name, self.reads(var.start.tree), var.name, self.to.var(var.name), path)
        for action in self.scenario.actions:
            yield from self.action(action)
        for rule in self.scenario.rules:
            above = self.condition(rule.when)
            yield from self.effects(rule.id, rule.effects, above, ("world", rule.id, "do"))
        for move in self.scenario.moves:
            for place, entry in enumerate(move.next):
                reads = self.condition(entry.when)
                path = ("moves", move.id, "next", place)
                yield from self.told("F105", move.id, reads, "the next move", self.to.everybody, path)
        for inject in self.scenario.injects:
            yield from self.inject(inject)
        for outcome in self.scenario.outcomes:
            reads = self.condition(outcome.when)
            path = ("outcomes", outcome.id, "when")
            yield from self.told("F106", outcome.id, reads, "the outcome", self.to.everybody, path)

    def action(self, action: Action) -> Iterator[Flow]:
        """What an action's effects tell, that it was ordered, and what its needs tell before."""
        path: Path = ("actions", action.id)
        yield from self.effects(action.id, action.effects, [], (*path, "effects"))
        cells = sorted({seat.partition("/")[0] for seat in action.by})
        for kind, cell in itertools.product(kinds(action), cells):
            known: Group = frozenset().union(*self.to.told(cell, action.id, kind.marking))
            order = [(kind.source(action.id, cell), known)]
            for assign, where in kind.assigned(action.effects, (*path, "effects")):
                yield from self.told("F107", action.id, order, assign.name, self.to.var(assign.name), where)
            order = [(order[0][0], self.scenario.markings[kind.marking].seats | self.to.cells[cell])]
            for need in action.needs:
                if cell != need.cell:
                    asked = self.to.cells[need.cell]
                    yield from self.told("F109", action.id, order, f"a need of {need.cell}", asked, (*path, "needs"))

    def inject(self, inject: Inject) -> Iterator[Flow]:
        """What an inject's release tells its recipients, and what its effects tell others."""
        path: Path = ("injects", inject.id)
        reads = self.condition(inject.when)
        yield from self.told("F104", inject.id, reads, f"inject {inject.id}", inject.seats, (*path, "when"))
        # Its recipients know of the release and its condition already.
        above = [(source, seats | inject.seats) for source, seats in reads]
        yield from self.effects(inject.id, inject.effects, above, (*path, "effects"))
        for assign, where in Kind(inject.marking).assigned(inject.effects, (*path, "effects")):
            release = [(f"inject {inject.id}", inject.seats)]
            yield from self.told("F108", inject.id, release, assign.name, self.to.var(assign.name), where)

    def effects(self, place: str, effects: Iterable[Effect], above: list[Source], path: Path) -> Iterator[Flow]:
        """What assignments tell of what they read, and of the conditions above them."""
        for number, effect in enumerate(effects):
            here = (*path, number)
            match effect:
                case Assign():
                    seats = self.to.var(effect.name)
                    yield from self.told("F101", place, self.reads(effect.expression.tree), effect.name, seats, here)
                    yield from self.told("F102", place, above, effect.name, seats, here)
                case Chance(condition, then, otherwise) | When(condition, then, otherwise):
                    more = above + self.reads(condition.tree)
                    yield from self.effects(place, then, more, (*here, "then"))
                    yield from self.effects(place, otherwise, more, (*here, "else"))
                case Delay():
                    yield from self.effects(place, effect.do, above, (*here, "do"))

    def told(
        self, code: str, place: str, sources: Iterable[Source], target: str, seats: Group, path: Path
    ) -> Iterator[Flow]:
        """A flow for each source that some of those who see the target do not see."""
        for source, known in sources:
            learners = seats - known
            if learners:
                yield Flow(code, place, source, target, self.people(learners), path)

    def condition(self, condition: Expression | None) -> list[Source]:
        """What a condition reads."""
        return [] if condition is None else self.reads(condition.tree)

    def reads(self, tree: Tree) -> list[Source]:
        """What a rule reads: state variables, and what has happened."""
        found: dict[str, Group] = {}
        for part in walk(tree):
            if isinstance(part, StateRef):
                found[part.name] = self.to.var(part.name)
            elif isinstance(part, Fact):
                found[f"{part.kind}({part.about})"] = self.fact(part)
        return list(found.items())

    def fact(self, fact: Fact) -> Group:
        """Who knows what a rule asks about."""
        match fact.kind:
            case "count":
                action = self.scenario.action[fact.about]
                cells = sorted({seat.partition("/")[0] for seat in action.by})
                return self.to.everybody.intersection(*(self.to.count(cell, action.id) for cell in cells))
            case "answered":
                asked = self.scenario.questions[fact.about].to
                return frozenset[str]().union(*(self.to.cells[cell] for cell in asked))
            case _:
                return self.scenario.inject[fact.about].seats

    def people(self, seats: Group) -> tuple[str, ...]:
        """Seats in few words: everybody, whole cells, single seats."""
        if seats == self.to.everybody:
            return ("everybody",)
        names = [id_ for id_, members in self.to.cells.items() if members <= seats]
        covered = frozenset[str]().union(*(self.to.cells[id_] for id_ in names))
        return (*names, *sorted(seats - covered))


def located(places: Places, path: Path) -> tuple[str, int, int]:
    """Where the part under this path stands, or the deepest part on the way to it that is known."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, ("", 0, 0))
