"""A cell's papers hold what all of its seats may see, and nothing else: a canary in every text of every pack."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.kit.reading import canaried, data_text, docx_text, needs_poppler, pack, pdf_text
from whitecell.kit import Paper, docx, papers, pdf
from whitecell.rules.tree import StateRef
from whitecell.scenario import Scenario

PACKS = ["earthquake-72h", "extended-deterrence", "harbour-ransomware", "matching-pennies", "two-keys"]
CASES = [(name, cell.id) for name in PACKS for cell in pack(name).cells]


@cache
def prepared(name: str) -> tuple[Scenario, dict[str, str], dict[str, Paper]]:
    scenario, words = canaried(pack(name))
    return scenario, words, {paper.name: paper for paper in papers(scenario)}


def places(text: str, words: dict[str, str]) -> set[str]:
    """Where the canaries in a text come from."""
    found, by_word = set(re.findall(r"QX\d{5}Z", text)), {word: place for place, word in words.items()}
    return {by_word[word] for word in found}


def permitted(scenario: Scenario, cell: str) -> tuple[set[str], set[str]]:
    """The places a cell's manual and its move sheets may tell, said again from the markings, apart from the code."""
    own = {seat.path for seat in scenario.cell[cell].seats}

    def sees(marking: str) -> bool:
        return own <= scenario.markings[marking].seats

    manual = {"title", "marking", f"cells.{cell}.brief"} | {f"cells.{each.id}.name" for each in scenario.cells}
    manual |= {f"cells.{cell}.seats.{seat.id}.name" for seat in scenario.cell[cell].seats}
    manual |= {f"moves.{scenario.moves[0].id}.{key}" for key in ("title", "text")}
    for var in scenario.vars:
        if sees(var.marking):
            manual |= {f"vars.{var.name}.{key}" for key in ("label", "unit")}
            manual |= {f"vars.{var.name}.options.{i}.1" for i in range(len(var.options))}
    manual |= {f"markings.{id_}.banner" for id_ in scenario.markings if sees(id_)}
    for action in scenario.actions:
        if own & set(action.by):
            manual |= {f"actions.{action.id}.{key}" for key in ("title", "text")}
            for name, labels in action.labels.items():
                place = f"actions.{action.id}.labels.{name}"
                manual |= {f"{place}.label"} | {f"{place}.options.{i}.1" for i in range(len(labels.options))}
            offices = [scenario.seats[need.of] for need in action.needs]
            manual |= {f"cells.{seat.cell}.seats.{seat.id}.name" for seat in offices}
        elif any(need.cell == cell for need in action.needs) and all(map(sees, action.markings)):
            manual.add(f"actions.{action.id}.title")
    sheets = {"title", "marking", f"cells.{cell}.name"}
    for move in scenario.moves:
        sheets |= {f"moves.{move.id}.title", f"moves.{move.id}.text"}
        for question in move.questions:
            if cell in question.to:
                place = f"moves.{move.id}.questions.{question.id}"
                sheets |= {f"{place}.text"} | {f"{place}.options.{i}.1" for i in range(len(question.options))}
    return manual, sheets


def required(scenario: Scenario, cell: str, words: dict[str, str]) -> tuple[set[str], set[str]]:
    """What must be there: all that is permitted but other offices, banners, units, and what is shown nowhere."""
    manual, sheets = permitted(scenario, cell)
    silent = {f"vars.{var.name}.label" for var in scenario.vars if var.show == "none"}
    silent |= {
        f"vars.{var.name}.options.{i}.1"
        for var in scenario.vars if var.show == "none" for i in range(len(var.options))
    }  # fmt: skip
    needed = {
        place
        for place in manual - silent
        if not place.startswith("markings.") and not place.endswith(".unit")
        and (".seats." not in place or place.startswith(f"cells.{cell}."))
    }  # fmt: skip
    return needed & words.keys(), sheets & words.keys()


@pytest.mark.parametrize(("name", "cell"), CASES)
def test_a_cell_is_told_what_it_may_see_and_nothing_else(name: str, cell: str) -> None:
    scenario, words, made = prepared(name)
    manual, sheets = (places(data_text(made[f"{kind}-{cell}"]), words) for kind in ("situation-manual", "move-sheets"))
    may_manual, may_sheets = permitted(scenario, cell)
    assert manual - may_manual == set()
    assert sheets - may_sheets == set()
    must_manual, must_sheets = required(scenario, cell, words)
    assert must_manual - manual == set()
    assert must_sheets - sheets == set()


@needs_poppler
@pytest.mark.parametrize(("name", "cell"), [("extended-deterrence", "us"), ("harbour-ransomware", "police")])
def test_the_files_say_what_the_data_say(name: str, cell: str) -> None:
    scenario, words, made = prepared(name)
    manual, sheets = required(scenario, cell, words)
    may_manual, may_sheets = permitted(scenario, cell)
    for paper, must, may in (
        (made[f"situation-manual-{cell}"], manual, may_manual), (made[f"move-sheets-{cell}"], sheets, may_sheets),
    ):  # fmt: skip
        for text in (pdf_text(pdf(paper)), docx_text(docx(paper))):
            assert must <= places(text, words) <= may


@pytest.mark.parametrize("name", PACKS)
def test_papers_for_everybody_hold_nothing_but_the_title(name: str) -> None:
    _, words, made = prepared(name)
    assert places(data_text(made["participant-feedback"]), words) <= {"title", "marking"}


@pytest.mark.parametrize("name", ["extended-deterrence", "harbour-ransomware", "two-keys"])
def test_control_is_told_everything_it_needs(name: str) -> None:
    scenario, words, made = prepared(name)
    control = [p for p in made.values() if not p.name.startswith(("situation", "move-sheets", "participant"))]
    told = places(" ".join(map(data_text, control)), words)
    wanted = ("injects.", "vars.", "actions.", "rules.", "outcomes.", "objectives.", "moves.", "parameters.")
    missing = {place for place in words if place.startswith(wanted)} - told
    assert {p for p in missing if not (p.startswith("actions.") and p.endswith(".text"))} == set()
    assert all(scenario.marking.say("en") in paper.banner for paper in made.values())


def test_a_condition_that_one_seat_may_not_read_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from whitecell.rules import NUMBER, Expression
    from whitecell.rules.tree import Compare, Constant

    scenario = pack("two-keys")
    hidden = StateRef("hard", scenario.index["hard"], scenario.vars[scenario.index["hard"]].type)
    when = Expression("hard > 0.123", Compare(">", hidden, Constant(0.123, NUMBER)))
    actions = tuple(replace(each, when=when) if each.id == "warn" else each for each in scenario.actions)
    made = {paper.name: data_text(paper) for paper in papers(replace(scenario, actions=actions))}
    assert "0.123" not in made["situation-manual-north"]
    assert "not every seat" in made["situation-manual-north"]
    assert "0.123" in made["controller-handbook"]
