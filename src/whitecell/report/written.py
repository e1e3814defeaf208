"""Why a number was what it was: expressions as the scenario has them, and what the names in them stood for.

Nothing is evaluated: the texts are the embedded scenario's, the values those that the journal recorded by then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from whitecell.exercise import Event
from whitecell.game import Cause, Drawn
from whitecell.report.figures import show
from whitecell.report.naming import Names
from whitecell.report.parts import Term, Written
from whitecell.rules import Assign, Chance, Delay, Effect, Expression, Tree, Value, When, walk
from whitecell.rules.tree import ArgumentRef, Draw, Fact, MoveRef, ParameterRef, StateRef
from whitecell.tongue import number as short

REFERENCES = (StateRef, ParameterRef, ArgumentRef, MoveRef, Fact, Draw)
"""What makes a number depend on something: an expression without any is the number itself."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a draw stands: the text around it, the trees its number depends on, whether it has something otherwise."""

    text: str
    trees: tuple[Tree, ...]
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What a cause was evaluated with: the state, in the event `seq` of move number `move`."""

    seq: int
    move: int
    cause: Cause
    values: tuple[Value, ...]


class Writings:
    """The expressions of one exercise."""

    def __init__(self, names: Names) -> None:
        self.names, self.exercise, self.scenario = names, names.exercise, names.scenario

    @cached_property
    def sites(self) -> Mapping[tuple[str, int], Site]:
        """Every draw that the scenario can make, by its owner and site."""
        starts = {f"start/{var.name}": inside(var.start, var.start.text) for var in self.scenario.vars}
        owned = {owner: within(effects) for owner, effects in self.scenario.effects.items()}
        return {(owner, site): found for owner, all_ in (starts | owned).items() for site, found in all_}

    def site(self, drawn: Drawn) -> Site | None:
        """Where this draw stands, by its path: move/kind/id/cell/occurrence/site."""
        head, _, _, site = drawn.path.rsplit("/", 3)
        return self.sites.get((head.partition("/")[2], int(site)))

    def asked(self, drawn: Drawn, at: Moment) -> Written | None:
        """What a draw's number was made of; None where it is written as the number itself."""
        site = self.site(drawn)
        return self.written(site.text, site.trees, at) if site else None

    def ran(self, at: Moment) -> Written | None:
        """The condition under which a world rule runs; None where it always does, or it is no world rule's doing."""
        if at.cause.kind != "rule" or at.cause.since:
            return None
        rule = next((rule for rule in self.scenario.rules if rule.id == at.cause.id), None)
        return self.written(rule.when.text, (rule.when.tree,), at) if rule and rule.when else None

    def written(self, text: str, trees: Iterable[Tree], at: Moment) -> Written | None:
        """A text with the terms in it, each once."""
        parts = [part for tree in trees for part in walk(tree)]
        if not any(isinstance(part, REFERENCES) for part in parts):
            return None
        terms = {term.code: term for part in parts if (term := self.term(part, at)) is not None}
        return Written(" ".join(text.split()), tuple(terms.values()))

    def term(self, part: Tree, at: Moment) -> Term | None:
        """What a name stood for; None for what is no name, and for what the journal does not say."""
        names, scenario = self.names, self.scenario
        match part:
            case StateRef(name, index, _):
                return Term(name, names.vars[name].label, show(at.values[index], scenario.vars[index], names.language))
            case ParameterRef(name, index):
                label = names.say(scenario.parameters[index].label)
                return Term(name, label, short(self.exercise.world.parameters[index]))
            case ArgumentRef(name, _):
                given = self.arguments(at)
                action = scenario.action.get(at.cause.id)
                if action is None or name not in given:
                    return None
                written = names.say(action.labels[name].label) if name in action.labels else ""
                return Term(name, written, names.chosen(action, name, given[name]))
            case MoveRef():
                return Term("move", "", str(at.move))
            case Fact("count", about, _, _):
                done = sum(1 for seq, action in self.carried if action == about and seq < at.seq)
                return Term(f"count({about})", names.action(about), str(done))
            case Fact("released", about, _, _):
                title, seq = names.inject_title.get(about, ("", at.seq))
                return Term(f"released({about})", title, seq < at.seq)
            case _:
                return None

    def arguments(self, at: Moment) -> Mapping[str, str]:
        """The arguments of the order that was the cause."""
        cause = at.cause
        seq = self.names.order_seq.get((cause.cell, cause.id, cause.since or at.move, cause.occurrence), 0)
        return self.exercise.log[seq - 1].data["arguments"] if seq else {}

    @cached_property
    def carried(self) -> Sequence[tuple[int, str]]:
        """The action of every order that was carried out, with the event that says so."""
        orders = self.exercise.orders
        return [
            (seq, orders[id_].order.choice.action)
            for seq, event in enumerate(self.exercise.log, 1)
            for id_ in carried_by(event)
        ]


def carried_by(event: Event) -> Sequence[str]:
    """The orders that an event tells were carried out."""
    match event.kind:
        case "orders.resolved/1":
            carried: Sequence[str] = event.data["carried"]
            return carried
        case "order.resolved/1" if event.data["status"] == "carried":
            return (event.data["order"],)
        case _:
            return ()


def within(effects: Sequence[Effect]) -> Iterator[tuple[int, Site]]:
    """Every draw in these effects, with its site."""
    for effect in effects:
        match effect:
            case Assign():
                yield from inside(effect.expression, effect.text)
            case Chance(probability, then, otherwise, site):
                yield site, Site(probability.text, (probability.tree,), bool(otherwise))
                yield from inside(probability, probability.text)
                yield from within(then + otherwise)
            case When(condition, then, otherwise):
                yield from inside(condition, condition.text)
                yield from within(then + otherwise)
            case Delay():
                yield from within(effect.do)


def inside(expression: Expression, text: str) -> Iterator[tuple[int, Site]]:
    """Every draw in an expression, with its site."""
    for tree in walk(expression.tree):
        if isinstance(tree, Draw):
            yield tree.site, Site(text, tree.arguments, False)


def as_written(effect: Effect) -> str:
    """An effect in the words of the scenario's language."""
    match effect:
        case Assign():
            return effect.text
        case Chance(probability, then, otherwise, _):
            return f"{{chance: {probability.text}, {branches(then, otherwise)}}}"
        case When(condition, then, otherwise):
            return f"{{if: {condition.text}, {branches(then, otherwise)}}}"
        case Delay(moves, minutes, do, _):
            return f"{{after: {period(moves, minutes)}, do: {listed(do)}}}"


def branches(then: Sequence[Effect], otherwise: Sequence[Effect]) -> str:
    """What happens, and what else."""
    return ", ".join(f"{word}: {listed(some)}" for word, some in (("then", then), ("else", otherwise)) if some)


def listed(effects: Sequence[Effect]) -> str:
    """Effects as a list."""
    return f"[{', '.join(map(as_written, effects))}]"


def period(moves: int, minutes: float) -> str:
    """A delay: so many moves, or so much game time."""
    if moves:
        return f"{moves} move{'s' if moves > 1 else ''}"
    return f"{minutes / 60.0:g} h" if minutes and minutes % 60.0 == 0.0 else f"{minutes:g} min"
