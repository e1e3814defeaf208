"""What the chain may hold: no text that people wrote, no name; all of it read back."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from tests.leaks.fort import fort
from whitecell.check.secrecy.plays import dry_play
from whitecell.exercise import Event, open_texts, seal_texts, to_data
from whitecell.exercise.projections import PROJECTIONS
from whitecell.journal import MemoryStore
from whitecell.players import command_of, derived_salts, entry_of, event_of, replay


class Canaries:
    """Every text that somebody writes is a word that is found nowhere else."""

    def __init__(self) -> None:
        self.count = 0

    def write(self, *readers: frozenset[str]) -> str:
        self.count += 1
        return f"zq{self.count}qz"


IDS = {"free.given/1": "free", "rfi.asked/1": "rfi", "share.asked/1": "request", "inject.added/1": "inject"}
"""Ids are no texts: they stand in the chain."""


@cache
def log() -> tuple[Event, ...]:
    """Every kind of event that a live exercise has, with a canary in each text."""
    events: list[Event] = []
    for play in range(40):
        events += dry_play(fort(), 5, play, live=True, words=Canaries())[-1].exercise.log
    return tuple(events)


def test_the_stories_have_every_kind_of_event() -> None:
    """Else the next test would pass over one."""
    seen = Counter(event.kind for event in log())
    assert set(PROJECTIONS) - set(seen) == {"clock.held/1", "clock.freed/1"}  # no move of the fort has a standing clock


@pytest.mark.parametrize("kind", sorted(PROJECTIONS))
def test_no_text_that_people_wrote_is_in_the_chain(kind: str) -> None:
    for event in (event for event in log() if event.kind == kind):
        body = entry_of(event, derived_salts(1, "t")).body.decode()
        ids = [str(event.data[key]) for key in ("free", "rfi", "request", "inject") if key in event.data]
        for id_ in ids:
            body = body.replace(json.dumps(id_), "")
        assert "zq" not in body, body


def test_what_is_sealed_is_read_back() -> None:
    for event in log()[:: len(log()) // 400]:
        texts: dict[str, str] = {}

        def seal(text: str, texts: dict[str, str] = texts) -> str:
            digest = f"{len(texts):064x}"
            texts[digest] = text
            return digest

        data: Any = json.loads(json.dumps(to_data(event)))
        assert open_texts(seal_texts(data, seal), texts.get) == data


def test_a_journal_names_the_command_that_each_first_event_comes_of() -> None:
    """So a retry is recognised from the journal alone, and who reads events does not notice."""
    store, salts = MemoryStore(), derived_salts(1, "t")
    told = dry_play(fort(), 5, 1, live=True)
    head, expected = 0, []
    for number, state in enumerate(told):
        entries = [entry_of(e, salts, f"c{number}" if place == 0 else "") for place, e in enumerate(state.events)]
        expected += [f"c{number}" if place == 0 else "" for place in range(len(entries))]
        if entries:
            head = store.append("x", head, entries).count
    records = list(store.read("x"))
    assert [command_of(record) for record in records] == expected
    assert replay(records, store.texts("x")) == told[-1].exercise
    first = next(record for record in records if command_of(record))
    assert event_of(first, store.texts("x")) == told[0].events[0]
    assert json.loads(first.body)["command"] == "c0"
