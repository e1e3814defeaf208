"""What plays showed, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from whitecell.check.rehearsal import Cut, Glimpse
from whitecell.game import Cause
from whitecell.scenario import Scenario

End = tuple[str, bool]
"""A variable, and whether its upper end is meant."""


@dataclass
class Tally:
    """How many plays saw each thing at least once: `plays` were played, `looked` of them looked at step by step."""

    scenario: Scenario
    wanted: int
    plays: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    ordered: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)
    injects: Counter[str] = field(default_factory=Counter)
    came: dict[str, Counter[tuple[int, str]]] = field(default_factory=dict)
    """By inject: in which place and move it was released."""
    looked: int = 0
    permitted: Counter[str] = field(default_factory=Counter)
    cut: Counter[End] = field(default_factory=Counter)
    drove: dict[End, Counter[tuple[str, str]]] = field(default_factory=dict)
    """By end: which kind of cause, and which one, drove a value beyond it."""
    pairs: int = 0
    idle: list[str] = field(default_factory=list)
    """Parameters that changed nothing."""
    unvaried: list[str] = field(default_factory=list)
    """Parameters for which there was no time."""

    def add(self, glimpse: Glimpse) -> None:
        """Count one play."""
        self.plays += 1
        self.outcomes[glimpse.outcome] += 1
        self.moves.update(set(glimpse.moves))
        self.ordered.update(glimpse.ordered)
        self.carried.update(glimpse.carried)
        for place, inject in glimpse.released:
            self.injects[inject] += 1
            self.came.setdefault(inject, Counter())[place, glimpse.moves[place]] += 1

    def look(self, cuts: Iterable[Cut], permitted: Iterable[str]) -> None:
        """Count one play that was looked at step by step."""
        self.looked += 1
        self.permitted.update(permitted)
        ends: set[End] = set()
        for cut in cuts:
            end = (cut.var, cut.above)
            ends.add(end)
            self.drove.setdefault(end, Counter()).update({named(cause) for cause in cut.causes})
        self.cut.update(ends)

    def driver(self, end: End) -> str:
        """What most often drove a value beyond this end of its range, in words."""
        found = self.drove.get(end)
        if not found:
            return ""
        kind, id_ = min(found, key=lambda cause: (-found[cause], cause))
        return f"{kind} '{id_}'"


def named(cause: Cause) -> tuple[str, str]:
    """A cause by what it is and which."""
    return cause.kind, cause.id
