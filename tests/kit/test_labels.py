"""What there is to choose reads as it is called, in the reader's language, and says who learns of which order."""

from __future__ import annotations

import re
from functools import cache

from tests.kit.reading import data_text, pack
from whitecell.kit import papers


@cache
def made(language: str) -> dict[str, str]:
    return {paper.name: data_text(paper) for paper in papers(pack("extended-deterrence"), language)}


def test_a_manual_names_arguments_options_and_units_in_korean() -> None:
    told = made("ko")["situation-manual-us"]
    assert "장소: 부산, 동해; 발표 여부: 발표, 미발표" in told
    assert "성인 중 비율(%)" in told and "per cent" not in told
    ids = {id_ for action in pack("extended-deterrence").actions for _, choice in action.arguments
           for id_ in choice.options if "_" in id_}  # fmt: skip
    assert {id_.replace("_", " ") for id_ in ids if re.search(rf"\b{id_.replace('_', '[ _]')}\b", told)} == set()


def test_rules_in_words_name_options_as_they_are_called() -> None:
    handbook = made("ko")["controller-handbook"]
    assert "‘장소’ = 부산" in handbook and "‘발표 여부’ = 발표" in handbook
    assert "“where” = Busan" in made("en")["controller-handbook"]


def test_each_option_says_who_learns_of_it() -> None:
    carrier = "announced: EVERYBODY; unannounced: REL TO USA, KOR"
    assert carrier in made("en")["controller-handbook"] and carrier in made("en")["situation-manual-us"]
    assert "quiet pause: your own cell" in made("en")["situation-manual-dprk"].lower()
