"""The check: what bites on the day. A look through the file, dry plays, and proof that nobody sees what they may not.

Does: tell what can never happen and what nobody can do or read, play a scenario to tell what never happens, change what
a seat may not see and compare what it gets, list every way from hidden to visible state. Never: changes a pack, or
counts a finding as approved without a reason.
"""

from whitecell.check.accepted import unapproved
from whitecell.check.dry import DryPlays, dry_plays
from whitecell.check.lint import in_order, lint
from whitecell.check.secrecy import Budget, Flow, Leak, LeakReport, Looked, Mutation, flows, leak_faults, leaks

__all__ = [
    "Budget", "DryPlays", "Flow", "Leak", "LeakReport", "Looked", "Mutation", "dry_plays", "flows", "in_order",
    "leak_faults", "leaks", "lint", "unapproved",
]  # fmt: skip
