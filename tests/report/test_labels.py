"""Arguments, options and units are told as they are called, in the reader's language; without words, by their ids."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.report.journals import exercise_of, played
from whitecell.exercise import Exercise
from whitecell.report import aar
from whitecell.report.figures import show
from whitecell.scenario import Scenario


@cache
def flagship() -> Exercise:
    return exercise_of(played("extended-deterrence"))


def test_orders_and_units_are_told_in_the_readers_language() -> None:
    told = {language: aar(flagship(), language=language) for language in ("en", "ko")}
    for language, expected in (("en", ("where", "East Sea")), ("ko", ("장소", "동해"))):
        given = [order.arguments for move in told[language].moves for order in move.orders]
        assert expected in {pair for arguments in given for pair in arguments}
        assert not any("_" in word for arguments in given for pair in arguments for word in pair)
    units = {language: [each.unit for each in told[language].assumptions] for language in told}
    assert "per cent of adults" in units["en"] and "성인 중 비율(%)" in units["ko"]


def test_a_choice_is_told_as_its_option_is_called() -> None:
    scenario: Scenario = flagship().scenario
    leak = scenario.vars[scenario.index["leak"]]
    assert [show("channel_news", leak, language) for language in ("en", "ko")] == ["the quiet channel", "비공개 채널"]
    assert show("channel_news", replace(leak, options=()), "ko") == "channel news"
