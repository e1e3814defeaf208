"""Findings, and those that the pack's author approves: one rule for every code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from whitecell.check.secrecy.flows import Path, located
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
