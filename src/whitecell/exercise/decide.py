"""Judge a command: the facts that follow from it, or a refusal. The only live caller of the game."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

from whitecell.exercise import command as c
from whitecell.exercise.audience import Audience, Control, OfCell, OfMarking, OfSeat, Plenary, narrowest
from whitecell.exercise.create import create, fits
from whitecell.exercise.evolve import world_data
from whitecell.exercise.facts import facts_of
from whitecell.exercise.state import Event, Exercise, GivenOrder, Refusal, Times, current, standing_orders
from whitecell.game import (
    Cause,
    Change,
    Dice,
    Order,
    Release,
    Request,
    World,
    barrier,
    close,
    measures,
    open,
    release,
    requests,
    resolve,
    slots,
    standing,
    trigger,
)
from whitecell.game import within_limits as game_within_limits
from whitecell.game.effects import settle
from whitecell.scenario import Inject, Scenario

CONTROL: tuple[Audience, ...] = (Control(),)
EVERYBODY: tuple[Audience, ...] = (Plenary(),)


def decide(exercise: Exercise | None, command: c.Command, now: float, dice: Dice) -> list[Event] | Refusal:
    """What follows from a command at wall time `now` (seconds), given with the authority it names.

    Gives the events in order, or why there are none. `exercise` is None for `Create` alone.
    """
    if isinstance(command, c.Create):
        return create(command, now, dice) if exercise is None else Refusal("exercise.exists", "It is already there.")
    if exercise is None:
        return Refusal("exercise.missing", "There is no such exercise. Create it first.")
    if exercise.phase == "ended":
        return Refusal("exercise.ended", "The exercise has ended. Its report can still be read.")
    match command:
        case (
            c.TakeSeat(seat=seat) | c.GiveOrder(seat=seat) | c.WithdrawOrder(seat=seat) | c.AnswerNeed(seat=seat)
            | c.AnswerQuestion(seat=seat)
        ) if seat not in exercise.scenario.seats:  # fmt: skip
            return Refusal("seat.unknown", f"There is no seat '{seat}'.")
    at = times(exercise, now, closing=isinstance(command, c.ProposeResult))
    match command:
        case c.TakeSeat(seat, holder):
            data = {"seat": seat, "holder": {"kind": holder.kind, "name": holder.name}}
            return [Event("seat.taken/1", at, seat, EVERYBODY, data)]
        case c.Start():
            if exercise.phase != "created":
                return Refusal("exercise.started", "It has already started.")
            return [Event("exercise.started/1", at, "control", EVERYBODY, {})]
        case c.Pause(why):
            if exercise.phase != "running":
                return Refusal("clock.stopped", "The clock is not running.")
            return [Event("clock.paused/1", at, "control", EVERYBODY, {"why": why})]
        case c.Resume(rate):
            if exercise.phase != "paused":
                return Refusal("clock.running", "The clock is not paused.")
            if not 0.0 < rate <= 60.0:
                return Refusal("clock.rate", "The rate is exercise minutes per minute: above 0, at most 60.")
            return [Event("clock.resumed/1", at, "control", EVERYBODY, {"rate": rate})]
        case c.Tick():
            return [Event("clock.ticked/1", at, "clock", CONTROL, {})]
        case c.OpenMove():
            return _open_move(exercise, at, dice)
        case c.ReleaseInject(inject, by):
            return _release(exercise, inject, by, at, dice)
        case c.JudgeInjects():
            return _judge(exercise, at, dice)
        case c.GiveOrder():
            return _give_order(exercise, command, at)
        case c.WithdrawOrder():
            return _withdraw(exercise, command, at)
        case c.AnswerNeed():
            return _answer_need(exercise, command, at)
        case c.AnswerQuestion():
            return _answer_question(exercise, command, at)
        case c.ProposeResult():
            return _propose(exercise, at, dice)
        case c.Rule():
            return _rule(exercise, command, at)
        case c.AcceptResult():
            return _accept(exercise, at, dice)
        case _:
            assert_never(command)


def times(exercise: Exercise, now: float, *, closing: bool = False) -> Times:
    """The three times. Within a move, game time runs as the move maps exercise minutes to what it covers; from the
    closing of its orders on (`closing`: it is being asked for), all of that has passed.

    In an automatic exercise there is no time within a move: wall time is written as game time.
    """
    world = exercise.world
    move = exercise.scenario.move.get(world.move)
    playing = world.stage == "open" and not (closing or exercise.closing)
    spent = 0.0 if exercise.automatic else exercise.clock.exercise(now)
    game = world.elapsed
    if move is not None:
        share = 0.0 if exercise.automatic else (spent - exercise.opened) / move.plays if move.plays > 0.0 else 1.0
        game += move.covers * (min(1.0, share) if playing else 1.0)
    return Times(game, game, game * 60.0) if exercise.automatic else Times(game, spent, now)


def _open_move(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.phase == "created":
        return Refusal("exercise.not_started", "Start the exercise first.")
    if exercise.world.stage != "closed":
        return Refusal("move.open", "A move is open. Close it first.")
    step = open(
        exercise.scenario, exercise.world, dice, automatic=exercise.automatic, facts=facts_of(exercise, at.exercise)
    )
    data = {"move": step.world.move, "number": step.world.number, "world": world_data(step.world)}
    opened = Event("move.opened/1", at, "control", EVERYBODY, data, step.changes)
    return [opened, *_released(exercise.scenario, step.releases, at, "clock")]


def _released(scenario: Scenario, releases: tuple[Release, ...], at: Times, by: str) -> list[Event]:
    """For each inject its release, seen by those it is addressed to, then what it changed, seen as each variable is."""
    events = []
    for inject_id, changes in releases:
        inject = scenario.inject[inject_id]
        data = {"inject": inject_id, "seats": sorted(inject.seats), **_paper(inject)}
        events.append(Event("inject.released/1", at, by, narrowest(scenario, inject.seats), data))
        if changes:
            markings = {scenario.vars[scenario.index[change.var]].marking for change in changes if change.var}
            to = tuple(OfMarking(marking) for marking in sorted(markings)) or CONTROL
            events.append(Event("state.changed/1", at, by, to, {"inject": inject_id}, changes))
    return events


def _paper(inject: Inject) -> Mapping[str, Any]:
    """What the recipient reads: kept with the release, so that the journal tells it whatever becomes of the MSEL."""
    return {
        "title": dict(inject.title.versions), "body": dict(inject.body.versions),
        "from": dict(inject.sender.versions), "medium": inject.medium,
    }  # fmt: skip


def _release(exercise: Exercise, inject: str, by: str, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.world.stage != "open":
        return Refusal("move.closed", "Injects are released while a move is open. Open the move first.")
    if exercise.closing:
        return Refusal("move.closing", "The result is being worked out. Accept it first.")
    if inject not in exercise.scenario.inject:
        return Refusal("inject.unknown", f"There is no inject '{inject}' in the MSEL.")
    if inject in exercise.world.fired:
        return Refusal("inject.released", f"{inject} has already been released.")
    facts = facts_of(exercise, at.exercise)
    step = release(exercise.scenario, exercise.world, inject, dice, facts)
    more = trigger(exercise.scenario, step.world, dice, facts)
    events = _released(exercise.scenario, step.releases, at, by)
    events += _released(exercise.scenario, more.releases, at, "clock")
    return [_with_world(events[0], more.world), *events[1:]]


def _judge(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.world.stage != "open" or exercise.closing:
        return Refusal("move.closed", "Injects are released while a move is open. Open the move first.")
    step = trigger(exercise.scenario, exercise.world, dice, facts_of(exercise, at.exercise))
    events = _released(exercise.scenario, step.releases, at, "clock")
    return [_with_world(events[0], step.world), *events[1:]] if events else []


def _with_world(event: Event, world: World) -> Event:
    return replace(event, data={**event.data, "world": world_data(world)})


def _give_order(exercise: Exercise, command: c.GiveOrder, at: Times) -> list[Event] | Refusal:
    scenario, seat, choice = exercise.scenario, command.seat, command.choice
    if exercise.closing:
        return Refusal("move.closing", "Control has closed the orders of this move.")
    cell = seat.partition("/")[0]
    mine = standing_orders(exercise, cell)
    view = barrier(scenario, exercise.world, seat, given=mine)
    if choice not in view.permitted:
        return _why_not(exercise, seat, command, mine)
    occurrence = sum(
        1 for g in exercise.orders.values()
        if g.move == exercise.world.number and g.order.cell == cell and g.order.choice.action == choice.action
    )  # fmt: skip
    order = Order(cell, seat, choice, occurrence)
    id_ = order_id(order, exercise.world.number)
    data = {
        "order": id_, "cell": cell, "seat": seat, "action": choice.action, "arguments": dict(choice.arguments),
        "occurrence": occurrence, "move": exercise.world.number, "rationale": command.rationale,
    }  # fmt: skip
    events = [Event("order.given/1", at, seat, (OfCell(cell),), data)]
    for request in requests(scenario, order):
        events.append(_ask(id_, request, at))
    return events


def order_id(order: Order, move: int) -> str:
    """An order's name. It counts only the cell's own orders of this action in this move, so it tells nothing else."""
    again = f".{order.occurrence + 1}" if order.occurrence else ""
    return f"{order.cell}.{order.choice.action}.{move}{again}"


def need_id(order: str, request: Request) -> str:
    """A need's name: its order's, and its place in the action's list."""
    return f"{order}/{request.place + 1}"


def _ask(order: str, request: Request, at: Times) -> Event:
    need = request.need
    given = request.order
    data = {
        "need": need_id(order, request), "order": order, "kind": need.kind, "of": need.of,
        "place": request.place, "action": given.choice.action, "arguments": dict(given.choice.arguments),
        "cell": given.cell, "within": need.within,
    }  # fmt: skip
    return Event("need.asked/1", at, given.seat, (OfCell(given.cell), OfCell(need.cell)), data)


def _why_not(exercise: Exercise, seat: str, command: c.GiveOrder, mine: list[Order]) -> Refusal:
    """Why an order is not permitted, told from what the seat may see and nothing else."""
    scenario, choice = exercise.scenario, command.choice
    action = scenario.action.get(choice.action)
    if exercise.world.stage != "open":
        return Refusal("move.closed", "No move is open. Orders can be given when the next one opens.")
    if action is None or seat not in action.by:
        return Refusal("order.authority", f"This seat has no authority for '{choice.action}'.")
    if choice.arguments not in action.variants:
        known = "; ".join(f"{name}: {', '.join(options.options)}" for name, options in action.arguments)
        return Refusal("order.arguments", f"Choose each argument from its list ({known or 'it takes none'}).")
    cell = seat.partition("/")[0]
    allowed = slots(scenario, exercise.world, cell)
    if allowed == 0:
        return Refusal("order.slots", "Your cell gives no orders in this move.")
    if len(mine) >= allowed:
        return Refusal("order.slots", f"Your cell may give {allowed} orders in this move. Withdraw one first.")
    if not game_within_limits(action, exercise.world, cell, mine):
        return Refusal("order.limit", f"'{choice.action}' has been ordered as often as it may be.")
    assert action.when is not None
    return Refusal("order.when", f"'{choice.action}' is permitted only when {action.when.text}.")


def _withdraw(exercise: Exercise, command: c.WithdrawOrder, at: Times) -> list[Event] | Refusal:
    given = exercise.orders.get(command.order)
    cell = command.seat.partition("/")[0]
    if given is None or given.order.cell != cell:
        return Refusal("order.unknown", f"Your cell has no order '{command.order}'.")
    if given.status != "given" or given.move != exercise.world.number or exercise.closing:
        return Refusal("order.final", "This order can no longer be withdrawn.")
    audience = (OfCell(cell), *(OfCell(n.of.partition("/")[0]) for n in exercise.needs.values() if n.order == given.id))
    return [Event("order.withdrawn/1", at, command.seat, audience, {"order": given.id})]


def _answer_need(exercise: Exercise, command: c.AnswerNeed, at: Times) -> list[Event] | Refusal:
    need = exercise.needs.get(command.need)
    cell = command.seat.partition("/")[0]
    if need is None or need.kind == "inform" or need.of.partition("/")[0] != cell:
        return Refusal("need.unknown", f"Nothing is asked of your cell under '{command.need}'.")
    if need.of != command.seat:
        return Refusal("need.authority", f"{need.of} answers this for your cell.")
    if need.answer is not None:
        return Refusal("need.answered", "This has already been answered.")
    order = exercise.orders[need.order]
    if order.status != "given" or exercise.closing:
        return Refusal("need.closed", "The order this was asked for is no longer open.")
    data = {"need": need.id, "answer": command.answer, "conditions": command.conditions}
    return [Event("need.answered/1", at, command.seat, (OfCell(order.order.cell), OfCell(cell)), data)]


def _answer_question(exercise: Exercise, command: c.AnswerQuestion, at: Times) -> list[Event] | Refusal:
    question = exercise.scenario.questions.get(command.question)
    cell = command.seat.partition("/")[0]
    asked = question is not None and cell in question.to
    open_now = exercise.world.stage == "open" and question in exercise.scenario.move[exercise.world.move].questions
    if not asked or not open_now:
        return Refusal("question.closed", "This question is not asked of your cell now.")
    if command.sealed and (command.question, command.seat, True) in exercise.answers:
        return Refusal("question.sealed", "Your sealed answer has been given and stays as it is.")
    to: Audience = OfSeat(command.seat) if command.sealed else OfCell(cell)
    data = {"question": command.question, "seat": command.seat, "sealed": command.sealed, "words": command.answer}
    return [Event("question.answered/1", at, command.seat, (to,), data)]


def _propose(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    if exercise.world.stage != "open":
        return Refusal("move.closed", "No move is open.")
    if exercise.proposal is not None:
        return Refusal("result.proposed", "The result has been proposed. Accept it, or change it with a reason.")
    carried: list[GivenOrder] = []
    lapsed: list[tuple[str, str]] = []
    for given in current(exercise):
        answered = [
            (request, exercise.needs[need_id(given.id, request)].answer or "silent")
            for request in requests(exercise.scenario, given.order)
            if request.asks
        ]
        verdict = standing(answered)
        if verdict.stands:
            carried.append(given)
        else:
            lapsed.append((given.id, verdict.reason))
    step = resolve(exercise.scenario, exercise.world, (g.order for g in carried), dice, facts_of(exercise, at.exercise))
    data = {
        "carried": [g.id for g in carried], "lapsed": [list(pair) for pair in lapsed],
        "world": world_data(step.world),
    }  # fmt: skip
    closed = {"move": exercise.world.move, "number": exercise.world.number}
    return [
        Event("orders.closed/1", at, "control", EVERYBODY, closed),
        Event("result.proposed/1", at, "control", CONTROL, data, step.changes),
    ]


def _rule(exercise: Exercise, command: c.Rule, at: Times) -> list[Event] | Refusal:
    if exercise.proposal is None:
        return Refusal("result.none", "Close the move first: a ruling changes a proposed result.")
    if command.var not in exercise.scenario.index:
        return Refusal("ruling.unknown", f"There is no state variable '{command.var}'.")
    if not command.why.strip():
        return Refusal("ruling.reason", "Give the reason of the ruling.")
    var = exercise.scenario.vars[exercise.scenario.index[command.var]]
    if not fits(var, command.value):
        return Refusal("ruling.value", f"'{command.var}' is {var.type}.")
    before = exercise.proposal.world.values[exercise.scenario.index[command.var]]
    cause = Cause("ruling", "control", why=command.why)
    change = Change(command.var, before, settle(command.value, var), cause, text=f"{command.var} = {command.value}")
    return [Event("ruling.made/1", at, "control", CONTROL, {"why": command.why}, (change,))]


def _accept(exercise: Exercise, at: Times, dice: Dice) -> list[Event] | Refusal:
    proposal = exercise.proposal
    if proposal is None:
        return Refusal("result.none", "Close the move first: there is no proposed result.")
    scenario = exercise.scenario
    step = close(scenario, proposal.world, dice, facts_of(exercise, at.exercise))
    data = {
        "carried": list(proposal.carried), "lapsed": [list(pair) for pair in proposal.lapsed],
        "world": world_data(proposal.world),
    }  # fmt: skip
    events = [Event("orders.resolved/1", at, "control", EVERYBODY, data, proposal.changes)]
    statuses = dict.fromkeys(proposal.carried, "carried") | {id_: "lapsed" for id_, _ in proposal.lapsed}
    names = published_names([exercise.orders[id_] for id_ in proposal.carried])
    for id_ in sorted(statuses):
        given = exercise.orders[id_]
        seen = {"order": id_, "as": names.get(id_, ""), "cell": given.order.cell, "seat": given.order.seat,
                "action": given.order.choice.action, "arguments": dict(given.order.choice.arguments),
                "status": statuses[id_]}  # fmt: skip
        to = audience_of_order(scenario, given, statuses[id_] == "carried")
        events.append(Event("order.published/1", at, "control", to, seen))
    closed = {"move": exercise.world.move, "number": exercise.world.number, "next": step.world.next,
              "world": world_data(step.world)}  # fmt: skip
    events.append(Event("move.closed/1", at, "control", EVERYBODY, closed, step.changes))
    events += _released(scenario, step.releases, at, "clock")
    if step.world.stage == "ended":
        ended = {"outcome": step.world.outcome, "measures": measures(scenario, step.world)}
        events.append(Event("exercise.ended/1", at, "control", EVERYBODY, ended))
    return events


def published_names(carried: list[GivenOrder]) -> dict[str, str]:
    """What those who had no part in an order know it as: numbered among the orders carried out alone, so that the name
    tells of none that was withdrawn or lapsed.
    """
    names: dict[str, str] = {}
    seen: dict[tuple[str, str], int] = {}
    for given in sorted(carried, key=lambda given: given.order.path):
        kind = (given.order.cell, given.order.choice.action)
        names[given.id] = order_id(replace(given.order, occurrence=seen.get(kind, 0)), given.move)
        seen[kind] = seen.get(kind, 0) + 1
    return names


def audience_of_order(scenario: Scenario, given: GivenOrder, carried: bool) -> tuple[Audience, ...]:
    """Who learns what became of an order: its cell, whom it owed anything, and its action's marking if carried out."""
    asked = tuple(OfCell(request.need.cell) for request in requests(scenario, given.order))
    action = scenario.action[given.order.choice.action]
    return (OfCell(given.order.cell), *asked, *((OfMarking(action.marking),) if carried else ()))
