"""Judge what people write: how long it may be, and that it can be kept."""

from whitecell.exercise.refusal import Clause, Refusal

REASON = 4_000
"""Characters in a reason or a message."""
TITLE = 300
"""Characters in a title, a sender, or the name of who holds a seat."""
BODY = 20_000
"""Characters in the body of an inject, in one language."""


def unfit(words: str, longest: int, what: str) -> Refusal | None:
    """Why these words cannot be taken; None where they can. `what` is the key of what they are."""
    if len(words) > longest:
        return Refusal("words.long", {"what": Clause(what), "n": len(words), "most": longest})
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in words):
        return Refusal("words.broken", {"what": Clause(what)})
    return None


def missing(words: str, longest: int, what: str) -> Refusal | None:
    """Why these words cannot be taken, where there have to be some."""
    return unfit(words, longest, what) if words.strip() else Refusal("words.none", {"what": Clause(what)})
