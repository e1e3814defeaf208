"""Every state that a tiny pack can come to by the choices of its cells, with one seed's luck."""

import itertools
from collections import deque
from collections.abc import Iterator

import whitecell.exercise as ex
from whitecell.check.secrecy.states import State, begin, fingerprint
from whitecell.exercise import Command, Refusal
from whitecell.game import Choice, Dice, barrier
from whitecell.scenario import Scenario

TINY = 500
"""At most so many combinations of orders in a move are explored; larger packs are sampled by dry plays alone."""

PASSING = "Every combination is looked at."
"""Why a move is closed in which some cells order nothing, even one that may not be passed."""


class Exploration:
    """The states reached by all combinations of one order or none for each cell, each need agreed or objected to.

    Iterating gives the states, those between two openings too. `openings` are the worlds met with a move open, each
    explored once; `complete` is whether there are no more.
    """

    def __init__(self, scenario: Scenario, seed: int, most: int) -> None:
        self.scenario, self.seed, self.most = scenario, seed, most
        self.openings: set[tuple[object, ...]] = set()
        self.complete = False

    def __iter__(self) -> Iterator[State]:
        self.openings.clear()
        create = ex.Create("explored", self.scenario, self.seed)
        first = begin(self.scenario, Dice(self.seed), f"exploration of seed {self.seed}", create)
        waiting = deque([opened(done(first, ex.Start()))])
        while waiting:
            state = waiting.popleft()
            world = fingerprint(state.exercise.world)
            if world in self.openings:
                continue
            if len(self.openings) >= self.most:
                return
            self.openings.add(world)
            yield state
            choices = [options(state, cell.id) for cell in self.scenario.cells]
            for chosen in itertools.product(*choices):
                for closed in outcomes(state, chosen):
                    yield closed
                    if closed.exercise.world.stage == "closed":
                        waiting.append(opened(closed))
        self.complete = True


def tiny(scenario: Scenario) -> bool:
    """Whether a pack is small enough to be explored: by the orders its cells could give at most."""
    combinations = 1
    for cell in scenario.cells:
        may = [action for action in scenario.actions if any(seat.partition("/")[0] == cell.id for seat in action.by)]
        combinations *= 1 + sum(len(action.variants) for action in may)
    return combinations <= TINY


def done(state: State, command: Command, now: float | None = None) -> State:
    """The state after a command that goes through."""
    after = state.do(command, now)
    assert not isinstance(after, Refusal), f"{command}: {after}"
    return after


def opened(state: State) -> State:
    """The state once the next move is open and its timed injects are released."""
    state = done(state, ex.OpenMove())
    over = state.now + state.scenario.move[state.exercise.world.move].plays * 60.0
    for command in ex.due(state.exercise, over):
        if isinstance(command, ex.ReleaseInject) and command.inject not in state.exercise.world.fired:
            state = done(state, command, over)
    return state


def options(state: State, cell: str) -> list[tuple[str, Choice] | None]:
    """Each single order that a cell may give, by the first of its seats that may, and none."""
    found: dict[Choice, str] = {}
    for seat in state.scenario.cell[cell].seats:
        for choice in barrier(state.scenario, state.exercise.world, seat.path).permitted:
            found.setdefault(choice, seat.path)
    return [None, *((seat, choice) for choice, seat in found.items())]


def outcomes(state: State, chosen: tuple[tuple[str, Choice] | None, ...]) -> Iterator[State]:
    """The ends of the move when these orders are given, for every combination of answers to what they ask."""
    for order in chosen:
        if order is not None:
            state = done(state, ex.GiveOrder(*order))
    asked = [
        need for need in state.exercise.needs.values()
        if need.kind != "inform" and state.exercise.orders[need.order].move == state.exercise.world.number
    ]  # fmt: skip
    for said in itertools.product(("agree", "object"), repeat=len(asked)):
        answered = state
        for need, answer in zip(asked, said, strict=True):
            if answered.exercise.orders[need.order].status == "given":  # an objection may have let it lapse at once
                answered = done(answered, ex.AnswerNeed(need.of, need.id, "agree" if answer == "agree" else "object"))
        proposed = done(answered, ex.ProposeResult(PASSING))
        proposal = proposed.exercise.proposal
        for tie in proposal.ties if proposal else ():
            proposed = done(proposed, ex.Rule(tie.var, tie.candidates[0][0], PASSING))
        yield done(proposed, ex.AcceptResult())
