"""A paper as data: what is said, in which order, and nothing of how a format writes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner. `tag`: a small note of the language a text is shown in."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    tag: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A line that ends here."""


Inline = tuple[Run | Turn, ...]
Style = Literal["body", "lead", "soft", "label", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. `page`: it begins a new page."""

    level: Literal[1, 2, 3]
    text: Inline
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. lead: what matters most; soft: an explanation; label: a small heading outside the contents."""

    text: Inline
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered from `start` if it is ordered."""

    items: tuple["Blocks", ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page. `widths` are shares; `height` is the least of a row, in mm."""

    head: tuple[Inline, ...]
    rows: tuple[tuple["Blocks", ...], ...]
    widths: tuple[float, ...]
    height: float = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What something is, line by line: a name and what stands for it."""

    rows: tuple[tuple[Inline, "Blocks"], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that is read first."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page if they fit on one."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick, one for each option, in a line or one below the other."""

    options: tuple[Inline, ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """Half a page to be cut out. `stub` is on Control's side of the cut; the rest is what the recipient holds."""

    stub: Inline
    banner: str
    facts: tuple[tuple[Inline, Inline], ...]
    title: Inline
    body: "Blocks"


Block = Heading | Paragraph | Items | Table | Facts | Callout | Together | Boxes | Lines | Card
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Part of a paper that begins a new page, upright or across."""

    blocks: Blocks
    across: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `banner` stands at the top and bottom of every page, `foot` and the page's number below it."""

    name: str
    language: str
    banner: str
    exercise: Inline
    title: str
    subtitle: Inline
    facts: tuple[tuple[Inline, Inline], ...]
    contents: str  # the heading of the table of contents; empty: none
    foot: str
    page: str  # "Page {page} of {pages}"
    purpose: str
    readers: str  # whom it may be given to
    opening: Blocks
    sections: tuple[Section, ...]


def plain(text: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """Text in one manner."""
    return (Run(text, bold, italic),) if text else ()


def words(text: Inline) -> str:
    """The letters alone."""
    return "".join(run.text if isinstance(run, Run) else " " for run in text)


def joined(parts: Iterable[Inline], between: str = ", ") -> Inline:
    """Several texts in one line."""
    found: list[Run | Turn] = []
    for part in parts:
        if found and part:
            found.append(Run(between))
        found += part
    return tuple(found)


def line(text: Inline, style: Style = "body") -> Blocks:
    """A paragraph as the only block; nothing where there is no text."""
    return (Paragraph(text, style),) if text else ()


def legal(text: str) -> str:
    """The text without what neither XML nor paper can hold: control characters and halves of pairs."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\t\n\u00a0\u3000\u200b\u200c\u200d")
