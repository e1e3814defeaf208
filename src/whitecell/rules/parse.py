"""Text of a rule -> typed tree, or every problem in it.

The text is read by Python's own grammar and then held against a whitelist; nothing is ever given to ``eval``.
"""

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from whitecell.rules.scope import Problem, Scope, did_you_mean
from whitecell.rules.tree import (
    BOOLEAN,
    NUMBER,
    ArgumentRef,
    Arithmetic,
    Assign,
    Binary,
    Boolean,
    Call,
    Choice,
    Compare,
    Comparison,
    Conditional,
    Constant,
    Draw,
    DrawKind,
    Expression,
    Fact,
    FactKind,
    Function,
    Logic,
    MoveRef,
    Negate,
    Not,
    Number,
    ParameterRef,
    StateRef,
    Tree,
    Type,
)

MAX_LENGTH = 500
"""Characters in one expression."""
MAX_DEPTH = 24
"""Levels of nesting in one expression."""
MAX_MINUTES = 5_256_000
"""Ten years: the longest time elapsed() may ask about."""

ARITHMETIC: dict[type[ast.operator], Arithmetic] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
FUNCTIONS: dict[Function, tuple[int, int]] = {
    "min": (2, 8), "max": (2, 8), "abs": (1, 1), "exp": (1, 1), "log": (1, 1), "sqrt": (1, 1), "clip": (3, 3),
    "logistic": (1, 1),
}  # fmt: skip
"""Each function with the least and the most arguments it takes."""
DRAWS: dict[DrawKind, tuple[str, ...]] = {
    "uniform": ("low", "high"), "normal": ("mean", "deviation"), "integer": ("low", "high"),
    "chance": ("probability",),
}  # fmt: skip
FACTS: dict[FactKind, tuple[str, Type]] = {
    "released": ("an inject", BOOLEAN), "count": ("an action", NUMBER), "answered": ("a question", BOOLEAN),
    "shared": ("an inject", BOOLEAN), "elapsed": ("an inject", BOOLEAN),
}  # fmt: skip
WORDS = {"true": True, "false": False, "yes": True, "no": False, "True": True, "False": False}
STATEMENT = re.compile(r"\s*([A-Za-z_]\w*)\s*(\+=|-=|=)(?!=)", re.ASCII)

REFUSED: list[tuple[tuple[type[ast.AST], ...], str, str, str]] = [
    ((ast.Attribute,), "R106", "'.' reaches into something; rules know only plain names",
     "Write the state variable's name alone."),
    ((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), "R108", "a comprehension is not allowed in a rule",
     "Write the cases out, joined by + or 'or'."),
    ((ast.Lambda,), "R108", "lambda is not allowed in a rule", "Write the expression itself."),
    ((ast.JoinedStr,), "R110", "formatted text is not allowed in a rule", "Rules compute numbers, yes or no, choices."),
    ((ast.Subscript,), "R108", "[ ] is not allowed in a rule", "Use one state variable for each value."),
    ((ast.List, ast.Tuple, ast.Dict, ast.Set), "R108", "a list is not allowed in a rule",
     "Write the cases out, joined by + or 'or'."),
    ((ast.NamedExpr,), "R108", "':=' is not allowed in a rule", "Write '==' to compare."),
]  # fmt: skip


class Wrong(Exception):
    """Stops the checking of one branch of the tree; its problem is already noted."""


@dataclass
class _Checker:
    text: str
    scope: Scope
    sites: Iterator[int]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: ast.expr, code: str, message: str, cure: str) -> Wrong:
        column = len(self.text.encode()[: node.col_offset].decode(errors="ignore"))
        self.problems.append(Problem(column, code, message, cure))
        return Wrong()

    def check(self, node: ast.expr, expected: Type | None = None, depth: int = 0) -> Tree:
        """The typed tree of this node; where `expected` is a choice, bare names may be its options."""
        if depth > MAX_DEPTH:
            raise self.wrong(node, "R103", f"nested more than {MAX_DEPTH} deep", "Split it into several rules.")
        for kinds, code, message, cure in REFUSED:
            if isinstance(node, kinds):
                raise self.wrong(node, code, message, cure)
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name():
                return self.name(node, expected)
            case ast.UnaryOp(ast.Not(), operand):
                return Not(self.boolean(operand, depth))
            case ast.UnaryOp(ast.USub(), operand):
                return Negate(self.number(operand, depth))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.number(operand, depth)
            case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
                a, b = self.each([left, right], depth, self.number)
                return Binary(ARITHMETIC[type(operator)], a, b)
            case ast.BinOp(_, ast.Pow(), _):
                raise self.wrong(node, "R109", "'**' is not allowed", "Multiply, or use exp() and log().")
            case ast.BoolOp(operator_, values):
                word: Literal["and", "or"] = "and" if isinstance(operator_, ast.And) else "or"
                return Logic(word, tuple(self.each(values, depth, self.boolean)))
            case ast.Compare():
                return self.compare(node, depth)
            case ast.IfExp(test, body, orelse):
                return self.conditional(test, body, orelse, expected, depth)
            case ast.Call():
                return self.call(node, depth)
            case _:
                cure = "Rules know + - * /, comparisons, and, or, not, 'x if c else y', and functions."
                raise self.wrong(node, "R108", "this operation is not allowed in a rule", cure)

    def each(self, nodes: list[ast.expr], depth: int, check: Callable[[ast.expr, int], Tree]) -> list[Tree]:
        """All of them checked, so that every problem is found, before stopping at any."""
        trees, failed = [], False
        for node in nodes:
            try:
                trees.append(check(node, depth))
            except Wrong:
                failed = True
        if failed:
            raise Wrong
        return trees

    def number(self, node: ast.expr, depth: int) -> Tree:
        tree = self.check(node, NUMBER, depth + 1)
        if isinstance(tree.type, Choice):
            raise self.wrong(node, "R111", f"a number is needed here, and this is {tree.type}",
                             "Compare it: 'name == option' counts as 1 or 0.")  # fmt: skip
        return tree

    def boolean(self, node: ast.expr, depth: int) -> Tree:
        tree = self.check(node, BOOLEAN, depth + 1)
        if not isinstance(tree.type, Boolean):
            raise self.wrong(node, "R111", f"yes or no is needed here, and this is {tree.type}",
                             "Compare it with something, for example '> 0'.")  # fmt: skip
        return tree

    def constant(self, node: ast.Constant) -> Tree:
        value = node.value
        if isinstance(value, bool):
            return Constant(value, BOOLEAN)
        if isinstance(value, int | float):
            try:
                number = float(value)
            except OverflowError:
                number = float("inf")
            if number in (float("inf"), float("-inf")):
                raise self.wrong(node, "R118", "this number is too large", "Use a number below 1.79e308.")
            return Constant(number, NUMBER)
        if isinstance(value, str):
            raise self.wrong(node, "R110", "text cannot be used as a value", "Write a choice's name without quotes.")
        raise self.wrong(node, "R108", "this constant is not allowed in a rule", "Use numbers, yes, no, or choices.")

    def name(self, node: ast.Name, expected: Type | None) -> Tree:
        name, scope = node.id, self.scope
        if name in scope.arguments:
            return ArgumentRef(name, scope.arguments[name])
        if name in scope.state:
            index, type_ = scope.state[name]
            return StateRef(name, index, type_)
        if name in scope.parameters:
            return ParameterRef(name, scope.parameters[name])
        if name == "move":
            return MoveRef()
        if isinstance(expected, Choice):
            if name in expected.options:
                return Constant(name, expected)
            raise self.wrong(node, "R104", f"'{name}' is not {expected}",
                             did_you_mean(name, list(expected.options), "Use one of these."))  # fmt: skip
        if name in WORDS:
            return Constant(WORDS[name], BOOLEAN)
        if name in scope.hidden:
            raise self.wrong(node, "R105", f"'{name}' may not be used here: {scope.hidden[name]}",
                             "Use what may be seen here, or widen its marking.")  # fmt: skip
        if name in scope.options:
            raise self.wrong(node, "R111", f"'{name}' is an option of a choice and has no value of its own",
                             f"Compare a choice with it: 'name == {name}'.")  # fmt: skip
        if name in FUNCTIONS or name in DRAWS or name in FACTS:
            raise self.wrong(node, "R112", f"{name} needs its arguments", f"Write {name}(...).")
        raise self.wrong(node, "R104", f"no state variable or parameter '{name}' that may be used here",
                         did_you_mean(name, scope.names, "Declare it under state: or parameters:."))  # fmt: skip

    def is_option(self, node: ast.expr) -> bool:
        """Whether this is a bare word that only a choice beside it can give a meaning."""
        return (
            isinstance(node, ast.Name)
            and node.id not in self.scope.names
            and (node.id in self.scope.options or node.id in WORDS)
        )

    def pair(self, left: ast.expr, right: ast.expr, expected: Type | None, depth: int) -> tuple[Tree, Tree]:
        """Two sides of one kind; an option's bare name takes the other side's choice."""
        if self.is_option(left) and not self.is_option(right):
            second = self.check(right, expected, depth + 1)
            first = self.check(left, second.type if isinstance(second.type, Choice) else expected, depth + 1)
        else:
            first = self.check(left, expected, depth + 1)
            second = self.check(right, first.type if isinstance(first.type, Choice) else expected, depth + 1)
        return first, second

    def compare(self, node: ast.Compare, depth: int) -> Tree:
        if len(node.ops) > 1:
            raise self.wrong(node, "R114", "comparisons in a chain", "Write 'a < b and b < c'.")
        operator = COMPARISONS.get(type(node.ops[0]))
        if operator is None:
            raise self.wrong(node, "R108", "'in' and 'is' are not allowed in a rule", "Use == and or.")
        left, right = self.pair(node.left, node.comparators[0], None, depth)
        if left.type != right.type:
            raise self.wrong(node, "R117", f"this compares {left.type} with {right.type}",
                             "Compare two of the same kind.")  # fmt: skip
        if operator not in ("==", "!=") and not isinstance(left.type, Number):
            raise self.wrong(node, "R122", f"'{operator}' orders numbers, and this is {left.type}", "Use == or !=.")
        return Compare(operator, left, right)

    def conditional(self, test: ast.expr, body: ast.expr, orelse: ast.expr, expected: Type | None, depth: int) -> Tree:
        condition = self.boolean(test, depth)
        yes, no = self.pair(body, orelse, expected, depth)
        if yes.type != no.type:
            raise self.wrong(body, "R117", f"one branch is {yes.type}, the other {no.type}", "Give both one kind.")
        return Conditional(condition, yes, no, yes.type)

    def call(self, node: ast.Call, depth: int) -> Tree:
        if not isinstance(node.func, ast.Name):
            if isinstance(node.func, ast.Attribute):
                raise self.wrong(node.func, "R106", "'.' reaches into something; rules know only plain names",
                                 "Use one of the functions of the rules.")  # fmt: skip
            raise self.wrong(node, "R107", "only the functions of the rules may be called", "See the list of them.")
        name = node.func.id
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self.wrong(node, "R123", f"{name} takes its arguments by place", f"Write {name}(a, b).")
        for function, (least, most) in FUNCTIONS.items():
            if name == function:
                self.arity(node, name, least, most)
                return Call(function, tuple(self.each(node.args, depth, self.number)))
        for kind, words in DRAWS.items():
            if name == kind:
                return self.draw(node, kind, words, depth)
        for fact in FACTS:
            if name == fact:
                return self.fact(node, fact)
        known: list[str] = [*FUNCTIONS, *DRAWS, *FACTS]
        raise self.wrong(node, "R107", f"no function '{name}'",
                         did_you_mean(name, known, f"The functions are {', '.join(FUNCTIONS)}."))  # fmt: skip

    def arity(self, node: ast.Call, name: str, least: int, most: int) -> None:
        if not least <= len(node.args) <= most:
            count = str(least) if least == most else f"{least} to {most}"
            raise self.wrong(node, "R112", f"{name} takes {count} arguments, and here are {len(node.args)}",
                             f"Give it {count}.")  # fmt: skip

    def draw(self, node: ast.Call, kind: DrawKind, words: tuple[str, ...], depth: int) -> Tree:
        if not self.scope.draws:
            raise self.wrong(node, "R113", f"{kind} draws by chance, which only effects and starts may do",
                             "Draw into a state variable in an effect, and read that here.")  # fmt: skip
        self.arity(node, kind, len(words), len(words))
        site = next(self.sites)
        arguments = tuple(self.each(node.args, depth, self.number))
        return Draw(kind, arguments, site, BOOLEAN if kind == "chance" else NUMBER)

    def fact(self, node: ast.Call, kind: FactKind) -> Tree:
        what, type_ = FACTS[kind]
        if kind not in self.scope.facts:
            raise self.wrong(node, "R115", f"{kind}() may not be asked here", "See 'Facts' in the scenario reference.")
        self.arity(node, kind, *((2, 2) if kind == "elapsed" else (1, 1)))
        about = node.args[0]
        known = self.scope.facts[kind]
        if not isinstance(about, ast.Name) or about.id not in known:
            name = about.id if isinstance(about, ast.Name) else "this"
            raise self.wrong(about, "R116", f"{kind}() asks about {what}, and '{name}' is none",
                             did_you_mean(name, known, "Declare it, or correct the name."))  # fmt: skip
        minutes = 0.0
        if kind == "elapsed":
            limit = node.args[1]
            value = limit.value if isinstance(limit, ast.Constant) else None
            if isinstance(value, bool) or not isinstance(value, int | float) or not value <= MAX_MINUTES:
                raise self.wrong(limit, "R111", f"elapsed() needs a number of minutes, at most {MAX_MINUTES:,}",
                                 "Write elapsed(i03, 20).")  # fmt: skip
            minutes = float(value)
        return Fact(kind, about.id, minutes, type_)


def parse_expression(
    text: str, scope: Scope, expected: Type | None = None, sites: Iterator[int] | None = None
) -> Expression | list[Problem]:
    """Check one expression.

    `expected` is the kind of value its place needs; where a number is expected, yes and no count as 1 and 0. `sites`
    numbers the draws and effects of one owner. Gives the expression, or every problem found in it.
    """
    if len(text) > MAX_LENGTH:
        return [Problem(0, "R102", f"longer than {MAX_LENGTH} characters", "Split it into several rules.")]
    flat = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    indent = len(flat) - len(flat.lstrip())
    if not flat.strip():
        return [Problem(0, "R101", "an expression is missing", "Write one, for example 'tension > 5'.")]
    try:
        node = ast.parse(flat[indent:], mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        offset = max((getattr(error, "offset", 1) or 1) - 1, 0)
        return [Problem(min(indent + offset, len(text)), "R101", "this is not an expression",
                        "Check brackets, quotes and operators.")]  # fmt: skip
    checker = _Checker(flat[indent:], scope, sites if sites is not None else itertools.count())
    try:
        tree = checker.check(node, expected)
        if expected is not None and not fits(tree.type, expected):
            raise checker.wrong(node, "R111", f"{expected} is needed here, and this is {tree.type}",
                                "Compare it, for example '> 0'." if isinstance(expected, Boolean)
                                else "Give a value of that kind.")  # fmt: skip
    except Wrong:
        return [Problem(p.offset + indent, p.code, p.message, p.cure) for p in checker.problems]
    except RecursionError:
        return [Problem(0, "R103", f"nested more than {MAX_DEPTH} deep", "Split it into several rules.")]
    return Expression(text.strip(), tree)


def fits(given: Type, expected: Type) -> bool:
    """Whether a value of one kind may stand where the other is expected."""
    return given == expected or (isinstance(expected, Number) and isinstance(given, Boolean))


def parse_assignment(text: str, scope: Scope, targets: dict[str, tuple[int, Type]], sites: Iterator[int]) -> (
    Assign | list[Problem]
):  # fmt: skip
    """Check ``name = expression``, ``name += expression`` or ``name -= expression``.

    `targets` are the state variables an effect may change, which may be more than it may read.
    """
    match = STATEMENT.match(text)
    if match is None:
        return [Problem(0, "R119", "an effect changes a state variable, and this does not",
                        "Write 'name = value', 'name += value' or 'name -= value'.")]  # fmt: skip
    name, operator = match.group(1), match.group(2)
    start = match.start(1)
    if name not in targets:
        if name in scope.parameters:
            what, cure = f"'{name}' is a parameter, and those never change", "Declare it under state:."
        elif name in scope.arguments:
            what, cure = f"'{name}' is an argument of the action", "Change a state variable instead."
        else:
            what = f"no state variable '{name}'"
            cure = did_you_mean(name, list(targets), "Declare it under state:.")
        return [Problem(start, "R120", what, cure)]
    index, type_ = targets[name]
    if operator != "=" and not isinstance(type_, Number):
        return [Problem(start, "R121", f"'{operator}' adds numbers, and '{name}' is {type_}", "Write '='.")]
    site = next(sites)
    rest = text[match.end() :]
    parsed = parse_expression(rest, scope, type_, sites)
    if isinstance(parsed, list):
        return [Problem(p.offset + match.end(), p.code, p.message, p.cure) for p in parsed]
    if operator == "-=":
        parsed = Expression(f"-({parsed.text})", Negate(parsed.tree))
    return Assign(name, index, "=" if operator == "=" else "+=", parsed, site, " ".join(text.split()))
