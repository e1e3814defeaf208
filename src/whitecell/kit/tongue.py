"""How a paper speaks: its own words from the catalogue, the scenario's texts, numbers, times and who may read."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from whitecell.kit.model import Blocks, Inline, Items, Paragraph, Run, Turn, joined, plain
from whitecell.kit.prose import prose
from whitecell.scenario import CONTROL, PUBLIC, Scenario, Text

FALLBACK = "en"


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Every word of the papers, by key and language."""
    return tomllib.loads(resources.files("whitecell.kit").joinpath("words.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """The languages the papers' own words are in."""
    return tuple(catalogue()["language"])


class Tongue:
    """One language before one scenario. Where a text is not translated, the original is shown and marked."""

    def __init__(self, scenario: Scenario, language: str) -> None:
        self.scenario, self.language = scenario, language
        self.own = language if language in languages() else FALLBACK

    def word(self, key: str, **values: object) -> str:
        """A word of the catalogue, its places filled."""
        return str(catalogue()[key][self.own]).format(**values)

    def fill(self, key: str, **values: Inline) -> Inline:
        """The same, its places filled with texts that keep their manner."""
        found: list[Run | Turn] = []
        for before, name, _, _ in Formatter().parse(str(catalogue()[key][self.own])):
            found += [Run(before)] if before else []
            found += values[name] if name else ()
        return tuple(found)

    def tag(self, text: Text) -> Inline:
        """The note that a text is shown in its original language."""
        if not text or text.has(self.language):
            return ()
        return (Run(f"[{text.versions[0][0].upper()}] ", tag=True),)

    def say(self, text: Text, otherwise: str = "") -> Inline:
        """A name, title or label; `otherwise` where it was not written."""
        said = text.say(self.language)
        return (*self.tag(text), *plain(said)) if said else plain(otherwise)

    def prose(self, text: Text) -> Blocks:
        """A long text as blocks."""
        found, tag = prose(text.say(self.language)), self.tag(text)
        if not found or not tag:
            return found
        if isinstance(found[0], Paragraph):
            return (Paragraph((*tag, *found[0].text), found[0].style), *found[1:])
        return (Paragraph(tag), *found)

    # ------------------------------------------------------------------------------------------------------- who

    def cell(self, cell: str) -> Inline:
        """A cell's name."""
        return self.say(self.scenario.cell[cell].name, cell)

    def cells(self, cells: tuple[str, ...]) -> Inline:
        """Several cells' names; everybody's is one word."""
        if len(cells) > 1 and set(cells) == set(self.scenario.cell):
            return plain(self.word("everybody"))
        return joined(self.cell(cell) for cell in cells)

    def seat(self, path: str) -> Inline:
        """A seat's name alone."""
        seat = self.scenario.seats[path]
        return self.say(seat.name, seat.id)

    def office(self, path: str) -> Inline:
        """A seat's name with its cell's."""
        return self.fill("office", seat=self.seat(path), cell=self.cell(self.scenario.seats[path].cell))

    def seats(self, seats: frozenset[str]) -> Inline:
        """Who these seats are: everybody, whole cells by name, single seats with their cell's."""
        if not seats:
            return plain(self.word("control_only"))
        if seats == frozenset(self.scenario.seats):
            return plain(self.word("everybody"))
        parts: list[Inline] = []
        for cell in self.scenario.cells:
            members = [seat.path for seat in cell.seats if seat.path in seats]
            if members and len(members) == len(cell.seats):
                parts.append(self.cell(cell.id))
            elif members:
                parts.append(self.fill("office", seat=joined(map(self.seat, members), "; "), cell=self.cell(cell.id)))
        return joined(parts)

    def readers(self, marking: str) -> Inline:
        """Who may see what carries this marking: in its own words, where it has some."""
        found = self.scenario.markings[marking]
        if marking == PUBLIC:
            return plain(self.word("everybody"))
        if marking == CONTROL:
            return plain(self.word("control_only"))
        return self.say(found.banner) if found.banner else self.seats(found.seats)

    def banner(self, readers: str) -> str:
        """The exercise's words, then whom it is for."""
        return f"{self.scenario.marking.say(self.language)} · {readers}"

    # ---------------------------------------------------------------------------------------------- numbers and times

    def lasting(self, minutes: float) -> str:
        """A length of time in days, hours and minutes."""
        total = round(minutes)
        days, hours, rest = total // 1440, total % 1440 // 60, total % 60
        parts = [(days, "days"), (hours, "hours"), (rest, "minutes")]
        return " ".join(self.word(key, n=n) for n, key in parts if n) or self.word("minutes", n=0)

    def clock(self, minutes: float) -> str:
        """Exercise time since STARTEX, `0:45`."""
        return f"{round(minutes) // 60}:{round(minutes) % 60:02d}"

    def moment(self, minutes: float) -> str:
        """The game time so many minutes after STARTEX; where the scenario has no date, the minutes themselves."""
        try:
            start = datetime.fromisoformat(self.scenario.starts.replace(" ", "T", 1).replace(" ", ""))
            at = start + timedelta(minutes=minutes)
        except (ValueError, OverflowError):
            return self.word("since_startex", lasting=self.lasting(minutes))
        own = {key: catalogue()[key][self.own] for key in ("months", "weekdays")}
        return self.word(
            "moment", year=at.year, month=own["months"][at.month - 1], day=at.day,
            weekday=own["weekdays"][at.weekday()], time=f"{at:%H:%M}",
        )  # fmt: skip

    @property
    def zone(self) -> str:
        """The name of the time zone of the game."""
        return self.scenario.zone


def points(items: list[Blocks]) -> Blocks:
    """Points of a list; nothing where there are none."""
    return (Items(tuple(items)),) if items else ()


def number(value: float) -> str:
    """A number as somebody would write it."""
    if value == int(value) and abs(value) < 1e9:
        text = str(int(value))
    elif 0.0005 <= abs(value) < 1e9:
        text = f"{value:.{max(0, 4 - len(str(int(abs(value)))))}f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:.3g}"
    return text.replace("-", "−")


def option(name: str) -> str:
    """The name of a choice as words."""
    return name.replace("_", " ")
