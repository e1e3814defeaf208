"""Numbers and moments are printed the same every time, and no difference is rounded away."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.game.packs import library, small
from whitecell.report.figures import figure, moment, pair, shares, short
from whitecell.report.letters import lines, width
from whitecell.report.state import bounds, nice

flagship = cache(lambda: library("extended-deterrence"))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.35, "0.35"), (12.0, "12"), (-0.5, "−0.5"), (1234.56, "1235"), (0.0, "0"), (-0.0, "0"), (72.84, "72.84"),
     (0.0001, "0.0001"), (3e9, "3e+09"), (0.0625, "0.062")],
)  # fmt: skip
def test_a_number_as_somebody_would_write_it(number: float, text: str) -> None:
    assert short(number) == text


@given(NUMBERS)
def test_every_number_can_be_printed(number: float) -> None:
    for text in (short(number), figure(number, 2)):
        assert 0 < len(text) < 20
        assert "-" not in text.replace("e-", "")


@given(st.floats(0, 1), st.floats(0, 1))
def test_whether_a_chance_came_true_can_be_read_from_its_figures(p: float, u: float) -> None:
    first, second = shares(p, u)
    if abs(p - u) > 1e-15:
        assert (float(second) < float(first)) == (u < p)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_change_shows(before: float, after: float) -> None:
    var = flagship().vars[flagship().index["assurance"]]
    first, second = pair(before, after, var, "en")
    assert (first == second) == (before == after) or abs(before - after) < 1e-9


def test_game_time_has_its_date_and_zone() -> None:
    at = moment(flagship(), 7 * 1440.0)
    assert (at.date, at.time, at.zone) == ((2027, 3, 15), "09:00", "KST")
    assert moment(small(), 90.0).date is None
    assert moment(small(starts="2027-03-08 09:00 +09:00"), 90.0).zone == "UTC+9"


@given(st.text(max_size=200), st.floats(40, 300), st.integers(1, 4))
def test_a_broken_text_fits(text: str, room: float, most: int) -> None:
    found = lines(text, room, 12.0, most)
    assert 1 <= len(found) <= most
    assert all(width(line, 12.0) <= room for line in found)


def test_hangul_is_broken_at_spaces() -> None:
    assert lines("한미 확장억제 협의", 60.0, 12.0, 3) == ("한미", "확장억제", "협의")


@given(st.lists(st.floats(0, 10), min_size=1))
def test_a_picture_spans_its_values(values: list[float]) -> None:
    var = flagship().vars[0]
    low, high = bounds(var, min(values), max(values))
    assert var.low <= low < high <= var.high
    assert low <= min(values) + 1e-9 and max(values) <= high + 1e-9


@given(st.floats(1e-6, 1e6))
def test_a_step_is_round(size: float) -> None:
    step = nice(size)
    assert size / 10.0 <= step <= size * 2.01
    assert float(f"{step:.0e}") == pytest.approx(step)
