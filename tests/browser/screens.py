"""Pictures of every page, for looking at: `python -m tests.browser.screens [FOLDER] [WORD]`.

Both themes and both languages at 1280x800; Control, a cell and the plenary also at 1920x1080, and whole. With a word,
only pages whose name has it. They are written to out/screens.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.stage import Look, Stage
from tests.conftest import ROOT, find_chromium
from tests.web.test_browser import enter, leave

SMALL, WIDE = {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}
LOOKS = [(theme, language) for theme in ("light", "dark") for language in ("en", "ko")]


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "screens"
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        sys.exit("screens: no Chromium found by tools/browser.sh. On Debian: apt-get install chromium")
    stage, taken = Stage(), 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for step, looks in stage.steps():
            wanted = [look for look in looks if word in f"{step} {look.name}"]
            for theme, language in LOOKS if wanted else ():
                taken += take(browser, stage, folder, f"{step}", wanted, theme, language)
        browser.close()
    stage.close()
    print(f"{taken} pictures in {folder}")


def take(browser: Browser, stage: Stage, folder: Path, step: str, looks: list[Look], theme: str, language: str) -> int:
    """Pictures of these pages in one theme and language; how many."""
    context = enter(
        stage.site, stage.serving, browser, *stage.grants, color_scheme=theme, locale=language, viewport=SMALL
    )
    page, taken = context.new_page(), 0
    for look in looks:
        page.goto(stage.serving.address + look.path)
        page.evaluate("document.fonts.ready.then(() => true)")
        name = f"{look.name.replace(' ', '-')}-{step}-{theme}-{language}"
        page.screenshot(path=folder / f"{name}-1280.png")
        taken += 1
        if look.wide:
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            page.screenshot(path=folder / f"{name}-1920.png")
            page.set_viewport_size(SMALL)  # type: ignore[arg-type]
            taken += 1 + whole(page, folder / f"{name}-whole.png")
    leave(context)
    return taken


def whole(page: Page, file: Path) -> int:
    """The page, or its longest column, with all that lies below the edge of the screen."""
    high = page.evaluate(
        """Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll(".rail")].map(
            (rail) => rail.getBoundingClientRect().top + rail.scrollHeight + 24))"""
    )
    page.set_viewport_size({"width": SMALL["width"], "height": min(int(high), 4000)})
    page.screenshot(path=file)
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    return 1


if __name__ == "__main__":
    main()
