"""Drafts: what somebody is writing and has not sent. Kept as typed, durable, and no fact of the exercise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from whitecell.exercise import Refusal
from whitecell.live.access import Grant, may_draft
from whitecell.live.desk import Desk
from whitecell.live.notice import Notices

LONGEST = 100_000
"""Characters of one draft."""
MOST = 500
"""Drafts of one seat or cell in an exercise."""
_KEY = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it was typed last. `version` counts from 1; `by` wrote it, at wall time `at`."""

    holder: str
    """A seat's full name, a cell, or `control`."""
    key: str
    text: str
    version: int
    by: str
    at: float


class _Pile:
    """The drafts of one holder. The mapping is replaced, never changed, so that it can be read without the lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.drafts: Mapping[str, Draft] = {}


class Drafts:
    """All drafts of a house: per exercise and holder, texts by key. They leave only through a grant that opens them.

    Safe to use from several threads. What is shown is on disk.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._piles: dict[tuple[str, str], _Pile] = {}
        self._notices: Notices[[str, str, str]] = Notices()
        for exercise, *row in desk.rows("SELECT exercise, holder, key, text, version, by, at FROM draft ORDER BY key"):
            draft = Draft(*row)
            pile = self._pile(exercise, draft.holder)
            pile.drafts = {**pile.drafts, draft.key: draft}

    def listen(self, callback: Callable[[str, str, str], None]) -> None:
        """Call back with (exercise, holder, key) after each draft that was put or discarded."""
        self._notices.add(callback)

    def put(
        self, grant: Grant, holder: str, key: str, text: str, now: float, *, version: int | None = None, by: str = ""
    ) -> Draft | Refusal:
        """Keep a text. `version`: only if the draft is still the one of this number (0: if there is none).

        Raises HouseError L104, and then keeps what was there.
        """
        if (refusal := may_draft(grant, holder, writing=True) or _unfit(key, text)) is not None:
            return refusal
        pile = self._pile(grant.exercise, holder)
        with pile.lock:
            old = pile.drafts.get(key)
            number = old.version if old else 0
            if version is not None and version != number:
                return Refusal("draft.changed")
            if old is None and len(pile.drafts) >= MOST:
                return Refusal("draft.many", {"most": MOST})
            draft = Draft(holder, key, text, number + 1, by or str(grant), now)
            self._desk.write(
                (
                    "INSERT OR REPLACE INTO draft (exercise, holder, key, text, version, by, at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (grant.exercise, holder, key, text, draft.version, draft.by, now),
                )
            )
            pile.drafts = {**pile.drafts, key: draft}
        self._notices.tell(grant.exercise, holder, key)
        return draft

    def get(self, grant: Grant, holder: str, key: str) -> Draft | None:
        """The draft under this key, if the grant opens it."""
        return self.of(grant, holder).get(key)

    def of(self, grant: Grant, holder: str, prefix: str = "") -> dict[str, Draft]:
        """All drafts of a holder whose key begins so, in the order of their keys, if the grant opens them."""
        if may_draft(grant, holder) is not None:
            return {}
        drafts = self._pile(grant.exercise, holder).drafts
        return {key: drafts[key] for key in sorted(drafts) if key.startswith(prefix)}

    def discard(self, grant: Grant, holder: str, key: str) -> bool:
        """Forget a draft that was sent or is not wanted; True if it was there. Raises HouseError L104."""
        if may_draft(grant, holder, writing=True) is not None:
            return False
        pile = self._pile(grant.exercise, holder)
        with pile.lock:
            if key not in pile.drafts:
                return False
            where = (grant.exercise, holder, key)
            self._desk.write(("DELETE FROM draft WHERE exercise = ? AND holder = ? AND key = ?", where))
            pile.drafts = {other: draft for other, draft in pile.drafts.items() if other != key}
        self._notices.tell(grant.exercise, holder, key)
        return True

    def _pile(self, exercise: str, holder: str) -> _Pile:
        return self._piles.setdefault((exercise, holder), _Pile())


def _unfit(key: str, text: str) -> Refusal | None:
    if not 1 <= len(key) <= _KEY or not key.isprintable():
        return Refusal("draft.key", {"most": _KEY})
    if len(text) > LONGEST:
        return Refusal("draft.long", {"n": len(text), "most": LONGEST})
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return Refusal("draft.text")
    return None
