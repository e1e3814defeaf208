"""The report of a sweep, put together."""

from whitecell import __version__
from whitecell.kernel import Kernel, compiled
from whitecell.report.sweep.frontier import frontier
from whitecell.report.sweep.model import About, Count, Report
from whitecell.report.sweep.naming import Names, command, vary
from whitecell.report.sweep.outcomes import bars, estimates, outcomes
from whitecell.report.sweep.paths import PLAYS, paths
from whitecell.report.sweep.spread import measured
from whitecell.report.sweep.turns import turns
from whitecell.report.sweep.verdicts import forests, results
from whitecell.sweep import Sweep
from whitecell.tongue import number


def report(sweep: Sweep, language: str | None = None, kernel: Kernel | None = None) -> Report:
    """The report of a sweep, in the scenario's first language unless another is wanted.

    A few plays of each course are made anew for the paths they take.
    """
    names = Names(sweep.plan, language or sweep.plan.scenario.languages[0])
    found, differences = outcomes(sweep, names), forests(sweep, names)
    return Report(
        about=about(sweep, names),
        courses=names.courses,
        factors=tuple(names.factors.values()),
        results=results(differences, names),
        directed=sum(measure.better != "neither" for measure in sweep.plan.scenario.measures),
        outcomes=found,
        bars=bars(found, names),
        moves=estimates(sweep, names, "moves"),
        measures=measured(sweep, names),
        forests=differences,
        frontier=frontier(sweep, names),
        paths=paths(sweep, names, kernel or compiled(sweep.plan.scenario)),
        path_plays=PLAYS,
        turns=turns(sweep, names),
    )


def about(sweep: Sweep, names: Names) -> About:
    """What was done."""
    plan, scenario, until = sweep.plan, sweep.plan.scenario, sweep.plan.until
    return About(
        title=names.say(scenario.title),
        summary=names.say(scenario.summary),
        banner=names.say(scenario.marking),
        pack=scenario.id,
        version=scenario.version,
        digest=scenario.digest,
        language=names.language,
        seed=str(plan.seed),
        design=plan.design.kind,
        plays=Count(sweep.plays),
        planned=Count(plan.design.plays),
        points=Count(sweep.sums.count if plan.design.factors else 1),
        each=Count(plan.design.each),
        block=Count(plan.block),
        seconds=sweep.seconds,
        whitecell=__version__,
        command=command(plan),
        vary=vary(plan),
        until=(names.features[until.feature], number(until.width)) if until else None,
        held=names.held(),
    )
