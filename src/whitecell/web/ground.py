"""The ground of a map: coasts and borders of the world (Natural Earth, 1:50 million) within a window, as paths.

Does: cut the vendored coasts to a window and round them to what can be seen. Never: knows a scenario.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import cos, radians
from typing import Any

Point = tuple[float, float]
Line = list[Point]

NEAR = 0.7
"""Units of the picture that two points of a coast must be apart to be drawn both."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a map shows: its middle in degrees, how many units of the picture a degree of latitude is, and its size."""

    longitude: float
    latitude: float
    scale: float
    wide: int
    high: int

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place lies in the picture, on the sheet nearest to the middle."""
        east = (longitude - self.longitude + 180.0) % 360.0 - 180.0
        return self.wide / 2 + east * self.scale * self.squeeze, self.high / 2 - (latitude - self.latitude) * self.scale

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, in the middle."""
        return cos(radians(self.latitude))

    @property
    def kilometre(self) -> float:
        """Units of the picture."""
        return self.scale / 111.2


@dataclass(frozen=True, slots=True)
class Ground:
    """The paths of land and of borders between countries; empty where there is only sea."""

    land: str
    borders: str


@dataclass(frozen=True)
class _Atlas:
    rings: tuple[Line, ...]
    borders: tuple[Line, ...]


@cache
def _atlas() -> _Atlas:
    """Every coast as rings and every border as lines, in degrees."""
    text = resources.files("whitecell.web").joinpath("atlas", "countries-50m.json").read_text(encoding="utf-8")
    told = json.loads(text)
    (kx, ky), (x0, y0) = told["transform"]["scale"], told["transform"]["translate"]
    arcs = [list(_walk(arc, kx, ky, x0, y0)) for arc in told["arcs"]]
    land = told["objects"]["land"]["geometries"]
    rings = tuple(_ring(arcs, ring) for shape in land for polygon in _polygons(shape) for ring in polygon)
    used = Counter(
        arc if arc >= 0 else ~arc
        for shape in told["objects"]["countries"]["geometries"]
        for polygon in _polygons(shape) for ring in polygon for arc in ring
    )  # fmt: skip
    return _Atlas(rings, tuple(arcs[arc] for arc, times in used.items() if times > 1))


def _walk(arc: Iterable[Sequence[int]], kx: float, ky: float, x0: float, y0: float) -> Iterator[Point]:
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * kx + x0, y * ky + y0


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    found: Any = shape.get("arcs", [])
    return [found] if shape["type"] == "Polygon" else found if shape["type"] == "MultiPolygon" else []


def _ring(arcs: list[Line], ring: Iterable[int]) -> Line:
    found: Line = []
    for arc in ring:
        part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        found += part[1:] if found else part
    return found


@lru_cache(64)
def ground(window: Window) -> Ground:
    """The land and the borders that this window shows."""
    across = window.wide / window.scale / window.squeeze / 2 + 1.0
    up = window.high / window.scale / 2 + 1.0
    edges = (-across, window.latitude - up, across, window.latitude + up)
    land, borders = [], []
    for turn in (-360.0, 0.0, 360.0):
        east = turn - window.longitude
        for ring in _atlas().rings:
            if _meets(ring, east, edges) and len(cut := _cut([(x + east, y) for x, y in ring], edges)) > 2:
                land.append(_path(cut, window, closed=True))
        for line in _atlas().borders:
            if _meets(line, east, edges):
                borders += [_path(part, window) for part in _within([(x + east, y) for x, y in line], edges)]
    return Ground("".join(land), "".join(borders))


def _meets(line: Line, east: float, edges: tuple[float, float, float, float]) -> bool:
    west, south, far, north = edges
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs) + east <= far and max(xs) + east >= west and min(ys) <= north and max(ys) >= south


def _cut(ring: Line, edges: tuple[float, float, float, float]) -> Line:
    """What of a ring lies within the edges (Sutherland and Hodgman)."""
    for axis, edge, sign in ((0, edges[0], 1), (0, edges[2], -1), (1, edges[1], 1), (1, edges[3], -1)):
        kept: Line = []
        for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            was, now = (before[axis] - edge) * sign >= 0, (point[axis] - edge) * sign >= 0
            if was != now:
                share = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append(
                    (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
                )  # fmt: skip
            if now:
                kept.append(point)
        ring = kept
    return ring


def _within(line: Line, edges: tuple[float, float, float, float]) -> list[Line]:
    """The stretches of a line that are near the window; the picture's own edge cuts the rest."""
    west, south, east, north = edges
    parts: list[Line] = [[]]
    for x, y in line:
        if west <= x <= east and south <= y <= north:
            parts[-1].append((x, y))
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def _path(line: Line, window: Window, *, closed: bool = False) -> str:
    """A line as a path, without what is too near to the point before; nothing where it is but a speck."""
    kept: list[tuple[float, float]] = []
    for east, north in line:
        x = window.wide / 2 + east * window.scale * window.squeeze
        y = window.high / 2 - (north - window.latitude) * window.scale
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= NEAR:
            kept.append((x, y))
    if len(kept) < (4 if closed else 2):
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + ("Z" if closed else "")
