"""Findings that the pack's author approves."""

from collections.abc import Iterable, Iterator

from whitecell.scenario import Fault, Scenario


def accept(scenario: Scenario, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The findings that no `accepted:` entry approves: one of the same code whose place the message names."""
    for fault in faults:
        if not any(a.code == fault.code and f"'{a.place}'" in fault.message for a in scenario.accepted):
            yield fault
