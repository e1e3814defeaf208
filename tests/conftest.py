"""What all tests share: the hypothesis profiles and the browser."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]

# Compiled kernels are kept beside the other caches of the tests, not in the user's.
os.environ.setdefault("WHITECELL_CACHE", str(ROOT / ".pytest_cache" / "kernels"))
NO_CHROMIUM = "no Chromium found by tools/browser.sh"

# The same examples on every run, so that a change never fails by luck; the nightly run looks for new ones.
settings.register_profile("commit", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "commit"))


@cache
def find_chromium() -> str | None:
    found = subprocess.run([ROOT / "tools" / "browser.sh"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Mark tests that use it `browser`; open a context of your own in each."""
    from playwright.sync_api import sync_playwright

    flags = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*flags.split(), "--no-first-run"])
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser") and not find_chromium():
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} not run: {NO_CHROMIUM}. On Debian: apt-get install chromium")
