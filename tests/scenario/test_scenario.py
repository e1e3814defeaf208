"""What the parts of a scenario mean once it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.packs import FULL, SMALL, bad, good
from whitecell.game import Dice
from whitecell.players import setup
from whitecell.players.playthrough import playthrough
from whitecell.rules import Assign, Chance, Delay, Effect, Environment, When, evaluate, walk
from whitecell.rules.tree import Draw
from whitecell.scenario import Need, Next, Scenario, Text


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return good(tmp_path_factory.mktemp("full"), FULL)


def test_the_head(full: Scenario) -> None:
    assert (full.id, full.version, full.zone) == ("full", "1.10", "KST")
    assert full.title == Text((("en", "Extended deterrence"), ("ko", "확장억제")))
    assert full.starts == "2027-03-08 09:00 +09:00"
    assert str(full.marking) == "EXERCISE"
    assert full.core == "two-keys"


def test_names_and_titles_default_to_ids(full: Scenario) -> None:
    assert str(full.cell["rok"].name) == "rok"
    assert str(full.action["protest"].title) == "protest"
    assert str(full.seats["dprk/leader"].name) == "leader"
    assert str(full.vars[1].label) == "carriers"
    assert not full.action["protest"].text


def test_seats_are_held_by_uniform_unless_said(full: Scenario) -> None:
    assert {path: seat.bot for path, seat in full.seats.items() if seat.bot != "uniform"} == {
        "us/white-house": "cautious"
    }
    assert {str(weight.text) for weight in full.bots["uniform"].consent_otherwise.values()} == {"1"}


def test_markings_that_are_always_there(full: Scenario) -> None:
    assert full.markings["public"].seats == set(full.seats)
    assert full.markings["control"].seats == frozenset()
    assert full.markings["rok"].seats == {"rok/blue-house"}
    assert full.markings["us/white-house"].seats == {"us/white-house"}
    assert full.markings["allies"].seats == {"us/joint-staff", "us/white-house", "us/watcher", "rok/blue-house"}
    assert str(full.markings["us-lead"].banner) == "US EYES ONLY"
    assert full.markings[full.vars[4].marking].seats == frozenset()  # no marking is Control's alone


def test_a_cell_that_orders_is_its_seats_but_not_those_who_watch(full: Scenario) -> None:
    assert full.action["protest"].by == ("us/joint-staff", "us/white-house", "dprk/leader")


def test_needs_are_answered_by_the_first_lead_else_the_first_seat(full: Scenario) -> None:
    assert full.action["deploy_carrier"].needs == (
        Need("consult", "rok/blue-house", 20.0, "lapse"),
        Need("inform", "us/white-house", 30.0, "proceed"),
        Need("inform", "dprk/leader", 30.0, "proceed"),
    )


def test_arguments_limits_and_the_ladder(full: Scenario) -> None:
    deploy, protest = full.actions
    assert [dict(variant)["quiet"] for variant in deploy.variants] == ["yes", "yes", "no", "no"] * 2
    assert (deploy.per_move, deploy.total, deploy.level, deploy.plover) == (1, 2, 4, "MOBILIZE")
    assert (protest.per_move, protest.total, protest.level, protest.applies) == (1, None, None, "at_close")


def test_what_there_is_to_choose_is_called(full: Scenario) -> None:
    labels = full.action["deploy_carrier"].labels
    assert labels["where"].label == Text((("en", "Where"), ("ko", "장소")))
    assert labels["where"].of("busan").say("ko") == "부산" and labels["where"].of("offshore").say("ko") == "At sea"
    assert not labels["quiet"].label and not labels["quiet"].of("yes") and not labels["size"].of("large")
    posture, mood = (full.vars[full.index[name]] for name in ("posture", "mood"))
    assert posture.labels.of("high").say("ko") == "격상" and posture.options[0][0] == "low" and mood.options == ()
    assert full.vars[0].unit.say("ko") == "점" and str(full.parameters[0].unit) == "share"
    assert str(full.measures[0].unit) == "points" and not full.vars[1].unit


def test_a_marking_may_depend_on_an_argument(full: Scenario) -> None:
    deploy, protest = full.actions
    assert [deploy.marking_of(dict(variant)) for variant in deploy.variants[:4]] == ["allies"] * 2 + ["public"] * 2
    assert deploy.markings == ("allies", "public") and protest.markings == ("control",)
    assert deploy.told_by({"quiet": "no"}) == "no" and protest.told_by({}) == ""
    assert protest.marking_of({}) == "control"


def test_words_change_nothing_that_happens(tmp_path: Path) -> None:
    """The same moves, draws and results, whatever the options are called and whoever learns of them."""
    bare = (
        FULL.replace("{busan: {en: Busan, ko: 부산}, offshore: At sea}", "[busan, offshore]")
        .replace("{low: Lowered, high: {en: Raised, ko: 격상}}", "[low, high]")
        .replace("marking: {quiet: {no: public, yes: allies}}", "marking: public")
    )
    played = []
    for text in (FULL, bare):
        scenario = good(tmp_path, text)
        played += [[playthrough(scenario, setup(scenario), Dice(seed)) for seed in range(5)]]
    assert played[0] == played[1] and bare.count("부산") == 0


def sites(effects: tuple[Effect, ...]) -> list[tuple[str, int]]:
    """Every site in the order it is written, with what has it."""

    def draws(effect: Assign | Chance) -> list[tuple[str, int]]:
        expression = effect.expression if isinstance(effect, Assign) else effect.probability
        return [(tree.kind, tree.site) for tree in walk(expression.tree) if isinstance(tree, Draw)]

    found: list[tuple[str, int]] = []
    for effect in effects:
        match effect:
            case Assign():
                found += [(effect.name, effect.site), *draws(effect)]
            case Chance():
                found += [("chance", effect.site), *draws(effect), *sites(effect.then + effect.otherwise)]
            case When():
                found += sites(effect.then + effect.otherwise)
            case Delay():
                found += [("after", effect.site), *sites(effect.do)]
    return found


def test_one_counter_numbers_the_sites_of_an_owner_as_they_are_written(full: Scenario) -> None:
    found = sites(full.action["deploy_carrier"].effects)
    assert [site for _, site in found] == list(range(len(found)))
    assert [what for what, _ in found] == [
        "carriers", "after", "tension", "uniform", "after", "tension", "chance", "uniform", "tested", "tension",
        "posture",
    ]  # fmt: skip
    assert full.rules[0].effects[0].site == 0  # type: ignore[union-attr]


def test_then_comes_before_else_however_the_keys_stand(tmp_path: Path) -> None:
    effect = "{else: ['tension -= 1'], then: ['tension += 1'], chance: 0.5}"
    scenario = good(tmp_path, SMALL + f"world: [{{id: r, do: [{effect}]}}]\n")
    assert [site for _, site in sites(scenario.rules[0].effects)] == [0, 1, 2]


def test_delays_are_moves_or_minutes(full: Scenario) -> None:
    later = full.action["deploy_carrier"].effects[1]
    assert isinstance(later, Delay)
    assert (later.moves, later.minutes) == (1, 0.0)
    inner = later.do[1]
    assert isinstance(inner, Delay)
    assert (inner.moves, inner.minutes) == (0, 120.0)


def test_orders_of_a_move(full: Scenario) -> None:
    assert [dict(move.orders) for move in full.moves] == [
        {"us": 2, "rok": 2, "dprk": 2},
        {"us": 2, "rok": 0, "dprk": 1},
        {"us": 1, "rok": 0, "dprk": 0},
    ]
    assert [(move.plays, move.covers, move.clock, move.may_pass) for move in full.moves] == [
        (30.0, 360.0, "stopped", True),
        (45.0, 45.0, "running", False),
        (45.0, 45.0, "running", True),
    ]


def test_what_follows_a_move(full: Scenario) -> None:
    first, second, last = full.moves
    assert [(entry.when is None, entry.move) for entry in first.next] == [
        (False, "m3-test"),
        (False, None),
        (True, "m2"),
    ]
    assert second.next == (Next(None, "m3-test"),)
    assert last.next == ()


def test_when_injects_are_released(full: Scenario) -> None:
    by_hand, timed, conditional = full.injects
    assert by_hand.manual and by_hand.kind == "contingency"
    assert (timed.move, timed.minute, timed.kind) == ("m2", 10.0, "standard")
    assert conditional.when is not None and conditional.kind == "reactive"


def test_who_gets_an_inject(full: Scenario) -> None:
    by_hand, timed, conditional = full.injects
    assert by_hand.seats == set(full.seats) and by_hand.marking == "public"
    assert timed.to == ("us", "rok") and timed.seats == {"us/white-house"}
    assert conditional.to == ("us", "rok")
    assert conditional.seats == {"us/white-house", "rok/blue-house"}
    assert full.markings[conditional.marking].seats == conditional.seats


def test_a_probability_of_consent_is_agree_or_object(full: Scenario) -> None:
    answers = full.bots["cautious"].consents["deploy_carrier"]
    given = {answer: evaluate(weight.tree, Environment((), (), {}, 1)) for answer, weight in answers.items()}
    assert given == {"agree": 0.9, "conditions": 0.0, "object": pytest.approx(0.1), "silent": 0.0}
    assert [weight.text for weight in full.bots["cautious"].consent_otherwise.values()] == ["3", "0", "0.5", "0"]


def test_courses_patch_values_of_the_right_kind(full: Scenario) -> None:
    more = full.courses["more"]
    assert more.start == {"tension": 4.0, "tested": True, "posture": "high"}
    assert more.bots == {"us/white-house": "uniform"}
    assert more.orders[0].arguments == (("where", "busan"), ("quiet", "no"), ("size", "small"))
    assert more.orders[0].arguments in full.action["deploy_carrier"].variants
    assert full.courses["status-quo"].start == {}


def test_ends(full: Scenario) -> None:
    assert [(outcome.id, outcome.at_end) for outcome in full.outcomes] == [("war", False), ("held", True)]
    assert [(measure.id, measure.better) for measure in full.measures] == [("calm", "high"), ("heat", "neither")]
    assert list(full.utility) == ["us"]


def test_starts_may_name_what_is_above_and_draw(full: Scenario) -> None:
    estimate = full.vars[5]
    assert [tree.site for tree in walk(estimate.start.tree) if isinstance(tree, Draw)] == [0]


def test_a_pure_seminar_is_a_scenario(tmp_path: Path) -> None:
    text = "whitecell: 1\ntitle: Talk\ncells: {us: {seats: [{id: lead}]}}\n"
    text += "moves: [{id: m1, questions: [{id: q1, to: all, text: Why}]}]\n"
    assert good(tmp_path, text).questions["q1"].to == ("us",)


def test_an_unheld_bot_reads_only_what_everybody_sees(tmp_path: Path) -> None:
    text = SMALL.replace("marking: public", "marking: us") + "bots: {idle: {weights: {otherwise: tension}}}\n"
    assert [fault.code for fault in bad(tmp_path, text)] == ["R105"]


def test_a_bot_in_a_course_may_read_only_what_that_seat_sees(tmp_path: Path) -> None:
    text = SMALL.replace("role: lead}]}\n  rok", "role: lead, bot: eager}]}\n  rok").replace(
        "marking: public", "marking: us"
    )
    text += "bots: {eager: {weights: {otherwise: tension}}}\n"
    good(tmp_path, text)
    faults = bad(tmp_path, text + "courses: {swap: {bots: {rok/lead: eager}}}\n")
    assert [(fault.code, "rok/lead" in fault.message) for fault in faults] == [("R105", True)]


def test_either_of_two_injects_is_no_circle(tmp_path: Path) -> None:
    injects = (
        "injects: [{id: a, when: not released(b), to: [us]}, {id: b, when: released(a) or tension > 1, to: [us]}]\n"
    )
    assert len(good(tmp_path, SMALL + injects).injects) == 2
