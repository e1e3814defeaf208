"""The static check as a whole."""

from collections.abc import Iterable, Iterator

from whitecell.check.accepted import Finding, accept, warnings
from whitecell.check.lint.approvals import flow_faults, unused
from whitecell.check.lint.assumptions import courses, parameters, sources, variables
from whitecell.check.lint.deeds import actions, rules
from whitecell.check.lint.msel import injects, reading
from whitecell.check.lint.purpose import objectives, outcomes
from whitecell.check.lint.timeline import moves, questions
from whitecell.check.lint.words import translations
from whitecell.check.prospects import prospects
from whitecell.check.usage import Usage
from whitecell.scenario import Checked, Fault


def findings(checked: Checked) -> Iterator[Finding]:
    """Everything the static check finds, approved or not."""
    scenario = checked.scenario
    assert scenario is not None, "only a pack without errors can be looked through"
    possible, usage = prospects(scenario), Usage(scenario)
    yield from injects(scenario, possible)
    yield from reading(scenario)
    yield from objectives(scenario)
    yield from questions(scenario)
    yield from moves(scenario, possible)
    yield from outcomes(scenario, possible)
    yield from actions(scenario, possible)
    yield from rules(scenario, possible)
    yield from parameters(scenario, usage)
    yield from variables(scenario, usage)
    yield from sources(scenario)
    yield from courses(scenario)
    yield from translations(scenario, checked.places)


def lint(checked: Checked) -> list[Fault]:
    """What the static check finds and no entry of `accepted:` approves, flows and stale approvals too.

    Less than a fifth of a second for a pack of 10,000 lines.
    """
    scenario = checked.scenario
    assert scenario is not None, "only a pack without errors can be looked through"
    found = list(findings(checked))
    told = [finding.fault(checked) for finding in accept(scenario, found)]
    told += [
        finding.fault(checked) for finding in unused(scenario, found + [finding for _, finding in warnings(checked)])
    ]
    return told + flow_faults(checked)


def in_order(checked: Checked, faults: Iterable[Fault]) -> list[Fault]:
    """Faults in the order of the files: the scenario's before those of its injects, by line and column."""
    main = checked.places.get((), ("", 0, 0))[0]
    return sorted(faults, key=lambda fault: (fault.file != main, fault.file, fault.line, fault.column, fault.code))
