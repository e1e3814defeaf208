"""Weighted players: each slot draws among what is permitted and `none`, in proportion to the bot's weights.

They see nothing but their barrier view.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from whitecell.game import BarrierView, Choice, Dice, Order, Request, barrier, slots, within_limits
from whitecell.game.world import World
from whitecell.rules import mathematics as m
from whitecell.rules import number
from whitecell.scenario import ANSWERS, Answer, Bot, Scenario, ScriptedOrder


def weight(bot: Bot, view: BarrierView, choice: Choice) -> float:
    """How much this bot leans to a choice; never below zero."""
    expression = bot.weights.get(choice.action)
    if expression is None:
        return m.maximum(0.0, number(bot.otherwise.tree, view.environment()))
    return m.maximum(0.0, number(expression.tree, view.environment(choice.arguments)))


def pick(weights: Sequence[float], u: float) -> int | None:
    """The place that u in (0, 1) falls on when each place is as wide as its weight; None where all weigh nothing."""
    total = 0.0
    for w in weights:
        total = m.add(total, w)
    if total <= 0.0:
        return None
    aim, reached, last = m.multiply(u, total), 0.0, 0
    for place, w in enumerate(weights):
        if w > 0.0:
            last = place
        reached = m.add(reached, w)
        if aim < reached:
            return place
    return last


def choose(weights: Sequence[float], may_pass: bool, u: float) -> int | None:
    """The place of what is ordered in one slot, None for nothing; where passing is not allowed, only if all weigh 0."""
    place = pick([1.0 if may_pass else 0.0, *weights], u)
    return None if place is None or place == 0 else place - 1


def choose_cell(
    scenario: Scenario,
    world: World,
    cell: str,
    bots: Mapping[str, str],
    dice: Dice,
    scripted: Sequence[ScriptedOrder] = (),
    given: Sequence[Order] = (),
    leanings: Mapping[str, float] = MappingProxyType({}),
) -> list[Order]:
    """All orders of a cell's automated seats in this move.

    The course's scripted orders come first, then seats in id order, each drawing once for every slot still free when
    its turn comes. `bots` maps the seats that are automated to their bots; `given` are orders already given; `leanings`
    multiply the weights, by "BOT/ACTION".
    """
    orders = list(given)
    script = sorted(
        (s for s in scripted if s.move == world.move and s.seat in bots and s.seat.partition("/")[0] == cell),
        key=lambda s: (s.seat, s.action, scenario.action[s.action].variants.index(s.arguments)),
    )
    for wanted in script:
        choice = Choice(wanted.action, wanted.arguments)
        if choice in barrier(scenario, world, wanted.seat, given=orders).permitted:
            orders.append(ordered(wanted.seat, choice, orders))
    may_pass = scenario.move[world.move].may_pass
    for seat in scenario.seats:
        if seat not in bots or seat.partition("/")[0] != cell:
            continue
        free = slots(scenario, world, cell) - len(orders)
        if free <= 0:
            break
        view = barrier(scenario, world, seat, given=orders)
        weighed = []
        for choice in view.permitted:
            leaning = leanings.get(f"{bots[seat]}/{choice.action}", 1.0)
            weighed.append((choice, m.multiply(weight(scenario.bots[bots[seat]], view, choice), leaning)))
        for slot in range(free):
            open_ = [
                (choice, w) for choice, w in weighed
                if within_limits(scenario.action[choice.action], world, cell, orders)
            ]  # fmt: skip
            if not open_:
                break
            u = dice.draw(world.number, "choose", seat, slot, 0)
            place = choose([w for _, w in open_], may_pass, u)
            if place is not None:
                orders.append(ordered(seat, open_[place][0], orders))
    return orders[len(given) :]


def ordered(seat: str, choice: Choice, given: Sequence[Order]) -> Order:
    """The order that gives this choice, numbered after its cell's earlier orders of the same action in this move."""
    cell = seat.partition("/")[0]
    occurrence = sum(1 for order in given if order.cell == cell and order.choice.action == choice.action)
    return Order(cell, seat, choice, occurrence)


def answer(scenario: Scenario, world: World, request: Request, bot: Bot, dice: Dice) -> Answer:
    """How this bot answers a request for consultation or consent, from its own view and the order it is asked about."""
    order, need = request.order, request.need
    view = barrier(scenario, world, need.of)
    chosen = bot.consents.get(order.choice.action)
    arguments = order.choice.arguments if chosen is not None else ()
    env = view.environment(arguments)
    table = chosen if chosen is not None else bot.consent_otherwise
    weights = [m.maximum(0.0, number(table[a].tree, env)) if a in table else 0.0 for a in ANSWERS]
    path = (f"need/{order.choice.action}", f"{order.cell}>{need.of}", order.occurrence, request.place)
    place = pick(weights, dice.draw(world.number, *path))
    return "silent" if place is None else ANSWERS[place]
