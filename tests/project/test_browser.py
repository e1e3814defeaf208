"""The browser that the page tests drive does start, and its absence is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.project.tree import ROOT


@pytest.mark.browser
def test_chromium_shows_a_page(chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.set_content("<title>Move 2</title><h1>한국어</h1>")
    assert (page.title(), page.inner_text("h1")) == ("Move 2", "한국어")
    context.close()


def test_without_chromium_the_skip_is_loud(tmp_path: Path) -> None:
    (tmp_path / "bash").symlink_to(shutil.which("bash") or "")
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "browser",
            "tests/project/test_browser.py",
        ],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    assert "BROWSER TESTS SKIPPED" in result.stdout
    assert "1 not run" in result.stdout
