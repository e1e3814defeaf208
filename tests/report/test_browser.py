"""The report in a browser: accessible in both themes, wide and narrow, and it asks the network for nothing."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.report.journals import by_people_to_the_end, cut, played
from tests.report.live_play import flagship, two_keys
from tests.report.test_html import hostile
from whitecell.report import aar, html, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VENDOR = Path(__file__).parents[1] / "browser" / "vendor"
Theme = Literal["light", "dark"]
NAMES = ("flagship", "korean", "pennies", "stopped", "people", "live", "live, korean", "ended early", "hostile")


@cache
def pages() -> dict[str, str]:
    journal = played("two-keys")
    return {
        "flagship": html(report(played("extended-deterrence"))),
        "korean": html(report(played("extended-deterrence"), "ko")),
        "pennies": html(report(played("matching-pennies"))),
        "stopped": html(report(cut(journal, len(journal.records) // 2))),
        "people": html(aar(by_people_to_the_end().exercise)),
        "live": html(aar(flagship().exercise)),
        "live, korean": html(aar(flagship().exercise, language="ko")),
        "ended early": html(aar(two_keys().exercise)),
        "hostile": html(report(hostile())),
    }


def test_the_vendored_axe_is_the_one_its_manifest_names() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() == manifest["axe.min.js"]["sha256"]


def faults(page: Any) -> list[str]:
    """What axe finds, each with the first place where."""
    page.add_script_tag(path=str(VENDOR / "axe.min.js"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_report_is_accessible_and_quiet(chromium: Browser, tmp_path: Path, name: str, theme: Theme) -> None:
    file = tmp_path / "aar.html"
    file.write_text(pages()[name], encoding="utf-8")
    context = chromium.new_context(
        color_scheme=theme, viewport={"width": 1280, "height": 800}, java_script_enabled=True, bypass_csp=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert faults(page) == []
    assert asked == [file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [640, 960, 1280, 1920])
def test_the_page_never_scrolls_sideways(chromium: Browser, tmp_path: Path, width: int) -> None:
    """640 pixels is 1280 at 200 % zoom."""
    file = tmp_path / "aar.html"
    file.write_text(pages()["flagship"], encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.browser
def test_the_overview_is_one_screen_and_the_print_carries_the_banner(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "aar.html"
    file.write_text(pages()["flagship"], encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    picture = page.locator("#overview svg.lanes").bounding_box()
    assert picture is not None
    assert picture["y"] + picture["height"] <= 800
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [640, 1280])
def test_a_marking_stands_on_one_line(chromium: Browser, tmp_path: Path, width: int) -> None:
    """A banner that was broken in two could be read as two."""
    file = tmp_path / "aar.html"
    file.write_text(pages()["flagship"], encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    heights = page.evaluate("""[...document.querySelectorAll('.marking')].map(each =>
        [each.textContent, each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight)])""")
    assert len(heights) > 20
    assert [text for text, lines in heights if lines > 1.5] == []
    context.close()
