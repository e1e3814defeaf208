"""The page: one file, every link leads somewhere, no text can do anything, the same journal gives the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.game.packs import small
from tests.report.journals import (
    ASKING,
    HOSTILE,
    by_people_to_the_end,
    cut,
    exercise_of,
    journal_of,
    played,
    told_to_one_ally,
)
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore, write_lines
from whitecell.players import conduct, setup
from whitecell.report import aar, html, report, write

ALLOWED = frozenset(
    "html head meta title style body a header span strong div nav p ol ul li main section h1 h2 h3 h4 h5 dl dt dd"
    " figure figcaption svg path circle rect line text details summary table caption thead tbody tr th td code br"
    " em article footer blockquote pre sub sup del s hr tspan".split()
)


class Page(HTMLParser):
    """What a page holds: tags, ids, links, attributes and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[value or ""] += 1
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(journal: Journal) -> str:
    return html(report(journal))


SOME = [("matching-pennies", 7), ("two-keys", 7), ("extended-deterrence", 7)]


@pytest.mark.parametrize(("pack", "seed"), SOME)
def test_every_link_inside_leads_to_one_place_and_none_outside_is_loaded(pack: str, seed: int) -> None:
    source = page(played(pack, seed))
    found = Page(source)
    assert set(found.tags) <= ALLOWED
    assert max(found.ids.values()) == 1
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert [link for link in inside if link not in found.ids] == []
    assert [link for link in found.links if not re.match(r"#|https?:|mailto:", link)] == []
    assert not found.attributes & {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
    assert "url(" not in source and "@import" not in source
    assert "default-src 'none'" in source


@pytest.mark.parametrize(("pack", "seed"), SOME)
def test_every_event_has_its_line_and_every_draw_its_row(pack: str, seed: int) -> None:
    journal = played(pack, seed)
    told = report(journal)
    found = Page(html(told))
    assert [i for i in found.ids if re.fullmatch(r"e\d+", i)] == [f"e{n}" for n in range(1, len(journal.records) + 1)]
    assert sorted(i for i in found.ids if re.fullmatch(r"d\d+", i)) == sorted(f"d{d.number}" for d in told.draws)
    linked = Counter(found.links)
    for line in told.record:
        if line.kind in ("inject.released/1", "order.given/1", "need.asked/1", "need.answered/1", "move.closed/1"):
            assert linked[f"#e{line.seq}"] > 0, line
        if line.changes and line.kind != "result.proposed/1":
            assert linked[f"#e{line.seq}"] > 0, line


def test_the_banner_the_marking_and_the_head_are_printed() -> None:
    journal = played("two-keys")
    found = Page(page(journal))
    text = " ".join(" ".join(found.text).split())
    assert text.count("EXERCISE EXERCISE EXERCISE") >= 2
    assert "CONTROL" in text
    assert found.tags["html"] == 1 and '<html lang="en">' in page(journal)


def test_the_command_that_is_printed_verifies_the_journal_and_finds_a_cut_one(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from whitecell.cli import app

    table = conduct_two_keys()
    text = " ".join("".join(Page(page(journal_of(table))).text).split())
    found = re.search(r"To verify whitecell (journal verify FILE --head \S+)", text)
    assert found is not None
    whole, cut_off = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    with whole.open("wb") as out:
        write_lines(table.store, table.id, out)
    cut_off.write_bytes(b"".join(whole.read_bytes().splitlines(keepends=True)[:-1]))
    for file, code in ((whole, 0), (cut_off, 1)):
        arguments = [str(file) if word == "FILE" else word for word in found[1].split()]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == code, result.output


def test_what_an_ally_never_got_is_boxed() -> None:
    text = " ".join(Page(page(told_to_one_ally())).text)
    assert "never reached Southern ally" in text
    assert "never reached Northern ally" not in text


def test_an_automatic_play_draws_no_lessons_from_bots() -> None:
    assert "teaches nothing about people" in page(played("two-keys"))
    people = html(aar(by_people_to_the_end().exercise))
    assert "teaches nothing about people" not in people
    assert "1 of 2 seats taken were held by people" in people


def test_a_journal_that_stops_says_not_finished() -> None:
    journal = played("two-keys")
    for count in range(1, len(journal.records)):
        source = page(cut(journal, count))
        assert "Not finished" in source
        assert max(Page(source).ids.values()) == 1
    assert "Not finished" not in page(journal)


def test_a_purged_text_is_gone_and_said_to_be() -> None:
    scenario = small(
        title="Purging",
        injects=[{"id": "i1", "at": "m1", "to": ["a"], "from": "Spy", "medium": "note", "title": "Spilt title",
                  "body": "Spilt body", "fictional": True}],
    )  # fmt: skip
    table = conduct(scenario, setup(scenario), Dice(1), MemoryStore())
    for digest, sealed in table.store.texts(table.id).items():
        if sealed is not None and sealed.text.startswith("Spilt"):
            assert table.store.purge(table.id, digest)
    source = page(journal_of(table))
    assert "Spilt" not in source
    assert Page(source).text.count("[purged]") >= 3


def hostile() -> Journal:
    """A play whose every text attacks the page."""
    sight = {"label": HOSTILE, "unit": HOSTILE}
    scenario = small(
        title=HOSTILE, summary=HOSTILE, marking=HOSTILE, version=HOSTILE, starts="2027-03-08 09:00 +09:00", zone="<b>Z",
        cells=[["a", {"name": HOSTILE, "side": "friend", "seats": [{"id": "one", "name": HOSTILE, "role": "lead"}]}],
               ["b", {"name": HOSTILE, "side": "friend", "seats": [{"id": "one", "name": HOSTILE, "role": "lead"}]}]],
        parameters=[["p", {"value": 1, "low": 0, "high": 2, "source": "s", "unit": HOSTILE, "label": HOSTILE}]],
        sources=[["s", HOSTILE]],
        state=[["x", {"type": "real", "start": "uniform(0, 1)", "range": [0, 9], "marking": "a", **sight}],
               ["f", {"type": "boolean", "start": "no", "marking": "public", **sight}]],
        actions=[["go", {"title": HOSTILE, "by": ["a"], "effects": ["x += p", {"chance": "0.5", "then": ["f = yes"]}],
                         "needs": [{"consent": ["b"]}]}]],
        world=[{"id": "rule", "title": HOSTILE, "do": ["x += 0.1"]}],
        injects=[{"id": "i1", "at": "m1", "to": ["a"], "from": HOSTILE, "medium": "note", "title": HOSTILE,
                  "body": HOSTILE, "expect": HOSTILE, "effects": ["x += 1"], "sources": ["s"], "objectives": ["o"]}],
        objectives=[{"id": "o", "title": HOSTILE}],
        moves=[{"id": "m1", "title": HOSTILE, "text": HOSTILE, "may_pass": False,
                "next": [{"when": "f", "move": "m2"}, {"move": "m2"}]}, {"id": "m2", "title": HOSTILE}],
        outcomes=[["end", {"title": HOSTILE, "text": HOSTILE, "at": "end"}]],
        measures=[["m", {"value": "x", "label": HOSTILE}]],
        courses=[["c", {"title": HOSTILE, "text": HOSTILE, "parameters": {"p": 2}, "start": {"x": 2},
                        "orders": [{"move": "m1", "seat": "a/one", "action": "go"}]}]],
    )  # fmt: skip
    return journal_of(conduct(scenario, setup(scenario, "c"), Dice(3), MemoryStore()))


def test_no_text_can_do_anything() -> None:
    source = page(hostile())
    found = Page(source)
    assert set(found.tags) <= ALLOWED
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not [link for link in found.links if not re.match(r"#|https?:|mailto:", link)]
    assert "49" not in " ".join(found.text).replace("{{ 7 * 7 }}", "").split()
    assert max(found.ids.values()) == 1
    style = source[source.index("<style>") : source.index("</style>")]
    assert "<" not in style.removeprefix("<style>") and "*{display" not in style


def test_the_same_journal_gives_the_same_bytes(tmp_path: Path) -> None:
    table = conduct_two_keys()
    file = tmp_path / "journal.jsonl"
    with file.open("wb") as out:
        write_lines(table.store, table.id, out)
    code = (
        "import sys; from pathlib import Path; from whitecell.journal import read_lines; from whitecell.report import"
        " write; write(read_lines(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    for number in (1, 2):
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        command = [sys.executable, "-c", code, str(file), str(tmp_path / str(number))]
        subprocess.run(command, env=environment, check=True)
    first, second = ((tmp_path / str(number) / "aar.html").read_bytes() for number in (1, 2))
    assert first == second
    assert write(journal_of(table), tmp_path / "3").read_bytes() == first


def conduct_two_keys():  # type: ignore[no-untyped-def]
    from tests.game.packs import library

    scenario = library("two-keys")
    return conduct(scenario, setup(scenario), Dice(5), MemoryStore())


def test_the_flagships_report_is_quick() -> None:
    exercise = exercise_of(played("extended-deterrence"))
    html(aar(exercise))  # the templates are compiled once
    took = []
    for _ in range(3):
        begun = time.process_time()
        html(aar(exercise))
        took.append(time.process_time() - begun)
    assert min(took) < 0.5


def test_a_question_that_people_answered_is_told() -> None:
    source = html(aar(by_people_to_the_end().exercise))
    text = " ".join(" ".join(Page(source).text).split())
    for words in ("We wait.", "not before noon", "the umpire saw it", "lunch", "because of <b>this</b>", "withdrawn",
                  "Carried out over an objection", "1 tick of the clock"):  # fmt: skip
        assert words in text, words
    assert ASKING["starts"] not in text
