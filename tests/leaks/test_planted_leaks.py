"""Leaks planted one by one: each is found, and the finding names the right field."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

import whitecell.exercise as ex
import whitecell.game as game
from tests.leaks.fort import fort, found, module
from whitecell.check import Leak
from whitecell.exercise import Audience, Event, Exercise, OfSeat, Plenary, Refusal, View
from whitecell.rules import Expression
from whitecell.rules.tree import BOOLEAN, NUMBER, Compare, Constant, StateRef
from whitecell.scenario import Scenario

VIEW, DECIDE, EVOLVE = module("exercise.view"), module("exercise.decide.orders"), module("exercise.evolve")
SIGHT, PROJECTIONS = module("exercise.sight"), module("exercise.projections")
BARRIER = module("game.barrier")
Patch = pytest.MonkeyPatch


def test_the_fort_is_tight() -> None:
    assert found() == []


def told(leaks: list[Leak], code: str, field: str, secret: str = "") -> Leak:
    """The leak of this code in this field that tells of this secret; the test fails if there is none."""
    hits = [one for one in leaks if one.code == code and field in one.field and secret in one.secret]
    assert hits, "\n".join(str(one.fault("fort")) for one in leaks) or "nothing was found"
    return hits[0]


def show(patch: Patch, change: Callable[[Exercise, Audience, View], View]) -> None:
    """Let the view show more."""
    old = ex.view
    patch.setattr(ex, "view", lambda exercise, audience: change(exercise, audience, old(exercise, audience)))


# ------------------------------------------------------------------------------------------------------- in the view


def test_a_hidden_value(monkeypatch: Patch) -> None:
    def all_values(exercise: Exercise, audience: Audience, eyes: Any = None) -> dict[str, Any]:
        return dict(zip(exercise.scenario.index, exercise.world.values, strict=True))

    monkeypatch.setattr(VIEW, "values_seen", all_values)
    leaks = found(canaries=2)
    told(leaks, "L101", "view.values[", "values of hidden variables")
    told(leaks, "L111", "view", "the name of state variable")
    told(leaks, "L112", "view", "the hidden number")


NUMBERS: dict[str, tuple[Callable[[Exercise], float], str]] = {
    "all orders": (lambda e: len(e.orders), "orders of other cells"),
    "all needs answered": (lambda e: sum(1 for n in e.needs.values() if n.answer == "agree"), "words and answers"),
    "all answers": (lambda e: len(e.answers), "answers of others"),
    "the last event": (lambda e: len(e.log), "together"),
    "pending effects": (lambda e: len(e.world.pending), "pending effects"),
    "orders counted": (lambda e: sum(e.world.counts.values()), "counts of unknown orders"),
    "injects fired": (lambda e: len(e.world.fired), "injects released"),
    "conditions that hold": (lambda e: len(e.world.truth), "injects released"),
    "the seed": (lambda e: e.seed, "seed"),
    "the length of a name": (lambda e: len(next(iter(e.holders.values())).name) if e.holders else 0, "words"),
    "the last tick": (lambda e: e.clock.ticked, "ticks"),
    "changes of state": (lambda e: sum(len(event.changes) for event in e.log), "changes of hidden variables"),
    "a draw": (lambda e: sum(d.u for event in e.log for c in event.changes for d in c.draws), "causes and draws"),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_number_derived_from_what_is_hidden(monkeypatch: Patch, what: str) -> None:
    number, secret = NUMBERS[what]
    show(monkeypatch, lambda exercise, audience, view: replace(view, minutes=number(exercise)))
    if what in ("the last event", "the last tick"):  # every event moves both on
        assert any(one.field == "view.minutes" for one in found())
    else:
        told(found(), "L101", "view.minutes", secret)


def test_the_move_that_comes_next(monkeypatch: Patch) -> None:
    show(monkeypatch, lambda exercise, audience, view: replace(view, move=exercise.world.next or view.move))
    told(found(plays=60), "L101", "view.move", "another move to come")


def test_a_result_that_is_only_proposed(monkeypatch: Patch) -> None:
    def proposed(exercise: Exercise, audience: Audience, view: View) -> View:
        if exercise.proposal is None:
            return view
        return replace(view, values={**view.values, "alarm": exercise.proposal.world.values[0]})

    show(monkeypatch, proposed)
    told(found(plays=60), "L101", "view.values[alarm]", "proposals and rulings")


def test_measures_at_the_end(monkeypatch: Patch) -> None:
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "exercise.ended/1", PROJECTIONS.facts("outcome", "measures"))
    told(found(plays=60), "L101", "measures", "measures")


def test_a_cause_that_may_not_be_known(monkeypatch: Patch) -> None:
    monkeypatch.setattr(SIGHT, "origin", lambda cause, move, eyes: str(cause))
    told(found(), "L101", ".because[", "causes")


def test_an_order_explained_by_another_of_its_action(monkeypatch: Patch) -> None:
    """Who knows of a beacon does not know of a runner, though both are the camp's signals."""
    old = SIGHT.Sight._because

    def by_action(sight: Any, causes: Any) -> tuple[str, ...]:
        wanted = {cause[:3] for cause in causes if not isinstance(cause, str)}
        same = [words for origin, words in sight.known.items() if origin[:3] in wanted]
        return tuple(same[:1]) or tuple(old(sight, causes))

    monkeypatch.setattr(SIGHT.Sight, "_because", by_action)
    told(found(plays=40), "L101", ".because[", "causes")


def test_an_order_told_to_those_who_learn_of_another_of_its_action(monkeypatch: Patch) -> None:
    def widest(scenario: Scenario, given: ex.GivenOrder, carried: bool) -> tuple[Audience, ...]:
        marked = scenario.action[given.order.choice.action].markings if carried else ()
        return (ex.OfCell(given.order.cell), *map(ex.OfMarking, marked))

    monkeypatch.setattr(module("exercise.decide.publish"), "audience_of_order", widest)
    assert "order.published/1" in told(found(), "L107", "order.published/1").field


def test_everybodys_rationales_and_reasons(monkeypatch: Patch) -> None:
    old = VIEW._orders

    def orders(exercise: Exercise, sight: Any) -> Iterator[Any]:
        for seen in old(exercise, sight):
            given = exercise.orders.get(seen.id)
            yield replace(seen, rationale=given.rationale, reason=given.reason) if given else seen

    monkeypatch.setattr(VIEW, "_orders", orders)
    leaks = found(plays=40, canaries=2)
    told(leaks, "L101", "view.orders[", "words and answers among others")
    told(leaks, "L111", "view", "what somebody wrote")


def test_requests_between_others(monkeypatch: Patch) -> None:
    def needs(exercise: Exercise, sight: Any) -> Iterator[Any]:
        for need in exercise.needs.values():
            order = exercise.orders[need.order].order
            yield ex.SeenNeed(need.id, need.order, order.cell, order.choice, need.kind, need.of, need.answer, "")

    monkeypatch.setattr(VIEW, "_needs", needs)
    told(found(), "L101", "view.needs", "orders of other cells")


def test_sealed_answers_of_others(monkeypatch: Patch) -> None:
    def answers(exercise: Exercise, audience: Audience, view: View) -> View:
        seen = (ex.SeenAnswer(a.question, a.seat, a.sealed, a.answer, a.move, a.at) for a in exercise.answers.values())
        return replace(view, answers=tuple(seen))

    show(monkeypatch, answers)
    leaks = found(canaries=2)
    told(leaks, "L101", "view.answers", "answers of others")
    told(leaks, "L111", "view", "what somebody wrote")


def test_the_order_of_time_among_others(monkeypatch: Patch) -> None:
    """Once an order is published, its place in a list by giving would tell who moved first."""

    def by_giving(exercise: Exercise, audience: Audience, view: View) -> View:
        places = {id_: place for place, id_ in enumerate(exercise.orders)}
        return replace(view, orders=tuple(sorted(view.orders, key=lambda order: places.get(order.id, 0))))

    show(monkeypatch, by_giving)
    told(found(plays=60), "L101", "view.orders[", "another order of time")


# --------------------------------------------------------------------------------------- permitted actions, bot inputs


def hidden_when(scenario: Scenario) -> Scenario:
    """The fort where a raid of the gate's would depend on the camp's strength, which no loader lets pass."""
    strength = StateRef("strength", scenario.index["strength"], NUMBER)
    when = Expression("strength > 3", Compare(">", strength, Constant(3.0, NUMBER), BOOLEAN))
    return replace(scenario, actions=tuple(replace(a, when=when) if a.id == "fetch" else a for a in scenario.actions))


def test_a_permission_judged_on_hidden_state(monkeypatch: Patch) -> None:
    monkeypatch.setattr(BARRIER, "seen", lambda scenario, world, seat: world.values)
    told(found(hidden_when(fort()), plays=40, traces=40), "L102", "view.permitted", "hidden variables")


def test_injects_of_others_in_a_bots_view(monkeypatch: Patch) -> None:
    old = ex.bot_view

    def bot_view(exercise: Exercise, seat: str) -> game.BarrierView:
        return replace(old(exercise, seat), injects=tuple(sorted(exercise.world.fired)))

    monkeypatch.setattr(ex, "bot_view", bot_view)
    told(found(), "L105", "bot.injects", "injects released")


def test_hidden_values_in_a_bots_view(monkeypatch: Patch) -> None:
    old = ex.bot_view

    def bot_view(exercise: Exercise, seat: str) -> game.BarrierView:
        return replace(old(exercise, seat), values=exercise.world.values)

    monkeypatch.setattr(ex, "bot_view", bot_view)
    told(found(), "L105", "bot.values[", "values of hidden variables")


# ---------------------------------------------------------------------------------------------- refusals and replies


def test_a_refusal_that_tells_of_others_orders(monkeypatch: Patch) -> None:
    def why_not(exercise: Exercise, seat: str, command: Any, mine: list[Any]) -> Refusal:
        return Refusal("order.slots", {"n": len(exercise.orders)})

    monkeypatch.setattr(DECIDE, "why_not", why_not)
    told(found(), "L103", "refusals[", "orders of other cells")


def test_a_refusal_that_tells_foreign_from_unknown(monkeypatch: Patch) -> None:
    old = DECIDE.withdraw

    def withdraw(exercise: Exercise, command: ex.WithdrawOrder, at: ex.Times) -> list[Event] | Refusal:
        given = exercise.orders.get(command.order)
        if given is not None and given.order.cell != command.seat.partition("/")[0]:
            return Refusal("order.foreign")
        result: list[Event] | Refusal = old(exercise, command, at)
        return result

    monkeypatch.setattr(DECIDE, "withdraw", withdraw)
    assert "withdraws" in told(found(), "L103", "refusals[", "orders of other cells").field


def decided(patch: Patch, change: Callable[[Exercise | None, Any, list[Event]], list[Event] | Refusal]) -> None:
    """Let commands be decided otherwise."""
    old = ex.decide

    def decide(exercise: Exercise | None, command: Any, now: float, dice: game.Dice) -> list[Event] | Refusal:
        events = old(exercise, command, now, dice)
        return events if isinstance(events, Refusal) else change(exercise, command, events)

    patch.setattr(ex, "decide", decide)


def test_a_refusal_by_what_control_proposes(monkeypatch: Patch) -> None:
    def until_ruled(exercise: Exercise | None, command: Any, events: list[Event]) -> list[Event] | Refusal:
        proposed = exercise is not None and exercise.proposal is not None
        return Refusal("q") if isinstance(command, ex.AnswerQuestion) and proposed else events

    decided(monkeypatch, until_ruled)
    told(found(plays=600), "L110", "refusals[", "result.proposed/1")


def test_ids_that_count_everybodys_orders(monkeypatch: Patch) -> None:
    def counted(exercise: Exercise | None, command: Any, events: list[Event]) -> list[Event]:
        if not isinstance(command, ex.GiveOrder) or exercise is None:
            return events
        old, new = events[0].data["order"], f"order-{len(exercise.orders) + 1}"
        renamed = []
        for event in events:
            data = {key: str(value).replace(old, new) for key, value in event.data.items() if key in ("order", "need")}
            renamed.append(replace(event, data={**event.data, **data}))
        return renamed

    decided(monkeypatch, counted)
    told(found(), "L106", ".id", "orders of other cells")


def test_ids_that_count_orders_taken_back_or_lapsed(monkeypatch: Patch) -> None:
    def as_given(scenario: Scenario, carried: list[ex.GivenOrder], before: Any) -> dict[str, str]:
        return {given.id: given.id for given in carried}

    monkeypatch.setattr(module("exercise.decide.publish"), "published_names", as_given)
    leaks = found(plays=100)
    told(leaks, "L101", "view.orders[", "given and withdrawn")
    told(leaks, "L101", "view.orders[", "lapsed")


# -------------------------------------------------------------------------------------------------- numbers, exports


def test_one_numbering_for_everybody(monkeypatch: Patch) -> None:
    def numbered(exercise: Exercise, audience: Audience, view: View) -> View:
        return replace(view, entries=tuple(replace(e, number=e.number + len(exercise.log)) for e in view.entries))

    show(monkeypatch, numbered)
    assert any(".number" in one.field for one in found())


def test_an_injects_number_on_the_whole_list(monkeypatch: Patch) -> None:
    def numbered(exercise: Exercise, audience: Audience, view: View) -> View:
        more = len(exercise.deliveries) - len(view.letters)
        return replace(view, letters=tuple(replace(a, number=a.number + more) for a in view.letters))

    show(monkeypatch, numbered)
    told(found(), "L101", "view.letters[", "injects released")


def test_an_injects_id(monkeypatch: Patch) -> None:
    def by_id(sight: Any, causes: Any) -> tuple[str, ...]:
        return tuple(cause[1] for cause in causes if not isinstance(cause, str) and cause[0] == "inject")

    monkeypatch.setattr(SIGHT.Sight, "_because", by_id)
    told(found(canaries=2), "L111", "view", "the id of inject")


EXPORTED: dict[str, tuple[Callable[[Exercise], Any], str]] = {
    "the journal's head": (lambda e: hash(tuple(event.kind for event in e.log)), ""),
    "the journal's length": (lambda e: len(e.log), ""),
    "rationales": (lambda e: [given.rationale for given in e.orders.values()], "words and answers among others"),
    "hidden values": (lambda e: list(e.world.values), "values of hidden variables"),
}


@pytest.mark.parametrize("what", EXPORTED)
def test_an_export_that_tells_more(monkeypatch: Patch, what: str) -> None:
    old = ex.export
    more, secret = EXPORTED[what]
    monkeypatch.setattr(ex, "export", lambda exercise, audience: [*old(exercise, audience), {"more": more(exercise)}])
    leaks = found(plays=40, canaries=2, traces=40)
    told(leaks, "L104", "[more]", secret)
    if what == "rationales":
        told(leaks, "L111", "export", "what somebody wrote")
    if what == "hidden values":
        told(leaks, "L112", "export", "the hidden number")


# -------------------------------------------------------------------------------------------------------- addressing


KINDS = ["order.given/1", "need.answered/1", "question.answered/1", "clock.ticked/1", "ruling.made/1"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_addressed_to_everybody(monkeypatch: Patch, kind: str) -> None:
    decided(
        monkeypatch,
        lambda exercise, command, events: [replace(e, to=(Plenary(),)) if e.kind == kind else e for e in events],
    )
    assert told(found(), "L107", kind).before != "plenary"


def test_an_event_that_changes_what_others_see(monkeypatch: Patch) -> None:
    def ticked(exercise: Exercise, event: Event) -> Exercise:
        return replace(exercise, clock=replace(exercise.clock, base=event.at.exercise + 1.0))

    monkeypatch.setitem(EVOLVE.HANDLERS, "clock.ticked/1", ticked)
    told(found(plays=60), "L108", "view.minutes", "clock.ticked/1")


def test_an_event_that_changes_the_export_of_others(monkeypatch: Patch) -> None:
    old = ex.export
    patched = lambda exercise, audience: [*old(exercise, audience), {"open": len(exercise.needs)}]  # noqa: E731
    monkeypatch.setattr(ex, "export", patched)
    told(found(plays=120), "L109", "[open]", "need.asked/1")


def test_a_finding_can_be_found_again(monkeypatch: Patch) -> None:
    show(monkeypatch, lambda exercise, audience, view: replace(view, minutes=float(len(exercise.orders))))
    one = told(found(), "L101", "view.minutes", "orders of other cells")
    assert one.state is not None and one.commands[0].startswith("create fort")
    assert one.times > 1 and one.where.startswith(one.state.name)
    past = one.state.past()
    from whitecell.check.secrecy import reach

    commands = [(step.command, step.now) for step in past]
    assert reach(one.state.scenario, one.state.dice, commands) == one.state.exercise
    assert json.dumps(one.commands)


def test_a_seat_that_sees_more_than_its_cell_is_an_audience_of_its_own(monkeypatch: Patch) -> None:
    """Not only cells: what one seat of a cell may not see, another of it may."""

    def cells_see(exercise: Exercise, audience: Audience, view: View) -> View:
        if not isinstance(audience, OfSeat) or not audience.seat.startswith("gate/"):
            return view
        return replace(view, values={**view.values, "spotted": exercise.world.values[3]})

    show(monkeypatch, cells_see)
    assert told(found(plays=40), "L101", "view.values[spotted]").audience == "seat gate/captain"
