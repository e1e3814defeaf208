"""The clock that never lies: pauses, rates, real-world stops, jumps, restarts, moves in which it stands."""

import math
from typing import Literal, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.exercise.room import DICE, PAPER, Room, reread, scene
from whitecell.exercise import (
    AcceptResult,
    AnswerQuestion,
    Command,
    Control,
    DropInject,
    FreeInject,
    HoldInject,
    Item,
    JudgeInjects,
    Jump,
    OfCell,
    OpenMove,
    Pause,
    Plenary,
    ProposeResult,
    RealWorldStop,
    Refusal,
    ReleaseInject,
    Restore,
    Resume,
    RetimeInject,
    SetRate,
    Start,
    Tick,
    due,
    evolve,
    skipped,
    view,
)
from whitecell.journal import MemoryStore
from whitecell.players import conduct, setup

Fate = Literal["release", "carry", "drop"]


def ids(found: tuple[Item, ...] | Refusal) -> list[str]:
    assert not isinstance(found, Refusal)
    return [one.id for one in found]


class TestRate:
    def test_a_change_of_rate_keeps_the_minutes_that_have_passed(self) -> None:
        room = Room()
        room.wait(4.0)
        room.must(SetRate(2.0))
        assert room.minutes == 4.0
        assert room.wait(0.5, 0.5) == ["i05"]
        assert (room.minutes, room.exercise.clock.rate) == (5.0, 2.0)

    def test_a_rate_set_in_a_pause_holds_when_the_clock_runs_again(self) -> None:
        room = Room()
        room.must(Pause(), SetRate(3.0))
        room.wait(5.0)
        assert (room.minutes, room.exercise.phase) == (0.0, "paused")

    def test_the_same_rate_again_is_no_news(self) -> None:
        assert Room().must(SetRate(1.0)) == []

    @pytest.mark.parametrize("rate", [0.0, -1.0, 61.0, math.nan, math.inf])
    def test_a_rate_that_is_none_is_refused(self, rate: float) -> None:
        room = Room()
        assert room.refused(SetRate(rate)) == "clock.rate"
        room.must(Pause())
        assert room.refused(Resume(rate)) == "clock.rate"


class TestRealWorldStop:
    @pytest.mark.parametrize("who", ["a/two", "control", "observer"])
    def test_it_freezes_the_clock_at_once_and_everybody_is_told(self, who: str) -> None:
        room = Room()
        room.wait(3.0)
        (event,) = room.must(RealWorldStop(who, "A fire in the building."))
        assert (event.kind, event.by, event.to) == ("clock.stopped/1", who, (Plenary(),))
        assert (room.exercise.phase, room.exercise.stop) == ("paused", who)
        assert view(room.exercise, OfCell("b")).clock.stop == who
        assert room.wait(60.0, 10.0) == []
        assert room.minutes == 3.0

    def test_only_a_resume_by_control_ends_it(self) -> None:
        room = Room()
        room.must(RealWorldStop("a/one"))
        room.must(RealWorldStop("b/one", "Here too."))
        assert room.exercise.stop == "a/one"
        room.must(Resume())
        assert (room.exercise.phase, room.exercise.stop) == ("running", "")

    def test_it_may_come_in_a_pause_and_while_the_result_is_worked_out(self) -> None:
        room = Room()
        room.must(Pause(), RealWorldStop("b/two"), Resume(), ProposeResult(), RealWorldStop("b/two"))
        assert room.exercise.stop == "b/two"
        room.must(AcceptResult(), Resume(), OpenMove())

    def test_nobody_else_may_call_it_and_not_before_the_start(self) -> None:
        room = Room(opened=False)
        assert room.refused(RealWorldStop("a/one")) == "exercise.not_started"
        assert room.refused(RealWorldStop("a/ghost")) == "seat.unknown"
        room.must(Start())
        assert room.refused(RealWorldStop("a/one", "x" * 4001)) == "words.long"
        assert room.refused(Pause("half a \ud83d")) == "words.broken"


class TestRestore:
    """After a restart an exercise stands where its journal ends, and nothing comes in a burst."""

    def test_it_comes_back_paused_at_its_last_tick(self) -> None:
        room = Room()
        room.wait(4.0, 0.05)
        room.now += 3600.0 * 9
        (event,) = room.must(Restore())
        assert (event.kind, event.to) == ("clock.restored/1", (Plenary(),))
        assert room.exercise.phase == "paused"
        assert 4.0 - 5 / 60 - 1e-6 <= room.minutes <= 4.0
        assert due(room.exercise, room.now) == []
        room.must(Resume())
        assert room.look() == []
        assert room.wait(1.2, 0.05) == ["i05"]

    def test_a_later_event_counts_as_the_last_moment(self) -> None:
        room = Room()
        room.now += 30.0
        room.must(AnswerQuestion("a/one", "q1", "Because."))
        room.now += 600.0
        room.must(Restore())
        assert room.minutes == 0.5

    def test_its_times_are_those_at_which_it_stopped(self) -> None:
        room = Room()
        room.wait(4.0)
        room.now += 3600.0
        (event,) = room.must(Restore())
        assert (event.at.exercise, event.at.game, event.at.wall) == (4.0, 24.0, room.now)

    def test_where_the_clock_was_not_running_it_changes_nothing(self) -> None:
        room = Room(opened=False)
        assert room.must(Restore()) == []
        room.must(Start(), Pause())
        assert room.must(Restore()) == []
        room.must(Resume(), OpenMove(), RealWorldStop("a/one"))
        assert room.must(Restore()) == []
        assert room.exercise.stop == "a/one"
        over = Room(scene(moves=[{"id": "m1", "title": "One"}], injects=[]))
        over.must(ProposeResult(), AcceptResult())
        assert over.exercise.phase == "ended"
        assert over.must(Restore()) == []


class TestJump:
    """Structure for time jumps: what is skipped is shown, and decided on, before the clock moves."""

    def test_game_time_jumps_and_exercise_time_does_not(self) -> None:
        room = Room()
        room.wait(2.0)
        assert ids(skipped(room.exercise, room.now, 15.0)) == []
        (event,) = room.must(Jump(15.0))
        assert (event.kind, event.to, dict(event.data)) == (
            "clock.jumped/1", (Plenary(),), {"minutes": 15.0, "plays": 2.5},
        )  # fmt: skip
        (tick,) = room.must(Tick())
        assert (tick.at.exercise, tick.at.game) == (2.0, 27.0)
        assert room.wait(0.5) == ["i05"]

    def test_the_preview_lists_what_is_skipped_in_its_order_and_changes_nothing(self) -> None:
        room = Room()
        before = room.exercise
        assert ids(skipped(room.exercise, room.now, 120.0)) == ["i05", "i10", "i20"]
        assert ids(skipped(room.exercise, room.now, 119.0)) == ["i05", "i10"]
        assert room.exercise is before

    def test_each_is_released_carried_or_dropped(self) -> None:
        room = Room()
        room.wait(1.0)
        fates: dict[str, Fate] = {"i05": "carry", "i10": "release", "i20": "drop"}
        events = room.must(Jump(150.0, fates))
        assert [(e.kind, e.data.get("inject")) for e in events] == [
            ("clock.jumped/1", None), ("inject.retimed/1", "i05"), ("inject.released/1", "i10"),
            ("state.changed/1", "i10"), ("inject.dropped/1", "i20"),
        ]  # fmt: skip
        assert {e.at.exercise for e in events} == {1.0}
        assert [e.at.game for e in events] == [6.0, *[156.0] * 4]
        assert room.wait(3.5) == []
        assert room.wait(0.5) == ["i05"]  # 4 minutes after the present, as it was before the jump
        assert room.wait(30.0) == ["quiet"]

    def test_nobody_but_control_learns_of_the_fates(self) -> None:
        room, other = Room(), Room()
        room.must(Jump(150.0, {"i05": "carry", "i10": "drop", "i20": "carry"}))
        other.must(Jump(150.0, {"i05": "drop", "i10": "carry", "i20": "drop"}))
        for audience in (OfCell("a"), OfCell("b"), Plenary()):
            assert view(room.exercise, audience) == view(other.exercise, audience)
        assert view(room.exercise, Control()) != view(other.exercise, Control())

    def test_the_released_come_one_after_another_with_their_effects(self) -> None:
        room = Room()
        room.must(Jump(60.0, {"i05": "release", "i10": "release"}))
        assert room.exercise.world.values[0] == 18.0  # (8 + 1) * 2, and not 8 * 2 + 1
        assert view(room.exercise, OfCell("a")).letters[1].came.game == 60.0

    def test_it_may_be_made_in_a_pause_and_nothing_else_comes_with_it(self) -> None:
        room = Room(scene(injects=[
            {"id": "i05", "at": "m1 + 5 min", **PAPER}, {"id": "after", "when": "released(i05)", **PAPER},
        ]))  # fmt: skip
        room.must(Pause())
        events = room.must(Jump(60.0, {"i05": "release"}))
        assert [e.data["inject"] for e in events if e.kind == "inject.released/1"] == ["i05"]
        assert room.wait(5.0) == []
        room.must(Resume())
        assert room.look() == ["after"]

    def test_what_changed_since_the_preview_is_named_and_nothing_is_done(self) -> None:
        room = Room()
        fates: dict[str, Fate] = dict.fromkeys(ids(skipped(room.exercise, room.now, 60.0)), "release")
        room.wait(6.0)
        refusal = room.do(Jump(60.0, fates))
        assert isinstance(refusal, Refusal)
        assert (refusal.code, "“i05” has been released" in refusal.message) == ("jump.changed", True)
        room.must(HoldInject("i10"))
        assert room.refused(Jump(60.0, {"i10": "drop"})) == "jump.changed"
        room.must(DropInject("i10"))
        assert room.refused(Jump(60.0, {"i10": "drop"})) == "jump.changed"
        assert room.refused(Jump(60.0, {"ghost": "drop", "i20": "drop"})) == "jump.changed"
        assert room.refused(Jump(120.0, {})) == "jump.changed"
        assert room.refused(Jump(120.0, {"i20": "keep"})) == "jump.fates"  # type: ignore[dict-item]
        room.must(Jump(60.0))

    def test_what_is_held_stays_held_and_is_due_once_it_is_let_go(self) -> None:
        room = Room()
        room.must(HoldInject("i05"), Jump(60.0, {"i10": "drop"}))
        assert room.wait(5.0) == []
        room.must(FreeInject("i05"))
        assert room.look() == ["i05"]

    def test_it_ends_with_the_move_and_may_reach_its_very_end(self) -> None:
        room = Room()
        room.wait(20.0)
        assert room.refused(Jump(240.1)) == "jump.beyond"
        room.must(Jump(240.0))
        (tick,) = room.must(Tick())
        assert tick.at.game == 360.0
        assert room.refused(Jump(0.001)) == "jump.beyond"
        room.must(ProposeResult(), AcceptResult(), OpenMove())
        assert room.exercise.skipped == 0.0

    @pytest.mark.parametrize("minutes", [0.0, -5.0, math.nan])
    def test_a_jump_back_is_refused(self, minutes: float) -> None:
        assert Room().refused(Jump(minutes)) == "jump.minutes"

    def test_there_must_be_time_to_skip(self) -> None:
        room = Room(opened=False)
        assert room.refused(Jump(5.0)) == "exercise.not_started"
        room.must(Start())
        assert room.refused(Jump(5.0)) == "jump.closed"
        room.must(OpenMove(), ProposeResult())
        assert room.refused(Jump(5.0)) == "move.closing"
        room.must(AcceptResult(), OpenMove())
        assert room.refused(Jump(5.0)) == "jump.standing"
        over = Room(scene(moves=[{"id": "m1", "title": "One", "covers": "0 min"}], injects=[]))
        assert over.refused(Jump(1e-10)) == "jump.beyond"
        over.must(ProposeResult(), AcceptResult())
        assert over.refused(Jump(5.0)) == "exercise.ended"
        assert isinstance(skipped(over.exercise, 0.0, 5.0), Refusal)


class TestStandingClock:
    """A move whose clock stands: people take the time they need."""

    @staticmethod
    def standing() -> Room:
        room = Room()
        room.wait(12.0)
        room.must(ProposeResult(), AcceptResult(), OpenMove())
        return room

    def test_opening_it_stops_the_exercise_clock_and_the_room_is_told(self) -> None:
        room = self.standing()
        assert [(e.kind, e.to) for e in room.exercise.log][-2:] == [
            ("move.opened/1", (Plenary(),)), ("clock.held/1", (Plenary(),)),
        ]  # fmt: skip
        assert (room.exercise.phase, room.exercise.clock.running) == ("running", False)
        room.wait(90.0, 1.0)
        assert room.minutes == 12.0

    def test_its_minute_0_comes_at_the_opening_and_no_other_by_itself(self) -> None:
        room = self.standing()
        assert room.look() == ["j00"]
        assert room.wait(60.0, 1.0) == []
        room.must(ReleaseInject("j10"))

    def test_conditions_are_judged_in_it(self) -> None:
        room = Room(scene(
            moves=[{"id": "m1", "title": "One", "clock": "stopped",
                    "questions": [{"id": "q1", "to": ["a"], "kind": "text", "text": "Why?"}]}],
            injects=[{"id": "i1", "when": "answered(q1)", **PAPER}],
        ))  # fmt: skip
        assert room.wait(5.0) == []
        room.must(AnswerQuestion("a/one", "q1", "Because."))
        assert room.look() == ["i1"]

    def test_a_resume_is_refused_and_says_why(self) -> None:
        room = self.standing()
        assert room.refused(Resume()) == "clock.standing"

    def test_a_pause_in_it_ends_without_setting_the_clock_going(self) -> None:
        room = self.standing()
        room.must(Pause("Lunch."))
        assert room.look() == []
        room.must(Resume(2.0))
        assert (room.exercise.phase, room.exercise.clock.running) == ("running", False)
        assert room.look() == ["j00"]

    def test_leaving_it_lets_the_clock_run_again_at_its_rate(self) -> None:
        room = self.standing()
        room.must(SetRate(2.0))
        room.wait(30.0)
        room.must(ProposeResult(), AcceptResult())
        assert [e.kind for e in room.exercise.log][-1] == "clock.freed/1"
        room.must(OpenMove())
        assert room.minutes == 12.0
        assert room.wait(2.5) == ["k05"]

    def test_leaving_it_in_a_pause_leaves_the_pause(self) -> None:
        room = self.standing()
        room.must(RealWorldStop("a/one"), ProposeResult(), AcceptResult())
        assert (room.exercise.phase, room.exercise.clock.running) == ("paused", False)
        room.must(Resume())
        assert room.exercise.clock.running

    def test_a_restart_in_it_is_a_pause(self) -> None:
        room = self.standing()
        room.must(Restore())
        assert (room.exercise.phase, room.minutes) == ("paused", 12.0)
        assert room.again() == room.exercise

    def test_an_automatic_play_knows_nothing_of_it(self) -> None:
        played = conduct(scene(), setup(scene()), DICE, MemoryStore()).exercise
        assert played.world.number == 3
        assert not [e.kind for e in played.log if e.kind.startswith("clock.")]


class TestWallClock:
    """Wall time is only recorded: whatever it does, exercise and game time go forward."""

    def test_a_wall_clock_that_is_set_back_neither_turns_time_back_nor_freezes_it(self) -> None:
        room = Room()
        room.wait(4.0)
        room.now -= 7200.0
        assert room.minutes == 4.0
        assert due(room.exercise, room.now) == [Tick()]
        (event,) = room.must(*due(room.exercise, room.now))
        assert (event.kind, event.by, event.at.exercise) == ("clock.rated/1", "clock", 4.0)
        assert room.wait(1.0) == ["i05"]

    def test_what_is_done_before_it_is_noticed_is_not_earlier_than_what_was_done(self) -> None:
        room = Room()
        room.wait(4.0)
        room.now -= 120.0
        (event,) = room.must(AnswerQuestion("a/one", "q1", "Because."))
        assert (event.at.exercise, event.at.game) == (4.0, 24.0)

    def test_a_tick_too_late_for_a_pause_is_none(self) -> None:
        room = Room()
        commands = due(room.exercise, 600.0)
        room.now = 600.0
        room.must(Pause())
        assert [type(command) for command in commands] == [ReleaseInject, ReleaseInject, Tick]
        assert room.must(*commands, JudgeInjects()) == []


What = Literal["hold", "free", "drop", "hand"]
WHATS: tuple[What, ...] = get_args(What)
WAITS = st.floats(0.1, 300.0)
FATES = st.sampled_from(get_args(Fate))
INJECTS = st.sampled_from(["i05", "i10", "i20", "hand", "chain", "quiet", "j10", "k05"])


class ControlRoom(RuleBasedStateMachine):
    """Anything a control room may do to its clock, in any order, with a ticker that looks now and then.

    The machine keeps its own account of exercise time and of what is due when, and compares.
    """

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(now=1e9)
        self.ran = 0.0
        """Exercise minutes by the machine's own account, and by how much that may be too high."""
        self.slack = 0.0
        self.played = 0.0
        """Minutes of play in the open move, jumps among them."""
        self.touched: set[str] = set()
        """Injects whose time has been changed since the ticker last looked."""
        self.heard: list[str] = []
        self.asked: list[Command] = []
        """What the ticker asked for when it last looked."""
        self.known = len(self.room.exercise.log)
        self.replayed = self.room.again()

    @property
    def running(self) -> bool:
        return self.room.exercise.phase == "running" and self.room.exercise.clock.running

    @property
    def rate(self) -> float:
        return self.room.exercise.clock.rate

    def told(self, *, by_a_move: bool = False) -> list[str]:
        """The injects that came since the last look at the log, which are checked against all that came before.

        `by_a_move`: it was opened or ended, which Control may do in a pause, and conditions are judged with it.
        """
        log = self.room.exercise.log
        last, came = log[self.known - 1], []
        for event in log[self.known :]:
            assert event.at.exercise >= last.at.exercise, "exercise time ran backwards"
            assert event.at.game >= last.at.game - 1e-9, "game time ran backwards"
            if event.kind == "inject.released/1":
                came.append(event.data["inject"])
                changed = self.replayed.items.get(came[-1])
                status = changed.status if changed is not None else "planned"
                assert status != "dropped", "released though dropped"
                if event.by == "clock":
                    assert status == "planned", "the clock released what was held"
                    assert by_a_move or self.replayed.phase == "running", "the clock released something in a pause"
            last, self.replayed = event, evolve(self.replayed, reread(event))
        self.known = len(log)
        assert not set(came) & set(self.heard), "released twice"
        self.heard += came
        return came

    def look(self, late: float) -> None:
        """The ticker looks; what it finds has been due for at most `late` minutes, unless Control touched it."""
        exercise, standing = self.room.exercise, self.room.exercise.clock.exercise(self.room.now)
        commands = due(exercise, self.room.now)
        if exercise.phase != "running":
            assert commands == [], "something was due in a pause"
        for command in commands:
            if isinstance(command, ReleaseInject) and command.inject not in self.touched:
                minute = self.minute(command.inject)
                assert minute <= self.played + 1e-6, "too early"
                assert self.played - minute <= late + 1e-6, "late"
        self.asked = commands
        self.room.must(*commands)
        self.told()
        assert self.room.exercise.clock.exercise(self.room.now) == pytest.approx(standing)
        if exercise.phase == "running":
            self.touched.clear()

    def minute(self, inject: str) -> float:
        changed = self.room.exercise.items.get(inject)
        return changed.minute if changed is not None else self.room.scenario.inject[inject].minute

    @rule(seconds=WAITS, looks=st.integers(1, 4))
    def wait(self, seconds: float, looks: int) -> None:
        for _ in range(looks):
            self.room.now += seconds / looks
            passed = seconds / looks / 60.0 * self.rate if self.running else 0.0
            self.ran, self.played = self.ran + passed, self.played + passed
            self.look(passed)

    @rule(inject=INJECTS)
    def the_ticker_is_late(self, inject: str) -> None:
        """What it asked for comes again, and something that was due once, or may be some day."""
        for command in (*self.asked, ReleaseInject(inject, "clock"), JudgeInjects()):
            self.room.do(command)
        self.told()

    @rule(seconds=WAITS)
    def the_wall_clock_is_set_back(self, seconds: float) -> None:
        reads = self.room.minutes
        self.room.now -= seconds
        self.room.must(*due(self.room.exercise, self.room.now))
        self.told()
        lost = reads - self.room.minutes
        assert -1e-9 <= lost <= 5.0 / 60.0 * self.rate + 1e-6
        self.ran, self.played, self.slack = self.ran - lost, self.played - lost, self.slack + 1e-6

    @precondition(lambda self: self.room.exercise.phase == "running")
    @rule(stop=st.booleans())
    def pause(self, stop: bool) -> None:
        self.room.must(RealWorldStop("b/two") if stop else Pause())
        self.told()

    @precondition(lambda self: self.room.exercise.phase == "paused")
    @rule(rate=st.sampled_from([0.5, 1.0, 2.0, 60.0]))
    def resume(self, rate: float) -> None:
        self.room.must(Resume(rate))
        self.look(0.0)

    @rule(rate=st.sampled_from([0.25, 1.0, 4.0]))
    def change_rate(self, rate: float) -> None:
        self.room.must(SetRate(rate))
        self.told()

    @rule(asleep=st.floats(0.0, 1e5))
    def restart(self, asleep: float) -> None:
        before, ran = self.room.minutes, self.room.exercise.phase == "running"
        self.room.exercise = self.replayed
        self.room.now += asleep
        self.room.must(Restore())
        self.told()
        assert self.room.exercise.phase == ("paused" if ran else self.room.exercise.phase)
        lost = before - self.room.minutes
        assert -1e-9 <= lost <= 5.0 / 60.0 * self.rate + 1e-6
        self.ran, self.played = self.ran - lost, self.played - lost

    @rule(share=st.sampled_from([0.02, 0.05, 0.1, 0.3, 1.1]), fates=st.lists(FATES, min_size=9))
    def jump(self, share: float, fates: list[Fate]) -> None:
        exercise = self.room.exercise
        minutes = share * 360.0
        found = skipped(exercise, self.room.now, minutes)
        if isinstance(found, Refusal):
            assert isinstance(self.room.do(Jump(minutes)), Refusal)
            return
        told = {one.id: fate for one, fate in zip(found, fates, strict=False)}
        reads = self.room.minutes
        self.room.must(Jump(minutes, told))
        self.played += self.room.exercise.skipped - exercise.skipped
        assert self.room.minutes == reads, "exercise time jumped"
        came = self.told()
        assert [id_ for id_ in told if told[id_] == "release"] == [id_ for id_ in came if id_ in told]

    @rule(inject=INJECTS, what=st.sampled_from(WHATS))
    def control(self, inject: str, what: What) -> None:
        match what:
            case "hold":
                self.room.do(HoldInject(inject))
            case "free":
                if not isinstance(self.room.do(FreeInject(inject)), Refusal):
                    self.touched.add(inject)
            case "drop":
                self.room.do(DropInject(inject))
            case "hand":
                paused = self.room.exercise.phase == "paused"
                before = len(self.room.exercise.log)
                self.room.do(ReleaseInject(inject))
                kinds = [e.data["inject"] for e in self.room.exercise.log[before:] if e.kind == "inject.released/1"]
                assert not (paused and set(kinds) - {inject}), "something came with it in a pause"
        self.told()

    @rule(inject=INJECTS, move=st.sampled_from(["m1", "m2", "m3", None]), minute=st.floats(0.0, 60.0))
    def retime(self, inject: str, move: str | None, minute: float) -> None:
        if not isinstance(self.room.do(RetimeInject(inject, move, minute)), Refusal):
            self.touched.add(inject)
        self.told()

    @precondition(lambda self: self.room.exercise.world.number < 3)
    @rule(answer=st.booleans())
    def next_move(self, answer: bool) -> None:
        if answer:
            self.room.do(AnswerQuestion("a/one", "q1", "Because."))
        self.room.must(ProposeResult(), AcceptResult(), OpenMove())
        self.played = 0.0
        self.told(by_a_move=True)

    @initialize()
    def first(self) -> None:
        self.look(0.0)

    @invariant()
    def exercise_time_never_runs_in_a_pause_and_loses_nothing_else(self) -> None:
        assert self.room.minutes == pytest.approx(self.ran, abs=1e-5 + self.slack)

    @invariant()
    def nothing_is_due_in_a_pause(self) -> None:
        if self.room.exercise.phase != "running":
            assert due(self.room.exercise, self.room.now + 1e6) == []

    @invariant()
    def replaying_the_events_gives_the_live_state(self) -> None:
        assert self.replayed == self.room.exercise


TestNothingTwiceNothingLateByAPauseNoBurstAfterIt = ControlRoom.TestCase
TestNothingTwiceNothingLateByAPauseNoBurstAfterIt.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None
)
