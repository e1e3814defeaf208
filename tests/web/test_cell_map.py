"""The map: every public place is on it or named beside it, and the ground is what was vendored."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import whitecell.web
from tests.web.conftest import pack
from whitecell.tongue import Tongue
from whitecell.web.chart import HIGH, WIDE, bearing, chart, distance, frame, sign_of
from whitecell.web.ground import Window, ground
from whitecell.web.names import Names

ATLAS = Path(whitecell.web.__file__).parent / "atlas"
DEGREES = st.tuples(st.floats(-180, 180), st.floats(-80, 80))


def test_the_ground_is_the_one_of_the_manifest() -> None:
    for told in json.loads((ATLAS / "manifest.json").read_text())["files"]:
        assert hashlib.sha256((ATLAS / told["file"]).read_bytes()).hexdigest() == told["sha256"]
        assert (ATLAS / told["licence_file"]).is_file() and told["version"] and told["refresh"]


@pytest.mark.parametrize("name", ["extended-deterrence", "earthquake-72h"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_place_is_on_the_map_or_named_beside_it(name: str, language: str) -> None:
    names = Names(pack(name), Tongue(language, "web"))
    made = chart(names)
    assert made is not None
    assert len(made.marks) + len(made.beyond) == len(made.rows) == len(names.places())
    for mark in made.marks:
        assert 0 <= float(mark.x) <= WIDE and 0 <= float(mark.y) <= HIGH
    assert sum(mark.named for mark in made.marks) >= len(made.marks) - 1
    assert bool(made.ground.land) is (name == "extended-deterrence"), "an invented country has no coast"


def test_a_scenario_without_places_has_no_map() -> None:
    assert chart(Names(pack("harbour-ransomware"), Tongue("en", "web"))) is None


@given(st.lists(DEGREES, min_size=1, max_size=12).map(tuple))
def test_the_window_shows_what_lies_together_wherever_it_lies(places: tuple[tuple[float, float], ...]) -> None:
    window, inside = frame(places)
    assert any(inside)
    for place, near in zip(places, inside, strict=True):
        x, y = window.at(*place)
        assert not near or (-1 <= x <= WIDE + 1 and -1 <= y <= HIGH + 1)


def test_the_sheet_has_no_seam_at_the_date_line() -> None:
    fiji = ground(Window(179.9, -17.0, 60.0, WIDE, HIGH))
    assert fiji.land.count("M") >= 2
    seoul, washington = (126.98, 37.57), (-77.04, 38.9)
    assert 11_000 < distance(seoul, washington) < 11_300 and bearing(seoul, washington) < 30


@pytest.mark.parametrize(
    ("code", "side"), [("SFGPI-----H----", "friend"), ("SHGPI-----H----", "hostile"), ("SNGP-----------", "neutral"),
                       ("SUGP-----------", "unknown"), ("S?GP-----------", "unknown")],
)  # fmt: skip
def test_a_symbol_code_says_whose_it_is(code: str, side: str) -> None:
    found = sign_of(code)
    assert found is not None and found.side == side
    assert sign_of("") is None
