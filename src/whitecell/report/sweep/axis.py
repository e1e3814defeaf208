"""Axes and printed numbers: where a number stands, which an axis bears, how many decimals tell intervals apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from whitecell.report.figures import figure
from whitecell.report.sweep.model import Told
from whitecell.sweep import Interval

MOST = 6  # decimals
USUAL = 3


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, drawn from `start` to `end`."""

    low: float
    high: float
    start: float = 0.0
    end: float = 100.0

    def at(self, value: float) -> float:
        """Where a number stands; one beyond the axis at its end."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.start + (self.end - self.start) * min(max(share, 0.0), 1.0), 2)

    def ticks(self, about: int = 4) -> list[tuple[float, str]]:
        """Round numbers within it, each with its place, as they are printed: about so many, at least two."""
        width = self.high - self.low
        if not (isfinite(width) and width > 0.0):
            return [(self.at(self.low), figure(self.low, USUAL))]
        raw = width / max(about, 1)
        power = 10.0 ** floor(log10(raw))
        step = next(power * n for n in (1.0, 2.0, 5.0, 10.0) if power * n >= raw * 0.999)
        decimals = max(0, -floor(log10(step) + 1e-9))
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        if last <= first:
            return self.ticks(2 * about)
        return [(self.at(n * step), figure(n * step, decimals)) for n in range(first, last + 1)]


def around(values: Iterable[float], share: float = 0.06, start: float = 0.0, end: float = 100.0) -> Axis:
    """An axis that holds all these numbers, a little wider than they are; infinite ones are left out."""
    finite = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    room = (high - low) * share or abs(low) * share or 1.0
    return Axis(low - room, high + room, start, end)


def decimals(intervals: Iterable[Interval]) -> int:
    """How many decimals print these in one column: at least two digits of the widest and one of the narrowest."""
    halves = [half for each in intervals if isfinite(half := (each.high - each.low) / 2) and half > 0.0]
    if not halves:
        return USUAL
    return min(max(1 - floor(log10(max(halves))), -floor(log10(min(halves))), 0), MOST)


def few(numbers: Iterable[float]) -> int:
    """How many decimals print these in few digits: two of the largest, and one of every other."""
    sizes = [abs(each) for each in numbers if isfinite(each) and each]
    if not sizes:
        return 0
    return min(max(1 - floor(log10(max(sizes))), -floor(log10(min(sizes))), 0), MOST)


def told(interval: Interval, places: int, *, signed: bool = False) -> Told:
    """An interval as it is printed."""
    write = sign if signed else figure
    if not isfinite(interval.low) or not isfinite(interval.high):
        return Told(write(interval.mean, places), "", "")
    return Told(write(interval.mean, places), write(interval.low, places), write(interval.high, places))


def sign(number: float, places: int) -> str:
    """A number with its sign, a plus too."""
    text = figure(number, places)
    return f"+{text}" if number > 0.0 and text.strip("0.") else text


def times(interval: Interval, factor: float) -> Interval:
    """An interval in another unit."""
    return Interval(interval.mean * factor, interval.low * factor, interval.high * factor)
