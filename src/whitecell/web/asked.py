"""One request: who asks, by which grant, in which language, and what lies behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from whitecell.exercise import Control
from whitecell.exercise.refusal import AREA as EXERCISE
from whitecell.live.access import audience_of
from whitecell.tongue import Tongue, languages
from whitecell.web.refusing import namer

if TYPE_CHECKING:
    from whitecell.exercise import Refusal
    from whitecell.live.access import Grant
    from whitecell.live.house import House
    from whitecell.live.links import Links
    from whitecell.live.sessions import Sessions
    from whitecell.web.stream import Hub

AREA = "web"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Behind:
    """What the pages stand on. `packs`: further packs of this server, by the name the planner sees."""

    house: "House"
    links: "Links"
    sessions: "Sessions"
    now: Callable[[], float]
    hub: "Hub"
    packs: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: one browser. `token` is empty where it has no session yet."""

    token: str = ""
    grants: tuple["Grant", ...] = ()
    language: str = ""
    theme: str = "auto"
    name: str = ""


@dataclass
class Asked:
    """A request that the gate has let through. `grant` is the one by which its rule let it in."""

    request: Request
    behind: Behind
    visitor: Visitor
    grant: "Grant | None" = None

    @property
    def params(self) -> Mapping[str, str]:
        """What the address names."""
        return self.request.path_params

    @property
    def by(self) -> "Grant":
        """The grant by which a rule let this request in. 403 where there is none."""
        if self.grant is None:
            raise HTTPException(403)
        return self.grant

    @property
    def exercise(self) -> str:
        """The exercise that the address names."""
        return str(self.params["exercise"])

    @property
    def partial(self) -> bool:
        """Whether a script asks for a part of the page, not a browser for a page."""
        return self.request.headers.get("hx-request") == "true"

    @cached_property
    def language(self) -> str:
        """The visitor's choice, else the first of the browser's that we speak, else our first."""
        if self.visitor.language in languages():
            return self.visitor.language
        accepted = self.request.headers.get("accept-language", "").split(",")
        wanted = (each.partition(";")[0].strip()[:2] for each in accepted)
        return next((each for each in wanted if each in languages()), languages()[0])

    @cached_property
    def tongue(self) -> Tongue:
        """Our words in the visitor's language."""
        return Tongue(self.language, AREA)

    def refusal(self, found: "Refusal", *, named: bool = True) -> str:
        """A refusal in the reader's language. `named`: with the titles of what it names; else by ids, for programs."""
        words = Tongue(self.language, EXERCISE)
        if not named or "exercise" not in self.params:
            return found.said(words)
        control = self.grant is not None and audience_of(self.grant) == Control()
        return found.said(words, namer(self.behind.house.tip(self.exercise), self.tongue, control=control))

    async def fields(self) -> dict[str, list[str]]:
        """The fields of a plain form."""
        text = (await self.request.body()).decode("utf-8", "replace")
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=500):
            found.setdefault(name, []).append(value.replace("\r\n", "\n"))
        return found
