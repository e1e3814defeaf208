"""What an audience may take away: its own numbered log with its own head digest, which tells nothing of the rest."""

import hashlib
import json
from typing import Any

from whitecell.exercise.audience import Audience
from whitecell.exercise.state import Exercise
from whitecell.exercise.view import Entry, view


def export(exercise: Exercise, audience: Audience) -> list[dict[str, Any]]:
    """One line for each entry the audience has seen, chained by digests of its own lines alone.

    The last line gives the count and the head digest.
    """
    lines: list[dict[str, Any]] = []
    head = hashlib.sha256(str(audience).encode()).hexdigest()
    shown = view(exercise, audience)
    for entry in shown.entries:
        line = _line(entry)
        head = hashlib.sha256((head + json.dumps(line, sort_keys=True, ensure_ascii=False)).encode()).hexdigest()
        lines.append({**line, "hash": head})
    letters = [{"number": letter.number, "title": dict(letter.title), "body": dict(letter.body),
                "from": dict(letter.sender), "medium": letter.medium} for letter in shown.letters]  # fmt: skip
    return [*lines, {"audience": str(audience), "letters": letters, "count": len(lines), "head": head}]


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number, "kind": entry.kind, "game": entry.at.game, "exercise": entry.at.exercise,
        "wall": entry.at.wall, "by": entry.by, "facts": dict(entry.facts),
        "changes": [[c.var, c.before, c.after, list(c.because)] for c in entry.changes],
    }  # fmt: skip
