"""Attempts: what was refused or forbidden, for Control to see. Who, what and when; never what was written."""

import json
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from whitecell.exercise import Clause, Refusal
from whitecell.live.desk import Desk

MOST = 1000
"""Attempts kept of an exercise; older ones go."""
LONGEST = 4_000
"""Characters of what is kept of the facts of one refusal."""
UNSAID = "…"
"""Stands for what somebody typed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody asked for something and did not get it."""

    actor: str
    what: str
    """The name of the command, or of what a page was asked."""
    code: str
    at: float
    facts: str = "{}"
    """What the sentence names, as JSON: numbers and what the exercise itself calls things; not what was typed."""

    @property
    def refusal(self) -> Refusal:
        """The refusal that was given, to be said again in any language."""
        return Refusal(self.code, {place: _opened(value) for place, value in json.loads(self.facts).items()})


class Attempts:
    """The attempts of a house. A crash may lose those of the last seconds. Safe to use from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._kept: dict[str, deque[Attempt]] = {}
        for exercise, *row in desk.rows("SELECT exercise, actor, what, code, at, facts FROM attempt ORDER BY number"):
            self._kept.setdefault(exercise, deque(maxlen=MOST)).append(Attempt(*row))

    def note(self, exercise: str, actor: object, what: str, code: str, now: float, facts: str = "{}") -> None:
        """Keep one attempt. Returns at once."""
        attempt = Attempt(str(actor)[:200], what[:100], code[:100], now, facts)
        with self._lock:
            kept = self._kept.setdefault(exercise, deque(maxlen=MOST))
            kept.append(attempt)
            tidy = len(kept) == MOST
        self._desk.later(
            (
                "INSERT INTO attempt (exercise, actor, what, code, at, facts) VALUES (?, ?, ?, ?, ?, ?)",
                (exercise, attempt.actor, attempt.what, attempt.code, now, facts),
            )
        )
        if tidy:
            self._desk.later(
                (
                    "DELETE FROM attempt WHERE exercise = ? AND number <= (SELECT number FROM attempt"
                    " WHERE exercise = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
                    (exercise, exercise, MOST),
                )
            )

    def of(self, exercise: str) -> tuple[Attempt, ...]:
        """The attempts of an exercise, oldest first."""
        with self._lock:
            return tuple(self._kept.get(exercise, ()))


def harmless(refusal: Refusal, known: Collection[str]) -> str:
    """What may be kept of the facts of a refusal, as JSON: of texts only those that are `known` names of things."""
    text = json.dumps(_closed(refusal.facts, known), ensure_ascii=False)
    return text if len(text) <= LONGEST else "{}"


def _closed(value: Any, known: Collection[str]) -> Any:
    match value:
        case bool() | int() | float():
            return value
        case str():
            return value if value in known else UNSAID
        case Clause(key, facts):
            return {"clause": key, "facts": _closed(facts, known)}
        case Refusal(code, facts):
            return {"refusal": code, "facts": _closed(facts, known)}
        case Mapping():
            return {str(place): _closed(each, known) for place, each in value.items()}
        case tuple() | list():
            return [_closed(each, known) for each in value]
        case _:
            return UNSAID


def _opened(value: Any) -> Any:
    match value:
        case {"clause": key, "facts": facts}:
            return Clause(key, {place: _opened(each) for place, each in facts.items()})
        case {"refusal": code, "facts": facts}:
            return Refusal(code, {place: _opened(each) for place, each in facts.items()})
        case list():
            return tuple(_opened(each) for each in value)
        case _:
            return value
