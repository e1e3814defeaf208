"""The report of a live exercise: every kind of event has its words, and all that people and Control did is told."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.exercise.cast import KEY, room
from tests.exercise.room import Room
from tests.game.packs import action
from tests.report.live_play import flagship, two_keys
from tests.report.test_html import ALLOWED, Page
from tests.report.test_languages import foreign
from whitecell.exercise import AnswerNeed, GiveOrder, WithdrawOrder
from whitecell.exercise.evolve import HANDLERS
from whitecell.exercise.projections import PROJECTIONS
from whitecell.game import Choice
from whitecell.report import Aar, aar, html
from whitecell.report.deeds import SAID
from whitecell.report.record import TICK
from whitecell.tongue import catalogue, languages

PLAYS = {"flagship": flagship, "two-keys": two_keys}
WRITTEN = re.compile(r"X[a-z][^“”<\n]*")
"""What people wrote in these plays, which is in one language on every page."""


@cache
def told(name: str, language: str = "en") -> Aar:
    """The report, from the events as a journal has them."""
    return aar(PLAYS[name]().again(), None, language)


@cache
def page(name: str, language: str = "en") -> str:
    return html(told(name, language))


@cache
def plain(name: str, language: str = "en") -> str:
    return " ".join(" ".join(Page(page(name, language)).text).split())


def section(name: str, id_: str, language: str = "en") -> str:
    """The text of one section."""
    source = page(name, language).partition(f'<section id="{id_}"')[2].partition("</section>")[0]
    return " ".join(" ".join(Page(source).text).split())


def kinds(room: Room) -> set[str]:
    return {event.kind for event in room.exercise.log}


# ------------------------------------------------------------------------------------------------------- every kind


def test_every_kind_of_event_has_words() -> None:
    assert {TICK, *SAID} == set(PROJECTIONS)
    assert set(HANDLERS) <= {TICK, *SAID}


def test_the_plays_have_every_kind() -> None:
    assert kinds(flagship()) | kinds(two_keys()) == set(PROJECTIONS)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", PLAYS)
def test_every_event_is_told_in_words_that_the_tables_have(name: str, language: str) -> None:
    words = catalogue("report")
    for line in told(name, language).record:
        assert line.word in words and words[line.word][language], line
    source = page(name, language)
    assert not [kind for kind in PROJECTIONS if kind in source]
    text = re.sub(r"<style>.*?</style>|<code>.*?</code>", "", source, flags=re.DOTALL)
    assert re.findall(r"\[[a-z_]+\.[A-Za-z_.+]+\]", text) == []
    assert re.findall(r"\{\w+\}", text) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", PLAYS)
def test_no_word_of_another_language_and_every_link_leads_somewhere(name: str, language: str) -> None:
    source = page(name, language)
    theirs = set(re.findall("[A-Za-z]{2,}", " ".join(WRITTEN.findall(source))))
    assert foreign(source, PLAYS[name]().scenario, language) <= theirs
    found = Page(source)
    assert set(found.tags) <= ALLOWED and max(found.ids.values()) == 1
    assert [link for link in found.links if link.startswith("#") and link[1:] not in found.ids] == []


def test_each_inject_order_and_change_is_told_once() -> None:
    for name, play in PLAYS.items():
        log, report = play().exercise.log, told(name)
        seqs = {kind: [n for n, event in enumerate(log, 1) if event.kind == kind] for kind in kinds(play())}
        assert [i.seq for move in report.moves for i in move.released] == seqs["inject.released/1"]
        assert sorted(o.seq for move in report.moves for o in move.orders) == seqs["order.given/1"]
        assert [f.mark.seq for move in report.moves for f in move.free] == seqs.get("free.given/1", [])


# ------------------------------------------------------------------------------------------------- how it was run


def test_the_clock_tells_pauses_rates_stops_a_restart_and_a_jump() -> None:
    text = section("flagship", "conduct")
    for words in (
        "Rate: 2 exercise minutes a minute", "Paused. Reason: “Xcoffee” It stood for 2 min of wall time.",
        "Resumed, 1 exercise minute a minute", "Real-world stop. Reason: “Xan alarm” It stood for 5 min of wall time.",
        "an observer", "Came back after a restart, paused at this time. It stood for 1 min of wall time.",
        "Jump: 2 d 12 h of game time skipped.", "The wall clock was set back", "ENDEX",
    ):  # fmt: skip
        assert words in text, words
    (jump,) = [turn for turn in (told("flagship").conduct or pytest.fail()).clock if turn.kind == "jumped"]
    assert [fate for _, fate, _ in jump.fates] == ["released", "carried", "dropped"]
    assert "Stood for a move" in section("two-keys", "conduct")


def test_controls_hand_in_the_msel() -> None:
    text = section("flagship", "conduct")
    for words in (
        "added, to be released by hand", "added for minute 6 of “The week before the exercise”",
        "reason: “Xovertaken”", "changed (title, text, recipients)", "moved to minute 4 of",
        "set to be released by hand", "held to the end", "released with a jump", "carried along by a jump to minute",
        "dropped in a jump",
        "released by hand 0:10",
    ):  # fmt: skip
        assert words in text, words
    assert re.search(r"held 0:02 \[\d+\] ; let go 0:04", text)
    move = section("flagship", "moves")
    for words in ("Planned for minute 2; released in minute 5", "Released by Control with a jump",
                  "Control’s answer to a request", "Before that, Control:"):  # fmt: skip
        assert words in move, words
    kept = section("flagship", "flow")
    assert re.search(r"dropped by Control \[\d+\] , reason: “Xovertaken”", kept)
    assert "held by Control to the end" in kept


def test_seats_over_time_observers_and_messages() -> None:
    conduct = told("flagship").conduct
    assert conduct is not None
    sat = {over.seat.path: [(each.kind, each.aid) for each in over.sat] for over in conduct.seats}
    assert sat["rok/intelligence"] == [("person", ""), ("bot", "")]
    assert sat["us/state"][-1][1] != ""
    assert [len(cells) for _, cells in conduct.observed] == [2, 0]
    said = {talk.cell.id: (talk.sent, talk.received) for talk in conduct.talk}
    assert said == {"us": (1, 2), "rok": (0, 2), "dprk": (0, 1), "response": (0, 1)}
    for words in ("Message to Control: “Xhelp”", "Message to everybody: “Xlunch is at one”"):
        assert words in section("flagship", "record")
    about = told("flagship").about
    assert (about.people, about.bots) == (14, 6)  # a seat that a person ever held was held by people


def test_timing_is_told_for_each_cell() -> None:
    conduct = told("flagship").conduct
    assert conduct is not None
    waits = {(timing.kind, one.cell.id): one for timing in conduct.timings for one in timing.waits}
    assert {kind for kind, _ in waits} == {"consult", "consent", "share", "rfi", "free", "question"}
    consult = waits["consult", "rok"]
    assert (consult.count, consult.longest) == (1, pytest.approx(31.0))
    assert (waits["rfi", "rok"].count, waits["rfi", "rok"].never) == (1, 2)
    assert (waits["free", "rok"].count, waits["free", "rok"].never) == (2, 1)
    assert waits["free", "us"].count == 1  # what a cell took back does not count
    assert ("question", "dprk") not in waits  # automated players answer none
    assert "Timing" in section("flagship", "conduct")


# ------------------------------------------------------------------------------------------------- orders, questions


def test_orders_tell_confidence_delays_and_how_they_took_effect_at_once() -> None:
    text = section("flagship", "moves")
    for words in ("80 % sure", "after 2 min, of 30 min given: “Xif quiet”", "after 31 min, later than the 30 min given",
                  "taken by Control for an order in words", "decided at once, when it was given"):  # fmt: skip
        assert words in text, words
    assert re.search(r"decided at once at 0:18, after 2 min, when ROK .* answered \[\d+\]", text)
    other = section("two-keys", "moves")
    assert "decided at once at 0:15, after 15 min, when the time to answer was over" in other
    assert "Carried out over an objection" in other


def test_a_refused_consent_is_named_although_another_was_silent() -> None:
    needs = [{"consent": ["c"]}, {"consent": ["b"]}]
    play = room(actions=[["joint", action("a", "x += 1", applies="at_once", needs=needs, marking="public")]])
    play.must(GiveOrder("a/one", Choice("joint")), AnswerNeed(KEY, "a.joint.1/2", "object"))
    (order,) = aar(play.exercise).moves[0].orders
    assert order.status == "lapsed" and order.lapsed is not None and order.lapsed.of.path == KEY
    assert order.turned is not None and order.turned.key == "answer"


def test_an_order_that_was_taken_back_is_no_wait() -> None:
    play = room()
    play.must(GiveOrder("a/one", Choice("pact")), WithdrawOrder("a/one", "a.pact.1"))
    conduct = aar(play.exercise).conduct
    assert conduct is not None and not [timing for timing in conduct.timings if timing.kind == "consent"]


def test_orders_in_words_with_what_control_made_of_them() -> None:
    text = section("flagship", "moves")
    for words in ("Withdrawn by its cell after 2 min.", "Returned by Control after 2 min. Reason: “Xto whom”",
                  "Taken by Control after 2 min as Call on the military line", "Reason: “Xit helped”",
                  "Ruled by Control after 2 min: Assurance of the government", "Never dealt with."):  # fmt: skip
        assert words in text, words


def test_ties_rulings_and_the_reason_for_passing() -> None:
    text = section("flagship", "moves")
    assert "orders of equal priority set it to different values: 0.500 ( ROK" in text
    assert "Ruling: Level and scale of the combined exercise" in text
    assert "Reason: “Xthe umpire”" in text
    assert "although not every cell had given one. Reason: “Xthe rest are asleep”" in section("two-keys", "moves")


def test_sealed_answers_stand_beside_the_cells() -> None:
    question = told("flagship").moves[0].questions[0]
    us, rok = question.cells
    assert [one.percent for one in us.sealed] == [20.0, 35.0, 70.0]
    assert us.own is not None and (us.own.percent, us.changed) == (45.0, 1)
    assert [one.percent for one in rok.sealed] == [55.0, 60.0] and rok.own is None
    text = section("flagship", "moves")
    for words in ("Intelligence community: 70 %", "(changed once)", "no answer", "Hold it as announced",
                  "1 A private message to the adversary"):  # fmt: skip
        assert words in text, words
    assert page("flagship").count('<svg class="scale') == 2


# ------------------------------------------------------------------------------------------------- who knew what


def test_shares_and_reads_stand_in_the_information_flow() -> None:
    fact = next(fact for fact in told("flagship").facts if fact.id == "i104")
    way = fact.reached["rok"]
    assert (way.how, way.by and way.by.id) == ("shared", "us")
    assert way.read is not None and way.read.minutes - way.minutes == pytest.approx(1.0)
    assert fact.missed == ()
    text = section("flagship", "flow")
    for words in ("shared by US 0:09", "first opened after 1 min", "never opened", "“Xfor you alone”",
                  "Shared after 2 min", "Declined after 1 min: never shared. Reason: “Xnot ours”",
                  "Never answered, never shared.", "(given to Xofficer)", "Answered after 3.5 min, to United States",
                  "Declined after 3.5 min. Reason: “Xnobody knows”", "Never answered."):  # fmt: skip
        assert words in text, words
    assert "never opened" not in section("two-keys", "flow")  # there nobody's reading was recorded


# ------------------------------------------------------------------------------------------------- an early end


def test_an_exercise_that_control_ended_asked_no_outcome() -> None:
    report = told("two-keys")
    assert {outcome.verdict for outcome in report.outcomes} == {"never"}
    text = plain("two-keys")
    for words in ("Ended by Control", "Reason: “Xthe building closes”", "not asked (Control ended the exercise)",
                  "not closed: Control ended the exercise", "Ended early"):  # fmt: skip
        assert words in text, words
    assert "No named outcome" not in text and "journal ends before this move" not in text


def test_an_automatic_play_has_no_such_section() -> None:
    from tests.report.journals import exercise_of, played

    report = aar(exercise_of(played("two-keys")))
    assert report.conduct is None
    assert "How it was run" not in html(report) and ".told" not in html(report)
