"""What Control rules: a value, brought into its range, and the reason."""

from collections.abc import Mapping

from whitecell.exercise.create import fits
from whitecell.exercise.create import wanted as can_be
from whitecell.exercise.decide.words import REASON, unfit
from whitecell.exercise.refusal import Refusal
from whitecell.game import Cause, Change
from whitecell.game.effects import settle
from whitecell.rules import Value
from whitecell.scenario import Scenario


def ruled(
    scenario: Scenario, values: tuple[Value, ...], wanted: Mapping[str, Value], why: str
) -> tuple[Change, ...] | Refusal:
    """The changes of these values that a ruling makes, in the order of the variables; or why it cannot be made."""
    for name, value in wanted.items():
        if name not in scenario.index:
            return Refusal("ruling.unknown", {"name": name})
        var = scenario.vars[scenario.index[name]]
        if not fits(var, value):
            return Refusal("ruling.value", {"var": name, "value": can_be(var)})
    cause = Cause("ruling", "control", why=why)
    return tuple(
        Change(var.name, values[place], settle(wanted[var.name], var), cause, text=f"{var.name} = {wanted[var.name]}")
        for place, var in enumerate(scenario.vars)
        if var.name in wanted
    )


def unreasoned(why: str) -> Refusal | None:
    """Why a ruling cannot be made for this reason; None where it can."""
    if not why.strip():
        return Refusal("ruling.reason")
    return unfit(why, REASON, "what.reason")
