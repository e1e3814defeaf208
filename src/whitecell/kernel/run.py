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

    @property
    def leanings(self) -> Mapping[str, float]:
        """What multiplies a bot's weight of an action, by "BOT/ACTION"; 1 where nothing is said."""


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
        kinds = [ctypes.c_void_p, *4 * [ctypes.c_uint64], *6 * [ctypes.c_void_p]]
        self._plays = ctypes.CFUNCTYPE(None, *kinds)(self._code.address("plays"))

    def run(
        self,
        setup: Setup,
        seed: int,
        first: int,
        plays: int,
        threads: int = 1,
        *,
        values: bool = True,
        points: NDArray[np.float64] | None = None,
    ) -> Results:
        """Play `plays` times, from play number `first`; the threads make no difference to what comes out.

        Without `values` the final states are not kept. With `points`, rows made by `point`, the plays are dealt out
        evenly: as many for the first row, then as many for the next. ValueError: the set-up does not fit the scenario,
        or the plays cannot be dealt out evenly.
        """
        prepared = Prepared(self.layout, setup)
        each, rows = 1, self._rows(points)
        if rows is not None:
            if not len(rows) or plays % len(rows):
                raise ValueError(f"{plays} plays cannot be dealt out evenly to {len(rows)} points")
            each = plays // len(rows)
        n_measures, n_values = len(self.scenario.measures), len(self.scenario.vars) if values else 0
        outcomes, moves = np.empty(plays, np.int64), np.empty(plays, np.int64)
        results = Results(
            np.empty(plays, np.int32), np.empty(plays, np.int32), np.empty((plays, n_measures)),
            np.empty((plays, n_values)), np.empty(plays, np.uint64),
        )  # fmt: skip

        def chunk(start: int) -> None:
            count = min(size, plays - start)
            columns = [outcomes, moves, results.measures, results.values, results.digests]
            addresses = [column[start:].ctypes.data if column.size else None for column in columns]
            workspace = prepared.workspace()
            if rows is None:
                points_here, each_here, row = 1, count, None
            else:
                points_here, each_here, row = count // each, each, rows[start // each :].ctypes.data
            self._plays(workspace.ctypes.data, seed & _MASK, first + start, points_here, each_here, row, *addresses)

        size = max(min(CHUNK, -(-plays // threads)), 1)
        size = -(-size // each) * each
        starts = range(0, plays, size)
        if threads == 1:
            for start in starts:
                chunk(start)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(chunk, starts))
        results.outcomes[:], results.moves[:] = outcomes, moves
        return results

    def point(self, setup: Setup) -> NDArray[np.float64]:
        """The row of a set-up's parameters, in the scenario's order, and leanings, in that of `layout.leanings`.

        ValueError: the set-up does not fit the scenario.
        """
        doubles = Prepared(self.layout, setup).doubles
        return np.concatenate([doubles["parameters"], doubles["leanings"]])

    def _rows(self, points: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        if points is None:
            return None
        rows = np.ascontiguousarray(points, np.float64)
        width = len(self.scenario.parameters) + len(self.layout.leanings)
        if rows.ndim != 2 or rows.shape[1] != width:
            raise ValueError(f"a point has {width} numbers, one for each parameter and leaning")
        if not np.isfinite(rows).all() or (rows[:, len(self.scenario.parameters) :] < 0).any():
            raise ValueError("a point holds what is not a finite number, or a leaning below zero")
        return rows

    def trace(self, setup: Setup, seed: int, play: int) -> Traced:
        """One play in full."""
        prepared = Prepared(self.layout, setup)
        words = np.zeros(self._most_words(), np.uint64)
        workspace = prepared.workspace()
        workspace[self.layout.fields["trace"]] = words.ctypes.data
        outcome, moves, digest = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.uint64)
        measures, values = np.zeros(len(self.scenario.measures)), np.zeros(len(self.scenario.vars))
        rows = [row.ctypes.data for row in (outcome, moves, measures, values, digest)]
        self._plays(workspace.ctypes.data, seed & _MASK, play, 1, 1, None, *rows)
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

    def paths(self, setup: Setup, seed: int, first: int, plays: int) -> NDArray[np.float64]:
        """The state at the close of each move: by play, by the number of its move, by variable; NaN after the end."""
        prepared = Prepared(self.layout, setup)
        found = np.full((plays, MAX_MOVES, len(self.scenario.vars)), np.nan)
        columns = [np.zeros(max(n, 1)) for n in (1, 1, len(self.scenario.measures), len(self.scenario.vars), 1)]
        addresses = [column.ctypes.data for column in columns]
        workspace = prepared.workspace()
        for play in range(plays):
            workspace[self.layout.fields["path"]] = found[play].ctypes.data
            self._plays(workspace.ctypes.data, seed & _MASK, first + play, 1, 1, None, *addresses)
        return found

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
        if strange := sorted(set(setup.leanings) - set(layout.leanings)):
            raise ValueError(f"the scenario has no bot and action '{strange[0]}'")
        leanings = [float(setup.leanings.get(pair, 1.0)) for pair in layout.leanings]
        if not np.isfinite([*parameters, *starts, *leanings]).all():
            raise ValueError("a parameter, a start or a leaning is not a finite number")
        if min(leanings, default=0.0) < 0:
            raise ValueError("a leaning is below zero")
        self.doubles = {"parameters": np.array(parameters), "leanings": np.array(leanings), "starts": np.array(starts)}
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
