"""Typed trees as IR: what ``rules.interpret.evaluate`` gives, without its branches.

Every operation is total and every draw keyed, so both sides of ``and``, ``or`` and ``x if c else y`` are computed and
one is selected. Yes and no are bits, numbers doubles, choices the place of the option as a double.
"""

from dataclasses import dataclass
from functools import reduce
from typing import assert_never

from whitecell.game.dice import name_key
from whitecell.kernel import mathematics as m
from whitecell.kernel.ir import DOUBLE, I1, I64, Function, Module, Value
from whitecell.kernel.layout import Layout
from whitecell.rules import Boolean, Choice, Number, Tree, Type
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
from whitecell.scenario import Action

ARITHMETIC = {"+": m.add, "-": m.subtract, "*": m.multiply, "/": m.divide}
OWN = {"min": m.minimum, "max": m.maximum, "abs": m.absolute, "clip": m.clip, "sqrt": m.sqrt}
"""Functions written where they are used; the others are called."""


@dataclass(frozen=True)
class Scene:
    """Where an expression is compiled: the function it goes into, and what it may name.

    `owner` is the path of its draws. For an action's effects `cell`, `occurrence` (that of its luck) and `variant` are
    numbers known when it runs; `variant` stands for the arguments.
    """

    module: Module
    layout: Layout
    f: Function
    owner: str = ""
    action: Action | None = None
    cell: Value | None = None
    occurrence: Value | None = None
    variant: Value | None = None

    def at(self, name: str, place: Value | int = 0) -> Value:
        """The address of a word of a field of the workspace."""
        first = self.layout.fields[name]
        workspace = self.f.parameter("w")
        if isinstance(place, int):
            return self.f.address(workspace, first + place)
        return self.f.address(self.f.address(workspace, first), place)

    def get(self, name: str, place: Value | int = 0) -> Value:
        """An integer of the workspace."""
        return self.f.load(I64, self.at(name, place))

    def number(self, name: str, place: Value | int = 0) -> Value:
        """A double of the workspace."""
        return self.f.load(DOUBLE, self.at(name, place))

    def set(self, name: str, value: Value | float, place: Value | int = 0) -> None:
        """Write a word of the workspace: a Python float or a double as a double, the rest as an integer."""
        kind = value.kind if isinstance(value, Value) else DOUBLE if isinstance(value, float) else I64
        self.f.store(kind, value, self.at(name, place))

    def bits(self, site: int) -> Value:
        """The 64 bits of luck of a site of this owner."""
        if self.cell is None:
            key = self.f.value(name_key(self.owner, "", site), I64)
        else:
            table = f"keys.{self.owner}.{site}".replace("/", ".").replace("-", "_")
            self.module.table(table, [name_key(self.owner, cell, site) for cell in self.layout.cells])
            key = self.f.look(table, self.cell)
        occurrence = self.occurrence if self.occurrence is not None else self.f.value(0, I64)
        return self.f.call("draw", I64, self.f.parameter("w"), key, occurrence)


def option(value: float | bool | str, type_: Type) -> float:
    """A value as the double that stands for it."""
    return float(type_.options.index(str(value))) if isinstance(type_, Choice) else float(value)


def number(tree: Tree, scene: Scene) -> Value:
    """The value of a tree as a double: yes is 1, no is 0, a choice its option's place."""
    return evaluate(tree, scene).number()


def evaluate(tree: Tree, scene: Scene) -> Value:
    """The value of a tree: a bit where it is yes or no, else a double."""
    f = scene.f
    match tree:
        case Constant(value, type_):
            return f.value(option(value, type_), I1 if isinstance(type_, Boolean) else DOUBLE)
        case StateRef(_, index, type_):
            value_ = scene.number("values", index)
            return value_.differs(0.0) if isinstance(type_, Boolean) else value_
        case ParameterRef(_, index, _):
            return scene.number("parameters", index)
        case Binary(operator, left, right):
            return ARITHMETIC[operator](number(left, scene), number(right, scene))
        case Compare(operator, left, right):
            return compare(operator, evaluate(left, scene), evaluate(right, scene))
        case Logic(word, operands):
            bits = [evaluate(operand, scene) for operand in operands]
            return reduce(lambda a, b: a & b if word == "and" else a | b, bits)
        case Call(function, arguments):
            return call(function, [number(argument, scene) for argument in arguments])
        case Conditional(condition, yes, no, type_):
            chosen, a, b = (evaluate(part, scene) for part in (condition, yes, no))
            return f.select(chosen, a, b, a.kind)
        case ArgumentRef(name, _):
            return argument(name, scene)
        case MoveRef():
            return scene.get("number").number()
        case Negate(operand):
            return 0.0 - number(operand, scene)
        case Not(operand):
            return ~evaluate(operand, scene)
        case Fact("released", about, _, _):
            return scene.get("fired", scene.layout.inject_number[about]).differs(0)
        case Fact("count", about, _, _):
            return scene.number("counted", scene.layout.action_number[about])
        case Fact():
            return f.value(False, I1)
        case Draw(kind, arguments, site, _):
            u, given = m.unit(scene.bits(site)), [number(argument, scene) for argument in arguments]
            return m.chance(u, *given) if kind == "chance" else f.call(kind, DOUBLE, u, *given)
        case _:
            assert_never(tree)


def compare(operator: str, a: Value, b: Value) -> Value:
    """One of < <= > >= == !=."""
    match operator:
        case "==":
            return a.same(b)
        case "!=":
            return a.differs(b)
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case _:
            return a >= b


def call(function: str, arguments: list[Value]) -> Value:
    """One of the functions of numbers."""
    if function in ("min", "max"):
        return reduce(OWN[function], arguments)
    if function in OWN:
        return OWN[function](*arguments)
    return arguments[0].function.call(function, DOUBLE, *arguments)


def argument(name: str, scene: Scene) -> Value:
    """The option of an argument: variants count through the arguments, the last one fastest."""
    assert scene.action is not None and scene.variant is not None, "an argument outside an action"
    names = [known for known, _ in scene.action.arguments]
    sizes = [len(choice.options) for _, choice in scene.action.arguments]
    place = names.index(name)
    stride = 1
    for size in sizes[place + 1 :]:
        stride *= size
    return (scene.variant // stride % sizes[place]).number()


__all__ = ["Number", "Scene", "argument", "compare", "evaluate", "number", "option"]
