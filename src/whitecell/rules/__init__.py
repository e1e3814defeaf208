"""The language of rules: text -> typed tree -> value, with Whitecell's own mathematics.

Does: parse and type-check expressions and assignments against a whitelist, and evaluate them. Never: evaluates text as
Python, reads a clock, draws from anything but the luck it is given, or gives an infinity or a NaN.
"""

from whitecell.rules.interpret import Environment, Facts, Luck, evaluate, number, truth
from whitecell.rules.parse import parse_assignment, parse_expression
from whitecell.rules.scope import Problem, Scope, did_you_mean
from whitecell.rules.tree import (
    BOOLEAN,
    NUMBER,
    Assign,
    Boolean,
    Chance,
    Choice,
    Delay,
    Effect,
    Expression,
    Number,
    Tree,
    Type,
    Value,
    When,
    assignments,
    delays,
    expressions,
    walk,
)

__all__ = [
    "BOOLEAN", "NUMBER", "Assign", "Boolean", "Chance", "Choice", "Delay", "Effect", "Environment", "Expression",
    "Facts", "Luck", "Number", "Problem", "Scope", "Tree", "Type", "Value", "When", "assignments", "delays",
    "did_you_mean", "evaluate", "expressions", "number", "parse_assignment", "parse_expression", "truth", "walk",
]  # fmt: skip
