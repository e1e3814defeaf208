"""Non-interference: what an audience gets must not change when only what it may not see changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from whitecell.check.secrecy import hidden_acts, hidden_state, hidden_talk
from whitecell.check.secrecy.outlets import Difference, Share, battery, compare, later, share
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.retelling import Retelling
from whitecell.check.secrecy.sight import Sight
from whitecell.check.secrecy.states import State, fold
from whitecell.check.secrecy.tale import Rewriting, Tale
from whitecell.exercise import Exercise, OfSeat


class Mutation(Protocol):
    """A named change of what an audience may not see. `apply` gives the exercise as it would be then, or None where
    there is nothing of the kind to change.
    """

    @property
    def name(self) -> str:
        """What is changed."""
        ...

    def apply(self, state: State, sight: Sight, picks: Picks) -> Exercise | None:
        """The exercise with that changed."""
        ...


REWRITINGS: tuple[Rewriting, ...] = (
    Rewriting("other orders of other cells", hidden_acts.orders),
    Rewriting("other answers of others to questions", hidden_acts.answers),
    Rewriting("other injects released to others", hidden_acts.injects),
    Rewriting("other ticks, proposals and rulings of Control", hidden_acts.control),
    Rewriting("other words and answers among others", hidden_acts.words),
    Rewriting("another order of time among others", hidden_acts.timing),
    Rewriting("other talk among others and with Control", hidden_talk.talk),
    Rewriting("other work of Control on the MSEL", hidden_talk.msel),
    Rewriting("other values of hidden variables", hidden_state.values),
    Rewriting("other changes of hidden variables", hidden_state.changes),
    Rewriting("other unknown causes and draws", hidden_state.causes),
    Rewriting("other pending effects", hidden_state.pending),
    Rewriting("other counts of unknown orders", hidden_state.counts),
    Rewriting("another move to come", hidden_state.following),
    Rewriting("another seed, course and measures", hidden_state.chance),
)
"""Changes of the log, made together at first, since one comparison is quicker than many."""

RETELLINGS: tuple[Retelling, ...] = (
    Retelling("an order of another cell was given and withdrawn", withdrawn=True),
    Retelling("an order of another cell lapsed", withdrawn=False),
)
"""Changes of the history, played again."""

TOGETHER = "several secrets together"
MUTATIONS: tuple[Mutation, ...] = (*REWRITINGS, *RETELLINGS)


@dataclass(frozen=True)
class Effort:
    """How much is tried at one state: commands at most (None: all), how many of those accepted are followed, whether
    the export is compared, and whether history is played again.
    """

    tried: int | None = None
    followed: int = 3
    export: bool = True
    history: bool = True


@dataclass(frozen=True)
class Interference:
    """A difference in what an audience gets, and the mutation that made it."""

    mutation: str
    difference: Difference


def examine(
    state: State, sight: Sight, picks: Picks, effort: Effort, known: Callable[[Difference], bool] = lambda _: False
) -> list[Interference]:
    """What differs for this audience at this state when its secrets do. What is `known` is passed over."""
    found = []
    difference = differs(state, together(state, sight, picks), sight, picks, effort)
    if difference is not None and not known(difference):
        found = separately(state, sight, picks, effort) or [Interference(TOGETHER, difference)]
    if effort.history:
        for retelling in RETELLINGS:
            there = retelling.apply(state, sight, picks)
            difference = differs(state, there, sight, picks, effort) if there is not None else None
            if difference is not None:
                found.append(Interference(retelling.name, difference))
    return found


def together(state: State, sight: Sight, picks: Picks) -> Exercise:
    """The exercise with every rewriting made, one on the other."""
    tale = Tale(state, sight, picks, list(state.exercise.log))
    for rewriting in REWRITINGS:
        log = rewriting.rewrite(tale)
        if log is not None:
            tale.log = log
    return fold(tale.log, state.scenario)


def separately(state: State, sight: Sight, picks: Picks, effort: Effort) -> list[Interference]:
    """Which rewritings make a difference by themselves."""
    found = []
    for rewriting in REWRITINGS:
        there = rewriting.apply(state, sight, picks)
        difference = differs(state, there, sight, picks, effort) if there is not None else None
        if difference is not None:
            found.append(Interference(rewriting.name, difference))
    return found


def differs(state: State, there: Exercise, sight: Sight, picks: Picks, effort: Effort) -> Difference | None:
    """The first difference in what the audience gets here and there."""
    audience = sight.audience
    pair = (state.exercise, there)
    tried = battery(audience.seat, pair, picks, effort.tried) if isinstance(audience, OfSeat) else []
    shares: Sequence[Share] = [
        share(exercise, audience, state.dice, later(state.now), tried, effort.followed, effort.export)
        for exercise in pair
    ]
    return compare(*shares)
