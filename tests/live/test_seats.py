"""Automated players: in every seat that nobody has taken, gone when somebody sits down, and never twice."""

import json
import threading
from collections import Counter
from typing import Any

from tests.live.scene import (
    AIDE,
    DEPUTY,
    DO,
    JOINT,
    LEAD,
    OTHER,
    PLANNER,
    ROUGH,
    Desk,
    Hand,
    Refusing,
    home,
    made,
    scene,
)
from whitecell.exercise import (
    AcceptResult,
    Event,
    GiveOrder,
    Holder,
    OpenMove,
    Pause,
    ProposeResult,
    Resume,
    Start,
    TakeSeat,
)
from whitecell.game import Dice
from whitecell.journal import MemoryStore
from whitecell.live import AID, Accepted, House, Machine, Refused
from whitecell.players import conduct, setup
from whitecell.scenario import Scenario


def given(desk: Desk) -> Counter[str]:
    """How many orders each seat has given."""
    return Counter(event.data["seat"] for event in desk.tip.log if event.kind == "order.given/1")


def played(desk: Desk) -> None:
    """Let the bots do everything that there is to do."""
    for _ in range(5):
        desk.house.seats.poll()


def test_they_play_a_whole_exercise_as_an_automatic_play_does() -> None:
    scenario = scene()
    desk = made(home(), scenario, bots=True, opened=False)
    desk.must(Start())
    while desk.tip.phase != "ended":
        desk.must(OpenMove())
        played(desk)
        desk.must(ProposeResult())
        desk.must(AcceptResult())
    table = conduct(scenario, setup(scenario), Dice(desk.tip.seed), MemoryStore())
    ours, theirs = ([(g.order, g.status) for g in x.orders.values()] for x in (desk.tip, table.exercise))
    assert ours == theirs
    assert desk.tip.world.values == table.exercise.world.values


def test_a_seat_that_somebody_has_taken_is_theirs() -> None:
    desk = made(home(), bots=True, opened=False)
    desk.must(TakeSeat(LEAD, Holder("person", "Minister")))
    desk.must(TakeSeat(OTHER, Holder("person", "Minister")))
    desk.must(Start())
    desk.must(OpenMove())
    played(desk)
    assert set(given(desk)) == {DEPUTY, AIDE}
    assert desk.tip.needs and all(need.answer is None for need in desk.tip.needs.values() if need.of == OTHER)


def test_each_person_of_a_cell_is_left_an_order() -> None:
    desk = made(home(), bots=True, opened=False)
    desk.must(TakeSeat(LEAD, Holder("person", "Minister")))
    desk.must(Start())
    desk.must(OpenMove())
    played(desk)
    assert given(desk)[DEPUTY] == 2
    assert isinstance(desk.do(GiveOrder(LEAD, DO), desk.seat(LEAD)), Accepted) or given(desk)[LEAD] == 0


def test_when_the_person_leaves_the_bot_takes_over() -> None:
    desk = made(home())
    played(desk)
    assert not given(desk)
    desk.must(TakeSeat(OTHER, Holder("bot", "keen")))
    desk.must(TakeSeat(AIDE, Holder("bot", "keen")))
    played(desk)
    assert sum(given(desk).values()) == 3 and set(given(desk)) <= {OTHER, AIDE}
    desk.must(GiveOrder(LEAD, JOINT), desk.seat(LEAD))
    played(desk)
    assert [need.answer for need in desk.tip.needs.values()] == ["agree"]


def test_an_order_of_a_bot_that_comes_after_somebody_sat_down_is_refused() -> None:
    desk = made(home())
    outcome = desk.do(GiveOrder(LEAD, DO), Machine("bot", LEAD, "keen"))
    assert isinstance(outcome, Refused) and outcome.refusal.code == "bot.overtaken"
    assert desk.house.attempts.of(desk.exercise) == ()


def test_after_a_restart_nothing_is_ordered_twice_even_if_the_desk_is_lost() -> None:
    store = MemoryStore()
    desk = made(home(store), bots=True)
    played(desk)
    whole = given(desk)
    desk.house.close()
    again = Desk(home(store), desk.exercise)
    assert again.tip.phase == "paused"
    again.must(Resume(), PLANNER)
    played(again)
    assert given(again) == whole


def test_a_turn_that_was_chosen_is_given_after_a_kill_even_if_the_world_has_changed(tmp_path: Any) -> None:
    with home(tmp_path / "x.db") as first:
        desk = made(first, bots=True)
        first._desk.write(
            (
                "INSERT INTO turn VALUES (?, 1, ?, ?)",
                (desk.exercise, OTHER, '[["rough", []], ["rough", []]]'),
            ),
            ("INSERT INTO turn VALUES (?, 1, ?, ?)", (desk.exercise, AIDE, "[]")),
        )
        assert isinstance(desk.do(GiveOrder(OTHER, ROUGH), Machine("bot", OTHER, "keen"), "order 1.0"), Accepted)
    with home(tmp_path / "x.db") as second:
        again = Desk(second, desk.exercise)
        again.must(Resume(), PLANNER)
        played(again)
        assert given(again)[OTHER] == 2 and given(again)[AIDE] == 0


def test_while_the_disk_is_full_they_wait_and_then_go_on() -> None:
    store = Refusing()
    desk = made(home(store), bots=True)
    store.full = True
    played(desk)
    assert not given(desk)
    store.full = False
    played(desk)
    assert sum(given(desk).values()) == 6


def test_while_the_clock_stands_they_do_nothing() -> None:
    desk = made(home(), bots=True, opened=False)
    desk.must(Start())
    desk.must(Pause())
    desk.must(OpenMove())
    played(desk)
    assert not given(desk)
    desk.must(Resume())
    played(desk)
    assert sum(given(desk).values()) == 6


def test_a_pace_lets_them_order_when_that_share_of_the_move_has_passed() -> None:
    hand = Hand()
    desk = made(home(now=hand, pace=0.01), bots=True)
    for _ in range(8):
        hand.now += 5
        desk.house.ticker.poll(wait=True)
        desk.house.seats.poll()
        assert bool(given(desk)) == (desk.tip.clock.exercise(hand.now) >= 0.6)


def test_an_aid_drafts_and_the_person_sends() -> None:
    desk = made(home(), opened=False)
    desk.must(TakeSeat(LEAD, Holder("person", "Minister", "keen")))
    desk.must(TakeSeat(OTHER, Holder("person", "Minister", "keen")))
    desk.must(Start())
    desk.must(OpenMove())
    played(desk)
    assert not given(desk)
    drafts = desk.house.drafts.of(desk.seat(LEAD), LEAD, AID)
    assert list(drafts) == ["aid/1", "aid/2", "aid/3"]
    assert all(json.loads(draft.text)["action"] in ("do", "joint") for draft in drafts.values())
    assert {draft.by for draft in drafts.values()} == {"bot keen"}
    desk.house.drafts.put(desk.seat(LEAD), LEAD, "aid/1", "changed by hand", 1.0)
    desk.must(GiveOrder(LEAD, JOINT), desk.seat(LEAD))
    played(desk)
    assert desk.house.drafts.of(desk.seat(LEAD), LEAD, AID)["aid/1"].text == "changed by hand"
    (need,) = desk.tip.needs
    answer = desk.house.drafts.get(desk.seat(OTHER), OTHER, f"aid/need/{need}")
    assert answer is not None and json.loads(answer.text) == {"answer": "agree"}
    assert desk.tip.needs[need].answer is None


def test_a_course_gives_its_orders() -> None:
    course = {"firm": {"orders": [{"move": "m1", "seat": OTHER, "action": "rough", "arguments": {}}]}}
    passive = {"keen": {"weights": {"otherwise": "0"}, "consents": {"otherwise": {"agree": "1"}}}}
    scenario: Scenario = scene(courses=course, bots=passive)
    rooms = home()
    exercise, _ = rooms.create(scenario, id="1", actor=PLANNER, course="firm")
    desk = Desk(rooms, exercise)
    desk.must(Start())
    desk.must(OpenMove())
    played(desk)
    assert given(desk) == {OTHER: 1}


def test_their_own_thread_plays() -> None:
    all_in = threading.Event()
    orders: list[Event] = []

    def heard(exercise: str, events: tuple[Event, ...]) -> None:
        orders.extend(event for event in events if event.kind == "order.given/1")
        if len(orders) >= 6:
            all_in.set()

    with House(MemoryStore()) as rooms:
        rooms.listen(heard)
        made(rooms, bots=True)
        assert all_in.wait(10)
