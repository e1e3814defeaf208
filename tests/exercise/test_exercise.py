"""An exercise: what is decided is recorded, what is recorded is shown, and only to whom it is addressed."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.saying import assert_said
from tests.game.packs import library, small
from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    AnswerQuestion,
    Command,
    Control,
    Create,
    Exercise,
    GiveOrder,
    OfSeat,
    OpenMove,
    Pause,
    Plenary,
    ProposeResult,
    Refusal,
    ReleaseInject,
    Resume,
    Rule,
    Start,
    WithdrawOrder,
    decide,
    due,
    evolve,
    export,
    from_data,
    to_data,
    view,
)
from whitecell.game import Choice, Dice
from whitecell.journal import MemoryStore
from whitecell.players import Table, conduct, play, replay, script_of, setup

NORTH, SOUTH, NEIGHBOUR = OfSeat("north/minister"), OfSeat("south/minister"), OfSeat("neighbour/council")
DICE = Dice(11)


def run(commands: Iterable[Command], exercise: Exercise | None = None, now: float = 0.0) -> Exercise:
    """The exercise after these commands, none of which may be refused."""
    for command in commands:
        events = decide(exercise, command, now, DICE)
        assert not isinstance(events, Refusal), f"{command}: {events}"
        for event in events:
            exercise = evolve(exercise, event)
    assert exercise is not None
    return exercise


@pytest.fixture
def opened() -> Exercise:
    """Two keys, live, in its first move."""
    return run([Create("ex", library("two-keys"), 11), Start(), OpenMove()])


@pytest.fixture
def asked(opened: Exercise) -> Exercise:
    """The north has ordered the warning, and the south holds the second key."""
    return run([GiveOrder("north/minister", Choice("warn"), "They must hear it from both.")], opened)


@pytest.mark.parametrize("name", ["matching-pennies", "two-keys", "extended-deterrence"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_exercise_of_bots_is_the_play_and_its_journal_tells_it_all(name: str, seed: int) -> None:
    scenario, store = library(name), MemoryStore()
    for course in [None, *scenario.courses][: 2 if seed == 1 else 1]:
        table = conduct(scenario, setup(scenario, course), Dice(seed), store, f"{course}")
        played = play(scenario, setup(scenario, course), Dice(seed))
        assert table.exercise.world == played.world
        assert table.exercise.measures == played.measures
        again = replay(store.read(table.id), store.texts(table.id))
        assert again == table.exercise


def test_a_script_from_a_journal_gives_the_same_orders_again() -> None:
    scenario = library("two-keys")
    first = conduct(scenario, setup(scenario), Dice(33), MemoryStore()).exercise
    again = conduct(scenario, setup(scenario), Dice(33), MemoryStore(), script=script_of(first)).exercise
    assert again.world == first.world
    north = script_of(first, ["north/minister"])
    mixed = conduct(scenario, setup(scenario), Dice(33), MemoryStore(), script=north).exercise
    assert mixed.world == first.world
    other = conduct(scenario, setup(scenario), Dice(34), MemoryStore(), script=north).exercise
    mine = {given.id for given in first.orders.values() if given.order.cell == "north"}
    assert {given.id for given in other.orders.values() if given.order.cell == "north"} <= mine


def test_every_event_survives_being_written() -> None:
    scenario = library("two-keys")
    for event in conduct(scenario, setup(scenario), Dice(33), MemoryStore()).exercise.log:
        assert from_data(to_data(event)) == event


def test_the_partner_sees_what_is_asked_of_it_and_the_adversary_nothing(asked: Exercise, opened: Exercise) -> None:
    (need,) = view(asked, SOUTH).needs
    assert (need.kind, need.of, need.choice) == ("consent", "south/minister", Choice("warn"))
    assert [order.rationale for order in view(asked, NORTH).orders] == ["They must hear it from both."]
    assert view(asked, SOUTH).orders == ()
    assert view(asked, NEIGHBOUR) == view(opened, NEIGHBOUR)
    assert view(asked, Plenary()) == view(opened, Plenary())


def test_an_order_takes_effect_when_control_accepts_and_not_before(asked: Exercise) -> None:
    agreed = run([AnswerNeed("south/minister", "north.warn.1/2", "conditions", "after dark")], asked)
    proposed = run([ProposeResult()], agreed)
    assert view(proposed, NORTH).values == view(agreed, NORTH).values
    assert [entry.kind for entry in view(proposed, NORTH).entries][-1] == "orders.closed/1"
    assert view(proposed, Control()).values["warned"] is False
    accepted = run([AcceptResult()], proposed)
    assert view(accepted, NEIGHBOUR).values["warned"] is True
    assert [order.id for order in view(accepted, NEIGHBOUR).orders] == ["north.warn.1"]
    assert view(accepted, NEIGHBOUR).orders[0].rationale == ""


def test_an_order_without_consent_lapses(asked: Exercise) -> None:
    over = run([ProposeResult(), AcceptResult()], asked)
    (order,) = view(over, NORTH).orders
    assert (order.status, order.reason) == ("lapsed", "consent.silent south/minister")
    assert view(over, SOUTH).orders[0].reason == ""
    assert view(over, NEIGHBOUR).orders == ()


def test_a_ruling_changes_the_result_with_its_reason(asked: Exercise) -> None:
    proposed = run([ProposeResult()], asked)
    ruled = run([Rule("tension", 7.5, "The patrol was seen.")], proposed)
    assert view(ruled, NEIGHBOUR) == view(proposed, NEIGHBOUR)
    over = run([AcceptResult()], ruled)
    assert view(over, NEIGHBOUR).values["tension"] == 7.25  # settles to 6.75, and the alarm adds a half
    resolved = [e for e in view(over, NEIGHBOUR).entries if e.kind == "orders.resolved/1"]
    assert resolved[0].changes[0].because == ("ruling control",)


REFUSED: list[tuple[str, list[Command], Command]] = [
    ("exercise.exists", [], Create("ex", library("two-keys"), 1)),
    ("exercise.started", [], Start()),
    ("clock.running", [], Resume()),
    ("clock.rate", [Pause()], Resume(100.0)),
    ("move.open", [], OpenMove()),
    ("inject.unknown", [], ReleaseInject("ghost")),
    ("inject.released", [ReleaseInject("morning")], ReleaseInject("morning")),
    ("seat.unknown", [], GiveOrder("north/ghost", Choice("warn"))),
    ("order.authority", [], GiveOrder("north/minister", Choice("push"))),
    ("order.authority", [], GiveOrder("north/minister", Choice("no_such"))),
    ("order.arguments", [], GiveOrder("north/minister", Choice("warn", (("loudly", "yes"),)))),
    ("order.slots", [GiveOrder("north/minister", Choice("warn"))], GiveOrder("north/minister", Choice("patrol"))),
    ("order.unknown", [GiveOrder("north/minister", Choice("warn"))], WithdrawOrder("south/minister", "north.warn.1")),
    ("order.unknown", [], WithdrawOrder("north/minister", "north.warn.1")),
    ("order.final", [GiveOrder("north/minister", Choice("warn")), ProposeResult()],
     WithdrawOrder("north/minister", "north.warn.1")),
    ("need.unknown", [], AnswerNeed("south/minister", "north.warn.1/2", "agree")),
    ("need.unknown", [GiveOrder("north/minister", Choice("warn"))],
     AnswerNeed("neighbour/council", "north.warn.1/2", "agree")),
    ("need.answered", [GiveOrder("north/minister", Choice("warn")),
                       AnswerNeed("south/minister", "north.warn.1/2", "agree")],
     AnswerNeed("south/minister", "north.warn.1/2", "object")),
    ("need.closed", [GiveOrder("north/minister", Choice("warn")), WithdrawOrder("north/minister", "north.warn.1")],
     AnswerNeed("south/minister", "north.warn.1/2", "agree")),
    ("question.closed", [], AnswerQuestion("north/minister", "q1", "yes")),
    ("result.none", [], AcceptResult()),
    ("result.none", [], Rule("tension", 1.0, "why")),
    ("result.proposed", [ProposeResult()], ProposeResult()),
    ("ruling.unknown", [ProposeResult()], Rule("ghost", 1.0, "why")),
    ("ruling.reason", [ProposeResult()], Rule("tension", 1.0, " ")),
    ("ruling.value", [ProposeResult()], Rule("tension", True, "why")),
    ("ruling.value", [ProposeResult()], Rule("warned", 1.0, "why")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "command"), REFUSED, ids=lambda x: x if isinstance(x, str) else "")
def test_a_refusal_says_why_and_what_to_do(
    opened: Exercise, code: str, before: list[Command], command: Command
) -> None:
    refusal = decide(run(before, opened), command, 0.0, DICE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert_said(refusal)


def test_commands_before_and_after_are_refused() -> None:
    assert isinstance(decide(None, Start(), 0.0, DICE), Refusal)
    created = run([Create("ex", library("two-keys"), 11)])
    refusal = decide(created, OpenMove(), 0.0, DICE)
    assert isinstance(refusal, Refusal) and refusal.code == "exercise.not_started"
    over = conduct(library("two-keys"), setup(library("two-keys")), Dice(1), MemoryStore()).exercise
    refusal = decide(over, OpenMove(), 0.0, DICE)
    assert isinstance(refusal, Refusal) and refusal.code == "exercise.ended"


def test_a_refused_command_records_nothing(opened: Exercise) -> None:
    store = MemoryStore()
    table = Table(store, "ex", DICE)
    table.do(Create("ex", library("two-keys"), 11))
    head = store.head("ex")
    assert isinstance(table.do(OpenMove()), Refusal)
    assert store.head("ex") == head == table.head


def test_an_audience_takes_away_its_own_log_with_its_own_head(asked: Exercise, opened: Exercise) -> None:
    assert export(asked, NEIGHBOUR) == export(opened, NEIGHBOUR)
    assert export(asked, SOUTH) != export(opened, SOUTH)
    lines = export(asked, SOUTH)
    assert [line["number"] for line in lines[:-1]] == list(range(1, len(lines)))
    assert lines[-1]["count"] == len(lines) - 1


def test_a_recipient_reads_an_inject_and_others_only_what_it_changed() -> None:
    exercise = run([Create("ex", library("two-keys"), 11), Start(), OpenMove()])
    after = run([ReleaseInject("report")], exercise)
    assert [str(letter.title["en"]) for letter in view(after, NORTH).letters] == ["The council is divided"]
    assert view(after, SOUTH) == view(exercise, SOUTH)
    alarmed = run([ReleaseInject("alarm")], after)
    assert [letter.number for letter in view(alarmed, SOUTH).letters] == [1]
    assert view(alarmed, SOUTH).values["tension"] == 3.5


class TestClock:
    """The complaints about other tools' clocks, each with its name."""

    @settings(max_examples=150)
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["wait", "wait", "wait", "pause", "resume"]), st.floats(0.1, 900.0)), max_size=25
        ),
        rate=st.sampled_from([0.5, 1.0, 4.0]),
    )
    def test_nothing_twice_nothing_while_paused_no_burst_after_a_pause(
        self, steps: list[tuple[str, float]], rate: float
    ) -> None:
        exercise = run([Create("ex", library("extended-deterrence"), 11), Start(), OpenMove()])
        released: dict[str, float] = {}
        now = ran = 0.0
        pace = 1.0
        for what, seconds in steps:
            if what == "wait":
                paused = exercise.phase == "paused"
                for _ in range(8):
                    now += seconds / 8
                    ran += 0.0 if paused else seconds / 8 / 60.0 * pace
                    commands = due(exercise, now)
                    assert not (paused and commands)
                    for command in commands:
                        if isinstance(command, ReleaseInject):
                            assert command.inject not in released
                            released[command.inject] = ran
                            minute = exercise.scenario.inject[command.inject].minute
                            assert minute <= ran + 1e-6
                            assert ran - minute <= seconds / 8 / 60.0 * pace + 1e-6
                        exercise = run([command], exercise, now)
            elif what == "pause" and exercise.phase == "running":
                exercise = run([Pause()], exercise, now)
            elif what == "resume" and exercise.phase == "paused":
                exercise = run([Resume(rate)], exercise, now)
                pace = rate
        assert exercise.clock.exercise(now) == pytest.approx(ran)

    def test_a_condition_on_silence_waits_its_minutes_and_an_answer_stops_it(self) -> None:
        inject = {"to": ["a"], "title": "T", "body": "B", "fictional": True}
        scenario = small(
            moves=[{"id": "m1", "title": "One", "plays": "60 min",
                    "questions": [{"id": "q1", "to": ["a"], "kind": "text", "text": "Why?"}]}],
            injects=[{"id": "i1", "at": "m1 + 5 min", **inject},
                     {"id": "i2", "when": "elapsed(i1, 20) and not answered(q1)", **inject}],
        )  # fmt: skip

        def released(answers: list[Command]) -> dict[str, float]:
            exercise = run([Create("ex", scenario, 11), Start(), OpenMove()])
            seen: dict[str, float] = {}
            for minute in range(60):
                if minute == 10:
                    exercise = run(answers, exercise, minute * 60.0)
                exercise = run(due(exercise, minute * 60.0), exercise, minute * 60.0)
                for inject in exercise.deliveries.keys() - seen.keys():
                    seen[inject] = minute
            return seen

        assert released([]) == {"i1": 5, "i2": 25}
        assert released([AnswerQuestion("a/one", "q1", "Because.")]) == {"i1": 5}
        assert released([AnswerQuestion("a/one", "q1", "Because.", sealed=True)]) == {"i1": 5, "i2": 25}
        paused = run([Create("ex", scenario, 11), Start(), OpenMove(), Pause()])
        assert due(paused, 3600.0) == []
