"""What a page costs: a cell's view after 500 and after 5,000 events, from its sight and from the whole log.

The exercise is a long live one of the flagship, in which people write, ask and pass things on as they would, and the
clock ticks in between. Run by `python -m benchmarks`, or alone: `python -m benchmarks.views`.
"""

import time
from collections.abc import Callable

from whitecell.exercise import (
    AskRFI,
    Audience,
    Control,
    Create,
    Exercise,
    OfCell,
    OpenMove,
    ReadLetter,
    Refusal,
    SendMessage,
    Sight,
    Start,
    Tick,
    decide,
    evolve,
    view,
)
from whitecell.game import Dice
from whitecell.scenario import Scenario

SIZES = (500, 5_000)
LAST = 50


def grown(scenario: Scenario, size: int) -> Exercise:
    """An exercise of so many events: a word, a request or a read letter for every few ticks, each five seconds on."""
    dice, seats = Dice(1), sorted(scenario.seats)
    exercise: Exercise | None = None
    now, number = 0.0, 0

    def do(command: object) -> None:
        nonlocal exercise
        events = decide(exercise, command, now, dice)  # type: ignore[arg-type]
        for event in [] if isinstance(events, Refusal) else events:
            exercise = evolve(exercise, event, scenario)

    for command in (Create("b", scenario, 1), Start(), OpenMove()):
        do(command)
    assert exercise is not None
    while len(exercise.log) < size:
        number += 1
        now += 5.0
        seat = seats[number % len(seats)]
        do(Tick())
        if number % 4 == 0:
            do(SendMessage("control", (seat.partition("/")[0],), f"Word {number} to all of you."))
        if number % 8 == 0:
            do(SendMessage(seat, ("control",), f"Word {number} to Control."))
        if number % 16 == 0:
            do(AskRFI(seat, f"r{number}", "control", f"What of {number}?"))
        if number % 16 == 8:
            do(ReadLetter(seat, 1))
    return exercise


def milliseconds(work: Callable[[], object], rounds: int = 40) -> float:
    """The median round."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[rounds // 2] * 1000.0


def costs(exercise: Exercise, audience: Audience) -> tuple[float, float]:
    """Milliseconds of a view from a sight that has followed, and from the log."""
    sight = Sight.of(exercise, audience)
    kept = milliseconds(lambda: view(exercise, audience, sight, LAST))
    return kept, milliseconds(lambda: view(exercise, audience, last=LAST), rounds=5)


def growing(exercise: Exercise) -> float:
    """Microseconds to fold one more event into the exercise."""
    events = exercise.log[-200:]

    def more() -> None:
        told = exercise
        for event in events:
            told = evolve(told, event)

    return milliseconds(more, 9) / len(events) * 1000.0


def views(scenario: Scenario) -> None:
    """Print what views cost, and how that grows."""
    exercises = [grown(scenario, size) for size in SIZES]
    cell = OfCell(scenario.cells[0].id)
    for audience in (cell, Control()):
        (small, small_log), (large, large_log) = (costs(exercise, audience) for exercise in exercises)
        name = f"view of {scenario.id}, {audience}, last {LAST}"
        told = f"{small:.2f} ms after {SIZES[0]:,} events, {large:.2f} ms after {SIZES[1]:,}"
        print(f"{name:<62} {large / small:>11.2f}x  ({told}; from the log {small_log:.1f} and {large_log:.1f} ms)")
    one, other = (growing(exercise) for exercise in exercises)
    told = f"{one:.1f} us after {SIZES[0]:,} events, {other:.1f} us after {SIZES[1]:,}"
    print(f"{'one more event into the exercise':<62} {other / one:>11.2f}x  ({told})", flush=True)


if __name__ == "__main__":
    from benchmarks.__main__ import library

    views(library("extended-deterrence"))
