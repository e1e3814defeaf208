"""Refusals, and all else that a judge says: a code with what it names. The sentences stand in this package's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from whitecell.tongue import FALLBACK, Tongue, number

AREA = "exercise"
"""The words in which refusals are said."""

Name = Callable[[str, Any], Any]
"""What a thing is called: given the place that it fills (`cell`, `inject`) and its id."""


def plain(place: str, value: Any) -> Any:
    """By its id: what a log and a program read."""
    return value


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, by the key of its words, with what it names."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def said(self, tongue: Tongue, name: Name = plain) -> str:
        """In a language. `name` gives what its places show of ids."""
        return say(self.key, self.facts, tongue, name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out, for the person who gave it: what is wrong and what to do.

    `facts` are what the sentence names, by its places: ids, numbers, words that were typed, clauses, other refusals,
    and tuples of such. The sentence has a place for each, so facts tell no more than it does.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The sentence in English, with ids as they are."""
        return self.said(Tongue(FALLBACK, AREA))

    def said(self, tongue: Tongue, name: Name = plain) -> str:
        """The sentence in a language (a tongue with this area's words). `name` gives what its places show of ids."""
        return say(f"refusal.{self.code}", self.facts, tongue, name)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def say(key: str, facts: Mapping[str, Any], tongue: Tongue, name: Name = plain) -> str:
    """Words with their places filled."""
    return tongue(key, **{place: _shown(place, value, tongue, name) for place, value in facts.items()})


def _shown(place: str, value: Any, tongue: Tongue, name: Name) -> Any:
    """What stands in a place."""
    match value:
        case Clause() | Refusal():
            return value.said(tongue, name)
        case tuple():
            return tongue.listed(str(_shown(place, each, tongue, name)) for each in value)
        case float():
            return number(value)
        case _:
            return name(place, value)
