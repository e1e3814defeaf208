"""The map of a scenario: its public places over the coasts, as a picture made here that needs no script.

Symbols follow APP-6: the frame tells whose it is (a box for a friend, a diamond for a hostile, a square for a neutral,
a clover for nobody known), a bar on it an installation, a cross in it a hospital.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from unicodedata import east_asian_width

from whitecell.scenario import Place
from whitecell.tongue import Said, pick
from whitecell.web.ground import Ground, Window, ground
from whitecell.web.names import Names

WIDE, HIGH = 640, 400
MARGIN = 44
FAR = 4.0
"""How many times as far from the others as most are a place must be to stand at the edge instead."""
CLOSEST = 1400.0
"""Units a degree of latitude at most: a map of one town, not of one house."""
LETTER = 7.0
SIDES = ("friend", "hostile", "neutral", "unknown")
AFFILIATIONS = {
    **dict.fromkeys("FAMD", "friend"), **dict.fromkeys("HSJK", "hostile"), **dict.fromkeys("NL", "neutral"),
}  # fmt: skip
BARS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol: whose it is, whether it is an installation, and what is in it."""

    side: str
    fixed: bool
    hospital: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the picture: its point, where its symbol stands and its name, and whether a line leads to it."""

    name: Said
    sign: Sign | None
    x: str
    y: str
    sx: str
    sy: str
    tx: str
    ty: str
    anchor: str
    led: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """A place beyond the picture: how far and in which direction, and where at the edge it is named."""

    name: Said
    sign: Sign | None
    kilometres: int
    way: str
    x: str
    y: str
    turn: str


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the table beside the picture."""

    name: Said
    side: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the picture is made of. `grid` are its lines of latitude and longitude, `bar` its scale."""

    wide: int
    high: int
    ground: Ground
    grid: tuple[tuple[str, str, str], ...]
    marks: tuple[Mark, ...]
    beyond: tuple[Beyond, ...]
    rows: tuple[Row, ...]
    bar: str
    kilometres: int


def sign_of(code: str) -> Sign | None:
    """What a symbol code (2525 letters) says, as far as these maps draw it; nothing for none."""
    if len(code) < 10:
        return None
    side = AFFILIATIONS.get(code[1].upper(), "unknown")
    return Sign(side, code[4:5].upper() == "I" or code[10:11].upper() == "H", code[4:7].upper() == "IXH")


@lru_cache(64)
def chart(names: Names) -> Chart | None:
    """The map of a scenario for one reader; None where it has no places."""
    places = names.places()
    return _chart(places, names.tongue.language) if places else None


@lru_cache(64)
def _chart(places: tuple[Place, ...], language: str) -> Chart:
    """The map of these places, drawn once for all who read this language."""
    window, inside = frame(tuple((place.longitude, place.latitude) for place in places))
    here = [place for place, near in zip(places, inside, strict=True) if near]
    away = [place for place, near in zip(places, inside, strict=True) if not near]
    bar = max((length for length in BARS if length * window.kilometre <= WIDE / 5), default=BARS[0])
    return Chart(
        WIDE, HIGH, ground(window), _grid(window), tuple(_marks(here, language, window, len(away))),
        tuple(_beyond(away, language, window)), tuple(_rows(places, language)), f"{bar * window.kilometre:.1f}", bar,
    )  # fmt: skip


def _called(place: Place, language: str) -> Said:
    return pick(place.name.versions or (("", place.id),), language)


@lru_cache(64)
def frame(places: tuple[tuple[float, float], ...]) -> tuple[Window, tuple[bool, ...]]:
    """The window that shows the places that lie together, and for each place whether it is one of them."""
    spans = [sorted(distance(place, other) for other in places) for place in places]
    middle = min(range(len(places)), key=lambda each: spans[each][len(places) // 2])
    usual = max(spans[middle][len(places) // 2], 1.0)
    inside = tuple(distance(places[middle], place) <= FAR * usual for place in places)
    hub = places[middle][0]
    east = [(lon - hub + 180.0) % 360.0 - 180.0 for (lon, _), near in zip(places, inside, strict=True) if near]
    north = [lat for (_, lat), near in zip(places, inside, strict=True) if near]
    latitude = (min(north) + max(north)) / 2
    squeeze = max(0.2, cos(radians(latitude)))
    high = max(max(north) - min(north), 0.02)
    wide = max((max(east) - min(east)) * squeeze, 0.02)
    scale = min((HIGH - 2 * MARGIN) / high, (WIDE - 3 * MARGIN) / wide, CLOSEST)
    return Window(hub + (min(east) + max(east)) / 2, latitude, scale, WIDE, HIGH), inside


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two places on the globe."""
    (lon, lat), (lon2, lat2) = one, other
    half = sin(radians(lat2 - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(lat2)) * sin(radians(lon2 - lon) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(half)))


def bearing(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The course from one place to another, in degrees from north."""
    (lon, lat), (lon2, lat2) = one, other
    turn = radians(lon2 - lon)
    ahead = cos(radians(lat)) * sin(radians(lat2)) - sin(radians(lat)) * cos(radians(lat2)) * cos(turn)
    return degrees(atan2(sin(turn) * cos(radians(lat2)), ahead)) % 360.0


def _grid(window: Window) -> tuple[tuple[str, str, str], ...]:
    """Lines of latitude and longitude: whether across or along, where, and what it says."""
    step = next((each for each in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if each * window.scale >= 60), 30.0)
    found = []
    up = window.high / window.scale / 2
    for number in range(int((window.latitude - up) // step) + 1, int((window.latitude + up) // step) + 1):
        _, y = window.at(window.longitude, number * step)
        found.append(("across", f"{y:.1f}", coordinate(number * step, "N", "S")))
    aside = window.wide / window.scale / window.squeeze / 2
    for number in range(int((window.longitude - aside) // step) + 1, int((window.longitude + aside) // step) + 1):
        x, _ = window.at(number * step, window.latitude)
        found.append(("along", f"{x:.1f}", coordinate((number * step + 180.0) % 360.0 - 180.0, "E", "W")))
    return tuple(found)


def coordinate(value: float, plus: str, minus: str) -> str:
    """A latitude or longitude as people write it."""
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return f"{text}° {plus if value >= 0 else minus}"


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    @property
    def inside(self) -> bool:
        return self.left >= 2 and self.top >= 2 and self.right <= WIDE - 2 and self.bottom <= HIGH - 2


def _marks(places: Sequence[Place], language: str, window: Window, aside: int) -> Iterable[Mark]:
    """Each place with its symbol, then its name where it covers no other; a line leads to what had to step aside."""
    taken = [
        _Box(0, HIGH - 26, 150, HIGH),
        _Box(WIDE - 190, 0, WIDE, 12 + 18 * aside if aside else 0),
    ]  # scale, far ones
    signs, stands = [sign_of(place.symbol) for place in places], []
    dots = [window.at(place.longitude, place.latitude) for place in places]
    for (x, y), sign in zip(dots, signs, strict=True):
        half = HALF if sign else 4.0
        free = (
            (x + dx, y + dy) for dx, dy in STEPS if not any(_around(x + dx, y + dy, half).hits(box) for box in taken)
        )  # fmt: skip
        stands.append(next(free, (x, y)))
        taken.append(_around(*stands[-1], half))
    for place, dot, at, sign in zip(places, dots, stands, signs, strict=True):
        yield _named(_called(place, language), sign, dot, at, taken)


HALF = 9.0
STEPS = (
    (0, 0), (18, 0), (-18, 0), (0, 18), (0, -18), (20, 14), (-20, 14), (20, -14), (-20, -14), (36, 0), (-36, 0),
    (36, 20), (-36, 20), (0, 36), (0, -36), (36, -20), (-36, -20),
)  # fmt: skip


def _around(x: float, y: float, half: float) -> _Box:
    return _Box(x - half, y - half, x + half, y + half)


def _named(name: Said, sign: Sign | None, dot: tuple[float, float], at: tuple[float, float], taken: list[_Box]) -> Mark:
    """The name beside its symbol, on the first side that is free; left out where none is."""
    (x, y), (sx, sy), half = dot, at, HALF if sign else 4.0
    long = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name) * LETTER
    choices = [
        (sx + half + 4, sy + 4, "start"), (sx - half - 4, sy + 4, "end"), (sx, sy - half - 5, "middle"),
        (sx, sy + half + 13, "middle"), (sx + half + 2, sy - half, "start"), (sx + half + 2, sy + half + 9, "start"),
        (sx - half - 2, sy - half, "end"), (sx - half - 2, sy + half + 9, "end"),
    ]  # fmt: skip
    tx, ty, anchor, named = choices[0][0], choices[0][1], "start", False
    for left, base, how in choices:
        start = left - (0 if how == "start" else long if how == "end" else long / 2)
        box = _Box(start - 1, base - 11, start + long + 1, base + 3)
        if box.inside and not any(box.hits(other) for other in taken):
            taken.append(box)
            tx, ty, anchor, named = left, base, how, True
            break
    led = hypot(sx - x, sy - y) > 1.0
    return Mark(
        name, sign, f"{x:.1f}", f"{y:.1f}", f"{sx:.1f}", f"{sy:.1f}", f"{tx:.1f}", f"{ty:.1f}", anchor, led, named
    )  # fmt: skip


WAYS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def _beyond(places: Sequence[Place], language: str, window: Window) -> Iterable[Beyond]:
    """The far places, named at the right edge one below the other, each with its distance and direction."""
    for line, place in enumerate(sorted(places, key=lambda each: each.latitude, reverse=True)):
        here, there = (window.longitude, window.latitude), (place.longitude, place.latitude)
        turn = bearing(here, there)
        kilometres = round(distance(here, there), -2 if distance(here, there) >= 1000 else -1)
        yield Beyond(
            _called(place, language), sign_of(place.symbol), int(kilometres), WAYS[round(turn / 45) % 8],
            f"{WIDE - 14}", f"{20 + line * 18}", f"{turn:.0f}",
        )  # fmt: skip


def _rows(places: Iterable[Place], language: str) -> Iterable[Row]:
    for place in places:
        sign = sign_of(place.symbol)
        latitude, longitude = coordinate(place.latitude, "N", "S"), coordinate(place.longitude, "E", "W")
        yield Row(_called(place, language), sign.side if sign else "", latitude, longitude)
