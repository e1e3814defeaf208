"""Text that a comma has cut: inside [ ] and { } a comma ends a value, also one between brackets.

`[tension += uniform(0, 1)]` is two values, and so is `{title: Talks, then the rest}`. Each is reported as one fault,
and its pieces are taken out so that they give no others.
"""

import re
from collections.abc import Iterator, Sequence

from whitecell.scenario.fault import Fault, error
from whitecell.scenario.node import Mapping, Node, Scalar
from whitecell.scenario.node import Sequence as List

WORD = re.compile(r"[\w./-]+")
"""What a key looks like."""


def mend(root: Node) -> list[Fault]:
    """Take out every text that is cut, and report it."""
    faults: list[Fault] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        match node:
            case List(flow=False):
                waiting += node.items
            case List():
                pieces = list(cut([item if isinstance(item, Scalar) else None for item in node.items]))
                faults += [fault(piece[0]) for piece in pieces]
                gone = {id(part) for piece in pieces for part in piece}
                if gone:
                    node.items = [item for item in node.items if id(item) not in gone]
                    node.damaged = True
                waiting += node.items
            case Mapping():
                faults += mend_mapping(node)
                waiting += [value for _, value in node.entries.values()]
            case Scalar():
                pass
    return faults


def mend_mapping(node: Mapping) -> list[Fault]:
    """Take out the values of a mapping that are cut; what follows the comma has become keys without values."""
    if not node.flow or all(WORD.fullmatch(key) for key in node.entries):
        return []
    row: list[Scalar | None] = []
    owners: dict[int, str] = {}
    for name, (key, value) in node.entries.items():
        part = key if isinstance(value, Scalar) and value.null else value
        row.append(part if isinstance(part, Scalar) else None)
        owners[id(part)] = name
    pieces = list(cut(row))
    gone = {id(part) for piece in pieces for part in piece}
    pieces += trailing([part if id(part) not in gone else None for part in row], node)
    for piece in pieces:
        for part in piece:
            del node.entries[owners[id(part)]]
        node.damaged = True
    return [fault(piece[0]) for piece in pieces]


def trailing(row: Sequence[Scalar | None], node: Mapping) -> Iterator[list[Scalar]]:
    """The values that go on in keys which are no words and have nothing after them: `{title: First, then the rest}`."""
    keys = {id(key) for key, _ in node.entries.values()}
    piece: list[Scalar] = []
    for part in [*row, None]:
        goes_on = part is not None and id(part) in keys and not WORD.fullmatch(part.text)
        if piece and goes_on and part is not None:
            piece.append(part)
            continue
        if len(piece) > 1:
            yield piece
        piece = [part] if part is not None and part.plain and id(part) not in keys else []


def cut(row: Sequence[Scalar | None]) -> Iterator[list[Scalar]]:
    """The runs of neighbours that open a bracket in the first and close it in the last."""
    piece: list[Scalar] = []
    level = 0
    for part in row:
        opened = part.text.count("(") - part.text.count(")") if part is not None and part.plain else 0
        if not piece and opened <= 0:
            continue
        if part is None or not part.plain:
            piece, level = [], 0
            continue
        piece.append(part)
        level += opened
        if level <= 0:
            yield piece
            piece, level = [], 0


def fault(part: Scalar) -> Fault:
    """The fault of one text that is cut."""
    end = part.text if len(part.text) <= 30 else f"...{part.text[-27:].lstrip()}"
    return error(part.file, part.line, part.column, "S018", f"a comma cuts this off after '{end}'",
                 "Put the whole of it in quotes: inside [ ] and { } a comma begins the next value.")  # fmt: skip
