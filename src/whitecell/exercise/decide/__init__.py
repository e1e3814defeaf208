"""Judge a command: the facts that follow from it, or a refusal. The only live caller of the game.

One module for each thing that commands are about; `decide` sends each to its judge.
"""

from typing import assert_never

from whitecell.exercise import command as c
from whitecell.exercise.create import create
from whitecell.exercise.decide import (
    at_once,
    clock,
    free,
    jump,
    line,
    moves,
    msel,
    orders,
    questions,
    rfis,
    seats,
    shares,
)
from whitecell.exercise.decide.free import free_effects
from whitecell.exercise.decide.jump import skipped
from whitecell.exercise.decide.moment import times
from whitecell.exercise.decide.naming import need_id, order_id
from whitecell.exercise.refusal import Refusal
from whitecell.exercise.state import Event, Exercise
from whitecell.game import Dice

__all__ = ["decide", "free_effects", "need_id", "order_id", "skipped", "times"]


def decide(exercise: Exercise | None, command: c.Command, now: float, dice: Dice) -> list[Event] | Refusal:
    """What follows from a command at wall time `now` (seconds), given with the authority it names.

    Gives the events in order, or why there are none. `exercise` is None for `Create` alone.
    """
    if isinstance(command, c.Create):
        return create(command, now, dice) if exercise is None else Refusal("exercise.exists")
    if exercise is None:
        return Refusal("exercise.missing")
    if isinstance(command, c.Restore):
        return clock.restore(exercise, now)
    if exercise.phase == "ended":
        return Refusal("exercise.ended")
    match command:
        case (
            c.TakeSeat(seat=seat) | c.GiveOrder(seat=seat) | c.WithdrawOrder(seat=seat) | c.AnswerNeed(seat=seat)
            | c.AnswerQuestion(seat=seat) | c.ReadLetter(seat=seat) | c.GiveFreeOrder(seat=seat)
            | c.WithdrawFreeOrder(seat=seat) | c.MapFreeOrder(seat=seat) | c.AskRFI(seat=seat)
            | c.ShareInject(seat=seat) | c.AskShare(seat=seat) | c.DeclineShare(seat=seat) | c.AnswerCheck(seat=seat)
        ) if seat not in exercise.scenario.seats:  # fmt: skip
            return Refusal("seat.unknown", {"name": seat})
    at = times(exercise, now, closing=isinstance(command, c.ProposeResult))
    match command:
        case c.TakeSeat():
            return seats.take_seat(exercise, command, at)
        case c.Start():
            return clock.start(exercise, at)
        case c.Pause():
            return clock.pause(exercise, command, at)
        case c.Resume():
            return clock.resume(exercise, command, at)
        case c.SetRate():
            return clock.set_rate(exercise, command, at)
        case c.RealWorldStop():
            return clock.real_world_stop(exercise, command, at)
        case c.Jump():
            return jump.jump(exercise, command, now, dice)
        case c.Tick():
            return clock.tick(exercise, at)
        case c.OpenMove():
            return moves.open_move(exercise, at, dice)
        case c.ReleaseInject():
            return msel.release_inject(exercise, command, at, dice)
        case c.HoldInject():
            return msel.hold_inject(exercise, command, at)
        case c.FreeInject():
            return msel.free_inject(exercise, command, at)
        case c.DropInject():
            return msel.drop_inject(exercise, command, at)
        case c.RetimeInject():
            return msel.retime_inject(exercise, command, at)
        case c.EditInject():
            return msel.edit_inject(exercise, command, at)
        case c.AddInject():
            return msel.add_inject(exercise, command, at)
        case c.JudgeInjects():
            return msel.judge_injects(exercise, at, dice)
        case c.GiveOrder():
            return orders.give_order(exercise, command, at, dice)
        case c.WithdrawOrder():
            return orders.withdraw(exercise, command, at)
        case c.AnswerNeed():
            return orders.answer_need(exercise, command, at, dice)
        case c.ResolveOrder():
            return at_once.resolve_order(exercise, command, at, dice)
        case c.GiveFreeOrder():
            return free.give_free_order(exercise, command, at)
        case c.WithdrawFreeOrder():
            return free.withdraw_free_order(exercise, command, at)
        case c.ReturnFreeOrder():
            return free.return_free_order(exercise, command, at)
        case c.MapFreeOrder():
            return free.map_free_order(exercise, command, at, dice)
        case c.RuleFreeOrder():
            return free.rule_free_order(exercise, command, at, dice)
        case c.AskRFI():
            return rfis.ask_rfi(exercise, command, at)
        case c.AssignRFI():
            return rfis.assign_rfi(exercise, command, at)
        case c.AnswerRFI():
            return rfis.answer_rfi(exercise, command, at)
        case c.DeclineRFI():
            return rfis.decline_rfi(exercise, command, at)
        case c.ShareInject():
            return shares.share_inject(exercise, command, at)
        case c.AskShare():
            return shares.ask_share(exercise, command, at)
        case c.DeclineShare():
            return shares.decline_share(exercise, command, at)
        case c.ReadLetter():
            return seats.read_letter(exercise, command, at)
        case c.SendMessage():
            return seats.send_message(exercise, command, at)
        case c.LetObserve():
            return seats.let_observe(exercise, command, at)
        case c.CheckLine():
            return line.check_line(exercise, command, at)
        case c.AnswerCheck():
            return line.answer_check(exercise, command, at)
        case c.AnswerQuestion():
            return questions.answer_question(exercise, command, at)
        case c.ProposeResult():
            return moves.propose(exercise, command, at, dice)
        case c.Rule():
            return moves.rule(exercise, command, at)
        case c.AcceptResult():
            return moves.accept(exercise, command, at, dice)
        case c.EndExercise():
            return moves.end(exercise, command, at)
        case _:
            assert_never(command)
