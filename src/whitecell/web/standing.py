"""How the state stands, as a view shows it: every visible variable with its words, its range and its past."""

from collections.abc import Sequence
from dataclasses import dataclass

from whitecell.exercise import View
from whitecell.rules import Value
from whitecell.tongue import Said, number
from whitecell.web.room import Scene

UNBOUND = 1e300


@dataclass(frozen=True, slots=True)
class Reading:
    """One variable as a page shows it. `low` and `high`: None where it has no range. `past`: (game minutes, value)."""

    name: str
    label: Said
    unit: Said
    shown: str
    show: str
    value: float | None
    low: float | None
    high: float | None
    past: Sequence[tuple[float, float]]
    on: bool | None
    """Of what is true or not, which; None of anything else."""
    changed: int
    """The sign of its last change: -1, 0 or 1."""

    @property
    def flag(self) -> bool:
        """Whether it is true or not, and nothing else."""
        return self.on is not None

    @property
    def ranged(self) -> bool:
        """Whether it has a range to stand in."""
        return self.value is not None and self.low is not None and self.high is not None

    @property
    def said(self) -> str:
        """What a picture of it says to who does not see it."""
        span = f" ({number(self.low)}–{number(self.high)})" if self.low is not None and self.high is not None else ""
        return f"{self.label}: {self.shown}{span}"


def readings(scene: Scene, view: View) -> list[Reading]:
    """Every variable that this view shows, in the order of the pack, but those that ask not to be shown."""
    found = []
    for name, value in view.values.items():
        var = scene.names.var(name)
        if var.show == "none":
            continue
        numeric = var.numeric and not isinstance(value, str | bool)
        past = [(at, float(each)) for at, each in view.history.get(name, ()) if isinstance(each, int | float)]
        bound = numeric and var.low > -UNBOUND and var.high < UNBOUND
        found.append(
            Reading(
                name, scene.names.label(name), scene.names.say(var.unit), shown(scene, name, value), var.show,
                float(value) if numeric else None, var.low if bound else None, var.high if bound else None,
                past if numeric else (), value if isinstance(value, bool) else None,
                sign(past) if numeric else 0,
            )
        )  # fmt: skip
    return found


def shown(scene: Scene, name: str, value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return scene.tongue("yes" if value else "no")
    if isinstance(value, str):
        return scene.names.say(scene.names.var(name).labels.of(value), value)
    return number(value)


def sign(past: Sequence[tuple[float, float]]) -> int:
    """Which way it went last."""
    if len(past) < 2:
        return 0
    return (past[-1][1] > past[-2][1]) - (past[-1][1] < past[-2][1])
