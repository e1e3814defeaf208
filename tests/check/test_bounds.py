"""What bounds call impossible is: whatever the state, a rule comes to something they name."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from whitecell.check.bounds import EITHER, Bounds, Possible
from whitecell.rules import BOOLEAN, NUMBER, Choice, Environment, Expression, Scope, Value, evaluate, parse_expression

POSTURE = Choice(("low", "high"))
TARGETS = {"x": (0, NUMBER), "y": (1, NUMBER), "b": (2, BOOLEAN), "c": (3, POSTURE)}
SCOPE = Scope(TARGETS, {"p": 0}, options=frozenset(POSTURE.options))
RANGES: dict[str, tuple[float, float]] = {"x": (-2.0, 3.0), "y": (1.0, 5.0), "p": (0.0, 2.0), "move": (1.0, 6.0)}
LEAVES = ["x", "y", "p", "move", "0", "1", "2.5", "-3"]


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Numbers made of numbers, by every part of the language."""
    compare = st.tuples(inner, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), inner).map(" ".join)
    truth = st.one_of(
        compare.map(lambda text: f"({text})"), st.sampled_from(["b", "not b", "(c == low)", "(c != high)"])
    )
    both = st.tuples(truth, st.sampled_from([" and ", " or "]), truth).map(lambda t: f"({''.join(t)})")
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(st.sampled_from(["abs", "exp", "log", "sqrt", "logistic"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"clip({', '.join(t)})"),
        st.tuples(inner, both, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        both.map(lambda text: f"(1 * {text})"),
    )


RULES = st.recursive(st.sampled_from(LEAVES), grow, max_leaves=8)


def parsed(text: str) -> Expression:
    found = parse_expression(text, SCOPE, None, None)
    assert isinstance(found, Expression), (text, found)
    return found


def known() -> Bounds:
    variables: dict[str, Possible] = {"x": RANGES["x"], "y": RANGES["y"], "b": EITHER, "c": frozenset(POSTURE.options)}
    return Bounds(variables, {"p": RANGES["p"]}, RANGES["move"], lambda fact: EITHER)


def among(value: Value, possible: Possible) -> bool:
    if isinstance(possible, frozenset):
        return value in possible
    assert not isinstance(value, str)
    return possible[0] <= value <= possible[1]


@settings(max_examples=400, derandomize=True, database=None, deadline=None)
@given(RULES, st.floats(-2, 3), st.floats(1, 5), st.booleans(), st.sampled_from(POSTURE.options), st.floats(0, 2),
       st.integers(1, 6))  # fmt: skip
def test_a_rule_comes_to_something_possible(
    text: str, x: float, y: float, b: bool, c: str, p: float, move: int
) -> None:
    tree = parsed(text).tree
    value = evaluate(tree, Environment((x, y, b, c), (p,), {}, move))
    assert among(value, known().of(tree)), text


def test_bounds_are_narrow_where_it_matters() -> None:
    def of(text: str) -> Possible:
        return known().of(parsed(text).tree)

    assert of("x + 2 * y") == (0.0, 13.0)
    assert of("x * x") == (-6.0, 9.0)
    assert of("clip(x, 0, 1)") == (0.0, 1.0)
    assert of("abs(x)") == (0.0, 3.0)
    assert of("y / 2") == (0.5, 2.5)
    assert of("1 / x") == (-math.inf, math.inf)
    assert of("x > 3") == frozenset({False}) == of("move >= 7 and x > 0")
    assert of("y > 0 or b") == frozenset({True})
    assert of("y if x > 3 else 7") == (7.0, 7.0)
    assert of("(c == low) + (1 if b else 2)") == (1.0, 3.0)
