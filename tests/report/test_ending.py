"""The end: what became of each outcome, measures with the command line's digits, arguments as the action lists them."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from tests.game.packs import action, small
from tests.report.journals import cut, journal_of, played
from tests.report.test_plain import Plain
from whitecell.cli import app
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import html, report

ALWAYS = [{"move": "m2"}]
"""What surely follows the first move; the second one is the last."""


def play(outcomes: dict[str, tuple[str, bool]], following: Any = ALWAYS, x: str = "1") -> Journal:
    """A play with these outcomes, each with its condition and whether it is asked at the end alone."""
    scenario = small(
        state=[["x", {"type": "real", "start": "0", "range": [0, 9], "marking": "public"}]],
        world=[{"id": "r", "title": "R", "do": [f"x += {x}"]}],
        moves=[{"id": "m1", "title": "One", "next": following}, {"id": "m2", "title": "Two"}],
        outcomes=[
            [id_, {"title": id_, **({"when": when} if when else {}), **({"at": "end"} if at_end else {})}]
            for id_, (when, at_end) in outcomes.items()
        ],
    )
    return journal_of(conduct(scenario, setup(scenario), Dice(1), MemoryStore()))


def became(journal: Journal) -> dict[str, str]:
    """What the page says became of each outcome: the last cell of its row."""
    told = report(journal)
    _, _, section = html(told).partition('<section id="outcome">')
    rows = section.partition("</table>")[0].split("<tr")[2:]
    said = (" ".join(Plain(row.rpartition("<td")[2].partition(">")[2]).text.split()) for row in rows)
    return {outcome.id: words for outcome, words in zip(told.outcomes, said, strict=True)}


def test_outcomes_after_the_one_that_came_were_never_asked() -> None:
    journal = play({"aa": ("x > 8", False), "bb": ("x > 8", True), "cc": ("x > 0", True), "dd": ("", True)})
    assert [outcome.verdict for outcome in report(journal).outcomes] == ["failed", "failed", "came", "earlier"]
    said = became(journal)
    assert (said["aa"], said["bb"], said["dd"]) == (
        "did not hold", "did not hold", "not asked (an earlier one held)"
    )  # fmt: skip
    assert said["cc"].startswith("came [")


def test_outcomes_of_the_end_were_not_asked_in_a_game_that_ended_early() -> None:
    journal = play({"aa": ("", True), "bb": ("x > 0", False), "cc": ("", True), "dd": ("x > 0", False)})
    assert len(report(journal).moves) == 1
    said = became(journal)
    assert said["aa"] == said["cc"] == "not asked (only judged when no move follows)"
    assert said["bb"].startswith("came [")
    assert said["dd"] == "not asked (an earlier one held)"


def test_where_the_journal_does_not_tell_whether_a_move_would_have_followed_it_is_not_said() -> None:
    branching = [{"when": "x > 8", "move": "m2"}]
    journal = play({"aa": ("x > 8", True), "bb": ("x > 0", False), "cc": ("", True)}, branching)
    assert became(journal)["aa"] == "did not hold, or not asked (only judged when no move follows)"
    assert became(journal)["cc"] == "not asked (an earlier one held)"


def test_an_outcome_that_came_in_the_last_move_left_those_of_the_end_before_it_asked() -> None:
    journal = play({"aa": ("x > 8", True), "bb": ("x > 1", False), "cc": ("", True)})
    assert len(report(journal).moves) == 2
    assert became(journal)["aa"] == "did not hold"
    assert became(journal)["cc"] == "not asked (an earlier one held)"


def test_where_none_came_none_held_and_before_the_end_none_is_judged() -> None:
    journal = play({"aa": ("x > 8", False), "bb": ("x > 8", True)})
    assert set(became(journal).values()) == {"did not hold"}
    assert [outcome.verdict for outcome in report(cut(journal, 3)).outcomes] == ["open", "open"]
    assert became(cut(journal, 3))["aa"] == "not judged yet"


@pytest.mark.parametrize(
    ("pack", "seed"), [("extended-deterrence", 7), ("two-keys", 7), ("harbour-ransomware", 3), ("earthquake-72h", 3)]
)
def test_measures_have_the_same_digits_on_the_command_line(pack: str, seed: int) -> None:
    printed = CliRunner().invoke(app, ["play", pack, "--seed", str(seed)]).stdout
    measures = report(played(pack, seed)).measures
    assert measures
    for measure in measures:
        after = {True: "yes", False: "no"}.get(measure.after, measure.after)  # type: ignore[arg-type]
        line = next(line for line in printed.splitlines() if line.startswith(f"  {measure.label}: "))
        figure = line.removeprefix(f"  {measure.label}: ").split()[0]
        assert figure == str(after).replace("−", "-")


def test_arguments_stand_in_the_order_the_action_lists_them() -> None:
    listed = [["where", ["sea"]], ["by", ["ship"]], ["announced", ["openly"]]]
    scenario = small(
        actions=[["go", action("a", "x += 1", arguments=listed, needs=[{"inform": ["b"]}])]],
        moves=[{"id": "m1", "title": "One", "may_pass": False}],
        courses=[["c", {"title": "C", "orders": [{"move": "m1", "seat": "a/one", "action": "go", "arguments": {
            "announced": "openly", "by": "ship", "where": "sea"}}]}]],
    )  # fmt: skip
    table = conduct(scenario, setup(scenario, "c"), Dice(1), MemoryStore())
    told = report(journal_of(table))
    expected = (("where", "sea"), ("by", "ship"), ("announced", "openly"))
    (order,) = told.moves[0].orders
    assert order.arguments == expected
    assert told.course is not None and told.course.orders[0][3] == expected
    places = [line.places["arguments"].arguments for line in told.record if "arguments" in line.places]
    assert places == [expected] * 2  # given, published
    text = " ".join(Plain(html(told)).text.split())
    assert text.count("where: sea, by: ship, announced: openly") >= 5
    assert "announced: openly," not in text
