"""Running exercises: who may do what, one writer, the clock, and automated players for the seats nobody has taken.

Does: carry commands to the journal and show nothing before the disk has it; take every exercise up again after a
restart, paused; keep links, sessions, tokens, drafts and refused attempts in a second file beside the journals. Never:
decides a rule itself, lets anything of an exercise out but through its view, keeps a secret but as a digest, or knows
of pages.
"""

from whitecell.live.access import (
    CLOCK,
    HOUSE,
    ROLES,
    RULES,
    Actor,
    Grant,
    Machine,
    audience_of,
    audiences_of,
    may,
    may_draft,
    may_look,
)
from whitecell.live.attempts import Attempt, Attempts
from whitecell.live.doors import empty, join, leave, revoke
from whitecell.live.drafts import Draft, Drafts
from whitecell.live.fault import CODES, HouseError
from whitecell.live.house import House, Summary
from whitecell.live.links import Link, Links
from whitecell.live.outcome import Accepted, Outcome, Refused
from whitecell.live.presence import Presence
from whitecell.live.seats import AID
from whitecell.live.secret import fresh, short_id
from whitecell.live.sessions import Session, Sessions
from whitecell.live.tokens import Token, Tokens

__all__ = [
    "AID", "CLOCK", "CODES", "HOUSE", "ROLES", "RULES", "Accepted", "Actor", "Attempt", "Attempts", "Draft", "Drafts",
    "Grant", "House", "HouseError", "Link", "Links", "Machine", "Outcome", "Presence", "Refused", "Session", "Sessions",
    "Summary", "Token", "Tokens", "audience_of", "audiences_of", "empty", "fresh", "join", "leave", "may", "may_draft",
    "may_look", "revoke", "short_id",
]  # fmt: skip
