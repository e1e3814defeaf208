"""What was refused or forbidden in an exercise: when, who, what was tried, and the sentence they got."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from whitecell.exercise import Exercise
from whitecell.exercise.refusal import AREA
from whitecell.live.attempts import UNSAID, Attempt
from whitecell.tongue import Tongue
from whitecell.web import forms, page
from whitecell.web.asked import Asked
from whitecell.web.names import Names
from whitecell.web.refusing import namer

MOST = 200
"""Attempts shown, the newest."""
FORMS = {form.command.__name__: name for name, form in forms.TABLE.items()}
ADDRESS = re.compile(r"[A-Za-z0-9 /{}._-]{1,100}")
ROLES = ("control", "planner", "observer", "plenary", "clock", "house")


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt in words."""

    at: float
    who: str
    what: str
    sentence: str


async def show(asked: Asked) -> Response:
    """The attempts, newest first."""
    tip = asked.behind.house.tip(asked.exercise)
    names = Names(tip.scenario, asked.tongue)
    found = asked.behind.house.attempts.of(tip.id)
    rows = [
        Row(each.at, who(each.actor, names), what(each.what, asked.tongue), sentence(each, tip, asked.tongue))
        for each in reversed(found[-MOST:])
    ]
    return page.answer("control/attempts.html", asked, exercise=tip.id, names=names, rows=rows, count=len(found))


def who(actor: str, names: Names) -> str:
    """An office or a role; a browser without any here by the office it gave itself."""
    t, (kind, _, seat) = names.tongue, actor.partition(" ")
    if kind in ("seat", "bot") and seat in names.paths():
        return names.office(seat) if kind == "seat" else t("attempts.bot", seat=names.office(seat))
    return t(f"attempts.who.{actor}") if actor in ROLES else actor


def what(tried: str, t: Tongue) -> str:
    """What was tried, in words; an address of the application as it is."""
    name = FORMS.get(tried, tried)
    if name in forms.TABLE:
        return t(f"attempts.what.{name}")
    return name if ADDRESS.fullmatch(name) else UNSAID


def sentence(attempt: Attempt, tip: Exercise, t: Tongue) -> str:
    """The sentence that was told, in the reader's language, without what had been typed."""
    words = Tongue(t.language, AREA)
    if f"refusal.{attempt.code}" in words.words:
        called = namer(tip, t, control=True)

        def name(place: str, value: Any) -> Any:
            return value if value == UNSAID else called(place, value)

        return re.sub(r"\{[^{}]*\}", UNSAID, attempt.refusal.said(words, name))
    area, _, rest = attempt.code.partition(".")
    if area in ("web", "api") and rest.isdigit():
        return t.either(f"refused.{rest}", attempt.code)
    return t.either(f"attempts.{rest}", attempt.code) if area == "web" else attempt.code
