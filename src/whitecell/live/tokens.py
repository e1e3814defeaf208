"""API tokens: a program's bearer secret for one role in one exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from whitecell.live.access import Grant
from whitecell.live.desk import Desk
from whitecell.live.kept import Kept, grant_data, grant_from
from whitecell.live.secret import digest, fresh, short_id

_STEP = 60.0  # seconds between two notes of a token's last use


@dataclass(frozen=True, slots=True)
class Token:
    """A token as Control sees it: everything but its secret. `id` names it and opens nothing."""

    id: str
    grant: Grant
    made: float
    expires: float | None
    label: str = ""
    revoked: bool = False
    link: str = ""
    """The id of the join link it came by; empty for one that was made."""
    used: float | None = None
    """When it was last used, to the minute; None: never."""

    def state(self, now: float) -> Literal["open", "expired", "revoked"]:
        """Whether it opens anything now."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires is not None and now >= self.expires else "open"


class Tokens:
    """All API tokens of a house. Only their digests are at rest. Safe to use from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._kept = Kept(desk, "token", _pack, _unpack)

    def make(
        self, grant: Grant, now: float, *, expires: float | None = None, label: str = "", link: str = ""
    ) -> tuple[Token, str]:
        """A new token and its secret, which is told this once. Raises HouseError L104."""
        with self._kept.lock:
            id_ = short_id(token.id for token in self._kept.rows.values())
            token = Token(id_, grant, now, expires, label, link=link)
            secret = fresh()
            self._kept.put({digest(secret): token})
        return token, secret

    def find(self, secret: str, now: float) -> Grant | None:
        """What this secret opens; None if nothing, or no longer."""
        token = self._kept.find(secret)
        if token is None or token.state(now) != "open":
            return None
        if token.used is None or now - token.used >= _STEP:
            self._note(digest(secret), now)
        return token.grant

    def _note(self, key: str, now: float) -> None:
        """Note that a token was used; a crash may lose it. What has been revoked meanwhile stays so."""
        with self._kept.lock:
            token = self._kept.rows.get(key)
            if token is not None and not token.revoked:
                self._kept.put_later(key, replace(token, used=now))

    def revoke(self, id_: str) -> Token | None:
        """End a token for good; None if there is none of this id. Raises HouseError L104."""
        with self._kept.lock:
            for key, token in self._kept.rows.items():
                if token.id == id_:
                    revoked = replace(token, revoked=True)
                    self._kept.put({key: revoked})
                    return revoked
        return None

    def drop_link(self, link: str) -> int:
        """End every token that came by this link; how many there were. Raises HouseError L104."""
        with self._kept.lock:
            found = {
                key: replace(token, revoked=True)
                for key, token in self._kept.rows.items()
                if token.link == link and not token.revoked
            }
            if found:
                self._kept.put(found)
        return len(found)

    def of(self, exercise: str) -> list[Token]:
        """The tokens of an exercise, oldest first."""
        tokens = (token for token in list(self._kept.rows.values()) if token.grant.exercise == exercise)
        return sorted(tokens, key=lambda token: (token.made, token.id))


def _pack(token: Token) -> Mapping[str, Any]:
    return {
        "id": token.id, "grant": grant_data(token.grant), "made": token.made, "expires": token.expires,
        "label": token.label, "revoked": token.revoked, "link": token.link, "used": token.used,
    }  # fmt: skip


def _unpack(data: dict[str, Any]) -> Token:
    return Token(**{**data, "grant": grant_from(data["grant"])})
