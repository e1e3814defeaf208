"""Coming and going: a link becomes a grant of a browser, the seat gets its person, and its bot when they have gone.

A program comes by a link too: it gets a token, and takes its seat by a command when it wants to.
"""

from typing import TYPE_CHECKING

from whitecell.exercise import Holder, Refusal, TakeSeat
from whitecell.live.access import HOUSE, Grant
from whitecell.live.links import Link
from whitecell.live.outcome import Outcome
from whitecell.live.sessions import LONGEST
from whitecell.live.tokens import Token
from whitecell.players import setup

if TYPE_CHECKING:
    from whitecell.live.house import House


def join(house: "House", secret: str, session: str, *, name: str, attempt: str) -> tuple[Grant, str] | Refusal:
    """Redeem a link for a browser: what it may enter now, and the session's new secret.

    For a seat, the person (`name`: an office or a role) sits down and the bot stops at once. `attempt` is the id of
    the form: sent again it does no harm. Raises HouseError L104.
    """
    now = house.now()
    link = house.links.redeem(secret, now, attempt)
    if isinstance(link, Refusal):
        return link
    grant = link.grant
    if grant.role == "seat":
        person = TakeSeat(grant.seat, Holder("person", name))
        house.do(grant.exercise, person, id=f"join {link.id} {link.uses}", actor=grant)
    _, secret = house.sessions.admit(session, grant, link.id, now, name=name)
    return grant, secret


def admit(house: "House", secret: str, *, label: str = "") -> tuple[Token, str] | Refusal:
    """Redeem a link for a program: a token for what the link opens, and its secret. It ends with the link.

    Raises HouseError L104.
    """
    now = house.now()
    link = house.links.redeem(secret, now)
    if isinstance(link, Refusal):
        return link
    return house.tokens.make(link.grant, now, expires=now + LONGEST, label=label, link=link.id)


def leave(house: "House", session: str, grant: Grant) -> bool:
    """A browser gives up a grant; with the last one of a seat its bot takes over. Raises HouseError L104."""
    left = house.sessions.leave(session, grant, house.now())
    if left:
        empty(house, grant)
    return left


def revoke(house: "House", link: str) -> Link | None:
    """End a link and every grant and token that came by it; None if there is none. Raises HouseError L104."""
    revoked = house.links.revoke(link)
    if revoked is not None and house.sessions.drop_link(link) + house.tokens.drop_link(link):
        empty(house, revoked.grant)
    return revoked


def dismiss(house: "House", token: str) -> Token | None:
    """End a token; None if there is none. A seat that no browser holds goes back to its bot. Raises HouseError L104."""
    revoked = house.tokens.revoke(token)
    if revoked is not None and revoked.grant.exercise:
        empty(house, revoked.grant)
    return revoked


def empty(house: "House", grant: Grant) -> Outcome | None:
    """Give a seat that no browser holds any more back to its bot; None if there is nothing to give."""
    if grant.role != "seat" or house.sessions.holders(grant, house.now()):
        return None
    tip = house.tip(grant.exercise)
    if tip.phase == "ended" or tip.holders.get(grant.seat, Holder("bot", "")).kind == "bot":
        return None
    bot = setup(tip.scenario, tip.course or None).bots[grant.seat]
    id_ = f"empty {grant.seat} {house.count(tip.id)}"
    return house.do(tip.id, TakeSeat(grant.seat, Holder("bot", bot)), id=id_, actor=HOUSE)
