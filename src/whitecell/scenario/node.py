"""The parts of a YAML file with their places, and what a plain scalar stands for."""

import re
from dataclasses import dataclass, field

INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII)
NULLS = ("", "~", "null", "Null", "NULL")
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
LONGEST_NUMBER = 400
"""Characters; a longer row of digits is text."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value. `plain` where it was written without quotes; only then can it be anything but text.

    `line` and `column` count from 1; `start` and `end` are places in the source text.
    """

    text: str
    plain: bool
    file: str
    line: int
    column: int
    start: int = 0
    end: int = 0

    @property
    def null(self) -> bool:
        """Whether nothing is written here."""
        return self.plain and self.text in NULLS

    @property
    def value(self) -> str | int | float | bool | None:
        """What it stands for by the core rules of YAML 1.2: `yes`, `no`, dates and 1:30 are text."""
        text = self.text
        if not self.plain or len(text) > LONGEST_NUMBER:
            return text
        if text in NULLS:
            return None
        if text in TRUTHS:
            return TRUTHS[text]
        if INTEGER.fullmatch(text):
            return int(text, 0) if text[:2] in ("0x", "0o") else int(text)
        if FLOAT.fullmatch(text):
            return float(text)
        if SPECIAL.fullmatch(text):
            return float(text.lower().replace(".", ""))
        return text


@dataclass(slots=True, eq=False)
class Sequence:
    """A list; `flow` where it is written in [ ]. `damaged` once a faulty part has been taken out."""

    file: str
    line: int
    column: int
    flow: bool = False
    items: list["Node"] = field(default_factory=list)
    damaged: bool = False


@dataclass(slots=True, eq=False)
class Mapping:
    """A mapping; keys are text, each with the place where it stands."""

    file: str
    line: int
    column: int
    flow: bool = False
    entries: "dict[str, tuple[Scalar, Node]]" = field(default_factory=dict)
    damaged: bool = False


Node = Scalar | Sequence | Mapping
Step = str | int
Path = tuple[Step, ...]


def plain(node: Node) -> object:
    """Dictionaries and lists with the scalars left as they are, for the schema."""
    match node:
        case Mapping():
            return {key: plain(value) for key, (_, value) in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node


def child(node: Node | None, step: Step) -> Node | None:
    """The part of a node under this key or at this place."""
    if isinstance(node, Mapping) and isinstance(step, str):
        entry = node.entries.get(step)
        return entry[1] if entry else None
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def at(root: Node, path: Path) -> Node:
    """The node under this path, or the deepest one on the way to it that exists."""
    node = root
    for step in path:
        below = child(node, step)
        if below is None:
            return node
        node = below
    return node


def key_of(root: Node, path: Path) -> Node:
    """The key that introduces the node under this path; for a part of a list the part itself."""
    above = at(root, path[:-1])
    if path and isinstance(above, Mapping) and path[-1] in above.entries:
        return above.entries[str(path[-1])][0]
    return at(root, path)
