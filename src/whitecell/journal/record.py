"""Records, sealed texts, and the two hashes that everything else rests on."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from whitecell.journal.fault import error

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

GENESIS = "0" * 64  # what the first record names as the hash before it
MAX_LINE = 16 * 1024 * 1024  # bytes of one line of an export, its line end included
SALT = 16  # bytes; a fixed length, so that no byte can move between salt and text under the same digest

# In canonical JSON these bytes are always an object with this one key: a quote inside a string is written \",
# so the pattern can neither lie within a string nor begin in one.
_REFERENCE = re.compile(rb'\{"text":"([0-9a-f]{64})"\}')


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text or name that lies beside the chain, which holds only its digest."""

    digest: str  # sha256(salt + text in UTF-8), 64 lower-case hexadecimal digits
    salt: bytes  # 16 bytes, drawn afresh for each text: without it a short text could be guessed from its digest
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a writer appends: a body in which each sealed text appears as `{"text": digest}`, and those texts.

    A text is given with the first record that refers to it; to give it again changes nothing. `purged` names
    digests whose text was forgotten before the entry came here: only an import needs it.
    """

    body: bytes  # a canonical JSON object
    texts: tuple[Sealed, ...] = ()
    purged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as the chain keeps it."""

    seq: int  # 1, 2, 3, ... without a gap
    body: bytes
    previous: str  # the hash of the record before; GENESIS for the first
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: its number of records and the hash of the last (GENESIS when there is none)."""

    count: int
    hash: str


def _plain(value: object) -> dict[object, object]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def canonical(value: JSON) -> bytes:
    """The one way to write a value: keys sorted, no spaces, UTF-8 unescaped, floats by `repr`.

    Raises JournalError J410 for NaN, infinities, half surrogates, and what is not JSON.
    """
    try:
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
        )
        return text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as refused:
        raise error("value", "J410", f"the value cannot be written as JSON: {refused}") from None


def seal(text: str, salt: bytes) -> Sealed:
    """Seal a text under a salt of 16 random bytes. The caller draws the salt, once for each text."""
    if len(salt) != SALT:
        raise error("salt", "J413", f"the salt is {len(salt)} bytes, not {SALT}")
    try:
        return Sealed(sha256(salt + text.encode("utf-8")).hexdigest(), bytes(salt), text)
    except UnicodeEncodeError as refused:
        raise error("text", "J410", f"the text cannot be written as UTF-8: {refused.reason}") from None


def holds(sealed: Sealed) -> bool:
    """Whether salt and text give the digest."""
    try:
        return sha256(sealed.salt + sealed.text.encode("utf-8")).hexdigest() == sealed.digest
    except UnicodeEncodeError:
        return False


def chained(previous: str, seq: int, body: bytes) -> Record:
    """The record that follows the hash `previous`. Its own is sha256(previous LF seq LF body), all as bytes."""
    return Record(seq, body, previous, sha256(b"%s\n%d\n%s" % (previous.encode("ascii"), seq, body)).hexdigest())


def references(body: bytes) -> tuple[str, ...]:
    """The digests of the sealed texts to which a canonical body refers, each once, in order."""
    return tuple(dict.fromkeys(found.decode("ascii") for found in _REFERENCE.findall(body)))
