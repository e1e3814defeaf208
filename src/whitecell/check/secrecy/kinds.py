"""The kinds of order that an action has: told apart by who learns of them, where its marking depends on an argument."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whitecell.rules import Assign, Chance, Delay, Effect, Tree, When
from whitecell.rules.tree import ArgumentRef, Compare, Constant, Logic, Not
from whitecell.scenario import Action

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Orders of an action with one marking: those with this option of this argument; all, where both are empty."""

    marking: str
    argument: str = ""
    option: str = ""

    def source(self, action: str, cell: str) -> str:
        """How a flow names such an order of a cell."""
        return f"order {action} {cell}" + (f" ({self.argument}: {self.option})" if self.argument else "")

    def decides(self, tree: Tree) -> bool | None:
        """What a condition comes to for such an order; None where its argument does not decide that."""
        match tree:
            case (
                Compare("==" | "!=" as operator, ArgumentRef(self.argument), Constant(str(option)))
                | Compare("==" | "!=" as operator, Constant(str(option)), ArgumentRef(self.argument))
            ):  # fmt: skip
                return (option == self.option) == (operator == "==")
            case Not(operand):
                found = self.decides(operand)
                return None if found is None else not found
            case Logic(operator, operands):
                parts = [self.decides(operand) for operand in operands]
                settles = operator == "or"
                return settles if settles in parts else None if None in parts else not settles
            case _:
                return None

    def assigned(self, effects: Iterable[Effect], path: Path) -> Iterator[tuple[Assign, Path]]:
        """Every assignment that such an order can lead to, with its path."""
        for number, effect in enumerate(effects):
            here = (*path, number)
            match effect:
                case Assign():
                    yield effect, here
                case Chance(_, then, otherwise):
                    yield from self.assigned(then, (*here, "then"))
                    yield from self.assigned(otherwise, (*here, "else"))
                case When(condition, then, otherwise):
                    decided = self.decides(condition.tree)
                    if decided is not False:
                        yield from self.assigned(then, (*here, "then"))
                    if decided is not True:
                        yield from self.assigned(otherwise, (*here, "else"))
                case Delay():
                    yield from self.assigned(effect.do, (*here, "do"))


def kinds(action: Action) -> tuple[Kind, ...]:
    """The kinds of order that an action has."""
    if isinstance(action.marking, str):
        return (Kind(action.marking),)
    return tuple(Kind(marking, action.marking.argument, option) for option, marking in action.marking.options)
