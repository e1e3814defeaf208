"""Says loudly when PDF text could not be read."""

from __future__ import annotations

import pytest

from tests.kit.reading import NO_POPPLER


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_POPPLER in str(report.longrepr)]
    if skipped:
        terminalreporter.section("PDF TEXT NOT READ", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests not run: {NO_POPPLER}. On Debian: apt-get install poppler-utils")
