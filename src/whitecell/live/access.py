"""Who may do what, and whose eyes they have: roles in one place.

Each command has one rule. A command that has none may be given by nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, assert_never

from whitecell.exercise import Audience, Command, Control, Exercise, OfCell, OfSeat, Plenary, Refusal
from whitecell.exercise import command as c

GrantedRole = Literal["planner", "control", "seat", "observer", "plenary"]
ROLES: tuple[GrantedRole, ...] = ("planner", "control", "seat", "observer", "plenary")


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may enter: one role in one exercise. A planner's holds for every exercise (`exercise` empty)."""

    exercise: str
    role: GrantedRole
    seat: str = ""
    """The seat's full name, for the role `seat` alone."""

    def __str__(self) -> str:
        return f"seat {self.seat}" if self.role == "seat" else self.role

    @property
    def cell(self) -> str:
        """The cell of the seat; empty for the other roles."""
        return self.seat.partition("/")[0]

    def within(self, exercise: str) -> "Grant":
        """The grant as it acts in one exercise: a planner is one of its Control."""
        return Grant(exercise, "control") if self.role == "planner" else self

    def holds_in(self, exercise: str) -> bool:
        """Whether it is a grant in this exercise."""
        return self.exercise == exercise or (self.role == "planner" and not self.exercise)


@dataclass(frozen=True, slots=True)
class Machine:
    """The house itself: its clock, its own care for an exercise, or the automated player of a seat."""

    kind: Literal["clock", "house", "bot"]
    seat: str = ""
    name: str = ""
    """The bot's."""

    def __str__(self) -> str:
        return f"bot {self.seat}" if self.kind == "bot" else self.kind


CLOCK, HOUSE = Machine("clock"), Machine("house")

Actor = Grant | Machine
"""Who gives a command."""

Rule = Callable[[Actor, Any], bool]
"""Whether this actor may give this command."""


def _runs(actor: Actor) -> bool:
    return isinstance(actor, Grant) and actor.role in ("planner", "control")


def _control(actor: Actor, command: Any) -> bool:
    return _runs(actor)


def _clock(actor: Actor, command: Any) -> bool:
    return actor == CLOCK


def _house(actor: Actor, command: Any) -> bool:
    return actor == HOUSE


def _create(actor: Actor, command: Any) -> bool:
    return actor == HOUSE or (isinstance(actor, Grant) and actor.role == "planner")


def _seat(actor: Actor, command: Any) -> bool:
    return isinstance(actor, Grant) and actor.role == "seat" and actor.seat == command.seat


def _seat_or_bot(actor: Actor, command: Any) -> bool:
    bot = isinstance(actor, Machine) and actor.kind == "bot" and actor.seat == command.seat
    return bot or _seat(actor, command)


def _sit(actor: Actor, command: Any) -> bool:
    return actor == HOUSE or _runs(actor) or _seat(actor, command)


def _release(actor: Actor, command: c.ReleaseInject) -> bool:
    return actor == CLOCK if command.by == "clock" else _runs(actor)


def _stop(actor: Actor, command: c.RealWorldStop) -> bool:
    """Everybody but the projector, each in their own name."""
    if not isinstance(actor, Grant):
        return False
    match actor.role:
        case "planner" | "control":
            return command.seat == "control"
        case "seat":
            return command.seat == actor.seat
        case "observer":
            return command.seat == "observer"
        case "plenary":
            return False
        case _:
            assert_never(actor.role)


def _speak(actor: Actor, command: c.SendMessage) -> bool:
    if _runs(actor):
        return command.by == "control"
    return isinstance(actor, Grant) and actor.role == "seat" and command.by == actor.seat


RULES: Mapping[type[Any], Rule] = MappingProxyType(
    {
        c.Create: _create,
        c.TakeSeat: _sit,
        c.Restore: _house,
        c.RealWorldStop: _stop,
        c.SendMessage: _speak,
        c.ReleaseInject: _release,
        **dict.fromkeys((c.Tick, c.JudgeInjects, c.ResolveOrder), _clock),
        **dict.fromkeys((c.GiveOrder, c.AnswerNeed), _seat_or_bot),
        **dict.fromkeys(
            (
                c.WithdrawOrder, c.GiveFreeOrder, c.WithdrawFreeOrder, c.AskRFI, c.ShareInject, c.AskShare,
                c.DeclineShare, c.ReadLetter, c.AnswerQuestion, c.AnswerCheck,
            ),
            _seat,
        ),
        **dict.fromkeys(
            (
                c.Start, c.Pause, c.Resume, c.SetRate, c.Jump, c.OpenMove, c.HoldInject, c.FreeInject, c.DropInject,
                c.RetimeInject, c.EditInject, c.AddInject, c.ReturnFreeOrder, c.MapFreeOrder, c.RuleFreeOrder,
                c.AssignRFI, c.AnswerRFI, c.DeclineRFI, c.LetObserve, c.ProposeResult, c.Rule, c.AcceptResult,
                c.EndExercise, c.CheckLine,
            ),
            _control,
        ),
    }
)  # fmt: skip
"""Who may give each command. tests/live holds it to the closed union."""


def may(actor: Actor, command: Command, exercise: str | None = None) -> Refusal | None:
    """None if this actor may give this command (`exercise`: in this one), else what to tell them."""
    if exercise is not None and isinstance(actor, Grant) and not actor.holds_in(exercise):
        return Refusal("access.exercise")
    rule = RULES.get(type(command))
    if rule is not None and rule(actor, command):
        return None
    if isinstance(actor, Grant) and actor.role == "seat" and rule in (_seat, _seat_or_bot, _sit):
        return Refusal("access.seat", {"seat": actor.seat})
    return Refusal("access.role")


def audience_of(grant: Grant) -> Audience:
    """Whose eyes a grant gives; an observer has more (`audiences_of`)."""
    match grant.role:
        case "planner" | "control":
            return Control()
        case "seat":
            return OfSeat(grant.seat)
        case "observer" | "plenary":
            return Plenary()
        case _:
            assert_never(grant.role)


def audiences_of(grant: Grant, exercise: Exercise) -> tuple[Audience, ...]:
    """All views that a grant opens: its own, and for an observer those of the cells that Control lets be observed."""
    if grant.role == "observer":
        return (Plenary(), *(OfCell(cell) for cell in exercise.observed))
    return (audience_of(grant),)


def may_look(grant: Grant, audience: Audience, exercise: Exercise) -> Refusal | None:
    """None if a grant opens this view: Control may look over every shoulder."""
    if grant.holds_in(exercise.id):
        mine = audiences_of(grant, exercise)
        if audience in mine or mine == (Control(),):
            return None
    return Refusal("access.view")


def may_draft(grant: Grant, holder: str, *, writing: bool = False) -> Refusal | None:
    """None if a grant opens the drafts of a seat (cell/seat) or of a cell. Control reads them, and writes its own.

    Control's own drafts lie under the holder `control`.
    """
    match grant.role:
        case "planner" | "control":
            fine = holder == "control" or not writing
        case "seat":
            fine = holder in (grant.seat, grant.cell)
        case _:
            fine = False
    return None if fine else Refusal("access.draft")
