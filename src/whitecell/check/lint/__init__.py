"""The static check: what bites on the day and can be seen in the file.

Does: tell what can never happen, what nobody can do, read or see, what nothing uses, what is not translated, which
flows and approvals are open. Never: plays, or calls impossible what is only unlikely.
"""

from whitecell.check.lint.check import findings, in_order, lint

__all__ = ["findings", "in_order", "lint"]
