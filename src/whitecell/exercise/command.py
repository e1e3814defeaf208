"""What people, bots and the clock ask of an exercise: a closed union."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from whitecell.exercise.state import Holder
from whitecell.game import Choice
from whitecell.rules import Value
from whitecell.scenario import Answer, Scenario


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
class JudgeInjects:
    """Release the conditional injects whose condition has turned true."""


@dataclass(frozen=True, slots=True)
class GiveOrder:
    """Submit an order from a seat with the authority."""

    seat: str
    choice: Choice
    rationale: str = ""


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
class AnswerQuestion:
    """Answer a question of the move, sealed (one's own) or for the cell."""

    seat: str
    question: str
    answer: Any
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class ProposeResult:
    """Control closes the move: the game proposes what the orders do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Control changes a value of the proposed result, with the reason."""

    var: str
    value: Value
    why: str


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """Control accepts the proposed result: it is published, and the move ends."""


Command = (
    Create | TakeSeat | Start | Pause | Resume | Tick | OpenMove | ReleaseInject | JudgeInjects | GiveOrder
    | WithdrawOrder | AnswerNeed | AnswerQuestion | ProposeResult | Rule | AcceptResult
)  # fmt: skip
