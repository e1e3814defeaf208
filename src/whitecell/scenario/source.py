"""Bytes of a file -> its parts with their places, or every fault of its YAML.

Whitecell reads a small and plain part of YAML: no anchors, aliases, tags, merge keys or second documents, so that what
a planner sees is what is meant.
"""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from whitecell.scenario.fault import Fault, error
from whitecell.scenario.node import Mapping, Node, Scalar, Sequence

MAX_BYTES = 10_000_000
"""Bytes in one file."""
MAX_DEPTH = 40
"""Levels of lists and mappings within each other."""
MAX_VALUES = 400_000
"""Values in one file: far beyond any scenario, and soon enough to stop a file made to exhaust the machine."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
"""Characters that have no place in any text; a tab and the ends of lines do."""


class Stop(Exception):
    """Reading cannot go on; the fault is already noted."""


@dataclass
class Source:
    """One file: its name as shown, its text, its parts (None where it could not be read) and the faults found."""

    file: str
    text: str = ""
    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: int, code: str, message: str, cure: str) -> None:
        """Note a fault."""
        self.faults.append(error(self.file, line, column, code, message, cure))


def read(path: FilePath, shown: str) -> Source:
    """Read one file. Never raises: what is wrong is in `faults`."""
    source = Source(shown)
    try:
        if path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size / 1_000_000
            source.fault(0, 0, "S004", f"the file has {size:.1f} MB, and at most {MAX_BYTES // 1_000_000} MB are read",
                         "Keep pictures and documents in files of their own, as attachments.")  # fmt: skip
            return source
        raw = path.read_bytes()
    except (OSError, ValueError) as problem:
        source.fault(0, 0, "S003", f"the file cannot be read: {reason(problem)}", "Check its name and permissions.")
        return source
    return parse(raw, shown)


def reason(problem: Exception) -> str:
    """Why the system refused, in its own words."""
    return (getattr(problem, "strerror", None) or "its name is not valid").lower()


def parse(raw: bytes, shown: str) -> Source:
    """Read the bytes of one file."""
    source = Source(shown)
    try:
        source.text = decode(raw, source)
        source.root = Composer(source).compose()
    except Stop:
        pass
    return source


def decode(raw: bytes, source: Source) -> str:
    """The text of the file."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        source.fault(1, 1, "S005", "the file is in UTF-16, and UTF-8 is needed", "Save it again as UTF-8.")
        raise Stop
    if b"\0" in raw:
        source.fault(0, 0, "S006", "this is not a text file", "Give a scenario written in YAML.")
        raise Stop
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        source.fault(line, column, "S005", "this character is not in UTF-8", "Save the file again as UTF-8.")
        raise Stop from None
    if found := CONTROL.search(text):
        place = found.start()
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        source.fault(line, column, "S006", f"the control character U+{ord(found.group()):04X} may not stand here",
                     "Delete it; most editors do not show it.")  # fmt: skip
        raise Stop
    if not text.strip():
        source.fault(0, 0, "S007", "the file is empty", "Begin it with 'whitecell: 1' and a title.")
        raise Stop
    return text


@dataclass
class Composer:
    """Builds the parts of a file from the events of the YAML parser, without recursion."""

    source: Source
    stack: list[Sequence | Mapping] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    root: Node | None = None
    values: int = 0
    broken: bool = False

    def compose(self) -> Node:
        """The root of the file."""
        loader = yaml.CSafeLoader(self.source.text)
        documents = 0
        try:
            while (event := loader.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.fault(event, "S009", "a second document begins here, and a scenario is one",
                                   "Delete the line '---', or keep the rest in a file of its own.")  # fmt: skip
                        raise Stop
                else:
                    self.take(event)
        except yaml.YAMLError as problem:
            syntax(problem, self.source)
            raise Stop from None
        except (ValueError, RecursionError, MemoryError):
            self.source.fault(0, 0, "S008", "this is not YAML", "Give a scenario written in YAML.")
            raise Stop from None
        finally:
            loader.dispose()
        if self.broken:
            raise Stop
        if self.root is None or (isinstance(self.root, Scalar) and self.root.null):
            self.source.fault(0, 0, "S007", "the file is empty", "Begin it with 'whitecell: 1' and a title.")
            raise Stop
        return self.root

    def fault(self, event: yaml.Event, code: str, message: str, cure: str) -> None:
        line, column, _ = place_of(event.start_mark)
        self.source.fault(line, column, code, message, cure)

    def take(self, event: yaml.Event) -> None:
        """Put one event where it belongs."""
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self.plain_only(event)
            self.values += 1
            if self.values > MAX_VALUES:
                self.fault(event, "S016", f"the file has more than {MAX_VALUES} values", "Split the scenario.")
                raise Stop
        line, column, start = place_of(event.start_mark)
        where = (self.source.file, line, column)
        match event:
            case yaml.ScalarEvent():
                self.place(Scalar(event.value, event.implicit[0], *where, start, place_of(event.end_mark)[2]))
            case yaml.SequenceStartEvent():
                self.open(Sequence(*where, bool(event.flow_style)), event)
            case yaml.MappingStartEvent():
                self.open(Mapping(*where, bool(event.flow_style)), event)
            case yaml.CollectionEndEvent():
                self.stack.pop()
                self.keys.pop()
            case yaml.AliasEvent():
                self.fault(event, "S010", f"'*{event.anchor}' repeats another part of the file",
                           "Write that part out here.")  # fmt: skip
                self.broken = True
                self.place(Scalar("", True, *where))
            case _:
                pass

    def plain_only(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse anchors and tags; the value itself is kept."""
        if event.anchor is not None:
            self.fault(event, "S011", f"'&{event.anchor}' names a part of the file to repeat it elsewhere",
                       "Delete the name, and write out what is repeated.")  # fmt: skip
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(event, "S012", f"'{tag}' is a tag, and a scenario has none",
                       "Delete it; put text that looks like a number in quotes.")  # fmt: skip

    def open(self, node: Sequence | Mapping, event: yaml.Event) -> None:
        """Begin a list or a mapping."""
        if len(self.stack) >= MAX_DEPTH:
            self.fault(event, "S015", f"lists and mappings are nested more than {MAX_DEPTH} deep", "Make it flatter.")
            raise Stop
        self.place(node)
        self.stack.append(node)
        self.keys.append(None)

    def place(self, node: Node) -> None:
        """Put a part under the list or mapping that is open."""
        if not self.stack:
            self.root = node
            return
        above = self.stack[-1]
        if isinstance(above, Sequence):
            above.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self.key(node)
            return
        self.keys[-1] = None
        if key.text in above.entries:
            first = above.entries[key.text][0]
            said = f"'{key.text}' stands twice here, first in line {first.line}"
            self.source.fault(key.line, key.column, "S014", said, "Keep one of them.")
        elif key.text != "<<":
            above.entries[key.text] = (key, node)

    def key(self, node: Node) -> Scalar:
        """Check a key; what cannot be one is noted and gives a key that is in nobody's way."""
        if isinstance(node, Scalar) and not node.null and not (node.plain and node.text == "<<"):
            return node
        if isinstance(node, Scalar) and node.text == "<<":
            self.source.fault(node.line, node.column, "S013", "'<<' takes in another mapping",
                              "Write out what it takes in.")  # fmt: skip
        else:
            what = "nothing" if isinstance(node, Scalar) else "a list" if isinstance(node, Sequence) else "a mapping"
            self.source.fault(node.line, node.column, "S017", f"a key is a word, and here is {what}",
                              "Write 'name: value'; put text with { or [ in quotes.")  # fmt: skip
        return Scalar("<<", True, node.file, node.line, node.column)


def place_of(mark: Any) -> tuple[int, int, int]:
    """The line and column of a mark, from 1, and its place in the text."""
    return (mark.line + 1, mark.column + 1, mark.index) if mark is not None else (0, 0, 0)


SYNTAX: list[tuple[str, str, str]] = [
    ("cannot start any token", "a tab, or a character that begins no value, stands here",
     "Indent with spaces, and put the text in quotes."),
    ("mapping values are not allowed", "a ':' is not expected here",
     "Put text that contains ': ' in quotes, or mend the indentation of this line or the one before."),
    ("could not find expected ':'", "a key without its ':'", "Write 'name: value', or mend the indentation."),
    ("did not find expected ',' or ']'", "a list that began with '[' is not finished", "Add the ',' or ']'."),
    ("did not find expected ',' or '}'", "a mapping that began with '{' is not finished", "Add the ',' or '}'."),
    ("found unexpected end of stream", "text that began with a quote is not finished", "Add the closing quote."),
    ("did not find expected '-' indicator", "a list is not continued with '-'",
     "Begin the line with '- ', or mend its indentation."),
    ("did not find expected key", "a key is expected here",
     "Mend the indentation, put the text in quotes, or write 'name: value'."),
    ("found unknown escape character", "a backslash in double quotes begins something unknown",
     "Use single quotes, or write two backslashes."),
    ("block sequence entries are not allowed", "a '- ' is not expected here",
     "Begin the list on a line of its own below its key."),
    ("undefined alias", "'*' repeats another part of the file, and there is none of that name",
     "Put text that begins with '*' in quotes."),
    ("did not find expected alphabetic", "'*' or '&' begins no text", "Put text that begins with it in quotes."),
    ("duplicate %YAML", "this line begins with '%'", "Delete it."),
    ("incompatible YAML", "this is a newer kind of YAML", "Delete the line '%YAML'."),
    ("undefined tag handle", "'!' begins a tag, and a scenario has none", "Put text that begins with '!' in quotes."),
]  # fmt: skip
"""What the YAML parser says, in words a planner can use."""


def syntax(problem: yaml.YAMLError, source: Source) -> None:
    """Note what the YAML parser could not read."""
    said = str(getattr(problem, "problem", None) or getattr(problem, "reason", None) or "this is not YAML")
    line, column, _ = place_of(getattr(problem, "problem_mark", None))
    began = place_of(getattr(problem, "context_mark", None))
    for words, message, cure in SYNTAX:
        if words in said:
            if "that began" in message and began[0]:
                line, column = began[:2]
            source.fault(line, column, "S008", message, cure)
            return
    source.fault(line, column, "S008", f"this is not YAML: {said}", "Mend this line, or put its text in quotes.")
