"""One language: our words in it, and the numbers, times and lists that stand between them."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from whitecell.tongue.catalogue import FALLBACK, Catalogue, catalogue, languages
from whitecell.tongue.fill import fill


class Said(str):
    """A text of a scenario with the language it is in, which is the original's where it is not translated."""

    language: str = ""

    def __new__(cls, text: str, language: str = "") -> "Said":
        """The text in this language; "" where nobody said which."""
        made = super().__new__(cls, text)
        made.language = language
        return made


def pick(versions: Iterable[tuple[str, str]], language: str) -> Said:
    """The version in this language, else the first one, which is the original; nothing of none."""
    given = tuple(versions)
    found = next((each for each in given if each[0] == language), given[0] if given else ("", ""))
    return Said(found[1], found[0])


class Tongue:
    """One language and the words of some areas (packages of ours that have a `words.toml`).

    `language` is the reader's, `own` that of our words: English where they are not in the reader's. A word that is
    missing reads as its key in brackets; the tests see to it that none is.
    """

    def __init__(self, language: str, *areas: str) -> None:
        self.language, self.areas = language, areas
        self.own = language if language in languages() else FALLBACK

    @property
    def words(self) -> Catalogue:
        """Every word by its key."""
        return catalogue(*self.areas)

    def raw(self, key: str) -> Any:
        """A word as it is written, its places open."""
        versions = self.words.get(key, {})
        return versions.get(self.own, versions.get(FALLBACK, f"[{key}]"))

    def word(self, key: str, **values: object) -> str:
        """A word with its places filled; safe HTML where a value is."""
        return fill(self.raw(key), values)

    __call__ = word

    def either(self, key: str, otherwise: str) -> str:
        """A word; where there is none, what it would have told of."""
        return self.word(key) if key in self.words else otherwise

    def foreign(self, text: str) -> str:
        """The language a text must be marked with: the one it is in, if that is known and not this page's."""
        language = getattr(text, "language", "")
        return "" if language == self.own else language

    def listed(self, items: Iterable[str]) -> str:
        """`a, b and c`; safe HTML where the items are."""
        *most, last = list(items) or [""]
        if not most:
            return last
        words = {"by": self.raw("list.between")}
        first = reduce(lambda before, item: fill("{before}{by}{item}", {"before": before, "item": item, **words}), most)
        return fill("{before}{by}{item}", {"before": first, "by": self.raw("list.last"), "item": last})

    # ---------------------------------------------------------------------------------------------------------- times

    def lasting(self, minutes: float) -> str:
        """A length of time in days, hours and minutes."""
        total = round(minutes)
        days, hours, rest = total // 1440, total % 1440 // 60, total % 60
        parts = [(days, "days"), (hours, "hours"), (rest, "minutes")]
        return " ".join(self.word(key, n=n) for n, key in parts if n) or self.word("minutes", n=0)

    def clock(self, minutes: float) -> str:
        """Exercise time since STARTEX, `0:45`."""
        return f"{round(minutes) // 60}:{round(minutes) % 60:02d}"

    def month(self, month: int) -> str:
        """The name of a month, from 1."""
        return str(self.raw("months")[month - 1])

    def weekday(self, day: int) -> str:
        """The name of a day of the week, Monday being 0."""
        return str(self.raw("weekdays")[day])

    def day(self, date: tuple[int, int, int], time: str = "", zone: str = "") -> str:
        """A date of year, month and day: with a time, with that and its zone too."""
        key = "date.zoned" if zone else "date.timed" if time else "date"
        places: Mapping[str, object] = {"year": date[0], "month": self.month(date[1]), "day": date[2]}
        return self.word(key, **places, time=time, zone=zone)

    def brief(self, date: tuple[int, int, int], time: str) -> str:
        """A date without its year, with a time."""
        return self.word("date.brief", month=self.month(date[1]), day=date[2], time=time)
