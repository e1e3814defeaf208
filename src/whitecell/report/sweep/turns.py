"""Rankings that turn within the range of an assumption, the clearest first."""

from whitecell.report.sweep.axis import around, decimals, times, told
from whitecell.report.sweep.model import Part, Turn
from whitecell.report.sweep.naming import Names
from whitecell.report.sweep.verdicts import unit, verdict
from whitecell.sweep import Interval, Sweep


def turns(sweep: Sweep, names: Names) -> tuple[Turn, ...]:
    """Every turn; measures first, then by how clear the less clear of its two signs is."""
    courses = {course.id: course for course in names.courses}
    varied = {factor.name: factor for factor in sweep.plan.design.factors}
    found = []
    for flip in sweep.flips:
        feature = names.features[flip.feature]
        parts = [part and times(part, unit(feature)) for part in flip.parts]
        known = [part for part in parts if part]
        axis = around([0.0, *(bound for part in known for bound in (part.low, part.high))], 0.08, 100.0, 0.0)
        places, factor, n = decimals(known), varied[flip.factor], len(parts)
        shown = tuple(
            Part(
                names.part(factor, k / n), names.part(factor, (k + 1) / n),
                told(part, places, signed=True) if part else None, verdict(part, feature.better) if part else "unknown",
                *((axis.at(part.mean), axis.at(part.high), axis.at(part.low)) if part else (50.0, 50.0, 50.0)),
            )
            for k, part in enumerate(parts)
        )  # fmt: skip
        turn = Turn(courses[flip.course], feature, names.factors[flip.factor], shown, axis.at(0.0))
        found.append((feature.kind != "measure", -clearness(known), turn))
    return tuple(turn for *_, turn in sorted(found, key=lambda each: each[:2]))


def clearness(parts: list[Interval]) -> float:
    """How many half-intervals the less clear of the two signs lies from zero."""

    def most(sign: float) -> float:
        return max(sign * part.mean / max((part.high - part.low) / 2, 1e-12) for part in parts)

    return min(most(1.0), most(-1.0))
