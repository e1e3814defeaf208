"""What a rule can come to, whatever the state is: intervals of numbers, sets of everything else.

Sound, not sharp: what is possible is always among what is given, so that *never* and *always* may be believed.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from whitecell.rules import Boolean, Choice, Tree, Type
from whitecell.rules.tree import (
    ArgumentRef,
    Binary,
    Call,
    Compare,
    Conditional,
    Constant,
    Draw,
    Fact,
    Logic,
    MoveRef,
    Negate,
    Not,
    ParameterRef,
    StateRef,
)
from whitecell.scenario import Scenario

Interval = tuple[float, float]
Options = frozenset[bool | str]
Possible = Interval | Options
ANY: Interval = (-math.inf, math.inf)
EITHER: Options = frozenset((True, False))
YES: Options = frozenset((True,))
NO: Options = frozenset((False,))
SLACK = 1e-9
"""Added where the language's own mathematics may round otherwise than this module."""


@dataclass(frozen=True)
class Bounds:
    """The bounds of what rules read: every variable in its range, every parameter from low to high, the numbers a move
    can have, and what may have happened.
    """

    variables: Mapping[str, Possible]
    parameters: Mapping[str, Interval]
    move: Interval
    fact: Callable[[Fact], Possible]
    """What a question about what has happened may come to."""

    def of(self, tree: Tree) -> Possible:
        """What this tree can come to."""
        match tree:
            case Constant(value, _):
                return frozenset((value,)) if isinstance(value, bool | str) else (value, value)
            case StateRef(name, _, _):
                return self.variables[name]
            case ParameterRef(name, _, _):
                return self.parameters[name]
            case ArgumentRef(_, type_):
                return frozenset(type_.options)
            case MoveRef():
                return self.move
            case Fact():
                return self.fact(tree)
            case Negate(operand):
                low, high = self.number(operand)
                return (-high, -low)
            case Not(operand):
                return frozenset(not value for value in self.options(operand))
            case Binary(operator, left, right):
                return arithmetic(operator, self.number(left), self.number(right))
            case Compare(operator, left, right):
                return compare(operator, self.of(left), self.of(right))
            case Logic(operator, operands):
                return self.logic(operator, operands)
            case Conditional(condition, yes, no, _):
                chosen = self.options(condition)
                branches = [self.of(branch) for truth, branch in ((True, yes), (False, no)) if truth in chosen]
                return hull(branches)
            case Call(function, arguments):
                return call(function, [self.number(argument) for argument in arguments])
            case Draw(kind, arguments, _, type_):
                return draw(kind, [self.number(argument) for argument in arguments])
            case _:
                assert_never(tree)

    def number(self, tree: Tree) -> Interval:
        """What this tree can come to as a number: yes is 1, no is 0."""
        return numeric(self.of(tree))

    def options(self, tree: Tree) -> Options:
        """What a tree that is no number can come to."""
        found = self.of(tree)
        return found if isinstance(found, frozenset) else EITHER

    def logic(self, operator: str, operands: tuple[Tree, ...]) -> Options:
        """All of, or any of."""
        found = [self.options(operand) for operand in operands]
        decisive, other = (False, True) if operator == "and" else (True, False)
        if any(decisive in each and len(each) == 1 for each in found):
            return frozenset((decisive,))
        return EITHER if any(decisive in each for each in found) else frozenset((other,))

    def never(self, tree: Tree) -> bool:
        """Whether a condition can never hold."""
        return True not in self.options(tree)

    def always(self, tree: Tree) -> bool:
        """Whether a condition always holds."""
        return False not in self.options(tree)


def bounds(scenario: Scenario, move: Interval, fact: Callable[[Fact], Possible]) -> Bounds:
    """The bounds of a scenario. A variable stays within its range, whoever changes it."""
    variables = {var.name: within(var.type, (var.low, var.high)) for var in scenario.vars}
    return Bounds(variables, {p.name: (p.low, p.high) for p in scenario.parameters}, move, fact)


def within(type_: Type, interval: Interval) -> Possible:
    """Every value of a type."""
    if isinstance(type_, Boolean):
        return EITHER
    return frozenset(type_.options) if isinstance(type_, Choice) else interval


def numeric(found: Possible) -> Interval:
    """Yes is 1, no is 0."""
    if isinstance(found, frozenset):
        return (float(False not in found), float(True in found))
    return found


def hull(found: list[Possible]) -> Possible:
    """Everything that is possible in one of these."""
    if all(isinstance(each, frozenset) for each in found):
        return frozenset().union(*found)  # type: ignore[arg-type]
    numbers = [numeric(each) for each in found]
    return (min(low for low, _ in numbers), max(high for _, high in numbers))


def around(values: list[float], slack: float = 0.0) -> Interval:
    """The interval from the least to the greatest of these; an indefinite one makes it unbounded."""
    low, high = min(values), max(values)
    if any(math.isnan(value) for value in values):
        return ANY
    return (low - slack * (abs(low) + 1) if slack else low, high + slack * (abs(high) + 1) if slack else high)


def arithmetic(operator: str, a: Interval, b: Interval) -> Interval:
    """One of + - * / on intervals; a division that may be by zero can come to anything."""
    match operator:
        case "+":
            return around([a[0] + b[0], a[1] + b[1]])
        case "-":
            return around([a[0] - b[1], a[1] - b[0]])
        case "*":
            return around([x * y if x and y else 0.0 for x in a for y in b])
        case _:
            return ANY if b[0] <= 0 <= b[1] else around([x / y for x in a for y in b])


def compare(operator: str, a: Possible, b: Possible) -> Options:
    """A comparison: which of yes and no it can come to."""
    if operator in ("==", "!="):
        if isinstance(a, frozenset) and isinstance(b, frozenset):
            same, other = bool(a & b), len(a | b) > 1
        else:
            (low, high), (least, most) = numeric(a), numeric(b)
            same, other = low <= most and least <= high, not low == high == least == most
        outcomes = [truth == (operator == "==") for truth, may in ((True, same), (False, other)) if may]
        return frozenset(outcomes)
    (low, high), (least, most) = numeric(a), numeric(b)
    match operator:
        case "<":
            yes, no = low < most, high >= least
        case "<=":
            yes, no = low <= most, high > least
        case ">":
            yes, no = high > least, low <= most
        case _:
            yes, no = high >= least, low < most
    return frozenset([truth for truth, may in ((True, yes), (False, no)) if may])


def call(function: str, arguments: list[Interval]) -> Interval:
    """One of the functions of numbers."""
    low, high = arguments[0]
    match function:
        case "min":
            return (min(each[0] for each in arguments), min(each[1] for each in arguments))
        case "max":
            return (max(each[0] for each in arguments), max(each[1] for each in arguments))
        case "clip":
            least, most = arguments[1], arguments[2]
            if least[1] > most[0]:  # its bounds may be out of order
                return around([bound for each in arguments for bound in each])
            return (min(max(low, least[0]), most[0]), min(max(high, least[1]), most[1]))
        case "abs":
            return (0.0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high)))
        case "exp":
            return around(
                [math.exp(low) if -700 < low < 700 else 0.0, math.exp(high) if high < 700 else math.inf], SLACK
            )
        case "log" | "sqrt":
            apply = math.log if function == "log" else math.sqrt
            return around([apply(low), apply(high)], SLACK) if low > 0 else ANY
        case _:
            return (0.0, 1.0)


def draw(kind: str, arguments: list[Interval]) -> Possible:
    """What a draw can come to."""
    match kind:
        case "uniform" | "integer":
            return around([bound for each in arguments for bound in each])
        case "chance":
            low, high = arguments[0]
            return NO if high <= 0 else YES if low >= 1 else EITHER
        case _:
            return ANY
