"""What people write, and the number it stands for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.scenario.values import LONGEST, minutes

UNITS = {"min": 1, "h": 60, "d": 1440}


@pytest.mark.parametrize(
    ("written", "found"),
    [("0.12 h", 7.2), ("1.5 h", 90.0), ("0.1 d", 144.0), ("3d", 4320.0), ("0.005 h", 0.3), ("45 min", 45.0)],
)
def test_a_duration_is_what_is_written(written: str, found: float) -> None:
    assert minutes(written) == found


@given(st.integers(0, 10**6), st.integers(0, 9), st.sampled_from(sorted(UNITS)))
def test_a_duration_is_the_number_nearest_to_what_is_written(digits: int, places: int, unit: str) -> None:
    text = f"{digits:0{places + 1}d}"
    number = f"{text[:-places]}.{text[-places:]}" if places else text
    assert minutes(f"{number} {unit}") == float(Fraction(number) * UNITS[unit])


def test_a_duration_longer_than_any_exercise_is_still_a_number() -> None:
    found = minutes("9" * 5000 + " d")
    assert found is not None and found > LONGEST


@pytest.mark.parametrize("written", ["", "min", "1,5 h", "1.5", "-1 h", "1e3 min", "1 week", ".5 h", "٣ h"])
def test_what_is_no_duration(written: str) -> None:
    assert minutes(written) is None
