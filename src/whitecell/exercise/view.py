"""What an audience may see: the only way out of the core, closed by default.

Everything a page, stream, export, bot or prompt gets is made of a `View`. It is built field by field from what the
audience has seen (`sight`) and what that has become; what no event has made known to it is not looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from whitecell.exercise.audience import Audience, Control, Eyes, OfCell, OfSeat
from whitecell.exercise.desk import Desk, desk
from whitecell.exercise.log import Log
from whitecell.exercise.projections import reads_answer
from whitecell.exercise.seen import (
    Entry,
    Letter,
    SeenAnswer,
    SeenCheck,
    SeenClock,
    SeenFree,
    SeenMessage,
    SeenNeed,
    SeenOrder,
    SeenRequest,
    SeenRFI,
    SeenShare,
)
from whitecell.exercise.sight import Points, Sight
from whitecell.exercise.state import Exercise, at_barrier, standing_orders
from whitecell.game import BarrierView, Choice, barrier
from whitecell.rules import Value


@dataclass(frozen=True, slots=True)
class View:
    """All that one audience may see of an exercise.

    `history` gives for each visible variable its values over time, as (game minutes, value), from its start on.
    `observed` are the cells whose views observers may see beside the plenary's; everybody is told. `check` is the
    last communications check with this very seat's answer, and None for an audience that is no person's seat. `desk` is
    Control's alone.
    """

    audience: str
    phase: str
    running: bool
    rate: float
    minutes: float
    move: str
    number: int
    open: bool
    outcome: str | None
    values: Mapping[str, Value]
    holders: Mapping[str, str]
    letters: tuple[Letter, ...]
    orders: tuple[SeenOrder, ...]
    needs: tuple[SeenNeed, ...]
    permitted: tuple[Choice, ...]
    questions: tuple[str, ...]
    answers: tuple[SeenAnswer, ...]
    entries: tuple[Entry, ...]
    clock: SeenClock
    free: tuple[SeenFree, ...]
    rfis: tuple[SeenRFI, ...]
    share_requests: tuple[SeenRequest, ...]
    shares: tuple[SeenShare, ...]
    messages: tuple[SeenMessage, ...]
    history: Mapping[str, Points]
    observed: tuple[str, ...]
    check: SeenCheck | None
    desk: Desk | None


def view(exercise: Exercise, audience: Audience, sight: Sight | None = None, last: int | None = None) -> View:
    """What this audience may see. Two exercises that differ only in what it may not see give equal views.

    `sight` is what the audience has seen of this very exercise, up to now; without one, the whole log is gone through.
    `last`: only so many of the latest entries, under their true numbers. ValueError: the sight is another's.
    """
    sight = Sight.of(exercise, audience) if sight is None else sight
    if sight.audience != audience or sight.count != len(exercise.log):
        raise ValueError(f"this is what {sight.audience} saw of {sight.count} events: follow the exercise first")
    scenario, world, eyes = exercise.scenario, exercise.world, sight.eyes
    return View(
        audience=str(audience),
        phase=exercise.phase,
        running=exercise.clock.running,
        rate=exercise.clock.rate,
        minutes=exercise.clock.base,
        move=world.move,
        number=world.number,
        open=world.stage == "open" and not exercise.closing,
        outcome=world.outcome if exercise.phase == "ended" else None,
        values=values_seen(exercise, audience, eyes),
        holders={seat: holder.kind for seat, holder in sorted(exercise.holders.items())},
        letters=tuple(sight.letters),
        orders=tuple(_orders(exercise, sight)),
        needs=tuple(_needs(exercise, sight)),
        permitted=_permitted(exercise, audience),
        questions=tuple(
            question.id
            for question in (scenario.move[world.move].questions if world.stage == "open" else ())
            if eyes.see(tuple(OfCell(cell) for cell in question.to))
        ),
        answers=tuple(_answers(exercise, sight)),
        entries=sight.entries(last),
        clock=_clock(exercise),
        free=tuple(_free(exercise, sight)),
        rfis=tuple(_rfis(exercise, sight)),
        share_requests=tuple(_requests(exercise, sight)),
        shares=tuple(_shares(exercise, sight)),
        messages=tuple(sight.messages),
        history={name: sight.history.get(name) or Log() for name in scenario.index if eyes.see_var(name)},
        observed=exercise.observed,
        check=_check(exercise, audience),
        desk=desk(exercise) if isinstance(audience, Control) else None,
    )


def values_seen(exercise: Exercise, audience: Audience, eyes: Eyes | None = None) -> dict[str, Value]:
    """The state this audience may see, by name."""
    eyes = eyes or Eyes(exercise.scenario, audience)
    values = zip(exercise.scenario.vars, exercise.world.values, strict=True)
    return {var.name: value for var, value in values if eyes.see_var(var.name)}


def _clock(exercise: Exercise) -> SeenClock:
    """The clock, with the line on which game time runs until the move's time is up."""
    clock, world = exercise.clock, exercise.world
    move = exercise.scenario.move.get(world.move)
    game = ends = world.elapsed + (move.covers if move is not None else 0.0)
    pace = 0.0
    if move is not None and world.stage == "open" and not exercise.closing:
        if exercise.automatic:
            game = ends = world.elapsed
        elif move.plays > 0.0:
            pace = move.covers / move.plays
            game = world.elapsed + (clock.base - exercise.opened + exercise.skipped) * pace
    return SeenClock(clock.running, clock.rate, clock.base, clock.since, game, pace, ends, exercise.stop)


def _orders(exercise: Exercise, sight: Sight) -> Iterable[SeenOrder]:
    """The orders this audience knows, in the order it learnt of them: when others gave theirs is not its business."""
    for id_, name in sight.orders.items():
        given = exercise.orders[id_]
        cell, choice = given.order.cell, given.order.choice
        if sight.eyes.see((OfCell(cell),)):
            yield SeenOrder(
                name, cell, choice, given.status, given.rationale, given.reason, given.move, given.order.seat,
                given.confidence,
            )  # fmt: skip
        else:
            yield SeenOrder(name, cell, choice, given.status, "", "", given.move)


def _needs(exercise: Exercise, sight: Sight) -> Iterable[SeenNeed]:
    for need in (exercise.needs[id_] for id_ in sight.needs):
        order = exercise.orders[need.order].order
        within = exercise.scenario.action[order.choice.action].needs[need.place].within
        yield SeenNeed(
            need.id, need.order, order.cell, order.choice, need.kind, need.of, need.answer, need.conditions,
            need.asked, need.answered, within,
        )  # fmt: skip


def _answers(exercise: Exercise, sight: Sight) -> Iterable[SeenAnswer]:
    for a in (exercise.answers[key] for key in sight.answers):
        answer = a.answer if reads_answer(a.sealed, a.seat, sight.eyes) else None
        yield SeenAnswer(a.question, a.seat, a.sealed, answer, a.move, a.at)


def _free(exercise: Exercise, sight: Sight) -> Iterable[SeenFree]:
    for f in (exercise.free[id_] for id_ in sight.free):
        yield SeenFree(
            f.id, f.cell, f.seat, f.move, f.words, f.rationale, f.at, f.status, f.reason, f.order, f.settled
        )  # fmt: skip


def _rfis(exercise: Exercise, sight: Sight) -> Iterable[SeenRFI]:
    control = isinstance(sight.audience, Control)
    for r in (exercise.rfis[id_] for id_ in sight.rfis):
        yield SeenRFI(
            r.id, r.cell, r.seat, r.of, r.words, r.at, r.status, r.reason, sight.letter(r.inject), r.settled,
            r.name if control else "",
        )  # fmt: skip


def _requests(exercise: Exercise, sight: Sight) -> Iterable[SeenRequest]:
    for r in (exercise.share_requests[id_] for id_ in sight.requests):
        yield SeenRequest(r.id, r.cell, r.seat, r.of, r.words, r.at, r.status, r.reason, r.settled)


def _shares(exercise: Exercise, sight: Sight) -> Iterable[SeenShare]:
    for s in (exercise.shares[place] for place in sight.shares):
        waited = s.at.exercise - s.came.exercise
        yield SeenShare(sight.letter(s.inject), s.cell, s.seat, s.to, s.at, waited, sight.request(s.request), s.note)


def _check(exercise: Exercise, audience: Audience) -> SeenCheck | None:
    """The last check with this seat's own answer, if a person holds it."""
    check = exercise.check
    if check is None or not isinstance(audience, OfSeat):
        return None
    holder = exercise.holders.get(audience.seat)
    if holder is None or holder.kind != "person":
        return None
    return SeenCheck(check.number, check.at, check.answers.get(audience.seat))


def bot_view(exercise: Exercise, seat: str) -> BarrierView:
    """What a bot in this seat sees and may order now: as in automatic plays, but of the letters that it really has."""
    mine = standing_orders(exercise, seat.partition("/")[0])
    found = barrier(exercise.scenario, at_barrier(exercise), seat, given=mine)
    return replace(found, injects=tuple(id_ for id_ in exercise.scenario.inject if id_ in exercise.mail.get(seat, ())))


def _permitted(exercise: Exercise, audience: Audience) -> tuple[Choice, ...]:
    if not isinstance(audience, OfSeat) or exercise.phase == "ended" or exercise.closing:
        return ()
    return bot_view(exercise, audience.seat).permitted
