"""A scenario compiled: run many plays, or trace one."""

import ctypes
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from whitecell.game import Choice, Order, Request
from whitecell.kernel import machine
from whitecell.kernel.expressions import option
from whitecell.kernel.layout import Layout
from whitecell.kernel.play import ENTERED, RELEASED, write
from whitecell.kernel.players import ANSWERED, STANDS
from whitecell.rules import Boolean, Value
from whitecell.rules import Choice as Options
from whitecell.scenario import ANSWERS, MAX_MOVES, Answer, Course, Scenario

CHUNK = 1 << 14
"""Plays in one call: between calls a run can be interrupted."""


class Setup(Protocol):
    """How a play differs from the scenario as written (`whitecell.players.Setup`)."""

    @property
    def course(self) -> Course:
        """Whose scripted orders are given."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """Parameters that are not as written."""

    @property
    def start(self) -> Mapping[str, Value]:
        """State that does not start as written."""

    @property
    def bots(self) -> Mapping[str, str]:
        """The bot of every seat, by the seat's full name."""


@dataclass(frozen=True)
class Results:
    """What plays came to, one row for each: `outcomes` are places in the scenario's outcomes (-1: none), `moves` how
    many were played, `measures` and `values` in the scenario's order (yes is 1, a choice its option's place), `digests`
    of all that was chosen, answered, released and entered.
    """

    outcomes: NDArray[np.int32]
    moves: NDArray[np.int32]
    measures: NDArray[np.float64]
    values: NDArray[np.float64]
    digests: NDArray[np.uint64]


@dataclass(frozen=True)
class TracedOrder:
    """One order of a play: the number of its move, what it asked and the answers, and whether it stood."""

    number: int
    order: Order
    answers: tuple[tuple[Request, Answer], ...]
    stands: bool


@dataclass(frozen=True)
class Traced:
    """One play in full, in the words of the game."""

    orders: tuple[TracedOrder, ...]
    moves: tuple[str, ...]
    released: tuple[tuple[int, str], ...]
    outcome: str | None
    values: tuple[Value, ...]
    measures: Mapping[str, float]
    digest: int
    journal: tuple[int, ...]
    """The words that the digest is made of (`players` and `play` say what they hold)."""


class Kernel:
    """The machine code of one scenario. It may be run by several threads at once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.layout = Layout(scenario)
        self._code = machine.load(write(self.layout))
        kinds = [ctypes.c_void_p, *3 * [ctypes.c_uint64], *5 * [ctypes.c_void_p]]
        self._plays = ctypes.CFUNCTYPE(None, *kinds)(self._code.address("plays"))

    def run(self, setup: Setup, seed: int, first: int, plays: int, threads: int = 1, *, values: bool = True) -> Results:
        """Play `plays` times, from play number `first`; the threads make no difference to what comes out.

        Without `values` the final states are not kept. ValueError: the set-up does not fit the scenario.
        """
        prepared = Prepared(self.layout, setup)
        n_measures, n_values = len(self.scenario.measures), len(self.scenario.vars) if values else 0
        outcomes, moves = np.empty(plays, np.int64), np.empty(plays, np.int64)
        results = Results(
            np.empty(plays, np.int32), np.empty(plays, np.int32), np.empty((plays, n_measures)),
            np.empty((plays, n_values)), np.empty(plays, np.uint64),
        )  # fmt: skip

        def chunk(start: int) -> None:
            count = min(size, plays - start)
            rows = [outcomes, moves, results.measures, results.values, results.digests]
            addresses = [row[start:].ctypes.data if row.size else None for row in rows]
            workspace = prepared.workspace()
            self._plays(workspace.ctypes.data, seed & _MASK, first + start, count, *addresses)

        size = max(min(CHUNK, -(-plays // threads)), 1)
        starts = range(0, plays, size)
        if threads == 1:
            for start in starts:
                chunk(start)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(chunk, starts))
        results.outcomes[:], results.moves[:] = outcomes, moves
        return results

    def trace(self, setup: Setup, seed: int, play: int) -> Traced:
        """One play in full."""
        prepared = Prepared(self.layout, setup)
        words = np.zeros(self._most_words(), np.uint64)
        workspace = prepared.workspace()
        workspace[self.layout.fields["trace"]] = words.ctypes.data
        outcome, moves, digest = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.uint64)
        measures, values = np.zeros(len(self.scenario.measures)), np.zeros(len(self.scenario.vars))
        rows = [row.ctypes.data for row in (outcome, moves, measures, values, digest)]
        self._plays(workspace.ctypes.data, seed & _MASK, play, 1, *rows)
        end = (int(workspace[self.layout.fields["trace"]]) - words.ctypes.data) // 8
        journal = tuple(int(word) for word in words[:end])
        orders, entered, released = _read(self.layout, journal)
        return Traced(
            orders, entered, released,
            None if outcome[0] < 0 else self.scenario.outcomes[outcome[0]].id,
            tuple(_value(number, var.type) for number, var in zip(values, self.scenario.vars, strict=True)),
            {m.id: float(x) for m, x in zip(self.scenario.measures, measures, strict=True)},
            int(digest[0]), journal,
        )  # fmt: skip

    def _most_words(self) -> int:
        most_needs = max((len(action.needs) for action in self.scenario.actions), default=0)
        return MAX_MOVES * (1 + self.layout.most_orders * (1 + most_needs)) + len(self.scenario.injects) + 1


_MASK = (1 << 64) - 1


class Prepared:
    """A set-up as the words at the beginning of a workspace. ValueError: it does not fit the scenario."""

    def __init__(self, layout: Layout, setup: Setup) -> None:
        self.layout = layout
        scenario = layout.scenario
        known = {*(p.name for p in scenario.parameters), *scenario.index}
        if unknown := sorted({*setup.parameters, *setup.start} - known):
            raise ValueError(f"the scenario has no parameter or state variable '{unknown[0]}'")
        parameters = [float(setup.parameters.get(p.name, p.value)) for p in scenario.parameters]
        starts = [option(setup.start[var.name], var.type) if var.name in setup.start else 0.0 for var in scenario.vars]
        if not np.isfinite([*parameters, *starts]).all():
            raise ValueError("a parameter or a start is not a finite number")
        self.doubles = {"parameters": np.array(parameters), "starts": np.array(starts)}
        self.script = np.array([0], np.uint64)
        self.words = {
            "given": [int(var.name in setup.start) for var in scenario.vars],
            "bots": [self._bot(seat.path, setup.bots) for seat in layout.seats],
            "script_first": self._script(setup.course),
            "script": [self.script.ctypes.data],
        }

    def workspace(self) -> NDArray[np.uint64]:
        """A fresh workspace for one thread."""
        words = np.zeros(self.layout.fields["end"], np.uint64)
        for name, doubles in self.doubles.items():
            first = self.layout.fields[name]
            words[first : first + len(doubles)] = doubles.view(np.uint64)
        for name, numbers in self.words.items():
            first = self.layout.fields[name]
            words[first : first + len(numbers)] = numbers
        words[self.layout.fields["stamp"]] = 1
        return words

    def _bot(self, seat: str, bots: Mapping[str, str]) -> int:
        """The number of the bot of a seat, which reads nothing that the seat may not see."""
        if bots.get(seat) not in self.layout.bots:
            raise ValueError(f"{seat} is held by no bot of the scenario")
        bot = bots[seat]
        for var in self.layout.reads[bot]:
            if not self.layout.scenario.sees(seat, var.marking):
                raise ValueError(f"{seat} may not see '{var.name}', which its bot '{bot}' reads")
        return self.layout.bots[bot]

    def _script(self, course: Course) -> list[int]:
        """Sort the course's orders by move, cell, seat, action, variant; where those of each move and cell begin."""
        layout = self.layout
        lists: list[list[int]] = [[] for _ in range(len(layout.moves) * len(layout.cells))]
        for order in course.orders:
            seat, action = layout.seat_number[order.seat], layout.action_number[order.action]
            variant = layout.actions[action].variants.index(order.arguments)
            place = layout.moves[order.move] * len(layout.cells) + layout.cell_number[order.seat.partition("/")[0]]
            lists[place].append(seat << 32 | action << 8 | variant)
        self.script = np.array([word for each in lists for word in sorted(each)] or [0], np.uint64)
        return [sum(map(len, lists[:n])) for n in range(len(lists) + 1)]


def _value(number: float, type_: object) -> Value:
    """A double as the value it stands for."""
    if isinstance(type_, Options):
        return type_.options[int(number)]
    return bool(number) if isinstance(type_, Boolean) else float(number)


def _read(
    layout: Layout, words: Sequence[int]
) -> tuple[tuple[TracedOrder, ...], tuple[str, ...], tuple[tuple[int, str], ...]]:
    """The journal of a play: its orders, the moves entered, the injects released."""
    orders: list[TracedOrder] = []
    moves: list[str] = []
    released: list[tuple[int, str]] = []
    answers: list[tuple[int, Answer]] = []
    for word in words:
        kind = word & 255
        if kind == ENTERED:
            moves.append(layout.scenario.moves[word >> 8].id)
        elif kind == RELEASED:
            released.append((len(moves), layout.injects[word >> 8].id))
        elif kind == ANSWERED:
            answers.append((word >> 16, ANSWERS[word >> 8 & 255]))
        else:
            action, seat = layout.actions[word >> 48], layout.seats[word >> 16 & 65535]
            choice = Choice(action.id, action.variants[word >> 8 & 255])
            order = Order(layout.cells[word >> 40 & 255], seat.path, choice, word >> 32 & 255)
            asked = tuple((Request(order, action.needs[place], place), answer) for place, answer in answers)
            orders.append(TracedOrder(len(moves), order, asked, kind == STANDS))
            answers = []
    return tuple(orders), tuple(moves), tuple(released)


def compiled(scenario: Scenario) -> Kernel:
    """The kernel of a scenario, its machine code from the cache where it is known. TooLarge: beyond a limit."""
    return Kernel(scenario)
