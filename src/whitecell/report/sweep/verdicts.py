"""How courses differ from the first: said, and where each difference stands on its axis."""

from collections.abc import Iterable
from math import inf, isfinite

from whitecell.report.figures import figure
from whitecell.report.sweep.axis import around, decimals, few, sign, times, told
from whitecell.report.sweep.model import Better, Difference, Feature, Forest, Result, Tick, Verdict
from whitecell.report.sweep.naming import Names
from whitecell.sweep import Compared, Interval, Sweep


def unit(feature: Feature) -> float:
    """What a number of this feature is multiplied by to be printed: outcomes are told in per cent."""
    return 100.0 if feature.kind == "outcome" else 1.0


def verdict(difference: Interval, better: Better) -> Verdict:
    """What may be said of a difference to the first course."""
    if not (isfinite(difference.low) and isfinite(difference.high)):
        return "unknown"
    if difference.low == difference.high == 0.0:
        return "equal"
    if not difference.clear:
        return "same"
    if better == "neither":
        return "more" if difference.mean > 0.0 else "less"
    return "better" if (difference.mean > 0.0) == (better == "high") else "worse"


def forests(sweep: Sweep, names: Names) -> tuple[Forest, ...]:
    """The differences of every course to the first: measures, then outcomes, then the moves. None of one course."""
    first = sweep.courses[0]
    found: dict[str, list[Compared]] = {}
    for course in sweep.courses[1:]:
        for each in sweep.compare(course, first):
            found.setdefault(each.feature, []).append(each)
    order = sorted(found, key=lambda key: ("measure", "outcome", "moves").index(names.features[key].kind))
    return tuple(_forest(names.features[key], found[key], names) for key in order if not _nothing(sweep, key))


def _nothing(sweep: Sweep, key: str) -> bool:
    """Whether nothing is to be told: no play ended without a named outcome."""
    return key == "outcome/-" and all(sweep.interval(course, key).mean == 0.0 for course in sweep.courses)


def _forest(feature: Feature, compared: list[Compared], names: Names) -> Forest:
    differences = [times(each.difference, unit(feature)) for each in compared]
    axis = around([0.0, *(bound for each in differences for bound in (each.mean, each.low, each.high))])
    places, short = decimals(differences), few(each.mean for each in differences if each.clear)
    rows = tuple(
        Difference(
            names.courses[n], verdict(each, feature.better), told(each, places, signed=True), sign(each.mean, short),
            axis.at(each.mean), axis.at(each.low), axis.at(each.high),
            reduction(compared[n - 1].reduction if each.high > each.low else inf),
        )
        for n, each in enumerate(differences, 1)
    )  # fmt: skip
    return Forest(feature, rows, axis.at(0.0), tuple(Tick(at, text) for at, text in axis.ticks()))


def reduction(times: float) -> str:
    """How many times smaller common luck made a variance; nothing where the courses never differ."""
    if not isfinite(times):
        return ""
    return figure(times, 0 if times >= 99.5 else 1 if times >= 9.95 else 2)


def results(forests: Iterable[Forest], names: Names) -> tuple[Result, ...]:
    """What each course comes to, over the measures that say which way is better."""
    directed = [forest for forest in forests if forest.feature.better != "neither"]
    found = []
    for n, course in enumerate(names.courses[1:]):
        said = [(forest.feature, forest.rows[n].verdict) for forest in directed]
        better, worse = (tuple(f for f, v in said if v == which) for which in ("better", "worse"))
        rest = tuple(f for f, v in said if v not in ("better", "worse"))
        found.append(Result(course, better, worse, rest))
    return tuple(found)
