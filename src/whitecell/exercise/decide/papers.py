"""Judge an inject that Control writes or changes: its words, and who gets it."""

from collections.abc import Mapping

from whitecell.exercise.decide.words import BODY, TITLE, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.scenario import Scenario


def wrong_title(scenario: Scenario, title: Mapping[str, str]) -> Refusal | None:
    """Why a title by language cannot be taken."""
    if not any(words.strip() for words in title.values()):
        return Refusal("inject.title")
    return wrong_text(scenario, title, TITLE, "what.title")


def wrong_body(scenario: Scenario, body: Mapping[str, str]) -> Refusal | None:
    """Why a body by language cannot be taken."""
    return wrong_text(scenario, body, BODY, "what.body")


def wrong_sender(scenario: Scenario, sender: Mapping[str, str]) -> Refusal | None:
    """Why a sender by language cannot be taken."""
    return wrong_text(scenario, sender, TITLE, "what.sender")


def wrong_text(scenario: Scenario, text: Mapping[str, str], longest: int, what: str) -> Refusal | None:
    """Why a text by language cannot be taken."""
    for language, words in text.items():
        if language not in scenario.languages:
            return Refusal("inject.language", {"name": language, "languages": scenario.languages})
        if (refusal := unfit(words, longest, what)) is not None:
            return refusal
    return None


def written(text: Mapping[str, str]) -> dict[str, str]:
    """A text in the languages in which it says something."""
    return {language: words for language, words in text.items() if words.strip()}


def recipients(scenario: Scenario, to: tuple[str, ...]) -> frozenset[str] | Refusal:
    """The seats that these cells and seats are: exactly whom Control names, whatever the pack's marking was."""
    seats: set[str] = set()
    for name in to:
        if name in scenario.seats:
            seats.add(name)
        elif name in scenario.cell:
            seats |= {seat.path for seat in scenario.cell[name].seats}
        else:
            return Refusal("inject.to", {"name": name})
    if not seats:
        return Refusal("inject.nobody")
    return frozenset(seats)
