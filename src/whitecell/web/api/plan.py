"""What planners and Control arrange over the API: exercises of packs, join links, and tokens for programs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from whitecell.exercise import Refusal
from whitecell.live import doors
from whitecell.live.access import Grant, GrantedRole
from whitecell.live.links import Link
from whitecell.live.outcome import Refused
from whitecell.live.tokens import Token
from whitecell.web.api.act import command_id, read, refused
from whitecell.web.api.door import Problem, answer
from whitecell.web.api.given import LARGEST, Id, Limits, asked_of
from whitecell.web.api.shape import data
from whitecell.web.api.show import wrong
from whitecell.web.asked import Asked
from whitecell.web.shelf import shelf

Role = Literal["control", "seat", "observer", "plenary"]
Hours = Annotated[float, Limits(0.0, 720.0)]
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that an exercise can be made of."""

    name: str
    title: Mapping[str, str]
    """By language."""
    summary: Mapping[str, str]
    languages: tuple[str, ...]
    courses: Mapping[str, Mapping[str, str]]
    """Titles of the courses, by their ids."""
    seats: tuple[str, ...]
    """Full names."""


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs of this server."""

    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An exercise of the list."""

    id: str
    title: Mapping[str, str]
    """By language."""
    phase: str


@dataclass(frozen=True, slots=True)
class Exercises:
    """All exercises of this server."""

    exercises: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class NewExercise:
    """What an exercise is made of."""

    pack: str
    """The name of the pack."""
    course: str = ""
    """The id of a course; none for the pack as it is."""
    seed: Annotated[int, Limits(0, LARGEST)] | None = None
    """Of all chance; drawn if none is given."""
    id: Id = ""
    """Your name for this request: sent again with the same fields, it makes one exercise."""


@dataclass(frozen=True, slots=True)
class Made:
    """An exercise that was made."""

    id: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """For whom a join link is."""

    role: Role
    seat: str = ""
    """The full name of the seat, for the role `seat` alone."""
    shared: bool = False
    """Whether it may be used more than once."""
    hours: Hours = DAY
    """How long it can be used."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A join link, without its secret. Times are seconds since 1970 (UTC)."""

    id: str
    role: GrantedRole
    seat: str
    shared: bool
    label: str
    made: float
    expires: float | None
    uses: int
    state: Literal["open", "used", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A join link that was made, with its address: told this once."""

    link: SeenLink
    address: str
    """On this server."""


@dataclass(frozen=True, slots=True)
class Links:
    """The join links of an exercise, oldest first."""

    links: tuple[SeenLink, ...]


@dataclass(frozen=True, slots=True)
class NewToken:
    """For whom a token is."""

    role: Role
    seat: str = ""
    """The full name of the seat, for the role `seat` alone."""
    hours: Hours = DAY
    """How long it can be used."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SeenToken:
    """A token, without its secret. Times are seconds since 1970 (UTC)."""

    id: str
    exercise: str
    """Empty for a planner's, which holds in every exercise."""
    role: GrantedRole
    seat: str
    label: str
    made: float
    expires: float | None
    revoked: bool
    used: float | None
    """When it was last used, to the minute; null if never."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token that was made, with its secret: told this once."""

    token: SeenToken
    secret: str
    """Goes into the header `Authorization: Bearer SECRET`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of an exercise, oldest first."""

    tokens: tuple[SeenToken, ...]


@dataclass(frozen=True, slots=True)
class Redeem:
    """A join link that a program uses."""

    link: str
    """The secret: what stands after /join/ in the link's address. The whole address will do."""
    label: str = ""


async def packs(asked: Asked) -> Response:
    """List the packs that an exercise can be made of."""
    found = await asyncio.to_thread(shelf, asked.behind.packs)
    return answer(data(Packs(tuple(
        Pack(
            name, dict(pack.title.versions), dict(pack.summary.versions), pack.languages,
            {course.id: dict(course.title.versions) for course in pack.courses.values()}, tuple(pack.seats),
        )
        for name, pack in found.items()
    ))))  # fmt: skip


async def exercises(asked: Asked) -> Response:
    """List all exercises of this server."""
    found = (Listed(each.id, dict(each.title.versions), each.phase) for each in asked.behind.house.exercises())
    return answer(data(Exercises(tuple(found))))


async def create(asked: Asked) -> Response:
    """Make an exercise of a pack, every seat held by its bot."""
    given = await read(asked, asked_of(NewExercise))
    id_ = command_id(asked, given)
    wanted = NewExercise(**given)  # type: ignore[arg-type]
    scenario = (await asyncio.to_thread(shelf, asked.behind.packs)).get(wanted.pack)
    if scenario is None:
        raise wrong(asked, "pack", "api.wrong.pack")
    exercise, outcome = await asyncio.to_thread(
        lambda: asked.behind.house.create(
            scenario, id=id_, actor=asked.by, seed=wanted.seed, course=wanted.course
        )
    )  # fmt: skip
    if isinstance(outcome, Refused):
        raise refused(asked, outcome.refusal)
    return answer(data(Made(exercise)), 201)


def granted(asked: Asked, role: Role, seat: str) -> Grant:
    """The grant that is meant; 422 for a seat that there is not."""
    if role == "seat" and seat not in asked.behind.house.tip(asked.exercise).scenario.seats:
        raise wrong(asked, "seat", "api.wrong.seat")
    if role != "seat" and seat:
        raise wrong(asked, "seat", "api.wrong.no_seat")
    return Grant(asked.exercise, role, seat)


def seen_link(link: Link, now: float) -> SeenLink:
    """A link as it is shown."""
    return SeenLink(
        link.id, link.grant.role, link.grant.seat, link.shared, link.label, link.made, link.expires, link.uses,
        link.state(now),  # type: ignore[arg-type]
    )  # fmt: skip


def seen_token(token: Token) -> SeenToken:
    """A token as it is shown."""
    grant = token.grant
    return SeenToken(
        token.id, grant.exercise, grant.role, grant.seat, token.label, token.made, token.expires, token.revoked,
        token.used,
    )  # fmt: skip


async def links(asked: Asked) -> Response:
    """List the join links of the exercise."""
    now = asked.behind.now()
    return answer(data(Links(tuple(seen_link(each, now) for each in asked.behind.links.of(asked.exercise)))))


async def make_link(asked: Asked) -> Response:
    """Make a join link: a person opens its address in a browser, a program redeems it for a token."""
    wanted = NewLink(**await read(asked, asked_of(NewLink)))  # type: ignore[arg-type]
    grant, now = granted(asked, wanted.role, wanted.seat), asked.behind.now()
    link, secret = await asyncio.to_thread(
        lambda: asked.behind.links.make(
            grant, now, shared=wanted.shared, expires=now + wanted.hours * 3600.0, label=wanted.label
        )
    )
    return answer(data(MadeLink(seen_link(link, now), f"/join/{secret}")), 201)


async def revoke_link(asked: Asked) -> Response:
    """Revoke a join link, with every place that was taken and every token that was made by it."""
    known = [each for each in asked.behind.links.of(asked.exercise) if each.id == asked.params["link"]]
    link = await asyncio.to_thread(doors.revoke, asked.behind.house, known[0].id) if known else None
    if link is None:
        raise HTTPException(404)
    return answer(data(seen_link(link, asked.behind.now())))


async def tokens(asked: Asked) -> Response:
    """List the tokens of the exercise."""
    return answer(data(Tokens(tuple(map(seen_token, asked.behind.house.tokens.of(asked.exercise))))))


async def make_token(asked: Asked) -> Response:
    """Make a token for a program: one role, and for a seat that seat, in this exercise."""
    wanted = NewToken(**await read(asked, asked_of(NewToken)))  # type: ignore[arg-type]
    grant, now = granted(asked, wanted.role, wanted.seat), asked.behind.now()
    token, secret = await asyncio.to_thread(
        lambda: asked.behind.house.tokens.make(grant, now, expires=now + wanted.hours * 3600.0, label=wanted.label)
    )
    return answer(data(MadeToken(seen_token(token), secret)), 201)


async def revoke_token(asked: Asked) -> Response:
    """Revoke a token for good."""
    house = asked.behind.house
    known = [each for each in house.tokens.of(asked.exercise) if each.id == asked.params["token"]]
    token = await asyncio.to_thread(doors.dismiss, house, known[0].id) if known else None
    if token is None:
        raise HTTPException(404)
    return answer(data(seen_token(token)))


async def redeem(asked: Asked) -> Response:
    """Use a join link for a program: it gets a token for what the link opens. Its seat it takes with `take-seat`."""
    wanted = Redeem(**await read(asked, asked_of(Redeem)))  # type: ignore[arg-type]
    secret = wanted.link.rpartition("/")[2]
    found = await asyncio.to_thread(lambda: doors.admit(asked.behind.house, secret, label=wanted.label))
    if isinstance(found, Refusal):
        raise Problem(409, found.code, asked.refusal(found, named=False))
    return answer(data(MadeToken(seen_token(found[0]), found[1])), 201)
