"""What stands on a page in our own words: its text and the attributes that are read, without what a pack wrote."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from whitecell.scenario import Scenario, Text

READ = ("aria-label", "title", "alt", "placeholder", "content")
VOID = frozenset("meta br hr img input link".split())


class OurWords(HTMLParser):
    """The words of a page but those in code, in a style sheet, and in an element marked with another language."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.language = ""
        self.kept: list[bool] = [True]
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.language = found["lang"] or ""
        kept = self.kept[-1] and tag not in ("code", "style", "script")
        kept = kept and (found.get("lang") or self.language) == self.language
        if tag not in VOID:
            self.kept.append(kept)
        if kept and tag != "meta":
            self.text += [value for name, value in attrs if name in READ and value and tag != "td"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.kept.pop()

    def handle_data(self, data: str) -> None:
        if self.kept[-1]:
            self.text.append(data)


def texts(value: object, language: str, seen: set[int]) -> set[str]:
    """Every text of a scenario in a language, its ids, and its plain strings."""
    if id(value) in seen:
        return set()
    seen.add(id(value))
    if isinstance(value, Text):
        return {value.say(language)}
    if isinstance(value, str):
        return {value, value.replace("_", " ")}
    if isinstance(value, dict):
        return set().union(*(texts(each, language, seen) for pair in value.items() for each in pair))
    if isinstance(value, tuple | list | frozenset):
        return set().union(*(texts(each, language, seen) for each in value))
    fields = getattr(value, "__dataclass_fields__", {})
    return set().union(*(texts(getattr(value, name), language, seen) for name in fields))


def own(source: str, scenario: Scenario) -> str:
    """A page's text without what its pack wrote."""
    page = OurWords(source)
    text = " ".join(" ".join(page.text).split())
    written = {" ".join(each.split()) for each in texts(scenario, page.language, set())}
    for each in sorted(written, key=len, reverse=True):
        if re.search("[A-Za-z가-힣]", each):
            text = re.sub(rf"(?<![a-zA-Z]){re.escape(each)}(?![a-zA-Z])", " ", text, flags=re.IGNORECASE)
    return text
