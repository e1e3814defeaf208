"""Evaluate a typed tree: the meaning of every expression, in one readable function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from whitecell.rules import mathematics as m
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
    Tree,
    Value,
)


class Facts(Protocol):
    """Answers what has happened; outside an exercise everything live counts as not having happened."""

    def fact(self, kind: str, about: str, minutes: float) -> float | bool:
        """The answer to one question."""
        ...


class Luck(Protocol):
    """Where draws come from: a number in (0, 1) for each site, keyed by the rule that is being evaluated."""

    def draw(self, site: int) -> float:
        """The number for this site."""
        ...

    def note(self, kind: str, site: int, arguments: tuple[float, ...], value: Value) -> None:
        """Keep what was drawn as evidence."""
        ...


@dataclass(frozen=True, slots=True)
class Environment:
    """What an expression is evaluated in. `values` and `parameters` are in the scenario's order."""

    values: Sequence[Value]
    parameters: Sequence[float]
    arguments: Mapping[str, str]
    move: int
    facts: Facts | None = None
    luck: Luck | None = None


def evaluate(tree: Tree, env: Environment) -> Value:
    """The value of the tree: a finite float, a bool, or an option's name."""
    match tree:
        case Constant(value, _):
            return value
        case StateRef(_, index, _):
            return env.values[index]
        case ParameterRef(_, index, _):
            return env.parameters[index]
        case Binary(operator, left, right):
            return arithmetic(operator, number(left, env), number(right, env))
        case Compare(operator, left, right):
            return compare(operator, evaluate(left, env), evaluate(right, env))
        case Logic("and", operands):
            return all(evaluate(operand, env) for operand in operands)
        case Logic(_, operands):
            return any(evaluate(operand, env) for operand in operands)
        case Call(function, arguments):
            return call(function, [number(argument, env) for argument in arguments])
        case Conditional(condition, yes, no, _):
            return evaluate(yes if evaluate(condition, env) else no, env)
        case ArgumentRef(name, _):
            return env.arguments[name]
        case MoveRef():
            return float(env.move)
        case Negate(operand):
            return 0.0 - number(operand, env)
        case Not(operand):
            return not evaluate(operand, env)
        case Fact(kind, about, minutes, _):
            assert env.facts is not None, "a fact was asked where none may be"
            return env.facts.fact(kind, about, minutes)
        case Draw(kind, arguments, site, _):
            return draw(kind, tuple(number(argument, env) for argument in arguments), site, env)
        case _:
            assert_never(tree)


def number(tree: Tree, env: Environment) -> float:
    """The value as a number: yes is 1, no is 0."""
    value = evaluate(tree, env)
    assert not isinstance(value, str)
    return float(value)


def truth(tree: Tree, env: Environment) -> bool:
    """The value of a yes-or-no tree."""
    return evaluate(tree, env) is True


def arithmetic(operator: str, a: float, b: float) -> float:
    """One of + - * / as `mathematics` defines it."""
    match operator:
        case "+":
            return m.add(a, b)
        case "-":
            return m.subtract(a, b)
        case "*":
            return m.multiply(a, b)
        case _:
            return m.divide(a, b)


def compare(operator: str, a: Value, b: Value) -> bool:
    """One of < <= > >= == !=; the types have been checked."""
    if operator == "==":
        return a == b
    if operator == "!=":
        return a != b
    assert not isinstance(a, str) and not isinstance(b, str)
    match operator:
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case _:
            return a >= b


def call(function: str, arguments: list[float]) -> float:
    """One of the functions of numbers; `min` and `max` go through their arguments from the left."""
    match function:
        case "min" | "max":
            better = m.minimum if function == "min" else m.maximum
            best = arguments[0]
            for argument in arguments[1:]:
                best = better(best, argument)
            return best
        case "clip":
            return m.clip(arguments[0], arguments[1], arguments[2])
        case "abs":
            return m.absolute(arguments[0])
        case "exp":
            return m.exp(arguments[0])
        case "log":
            return m.log(arguments[0])
        case "sqrt":
            return m.sqrt(arguments[0])
        case _:
            return m.logistic(arguments[0])


def draw(kind: str, arguments: tuple[float, ...], site: int, env: Environment) -> Value:
    """Draw at this site and keep the evidence."""
    assert env.luck is not None, "a draw where there is no luck"
    u = env.luck.draw(site)
    value: Value
    match kind:
        case "uniform":
            value = m.uniform(u, *arguments)
        case "normal":
            value = m.normal(u, *arguments)
        case "integer":
            value = m.integer(u, *arguments)
        case _:
            value = m.chance(u, *arguments)
    env.luck.note(kind, site, arguments, value)
    return value
