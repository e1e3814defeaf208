"""How the product speaks to a reader: its own words, numbers, times and lists, in the reader's language.

Does: keep every word once, in `words.toml` beside what says it, and fill its places, with plurals and Korean particles
in step with what is filled in. Never: knows a scenario, an exercise or a page; those bring their texts and places.
"""

from whitecell.tongue.catalogue import FALLBACK, catalogue, languages
from whitecell.tongue.figures import MINUS, number, offset
from whitecell.tongue.fill import fill, particle
from whitecell.tongue.tongue import Said, Tongue, pick

__all__ = [
    "FALLBACK", "MINUS", "Said", "Tongue", "catalogue", "fill", "languages", "number", "offset", "particle", "pick",
]  # fmt: skip
