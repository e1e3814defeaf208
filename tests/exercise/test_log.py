"""The log: a tuple that grows cheaply, whoever else holds an earlier version of it."""

import copy
import pickle
import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from whitecell.exercise import Log


@given(st.lists(st.tuples(st.integers(0, 30), st.integers()), max_size=60), st.lists(st.integers(), max_size=5))
def test_every_version_is_the_tuple_it_was_whatever_grew_out_of_it(
    steps: list[tuple[int, int]], first: list[int]
) -> None:
    """Each step grows any version there is, so that many futures come of one past."""
    versions: list[tuple[Log[int], tuple[int, ...]]] = [(Log(first), tuple(first))]
    for place, item in steps:
        log, told = versions[place % len(versions)]
        versions.append((log.grown(item), (*told, item)))
    for log, told in versions:
        assert tuple(log) == told and log == told and told == log and len(log) == len(told)
        assert [log[place] for place in range(-len(told), len(told))] == [*told, *told]
        assert tuple(reversed(log)) == told[::-1]
        assert all((other == log) == (tuple(other) == told) for other, _ in versions)
        assert copy.deepcopy(log) == pickle.loads(pickle.dumps(log)) == log


@given(st.lists(st.integers(), max_size=12), st.slices(12))
def test_a_slice_is_the_tuples(items: list[int], part: slice) -> None:
    log: Log[int] = Log()
    for item in items:
        log = log.grown(item)
    log.grown(-1)
    assert log[part] == tuple(items)[part]


def test_a_place_beyond_the_end_is_an_error_though_a_later_version_has_it() -> None:
    log = Log([1, 2])
    log.grown(3)
    for place in (2, -3):
        try:
            log[place]
        except IndexError:
            continue
        raise AssertionError(place)
    assert log != [1, 2] and log != Log([1, 3])
    assert repr(log) == "Log([1, 2])"


def test_growing_costs_the_same_however_long_it_is() -> None:
    def seconds(length: int) -> float:
        log = Log(range(length))
        begun = time.perf_counter()
        for item in range(2000):
            log = log.grown(item)
        return time.perf_counter() - begun

    short, long = (min(seconds(length) for _ in range(5)) for length in (10, 100_000))
    assert long < 20 * short  # a copy for each would be thousands of times


def test_threads_read_what_they_hold_while_others_grow_it() -> None:
    log: Log[int] = Log()
    held = [log]
    faults: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            version = held[-1]
            if list(version) != list(range(len(version))) or version[:3] != tuple(range(min(3, len(version)))):
                faults.append(repr(version))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for item in range(4000):
        log = log.grown(item)
        held.append(log)
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert all(len(version) == place for place, version in enumerate(held))


def test_of_two_threads_that_grow_one_version_neither_sees_the_others() -> None:
    for _ in range(200):
        base = Log([0])
        grown: dict[int, Log[int]] = {}
        start = threading.Barrier(2)

        def grow(item: int, base: Log[int] = base, grown: dict[int, Log[int]] = grown) -> None:
            start.wait()  # noqa: B023 - joined within the round
            log = base.grown(item)
            for more in range(5):
                log = log.grown(item * 10 + more)
            grown[item] = log

        threads = [threading.Thread(target=grow, args=(item,)) for item in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for item in (1, 2):
            assert grown[item] == (0, item, *(item * 10 + more for more in range(5)))
