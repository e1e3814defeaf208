"""Findings, and those that the pack's author approves: one rule for every code."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from whitecell.check.secrecy.flows import Path, Places, located
from whitecell.scenario import Accepted, Checked, Fault, Scenario
from whitecell.scenario.fault import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the check found. `path` leads to the part of the file; `place` is the id an approval names, `route` a
    finer name for the same, where several findings of this code can have the same place.
    """

    code: str
    path: Path
    place: str
    message: str
    cure: str
    severity: Severity = "warning"
    route: str = ""

    def fault(self, checked: Checked) -> Fault:
        """The finding with its place in the file."""
        file, line, column = located(checked.places, self.path)
        return Fault(file, line, column, self.code, self.severity, self.message, self.cure)


def covers(entry: Accepted, finding: Finding) -> bool:
    """Whether an entry of `accepted:` approves a finding: its code, and its place or route, where `*` stands for
    anything. Errors cannot be approved.
    """
    if entry.code != finding.code or finding.severity == "error":
        return False
    return fnmatchcase(finding.place, entry.place) or bool(finding.route and fnmatchcase(finding.route, entry.place))


def accept(scenario: Scenario, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that no entry approves."""
    for finding in findings:
        if not any(covers(entry, finding) for entry in scenario.accepted):
            yield finding


def owner(path: Path) -> str:
    """What a part of the file belongs to: the id of the cell, action, inject, ...; a key of the file itself."""
    return str(path[1] if len(path) > 1 else path[0])


def warnings(checked: Checked) -> list[tuple[Fault, Finding]]:
    """The warnings of a pack's loading, each with the finding that an approval would name."""
    faults = [fault for fault in checked.faults if fault.severity == "warning"]
    return [(fault, warning(fault, path)) for fault, path in zip(faults, paths(checked.places, faults), strict=True)]


def warning(fault: Fault, path: Path) -> Finding:
    """A warning of this part of the file."""
    route = ".".join(str(step) for step in path)
    return Finding(fault.code, path, owner(path), fault.message, fault.cure, route=route)


def paths(places: Places, faults: Iterable[Fault]) -> Iterator[Path]:
    """The part of the file that each fault is in: the last one that begins before it."""
    starts = sorted(((place, len(path), path) for path, place in places.items() if path), key=lambda start: start[:2])
    keys = [place for place, _, _ in starts]
    for fault in faults:
        at = bisect_right(keys, (fault.file, fault.line, fault.column))
        yield starts[at - 1][2] if at else ("title",)


def unapproved(checked: Checked) -> list[Fault]:
    """The faults of a pack's loading but for the warnings that its author approves."""
    if checked.scenario is None:
        return list(checked.faults)
    known = warnings(checked)
    left = set(map(id, accept(checked.scenario, [finding for _, finding in known])))
    approved = {id(fault) for fault, finding in known if id(finding) not in left}
    return [fault for fault in checked.faults if id(fault) not in approved]
