"""Who reads and who changes what: every rule of a scenario, with the part of the file it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from whitecell.rules import Assign, Chance, Delay, Effect, Tree, When, assignments, walk
from whitecell.rules.tree import Draw, ParameterRef, StateRef
from whitecell.scenario import Scenario


def effect_trees(effects: tuple[Effect, ...]) -> Iterator[tuple[str, Tree]]:
    """Every rule in these effects, each with the variable it changes, empty for what decides on others."""
    for effect in effects:
        match effect:
            case Assign():
                yield effect.name, effect.expression.tree
            case Chance(decisive, then, otherwise) | When(decisive, then, otherwise):
                yield "", decisive.tree
                yield from effect_trees(then + otherwise)
            case Delay():
                yield from effect_trees(effect.do)


@dataclass(frozen=True)
class Usage:
    """Who reads and changes the variables and parameters of a scenario."""

    scenario: Scenario

    def trees(self) -> Iterator[tuple[str, Tree]]:
        """Every rule of the scenario but the effects, with the variable it gives, if it gives one."""
        scenario = self.scenario
        for var in scenario.vars:
            yield var.name, var.start.tree
        conditions = [
            *(action.when for action in scenario.actions), *(rule.when for rule in scenario.rules),
            *(entry.when for move in scenario.moves for entry in move.next),
            *(inject.when for inject in scenario.injects), *(outcome.when for outcome in scenario.outcomes),
            *(measure.value for measure in scenario.measures), *scenario.utility.values(),
        ]  # fmt: skip
        for bot in scenario.bots.values():
            conditions += [*bot.weights.values(), bot.otherwise, *bot.consent_otherwise.values()]
            conditions += [weight for answers in bot.consents.values() for weight in answers.values()]
        for condition in conditions:
            if condition is not None:
                yield "", condition.tree
        for effects in scenario.effects.values():
            yield from effect_trees(effects)

    @cached_property
    def _read(self) -> tuple[frozenset[str], frozenset[str]]:
        parameters: set[str] = set()
        variables: set[str] = set()
        for gives, tree in self.trees():
            for part in walk(tree):
                if isinstance(part, ParameterRef):
                    parameters.add(part.name)
                elif isinstance(part, StateRef) and part.name != gives:
                    variables.add(part.name)
        return frozenset(parameters), frozenset(variables)

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that some rule reads."""
        return self._read[0]

    @property
    def variables(self) -> frozenset[str]:
        """The variables that some rule reads, other than to change them."""
        return self._read[1]

    @cached_property
    def changed(self) -> frozenset[str]:
        """The variables that some effect changes."""
        return frozenset(a.name for effects in self.scenario.effects.values() for a in assignments(effects))

    @cached_property
    def varied(self) -> frozenset[str]:
        """The variables that do not start alike in every play: drawn, made of others, or set by a course."""
        drawn = {var.name for var in self.scenario.vars
                 if any(isinstance(part, Draw | StateRef) for part in walk(var.start.tree))}  # fmt: skip
        return frozenset(drawn.union(*(course.start for course in self.scenario.courses.values())))
