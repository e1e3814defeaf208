"""Parameters and state variables, and what a rule may name where it stands."""

import itertools
from collections.abc import Mapping

from whitecell.rules import Choice, Expression, Number, Scope, Type
from whitecell.rules.scope import NOTHING
from whitecell.rules.tree import Constant, FactKind, Negate
from whitecell.scenario.choices import called, options_of
from whitecell.scenario.model import Parameter, Var, type_of
from whitecell.scenario.node import Path
from whitecell.scenario.people import People
from whitecell.scenario.register import FAILED, Register
from whitecell.scenario.schema import Var as RawVar


def parameters(register: Register) -> list[Parameter]:
    """Every parameter, its value within its range."""
    found = []
    for name, raw in register.pack.parameters.items():
        path: Path = ("parameters", name)
        if raw.low > raw.high:
            register.fault((*path, "low"), "G003", f"'{name}' goes down from {raw.low:g} to {raw.high:g}",
                           "Exchange low and high.")  # fmt: skip
        elif not raw.low <= raw.value <= raw.high:
            register.fault((*path, "value"), "G004", f"{raw.value:g} is not between {raw.low:g} and {raw.high:g}",
                           "Mend the value, or widen low and high.")  # fmt: skip
        label = register.words(raw.label, (*path, "label"), name)
        unit = register.words(raw.unit, (*path, "unit"))
        found.append(Parameter(name, raw.value, raw.low, raw.high, raw.source, unit, label))
    return found


ITSELF, BELOW = "it is this variable itself", "it is declared below"


class Ground:
    """The variables and parameters of a scenario, and the scopes of its rules."""

    def __init__(self, register: Register, people: People) -> None:
        self.register, self.people = register, people
        self.parameters = parameters(register)
        self.parameter_places = {parameter.name: place for place, parameter in enumerate(self.parameters)}
        self.options = frozenset(all_options(register))
        self.targets: dict[str, tuple[int, Type]] = {}
        self.vars = [self.var(name, raw) for name, raw in register.pack.state.items()]
        known = register.known
        self.happened: Mapping[FactKind, frozenset[str]] = {"released": known["injects"], "count": known["actions"]}
        self.live: Mapping[FactKind, frozenset[str]] = {
            **self.happened,
            "answered": known["questions"],
            "shared": known["injects"],
            "elapsed": known["injects"],
        }
        self.sights: dict[frozenset[str], tuple[dict[str, tuple[int, Type]], dict[str, str]]] = {}
        self.marked = {var.name: var.marking for var in self.vars}

    def var(self, name: str, raw: RawVar) -> Var:
        """One state variable; its start may name those above it."""
        register, path = self.register, ("state", name)
        type_ = self.type(raw, path)
        hidden = Below(self.register.pack.state, self.targets, name)
        scope = Scope(self.targets, self.parameter_places, draws=True, hidden=hidden, options=self.options)
        start = FAILED
        if type_ != Choice(()):
            start = register.expression(raw.start, (*path, "start"), scope, type_, itertools.count())
        low, high = self.range(raw, path)
        number = constant(start)
        if isinstance(type_, Number) and number is not None:
            if not low <= number <= high:
                register.fault((*path, "start"), "G005", f"{number:g} is outside the range {low:g} to {high:g}",
                               "Mend the start, or widen the range.")  # fmt: skip
            elif raw.type == "integer" and not number.is_integer():
                register.fault((*path, "start"), "G005", f"'{name}' is an integer, and {number:g} is not whole",
                               "Write a whole number, or 'type: real'.")  # fmt: skip
        marking = self.people.marking(raw.marking, (*path, "marking"))
        label = register.words(raw.label, (*path, "label"), name)
        unit = register.words(raw.unit, (*path, "unit"))
        options = called(register, raw.options or [], (*path, "options"))
        self.targets[name] = (len(self.targets), type_)
        return Var(name, type_, start, marking, low, high, raw.type == "integer", label, unit, raw.show, options)

    def type(self, raw: RawVar, path: Path) -> Type:
        """The type of a variable; only choices have options, and they need some."""
        options = tuple(raw.options or ())
        if raw.type == "choice":
            if not options and not self.register.damaged(path) and not self.register.damaged((*path, "options")):
                self.register.fault(path, "G006", f"the choice '{path[-1]}' has no options",
                                    "Write 'options: [one, other]'.", key=True)  # fmt: skip
        elif raw.options is not None:
            self.register.fault((*path, "options"), "G006",
                                f"only choices have options, and '{path[-1]}' is {raw.type}",
                                "Delete them, or write 'type: choice'.", key=True)  # fmt: skip
        return type_of(raw.type, options)

    def range(self, raw: RawVar, path: Path) -> tuple[float, float]:
        """The range of a number, as wide as numbers go where none is written."""
        low, high = -1.7976931348623157e308, 1.7976931348623157e308
        if raw.range is None:
            return low, high
        if raw.type in ("boolean", "choice"):
            self.register.fault((*path, "range"), "G007", f"only numbers have a range, and '{path[-1]}' is {raw.type}",
                                "Delete it.", key=True)  # fmt: skip
            return low, high
        first, last = raw.range
        if first > last:
            self.register.fault((*path, "range"), "G003", f"the range goes down from {first:g} to {last:g}",
                                "Write the lower number first.")  # fmt: skip
            return low, high
        if raw.type == "integer" and not (first.is_integer() and last.is_integer()):
            self.register.fault((*path, "range"), "G007", f"'{path[-1]}' is an integer, and its range is not whole",
                                "Write whole numbers, or 'type: real'.")  # fmt: skip
        return first, last

    def everything(
        self, *, live: bool = False, draws: bool = False, arguments: Mapping[str, Choice] = NOTHING
    ) -> Scope:
        """The scope of what may name anything."""
        facts = self.live if live else self.happened
        return Scope(self.targets, self.parameter_places, arguments, facts, draws, options=self.options)

    def seen_by(self, seats: frozenset[str], arguments: Mapping[str, Choice] = NOTHING) -> Scope:
        """The scope of what may name only what all these seats see."""
        if seats not in self.sights:
            seen, hidden = {}, {}
            for name, target in self.targets.items():
                marking = self.people.markings.get(self.marked[name])
                blind = seats - marking.seats if marking else frozenset()
                if blind:
                    who = min(blind, key=lambda seat: self.people.order[seat])
                    hidden[name] = f"it is not visible to {who}"
                else:
                    seen[name] = target
            self.sights[seats] = seen, hidden
        state, hiding = self.sights[seats]
        return Scope(state, self.parameter_places, arguments, hidden=hiding, options=self.options)


class Below(dict[str, str]):
    """The variables that are not declared yet, each with the reason why it may not be named."""

    def __init__(self, state: Mapping[str, object], above: Mapping[str, object], here: str) -> None:
        super().__init__()
        self.state, self.above, self.here = state, above, here

    def __contains__(self, name: object) -> bool:
        return name in self.state and name not in self.above

    def __getitem__(self, name: str) -> str:
        return ITSELF if name == self.here else BELOW


def all_options(register: Register) -> list[str]:
    """The names of all options of choices and arguments."""
    found = [option for var in register.pack.state.values() for option in var.options or ()]
    for action in register.pack.actions.values():
        found += [option for raw in action.arguments.values() for option in options_of(raw, ())[0]]
    return found


def constant(expression: Expression) -> float | None:
    """The number that an expression is, if it is nothing but a number."""
    if expression is FAILED:
        return None
    match expression.tree:
        case Constant(float(number), _):
            return number
        case Negate(Constant(float(number), _)):
            return -number
        case _:
            return None
