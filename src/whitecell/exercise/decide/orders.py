"""Judge orders and the needs they owe."""

from whitecell.exercise import command as c
from whitecell.exercise.audience import OfCell
from whitecell.exercise.create import is_number
from whitecell.exercise.decide.at_once import is_open, turned
from whitecell.exercise.decide.naming import need_id, order_id
from whitecell.exercise.decide.roles import no_voice
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, Times, at_barrier, at_hand, standing_orders
from whitecell.game import Dice, Order, Request, permits, requests, slots
from whitecell.game import within_limits as game_within_limits

SURE = 100.0
"""The highest confidence, in percent."""


def give_order(exercise: Exercise, command: c.GiveOrder, at: Times, dice: Dice) -> list[Event] | Refusal:
    scenario, seat, choice = exercise.scenario, command.seat, command.choice
    if exercise.closing:
        return Refusal("move.closing")
    cell = seat.partition("/")[0]
    own, carried = at_hand(exercise, cell)
    mine = standing_orders(exercise, cell, own)
    if not permits(scenario, at_barrier(exercise, carried), seat, choice, mine):
        return why_not(exercise, seat, command, mine)
    if (refusal := unfit(command.rationale, REASON, "what.rationale")) is not None:
        return refusal
    sure = command.confidence
    if sure is not None and not (is_number(sure) and 0.0 <= sure <= SURE):
        return Refusal("order.confidence")
    before = [given for given in own if given.order.choice.action == choice.action]
    taken = {given.order.occurrence for given in before if given.status != "withdrawn"}
    # A withdrawn order leaves its place, and its luck, to the next one.
    order = Order(cell, seat, choice, next(place for place in range(len(taken) + 1) if place not in taken))
    id_ = order_id(order, exercise.world.number, len(before))
    data = {
        "order": id_, "cell": cell, "seat": seat, "action": choice.action, "arguments": dict(choice.arguments),
        "occurrence": order.occurrence, "move": exercise.world.number, "rationale": command.rationale,
        **({} if sure is None else {"confidence": sure}),
    }  # fmt: skip
    events = [Event("order.given/1", at, seat, (OfCell(cell),), data)]
    for request in requests(scenario, order):
        events.append(_ask(id_, request, at))
    return turned(exercise, events, order, id_, at, dice)


def _ask(order: str, request: Request, at: Times) -> Event:
    need = request.need
    given = request.order
    data = {
        "need": need_id(order, request), "order": order, "kind": need.kind, "of": need.of,
        "place": request.place, "action": given.choice.action, "arguments": dict(given.choice.arguments),
        "cell": given.cell, "within": need.within,
    }  # fmt: skip
    return Event("need.asked/1", at, given.seat, (OfCell(given.cell), OfCell(need.cell)), data)


def why_not(exercise: Exercise, seat: str, command: c.GiveOrder, mine: list[Order]) -> Refusal:
    """Why an order is not permitted, told from what the seat may see and nothing else."""
    scenario, choice = exercise.scenario, command.choice
    action = scenario.action.get(choice.action)
    if exercise.world.stage != "open":
        return Refusal("move.closed")
    if action is None or seat not in action.by:
        return Refusal("order.authority")
    if choice.arguments not in action.variants:
        return Refusal("order.arguments", {"action": choice.action})
    cell = seat.partition("/")[0]
    allowed = slots(scenario, exercise.world, cell)
    if allowed == 0:
        return Refusal("order.none")
    if len(mine) >= allowed:
        return Refusal("order.slots", {"n": allowed})
    if not game_within_limits(action, at_barrier(exercise), cell, mine):
        return Refusal("order.limit", {"action": choice.action})
    assert action.when is not None
    return Refusal("order.when", {"action": choice.action, "condition": action.when.text})


def withdraw(exercise: Exercise, command: c.WithdrawOrder, at: Times) -> list[Event] | Refusal:
    given = exercise.orders.get(command.order)
    cell = command.seat.partition("/")[0]
    if given is None or given.order.cell != cell:
        return Refusal("order.unknown", {"name": command.order})
    if command.seat != given.order.seat and (refusal := no_voice(exercise, command.seat)) is not None:
        return refusal
    if not is_open(exercise, given):
        return Refusal("order.final")
    audience = (OfCell(cell), *(OfCell(n.of.partition("/")[0]) for n in exercise.needs.values() if n.order == given.id))
    return [Event("order.withdrawn/1", at, command.seat, audience, {"order": given.id})]


def answer_need(exercise: Exercise, command: c.AnswerNeed, at: Times, dice: Dice) -> list[Event] | Refusal:
    """The seat that the scenario names answers, whatever its role."""
    need = exercise.needs.get(command.need)
    cell = command.seat.partition("/")[0]
    if need is None or need.kind == "inform" or need.of.partition("/")[0] != cell:
        return Refusal("need.unknown", {"name": command.need})
    if need.of != command.seat:
        return Refusal("need.authority", {"seat": need.of})
    if command.answer not in ("agree", "conditions", "object"):
        return Refusal("need.answer")
    if need.answer is not None:
        return Refusal("need.answered")
    given = exercise.orders[need.order]
    if not is_open(exercise, given):
        return Refusal("need.closed")
    if (refusal := unfit(command.conditions, REASON, "what.conditions")) is not None:
        return refusal
    data = {"need": need.id, "answer": command.answer, "conditions": command.conditions}
    events = [Event("need.answered/1", at, command.seat, (OfCell(given.order.cell), OfCell(cell)), data)]
    return turned(exercise, events, given.order, given.id, at, dice)
