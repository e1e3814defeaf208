"""Dry plays tell what never happened, and what no automatic play can try."""

from pathlib import Path

import pytest

from whitecell.check import dry_plays
from whitecell.scenario import check

PACK = """\
whitecell: 1
title: Dry
cells:
  a: {name: A, seats: [{id: one, name: One, role: lead}]}
state:
  x: {type: real, start: 0, range: [0, 1], marking: public}
actions:
  can: {title: Can, by: [a], effects: [x = 1]}
  cannot: {title: Cannot, by: [a], when: x > 1, effects: [x = 0]}
moves:
  - {id: m1, title: One, next: [{when: x > 1, move: m2}], questions: [{id: q1, to: [a], kind: text, text: Why}]}
  - {id: m2, title: Two}
injects:
  - {id: timed, at: m1, to: [a], title: T, body: B, fictional: yes}
  - {id: never, when: x > 1, to: [a], title: T, body: B, fictional: yes}
  - {id: by_hand, manual: yes, to: [a], title: T, body: B, fictional: yes}
  - id: live
    when: released(timed) and not answered(q1) and elapsed(timed, 20)
    to: [a]
    title: T
    body: B
    fictional: yes
outcomes:
  one: {title: One, at: end}
  two: {title: Two, when: x > 1}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "scenario.yaml"
    file.write_text(PACK, encoding="utf-8")
    return file


def test_what_never_happened_is_told_with_its_place(pack: Path) -> None:
    found = dry_plays(check(pack), 20)
    assert [(fault.code, fault.line, fault.severity) for fault in found.faults] == [
        ("D101", 9, "warning"), ("D102", 12, "warning"), ("D103", 15, "warning"), ("D104", 16, "warning"),
        ("D104", 17, "warning"), ("D105", 25, "warning"),
    ]  # fmt: skip
    assert "only live exercises know" in found.faults[4].message
    assert "  outcome one: 100.0%" in found.lines


def test_a_finding_the_author_accepts_is_left_out(pack: Path) -> None:
    accepted = "accepted: [{code: D104, place: by_hand, reason: For the facilitator}]\n"
    pack.write_text(PACK + accepted, encoding="utf-8")
    assert [f.message.split("'")[1] for f in dry_plays(check(pack), 20).faults if f.code == "D104"] == ["live"]


def test_progress_is_told(pack: Path) -> None:
    seen: list[tuple[int, int]] = []
    dry_plays(check(pack), 3, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
