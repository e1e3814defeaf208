"""A whole game played by bots, without an exercise around it: what sweeps repeat and the kernel must agree with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from whitecell.game import (
    Change,
    Dice,
    Order,
    Request,
    Standing,
    World,
    begin,
    close,
    measures,
    open,
    requests,
    resolve,
    standing,
)
from whitecell.players.weighted import answer, choose_cell
from whitecell.rules import Value
from whitecell.scenario import Answer, Course, Scenario, Text


@dataclass(frozen=True, slots=True)
class Setup:
    """How one play differs from the scenario as written: a course, and all values that are not as written.

    Those of the course are among them; `course` itself only gives its orders.
    """

    course: Course
    parameters: Mapping[str, float]
    start: Mapping[str, Value]
    bots: Mapping[str, str]
    leanings: Mapping[str, float] = field(default_factory=dict)
    """By "BOT/ACTION", what multiplies this bot's weight of this action: 1 where nothing is said."""


@dataclass(frozen=True, slots=True)
class Given:
    """One order of a play, with what it asked and how that was answered."""

    number: int
    order: Order
    answers: tuple[tuple[Request, Answer], ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Played:
    """A finished play."""

    world: World
    orders: tuple[Given, ...]
    moves: tuple[str, ...]
    measures: Mapping[str, float]
    changes: tuple[Change, ...] = field(repr=False, default=())
    released: tuple[tuple[int, str], ...] = ()


def setup(scenario: Scenario, course: str | None = None, parameters: Mapping[str, float] | None = None) -> Setup:
    """The set-up of a course (None: as written), with parameters laid over it.

    KeyError: there is no such course or parameter.
    """
    if unknown := sorted(set(parameters or {}) - {parameter.name for parameter in scenario.parameters}):
        raise KeyError(unknown[0])
    chosen = scenario.courses[course] if course is not None else Course("", Text(), Text())
    bots = {path: chosen.bots.get(path, seat.bot) for path, seat in scenario.seats.items()}
    return Setup(chosen, {**chosen.parameters, **(parameters or {})}, chosen.start, bots)


def play(scenario: Scenario, prepared: Setup, dice: Dice) -> Played:
    """Play to the end. Every seat is held by its bot."""
    world, changes, _ = begin(scenario, dice, prepared.parameters, prepared.start)
    log: list[Change] = list(changes)
    given: list[Given] = []
    moves: list[str] = []
    released: list[tuple[int, str]] = []
    while world.stage != "ended":
        step = open(scenario, world, dice, automatic=True)
        world = step.world
        moves.append(world.move)
        this_move = decide_orders(scenario, world, prepared, dice)
        resolved = resolve(scenario, world, (g.order for g in this_move if g.standing.stands), dice)
        closed = close(scenario, resolved.world, dice)
        world = closed.world
        given += this_move
        log += [*step.all_changes, *resolved.changes, *closed.all_changes]
        released += [(world.number, release.inject) for release in step.releases + closed.releases]
    return Played(world, tuple(given), tuple(moves), measures(scenario, world), tuple(log), tuple(released))


def decide_orders(scenario: Scenario, world: World, prepared: Setup, dice: Dice) -> list[Given]:
    """All orders of a move and, asked once from the state at the barrier, the answers to what they owe."""
    orders: list[Order] = []
    for cell in sorted(cell.id for cell in scenario.cells):
        orders += choose_cell(scenario, world, cell, prepared.bots, dice, prepared.course.orders,
                              leanings=prepared.leanings)  # fmt: skip
    given = []
    for order in orders:
        answers = tuple(
            (request, answer(scenario, world, request, scenario.bots[prepared.bots[request.need.of]], dice))
            for request in requests(scenario, order)
            if request.asks
        )
        given.append(Given(world.number, order, answers, standing(answers)))
    return given
