"""The leak check: proof, as far as trying goes, that nobody sees what they may not.

Does: change what an audience may not see and compare all it gets, hold events to their addresses, search for canaries,
list the ways from hidden to visible state. Never: looks at what an audience gets but through the doors it gets it by.
"""

from whitecell.check.secrecy.flows import Flow, flows
from whitecell.check.secrecy.interference import MUTATIONS, Mutation
from whitecell.check.secrecy.leakage import Budget, leak_faults, leaks
from whitecell.check.secrecy.report import FLOWS, LEAKS, Leak, LeakReport, Looked
from whitecell.check.secrecy.states import State, reach

__all__ = [
    "FLOWS", "LEAKS", "MUTATIONS", "Budget", "Flow", "Leak", "LeakReport", "Looked", "Mutation", "State", "flows",
    "leak_faults", "leaks", "reach",
]  # fmt: skip
