"""Numbers and moments as they are printed: the same digits every time, and never a difference rounded away."""

from datetime import datetime, timedelta

from whitecell.report.parts import Shown, When
from whitecell.rules import Value
from whitecell.rules.tree import StateRef
from whitecell.scenario import Labels, Measure, Scenario, Var
from whitecell.tongue import MINUS, offset, pick
from whitecell.tongue import number as short

MOST = 9  # decimals


def figure(number: float, decimals: int) -> str:
    """A number with so many decimals and a true minus sign; huge and tiny ones with an exponent."""
    if abs(number) >= 1e9 or 0.0 < abs(number) < 10.0**-MOST:
        return f"{number:.3g}".replace("-", MINUS)
    text = f"{number:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0.0 else text.replace("-", MINUS)


def decimals(var: Var) -> int:
    """How many decimals tell this variable's values apart: by the width of its range."""
    if var.whole:
        return 0
    width = var.high - var.low
    return 3 if width <= 2.0 else 2 if width <= 20.0 else 1 if width <= 1000.0 else 2


def show(value: Value, var: Var, language: str, more: int = 0) -> Shown:
    """A value of this variable: an option as it is called, a number with some more decimals if wanted."""
    if isinstance(value, str):
        return called(var.labels, value, language)
    if not var.numeric:
        return bool(value)
    return figure(float(value), 0 if var.whole and float(value).is_integer() else decimals(var) + more)


def measured(scenario: Scenario, measure: Measure, value: float) -> Shown:
    """A measure of the final state: as its variable where it is plainly one, else as somebody would write it."""
    tree = measure.value.tree
    if not isinstance(tree, StateRef):
        return short(value)
    var = scenario.vars[tree.index]
    return show(value, var, "") if var.numeric else bool(value)


def pair(before: Value | None, after: Value | None, var: Var, language: str) -> tuple[Shown | None, Shown | None]:
    """Two values of a variable with as many decimals as it takes to tell them apart."""
    for more in range(MOST):
        first = None if before is None else show(before, var, language, more)
        second = None if after is None else show(after, var, language, more)
        if first != second or before == after:
            break
    return first, second


def shares(p: float, u: float) -> tuple[str, str]:
    """A probability and the number drawn against it, with enough decimals to tell which is smaller."""
    for places in range(3, 18):
        first, second = f"{p:.{places}f}", f"{u:.{places}f}"
        if first != second or p == u:
            break
    trimmed = first.rstrip("0").rstrip(".") if "." in first else first
    return trimmed, second


def rate(minutes: float) -> int | float:
    """Exercise minutes in a minute, whole where they are."""
    return int(minutes) if minutes.is_integer() else minutes


def option(name: str) -> str:
    """The name of a choice, as words."""
    return name.replace("_", " ")


def called(labels: Labels, id_: str, language: str) -> str:
    """What an option is called; its id as words where nothing is written."""
    return pick(labels.of(id_).versions, language) or option(id_)


def moment(scenario: Scenario, minutes: float) -> When:
    """The game time so many minutes after STARTEX."""
    try:
        start = datetime.fromisoformat(scenario.starts.replace(" ", "T", 1).replace(" ", ""))
        at = start + timedelta(minutes=minutes)
    except (ValueError, OverflowError):
        return When(minutes)
    zone = offset(scenario.zone or (f"UTC{at:%z}" if at.tzinfo else ""))
    return When(minutes, (at.year, at.month, at.day), f"{at:%H:%M}", zone)
