"""Journals of every release are still read, and tell the same."""

import hashlib
import json
from pathlib import Path

import pytest

from whitecell.exercise import Control, export, why_lapsed
from whitecell.exercise.lapse import CODES
from whitecell.journal import read_lines, verify
from whitecell.players import replay

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.jsonl")), ids=lambda file: file.stem)
def test_a_journal_of_an_earlier_release_reads_the_same(file: Path) -> None:
    assert verify(file) == []
    journal = read_lines(file)
    exercise = replay(journal.records, journal.texts)
    values = {var.name: value for var, value in zip(exercise.scenario.vars, exercise.world.values, strict=True)}
    told = json.loads(file.with_suffix(".told.json").read_text(encoding="utf-8"))
    assert told == {
        "outcome": exercise.world.outcome, "values": values, "measures": dict(exercise.measures),
        "entries": [entry["kind"] for entry in export(exercise, Control())[:-1]],
        "orders": {id_: order.status for id_, order in exercise.orders.items()},
    }  # fmt: skip
    lapsed = [order.reason for order in exercise.orders.values() if order.status == "lapsed"]
    assert lapsed and all(why_lapsed(reason) for reason in lapsed)
    assert {reason.partition(" ")[0] for reason in lapsed} <= set(CODES)


def test_there_is_one_and_it_has_not_been_touched() -> None:
    """A released journal never changes: if this fails, put the file back and upcast instead."""
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in GOLDEN.glob("*.jsonl")}
    assert digests == json.loads((GOLDEN / "digests.json").read_text(encoding="utf-8"))
