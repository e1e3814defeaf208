"""The house: one writer, nothing shown before the disk has it, and all of it told by the journal alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.live.scene import (
    DO,
    LEAD,
    OTHER,
    PLANNER,
    ROUGH,
    Desk,
    Hand,
    Refusing,
    as_written,
    home,
    made,
    random_commands,
    replayed,
    scene,
)
from whitecell.exercise import (
    EndExercise,
    Event,
    GiveOrder,
    Holder,
    OfSeat,
    Pause,
    Plenary,
    SendMessage,
    Start,
    TakeSeat,
    to_data,
    view,
)
from whitecell.journal import Entry, JournalError, MemoryStore, canonical, verify_store
from whitecell.live import Accepted, Grant, HouseError, Refused


class TestCommands:
    """A command is carried out once, or not at all, and whoever gave it is told which."""

    def test_it_is_in_the_store_before_the_answer_comes(self) -> None:
        with home() as house:
            desk = made(house)
            outcome = desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD))
            assert isinstance(outcome, Accepted)
            assert house.store.head(desk.exercise) == outcome.head
            assert desk.tip.log[-1] == outcome.events[-1]

    def test_a_retry_gets_the_same_acceptance_and_changes_nothing(self) -> None:
        with home() as house:
            desk = made(house)
            first = desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD), "mine")
            assert desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD), "mine") == first
            assert len(desk.tip.orders) == 1

    def test_a_double_click_is_one_order(self) -> None:
        with home() as house:
            desk = made(house)
            both = [
                house.submit(desk.exercise, GiveOrder(LEAD, DO), id="twice", actor=desk.seat(LEAD)) for _ in range(8)
            ]
            assert len({id(done.result().events) for done in both if isinstance(done.result(), Accepted)}) == 1
            assert len(desk.tip.orders) == 1

    def test_nobody_can_use_up_the_id_of_another(self) -> None:
        with home() as house:
            desk = made(house)
            desk.do(SendMessage(OTHER, ("control",), "mine"), desk.seat(OTHER), "same")
            outcome = desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD), "same")
            assert isinstance(outcome, Accepted)
            assert outcome.events[0].kind == "order.given/1"

    def test_what_is_refused_leaves_the_journal_alone_and_is_noted_without_its_text(self) -> None:
        with home() as house:
            desk = made(house)
            count = house.count(desk.exercise)
            for command, actor in (
                (Start(), Grant(desk.exercise, "control")),
                (Pause(), desk.seat(LEAD)),
                (GiveOrder(OTHER, ROUGH, "secret words"), desk.seat(LEAD)),
                (SendMessage(LEAD, ("control",), "x" * 2_000_000), desk.seat(LEAD)),
                (SendMessage(LEAD, ("control",), "half a pair \ud800"), desk.seat(LEAD)),
            ):
                outcome = desk.do(command, actor)
                assert isinstance(outcome, Refused), command
                assert outcome.refusal.message.endswith(".")
            assert house.count(desk.exercise) == count
            attempts = house.attempts.of(desk.exercise)
            assert [(a.actor, a.what) for a in attempts[1:3]] == [
                (f"seat {LEAD}", "Pause"),
                (f"seat {LEAD}", "GiveOrder"),
            ]
            assert "secret" not in repr(attempts)

    def test_a_defect_in_one_command_is_a_sentence_and_the_next_goes_on(self) -> None:
        with home() as house:
            desk = made(house)
            outcome = desk.do(GiveOrder(LEAD, None), desk.seat(LEAD))  # type: ignore[arg-type]
            assert isinstance(outcome, Refused)
            assert isinstance(desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD)), Accepted)

    def test_an_id_that_cannot_be_kept_is_refused(self) -> None:
        with home() as house:
            desk = made(house)
            for id_ in ("x" * 500, "line\nbreak"):
                outcome = desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD), id_)
                assert isinstance(outcome, Refused) and outcome.refusal.code == "command.id"

    def test_an_exercise_that_is_not_there(self) -> None:
        with home() as house:
            assert isinstance(house.do("nowhere", Start(), id="1", actor=Grant("nowhere", "control")), Refused)
            with pytest.raises(HouseError, match="L106 there is no such exercise"):
                house.view("nowhere", Plenary())

    def test_when_it_is_closed_commands_are_answered_with_a_sentence(self) -> None:
        house = home()
        desk = made(house)
        house.close()
        outcome = desk.do(Pause())
        assert isinstance(outcome, Refused) and outcome.refusal.code == "house.closed"
        house.close()


class TestCreation:
    """An exercise begins with a bot on every seat, whatever happens on the way."""

    def test_every_seat_has_its_bot(self) -> None:
        with home() as house:
            desk = made(house, bots=True, opened=False)
            assert desk.tip.holders == dict.fromkeys(desk.tip.scenario.seats, Holder("bot", "keen"))
            assert [(s.id, str(s.title), s.phase) for s in house.exercises()] == [(desk.exercise, "Small", "created")]

    def test_the_same_id_gets_the_same_exercise_even_after_a_restart(self, tmp_path: Path) -> None:
        scenario = scene()
        with home(tmp_path / "x.db") as house:
            first, _ = house.create(scenario, id="form 1", actor=PLANNER)
            assert house.create(scenario, id="form 1", actor=PLANNER)[0] == first
        with home(tmp_path / "x.db") as house:
            assert house.create(scenario, id="form 1", actor=PLANNER)[0] == first
            assert house.create(scenario, id="form 2", actor=PLANNER)[0] != first

    def test_nobody_but_a_planner_makes_one_and_nothing_is_left_of_a_refused_one(self) -> None:
        with home() as house:
            for actor in (Grant("x", "control"), Grant("x", "seat", LEAD), Grant("x", "plenary")):
                assert isinstance(house.create(scene(), id="1", actor=actor)[1], Refused)
            assert isinstance(house.create(scene(), id="2", actor=PLANNER, course="none such")[1], Refused)
            assert isinstance(house.create(scene(), id="3", actor=PLANNER, parameters={"pase": 1.0})[1], Refused)
            assert house.exercises() == []


class TestTheJournalIsTheTruth:
    """live = f(journal)."""

    @settings(max_examples=25)
    @given(data=st.data())
    def test_replaying_the_journal_gives_what_is_shown_live(self, data: st.DataObject) -> None:
        hand = Hand()
        store = MemoryStore()
        with home(store, now=hand) as house:
            desk = made(house)
            draw = lambda options: data.draw(st.sampled_from(list(options)))  # noqa: E731
            for _ in range(data.draw(st.integers(1, 25))):
                hand.now += data.draw(st.floats(0, 40))
                command, who = random_commands(draw, desk.tip, draw([LEAD, "a/two", OTHER, "b/two"]))
                desk.do(command, None if who == "control" else desk.seat(who))
                house.ticker.poll(wait=True)
            assert as_written(replayed(store, desk.exercise)) == as_written(desk.tip)
            assert verify_store(store, desk.exercise) == []
            shown = desk.tip
            for audience in (Plenary(), OfSeat(LEAD)):
                assert house.view(desk.exercise, audience, None) == view(desk.tip, audience)
        with home(store, now=hand) as house:
            again = house.tip(desk.exercise)
            assert [canonical(to_data(event)) for event in again.log[: len(shown.log)]] == as_written(shown)["log"]
            assert (again.orders, again.world, again.holders) == (shown.orders, shown.world, shown.holders)
            assert again.phase != "running"
            assert not again.clock.running

    def test_sights_are_the_same_whoever_looks_and_when(self) -> None:
        with home() as house:
            desk = made(house)
            before = house.view(desk.exercise, OfSeat(LEAD))
            assert house.view(desk.exercise, OfSeat(LEAD)) is before
            desk.must(GiveOrder(LEAD, DO), desk.seat(LEAD))
            assert house.view(desk.exercise, OfSeat(LEAD), None) == view(desk.tip, OfSeat(LEAD))
            with ThreadPoolExecutor(8) as pool:
                orders = pool.map(
                    lambda n: desk.do(SendMessage(LEAD, ("control",), f"{n}"), desk.seat(LEAD), f"m{n}"), range(40)
                )
                views = pool.map(lambda n: house.view(desk.exercise, OfSeat(LEAD), None), range(80))
                assert all(isinstance(outcome, Accepted) for outcome in orders)
                assert all(list(v.entries) == sorted(v.entries, key=lambda entry: entry.number) for v in views)
            assert house.view(desk.exercise, OfSeat(LEAD), None) == view(desk.tip, OfSeat(LEAD))


class TestGroupCommit:
    """Many write at once: all of it durable, in order, each exactly once."""

    def test_sixty_four_threads(self, tmp_path: Path) -> None:
        each, told = 5, []
        with home(tmp_path / "x.db") as house:
            desk = made(house)
            start = house.count(desk.exercise)
            house.listen(lambda exercise, events: told.extend(events))
            batches = house.spent.batches

            def client(number: int) -> list[Accepted]:
                answers = []
                for place in range(each):
                    message = SendMessage(LEAD, ("control",), f"{number}.{place}")
                    answers.append(desk.do(message, desk.seat(LEAD), f"{number}.{place}"))
                return [answer for answer in answers if isinstance(answer, Accepted)]

            with ThreadPoolExecutor(64) as pool:
                answers = [answer for some in pool.map(client, range(64)) for answer in some]
            assert len(answers) == 64 * each
            assert house.spent.batches - batches < 64 * each / 2
            live = desk.tip
        words = [event.data["words"] for event in live.log[start:]]
        assert sorted(words) == sorted(f"{n}.{p}" for n in range(64) for p in range(each))
        for number in range(64):
            mine = [w for w in words if w.startswith(f"{number}.")]
            assert mine == [f"{number}.{place}" for place in range(each)]
        assert told == list(live.log[start:])
        with home(tmp_path / "x.db") as house:
            assert house.tip(live.id).log[: len(live.log)] == tuple(live.log)
            retried = Desk(house, live.id).do(SendMessage(LEAD, ("control",), "3.2"), desk.seat(LEAD), "3.2")
            assert isinstance(retried, Accepted)
            assert [event.data["words"] for event in retried.events] == ["3.2"]

    def test_exercises_in_one_batch_are_written_together_and_fail_apart(self, tmp_path: Path) -> None:
        with home(tmp_path / "x.db") as house:
            desks = [made(house) for _ in range(5)]
            with ThreadPoolExecutor(10) as pool:
                both = [*desks, *desks]
                outcomes = list(pool.map(lambda n: both[n].do(Pause(), PLANNER, f"p{n}"), range(10)))
            assert sum(isinstance(outcome, Accepted) for outcome in outcomes) == 5
            for desk in desks:
                assert as_written(replayed(house.store, desk.exercise)) == as_written(desk.tip)
                assert [event.kind for event in desk.tip.log].count("clock.paused/1") == 1


class TestAStoreThatRefuses:
    """A full disk: a sentence for everybody, the state as it was, and on again when there is room."""

    def test_nothing_is_changed_and_nothing_is_shown(self) -> None:
        store, heard = Refusing(), []
        with home(store) as house:
            desk = made(house)
            before, count = desk.tip, house.count(desk.exercise)
            house.listen(lambda exercise, events: heard.append(events))
            store.full = True
            # The second is refused only because of the first: it must not be told so.
            waiting = [house.submit(desk.exercise, Pause(), id=f"p{n}", actor=PLANNER) for n in range(2)]
            outcomes = [done.result() for done in waiting]
            assert {o.refusal.code for o in outcomes if isinstance(o, Refused)} == {"store.refused"}
            assert (desk.tip, house.count(desk.exercise), heard) == (before, count, [])
            store.full = False
            assert isinstance(desk.do(Pause(), PLANNER, "p0"), Accepted)
            assert as_written(replayed(store, desk.exercise)) == as_written(desk.tip)

    def test_if_the_answer_was_lost_and_not_the_data_it_is_accepted(self) -> None:
        store, heard = Refusing(), []
        with home(store) as house:
            desk = made(house)
            house.listen(lambda exercise, events: heard.extend(events))
            store.full = store.lies = True
            outcome = desk.do(Pause())
            assert isinstance(outcome, Accepted)
            assert heard == list(outcome.events)
            assert as_written(replayed(store, desk.exercise)) == as_written(desk.tip)

    def test_somebody_else_wrote(self) -> None:
        store = MemoryStore()
        with home(store) as house:
            desk = made(house)
            last = list(store.read(desk.exercise))[-1]
            body = canonical({"kind": "clock.ticked/1", "at": [0.0, 0.0, 0.0], "by": "clock", "to": ["control"],
                              "data": {}, "changes": []})  # fmt: skip
            store.append(desk.exercise, last.seq, [Entry(body)])
            outcome = desk.do(Pause())
            assert isinstance(outcome, Refused) and outcome.refusal.code == "store.conflict"
            assert desk.tip.log[-1].kind == "clock.ticked/1"
            assert isinstance(desk.do(Pause()), Accepted)


class TestListeners:
    """They hear every durable event once, in order, and can do no harm."""

    def test_one_that_fails_hurts_nobody_and_the_others_hear_all(self) -> None:
        heard: list[Event] = []

        def failing(exercise: str, events: tuple[Event, ...]) -> None:
            raise RuntimeError("a listener of the test fails")

        with home() as house:
            house.listen(failing)
            house.listen(lambda exercise, events: heard.extend(events))
            desk = made(house)
            house.unlisten(failing)
        assert heard == list(desk.tip.log)

    def test_what_they_hear_is_already_durable_and_public(self) -> None:
        seen: list[bool] = []
        with home() as house:
            house.listen(lambda x, events: seen.append(house.tip(x).log[-1] is events[-1]))
            house.listen(lambda x, events: seen.append(house.store.head(x).count >= len(events)))
            made(house)
        assert seen and all(seen)

    def test_one_that_would_wait_for_the_writer_is_told_not_to(self) -> None:
        told: list[str] = []
        done = threading.Event()

        def waits(exercise: str, events: tuple[Event, ...]) -> None:
            if events[0].kind == "clock.paused/1":
                try:
                    house.do(exercise, Start(), id="x", actor=PLANNER)
                except HouseError as error:
                    told.append(error.code)
                done.set()

        with home() as house:
            house.listen(waits)
            desk = made(house)
            desk.must(Pause())
            assert done.wait(5)
        assert told == ["L108"]


class TestRestart:
    """Every exercise comes back as it was, paused at its last tick."""

    def test_two_servers_on_one_file(self, tmp_path: Path) -> None:
        with home(tmp_path / "x.db") as house:
            desk = made(house)
            with pytest.raises(HouseError, match="L101 another server has these files open"):
                home(tmp_path / "x.db")
            assert isinstance(desk.do(Pause()), Accepted)
        home(tmp_path / "x.db").close()

    def test_it_is_paused_at_its_last_tick_and_goes_on_from_there(self, tmp_path: Path) -> None:
        hand = Hand()
        with home(tmp_path / "x.db", now=hand) as house:
            desk = made(house)
            for _ in range(9):
                hand.now += 5
                house.ticker.poll(wait=True)
            hand.now += 4
        hand.now += 3600
        with home(tmp_path / "x.db", now=hand) as house:
            tip = house.tip(desk.exercise)
            assert (tip.phase, tip.clock.running) == ("paused", False)
            assert tip.clock.exercise(hand.now) == pytest.approx(45 / 60)
            assert not tip.deliveries

    def test_a_file_that_is_no_journal_is_left_as_it_is_and_gets_no_desk(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear friend")
        with pytest.raises(JournalError, match="J406"):
            home(tmp_path / "letter.txt")
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    def test_an_ended_exercise_is_known_and_read_when_somebody_asks(self, tmp_path: Path) -> None:
        with home(tmp_path / "x.db") as house:
            desk = made(house)
            desk.must(EndExercise("over"))
            summary = house.exercises()
        for _ in range(2):
            with home(tmp_path / "x.db") as house:
                assert house.exercises() == summary
                assert house.tip(desk.exercise).phase == "ended"
                assert isinstance(Desk(house, desk.exercise).do(Pause(), id="after"), Refused)

    def test_a_journal_that_cannot_be_read_does_not_keep_the_others_away(self) -> None:
        store = MemoryStore()
        store.append("odd", 0, [Entry(canonical({"kind": "nonsense"}))])
        with home(store) as house:
            made(house)
            assert "L107" in house.unreadable["odd"]
            with pytest.raises(HouseError, match="L107"):
                house.tip("odd")

    def test_a_sleep_of_the_machine_is_a_pause_and_not_a_burst(self) -> None:
        hand = Hand()
        with home(now=hand) as house:
            desk = made(house)
            hand.now += 5
            house.ticker.poll(wait=True)
            hand.now += 600
            house.ticker.poll(wait=True)
            assert desk.tip.phase == "paused"
            assert desk.tip.clock.exercise(hand.now) == pytest.approx(5 / 60)
            assert not desk.tip.deliveries

    def test_bots_that_a_crash_left_standing_sit_down(self) -> None:
        store = MemoryStore()
        with home(store) as house:
            desk = made(house, bots=True, opened=False)
            records, texts = list(store.read(desk.exercise)), store.texts(desk.exercise)
        cut = MemoryStore()
        cut.append(
            "x", 0, [Entry(records[0].body, tuple(t for d, t in texts.items() if t and d.encode() in records[0].body))]
        )
        with home(cut) as house:
            assert set(house.tip("x").holders) == set(desk.tip.scenario.seats)


def test_a_seat_that_is_taken_is_told_by_the_journal() -> None:
    with home() as house:
        desk = made(house, bots=True, opened=False)
        desk.must(TakeSeat(LEAD, Holder("person", "Minister", "keen")), desk.seat(LEAD))
        assert as_written(replayed(house.store, desk.exercise)) == as_written(desk.tip)
