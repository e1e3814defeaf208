"""All papers of one scenario in one language."""

from whitecell.kit.cards import cards
from whitecell.kit.controller import handbook
from whitecell.kit.draft import Draft
from whitecell.kit.evaluation import guides
from whitecell.kit.facilitator import guide
from whitecell.kit.forms import feedback, seating
from whitecell.kit.manual import Manual
from whitecell.kit.model import Paper
from whitecell.scenario import Scenario


def papers(scenario: Scenario, language: str = "") -> tuple[Paper, ...]:
    """The papers, those of the players first; cards only where there are injects. Default: the original language."""
    draft = Draft(scenario, language or scenario.languages[0])
    manuals = [Manual(draft, cell) for cell in scenario.cells]
    return (
        *(manual.manual() for manual in manuals),
        *(manual.sheets() for manual in manuals),
        feedback(draft),
        guide(draft),
        handbook(draft),
        *([cards(draft)] if scenario.injects else []),
        guides(draft),
        seating(draft),
    )
