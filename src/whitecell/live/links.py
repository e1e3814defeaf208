"""Join links: whoever holds one may take up a role, once or as often as it is used, until it expires or is revoked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from whitecell.exercise import Refusal
from whitecell.live.access import Grant
from whitecell.live.desk import Desk
from whitecell.live.kept import Kept, grant_data, grant_from
from whitecell.live.secret import digest, fresh, short_id


@dataclass(frozen=True, slots=True)
class Link:
    """A join link as Control sees it: everything but its secret. `id` names it and opens nothing.

    Times are wall time in seconds; `expires` None: never.
    """

    id: str
    grant: Grant
    shared: bool
    made: float
    expires: float | None
    label: str = ""
    uses: int = 0
    revoked: bool = False
    attempt: str = ""
    """Digest of the form that used it last: that form sent again, its answer lost on the way, is no second use."""

    def state(self, now: float) -> str:
        """`open`, `used`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        if self.expires is not None and now >= self.expires:
            return "expired"
        return "used" if self.uses and not self.shared else "open"


_SPENT = {
    "used": Refusal("link.used"),
    "expired": Refusal("link.expired"),
    "revoked": Refusal("link.revoked"),
}
_UNKNOWN = Refusal("link.unknown")


class Links:
    """All join links of a house. Only their digests are at rest. Safe to use from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._kept = Kept(desk, "link", _pack, _unpack)

    def make(
        self, grant: Grant, now: float, *, shared: bool = False, expires: float | None = None, label: str = ""
    ) -> tuple[Link, str]:
        """A new link and its secret, which is told this once. Raises HouseError L104."""
        with self._kept.lock:
            id_ = short_id(link.id for link in self._kept.rows.values())
            link, secret = Link(id_, grant, shared, now, expires, label), fresh()
            self._kept.put({digest(secret): link})
        return link, secret

    def look(self, secret: str, now: float) -> Link | Refusal:
        """What a link would open; looking does not use it."""
        link = self._kept.find(secret)
        return _UNKNOWN if link is None else _SPENT.get(link.state(now), link)

    def redeem(self, secret: str, now: float, attempt: str = "") -> Link | Refusal:
        """Use a link. Of those who use a single-use link at the same time, one gets in. Raises HouseError L104.

        `attempt`: the id of the form, secret to who has it; the same form again gets the same answer.
        """
        form = digest(attempt) if attempt else ""
        with self._kept.lock:
            known = self._kept.find(secret)
            if known is not None and form and known.attempt == form and known.state(now) in ("open", "used"):
                return known
            link = self.look(secret, now)
            if isinstance(link, Link):
                link = replace(link, uses=link.uses + 1, attempt=form)
                self._kept.put({digest(secret): link})
            return link

    def revoke(self, id_: str) -> Link | None:
        """End a link for good; None if there is none of this id. Raises HouseError L104."""
        with self._kept.lock:
            for key, link in self._kept.rows.items():
                if link.id == id_:
                    revoked = replace(link, revoked=True)
                    self._kept.put({key: revoked})
                    return revoked
        return None

    def of(self, exercise: str) -> list[Link]:
        """The links of an exercise, oldest first (of the house itself: '')."""
        links = (link for link in list(self._kept.rows.values()) if link.grant.exercise == exercise)
        return sorted(links, key=lambda link: (link.made, link.id))


def _pack(link: Link) -> Mapping[str, Any]:
    return {
        "id": link.id, "grant": grant_data(link.grant), "shared": link.shared, "made": link.made,
        "expires": link.expires, "label": link.label, "uses": link.uses, "revoked": link.revoked,
        "attempt": link.attempt,
    }  # fmt: skip


def _unpack(data: dict[str, Any]) -> Link:
    return Link(**{**data, "grant": grant_from(data["grant"])})
