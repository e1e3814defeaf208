"""What a rule may name, and the problems found in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Any

from whitecell.rules.tree import Choice, FactKind, Type

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the text of a rule: where (characters from its start), which code, what is wrong, how to mend it."""

    offset: int
    code: str
    message: str
    cure: str


@dataclass(frozen=True)
class Scope:
    """The names a rule may use where it stands.

    `state` gives each visible variable's place and type, `parameters` each parameter's place, `arguments` the action's
    own arguments. `facts` gives for each permitted fact the ids it may ask about. `hidden` gives, for each name that
    exists but may not be used here, the reason. `options` are all names of choices in the scenario.
    """

    state: Mapping[str, tuple[int, Type]] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    arguments: Mapping[str, Choice] = field(default_factory=dict)
    facts: Mapping[FactKind, frozenset[str]] = field(default_factory=dict)
    draws: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    options: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that may be used."""
        return frozenset([*self.state, *self.parameters, *self.arguments, "move"])


def did_you_mean(name: str, known: list[str] | frozenset[str], otherwise: str) -> str:
    """A cure: the closest known name, or `otherwise`."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else otherwise
