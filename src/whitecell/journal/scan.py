"""Reading a file line by line: what each line shows by itself, before it is held against the others."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from whitecell.journal.fault import Damage, damage, error
from whitecell.journal.line import Line, Unread, parse_line
from whitecell.journal.order import Link
from whitecell.journal.record import MAX_LINE, chained, holds, references

MOST = 1000  # damages listed; a file with more is not worth a longer list
_ENOUGH = 20  # lines of which none is a record: then the file is something else

Source: TypeAlias = "BinaryIO | str | os.PathLike[str]"


@dataclass(slots=True)
class Scan:
    """What was read. `whole` is False where reading stopped early, so that what lies behind is unknown."""

    file: str
    lines: int = 0
    links: list[Link] = field(default_factory=list)
    spoilt: list[int] = field(default_factory=list)  # lines whose record cannot be trusted; each has its damage
    damages: list[Damage] = field(default_factory=list)
    whole: bool = True


@contextmanager
def opened(source: Source) -> Iterator[tuple[str, BinaryIO]]:
    """A name for messages, and the stream. Raises JournalError J100 if the file cannot be read."""
    if not isinstance(source, str | os.PathLike):
        name = getattr(source, "name", None)
        file = name if isinstance(name, str) else "journal"
    else:
        file = os.fspath(source)
    try:
        if isinstance(source, str | os.PathLike):
            with Path(source).open("rb") as stream:
                yield file, stream
        else:
            yield file, source
    except (OSError, EOFError) as refused:
        reason = getattr(refused, "strerror", None) or str(refused)
        raise error(file, "J100", f"the file cannot be read: {reason}") from None


def raw_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines with their ends; None for one that is too long, which is read past and not kept."""
    while raw := stream.readline(MAX_LINE + 1):
        if len(raw) <= MAX_LINE:
            yield raw
            continue
        while not raw.endswith(b"\n") and (raw := stream.readline(1 << 20)):
            pass
        yield None


def scan(lines: Iterable[bytes | None], file: str, keep: Callable[[Line], None] | None = None) -> Scan:
    """Check each line by itself. `keep`, if there is one, is given every line that can be read, in the file's order."""
    found = Scan(file)
    records = 0
    for raw in lines:
        found.lines += 1
        line = parse_line(raw) if raw is not None else Unread("J103", "the line is longer than 16 MB")
        cut = raw is not None and not raw.endswith(b"\n")
        if cut:
            found.damages.append(damage(file, found.lines, "J104", _cut(line)))
        if isinstance(line, Unread):
            found.spoilt.append(found.lines)
            if not cut:
                found.damages.append(damage(file, found.lines, line.code, line.message))
        else:
            records += 1
            if keep:
                keep(line)
            _check(found, line)
        if len(found.damages) > MOST or (not records and found.lines >= _ENOUGH):
            found.whole = False
            break
    if not found.lines:
        found.damages.append(damage(file, 1, "J101"))
    if not records and not found.whole:
        first = found.damages[0].message
        found.damages = [damage(file, 1, "J108", f"the file is not a journal: in its first line, {first}")]
    return found


def _cut(line: Line | Unread) -> str:
    if isinstance(line, Unread):
        return "the last line is cut short"
    return "the last line has no line end: more may have followed"


def _check(found: Scan, line: Line) -> None:
    """The line against its own hash, its own texts, and the one way to write it."""
    record, number, file = line.record, found.lines, found.file
    before = found.links[-1].hash if found.links else ""
    # One string object for equal hashes halves the memory that a long journal takes.
    previous = before if record.previous == before else record.previous
    if chained(previous, record.seq, record.body).hash != record.hash:
        found.spoilt.append(number)
        fact = f"the line was changed: record {record.seq} does not agree with its own hash"
        found.damages.append(damage(file, number, "J204", fact))
    else:
        if not line.exact:
            found.damages.append(damage(file, number, "J107"))
        refers = references(record.body)
        found.links.append(Link(number, record.seq, previous, record.hash, refers, tuple(line.texts)))
    for digest, sealed in line.texts.items():
        if sealed is not None and not holds(sealed):
            fact = f"the text under {digest[:12]}... does not agree with its digest"
            found.damages.append(damage(file, number, "J301", fact))
