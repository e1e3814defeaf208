"""What an audience may take away: its own numbered log with its own head digest, which tells nothing of the rest."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from whitecell.exercise.audience import Audience
from whitecell.exercise.seen import Entry
from whitecell.exercise.state import Exercise
from whitecell.exercise.view import View, view


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
    return [*lines, {"audience": str(audience), **_papers(shown), "count": len(lines), "head": head}]


def _papers(shown: View) -> dict[str, Any]:
    """Letters, words and requests in full: what the lines only tell of. Control's desk stays where it is."""
    letters = [
        {"number": letter.number, "title": dict(letter.title), "body": dict(letter.body), "from": dict(letter.sender),
         "medium": letter.medium, "shared_by": letter.shared_by}
        for letter in shown.letters
    ]  # fmt: skip
    messages = [{"by": word.by, "to": list(word.to), "words": word.words} for word in shown.messages]
    return {
        "letters": letters, "messages": messages,
        "free": [asdict(free) for free in shown.free],
        "rfis": [asdict(rfi) for rfi in shown.rfis],
        "share_requests": [asdict(request) for request in shown.share_requests],
        "shares": [{**asdict(share), "to": list(share.to)} for share in shown.shares],
    }  # fmt: skip


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number, "kind": entry.kind, "game": entry.at.game, "exercise": entry.at.exercise,
        "wall": entry.at.wall, "by": entry.by, "facts": dict(entry.facts),
        "changes": [[c.var, c.before, c.after, list(c.because)] for c in entry.changes],
    }  # fmt: skip
