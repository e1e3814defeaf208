"""How wide a text is, roughly, in a sans-serif face: enough to break lines in a picture without a browser."""

import re
from unicodedata import east_asian_width

from whitecell.tongue import Said

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[]{}-/ "), frozenset("mwMW@%")


PIECES = re.compile(r"\(?[^(·]+·?|[(·]")
"""What a long word may be broken into: before an opening bracket, after a middle dot."""
BOLD = 1.07  # how much wider bold letters are


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text set at this size."""
    return size * sum(map(em, text)) * (BOLD if bold else 1.0)


def em(letter: str) -> float:
    """The width of a letter in ems, on the safe side."""
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.34
    if letter in WIDE:
        return 0.9
    return 0.68 if letter.isupper() else 0.57


def lines(text: str, room: float, size: float, most: int, bold: bool = False) -> tuple[Said, ...]:
    """The text broken at spaces into at most so many lines; what does not fit ends in an ellipsis.

    Hangul is broken at spaces too, as `word-break: keep-all` would; a word too long for a line at its brackets and
    middle dots, else it is cut.
    """
    if bold:
        room /= BOLD
    found: list[str] = []
    for word in text.split():
        space = " "
        for piece in [word] if width(word, size) <= room else PIECES.findall(word):
            if found and width(f"{found[-1]}{space}{piece}", size) <= room:
                found[-1] = f"{found[-1]}{space}{piece}"
            else:
                found.append(piece)
            space = ""
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return tuple(Said(cut(line, room, size), getattr(text, "language", "")) for line in found) or (Said(""),)


def cut(line: str, room: float, size: float) -> str:
    """The line, or as much of it as fits before an ellipsis."""
    if width(line, size) <= room:
        return line
    while line and width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
