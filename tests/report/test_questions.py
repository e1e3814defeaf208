"""docs/reference/questions-and-answers.md: what it quotes from the report of `make demo` still stands there."""

from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser

from tests.project.tree import ROOT
from tests.report.journals import played
from whitecell.report import html, report

PAGE = (ROOT / "docs/reference/questions-and-answers.md").read_text(encoding="utf-8")
ANSWERED = re.compile(r"^## (\d+)\. [^\n]+\?\n\n(.+?)\n\n\*In the report: (.+?)\.\*$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"\*\*(.+?)\*\*|`(.+?)`", re.DOTALL)
REFERENCE = re.compile(r"\[\d+\]")
INLINE = frozenset("a code em span strong".split())


class Places(HTMLParser):
    """The report's text by the headings it stands under."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: defaultdict[str, list[str]] = defaultdict(list)
        self.section = self.part = self.inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "h3"):
            self.inside, self.part = tag, ""
            self.section = "" if tag == "h2" else self.section
        self.add("" if tag in INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside
        self.add("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if self.inside == "h2":
            self.section += data
        elif self.inside == "h3":
            self.part += data
        else:
            self.add(data)

    def add(self, text: str) -> None:
        if not self.inside:
            self.texts[plain(self.section)].append(text)
            self.texts[plain(f"{self.section}, {self.part}")].append(text)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_ten_answers_quote_the_report_of_the_demo() -> None:
    places = Places(html(report(played("extended-deterrence")))).texts
    answers = ANSWERED.findall(PAGE)
    assert [number for number, _, _ in answers] == [str(number) for number in range(1, 11)]
    stale = []
    for number, answer, named in answers:
        quotes = [plain(bold or code) for bold, code in QUOTED.findall(answer)]
        assert quotes, number
        searched = [plain("".join(places[plain(place)])) for place in named.split(";")]
        assert all(searched), named
        stale += [(number, quote) for quote in quotes if not any(quote in text for text in searched)]
        stale += [(number, text) for text in REFERENCE.findall(QUOTED.sub("", answer))]  # nothing would check these
    assert stale == []


def test_each_place_named_is_searched_alone() -> None:
    places = Places('<h2>A</h2><h3>B 1</h3><p>x <a class="ref">[7]</a>; y</p><h3>B 2</h3><td>z</td><td>u</td>').texts
    assert plain("".join(places["A, B 1"])) == "x [7]; y"
    assert plain("".join(places["A, B 2"])) == "z u"
    assert plain("".join(places["A"])) == "x [7]; y z u"
