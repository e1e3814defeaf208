"""The clock of a house, turned by hand: nothing released while paused, twice, late, or in a burst."""

import threading
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.live.scene import Desk, Hand, home, made
from whitecell.exercise import Pause, ReleaseInject, Resume, SetRate
from whitecell.journal import MemoryStore
from whitecell.live import CLOCK, House, Refused


def turned(hand: Hand, desk: Desk, seconds: float) -> None:
    """Let this time pass, looking every fifth of a second or so."""
    end = hand.now + seconds
    while hand.now < end:
        hand.now = min(end, hand.now + 1.0)
        desk.house.ticker.poll(wait=True)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.floats(0.5, 60)),
        st.tuples(st.just("pause"), st.just(0.0)),
        st.tuples(st.just("resume"), st.sampled_from([0.5, 1.0, 4.0])),
        st.tuples(st.just("rate"), st.sampled_from([0.25, 1.0, 10.0])),
        st.tuples(st.just("restart"), st.floats(0, 1000)),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(steps=STEPS)
def test_every_inject_comes_once_at_its_minute_and_none_while_the_clock_stands(steps: list[tuple[str, float]]) -> None:
    hand, store = Hand(), MemoryStore()
    house = home(store, now=hand)
    desk = made(house)
    for what, amount in steps:
        before = len(desk.tip.log)
        was_paused = desk.tip.phase != "running"
        match what:
            case "pass":
                turned(hand, desk, amount)
            case "pause":
                desk.do(Pause())
            case "resume":
                desk.do(Resume(amount))
            case "rate":
                desk.do(SetRate(amount))
            case _:
                house.close()
                hand.now += amount
                house = desk.house = home(store, now=hand)
        new = [event.kind for event in desk.tip.log[before:]]
        if was_paused:
            assert "inject.released/1" not in new and "clock.ticked/1" not in new
        house.ticker.poll(wait=True)
    tip = desk.tip
    released = [e for e in tip.log if e.kind == "inject.released/1" and e.data["inject"] != "late"]
    assert len({event.data["inject"] for event in released}) == len(released)
    fastest = 10.0 / 60  # one look a second, at ten minutes a minute
    for event in released:
        minute = float(event.data["inject"].removeprefix("i"))
        assert minute <= event.at.exercise <= minute + fastest + 1e-6
    reached = tip.clock.exercise(hand.now)
    assert {e.data["inject"] for e in released} >= {f"i{m}" for m in (1, 2, 3) if m < reached - fastest - 0.1}
    house.close()


def test_it_ticks_at_least_every_five_seconds() -> None:
    hand = Hand()
    desk = made(home(now=hand))
    for _ in range(600):
        hand.now += 0.1
        desk.house.ticker.poll(wait=True)
    ticks = [event.at.wall for event in desk.tip.log if event.kind == "clock.ticked/1"]
    assert max(later - earlier for earlier, later in pairwise(ticks)) <= 5.0 + 0.1 + 1e-3
    assert len(ticks) == 12


def test_what_the_clock_asked_for_just_before_a_pause_is_not_done_after_it() -> None:
    hand = Hand()
    desk = made(home(now=hand))
    hand.now += 5
    desk.house.ticker.poll(wait=True)
    for early in (True, False):
        if not early:
            hand.now += 25
            desk.house.ticker.poll(wait=True)
            hand.now += 30
            desk.must(Pause())
        outcome = desk.do(ReleaseInject("i1", "clock"), CLOCK)
        assert isinstance(outcome, Refused) and outcome.refusal.code == "clock.overtaken"
    assert not desk.tip.deliveries


def test_looking_often_does_nothing_twice() -> None:
    hand = Hand()
    desk = made(home(now=hand))
    for _ in range(4):
        hand.now += 20
        for _ in range(20):
            desk.house.ticker.poll()
        desk.house.ticker.poll(wait=True)
    assert [event.data["inject"] for event in desk.tip.log if event.kind == "inject.released/1"] == ["i1"]
    ticks = [event.at.exercise for event in desk.tip.log if event.kind == "clock.ticked/1"]
    assert len(set(ticks)) == len(ticks) >= 3


def test_its_own_thread_ticks_and_stops() -> None:
    ticked = threading.Event()
    with House(MemoryStore()) as house:
        house.listen(lambda x, events: ticked.set() if events[-1].kind == "clock.ticked/1" else None)
        made(house)
        assert ticked.wait(20)
    assert not [thread for thread in threading.enumerate() if thread in house_threads(house)]


def house_threads(house: House) -> list[threading.Thread]:
    """The threads of a house."""
    return [house.ticker._pulse._thread, house.seats._pulse._thread, house._writer._thread]
