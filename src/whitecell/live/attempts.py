"""Attempts: what was refused or forbidden, for Control to see. Who, what and when; never what was written."""

from collections import deque
from dataclasses import dataclass
from threading import Lock

from whitecell.live.desk import Desk

MOST = 1000
"""Attempts kept of an exercise; older ones go."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody asked for something and did not get it."""

    actor: str
    what: str
    """The name of the command, or of what a page was asked."""
    code: str
    at: float


class Attempts:
    """The attempts of a house. A crash may lose those of the last seconds. Safe to use from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._kept: dict[str, deque[Attempt]] = {}
        for exercise, *row in desk.rows("SELECT exercise, actor, what, code, at FROM attempt ORDER BY number"):
            self._kept.setdefault(exercise, deque(maxlen=MOST)).append(Attempt(*row))

    def note(self, exercise: str, actor: object, what: str, code: str, now: float) -> None:
        """Keep one attempt. Returns at once."""
        attempt = Attempt(str(actor)[:200], what[:100], code[:100], now)
        with self._lock:
            kept = self._kept.setdefault(exercise, deque(maxlen=MOST))
            kept.append(attempt)
            tidy = len(kept) == MOST
        self._desk.later(
            (
                "INSERT INTO attempt (exercise, actor, what, code, at) VALUES (?, ?, ?, ?, ?)",
                (exercise, attempt.actor, attempt.what, attempt.code, now),
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
