"""What the report of a sweep says, as data: numbers as they are printed, and where they stand in a picture."""

from dataclasses import dataclass
from typing import Literal

from whitecell.sweep import Interval

Better = Literal["high", "low", "neither"]
Verdict = Literal["better", "worse", "more", "less", "same", "equal", "unknown"]
"""How a course differs from the first: better or worse where the scenario says which way is better, else more or less;
`same` is not told apart, `equal` is no difference in any play, `unknown` is too few plays for an interval."""


class Count(int):
    """A number of plays, printed with its thousands apart."""

    def __str__(self) -> str:
        return f"{int(self):,}"


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its number on the page."""

    number: int
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Feature:
    """What is told of: an outcome (counted in per cent), the moves played, or a measure."""

    key: str
    kind: Literal["outcome", "moves", "measure"]
    label: str
    unit: str
    better: Better


@dataclass(frozen=True, slots=True)
class Told:
    """An interval as it is printed; `low` and `high` are empty where it has no bounds."""

    mean: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of an axis and where it stands, in per cent or in a picture's own units."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A feature of one course."""

    course: Course
    interval: Interval
    told: Told


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often each course came to an outcome; its number is that in the picture. `named` is not "none of them"."""

    number: int
    feature: Feature
    named: bool
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar, in per cent of it."""

    outcome: Outcome
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What one course came to, as a bar cut by outcomes."""

    course: Course
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a measure is spread over the plays of one course: a path, the mean in per cent of the axis, a table's row.

    `cut` are the bars that are taller than they are drawn.
    """

    estimate: Estimate
    path: str
    cut: tuple[int, ...]
    at: float
    low: float
    high: float
    deviation: str
    least: str
    most: str
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure: its spread in each course on the same axis, and the ranges of its table."""

    feature: Feature
    spreads: tuple[Spread, ...]
    ticks: tuple[Tick, ...]
    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a course differs from the first in one feature, `brief` in few digits; places in per cent of the axis."""

    course: Course
    verdict: Verdict
    told: Told
    brief: str
    at: float
    low: float
    high: float
    reduction: str


@dataclass(frozen=True, slots=True)
class Forest:
    """The differences in one feature on one axis."""

    feature: Feature
    rows: tuple[Difference, ...]
    zero: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one course comes to against the first, over the measures that say which way is better."""

    course: Course
    better: tuple[Feature, ...]
    worse: tuple[Feature, ...]
    same: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A course in the picture of the frontier. `beaten_by` are those that do better in all of it, each told apart."""

    course: Course
    told: tuple[Told, ...]
    x: float
    y: float
    cross: tuple[float, float, float, float]
    radius: float
    label: tuple[float, float]
    beaten_by: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Two measures as a plane and, where there is a third, it as the size of a mark. `x`, `y` come first, then it."""

    features: tuple[Feature, ...]
    marks: tuple[Mark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Fan:
    """The paths of one variable in one course: bands and median as paths, and its table's row by move."""

    course: Course
    wide: str
    narrow: str
    median: str
    rows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """One variable over the moves, in each course on the same axes."""

    name: str
    label: str
    unit: str
    fans: tuple[Fan, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """An assumption that was varied; of a leaning, the automated player and the action it leans to."""

    name: str
    label: str
    bot: str
    action: str
    low: str
    high: str
    unit: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the equal parts of an assumption's range; places in per cent from the top."""

    low: str
    high: str
    told: Told | None
    verdict: Verdict
    at: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A ranking that turns."""

    course: Course
    feature: Feature
    factor: Factor
    parts: tuple[Part, ...]
    zero: float


@dataclass(frozen=True, slots=True)
class About:
    """What was done. `points` are those of a design; `command` is empty where none repeats it,
    `vary` where the assumptions were varied or none has a range.
    """

    title: str
    summary: str
    banner: str
    pack: str
    version: str
    digest: str
    language: str
    seed: str
    design: str
    plays: Count
    planned: Count
    points: Count
    each: Count
    block: Count
    seconds: float
    whitecell: str
    command: str
    vary: str
    until: tuple[Feature, str] | None
    held: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it."""

    about: About
    courses: tuple[Course, ...]
    factors: tuple[Factor, ...]
    results: tuple[Result, ...]
    directed: int
    outcomes: tuple[Outcome, ...]
    bars: tuple[Bar, ...]
    moves: tuple[Estimate, ...]
    measures: tuple[Measured, ...]
    forests: tuple[Forest, ...]
    frontier: Frontier | None
    paths: tuple[Paths, ...]
    path_plays: int
    turns: tuple[Turn, ...]
