"""Orders that take effect at once: alone, live, when their last key turns or the time for an answer is over."""

from whitecell.exercise import command as c
from whitecell.exercise.decide.naming import need_id
from whitecell.exercise.decide.publish import Fate, audience_of_order, changed, published
from whitecell.exercise.decide.releases import after, following
from whitecell.exercise.evolve import world_data
from whitecell.exercise.facts import facts_of
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise, GivenOrder, Times, current
from whitecell.game import Dice, Order, Request, Standing, requests, resolve, standing
from whitecell.scenario import Answer


def applies_at_once(exercise: Exercise, order: Order) -> bool:
    """Whether this order waits for no closing: never in an automatic exercise."""
    return not exercise.automatic and exercise.scenario.action[order.choice.action].applies == "at_once"


def verdict(exercise: Exercise, given: GivenOrder, minutes: float) -> Standing | None:
    """What an at-once order has come to at this exercise minute; None while an answer is awaited.

    A refused consent decides at once. A consultation has been silent when its time is over; consent is awaited until
    the move is closed.
    """
    answered: list[tuple[Request, Answer]] = []
    waiting = False
    for request in requests(exercise.scenario, given.order):
        if not request.asks:
            continue
        need = exercise.needs[need_id(given.id, request)]
        if need.answer is not None:
            answered.append((request, need.answer))
        elif request.need.kind == "consult" and minutes - need.asked.exercise >= request.need.within:
            answered.append((request, "silent"))
        else:
            waiting = True
    found = standing(answered)
    return None if waiting and found.stands else found


def overdue(exercise: Exercise, minutes: float) -> list[str]:
    """The at-once orders that wait for nothing any more at this exercise minute."""
    return [
        given.id for given in current(exercise)
        if applies_at_once(exercise, given.order) and verdict(exercise, given, minutes) is not None
    ]  # fmt: skip


def resolve_order(exercise: Exercise, command: c.ResolveOrder, at: Times, dice: Dice) -> list[Event] | Refusal:
    """What the clock asked for a moment ago gives nothing where it is not due any more."""
    given = exercise.orders.get(command.order)
    if given is None or not applies_at_once(exercise, given.order):
        return Refusal("order.unknown", {"name": command.order})
    ready = exercise.phase == "running" and is_open(exercise, given)
    return _resolved(exercise, given, at, dice) if ready else []


def is_open(exercise: Exercise, given: GivenOrder) -> bool:
    """Whether an order can still be withdrawn, answered and resolved alone."""
    return given.status == "given" and given.move == exercise.world.number and not exercise.closing


def turned(exercise: Exercise, told: list[Event], order: Order, id_: str, at: Times, dice: Dice) -> list[Event]:
    """What is told of an order, and what follows if it applies at once and its last key has turned by that."""
    if not applies_at_once(exercise, order):
        return told
    exercise = after(exercise, told)
    return told + _resolved(exercise, exercise.orders[id_], at, dice)


def _resolved(exercise: Exercise, given: GivenOrder, at: Times, dice: Dice) -> list[Event]:
    """If nothing is awaited the order comes alone to what it comes to, with the luck it would have at the closing; then
    conditional injects are judged, unless the exercise is paused.
    """
    found = verdict(exercise, given, at.exercise)
    if found is None:
        return []
    scenario = exercise.scenario
    fate: Fate = "carried" if found.stands else "lapsed"
    orders = (given.order,) if found.stands else ()
    step = resolve(scenario, exercise.world, orders, dice, facts_of(exercise, at.exercise))
    data = {"order": given.id, "status": fate, "reason": "" if found.stands else found.reason,
            "world": world_data(step.world)}  # fmt: skip
    events = [Event("order.resolved/1", at, "clock", audience_of_order(scenario, given, found.stands), data)]
    events += published(exercise, [(given, fate)], at, "clock")
    events += changed(scenario, step.changes, at, "clock", {"order": given.id})
    return events + following(after(exercise, events), at, dice)
