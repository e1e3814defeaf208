"""What people, bots and the clock ask of an exercise: a closed union."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whitecell.exercise.state import Holder
from whitecell.game import Choice
from whitecell.rules import Value
from whitecell.scenario import Answer, Medium, Scenario


@dataclass(frozen=True, slots=True)
class Create:
    """Make an exercise of a scenario, with the parameters and starts of the course, and those given here over them.

    `automatic`: every seat is a bot and moves have no clock within them.
    """

    id: str
    scenario: Scenario
    seed: int
    course: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, Value] = field(default_factory=dict)
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """Somebody sits down, or an automated player takes an empty seat."""

    seat: str
    holder: Holder


@dataclass(frozen=True, slots=True)
class Start:
    """STARTEX: the clock runs."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Let the clock run again, at this many exercise minutes per wall minute."""

    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class SetRate:
    """Change how many exercise minutes pass in a wall minute, while the clock runs or stands."""

    rate: float


@dataclass(frozen=True, slots=True)
class RealWorldStop:
    """Real-world stop ("no duff"): whoever gives it, the clock freezes at once and everybody is told."""

    seat: str
    """Who stops: a seat's full name, `control`, or `observer`."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Restore:
    """Take up an exercise after a restart: if it was running, it stands paused at its last durable tick."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Skip game time within the open move. Exercise time does not jump, so nobody's time to answer is lost.

    `fates` says for each timed inject of the skipped time (`skipped` lists them) what becomes of it: release it now,
    carry it (it keeps its distance from the present), or drop it. They must be exactly those skipped.
    """

    minutes: float
    """Of game time."""
    fates: Mapping[str, Literal["release", "carry", "drop"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tick:
    """Keep the clock: after a restart the exercise comes back paused at the last tick."""


@dataclass(frozen=True, slots=True)
class OpenMove:
    """Begin the next move."""


@dataclass(frozen=True, slots=True)
class ReleaseInject:
    """Release an inject of the MSEL that has not been released: Control does, or the clock at its minute."""

    inject: str
    by: Literal["control", "clock"] = "control"


@dataclass(frozen=True, slots=True)
class HoldInject:
    """Keep an inject back: neither its minute nor its condition releases it."""

    inject: str


@dataclass(frozen=True, slots=True)
class FreeInject:
    """End a hold. An inject whose minute has passed while it was held is then due at once."""

    inject: str


@dataclass(frozen=True, slots=True)
class DropInject:
    """Skip an inject for good."""

    inject: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RetimeInject:
    """Give an inject another time: this many minutes of play into a move (None: when Control releases it)."""

    inject: str
    move: str | None
    minute: float = 0.0


@dataclass(frozen=True, slots=True)
class EditInject:
    """Change what an inject that has not been released says, and who gets it. None leaves a part as it is."""

    inject: str
    title: Mapping[str, str] | None = None
    """By language."""
    body: Mapping[str, str] | None = None
    to: tuple[str, ...] | None = None
    """Cells and seats, by their full names."""


@dataclass(frozen=True, slots=True)
class AddInject:
    """Put an inject of Control's own on the MSEL: timed in a move, or (move None) to be released by hand."""

    inject: str
    """Its id, new in this exercise."""
    title: Mapping[str, str]
    body: Mapping[str, str]
    sender: Mapping[str, str]
    to: tuple[str, ...]
    """Cells and seats, by their full names."""
    medium: Medium = "message"
    move: str | None = None
    minute: float = 0.0


@dataclass(frozen=True, slots=True)
class JudgeInjects:
    """Release the conditional injects whose condition has turned true."""


@dataclass(frozen=True, slots=True)
class GiveOrder:
    """Submit an order from a seat with the authority."""

    seat: str
    choice: Choice
    rationale: str = ""
    confidence: float | None = None
    """How sure the cell is that it serves its purpose, in percent."""


@dataclass(frozen=True, slots=True)
class WithdrawOrder:
    """Take an order of the seat's cell back while the move is open."""

    seat: str
    order: str


@dataclass(frozen=True, slots=True)
class AnswerNeed:
    """Answer a request for consultation or consent."""

    seat: str
    need: str
    answer: Answer
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class ResolveOrder:
    """Carry out an at-once order whose last key has turned, or whose time for an answer is over: the clock does."""

    order: str


@dataclass(frozen=True, slots=True)
class GiveFreeOrder:
    """Submit an order in words, for what the list of actions does not hold. Control returns, maps or rules it."""

    seat: str
    order: str
    """Its id, new in this exercise."""
    words: str
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawFreeOrder:
    """Take a free order back before Control has dealt with it."""

    seat: str
    order: str


@dataclass(frozen=True, slots=True)
class ReturnFreeOrder:
    """Control gives a free order back to its cell, with the reason."""

    order: str
    why: str


@dataclass(frozen=True, slots=True)
class MapFreeOrder:
    """Control takes a free order as an action of the list: it becomes an order of that cell like any other."""

    order: str
    seat: str
    """A seat of the same cell with the authority for the action."""
    choice: Choice


@dataclass(frozen=True, slots=True)
class RuleFreeOrder:
    """Control rules what a free order does: values it sets now (`free_effects` previews them), with the reason."""

    order: str
    values: Mapping[str, Value]
    why: str


@dataclass(frozen=True, slots=True)
class AskRFI:
    """A request for information: to Control, or to a body that Control plays."""

    seat: str
    rfi: str
    """Its id, new in this exercise."""
    of: str
    """`control`, or the id of a response cell."""
    words: str


@dataclass(frozen=True, slots=True)
class AssignRFI:
    """Control says who works on a request."""

    rfi: str
    name: str
    """An office or a role."""


@dataclass(frozen=True, slots=True)
class AnswerRFI:
    """Control answers a request with an inject: to the cell that asked, unless `to` says otherwise."""

    rfi: str
    title: Mapping[str, str]
    body: Mapping[str, str]
    sender: Mapping[str, str]
    to: tuple[str, ...] = ()
    """Cells and seats, by their full names."""


@dataclass(frozen=True, slots=True)
class DeclineRFI:
    """Control does not answer a request, and says why."""

    rfi: str
    why: str


@dataclass(frozen=True, slots=True)
class ShareInject:
    """Pass a letter on to other cells, by decision of the cell that has it."""

    seat: str
    letter: int
    """The seat's own number of it, from 1."""
    to: tuple[str, ...]
    """Cells."""
    request: str = ""
    """The request it answers, if any."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskShare:
    """Ask another cell for what it knows of something: it decides."""

    seat: str
    request: str
    """Its id, new in this exercise."""
    of: str
    """The cell that is asked."""
    words: str


@dataclass(frozen=True, slots=True)
class DeclineShare:
    """Refuse a request of another cell."""

    seat: str
    request: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A seat has opened one of its letters for the first time."""

    seat: str
    letter: int
    """The seat's own number of it, from 1."""


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A word between a seat and Control. To nobody in particular (`to` empty): from Control to everybody."""

    by: str
    """`control`, or a seat's full name."""
    to: tuple[str, ...]
    """Cells and seats by their full names; `control`, from a seat."""
    words: str


@dataclass(frozen=True, slots=True)
class LetObserve:
    """Control says which cells observers may look over the shoulder of; what everybody sees they always see."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Communications check: Control asks every seat that a person holds to say that it hears. It starts over.

    `checks`: how many checks Control had made before it, so that nobody starts over what a colleague has just asked.
    """

    checks: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """A seat hears Control: the answer to the communications check."""

    seat: str
    check: int
    """Its number in this exercise, from 1."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer a question of the move, sealed (one's own) or for the cell."""

    seat: str
    question: str
    answer: Any
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class ProposeResult:
    """Control closes the move: the game proposes what the orders do.

    In a move that may not be passed, cells without an order are a refusal, unless Control gives a reason.
    """

    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Control changes a value of the proposed result, with the reason."""

    var: str
    value: Value
    why: str


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """Control accepts the proposed result: it is published, and the move ends.

    `rulings`: how many rulings Control had before it, so that nobody accepts what another has just changed.
    """

    rulings: int | None = None


@dataclass(frozen=True, slots=True)
class EndExercise:
    """ENDEX by Control's decision, whatever move it is."""

    why: str = ""


Command = (
    Create | TakeSeat | Start | Pause | Resume | SetRate | RealWorldStop | Restore | Jump | Tick | OpenMove
    | ReleaseInject | HoldInject | FreeInject | DropInject | RetimeInject | EditInject | AddInject | JudgeInjects
    | GiveOrder | WithdrawOrder | AnswerNeed | ResolveOrder | GiveFreeOrder | WithdrawFreeOrder | ReturnFreeOrder
    | MapFreeOrder | RuleFreeOrder | AskRFI | AssignRFI | AnswerRFI | DeclineRFI | ShareInject | AskShare
    | DeclineShare | ReadLetter | SendMessage | LetObserve | CheckLine | AnswerCheck | AnswerQuestion | ProposeResult
    | Rule | AcceptResult | EndExercise
)  # fmt: skip
