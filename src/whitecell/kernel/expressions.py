"""Typed trees as IR: what ``rules.interpret.evaluate`` gives, without its branches.

Every operation is total and every draw keyed, so both sides of ``and``, ``or`` and ``x if c else y`` are computed and
one is selected. Yes and no are bits, numbers doubles, choices the place of the option as a double.
"""

from dataclasses import dataclass
from functools import reduce
from typing import assert_never

from whitecell.game.dice import name_key
from whitecell.kernel import mathematics as m
from whitecell.kernel.ir import DOUBLE, I1, I64, PTR, VOID, Function, Kind, Module, Operand, Value
from whitecell.kernel.layout import Layout
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
from whitecell.scenario import Action

WORKSPACE: tuple[Kind, str] = (PTR, "w")
"""The first parameter of every function but those of the mathematics."""
ARITHMETIC = {"+": m.add, "-": m.subtract, "*": m.multiply, "/": m.divide}


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

    @property
    def w(self) -> Value:
        """The workspace."""
        return self.f.parameter("w")

    def at(self, name: str, place: Value | int = 0) -> Value:
        """The address of a word of a field of the workspace."""
        first = self.layout.fields[name]
        if isinstance(place, int):
            return self.f.address(self.w, first + place)
        return self.f.address(self.f.address(self.w, first), place)

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

    def call(self, name: str, kind: Kind, *operands: Operand) -> Value:
        """The result of a function of the module that is given the workspace; bare numbers are integers."""
        return self.f.call(name, kind, self.w, *(self.f.value(operand, I64) for operand in operands))

    def run(self, name: str, *operands: Operand) -> None:
        """Call a function that gives nothing."""
        self.f.run(name, self.w, *(self.f.value(operand, I64) for operand in operands))

    def bits(self, site: int) -> Value:
        """The 64 bits of luck of a site of this owner."""
        if self.cell is None:
            key = self.f.value(name_key(self.owner, "", site), I64)
        else:
            table = f"keys.{self.owner}.{site}".replace("/", ".")
            self.module.table(table, [name_key(self.owner, cell, site) for cell in self.layout.cells])
            key = self.f.look(table, self.cell)
        return self.call("draw", I64, key, 0 if self.occurrence is None else self.occurrence)


def begin(module: Module, layout: Layout, name: str, *parameters: tuple[Kind, str], gives: Kind = VOID) -> Scene:
    """Begin a function of the module."""
    return Scene(module, layout, module.function(name, gives, [WORKSPACE, *parameters]))


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
        case Conditional(condition, yes, no, _):
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
    """One of the functions of numbers; what is short is written here, the rest is called."""
    first, *rest = arguments
    match function:
        case "min" | "max":
            return reduce(m.minimum if function == "min" else m.maximum, rest, first)
        case "clip":
            return m.clip(first, *rest)
        case "abs":
            return m.absolute(first)
        case "sqrt":
            return m.sqrt(first)
        case _:
            return first.function.call(function, DOUBLE, first)


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
