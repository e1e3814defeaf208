"""What the author approves: flows without an approval, and approvals of nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from whitecell.check.accepted import Finding, covers
from whitecell.check.secrecy.flows import flows, located
from whitecell.check.secrecy.report import LeakReport, Looked, approve
from whitecell.scenario import Checked, Fault, Scenario

APPROVABLE = re.compile(r"[CDFW]\d{3}")
ABOUT = {
    "D101": "actions", "D102": "moves", "D103": "injects", "D104": "injects", "D105": "outcomes", "D106": "actions",
    "D107": "actions", "D108": "state", "D109": "parameters",
}  # fmt: skip
"""The section of what a finding of dry plays is about."""


def flow_faults(checked: Checked) -> list[Fault]:
    """Flows that nobody approved, and approvals of flows that are not there: what --leaks tells of the file alone."""
    scenario = checked.scenario
    assert scenario is not None
    left, approved, stale = approve(scenario, flows(scenario))
    report = LeakReport(scenario.id, (), tuple(left), tuple(approved), tuple(stale), Looked(), checked.places)
    told = [report.flow_fault(flow) for flow in report.flows]
    for entry in report.stale:
        file, line, column = located(checked.places, ("accepted", scenario.accepted.index(entry)))
        told.append(replace(report.stale_fault(entry), file=file, line=line, column=column))
    return told


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
                          "Mend what it is about; only warnings can be approved.")  # fmt: skip
        elif entry.code[0] == "D":
            if not any(named(entry.place, id_) for id_ in dry_places(scenario, entry.code)):
                yield Finding("C124", path, entry.place,
                              f"'{entry.place}' names nothing that {entry.code} could be about",
                              "Correct the place, or delete the entry.")  # fmt: skip
        elif not any(covers(entry, finding) for finding in found):
            yield Finding("C124", path, entry.place, f"there is no {entry.code} at '{entry.place}' to approve",
                          "Correct the place, or delete the entry.")  # fmt: skip


def named(place: str, id_: str) -> bool:
    """Whether an approval's place names this id, or one of its ends (`stock: below`)."""
    return fnmatchcase(id_, place) or any(fnmatchcase(f"{id_}: {end}", place) for end in ("above", "below"))


def dry_places(scenario: Scenario, code: str) -> Iterable[str]:
    """The ids that a finding of dry plays with this code can be about."""
    sections: dict[str, Iterable[str]] = {
        "actions": scenario.action, "moves": scenario.move, "injects": scenario.inject, "state": scenario.index,
        "outcomes": (outcome.id for outcome in scenario.outcomes),
        "parameters": (parameter.name for parameter in scenario.parameters),
    }  # fmt: skip
    return sections[ABOUT[code]] if code in ABOUT else ()
