"""Sessions: one browser and the grants it holds. The cookie carries a secret; everything else is here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from whitecell.live.access import Grant
from whitecell.live.desk import Desk
from whitecell.live.kept import Kept, grant_data, grant_from
from whitecell.live.secret import digest, fresh

IDLE = 24 * 3600.0
"""Seconds without a request after which a session is over."""
LONGEST = 14 * 24 * 3600.0
"""Seconds after which a session is over in any case."""
_STEP = 600.0  # seconds between two notes of its last use


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser holds: several grants, each with the id of the link it came by, and its language and theme."""

    made: float
    used: float
    grants: tuple[tuple[Grant, str], ...] = ()
    language: str = ""
    theme: str = ""
    name: str = ""
    """Who sits at this browser, as they call themselves."""

    def over(self, now: float) -> bool:
        """Whether it no longer opens anything."""
        return now - self.used >= IDLE or now - self.made >= LONGEST

    def grant(self, exercise: str, role: str, seat: str = "") -> Grant | None:
        """The grant for this role in this exercise, if the browser holds it; a planner's holds everywhere."""
        for grant, _ in self.grants:
            if grant.role == role and grant.seat == seat and grant.holds_in(exercise):
                return grant
        return None


class Sessions:
    """All sessions of a house. Only their digests are at rest. Safe to use from several threads.

    A session gets a new secret whenever it gets a grant, so that one planted before is worth nothing.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept = Kept(desk, "session", _pack, _unpack)

    def begin(self, now: float, *, language: str = "", theme: str = "") -> tuple[Session, str]:
        """A new session and its secret. Raises HouseError L104."""
        session, secret = Session(now, now, (), language, theme), fresh()
        with self._kept.lock:
            gone: dict[str, Session | None] = {key: None for key, old in self._kept.rows.items() if old.over(now)}
            self._kept.put({**gone, digest(secret): session})
        return session, secret

    def find(self, secret: str, now: float) -> Session | None:
        """The session of this secret; None if there is none, or it is over."""
        session = self._kept.find(secret)
        if session is None or session.over(now):
            return None
        if now - session.used >= _STEP:
            with self._kept.lock:
                session = self._kept.find(secret)
                if session is None:
                    return None
                session = replace(session, used=now)
                self._kept.put_later(digest(secret), session)
        return session

    def admit(self, secret: str, grant: Grant, link: str, now: float, *, name: str = "") -> tuple[Session, str]:
        """Add a grant that came by this link, and give the session a new secret; the old one opens nothing more.

        An unknown secret, or one whose session is over, gives a new session. Raises HouseError L104.
        """
        with self._kept.lock:
            session = self.find(secret, now) or Session(now, now)
            others = tuple(held for held in session.grants if held[0] != grant)
            session = replace(session, used=now, grants=(*others, (grant, link)), name=name or session.name)
            new = fresh()
            self._kept.put({digest(secret): None, digest(new): session})
        return session, new

    def prefer(self, secret: str, now: float, *, language: str | None = None, theme: str | None = None) -> None:
        """Note the language or theme of this browser. Raises HouseError L104."""
        with self._kept.lock:
            session = self.find(secret, now)
            if session is None:
                return
            language = session.language if language is None else language
            theme = session.theme if theme is None else theme
            self._kept.put({digest(secret): replace(session, language=language, theme=theme)})

    def leave(self, secret: str, grant: Grant, now: float) -> bool:
        """Give up one grant; True if it was held. Raises HouseError L104."""
        with self._kept.lock:
            session = self.find(secret, now)
            if session is None or all(held != grant for held, _ in session.grants):
                return False
            left = tuple(held for held in session.grants if held[0] != grant)
            self._kept.put({digest(secret): replace(session, grants=left)})
        return True

    def end(self, secret: str) -> None:
        """Sign out: the session is gone. Raises HouseError L104."""
        self._kept.put({digest(secret): None})

    def drop_link(self, link: str) -> int:
        """Take back every grant that came by this link; how many there were. Raises HouseError L104."""
        with self._kept.lock:
            changed: dict[str, Session | None] = {}
            for key, session in self._kept.rows.items():
                left = tuple(held for held in session.grants if held[1] != link)
                if left != session.grants:
                    changed[key] = replace(session, grants=left)
            if changed:
                self._kept.put(changed)
        return len(changed)

    def holders(self, grant: Grant, now: float) -> int:
        """How many browsers hold this grant."""
        alive = (session for session in list(self._kept.rows.values()) if not session.over(now))
        return sum(1 for session in alive if any(held == grant for held, _ in session.grants))


def _pack(session: Session) -> Mapping[str, Any]:
    return {
        "made": session.made, "used": session.used, "language": session.language, "theme": session.theme,
        "name": session.name, "grants": [[grant_data(grant), link] for grant, link in session.grants],
    }  # fmt: skip


def _unpack(data: dict[str, Any]) -> Session:
    return Session(**{**data, "grants": tuple((grant_from(grant), link) for grant, link in data["grants"])})
