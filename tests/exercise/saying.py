"""That a refusal can be said: a whole sentence in every language, of what it is about and nothing else."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from whitecell.exercise import Clause, Refusal
from whitecell.exercise.refusal import AREA
from whitecell.tongue import Tongue, languages


def assert_said(refusal: Refusal) -> None:
    """Every language has words with a place for each fact, and they make a sentence."""
    assert refusal.message == refusal.said(Tongue("en", AREA))
    for language in languages():
        tongue = Tongue(language, AREA)
        told = refusal.said(tongue)
        assert told.endswith("."), told
        _filled(f"refusal.{refusal.code}", refusal.facts, tongue)


def _filled(key: str, facts: Mapping[str, Any], tongue: Tongue) -> None:
    """The places of these words are the facts, and so on within them."""
    assert key in tongue.words, key
    places = {name for _, name, _, _ in Formatter().parse(str(tongue.raw(key))) if name is not None}
    assert places == set(facts), key
    for fact in facts.values():
        for each in fact if isinstance(fact, tuple) else (fact,):
            assert isinstance(each, str | int | float | Clause | Refusal), (key, each)
            if isinstance(each, Clause):
                _filled(each.key, each.facts, tongue)
            elif isinstance(each, Refusal):
                assert_said(each)
