"""What the author approves: flows without an approval, and approvals of nothing."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from whitecell.check.accepted import Finding, covers
from whitecell.check.secrecy.flows import flows
from whitecell.check.secrecy.report import LeakReport, Looked, approve
from whitecell.scenario import Checked, Fault, Scenario

APPROVABLE = re.compile(r"[CDF]\d{3}")


def flow_faults(checked: Checked) -> list[Fault]:
    """Flows that nobody approved, and approvals of flows that are not there: what --leaks tells of the file alone."""
    scenario = checked.scenario
    assert scenario is not None
    left, approved, stale = approve(scenario, flows(scenario))
    report = LeakReport(scenario.id, (), tuple(left), tuple(approved), tuple(stale), Looked(), checked.places)
    return report.faults()


def unused(scenario: Scenario, found: Iterable[Finding]) -> Iterator[Finding]:
    """Entries of `accepted:` that approve nothing. What dry plays find depends on how many they are, so that an entry
    for one of their codes is only to name something that is there. Entries for flows are not judged here.
    """
    found = list(found)
    for place, entry in enumerate(scenario.accepted):
        path = ("accepted", place)
        if entry.code[:1] in ("F", "L"):
            continue
        if not APPROVABLE.fullmatch(entry.code):
            yield Finding("C124", path, entry.place, f"{entry.code} cannot be approved",
                          "Mend what it is about; codes that begin with C, D or F can be approved.")  # fmt: skip
        elif entry.code[0] == "D":
            ids = list(dry_places(scenario, entry.code))
            if not any(fnmatchcase(id_, entry.place) for id_ in ids):
                yield Finding("C124", path, entry.place,
                              f"'{entry.place}' names nothing that {entry.code} could be about",
                              "Correct the place, or delete the entry.")  # fmt: skip
        elif not any(covers(entry, finding) for finding in found):
            yield Finding("C124", path, entry.place, f"there is no {entry.code} at '{entry.place}' to approve",
                          "Correct the place, or delete the entry.")  # fmt: skip


def dry_places(scenario: Scenario, code: str) -> Iterator[str]:
    """The ids that a finding of dry plays with this code can be about."""
    match code:
        case "D101" | "D106" | "D107":
            yield from scenario.action
        case "D102":
            yield from scenario.move
        case "D103" | "D104":
            yield from scenario.inject
        case "D105":
            yield from (outcome.id for outcome in scenario.outcomes)
        case "D108":
            yield from scenario.index
        case "D109":
            yield from (parameter.name for parameter in scenario.parameters)


