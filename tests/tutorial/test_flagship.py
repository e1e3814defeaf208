"""What docs/tutorial/flagship.md says of seed 7 of the flagship: the answers to its questions, and other commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.test_documents import blocks, console, missing
from tests.project.tree import ROOT
from tests.tutorial.shell import run
from whitecell.exercise import export, parse_audience
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, replay, setup
from whitecell.report import Aar, report
from whitecell.scenario import Scenario, find, load

DOCUMENT = ROOT / "docs/tutorial/flagship.md"


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    path = find("extended-deterrence")
    assert isinstance(path, Path)
    return load(path)


def journal(scenario: Scenario, course: str | None) -> Journal:
    store = MemoryStore()
    table = conduct(scenario, setup(scenario, course), Dice(7), store)
    return Journal(tuple(store.read(table.id)), store.texts(table.id), store.head(table.id))


@pytest.fixture(scope="module")
def written(flagship: Scenario) -> Journal:
    return journal(flagship, None)


@pytest.fixture(scope="module")
def demo(written: Journal) -> Aar:
    return report(written)


@pytest.fixture(scope="module")
def more(flagship: Scenario) -> Aar:
    return report(journal(flagship, "more-exercises"))


@pytest.fixture(scope="module")
def answers() -> dict[int, str]:
    """By question, on one line each."""
    _, _, text = DOCUMENT.read_text(encoding="utf-8").partition("## Answers\n")
    return {int(n): " ".join(words.split()) for n, words in re.findall(r"^(\d+)\. (.*(?:\n    ? ?.+)*)", text, re.M)}


def chances(aar: Aar, id_: str) -> list[tuple[int, str, str]]:
    """Of what a rule or an action asked as yes or no: the move, the chance, the number drawn."""
    return [(d.move, d.asked[0], d.drew) for d in aar.draws if d.cause.id == id_ and d.kind == "chance"]


def values(aar: Aar, id_: str) -> list[float]:
    """A variable at the closing of each move."""
    (row,) = [series for group in aar.groups for series in group.series if series.var.name == id_]
    last = {sample.move: number for sample, number in zip(aar.samples, row.numbers, strict=True)}
    return [round(last[move.number], 3) for move in aar.moves]


def test_each_question_has_an_answer(answers: dict[int, str]) -> None:
    asked = [int(n) for n in re.findall(r"\*Question\s+(\d+)\.", DOCUMENT.read_text(encoding="utf-8"))]
    assert asked == list(answers) == list(range(1, 11))


def test_1_the_orders_that_lapsed(demo: Aar) -> None:
    lapsed = [order for move in demo.moves for order in move.orders if order.status == "lapsed"]
    assert [(order.move, order.cell.id, order.action) for order in lapsed] == [
        (1, "us", "joint_statement"),
        (5, "rok", "propose_talks"),
    ]
    assert [order.lapsed and order.lapsed.answer for order in lapsed] == [None, "object"]


def test_2_the_carrier_came_too_late(demo: Aar, answers: dict[int, str]) -> None:
    assert chances(demo, "deploy_carrier") == [(4, "0.8", "0.850")]
    (carrier,) = [delayed for delayed in demo.waiting if delayed.cause.id == "deploy_carrier"]
    assert carrier.due == 6 and len(demo.moves) == 5
    assert "drew 0.850" in answers[2] and "after the end" in answers[2] and carrier.beyond


def test_3_the_estimates_of_resolve(demo: Aar, answers: dict[int, str]) -> None:
    us, rok, (truth, *_) = (values(demo, id_) for id_ in ["us_resolve", "rok_resolve", "resolve"])
    apart = [abs(a - b) for a, b in zip(us, rok, strict=True)]
    at = apart.index(max(apart))
    assert abs(us[at] - truth) < abs(rok[at] - truth)
    assert answers[3].startswith(
        f"Move {at + 1}: Washington {us[at]:.3f}, Seoul {rok[at]:.3f}. The truth was {truth:.3f}"
    )


def test_4_the_message_for_one(demo: Aar, answers: dict[int, str]) -> None:
    missed = {fact.title: [cell.id for cell in fact.missed] for fact in demo.facts if fact.move == 4 and fact.missed}
    assert missed["A message, for Washington alone"] == ["rok"]
    (other,) = [title for title, cells in missed.items() if cells == ["us"]]
    assert other in answers[4]


def test_5_agreed_with_conditions(demo: Aar) -> None:
    needs = [need for move in demo.moves for order in move.orders for need in order.needs]
    by = sorted(need.of.cell.id for need in needs if need.answer == "conditions")
    assert by == ["rok"] + ["us"] * 4


def test_6_talks_needed_the_envoy(demo: Aar, flagship: Scenario) -> None:
    assert chances(demo, "talks_begin")[-1] == (4, "0.4", "0.210")
    assert chances(demo, "talks_begin")[0][1] == "0.2"


def test_7_another_ending_held_as_well(demo: Aar, answers: dict[int, str]) -> None:
    strained = next(outcome for outcome in demo.outcomes if outcome.verdict == "earlier")
    assert strained.title in answers[7]
    assert values(demo, "assurance")[-1] == 0.388 and "0.388" in answers[7]


def test_8_what_is_judgement(demo: Aar, answers: dict[int, str]) -> None:
    assert len(demo.assumptions) == 18
    assert len([one for one in demo.assumptions if not one.cited]) == 12
    assert answers[8].startswith("Twelve. Six have a source")


def test_9_who_was_told_that_it_held_back(demo: Aar) -> None:
    (held,) = [order for order in demo.moves[4].orders if order.action == "restraint"]
    assert held.cell.id == "dprk" and [cell.id for cell in held.audience.cells] == ["dprk"]


def test_10_talks_were_not_asked_for_under_the_other_course(demo: Aar, more: Aar) -> None:
    assert chances(more, "talks_begin") == []
    proposed = [order for move in more.moves for order in move.orders if order.action == "propose_talks"]
    assert [(order.move, order.status) for order in proposed] == [(5, "lapsed")]


def test_the_two_courses_met_the_same_luck(demo: Aar, more: Aar) -> None:
    launches = [[(move, drew) for move, _, drew in chances(aar, "programme_goes_on")] for aar in (demo, more)]
    assert launches[0] == launches[1] and len(launches[0]) == 5
    assert max(values(demo, "danger")) < 0.4 and chances(demo, "clash_breaks_out") == []
    assert [move for move, _, _ in chances(more, "deploy_carrier")] == [1]
    ends = [
        [values(aar, id_)[-1] for id_ in ["deterrence", "assurance", "tension", "felt_threat"]] for aar in (demo, more)
    ]
    assert [[round(x, 1 if x > 1 else 2) for x in end] for end in ends] == [
        [0.64, 0.39, 4.5, 0.37],
        [0.8, 0.56, 8.0, 0.55],
    ]


def test_the_export_of_one_ally_lacks_six_injects(written: Journal) -> None:
    exercise = replay(written.records, written.texts)
    titles = [
        [
            line["facts"]["title"]["en"]
            for line in export(exercise, parse_audience(whom))
            if line.get("kind") == "inject.released/1"
        ]
        for whom in ["cell us", "cell rok"]
    ]
    assert len(set(titles[0]) - set(titles[1])) == 6


def test_a_changed_word_is_named(tmp_path: Path, written: Journal) -> None:
    """The commands that the document test does not run, on the journal that they are about."""
    code, output = run("whitecell play extended-deterrence --seed 7 --out out/play", tmp_path)
    assert code == 0, output
    for block in blocks(DOCUMENT.read_text(encoding="utf-8")):
        if block.language == "sh" and "$ sed" in block.code:
            code, output = run(block.code.splitlines()[0].removeprefix("$ "), tmp_path)
            assert code == 0, output
            (shown,) = console(block.code)
            code, output = run(shown.command, tmp_path)
            assert code == 1 and missing(shown.output, output) is None, output
            return
    raise AssertionError("no such commands in the document")
