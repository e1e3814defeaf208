"""Everything that one audience can get out of an exercise, and the first difference between two such shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import whitecell.exercise as ex
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.states import PACE, fold
from whitecell.exercise import Audience, Command, Exercise, OfSeat, Refusal
from whitecell.game import BarrierView, Choice, Dice

NOTHING = "nothing"


@dataclass(frozen=True)
class Share:
    """What one audience gets. `bot` are the inputs of a bot in that seat; `refusals` tell for each command tried how it
    was refused (None: accepted), `replies` what the audience sees after each that was accepted.
    """

    view: Any
    bot: BarrierView | None
    refusals: Mapping[str, tuple[str, str] | None]
    replies: Mapping[str, Any]
    export: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True)
class Difference:
    """The first field in which two shares differ, with both values. `code` says in which outlet."""

    code: str
    field: str
    before: Any
    after: Any


def share(
    exercise: Exercise, audience: Audience, dice: Dice, now: float,
    tried: Sequence[Command] = (), accepted: int = 0, export: bool = True,
) -> Share:  # fmt: skip
    """What this audience gets; of the commands accepted, the first `accepted` are followed to what it sees then."""
    refusals: dict[str, tuple[str, str] | None] = {}
    replies: dict[str, Any] = {}
    for command in tried:
        events = ex.decide(exercise, command, now, dice)
        if isinstance(events, Refusal):
            refusals[say(command)] = (events.code, events.message)
            continue
        refusals[say(command)] = None
        # An order that applies at once shows what the game makes of it, which hidden state may take part in.
        if len(replies) < accepted and not any(event.kind == "order.resolved/1" for event in events):
            replies[say(command)] = ex.view(fold(events, exercise.scenario, exercise), audience)
    bot = ex.bot_view(exercise, audience.seat) if isinstance(audience, OfSeat) else None
    lines = ex.export(exercise, audience) if export else None
    return Share(ex.view(exercise, audience), bot, refusals, replies, lines)


def compare(before: Share, after: Share) -> Difference | None:
    """The first difference between what an audience gets of two exercises."""
    found = difference(before.view, after.view, "view")
    if found is not None:
        return Difference("L102" if found[0].startswith("view.permitted") else "L101", *found)
    for code, outlet in (("L105", "bot"), ("L103", "refusals"), ("L106", "replies"), ("L104", "export")):
        found = difference(getattr(before, outlet), getattr(after, outlet), outlet)
        if found is not None:
            return Difference(code, *found)
    return None


def difference(a: Any, b: Any, at: str) -> tuple[str, Any, Any] | None:
    """The first field that differs, with both values; `at` is the path to these two."""
    if a == b:
        return None
    if is_dataclass(a) and type(a) is type(b):
        for field in fields(a):
            found = difference(getattr(a, field.name), getattr(b, field.name), f"{at}.{field.name}")
            if found is not None:
                return found
    elif isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in [*a, *(key for key in b if key not in a)]:
            found = difference(a.get(key, NOTHING), b.get(key, NOTHING), f"{at}[{key}]")
            if found is not None:
                return found
    elif isinstance(a, list | tuple) and isinstance(b, list | tuple):
        for place in range(max(len(a), len(b))):
            one = a[place] if place < len(a) else NOTHING
            other = b[place] if place < len(b) else NOTHING
            found = difference(one, other, f"{at}[{place}]")
            if found is not None:
                return found
    return (at, a, b)


def battery(seat: str, exercises: Iterable[Exercise], picks: Picks, most: int | None = None) -> list[Command]:
    """Commands that this seat might try: every action rightly and wrongly, every order, need and question, its own and
    others', and some that do not exist; at most so many of them.
    """
    exercises = list(exercises)
    scenario = exercises[0].scenario
    tried: list[Command] = []
    for action in scenario.actions:
        for arguments in action.variants:
            tried.append(ex.GiveOrder(seat, Choice(action.id, arguments)))
        wrong = (*action.variants[0], ("no_such_argument", "x")) if action.variants else ()
        tried.append(ex.GiveOrder(seat, Choice(action.id, wrong)))
    tried.append(ex.GiveOrder(seat, Choice("no_such_action", ())))
    orders = dict.fromkeys(id_ for exercise in exercises for id_ in exercise.orders)
    needs = dict.fromkeys(id_ for exercise in exercises for id_ in exercise.needs)
    tried += [ex.WithdrawOrder(seat, id_) for id_ in [*orders, "no.such.order"]]
    tried += [ex.AnswerNeed(seat, id_, "agree") for id_ in [*needs, "no.such.need.1"]]
    for id_ in [*scenario.questions, "no_such_question"]:
        tried += [ex.AnswerQuestion(seat, id_, "an answer", True), ex.AnswerQuestion(seat, id_, "an answer", False)]
    tried += talk(seat, exercises)
    return tried if most is None else picks.some(tried, most, "battery", seat)


def talk(seat: str, exercises: Iterable[Exercise]) -> list[Command]:
    """What this seat might say, ask, pass on and take back, of its own and of others'."""
    exercises = list(exercises)
    cells = [cell.id for cell in exercises[0].scenario.cells]
    free = dict.fromkeys(id_ for exercise in exercises for id_ in exercise.free)
    rfis = dict.fromkeys(id_ for exercise in exercises for id_ in exercise.rfis)
    asked = dict.fromkeys(id_ for exercise in exercises for id_ in exercise.share_requests)
    tried: list[Command] = [ex.SendMessage(seat, (), "a word"), ex.SendMessage(seat, tuple(cells[:1]), "a word")]
    tried += [ex.WithdrawFreeOrder(seat, id_) for id_ in [*free, "no-such-order"]]
    tried += [ex.GiveFreeOrder(seat, id_, "in words") for id_ in [*list(free)[-2:], "a-new-one"]]
    tried += [ex.AskRFI(seat, id_, "control", "a question") for id_ in [*list(rfis)[-2:], "a-new-one"]]
    tried += [ex.AskShare(seat, id_, cell, "a question") for id_ in [*list(asked)[-2:], "a-new-one"] for cell in cells]
    tried += [ex.DeclineShare(seat, id_) for id_ in [*asked, "no-such-request"]]
    tried.append(ex.AnswerCheck(seat, 1))
    for letter in range(4):
        tried.append(ex.ReadLetter(seat, letter))
        for request in ("", *list(asked)[-1:]):
            tried += [ex.ShareInject(seat, letter, (cell,), request) for cell in cells]
    return tried


def say(command: Command) -> str:
    """A command in a few words."""
    match command:
        case ex.GiveOrder(seat, choice):
            return f"{seat} orders {choice}"
        case ex.WithdrawOrder(seat, order):
            return f"{seat} withdraws {order}"
        case ex.AnswerNeed(seat, need, answer):
            return f"{seat} answers {answer} to {need}"
        case ex.AnswerQuestion(seat, question, _, sealed):
            return f"{seat} answers question {question}{' sealed' if sealed else ''}"
        case ex.Create(_, scenario, seed, course):
            return f"create {scenario.id}, seed {seed}{f', course {course}' if course else ''}"
        case ex.TakeSeat(seat):
            return f"{seat} is taken"
        case ex.ReleaseInject(inject):
            return f"release {inject}"
        case ex.Rule(var, value):
            return f"rule {var} = {value}"
        case _:
            return " ".join([type(command).__name__, *(str(getattr(command, field.name)) for field in fields(command))])


def later(now: float) -> float:
    """When commands are tried: a little later."""
    return now + PACE
