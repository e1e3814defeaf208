"""Between an exercise and its journal: events to entries with sealed texts, and records back to events."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from whitecell.exercise import Event, Exercise, evolve, from_data, open_texts, seal_texts, to_data
from whitecell.journal import Entry, Record, Sealed, canonical, seal
from whitecell.scenario import Scenario

Salts = Callable[[], bytes]
"""Gives 16 new bytes at each call: random live, derived from the seed in automatic plays."""


def derived_salts(seed: int, label: str) -> Salts:
    """Salts that follow from the seed, so that the same play writes the same bytes."""
    count = 0

    def next_salt() -> bytes:
        nonlocal count
        count += 1
        return hashlib.blake2b(f"{seed}/{label}/{count}".encode(), digest_size=16).digest()

    return next_salt


def entry_of(event: Event, salts: Salts, command: str = "") -> Entry:
    """The journal's entry for this event: canonical JSON, its texts sealed beside it.

    `command` is the id of the command that this is the first event of.
    """
    texts: list[Sealed] = []

    def keep(text: str) -> str:
        sealed = seal(text, salts())
        texts.append(sealed)
        return sealed.digest

    data = to_data(event) | ({"command": command} if command else {})
    data["data"] = seal_texts(data["data"], keep)
    data["changes"] = seal_texts(data["changes"], keep)
    return Entry(canonical(data), tuple(texts))


def command_of(record: Record) -> str:
    """The id of the command that this is the first event of; empty for a later one, or where no id was given."""
    data: Any = json.loads(record.body)
    command = data.get("command", "")
    return command if isinstance(command, str) else ""


def event_of(record: Record, texts: Mapping[str, Sealed | None]) -> Event:
    """The event a record holds, with its texts put back. ValueError if the record holds none."""

    def find(digest: str) -> str | None:
        found = texts.get(digest)
        return None if found is None else found.text

    data: Any = json.loads(record.body)
    try:
        return from_data({**data, "data": open_texts(data["data"], find), "changes": open_texts(data["changes"], find)})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"record {record.seq} holds no event of an exercise: {error}") from error


def replay(records: Iterable[Record], texts: Mapping[str, Sealed | None], scenario: Scenario | None = None) -> Exercise:
    """The exercise that these records tell of. ValueError if they do not begin with its creation."""
    exercise: Exercise | None = None
    for record in records:
        event = event_of(record, texts)
        if exercise is None and event.kind != "exercise.created/1":
            raise ValueError("the journal does not begin with the creation of an exercise")
        exercise = evolve(exercise, event, scenario)
    if exercise is None:
        raise ValueError("the journal holds no exercise")
    return exercise
