"""Histories told again with an order that came to nothing: taken back, or lapsed, before the ones that count.

What such an order changes in the names of later ones would tell of it. One that lapsed also uses the luck of the first;
that of the later orders is kept, so that nothing else differs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import whitecell.exercise as ex
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.sight import Sight
from whitecell.check.secrecy.states import State, fold
from whitecell.exercise import Command, Event, Exercise, Refusal
from whitecell.game import Dice
from whitecell.game.dice import ORIGIN


@dataclass(frozen=True)
class SameLuck(Dice):
    """The luck of a game in which one cell's orders of an action in a move are counted from 1 instead of 0."""

    cell: str = ""
    action: str = ""
    at: int = 0

    def bits(self, move: int, owner: str, cell: str, occurrence: int, site: int) -> int:
        """The bits that belong to the path as it was."""
        since = occurrence // ORIGIN or move
        if owner == f"action/{self.action}" and cell == self.cell and since == self.at and occurrence % ORIGIN:
            occurrence -= 1
        return super().bits(move, owner, cell, occurrence, site)


@dataclass(frozen=True)
class Retelling:
    """A named history with one more order that came to nothing. `withdrawn`: it is taken back, else it lapses."""

    name: str
    withdrawn: bool

    def apply(self, state: State, sight: Sight, picks: Picks) -> Exercise | None:
        """The exercise as it would be after the other history; None where there is no place for such an order."""
        first: dict[tuple[object, ...], Event] = {}
        for event in state.exercise.log:
            if event.kind == "order.given/1":
                first.setdefault(tuple(event.data[key] for key in ("cell", "action", "move")), event)
        candidates = [
            event for event in first.values()
            if not sight.party(event.data["cell"], event.data["action"])
            and (self.withdrawn or self.can_lapse(state, event))
        ]  # fmt: skip
        if not candidates:
            return None
        # Another's order that is known by now would show a name that counts; if there is one, it comes before.
        shown = [e for e in candidates if sight.learns(e.data["cell"], e.data["action"], e.data["arguments"])]
        return retold(state, picks.one(shown or candidates, self.name), self.withdrawn)

    @staticmethod
    def can_lapse(state: State, given: Event) -> bool:
        """Whether a second such order may be given, and lapses if nobody answers."""
        action = state.scenario.action[given.data["action"]]
        asked = any(need.kind == "consent" and need.cell != given.data["cell"] for need in action.needs)
        return asked and action.per_move > 1


def retold(state: State, given: Event, withdrawn: bool) -> Exercise | None:
    """The state's history with one more order just before this one; None if a later command does not go through."""
    data = given.data
    past = state.past()
    first = next(place for place, step in enumerate(past) if given in step.events)
    dice = state.dice
    if not withdrawn:
        dice = SameLuck(dice.seed, dice.play, data["cell"], data["action"], data["move"])
    there = extra(past[first], dice, withdrawn)
    names: dict[str, str] = {}
    for step in past[first:]:
        if there is None:
            return None
        events = ex.decide(there, renamed(step.command, names.get), step.now, dice)
        if isinstance(events, Refusal):
            return None
        for was, now_is in zip(step.events, events, strict=False):
            for key in ("order", "need"):
                if was.kind in ("order.given/1", "need.asked/1") and key in was.data:
                    names[was.data[key]] = now_is.data[key]
        there = fold(events, state.scenario, there)
    return there


def extra(step: State, dice: Dice, withdrawn: bool) -> Exercise | None:
    """The exercise after the order of this step was given once before it, and perhaps taken back."""
    if not isinstance(step.command, ex.GiveOrder) or step.before is None:
        return None  # an order that Control took from a free one
    before, command = step.before.exercise, replace(step.command, rationale="a second thought")
    events = ex.decide(before, command, step.now, dice)
    if isinstance(events, Refusal):
        return None
    exercise = fold(events, before.scenario, before)
    if withdrawn:
        back = ex.decide(exercise, ex.WithdrawOrder(command.seat, events[0].data["order"]), step.now, dice)
        return None if isinstance(back, Refusal) else fold(back, before.scenario, exercise)
    return exercise


def renamed(command: Command, name: Callable[[str, str], str]) -> Command:
    """The command about the order or need of its new name."""
    match command:
        case ex.WithdrawOrder(order=order) | ex.ResolveOrder(order=order):
            return replace(command, order=name(order, order))
        case ex.AnswerNeed(_, need):
            return replace(command, need=name(need, need))
        case _:
            return command
