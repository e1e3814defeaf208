"""A number is explained by the expression as written and by what the names in it stood for when it was asked."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.game.packs import action, small
from tests.report.journals import exercise_of, journal_of, played
from tests.report.test_plain import Plain
from whitecell.game import Dice, World, WorldFacts
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import Aar, aar, html, report
from whitecell.report.naming import Names
from whitecell.report.parts import Draw, Step, Term
from whitecell.report.trail import Trail
from whitecell.report.written import Moment, as_written
from whitecell.rules import Chance, Environment, When, number, truth
from whitecell.scenario import Scenario

PLAYS = [("extended-deterrence", 7), ("extended-deterrence", 3), ("earthquake-72h", 3), ("harbour-ransomware", 3)]


def play(scenario: Scenario, seed: int = 1, course: str | None = None) -> Journal:
    return journal_of(conduct(scenario, setup(scenario, course), Dice(seed), MemoryStore()))


def steps(told: Aar) -> list[Step]:
    stories = [story for move in told.moves for story in (*move.played, *move.rules, *move.late)]
    return [step for story in stories for step in story.steps] + [s for move in told.moves for s in move.unchanged]


def terms(draw: Draw) -> dict[str, object]:
    assert draw.written is not None
    return {term.code: term.value for term in draw.written.terms}


def environment(trail: Trail, at: Moment) -> Environment:
    """What the report says that something was evaluated with, to evaluate it again."""
    exercise = trail.exercise
    fired = frozenset(event.data["inject"] for event in exercise.log[: at.seq - 1] if event.kind == "inject.released/1")
    counts = Counter(("", action) for seq, action in trail.writings.carried if seq < at.seq)
    world = World(at.values, exercise.world.parameters, counts=counts, fired=fired)
    arguments = dict(trail.writings.arguments(at))
    return Environment(at.values, world.parameters, arguments, at.move, WorldFacts(world))


@pytest.mark.parametrize(("pack", "seed"), PLAYS)
def test_the_values_told_with_a_chance_are_those_that_gave_it(pack: str, seed: int) -> None:
    exercise = exercise_of(played(pack, seed))
    trail = Trail(exercise, Names(exercise, "en"))
    checked = 0
    for told in trail.told:
        for drawn in told.change.draws:
            site = trail.writings.site(drawn)
            assert site is not None, drawn.path
            if drawn.kind == "chance":
                (tree,) = site.trees
                assert number(tree, environment(trail, trail.moment(told))) == drawn.arguments[0], drawn.path
                checked += trail.draws[drawn.path].written is not None
    assert checked > 0


@pytest.mark.parametrize(("pack", "seed"), PLAYS)
def test_the_condition_told_with_a_rule_holds_with_the_values_told(pack: str, seed: int) -> None:
    exercise = exercise_of(played(pack, seed))
    trail = Trail(exercise, Names(exercise, "en"))
    rules = {rule.id: rule for rule in exercise.scenario.rules}
    for told in trail.told:
        at = trail.moment(told)
        when = rules[at.cause.id].when if at.cause.kind == "rule" and not at.cause.since else None
        assert (trail.writings.ran(at) is not None) == (when is not None)
        assert when is None or truth(when.tree, environment(trail, at))


def test_a_chance_is_printed_as_written_with_the_values_of_its_names() -> None:
    told = report(played("extended-deterrence"))
    (draw,) = [d for d in told.draws if d.cause.id == "talks_begin" and d.gave is True]
    assert draw.written is not None
    assert draw.written.text == "0.2 + 0.2 * channel + 0.2 * min(count(china_mediation), 1)"
    assert draw.written.terms == (
        Term("channel", "Quiet channel open", False),
        Term("count(china_mediation)", "Send an envoy", "1"),
    )
    text = " ".join(Plain(html(told)).text.split())
    assert f"a chance of 0.4, written {draw.written.text} channel Quiet channel open: no" in text
    assert "a chance of 0.4 came true (drew 0.210) The rule runs when not talks and count(propose_talks) >= 1" in text
    assert f"The chance is written {draw.written.text} channel Quiet channel open: no" in text
    plain = next(d for d in told.draws if d.asked == ("0.5",) and d.kind == "chance")
    assert plain.written is None
    estimate = next(d for d in told.draws if d.cause.kind == "start" and d.cause.id == "us_resolve")
    assert estimate.written is not None
    assert estimate.written.text == "resolve + normal(0, 1.5 * error_large)"
    assert [term.code for term in estimate.written.terms] == ["error_large"]


def test_the_condition_of_a_rule_is_printed_with_each_of_its_changes() -> None:
    told = report(played("extended-deterrence"))
    ran = {step.cause.id: step.ran for step in steps(told) if step.cause.kind == "rule"}
    assert ran["tension_decays"] is None
    fades = ran["commitment_fades"]
    assert fades is not None
    assert fades.text == "visible_deployments == 0"
    assert fades.terms == (Term("visible_deployments", "Reported visible deployments now", "0"),)
    assert all(step.ran is None for step in steps(told) if step.cause.kind in ("order", "inject", "range"))


def test_a_rule_is_told_with_the_state_that_the_rule_before_it_left() -> None:
    scenario = small(
        world=[{"id": "first", "title": "First", "do": ["x = 1", "y += 5"]},
               {"id": "second", "title": "Second", "when": "x < 2", "do": [{"chance": "x / 4", "then": ["y += 1"]}]}],
        moves=[{"id": "m1", "title": "One"}],
    )  # fmt: skip
    told = report(play(scenario))
    (draw,) = told.draws
    assert (draw.asked, terms(draw)) == (("0.25",), {"x": "1.0"})
    (second,) = [step for step in steps(told) if step.cause.id == "second"]
    assert second.ran is not None and [term.value for term in second.ran.terms] == ["1.0"]


def test_an_order_is_told_with_its_arguments_the_move_and_the_state_before_all_orders() -> None:
    scenario = small(
        parameters=[["p", {"value": 0.25, "low": 0, "high": 1, "source": "judgement", "label": "The share"}]],
        actions=[
            ["early", action("a", "x = 0")],
            ["late", action("b", {"chance": "(x / 16 + p if how == hard else 1) * (move == 1)", "then": ["y += 1"]},
                            arguments=[["how", ["hard"]]])],
        ],
        moves=[{"id": "m1", "title": "One", "may_pass": False}],
    )  # fmt: skip
    told = report(play(scenario))
    (draw,) = told.draws
    assert (draw.asked, terms(draw)) == (("0.75",), {"x": "8.0", "p": "0.25", "how": "hard", "move": "1"})
    assert draw.written is not None and {t.code: t.label for t in draw.written.terms}["p"] == "The share"


@pytest.mark.parametrize(("probability", "after"), [("0.5 * 0", "otherwise"), ("1.0", "then")])
def test_what_a_chance_that_failed_led_to_is_said_to_be_otherwise(probability: str, after: str) -> None:
    scenario = small(
        actions=[["go", action("a", {"chance": probability, "then": ["x += 1"], "else": ["x -= 1"]},
                               {"chance": probability, "then": ["n += 1"]},
                               {"chance": probability, "then": [{"after": "1 move", "do": ["y += 1"]}],
                                "else": [{"after": "2 moves", "do": ["y += 1"]}]},
                               "flag = chance(0)")]],
        moves=[{"id": "m1", "title": "One", "may_pass": False, "orders": {"a": 1, "b": 0}}],
    )  # fmt: skip
    told = report(play(scenario))
    failed = after == "otherwise"
    assert [draw.otherwise for draw in sorted(told.draws, key=lambda d: int(d.path.rsplit("/", 1)[1]))] == [
        failed, False, failed, False
    ]  # fmt: skip
    text = " ".join(Plain(html(told)).text.split())
    if failed:
        assert "a chance of 0 did not come true (drew 0." in text
        assert re.search(r"did not come true \(drew 0\.\d+\): otherwise x -= 1", text)
        assert re.search(r"did not come true \(drew 0\.\d+\): otherwise what follows from it comes later", text)
        assert re.search(r"did not come true \(drew 0\.\d+\); nothing followed", text)
        assert "did not come true otherwise: x 8.0 → 7.0" in text
        assert "did not come true otherwise: something later" in text
    else:
        assert "otherwise" not in text.replace(": otherwise, taken", "")


def test_effects_read_as_in_the_file() -> None:
    nested = {"if": "x > 1", "then": [{"chance": "0.5", "then": ["x += 1"], "else": ["x -= 1"]}]}
    scenario = small(actions=[["go", action("a", {"after": "2 moves", "do": [nested]}, {"after": "90 min", "do": [
        {"after": "6 h", "do": ["y = 1"]}]})]])  # fmt: skip
    assert [as_written(effect) for effect in scenario.action["go"].effects] == [
        "{after: 2 moves, do: [{if: x > 1, then: [{chance: 0.5, then: [x += 1], else: [x -= 1]}]}]}",
        "{after: 90 min, do: [{after: 6 h, do: [y = 1]}]}",
    ]


def test_every_draw_that_a_pack_can_make_has_its_site() -> None:
    exercise = exercise_of(played("earthquake-72h", 3))
    found = Trail(exercise, Names(exercise, "en")).writings.sites
    for owner, effects in exercise.scenario.effects.items():
        for effect in effects:
            if isinstance(effect, Chance):
                assert found[owner, effect.site].otherwise == bool(effect.otherwise)
            if isinstance(effect, When):
                for inner in effect.then + effect.otherwise:
                    assert not isinstance(inner, Chance) or (owner, inner.site) in found
    drawn = {d.path for event in exercise.log for change in event.changes for d in change.draws}
    assert len(drawn) == len(aar(exercise).draws)
