"""The own mathematics gives the same bits everywhere, never anything but a number, and is as exact as it says.

``python -m tests.rules.test_mathematics`` writes the golden vectors anew; they change only with a decision record.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from whitecell.game import Dice
from whitecell.game.dice import name_key
from whitecell.game.effects import settle
from whitecell.rules import NUMBER, Environment, Expression, Scope, evaluate, parse_expression
from whitecell.rules import mathematics as m
from whitecell.rules.tree import Constant
from whitecell.scenario import Var

GOLDEN = Path(__file__).with_name("golden_mathematics.json")
TABLE = Path(__file__).parents[2] / "docs" / "reference" / "mathematics.md"

EDGES = (
    0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, -2.2250738585072014e-308, 1e-300,
    1e-16, 0.1, 0.25, 0.4999999999999999, 0.5, 0.7071067811865475, 0.7071067811865476, 0.9999999999999999, 1.0,
    1.0000000000000002, 1.5, 2.0, 2.5, 3.0, math.e, math.pi, 9.0, 36.7, 100.0, 708.0, 709.0, 709.5, 745.2, 1e3, 1e15,
    4503599627370495.5, 4503599627370496.0, 9007199254740993.0, 1e16, 1e154, 1.4e154, 1e300, m.LARGEST, -0.1, -0.5,
    -1.0, -1.5, -2.5, -3.0, -36.7, -708.0, -708.5, -745.2, -1e3, -4503599627370495.5, -1e16, -1e154, -1e300, -m.LARGEST,
)  # fmt: skip
UNITS = (2.0**-53, 1e-12, 0.001, 0.0749, 0.075, 0.0751, 0.3, 0.4999999999, 0.5, 0.7, 0.925, 0.9251, 0.999, 1 - 2.0**-53)
FEW = (0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -3.7, 1e16, 1e300, -1e300, 5e-324, m.LARGEST, -m.LARGEST)

ONE: dict[str, Callable[..., float]] = {
    "absolute": m.absolute, "exp": m.exp, "log": m.log, "sqrt": m.sqrt, "logistic": m.logistic, "whole": m.whole,
    "floor": m.floor,
}  # fmt: skip
TWO: dict[str, Callable[..., float]] = {
    "add": m.add, "subtract": m.subtract, "multiply": m.multiply, "divide": m.divide, "minimum": m.minimum,
    "maximum": m.maximum,
}  # fmt: skip
OF_LUCK: dict[str, Callable[..., float]] = {"uniform": m.uniform, "normal": m.normal, "integer": m.integer}
FUNCTIONS = {**ONE, **TWO, **OF_LUCK, "clip": m.clip, "normal_quantile": m.normal_quantile, "chance": m.chance}

finite_numbers = st.floats(allow_nan=False, allow_infinity=False)
units = st.floats(min_value=2.0**-53, max_value=1 - 2.0**-53)


def vectors() -> Iterator[tuple[str, tuple[float, ...]]]:
    """Every function with the arguments it is pinned at."""
    yield from ((name, (x,)) for name in ONE for x in EDGES)
    yield from ((name, (a, b)) for name in TWO for a in FEW for b in FEW)
    yield from (("clip", (x, low, high)) for x in FEW for low, high in ((0.0, 1.0), (-1.5, 1e300), (2.0, -2.0)))
    yield from (("normal_quantile", (u,)) for u in UNITS)
    yield from (("chance", (u, p)) for u in UNITS for p in FEW)
    ranges = ((0.0, 1.0), (1.0, 6.0), (-2.5, 3.5), (3.0, 1.0), (0.1, 1e-300), (-m.LARGEST, m.LARGEST), (1e300, -3.0))
    yield from ((name, (u, *ends)) for name in OF_LUCK for u in UNITS for ends in ranges)


def golden() -> list[list[str | list[str]]]:
    return [[name, [x.hex() for x in given], float(FUNCTIONS[name](*given)).hex()] for name, given in vectors()]


def test_every_function_gives_the_golden_bits() -> None:
    assert golden() == json.loads(GOLDEN.read_text())


# ---------------------------------------------------------------- total


def is_number(x: float) -> bool:
    return math.isfinite(x)


@settings(max_examples=300)
@given(finite_numbers)
@example(-0.0)
@example(5e-324)
def test_functions_of_one_number_are_total(x: float) -> None:
    assert all(is_number(function(x)) for function in ONE.values())


@settings(max_examples=300)
@given(finite_numbers, finite_numbers, finite_numbers)
def test_functions_of_several_numbers_are_total(a: float, b: float, c: float) -> None:
    assert all(is_number(function(a, b)) for function in TWO.values())
    assert is_number(m.clip(a, b, c))


@settings(max_examples=300)
@given(units, finite_numbers, finite_numbers)
def test_draws_are_total_and_keep_their_promises(u: float, a: float, b: float) -> None:
    assert is_number(m.normal(u, a, b))
    assert is_number(m.uniform(u, a, b))
    drawn = m.integer(u, a, b)
    assert drawn == m.whole(drawn)
    assert m.whole(a) <= drawn <= max(m.whole(a), m.whole(b))
    assert not m.chance(u, 0.0)
    assert m.chance(u, 1.0)


@given(finite_numbers, finite_numbers, finite_numbers)
def test_a_clipped_number_lies_within_its_range(x: float, a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    assert low <= m.clip(x, low, high) <= high
    assert m.clip(x, high, low) == high


# ---------------------------------------------------------------- exact


def ulps(mine: float, exact: float) -> float:
    return abs(mine - exact) / math.ulp(exact)


@settings(max_examples=500)
@given(st.floats(-708, 709))
def test_exp_is_within_two_units_in_the_last_place(x: float) -> None:
    assert ulps(m.exp(x), math.exp(x)) <= 2


@settings(max_examples=500)
@given(st.floats(min_value=m.SMALLEST_LOG, allow_infinity=False))
@example(1.0000000000000002)
@example(0.9999999999999999)
def test_log_is_within_four_units_in_the_last_place(x: float) -> None:
    assert m.log(x) == 0.0 if x == 1.0 else ulps(m.log(x), math.log(x)) <= 4


@settings(max_examples=500)
@given(st.floats(-700, 700))
def test_logistic_is_within_five_units_in_the_last_place(x: float) -> None:
    assert ulps(m.logistic(x), 1 / (1 + math.exp(-x))) <= 5


@settings(max_examples=500)
@given(units)
def test_the_normal_quantile_is_within_eight_units_in_the_last_place(u: float) -> None:
    exact = NormalDist().inv_cdf(u)
    assert m.normal_quantile(u) == 0.0 if exact == 0.0 else ulps(m.normal_quantile(u), exact) <= 8


@given(st.floats(min_value=0.0, allow_infinity=False))
def test_sqrt_is_correctly_rounded(x: float) -> None:
    assert m.sqrt(x) == math.sqrt(x)


@given(finite_numbers)
def test_whole_and_floor_are_exact(x: float) -> None:
    assert m.whole(x) == round(x)
    assert m.floor(x) == math.floor(x)


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "logistic", "whole", "floor"])
@given(finite_numbers, finite_numbers)
def test_a_larger_number_never_gives_less(name: str, a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    assert ONE[name](low) <= ONE[name](high)
    assert ONE[name](low) <= ONE[name](math.nextafter(low, math.inf) if low < m.LARGEST else low)


# ---------------------------------------------------------------- dice

DRAWS = 20_000
PLACES = [
    ("plays", lambda n: Dice(1, n).draw(1, "action/a", "us", 0, 0)),
    ("seeds", lambda n: Dice(n).draw(1, "action/a", "us", 0, 0)),
    ("moves", lambda n: Dice(1).draw(n, "action/a", "us", 0, 0)),
    ("occurrences", lambda n: Dice(1).draw(1, "action/a", "us", n, 0)),
    ("sites", lambda n: Dice(1).draw(1, "action/a", "us", 0, n)),
    ("owners", lambda n: Dice(1).draw(1, f"action/a{n}", "us", 0, 0)),
]
BINS = 64


def chi_square(counts: list[int], expected: float) -> float:
    """Distance from uniform, in standard deviations of the statistic."""
    freedom = len(counts) - 1
    return (sum((count - expected) ** 2 / expected for count in counts) - freedom) / math.sqrt(2 * freedom)


@pytest.mark.parametrize(("name", "draw"), PLACES, ids=[name for name, _ in PLACES])
def test_neighbouring_draws_are_uniform_and_independent(name: str, draw: Callable[[int], float]) -> None:
    drawn = [draw(n) for n in range(DRAWS)]
    counts = [0] * BINS
    pairs = [0] * BINS  # eight by eight: a draw against the next one
    for a, b in zip(drawn, [*drawn[1:], drawn[0]], strict=True):
        counts[int(a * BINS)] += 1
        pairs[int(a * 8) * 8 + int(b * 8)] += 1
    assert all(0.0 < u < 1.0 for u in drawn)
    assert abs(chi_square(counts, DRAWS / BINS)) < 4
    assert abs(chi_square(pairs, DRAWS / BINS)) < 4
    assert len(set(drawn)) == DRAWS


def test_a_draw_depends_on_its_path_alone() -> None:
    path = (3, "rule/decay", "", 0, 2)
    assert Dice(5, 7).draw(*path) == Dice(5, 7).draw(*path)
    others = [Dice(5, 8).draw(*path), Dice(6, 7).draw(*path), Dice(5, 7).draw(3, "rule/decay", "", 0, 3)]
    assert Dice(5, 7).draw(*path) not in others


@pytest.mark.parametrize(("function", "mean", "deviation"), [
    (lambda u: m.uniform(u, 2.0, 4.0), 3.0, math.sqrt(4 / 12)),
    (lambda u: m.normal(u, 1.0, 2.0), 1.0, 2.0),
    (lambda u: m.integer(u, 1.0, 6.0), 3.5, math.sqrt(35 / 12)),
    (lambda u: float(m.chance(u, 0.3)), 0.3, math.sqrt(0.21)),
])  # fmt: skip
def test_draws_have_the_mean_and_the_spread_they_say(
    function: Callable[[float], float], mean: float, deviation: float
) -> None:
    drawn = [function(Dice(2, n).draw(1, "rule/r", "", 0, 0)) for n in range(DRAWS)]
    found = sum(drawn) / DRAWS
    spread = math.sqrt(sum((x - found) ** 2 for x in drawn) / DRAWS)
    assert abs(found - mean) < 4 * deviation / math.sqrt(DRAWS)
    assert abs(spread / deviation - 1) < 0.03


def test_names_are_hashed_as_the_reference_says() -> None:
    assert name_key("action/deploy_carrier", "us", 4) == 0xCF9D84F43A552A5E


# ---------------------------------------------------------------- the published table


def rows(columns: int) -> list[list[str]]:
    """The rows of the tables of the reference with so many columns, without backquotes."""
    lines = [line for line in TABLE.read_text().splitlines() if re.match(r"\| `", line)]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if len(row) == columns]


def published() -> list[tuple[str, float | None, float]]:
    """Every expression of the reference with the luck it meets and what it gives."""
    plain = [(row[0], None, float(row[1])) for row in rows(3)]
    return plain + [(row[0], float(row[1]), float(row[2])) for row in rows(4)]


class FixedLuck:
    """Every draw meets the same number."""

    def __init__(self, u: float) -> None:
        self.u = u

    def draw(self, site: int) -> float:
        return self.u

    def note(self, kind: str, site: int, arguments: tuple[float, ...], value: object) -> None:
        pass


@pytest.mark.parametrize(("text", "u", "gives"), published(), ids=[text for text, _, _ in published()])
def test_the_published_table_holds(text: str, u: float | None, gives: float) -> None:
    parsed = parse_expression(text, Scope(draws=u is not None))
    assert isinstance(parsed, Expression), parsed
    luck = FixedLuck(u) if u is not None else None
    given = float(evaluate(parsed.tree, Environment((), (), {}, 0, None, luck)))
    assert given.hex() == gives.hex()


@pytest.mark.parametrize("row", rows(5), ids=[" ".join(row[:3]) for row in rows(5)])
def test_the_published_table_of_what_variables_hold_is_true(row: list[str]) -> None:
    type_, range_, brought, held, _ = row
    low, high = (float(end) for end in range_.split(" to ")) if range_ != "none" else (-m.LARGEST, m.LARGEST)
    start = Expression("0", Constant(0.0, NUMBER))
    var = Var("x", NUMBER, start, "public", low, high, type_ == "integer")
    assert float(settle(float(brought), var)).hex() == float(held).hex()


def test_the_published_table_is_found() -> None:
    assert len(published()) >= 40


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(vector) for vector in golden())
    GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
