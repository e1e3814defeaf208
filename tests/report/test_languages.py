"""The report in the reader's language: every word of ours in it, and what nobody translated marked as what it is."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.game.packs import library, small
from tests.report.journals import by_people, by_people_to_the_end, cut, journal_of, played, told_to_one_ally
from tests.report.test_html import ALLOWED, Page
from tests.tongue.reading import own
from whitecell.game import Dice
from whitecell.journal import MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import aar, html, report
from whitecell.scenario import Scenario
from whitecell.tongue import catalogue, languages

PLAYS = [("extended-deterrence", 7), ("two-keys", 7), ("earthquake-72h", 3), ("harbour-ransomware", 3),
         ("matching-pennies", 7)]  # fmt: skip
LETTERS = {"en": "[A-Za-z]{2,}", "ko": "[가-힣]+"}


@cache
def words(language: str) -> frozenset[str]:
    """Every word that our table has in a language, in its letters or in others' (STARTEX in Korean)."""
    texts = [re.sub(r"\{[^{}]*\}", " ", str(word[language])) for key, word in catalogue("report").items()]
    return frozenset(found for text in texts for letters in LETTERS.values() for found in re.findall(letters, text))


def foreign(source: str, scenario: Scenario, language: str) -> set[str]:
    """The words of other languages' tables on a page in this one."""
    others = frozenset().union(*(words(other) for other in languages() if other != language)) - words(language)
    text = own(source, scenario)
    return {found for letters in LETTERS.values() for found in re.findall(letters, text)} & others


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("pack", "seed"), PLAYS)
def test_a_page_has_no_word_of_another_languages_table(pack: str, seed: int, language: str) -> None:
    source = html(report(played(pack, seed), language))
    assert foreign(source, library(pack), language) == set()
    assert f'<html lang="{language}">' in source


def test_the_tables_words_would_be_found() -> None:
    scenario = library("extended-deterrence")
    source = html(report(played("extended-deterrence"), "en"))
    assert {"Overview", "Decisions", "carried"} <= foreign(
        source.replace('<html lang="en">', '<html lang="ko">'), scenario, "ko"
    )


@pytest.mark.parametrize("language", languages())
def test_the_same_of_people_of_a_journal_that_stops_and_of_every_cut(language: str) -> None:
    scenario = library("two-keys")
    journal = told_to_one_ally()
    for count in range(1, len(journal.records), 3):
        assert foreign(html(report(cut(journal, count), language)), scenario, language) == set(), count
    for table in (by_people(), by_people_to_the_end()):
        source = html(aar(table.exercise, None, language))
        said = {"the", "umpire", "saw", "it", "lunch", "not", "before", "noon", "We", "wait", "because", "of", "this"}
        assert foreign(source, table.exercise.scenario, language) <= said


@pytest.mark.parametrize("language", languages())
def test_no_word_is_missing_on_a_page_and_no_place_open(language: str) -> None:
    for source in (
        html(report(played("extended-deterrence"), language)),
        html(aar(by_people().exercise, None, language)),
    ):
        text = re.sub(r"<style>.*?</style>|<code>.*?</code>", "", source, flags=re.DOTALL)
        assert re.findall(r"\[[a-z_]+\.[a-z_.]+\]", text) == []
        assert re.findall(r"\{\w+\}", text) == []
        assert set(Page(source).tags) <= ALLOWED


def test_a_report_is_in_the_scenarios_first_language_unless_asked_otherwise() -> None:
    journal = played("extended-deterrence")
    assert html(report(journal)) == html(report(journal, "en"))
    assert html(report(journal, "ko")) == html(report(journal, "ko"))
    scenario = small(title="둘", languages=["ko"])
    play = journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore()))
    assert '<html lang="ko">' in html(report(play))
    assert '<html lang="en">' in html(report(play, "fr"))


def test_what_is_not_translated_is_the_original_and_marked_so() -> None:
    source = html(report(played("two-keys"), "ko"))
    assert '<h1><span lang="en">Two keys</span></h1>' in source
    assert '<tspan lang="en">' in source or '<text class="order" lang="en"' in source
    assert 'lang="ko"' not in source.replace('<html lang="ko">', "")
    flagship = html(report(played("extended-deterrence"), "ko"))
    assert "<h1>확장억제 도상연습</h1>" in flagship
    assert 'lang="en"' not in html(report(played("extended-deterrence"), "en")).replace('<html lang="en">', "")


def test_the_banner_and_the_dates_are_in_the_language() -> None:
    source = html(report(played("extended-deterrence"), "ko"))
    text = " ".join(" ".join(Page(source).text).split())
    assert text.count("연습 연습 연습 통제부 전용") == 2
    assert "2027년 3월 8일 09:00 KST ~ 3월 24일 21:00 · 기록 164건" in text
    assert "3월 8일 09:00 ~ 3월 15일 09:00 KST (7일)" in text
    assert "word-break: keep-all" in source


def test_a_zone_that_is_an_offset_is_written_short() -> None:
    scenario = small(starts="2027-03-08 09:00 +02:00")
    play = journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore()))
    assert "8 Mar 2027, 09:00 UTC+2 to" in html(report(play))


def test_an_order_whose_effect_comes_after_the_end_is_no_filled_dot() -> None:
    told = report(played("two-keys"))
    (patrol,) = [order for move in told.moves for order in move.orders if order.id == "north.patrol.3"]
    assert (patrol.unfelt, patrol.late) == ("all", "late.all")
    source = html(told)
    text = " ".join(" ".join(Page(source).text).split())
    assert "carried out; its effect would have come after the end" in text
    assert "takes effect after the end" in text
    assert source.count('<circle class="ring a1"') + source.count('<circle class="ring a2"') >= 2
    (carrier,) = [
        order for move in report(played("extended-deterrence")).moves for order in move.orders
        if order.id == "us.deploy_carrier.4"
    ]  # fmt: skip
    assert (carrier.unfelt, carrier.late) == ("part", "late.part")
    stopped = report(cut(played("two-keys"), patrol.settled))
    (same,) = [order for move in stopped.moves for order in move.orders if order.id == patrol.id]
    assert same.late == "late.all"  # no move follows this one
