"""How often each course came to each outcome."""

from whitecell.report.sweep.axis import decimals, times, told
from whitecell.report.sweep.model import Bar, Estimate, Outcome, Segment
from whitecell.report.sweep.naming import Names
from whitecell.report.sweep.verdicts import unit
from whitecell.sweep import Sweep


def estimates(sweep: Sweep, names: Names, key: str) -> tuple[Estimate, ...]:
    """A feature of each course, printed alike."""
    feature = names.features[key]
    found = [sweep.interval(course, key) for course in sweep.courses]
    shown = [times(each, unit(feature)) for each in found]
    places = decimals(shown)
    return tuple(
        Estimate(course, interval, told(printed, places))
        for course, interval, printed in zip(names.courses, found, shown, strict=True)
    )


def outcomes(sweep: Sweep, names: Names) -> tuple[Outcome, ...]:
    """The outcomes in the scenario's order; that none of them came last, if it ever did. None of a scenario without."""
    if not sweep.plan.scenario.outcomes:
        return ()
    keys = [key for key in sweep.plan.features if key.startswith("outcome/")]
    found = [
        Outcome(n, names.features[key], key != "outcome/-", estimates(sweep, names, key))
        for n, key in enumerate(keys, 1)
    ]
    return tuple(o for o in found if o.named or any(each.interval.mean > 0.0 for each in o.estimates))


def bars(outcomes: tuple[Outcome, ...], names: Names) -> tuple[Bar, ...]:
    """The outcomes of each course as pieces of one bar."""
    found = []
    for n, course in enumerate(names.courses):
        x, segments = 0.0, []
        for outcome in outcomes:
            width = outcome.estimates[n].interval.mean * 100.0
            if width > 0.0:
                segments.append(Segment(outcome, round(x, 3), round(width, 3)))
            x += width
        found.append(Bar(course, tuple(segments)))
    return tuple(found)
