"""Dry plays: whole exercises by bots through `decide` and `evolve`, with what people and Control would do besides."""

from dataclasses import dataclass, field

import whitecell.exercise as ex
from whitecell.check.secrecy.people import People, Words
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.states import State, begin
from whitecell.exercise import Command, Refusal
from whitecell.game import Order, requests
from whitecell.players import Setup, answer, choose_cell, setup
from whitecell.rules import Choice, Number, Value
from whitecell.scenario import Question, Scenario, Seat

Seats = frozenset[str]


class PlainWords:
    """Numbered words."""

    def __init__(self) -> None:
        self.count = 0

    def write(self, *readers: Seats) -> str:
        """The next number as a word."""
        self.count += 1
        return f"words {self.count}"


@dataclass
class DryPlay:
    """One play under way. Where it is live, people write, ask, share and answer, and Control works on all that.

    `states` are the states after every command, in order.
    """

    scenario: Scenario
    prepared: Setup
    live: bool
    picks: Picks
    words: Words
    cells: dict[str, Seats]
    states: list[State] = field(default_factory=list)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.scenario, self.picks, self.words)

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.states[-1]

    def must(self, command: Command) -> State:
        """Do what cannot be refused."""
        after = self.state.do(command)
        assert not isinstance(after, Refusal), f"{command}: {after}"
        self.states.append(after)
        return after

    def may(self, command: Command, now: float | None = None) -> bool:
        """Do it, unless it is refused."""
        after = self.state.do(command, now)
        if not isinstance(after, Refusal):
            self.states.append(after)
        return not isinstance(after, Refusal)

    def run(self) -> list[State]:
        """Play to the end."""
        for seat in self.scenario.seats:
            self.must(ex.TakeSeat(seat, ex.Holder("bot", self.words.write())))
        self.must(ex.Start())
        while self.state.exercise.phase != "ended":
            self.must(ex.OpenMove())
            if self.live:
                self.talk(6)
                self.by_the_clock()
                self.questions()
            self.orders()
            if self.live:
                self.talk(10)
            self.answers()
            if self.live:
                self.control()
                self.talk(4)
            self.close()
        return self.states

    def close(self) -> None:
        """Control closes the move and accepts what it comes to, now and then with a ruling, and where it must."""
        if not self.may(ex.ProposeResult()):
            self.must(ex.ProposeResult(self.words.write()))
        if self.live and self.picks.chance(0.5, "ruling", self.state.exercise.world.number):
            self.rule()
        proposal = self.state.exercise.proposal
        for tie in proposal.ties if proposal else ():
            self.must(ex.Rule(tie.var, tie.candidates[0][0], self.words.write()))
        self.must(ex.AcceptResult())

    def talk(self, deeds: int) -> None:
        """What people say, ask and pass on, and what Control does with it; the exercise goes on afterwards."""
        for _ in range(deeds):
            command = self.people.deed(self.state.exercise, self.state.now)
            if command is not None:
                self.may(command)
        if self.state.exercise.phase == "paused":
            self.must(ex.Resume(1.0))

    def by_the_clock(self) -> None:
        """What the exercise clock asks for once the move has run for its time."""
        move = self.scenario.move[self.state.exercise.world.move]
        over = self.state.now + move.plays * 60.0
        for command in ex.due(self.state.exercise, over):
            self.may(command, over)

    def orders(self) -> None:
        """What the bots order; live, now and then taken back and given again."""
        for cell in sorted(self.cells):
            world, bots, script = self.state.exercise.world, self.prepared.bots, self.prepared.course.orders
            for order in choose_cell(self.scenario, world, cell, bots, self.state.dice, script):
                self.order(order)

    def order(self, order: Order) -> None:
        """One order of a bot."""
        why = self.words.write(self.cells[order.cell]) if self.live else ""
        before = set(self.state.exercise.orders)
        if not self.live:
            self.must(ex.GiveOrder(order.seat, order.choice, why))
        elif self.may(ex.GiveOrder(order.seat, order.choice, why)):
            (id_,) = set(self.state.exercise.orders) - before
            if self.picks.chance(0.15, "withdrawn", id_) and self.may(ex.WithdrawOrder(order.seat, id_)):
                self.may(ex.GiveOrder(order.seat, order.choice, self.words.write(self.cells[order.cell])))

    def answers(self) -> None:
        """How the bots answer what they are asked."""
        exercise, dice = self.state.exercise, self.state.dice
        for need in exercise.needs.values():
            given = self.state.exercise.orders[need.order]  # an answer may have carried it out
            if given.move != exercise.world.number or given.status != "given" or need.kind == "inform":
                continue
            request = next(r for r in requests(self.scenario, given.order) if r.place == need.place)
            bot = self.scenario.bots[self.prepared.bots[need.of]]
            reply = answer(self.scenario, exercise.world, request, bot, dice)
            if reply != "silent":
                readers = (self.cells[given.order.cell], self.cells[need.of.partition("/")[0]])
                conditions = self.words.write(*readers) if self.live and reply == "conditions" else ""
                self.must(ex.AnswerNeed(need.of, need.id, reply, conditions))

    def questions(self) -> None:
        """Seats answer what the move asks: sealed at first where it says so, then for their cell."""
        for question in self.scenario.move[self.state.exercise.world.move].questions:
            for seat in self.scenario.seats.values():
                if seat.cell in question.to and self.picks.chance(0.4, question.id, seat.path):
                    self.may(self.answered(question, seat, question.sealed_first))
                    self.may(self.answered(question, seat, False))

    def answered(self, question: Question, seat: Seat, sealed: bool) -> ex.AnswerQuestion:
        """One answer, of the kind that is asked for."""
        text = self.words.write(frozenset({seat.path}) if sealed else self.cells[seat.cell])
        return ex.AnswerQuestion(seat.path, question.id, text, sealed)

    def control(self) -> None:
        """Now and then Control releases an inject, or stops the clock for a while."""
        number = self.state.exercise.world.number
        waiting = [inject.id for inject in self.scenario.injects if inject.id not in self.state.exercise.world.fired]
        if waiting and self.picks.chance(0.3, "inject", number):
            self.may(ex.ReleaseInject(self.picks.one(waiting, "which", number)))
        if self.picks.chance(0.3, "pause", number):
            self.may(ex.Pause(self.words.write(*self.cells.values(), frozenset(self.scenario.seats))))
            self.may(ex.Resume(2.0))
        self.may(ex.Tick())

    def rule(self) -> None:
        """Control changes a value of the proposed result."""
        number = self.state.exercise.world.number
        if self.scenario.vars:
            var = self.picks.one(self.scenario.vars, "ruled", number)
            value: Value
            match var.type:
                case Number():
                    low, high = max(var.low, -10.0), min(var.high, 10.0)
                    value = low + self.picks.number("value", number) * max(high - low, 1.0)
                case Choice(options):
                    value = self.picks.one(options, "value", number)
                case _:
                    value = self.picks.chance(0.5, "value", number)
            self.must(ex.Rule(var.name, value, self.words.write()))


def dry_play(scenario: Scenario, seed: int, play: int, *, live: bool, words: Words | None = None) -> list[State]:
    """The states of one dry play, courses in turn. The same arguments give the same play."""
    from whitecell.game import Dice

    courses: list[str | None] = [None, *scenario.courses]
    prepared = setup(scenario, courses[play % len(courses)])
    course = prepared.course
    words = words or PlainWords()
    create = ex.Create("dry", scenario, seed, course.id, prepared.parameters, prepared.start, automatic=not live)
    first = begin(scenario, Dice(seed, play), f"{'live' if live else 'automatic'} play {play} of seed {seed}", create)
    cells = {cell.id: frozenset(seat.path for seat in cell.seats) for cell in scenario.cells}
    return DryPlay(scenario, prepared, live, Picks(f"play/{seed}/{play}"), words, cells, [first]).run()
