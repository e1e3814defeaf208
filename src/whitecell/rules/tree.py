"""The typed tree of a rule: what `parse` gives, `interpret` evaluates and the kernel compiles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Value = float | bool | str
"""A number (always a finite float), a truth value, or the name of a choice."""


@dataclass(frozen=True, slots=True)
class Number:
    """The type of numbers. In arithmetic a truth value counts as 1 or 0."""

    def __str__(self) -> str:
        return "a number"


@dataclass(frozen=True, slots=True)
class Boolean:
    """The type of yes and no."""

    def __str__(self) -> str:
        return "yes or no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a finite list of names."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return "one of " + ", ".join(self.options)


Type = Number | Boolean | Choice
NUMBER, BOOLEAN = Number(), Boolean()

Arithmetic = Literal["+", "-", "*", "/"]
Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
Function = Literal["min", "max", "abs", "exp", "log", "sqrt", "clip", "logistic"]
DrawKind = Literal["uniform", "normal", "integer", "chance"]
FactKind = Literal["released", "count", "answered", "shared", "elapsed"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, yes or no, or a named choice written in the rule."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class StateRef:
    """A state variable: its name and its place in `World.values`."""

    name: str
    index: int
    type: Type


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """A parameter: its name and its place in the list of parameters. Always a number."""

    name: str
    index: int
    type: Number = NUMBER


@dataclass(frozen=True, slots=True)
class ArgumentRef:
    """An argument of the action the rule belongs to."""

    name: str
    type: Choice


@dataclass(frozen=True, slots=True)
class MoveRef:
    """``move``: the number of the current move, from 1; 0 before the first."""

    type: Number = NUMBER


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about what has happened: released(inject), count(action), and (live only) answered(question),
    shared(inject), elapsed(inject, minutes).
    """

    kind: FactKind
    about: str
    minutes: float
    type: Type


@dataclass(frozen=True, slots=True)
class Negate:
    """Minus a number."""

    operand: "Tree"
    type: Number = NUMBER


@dataclass(frozen=True, slots=True)
class Not:
    """Not a truth value."""

    operand: "Tree"
    type: Boolean = BOOLEAN


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two numbers."""

    operator: Arithmetic
    left: "Tree"
    right: "Tree"
    type: Number = NUMBER


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; truth values and choices know only == and !=."""

    operator: Comparison
    left: "Tree"
    right: "Tree"
    type: Boolean = BOOLEAN


@dataclass(frozen=True, slots=True)
class Logic:
    """All of (and) or any of (or)."""

    operator: Literal["and", "or"]
    operands: tuple["Tree", ...]
    type: Boolean = BOOLEAN


@dataclass(frozen=True, slots=True)
class Conditional:
    """``yes if condition else no``."""

    condition: "Tree"
    yes: "Tree"
    no: "Tree"
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A function of numbers."""

    function: Function
    arguments: tuple["Tree", ...]
    type: Number = NUMBER


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw. `site` tells the draws and effects of one owner apart; it is part of the draw's path."""

    kind: DrawKind
    arguments: tuple["Tree", ...]
    site: int
    type: Type


Tree = (
    Constant | StateRef | ParameterRef | ArgumentRef | MoveRef | Fact | Negate | Not | Binary | Compare | Logic
    | Conditional | Call | Draw
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression with the text it was written as."""

    text: str
    tree: Tree

    @property
    def type(self) -> Type:
        """The type of its value."""
        return self.tree.type


@dataclass(frozen=True, slots=True)
class Assign:
    """``name = expression`` or ``name += expression`` (``-=`` is kept as ``+=`` of the negated expression)."""

    name: str
    index: int
    operator: Literal["=", "+="]
    expression: Expression
    site: int
    text: str


@dataclass(frozen=True, slots=True)
class Chance:
    """With this probability `then`, else `otherwise`."""

    probability: Expression
    then: tuple["Effect", ...]
    otherwise: tuple["Effect", ...]
    site: int


@dataclass(frozen=True, slots=True)
class When:
    """If the condition holds `then`, else `otherwise`."""

    condition: Expression
    then: tuple["Effect", ...]
    otherwise: tuple["Effect", ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """Effects that are evaluated later: `moves` moves later, or at the first opening `minutes` of game time later."""

    moves: int
    minutes: float
    do: tuple["Effect", ...]
    site: int


Effect = Assign | Chance | When | Delay


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below this one."""
    match tree:
        case Negate(operand) | Not(operand):
            return (operand,)
        case Binary(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Logic(_, operands):
            return operands
        case Conditional(condition, yes, no):
            return (condition, yes, no)
        case Call(_, arguments) | Draw(_, arguments):
            return arguments
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """This tree and all below it, parents first."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def expressions(effects: tuple[Effect, ...]) -> Iterator[Expression]:
    """Every expression in these effects, in the order they are written."""
    for effect in effects:
        match effect:
            case Assign():
                yield effect.expression
            case Chance():
                yield effect.probability
                yield from expressions(effect.then + effect.otherwise)
            case When():
                yield effect.condition
                yield from expressions(effect.then + effect.otherwise)
            case Delay():
                yield from expressions(effect.do)


def delays(effects: tuple[Effect, ...]) -> Iterator[Delay]:
    """Every delay in these effects, nested ones too, in the order of their sites."""
    for effect in effects:
        match effect:
            case Delay():
                yield effect
                yield from delays(effect.do)
            case Chance() | When():
                yield from delays(effect.then + effect.otherwise)
            case Assign():
                pass


def assignments(effects: tuple[Effect, ...]) -> Iterator[Assign]:
    """Every assignment in these effects, nested ones too."""
    for effect in effects:
        match effect:
            case Assign():
                yield effect
            case Chance() | When():
                yield from assignments(effect.then + effect.otherwise)
            case Delay():
                yield from assignments(effect.do)
