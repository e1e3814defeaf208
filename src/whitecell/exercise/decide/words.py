"""Judge what people write: how long it may be, and that it can be kept."""

from whitecell.exercise.state import Refusal

REASON = 4_000
"""Characters in a reason or a message."""
TITLE = 300
"""Characters in a title, a sender, or the name of who holds a seat."""
BODY = 20_000
"""Characters in the body of an inject, in one language."""


def unfit(words: str, longest: int, what: str) -> Refusal | None:
    """Why these words cannot be taken; None where they can. `what` begins the sentence: "The reason"."""
    if len(words) > longest:
        return Refusal("words.long", f"{what} has {len(words):,} characters, and at most {longest:,} fit. Shorten it.")
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in words):
        return Refusal("words.broken", f"{what} holds a character that cannot be written. Type it again.")
    return None


def missing(words: str, longest: int, what: str) -> Refusal | None:
    """Why these words cannot be taken, where there have to be some."""
    return unfit(words, longest, what) if words.strip() else Refusal("words.none", f"{what} is missing. Write it.")
