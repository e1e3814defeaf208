"""Changes in words: the rule, the draw with its path, before and after."""

from whitecell.game.dice import Drawn
from whitecell.game.world import Cause, Change
from whitecell.rules import Value


def say_value(value: Value | None) -> str:
    """A value as people write it: yes and no, numbers to six significant digits."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return value


def say_cause(cause: Cause) -> str:
    """Who or what caused it."""
    match cause.kind:
        case "order":
            again = f" (order {cause.occurrence + 1})" if cause.occurrence else ""
            later = f", set going in move {cause.since}" if cause.since else ""
            return f"order {cause.id} by {cause.cell}{again}{later}"
        case "rule" | "inject":
            later = f", set going in move {cause.since}" if cause.since else ""
            return f"{cause.kind} {cause.id}{later}"
        case "range":
            return f"the range of {cause.id}"
        case "ruling":
            return f"ruling by {cause.id}: {cause.why}"
        case _:
            return "the start"


def say_draw(drawn: Drawn) -> str:
    """What was drawn, where, and what it gave."""
    arguments = ", ".join(say_value(argument) for argument in drawn.arguments)
    return f"{drawn.kind}({arguments}) at {drawn.path} drew {drawn.u:.6f}: {say_value(drawn.value)}"


def explain(change: Change) -> list[str]:
    """A change in one line, with a line for each draw under it."""
    draws = [f"    {say_draw(drawn)}" for drawn in change.draws]
    cause = say_cause(change.cause)
    effect = f"  [{change.text}]" if change.text else ""
    if change.note == "nothing":
        return [f"  {cause}: a chance came to nothing", *draws]
    if change.note == "later":
        return [f"  {cause}: a chance set going only what comes later", *draws]
    if change.note == "overruled":
        return [f"  {change.var} stays {say_value(change.after)}: {cause} is overruled{effect}", *draws]
    return [f"  {change.var}: {say_value(change.before)} -> {say_value(change.after)}, {cause}{effect}", *draws]
