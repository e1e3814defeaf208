"""People at their browsers, for exercises played in Chromium: what each was shown, and what nobody else may see."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
PATIENCE = 45_000
"""Milliseconds that a page may take: the machine may be busy with other tests."""
HEAR = """
const add = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (name, listener, options) {
  if (!["open", "error"].includes(name)) add.call(this, name, (event) => window.heard(event.data ?? ""));
  return add.call(this, name, listener, options);
};
"""
"""Tells the test what comes by a page's stream, before the page makes anything of it."""
CUT = ("net::ERR_", "status of 422", "status of 403", "status of 410")
"""What Chromium says by itself of a refusal or of a server that is gone: no fault of the page."""


def plain(text: str) -> str:
    """HTML or a stream's data as it would be searched for words."""
    return re.sub(r"\s+", " ", html.unescape(text))


class Person:
    """One browser with one page, which notes all it is shown and all it complains of."""

    def __init__(self, chromium: Browser, name: str, **options: Any) -> None:
        self.name = name
        self.context = chromium.new_context(**{"locale": "en", "viewport": {"width": 1280, "height": 800}, **options})
        self.context.set_default_timeout(PATIENCE)
        self.context.set_default_navigation_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.shown: list[str] = []
        self.context.expose_binding("heard", lambda source, data: self.shown.append(str(data)))
        self.context.add_init_script(HEAR)
        self.page = self.context.new_page()
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        """Note what a page complains of: a broken policy, a script's fault, a dialog."""

        def said(kind: str, text: str) -> None:
            if kind in ("error", "warning") and not any(each in text for each in CUT):
                self.complaints.append(text)

        page.on("console", lambda message: said(message.type, message.text))
        page.on("pageerror", lambda error: said("error", str(error)))
        page.on("dialog", lambda dialog: (said("error", f"dialog {dialog.message}"), dialog.dismiss()))

    def join(self, link: str) -> None:
        """Come in by a link; the address then holds no secret."""
        self.page.goto(link)
        if self.page.locator("#name").count():
            self.page.locator("#name").fill(self.name)
        self.page.locator("main form button").click()
        self.page.wait_for_url(lambda url: "/join/" not in url)
        self.keep()

    def keep(self) -> None:
        """Note what the page shows at this moment, all of it, whether folded or not."""
        self.shown.append(self.page.content())

    def saw(self, words: str) -> bool:
        """Whether these words were ever on this browser's page or in its stream."""
        self.keep()
        self.shown = [plain(" ".join(self.shown))]
        return words in self.shown[0]

    def sure(self, opens: str, does: str, within: Locator | None = None) -> None:
        """The two clicks of what can not be taken back: the first shows what the second does."""
        place = within or self.page.locator("body")
        summary = place.locator("details > summary", has_text=opens).locator("visible=true").first
        summary.click()
        summary.locator("xpath=..").get_by_role("button", name=does).click()

    def follows(self) -> None:
        """Wait until the page has its stream."""
        self.page.locator("#line[hidden]").wait_for(state="attached")

    def regions(self) -> dict[str, str]:
        """The text of each region, as it would be read."""
        found: dict[str, str] = self.page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.region')].map(r => [r.id, r.textContent]))"
        )
        return found

    def leave(self) -> None:
        """Close the browser once its page has let go of its stream: Chromium else now and then never ends closing."""
        for page in self.context.pages:
            page.goto("about:blank")
        self.context.close()


@dataclass
class Secrets:
    """Words that only some may see. `check` looks for each in all that everybody has ever been shown."""

    people: list[Person]
    words: dict[str, frozenset[str]] = field(default_factory=dict)

    def tell(self, words: str, *readers: Person) -> str:
        """Words that these may see from now on."""
        self.words[words] = self.words.get(words, frozenset()) | {person.name for person in readers}
        return words

    def check(self) -> None:
        """Nobody has seen what is not for them."""
        found = [
            f"{person.name} has seen: {words}"
            for person in self.people
            for words, readers in self.words.items()
            if person.name not in readers and person.saw(words)
        ]
        assert found == []


def until(page: Page, condition: str, argument: object = None) -> None:
    """Wait for what no locator says. (`wait_for_function` evaluates text in the page, which its policy forbids.)"""
    end = monotonic() + PATIENCE / 1000
    while not page.evaluate(condition, argument):
        assert monotonic() < end, condition
        page.wait_for_timeout(50)


def faults(page: Page) -> list[str]:
    """What axe finds, each with the first place where."""
    page.evaluate(f"{AXE.read_text('utf-8')}; 0")  # a script tag would need a page without its policy
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found["violations"]]
