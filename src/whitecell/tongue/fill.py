"""Places of a word, filled. What follows a colon in a place puts the word in step with what is filled in:

- `{n:# move|# moves}`: the first form for one, the second for any other number; `#` is the number.
- `{cell:이/가}`: the value, then the Korean particle after a consonant or after a vowel.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any

HANGUL, SYLLABLES, FINALS, RIEUL = 0xAC00, 11172, 28, 8
"""Hangul syllables stand in rows of 28, by their final consonant; the first has none, the ninth is ㄹ."""
DIGITS = {"0": "영", "1": "일", "2": "이", "3": "삼", "4": "사", "5": "오", "6": "육", "7": "칠", "8": "팔", "9": "구"}
LETTERS = {"L": "엘", "M": "엠", "N": "엔", "R": "알"}
"""How the letters of an abbreviation end; all others end in a vowel."""
TRAILING = re.compile(r"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\]|[^\w])+$")
"""What is not read before a particle: closing marks, and what stands in brackets."""
MARKS = re.compile(r"\W+$")


@cache
def places(word: str) -> tuple[tuple[str, str | None, str], ...]:
    """A word as texts, each with the name and the step of the place after it."""
    return tuple((before, name, step or "") for before, name, step, _ in Formatter().parse(word))


def parts(word: str, values: Mapping[str, Any], read: Callable[[Any], str] | None = None) -> Iterator[Any]:
    """The texts of a word and what fills its places, in order. `read` gives the letters of a value for a particle.

    A place with no value stays as it is: tests find it, a reader is not stopped by it.
    """
    for before, name, step in places(word):
        if before:
            yield before
        if name is None:
            continue
        if name not in values:
            yield f"{{{name}}}"
        elif "|" in step:
            one, other = step.split("|")
            yield (one if values[name] == 1 else other).replace("#", str(values[name]))
        else:
            yield values[name]
            if step:
                yield particle(read(values[name]) if read else letters(values[name]), step)


def fill(word: str, values: Mapping[str, Any]) -> str:
    """A word with its places filled; safe HTML where a value is (then all else is escaped)."""
    safe = next((type(value) for value in values.values() if hasattr(value, "__html__")), None)
    found = [part if hasattr(part, "__html__") else str(part) for part in parts(word, values)]
    return "".join(found) if safe is None else safe("").join(found)


def letters(value: Any) -> str:
    """What is read of a value."""
    return str(value.striptags()) if hasattr(value, "striptags") else str(value)


def particle(text: str, forms: str) -> str:
    """The form that follows this text: of `은/는` 은 after a consonant; both, `은(는)`, where nobody can tell."""
    closed, _, opened = forms.partition("/")
    last = (TRAILING.sub("", text) or MARKS.sub("", text))[-1:]
    before = text[: text.rfind(last)][-1:] if last else ""
    if last.isascii() and last.isalpha():
        if last.isupper() and (not before.isascii() or not before.islower()):
            last = LETTERS.get(last, "이")
        elif last in "aeiouy":
            last = "이"
    last = DIGITS.get(last, last)
    if not HANGUL <= ord(last or " ") < HANGUL + SYLLABLES:
        return f"{closed}({opened})" if closed != "으로" else "(으)로"
    final = (ord(last) - HANGUL) % FINALS
    if closed == "으로" and final == RIEUL:
        return opened
    return closed if final else opened
