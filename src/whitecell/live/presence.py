"""Presence: which seats have a page open now. In memory alone: after a restart everybody connects again."""

from collections import Counter
from collections.abc import Callable
from threading import Lock

from whitecell.live.access import Grant
from whitecell.live.notice import Notices


class Presence:
    """How many pages are connected, by exercise and grant. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: dict[str, Counter[str]] = {}
        self._notices: Notices[[str]] = Notices()

    def listen(self, callback: Callable[[str], None]) -> None:
        """Call back with the exercise whenever somebody is the first to come or the last to go."""
        self._notices.add(callback)

    def connected(self, exercise: str, grant: Grant, change: int) -> None:
        """A page was opened (+1) or closed (-1)."""
        name = grant.seat or grant.role
        with self._lock:
            pages = self._pages.setdefault(exercise, Counter())
            before = pages[name]
            pages[name] = max(0, before + change)
            told = (before == 0) != (pages[name] == 0)
        if told:
            self._notices.tell(exercise)

    def seen(self, exercise: str) -> dict[str, int]:
        """Open pages by seat (its full name) or role, those without any left out."""
        with self._lock:
            return {name: count for name, count in sorted(self._pages.get(exercise, Counter()).items()) if count}
