"""One line of an export, to and fro: the record, and the texts to which it is the first to refer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from whitecell.journal.fault import JournalError
from whitecell.journal.record import Record, Sealed, canonical

_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_KEYS = {"event", "hash", "previous", "seq", "texts"}
_MAX_SEQ = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says. Nothing is proved yet: neither its hash nor its texts' digests."""

    record: Record
    texts: Mapping[str, Sealed | None]
    exact: bool  # it is written byte for byte as `write_line` writes it


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a line cannot be read."""

    code: str
    message: str


def written(texts: Mapping[str, Sealed | None]) -> bytes:
    """The `texts` member of a line."""
    if not texts:
        return b"{}"
    return canonical(
        {
            digest: None if sealed is None else {"salt": sealed.salt.hex(), "text": sealed.text}
            for digest, sealed in texts.items()
        }
    )


def write_line(record: Record, texts: Mapping[str, Sealed | None]) -> bytes:
    """The line, with its line end. Its keys stand sorted and its body is canonical, so the whole line is."""
    frame = b'{"event":%s,"hash":"%s","previous":"%s","seq":%d,"texts":%s}\n'
    return frame % (record.body, record.hash.encode(), record.previous.encode(), record.seq, written(texts))


def parse_line(raw: bytes) -> Line | Unread:
    """Read one line, with or without its line end."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return Unread("J102", f"the line is not UTF-8 text, from byte {wrong.start + 1} on")
    if "\0" in text:
        return Unread("J102", f"the line is binary: byte {raw.index(0) + 1} is zero")
    if not text.strip():
        return Unread("J105", "the line is empty")
    try:
        value = json.loads(text, parse_constant=_constant)
    except json.JSONDecodeError as wrong:
        return Unread("J105", f"the line is not JSON: {wrong.msg} at character {wrong.pos + 1}")
    except ValueError:
        return Unread("J105", "the line is not JSON: it holds a number that JSON has not")
    except RecursionError:
        return Unread("J105", "the line is not JSON that can be read: it is nested too deeply")
    return _line(raw, value)


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _line(raw: bytes, value: Any) -> Line | Unread:
    if not isinstance(value, dict):
        return Unread("J106", "the line is JSON, but not an object")
    if value.keys() != _KEYS:
        odd = ", ".join(sorted(key[:40] for key in value.keys() ^ _KEYS)[:5])
        return Unread("J106", f"the line lacks, or has too much: {odd!r}")
    seq, previous, own = value["seq"], value["previous"], value["hash"]
    if type(seq) is not int or not 1 <= seq <= _MAX_SEQ:
        return Unread("J106", "'seq' is not a whole number from 1")
    if not _is_hash(previous) or not _is_hash(own):
        return Unread("J106", "'hash' or 'previous' is not 64 lower-case hexadecimal digits")
    if not isinstance(value["event"], dict):
        return Unread("J106", "'event' is not an object")
    texts = _texts(value["texts"])
    if texts is None:
        return Unread("J106", "'texts' is not made of digests, each with a salt of 16 bytes and a text, or null")
    try:
        record = Record(seq, canonical(value["event"]), previous, own)
        return Line(record, texts, write_line(record, texts) == raw.removesuffix(b"\n") + b"\n")
    except JournalError as wrong:
        return Unread("J106", wrong.fact)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _texts(value: object) -> dict[str, Sealed | None] | None:
    if not isinstance(value, dict):
        return None
    texts: dict[str, Sealed | None] = {}
    for digest, sealed in value.items():
        if not _is_hash(digest):
            return None
        if sealed is None:
            texts[digest] = None
            continue
        if not isinstance(sealed, dict) or sealed.keys() != {"salt", "text"}:
            return None
        salt, text = sealed["salt"], sealed["text"]
        if not isinstance(salt, str) or not _SALT.fullmatch(salt) or not isinstance(text, str):
            return None
        texts[digest] = Sealed(digest, bytes.fromhex(salt), text)
    return texts
