"""What a scenario declares, with the place of each part, and the faults found while it is checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from whitecell.rules import (
    NUMBER,
    Assign,
    Expression,
    Problem,
    Scope,
    Type,
    did_you_mean,
    parse_assignment,
    parse_expression,
)
from whitecell.rules.tree import Constant
from whitecell.scenario import habits
from whitecell.scenario.fault import MAX_FAULTS, Fault, Severity
from whitecell.scenario.model import Text
from whitecell.scenario.node import Mapping, Node, Path, Scalar, Sequence, at, child, key_of
from whitecell.scenario.schema import Pack

Section = Literal[
    "cells", "seats", "markings", "parameters", "state", "actions", "world", "moves", "questions", "injects",
    "objectives", "outcomes", "measures", "bots", "courses", "places", "sources",
]  # fmt: skip
Known = dict[Section, frozenset[str]]
"""The ids of each section."""
ESCAPE = re.compile(r"\\(?:x..|u....|U.{8}|(\r?\n[ \t]*|[\snrtvfNLP_])|.)", re.DOTALL)
"""An escape in double quotes; the group matches one that stands for white space or nothing."""
QUOTE = re.compile("''")
WORD = re.compile(r"[^\W\d]\w*")
FAILED = Expression("0", Constant(0.0, NUMBER))
"""Stands for an expression that could not be read; the scenario is not built then."""


@dataclass
class Register:
    """The file as written, what it declares, and the faults found so far.

    `known` are all ids of each section, also of parts that are too faulty to be used; `root` is None for stored data,
    which have no places.
    """

    pack: Pack
    root: Node | None
    faults: list[Fault] = field(default_factory=list)
    known: Known = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether so many faults were found that no more are looked for."""
        return len(self.faults) > MAX_FAULTS

    def fault(
        self, path: Path, code: str, message: str, cure: str, *, key: bool = False, offset: int | None = None,
        severity: Severity = "error",
    ) -> None:  # fmt: skip
        """Note a fault of the part under this path, of its key, or of a character of its text."""
        if self.full:
            return
        if self.root is None:
            place = ".".join(str(step) for step in path) or "data"
            self.faults.append(Fault(place, 0, 0, code, severity, message, cure))
            return
        node = key_of(self.root, path) if key else at(self.root, path)
        line, column = node.line, node.column
        if offset is not None and isinstance(node, Scalar):
            line, column = locate(node, offset, self.sources.get(node.file, ""))
        self.faults.append(Fault(node.file, line, column, code, severity, message, cure))

    def place(self, path: Path, seen_from: Path) -> str:
        """Where a part is, in words."""
        if self.root is None:
            return ".".join(str(step) for step in path)
        node, here = at(self.root, path), at(self.root, seen_from)
        return f"line {node.line}" + (f" of {node.file}" if node.file != here.file else "")

    def damaged(self, path: Path) -> bool:
        """Whether a faulty part was taken out here, so that what seems to be missing may not be."""
        node = at(self.root, path) if self.root is not None else None
        return node is not None and not isinstance(node, Scalar) and node.damaged

    def has(self, section: Section, id_: str, path: Path, what: str, code: str, otherwise: str = "") -> bool:
        """Whether a section declares this id; if not, that is a fault of the part under the path."""
        known = self.known[section]
        if id_ in known:
            return True
        if self.full:
            return False
        cure = did_you_mean(id_, known, otherwise or f"Declare it under '{section}', or correct the name.")
        self.fault(path, code, f"there is no {what} '{id_}'", cure)
        return False

    def words(self, written: str | dict[str, str] | None, path: Path, default: str = "") -> Text:
        """A text in its languages, the original first."""
        languages = self.pack.languages
        if written == {} and not self.damaged(path):
            self.fault(path, "S035", "nothing is written here", "Write it, or delete the key.")
        if not written:
            return Text(((languages[0], default),)) if default else Text()
        if isinstance(written, str):
            return Text(((languages[0], written),))
        for language in written:
            if language not in languages:
                self.fault((*path, language), "N020", f"the scenario is not in '{language}'",
                           did_you_mean(language, languages, "Add it to 'languages'."),
                           key=True)  # fmt: skip
        if languages[0] not in written and not self.damaged(path):
            self.fault(path, "W002", f"this text is not written in the original language '{languages[0]}'",
                       f"Add '{languages[0]}: ...'.", key=True, severity="warning")  # fmt: skip
        return Text(tuple((language, written[language]) for language in languages if language in written))

    def expression(
        self, text: str, path: Path, scope: Scope, expected: Type | None, sites: Iterator[int] | None = None
    ) -> Expression:
        """Check an expression; its problems become faults."""
        if self.full:
            return FAILED
        refused = habits.refuse(text)
        parsed = [refused] if refused else parse_expression(text, scope, expected, sites)
        return self.problems(parsed, text, path) if isinstance(parsed, list) else parsed

    def assignment(
        self, text: str, path: Path, scope: Scope, targets: dict[str, tuple[int, Type]], sites: Iterator[int]
    ) -> Assign | None:
        """Check an effect that changes a variable; its problems become faults."""
        if self.full:
            return None
        refused = habits.refuse(text)
        parsed = [refused] if refused else parse_assignment(text, scope, targets, sites)
        if isinstance(parsed, list):
            self.problems(parsed, text, path, assigns=True)
            return None
        return parsed

    def problems(self, problems: list[Problem], text: str, path: Path, assigns: bool = False) -> Expression:
        """Note the problems of an expression, but not those that only follow from a faulty declaration."""
        deep = False
        for problem in problems:
            if problem.code == "R103" and deep:
                continue
            deep = deep or problem.code == "R103"
            word = WORD.match(text, problem.offset)
            unusable = word is not None and self.unusable(word.group())
            if not (unusable and problem.code in ("R104", "R105", "R111", "R120", "R122")):
                self.fault(
                    path, problem.code, problem.message, habits.cure(problem, text, assigns), offset=problem.offset
                )
        return FAILED

    def unusable(self, name: str) -> bool:
        """Whether a name is declared, but too faultily to be used."""
        return (name in self.known["state"] and name not in self.pack.state) or (
            name in self.known["parameters"] and name not in self.pack.parameters
        )


def locate(node: Scalar, offset: int, source: str) -> tuple[int, int]:
    """The line and column of a character of a scalar's text, by walking its source past quotes, breaks and escapes."""
    raw = source[node.start : node.end]
    if node.plain and "\n" not in raw:
        return node.line, node.column + offset
    place = 0
    if raw[:1] in ("'", '"'):
        place = 1
    elif raw[:1] in ("|", ">"):
        place = raw.find("\n") + 1
    wanted = sum(1 for character in node.text[:offset] if not character.isspace())
    while place < len(raw):
        escape = ESCAPE.match(raw, place) if raw[0] == '"' else QUOTE.match(raw, place) if raw[0] == "'" else None
        counts = escape.lastindex is None if escape else not raw[place].isspace()
        if counts and not wanted:
            break
        place = escape.end() if escape else place + 1
        wanted -= counts
    before = raw[:place]
    line = node.line + before.count("\n")
    column = len(before) - before.rfind("\n") if "\n" in before else node.column + place
    return line, column


NAMED: tuple[Section, ...] = (
    "cells", "markings", "parameters", "state", "actions", "outcomes", "measures", "bots", "courses", "sources",
)  # fmt: skip
"""Sections that are mappings from ids."""
LISTED: tuple[Section, ...] = ("world", "moves", "injects", "objectives", "places")
"""Sections that are lists of things with an `id`."""


def listed(pack: Pack) -> Known:
    """Every id of the file as the schema reads it."""
    known: Known = {
        "seats": frozenset(f"{cell}/{seat.id}" for cell, found in pack.cells.items() for seat in found.seats),
        "questions": frozenset(question.id for move in pack.moves for question in move.questions),
    }
    for section in NAMED:
        known[section] = frozenset(getattr(pack, section))
    for section in LISTED:
        known[section] = frozenset(item.id for item in getattr(pack, section))
    return known


def declared(root: Mapping) -> Known:
    """Every id in the file, whatever else is wrong with what it names."""
    known: Known = {}
    for section in NAMED:
        node = child(root, section)
        known[section] = frozenset(node.entries) if isinstance(node, Mapping) else frozenset()
    for section in LISTED:
        known[section] = frozenset(identified(child(root, section)))
    cells, moves = child(root, "cells"), child(root, "moves")
    known["seats"] = frozenset(
        f"{cell}/{seat}" for cell in known["cells"] for seat in identified(child(child(cells, cell), "seats"))
    )
    known["questions"] = frozenset(
        question
        for move in (moves.items if isinstance(moves, Sequence) else [])
        for question in identified(child(move, "questions"))
    )
    return known


def identified(node: Node | None) -> Iterator[str]:
    """The ids of a list of things."""
    for item in node.items if isinstance(node, Sequence) else []:
        found = child(item, "id")
        if isinstance(found, Scalar):
            yield found.text
