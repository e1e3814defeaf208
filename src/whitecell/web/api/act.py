"""Commands over the API: read by the one command table, given in the token's name, told as the caller may see it."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from whitecell.exercise import Command, Event, Refusal, TakeSeat
from whitecell.exercise import command as c
from whitecell.exercise.seen import Entry
from whitecell.game import Choice
from whitecell.live.access import audience_of
from whitecell.live.outcome import Refused
from whitecell.live.secret import digest, fresh
from whitecell.scenario import Scenario
from whitecell.tongue import Tongue
from whitecell.web import forms
from whitecell.web.api.door import Problem, answer, bearer, problem
from whitecell.web.api.given import Asked as Field
from whitecell.web.api.given import Id, NotJSON, Reader, asked_of, parsed
from whitecell.web.api.shape import data
from whitecell.web.asked import Asked

ID = Field("id", Id, False, "Your name for this command: sent again with the same fields, it is carried out once.")
NEAR = 200
"""Entries among which a command's own are first looked for."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out, with what you may see of what came of it. Nothing changed: no entries."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a command is given."""

    exercise: str
    tongue: Tongue


async def read(asked: Asked, fields: tuple[Field, ...]) -> dict[str, object]:
    """The fields of a body. 400 and 422 for what is none."""
    reader = Reader(asked.tongue)
    try:
        found = reader.body(parsed(await asked.request.body()), fields)
    except NotJSON:
        raise problem(asked, 400) from None
    if reader.wrong:
        raise Problem(422, "api.422", asked.tongue("api.422"), reader.wrong)
    return found


async def command(asked: Asked) -> Response:
    """Give a command."""
    form = forms.TABLE.get(asked.params["name"])
    if form is None:
        raise HTTPException(404)
    found = await read(asked, (*asked_of(form.command, form.given), ID))
    id_ = command_id(asked, found)
    tip = asked.behind.house.tip(asked.exercise)
    giver = forms.Giver(asked.by, Spot(asked.exercise, asked.tongue), tip.scenario, id_)
    found |= {name: make(giver) for name, make in form.given.items()}
    made = fitted(asked, form.command(**found), tip.scenario)
    outcome = await asyncio.wrap_future(asked.behind.house.submit(asked.exercise, made, id=id_, actor=asked.by))
    if isinstance(outcome, Refused):
        raise refused(asked, outcome.refusal)
    return answer(data(Done(tuple(own_entries(asked, outcome.events)))))


def command_id(asked: Asked, found: dict[str, object]) -> str:
    """The id of the command: of the token, the address, the caller's id and what was sent; drawn without an id."""
    named = found.pop("id", None) or fresh()
    seed = repr((digest(bearer(asked.request)), asked.request.url.path, named, sorted(found.items())))
    return hashlib.sha256(seed.encode()).hexdigest()[:32]


def fitted(asked: Asked, given: Command, scenario: Scenario) -> Command:
    """The command with its arguments in the scenario's order; 422 for a bot that there is not."""
    match given:
        case c.GiveOrder() | c.MapFreeOrder():
            return replace(given, choice=ordered(given.choice, scenario))
        case TakeSeat(holder=holder) if holder.kind == "bot" and holder.name not in scenario.bots:
            fields = {"holder.name": asked.tongue("api.wrong.bot")}
            raise Problem(422, "api.422", asked.tongue("api.422"), fields)
        case _:
            return given


def ordered(choice: Choice, scenario: Scenario) -> Choice:
    """A choice as the scenario writes it. One that it does not know stays, for the judge to refuse."""
    action = scenario.action.get(choice.action)
    order = {name: place for place, (name, _) in enumerate(action.arguments)} if action else {}
    arguments = sorted(choice.arguments, key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    return Choice(choice.action, tuple(arguments))


def refused(asked: Asked, refusal: Refusal) -> Problem:
    """A refusal with its status: 403 for what a role does not do, 5xx for what is the server's, else 409."""
    code = refusal.code
    kind = code.partition(".")[0]
    status = 500 if code == "house.fault" else {"access": 403, "house": 503, "store": 503}.get(kind, 409)
    return Problem(status, code, asked.refusal(refusal, named=False))


def own_entries(asked: Asked, events: Iterable[Event]) -> list[Entry]:
    """The entries of the caller's own view that these events are: what they may not see of them is not there.

    An entry is known by its kind, its times and who did it; of those that are alike the last are meant.
    """
    wanted = Counter((event.kind, event.at, event.by) for event in events)
    audience = audience_of(asked.by)
    for last in (NEAR, None) if wanted else ():
        left, found = Counter(wanted), list[Entry]()
        for entry in reversed(asked.behind.house.view(asked.exercise, audience, last=last).entries):
            mark = (entry.kind, entry.at, entry.by)
            if left[mark] > 0:
                left[mark] -= 1
                found.append(entry)
        if found:
            return found[::-1]
    return []
