"""Every page at every step of an exercise: accessible, quiet, and nothing off its edge, in every theme and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.people import PATIENCE, faults
from tests.browser.stage import Stage
from tests.web.test_browser import enter, leave, quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
UNFOLD = "for (const d of document.querySelectorAll('main details')) if (!d.closest('.board')) d.open = true"
WIDTHS = (1280, 320, 1920)
FOUND = [
    ("light", "ko"),
    ("dark", "en"),
    pytest.param("light", "en", marks=pytest.mark.nightly),
    pytest.param("dark", "ko", marks=pytest.mark.nightly),
]
"""On every commit each theme and each language once; at night all four together."""


def sideways(page: Page) -> list[str]:
    """The widths at which the page is wider than its window. Leaves the window as it was."""
    found = []
    for width in (*WIDTHS, WIDTHS[0]):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"scrolls sideways at {width}")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("theme", "language"), FOUND)
def test_every_page_is_accessible_and_quiet_at_every_step(chromium: Browser, theme: str, language: str) -> None:
    stage, found = Stage(), []
    # Without transitions: a colour on its way to another is no fault.
    options = {"color_scheme": theme, "locale": language, "reduced_motion": "reduce"}
    context = enter(stage.site, stage.serving, chromium, *stage.grants, **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints = quiet(page)
    for step, looks in stage.steps():
        for look in looks:
            answer = page.goto(stage.serving.address + look.path)
            assert answer is not None
            page.evaluate(UNFOLD)
            said = [each for each in complaints if answer.ok or "Failed to load resource" not in each]
            found += [f"{look.name} {step}: {each}" for each in (*said, *faults(page), *sideways(page))]
            complaints.clear()
    leave(context)
    stage.close()
    assert found == []
