"""The papers of every pack in every language: complete, in the catalogue's words, and honest about what is original."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.kit.reading import data_text, pack
from tests.kit.test_secrets import PACKS
from whitecell.kit import languages, papers
from whitecell.kit.cards import ordered
from whitecell.kit.days import plan
from whitecell.kit.model import Card, Items, Paragraph, Run, Table, words
from whitecell.kit.prose import prose
from whitecell.kit.tongue import Tongue


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", PACKS)
def test_every_pack_has_every_paper(name: str, language: str) -> None:
    scenario = pack(name)
    made = papers(scenario, language)
    cells = [cell.id for cell in scenario.cells]
    expected = [f"situation-manual-{cell}" for cell in cells] + [f"move-sheets-{cell}" for cell in cells]
    expected += ["participant-feedback", "facilitator-guide", "controller-handbook"]
    expected += ["msel-cards"] * bool(scenario.injects) + ["evaluation-guides", "seating-and-contacts"]
    assert [paper.name for paper in made] == expected
    assert all(paper.banner.startswith(scenario.marking.say(language)) for paper in made)
    assert not [name for paper in made for name in re.findall(r"\{\w*\}", data_text(paper)) if name not in PAGE]


PAGE = ("{page}", "{pages}")


@pytest.mark.parametrize("name", PACKS)
def test_every_inject_has_its_card_and_its_line_in_the_list(name: str) -> None:
    scenario = pack(name)
    made = {paper.name: paper for paper in papers(scenario)}
    if not scenario.injects:
        assert "msel-cards" not in made
        return
    cards = [block for section in made["msel-cards"].sections for block in section.blocks]
    assert all(isinstance(card, Card) for card in cards)
    stubs = [words(card.stub).split(" · ")[0] for card in cards if isinstance(card, Card)]
    assert stubs == [inject.id for inject in ordered(scenario)]
    assert Counter(stubs) == Counter(inject.id for inject in scenario.injects)
    tables = [block for section in made["controller-handbook"].sections for block in section.blocks
              if isinstance(block, Table) and len(block.widths) == 8]  # fmt: skip
    listed = [words(row[0][0].text) for table in tables for row in table.rows if isinstance(row[0][0], Paragraph)]
    assert Counter(listed) == Counter(stubs)


def test_a_card_shows_the_recipient_no_id_and_the_marking() -> None:
    scenario = pack("extended-deterrence")
    (made,) = [paper for paper in papers(scenario) if paper.name == "msel-cards"]
    for card in made.sections[0].blocks:
        assert isinstance(card, Card)
        id_ = words(card.stub).split(" · ")[0]
        face = " ".join([card.banner, words(card.title), *(words(value) for _, value in card.facts)])
        assert id_ not in face.split()
        banner = scenario.markings[scenario.inject[id_].marking].banner
        assert card.banner.startswith("EXERCISE EXERCISE EXERCISE · ")
        assert not banner or str(banner) in card.banner


def test_what_is_not_translated_is_marked() -> None:
    scenario = pack("harbour-ransomware")
    (manual,) = [paper for paper in papers(scenario, "ko") if paper.name == "situation-manual-police"]
    assert manual.language == "ko"
    assert manual.exercise[0] == Run("[EN] ", tag=True)
    assert "상황 설명서" in manual.title
    assert "[EN]" not in data_text(papers(scenario, "en")[0])
    assert "[EN]" not in data_text(papers(pack("extended-deterrence"), "ko")[0])


def test_moves_are_planned_along_every_way() -> None:
    day = plan(pack("extended-deterrence"))
    assert day["m1"].starts == (0.0,)
    assert day["m3-signs"] == day["m3-test"]
    assert day["m5"].numbers == (5,)
    assert day["m5"].starts == (56.0 + 3 * 48.0,)
    branching = plan(pack("two-keys"))
    assert branching["m3"].numbers == (3, 4)
    assert branching["m3"].game == (720.0, 840.0)


def test_markdown_becomes_blocks_and_html_stays_letters() -> None:
    found = prose(
        "# Head\n\nOne *two* **three** `four`  \nfive <b>six</b> ![x](y.png) [seven](https://e.org)\n\n3. a\n4. b\n"
    )
    assert found[0] == Paragraph((Run("Head", bold=True),))
    assert isinstance(found[1], Paragraph)
    text = words(found[1].text)
    assert "<b>six</b>" in text and "seven (https://e.org)" in text
    assert Run("two", italic=True) in found[1].text and Run("four", code=True) in found[1].text
    assert found[2] == Items(((Paragraph((Run("a"),)),), (Paragraph((Run("b"),)),)), ordered=True, start=3)
    assert isinstance(prose("|a|b|\n|-|-|\n|c|d|")[0], Table)
    assert prose("") == ()


def test_times_and_lengths_are_written_as_people_write_them() -> None:
    english, korean = (Tongue(pack("extended-deterrence"), language) for language in ("en", "ko"))
    assert english.moment(70) == "Mon 8 Mar 2027, 10:10"
    assert korean.moment(70) == "2027년 3월 8일(월) 10:10"
    assert (english.lasting(2910), korean.lasting(45)) == ("2 d 30 min", "45분")
