"""An exercise conducted by bots: the same `decide`, the same journal as when people play."""

from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    Command,
    Create,
    Event,
    Exercise,
    GiveOrder,
    Holder,
    OpenMove,
    ProposeResult,
    Refusal,
    Start,
    TakeSeat,
    WithdrawOrder,
    current,
    decide,
    evolve,
    need_id,
    standing_orders,
)
from whitecell.game import Dice, Request, requests
from whitecell.journal import Head, Store
from whitecell.players.automatic import Setup
from whitecell.players.recording import Salts, derived_salts, entry_of
from whitecell.players.scripted import Script
from whitecell.players.weighted import answer, choose_cell
from whitecell.scenario import Scenario


class Refused(Exception):
    """A bot's command was refused: a defect, since bots order only what is permitted."""


class Table:
    """One exercise at its journal: each command is decided, recorded, then shown.

    `exercise` is the state after the last recorded event.
    """

    def __init__(self, store: Store, id_: str, dice: Dice, salts: Salts | None = None) -> None:
        self.store, self.id, self.dice = store, id_, dice
        self.salts = salts or derived_salts(dice.seed, id_)
        self.current: Exercise | None = None
        self.head: Head = store.head(id_)

    @property
    def exercise(self) -> Exercise:
        """The exercise as it stands. It must have been created."""
        assert self.current is not None
        return self.current

    def do(self, command: Command, now: float = 0.0) -> list[Event] | Refusal:
        """Decide a command and record what follows; a refusal records nothing."""
        events = decide(self.current, command, now, self.dice)
        if isinstance(events, Refusal):
            return events
        self.head = self.store.append(self.id, self.head.count, [entry_of(event, self.salts) for event in events])
        scenario = command.scenario if isinstance(command, Create) else None
        for event in events:
            self.current = evolve(self.current, event, scenario)
        return events

    def must(self, command: Command) -> list[Event]:
        """Do what cannot be refused."""
        result = self.do(command)
        if isinstance(result, Refusal):
            raise Refused(f"{command}: {result}")
        return result


def conduct(
    scenario: Scenario, prepared: Setup, dice: Dice, store: Store, id_: str = "", script: Script | None = None
) -> Table:
    """Play an exercise to its end, recording it in the store: seats of the script as it says, all others by bots.

    A scripted order that is not permitted now is left out.
    """
    script = script or Script(frozenset())
    table = Table(store, id_ or f"{scenario.id}-{dice.seed}", dice)
    course = prepared.course
    table.must(Create(table.id, scenario, dice.seed, course.id, prepared.parameters, prepared.start, automatic=True))
    for seat in scenario.seats:
        table.must(TakeSeat(seat, Holder("bot", prepared.bots[seat])))
    table.must(Start())
    while table.exercise.phase != "ended":
        table.must(OpenMove())
        play_move(table, prepared, script)
        table.must(ProposeResult())
        table.must(AcceptResult())
    return table


def play_move(table: Table, prepared: Setup, script: Script) -> None:
    """Everything the seats do in a move: their orders, then the answers to what those asked."""
    scenario, dice = table.exercise.scenario, table.dice
    world = table.exercise.world
    bots = {seat: bot for seat, bot in prepared.bots.items() if seat not in script.seats}
    for cell in sorted(cell.id for cell in scenario.cells):
        scripted(table, script, cell)
        mine = standing_orders(table.exercise, cell)
        for order in choose_cell(scenario, world, cell, bots, dice, prepared.course.orders, mine):
            table.must(GiveOrder(order.seat, order.choice))
    for given in current(table.exercise):
        for request in requests(scenario, given.order):
            if request.asks:
                reply(table, prepared, script, need_id(given.id, request), request)


def scripted(table: Table, script: Script, cell: str) -> None:
    """The orders of a cell that the script has, each withdrawn when it was."""
    standing: dict[int, list[tuple[str, str]]] = {}
    for place, (seat, choice, why, more) in enumerate(script.orders_of(table.exercise.world.number, cell)):
        events = table.do(GiveOrder(seat, choice, why))
        if more is not None and not isinstance(events, Refusal):
            standing.setdefault(place + more, []).append((seat, events[0].data["order"]))
        for withdraws, order in standing.pop(place, ()):
            table.must(WithdrawOrder(withdraws, order))


def reply(table: Table, prepared: Setup, script: Script, need: str, request: Request) -> None:
    """Answer one request as the script or the bot of the seat does; silence gives no command."""
    seat = request.need.of
    if seat in script.seats:
        recorded = script.answer(need)
        if recorded is not None:
            table.must(AnswerNeed(seat, need, *recorded))
        return
    bot = table.exercise.scenario.bots[prepared.bots[seat]]
    said = answer(table.exercise.scenario, table.exercise.world, request, bot, table.dice)
    if said != "silent":
        table.must(AnswerNeed(seat, need, said))
