"""Without a style sheet, copied or read aloud, the report's text still keeps apart what is apart."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.report.journals import by_people_to_the_end, cut, played
from tests.report.test_html import hostile
from whitecell.report import aar, html, report

INLINE = frozenset("a code em span strong sub sup del s svg path circle rect line tspan".split())
NAMES = ["flagship", "stopped", "people", "hostile"]


class Plain(HTMLParser):
    """The text alone, with nothing put between elements; and where two that stand apart on the page merge in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.merged: list[str] = []
        self.apart = False
        self.feed(re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.apart = self.apart or tag not in INLINE

    def handle_endtag(self, tag: str) -> None:
        self.apart = self.apart or tag not in INLINE

    def handle_data(self, data: str) -> None:
        if self.apart and not (self.text + " ")[-1].isspace() and not data[0].isspace():
            self.merged.append(f"{self.text[-30:]}|{data[:30]}")
        self.text += data
        self.apart = False


@cache
def plain(name: str) -> Plain:
    journal = played("two-keys")
    pages = {
        "flagship": lambda: html(report(played("extended-deterrence"))),
        "stopped": lambda: html(report(cut(journal, len(journal.records) // 2))),
        "people": lambda: html(aar(by_people_to_the_end().exercise)),
        "hostile": lambda: html(report(hostile())),
    }
    return Plain(pages[name]())


@pytest.mark.parametrize("name", NAMES)
def test_no_two_parts_of_the_page_merge(name: str) -> None:
    assert plain(name).merged == []


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_an_event_stands_in_brackets_apart_from_values(name: str) -> None:
    text = plain(name).text
    assert re.findall(r"\S{0,20}[^\s(]\[\d+\]", text) == []
    assert re.findall(r"\[\d+\][\w\[(]\S{0,20}", text) == []
    assert len(re.findall(r"\s\[\d+\]", text)) > 10


@pytest.mark.parametrize("name", NAMES)
def test_no_space_stands_before_a_stop_or_within_brackets(name: str) -> None:
    if name != "hostile":
        assert re.findall(r"\S+ [:;,.)](?=\s)|\( ", plain(name).text) == []


def test_labels_values_and_units_are_kept_apart() -> None:
    text = " ".join(plain("flagship").text.split())
    for words in (
        "extended-deterrence 1.0 · seed 7 · no course · 8 Mar 2027, 09:00 KST to 24 Mar 21:00 · 164 events",
        "Assurance of the ally 0.388 0 to 1 began at 0.450 [1]", "Tension index 0 to 10, seen by everybody",
        "Tension index 0 to 10 3.50 → 4.52", "carried out · over an objection · lapsed", "Events 164 Head digest",
        "opened [23] · closed [54]",
    ):  # fmt: skip
        assert words in text, words
