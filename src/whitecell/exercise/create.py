"""Create an exercise, with values that its scenario can hold."""

from whitecell.exercise.audience import Control
from whitecell.exercise.command import Create
from whitecell.exercise.evolve import world_data
from whitecell.exercise.refusal import Clause, Refusal
from whitecell.exercise.state import Event, Times
from whitecell.game import Dice, begin
from whitecell.rules import Boolean, Choice, Value
from whitecell.rules.mathematics import LARGEST
from whitecell.scenario import Var


def create(command: Create, now: float, dice: Dice) -> list[Event] | Refusal:
    """The first event of an exercise: with it, a journal can be read and played again with the same luck."""
    assert command.seed == dice.seed, "the journal tells of the dice that are used"
    scenario = command.scenario
    if command.course and command.course not in scenario.courses:
        return Refusal("course.unknown", {"name": command.course})
    if (refusal := _unfit(command)) is not None:
        return refusal
    course = scenario.courses.get(command.course)
    parameters = {**(course.parameters if course else {}), **command.parameters}
    start = {**(course.start if course else {}), **command.start}
    step = begin(scenario, dice, parameters, start)
    data = {
        "id": command.id, "digest": scenario.digest, "scenario": scenario.data, "seed": str(dice.seed),
        "play": str(dice.play), "course": command.course, "automatic": command.automatic,
        "parameters": sorted([name, value] for name, value in parameters.items()),
        "start": sorted([name, value] for name, value in start.items()), "world": world_data(step.world),
    }  # fmt: skip
    at = Times(0.0, 0.0, 0.0 if command.automatic else now)
    return [Event("exercise.created/1", at, "control", (Control(),), data, step.changes)]


def _unfit(command: Create) -> Refusal | None:
    """Why the parameters or starts given are none of this scenario's; None where they are."""
    scenario = command.scenario
    known = {parameter.name for parameter in scenario.parameters}
    for name, number in command.parameters.items():
        if name not in known:
            return Refusal("parameter.unknown", {"name": name})
        if not is_number(number):
            return Refusal("parameter.value", {"name": name})
    for name, value in command.start.items():
        if name not in scenario.index:
            return Refusal("start.unknown", {"name": name})
        var = scenario.vars[scenario.index[name]]
        if not fits(var, value):
            return Refusal("start.value", {"var": name, "value": wanted(var)})
    return None


def wanted(var: Var) -> Clause:
    """What a variable can be, in words."""
    match var.type:
        case Choice(options):
            return Clause("value.choice", {"options": options})
        case Boolean():
            return Clause("value.boolean")
        case _:
            return Clause("value.number")


def is_number(value: object) -> bool:
    """Whether this is a number that rules can use."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -LARGEST <= value <= LARGEST


def fits(var: Var, value: Value) -> bool:
    """Whether a variable can be given this value; a number is settled."""
    match var.type:
        case Choice(options):
            return isinstance(value, str) and value in options
        case Boolean():
            return isinstance(value, bool)
        case _:
            return is_number(value)
