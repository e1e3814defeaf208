"""The exercise: everything around the game, as pure functions of its events.

Does: judge commands (`decide`), make state of events (`evolve`), show each audience its share (`view`, `export`), tell
what the clock asks for (`due`), and write events as data (`codec`). Never: reads a clock, draws but from the dice it is
given, stores anything, or lets anything out but through `view`.
"""

from whitecell.exercise.audience import (
    Audience,
    Control,
    OfCell,
    OfMarking,
    OfSeat,
    Plenary,
    may_see,
    parse_audience,
    seats_of,
)
from whitecell.exercise.codec import PURGED, from_data, open_texts, seal_texts, to_data
from whitecell.exercise.command import (
    AcceptResult,
    AnswerNeed,
    AnswerQuestion,
    Command,
    Create,
    GiveOrder,
    OpenMove,
    Pause,
    ProposeResult,
    ReleaseInject,
    Resume,
    Rule,
    Start,
    TakeSeat,
    Tick,
    WithdrawOrder,
)
from whitecell.exercise.decide import decide, order_id, times
from whitecell.exercise.due import TICK, due
from whitecell.exercise.evolve import evolve
from whitecell.exercise.export import export
from whitecell.exercise.state import (
    Clock,
    Delivery,
    Event,
    Exercise,
    GivenAnswer,
    GivenOrder,
    Holder,
    OpenNeed,
    Proposal,
    Refusal,
    Times,
)
from whitecell.exercise.view import Entry, Letter, SeenChange, SeenNeed, SeenOrder, View, values_seen, view

__all__ = [
    "PURGED",
    "TICK",
    "AcceptResult",
    "AnswerNeed",
    "AnswerQuestion",
    "Audience",
    "Clock",
    "Command",
    "Control",
    "Create",
    "Delivery",
    "Entry",
    "Event",
    "Exercise",
    "GiveOrder",
    "GivenAnswer",
    "GivenOrder",
    "Holder",
    "Letter",
    "OfCell",
    "OfMarking",
    "OfSeat",
    "OpenMove",
    "OpenNeed",
    "Pause",
    "Plenary",
    "Proposal",
    "ProposeResult",
    "Refusal",
    "ReleaseInject",
    "Resume",
    "Rule",
    "SeenChange",
    "SeenNeed",
    "SeenOrder",
    "Start",
    "TakeSeat",
    "Tick",
    "Times",
    "View",
    "WithdrawOrder",
    "decide",
    "due",
    "evolve",
    "export",
    "from_data",
    "may_see",
    "open_texts",
    "order_id",
    "parse_audience",
    "seal_texts",
    "seats_of",
    "times",
    "to_data",
    "values_seen",
    "view",
]  # fmt: skip
