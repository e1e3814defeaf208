"""What every paper of a kit has in common: its face, banner, headings and the lists of the catalogue."""

from whitecell.kit.days import Day
from whitecell.kit.model import Blocks, Heading, Inline, Items, Paper, Paragraph, Section, Style, joined, line, plain
from whitecell.kit.phrase import Phrases
from whitecell.kit.tongue import Tongue
from whitecell.scenario import Inject, Move, Need, Scenario


class Draft:
    """One scenario in one language: all that the papers are made with."""

    def __init__(self, scenario: Scenario, language: str) -> None:
        self.scenario, self.language = scenario, language
        self.tongue = Tongue(scenario, language)
        self.day, self.phrases = Day(self.tongue), Phrases(self.tongue)

    def paper(
        self, name: str, key: str, readers: str, sections: tuple[Section, ...], *, subtitle: Inline = (),
        facts: tuple[tuple[Inline, Inline], ...] = (), contents: bool = True, numbered: bool = True,
        opening: Blocks = (),
    ) -> Paper:  # fmt: skip
        """A paper of this kit; `key` names its words in the catalogue."""
        word, scenario = self.tongue.word, self.scenario
        title = word(f"{key}.title")
        said = scenario.title.say(self.language)
        return Paper(
            name=name,
            language=self.tongue.own,
            banner=self.tongue.banner(readers),
            exercise=self.tongue.say(scenario.title),
            title=title,
            subtitle=subtitle,
            facts=facts,
            contents=word("contents") if contents else "",
            foot=" · ".join(filter(None, (said, title, word("version", version=scenario.version)))),
            page=word("page", page="{page}", pages="{pages}") if numbered else "",
            purpose=word(f"{key}.purpose"),
            readers=readers,
            opening=opening,
            sections=sections,
        )

    def text(self, key: str, style: Style = "body", **values: object) -> Blocks:
        """A paragraph of the catalogue."""
        return line(plain(self.tongue.word(key, **values)), style)

    def head(self, key: str, level: int = 1, page: bool = False, **values: Inline) -> Blocks:
        """A heading of the catalogue."""
        return (Heading(level, self.tongue.fill(key, **values), page),)  # type: ignore[arg-type]

    def list(self, key: str, ordered: bool = False) -> Blocks:
        """The points of the catalogue under this key: `key.1`, `key.2`, and so on."""
        found: list[Blocks] = []
        while f"{key}.{len(found) + 1}" in self.words:
            found.append(self.text(f"{key}.{len(found) + 1}"))
        return (Items(tuple(found), ordered),)

    @property
    def words(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset(self.tongue.words)

    def columns(self, *keys: str) -> tuple[Inline, ...]:
        """The head of a table."""
        return tuple(plain(self.tongue.word(f"column.{key}")) for key in keys)

    def facts(self, *rows: tuple[str, Inline | str | Blocks]) -> tuple[tuple[Inline, Blocks], ...]:
        """Named facts; those with nothing to say are left out."""
        found: list[tuple[Inline, Blocks]] = []
        for key, value in rows:
            if isinstance(value, str):
                blocks = line(plain(value))
            elif value and all(isinstance(part, Paragraph | Items) for part in value):
                blocks = value  # type: ignore[assignment]
            else:
                blocks = line(value)  # type: ignore[arg-type]
            if blocks:
                found.append((plain(self.tongue.word(f"fact.{key}")), blocks))
        return tuple(found)

    def face(self, *rows: tuple[str, Inline | str]) -> tuple[tuple[Inline, Inline], ...]:
        """The facts below a paper's title."""
        said = [(key, plain(value) if isinstance(value, str) else value) for key, value in rows]
        return tuple((plain(self.tongue.word(f"fact.{key}")), value) for key, value in said if value)

    def startex(self) -> str:
        """When the game begins."""
        if not self.scenario.starts:
            return ""
        return " ".join(filter(None, (self.tongue.moment(0), self.tongue.zone)))

    def heading(self, move: Move) -> Inline:
        """`Move 2 · The note`."""
        title = self.tongue.say(move.title, move.id)
        return joined((plain(self.day.number(move)), title), " · ")

    def span(self, move: Move) -> str:
        """Game time from its opening to its end."""
        if not self.scenario.starts:
            return self.tongue.lasting(move.covers)
        opens, closes = self.day.opens(move), self.day.closes(move)
        return self.tongue.word("span", opens=opens, closes=closes) if opens else ""

    def needs(self, needs: tuple[Need, ...], cell: str = "") -> Blocks:
        """What an order owes, each in a line; what it would owe the ordering cell itself is left out."""
        found: list[Blocks] = []
        for need in needs:
            if need.cell == cell:
                continue
            key = f"need.{need.kind}.{need.otherwise}" if need.kind == "consult" else f"need.{need.kind}"
            minutes = plain(self.tongue.lasting(need.within))
            found.append(line(self.tongue.fill(key, office=self.tongue.office(need.of), within=minutes)))
        return (Items(tuple(found)),) if found else ()

    def release(self, inject: Inject) -> Inline:
        """What releases an inject."""
        if inject.move is not None:
            return plain(self.day.when(inject))
        if inject.when is not None:
            return plain(self.tongue.word("released_when", condition=self.phrases.says(inject.when)))
        return plain(self.tongue.word("released_by_control"))

    def recipients(self, inject: Inject) -> Inline:
        """Who reads an inject."""
        return self.tongue.seats(inject.seats)

    def orders(self, move: Move) -> Inline:
        """How many orders each cell may give."""
        given = [
            self.tongue.fill("orders_of", cell=self.tongue.cell(cell.id), n=plain(str(move.orders[cell.id])))
            for cell in self.scenario.cells
            if move.orders.get(cell.id, 0)
        ]
        return joined(given, "; ") if given else plain(self.tongue.word("no_orders"))
