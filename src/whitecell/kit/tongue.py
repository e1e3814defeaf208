"""How a paper speaks: our words, the scenario's texts, who may read, and the moments of game time."""

from datetime import datetime, timedelta

from whitecell.kit.model import Blocks, Inline, Items, Paragraph, Run, Turn, joined, plain, words
from whitecell.kit.prose import prose
from whitecell.scenario import CONTROL, PUBLIC, Scenario, Text
from whitecell.tongue import Tongue as Words
from whitecell.tongue import offset
from whitecell.tongue.fill import parts

AREA = "kit"


class Tongue(Words):
    """One language before one scenario. Where a text is not translated, the original is shown and marked."""

    def __init__(self, scenario: Scenario, language: str) -> None:
        super().__init__(language, AREA)
        self.scenario = scenario

    def fill(self, key: str, **values: Inline) -> Inline:
        """A word, its places filled with texts that keep their manner."""
        found: list[Run | Turn] = []
        for part in parts(self.raw(key), values, words):
            found += [Run(part)] if isinstance(part, str) else part
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

    # ------------------------------------------------------------------------------------------------------------ times

    def moment(self, minutes: float) -> str:
        """The game time so many minutes after STARTEX; where the scenario has no date, the minutes themselves."""
        try:
            start = datetime.fromisoformat(self.scenario.starts.replace(" ", "T", 1).replace(" ", ""))
            at = start + timedelta(minutes=minutes)
        except (ValueError, OverflowError):
            return self.word("since_startex", lasting=self.lasting(minutes))
        return self.word(
            "moment", year=at.year, month=self.month(at.month), day=at.day, weekday=self.weekday(at.weekday()),
            time=f"{at:%H:%M}",
        )  # fmt: skip

    @property
    def zone(self) -> str:
        """The name of the time zone of the game."""
        return offset(self.scenario.zone)


def points(items: list[Blocks]) -> Blocks:
    """Points of a list; nothing where there are none."""
    return (Items(tuple(items)),) if items else ()


def option(name: str) -> str:
    """The name of a choice as words."""
    return name.replace("_", " ")
