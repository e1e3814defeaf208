"""What orders, needs and reasons are called in a cell's room."""

from whitecell.exercise import why_lapsed
from whitecell.exercise.refusal import AREA
from whitecell.game import Choice
from whitecell.scenario import Action
from whitecell.tongue import Said, Tongue
from whitecell.web.names import Names


def option(names: Names, action: str, argument: str, value: str) -> Said:
    """What an option of an argument is called."""
    return names.say(names.argument(action, argument).of(value), value)


def label(names: Names, action: str, argument: str) -> Said:
    """What an argument is called."""
    return names.say(names.argument(action, argument).label, argument)


def arguments(names: Names, choice: Choice) -> tuple[tuple[str, str], ...]:
    """The arguments of a choice in words."""
    action = choice.action
    return tuple((label(names, action, name), option(names, action, name, value)) for name, value in choice.arguments)


def reason(names: Names, text: str) -> str:
    """What an order came to and why, in the reader's words; what is not known (it was purged) is given as it is."""
    found = why_lapsed(text)
    if found is None:
        return names.tongue.either(f"cell.reason.{text.replace(' ', '_')}", text)
    return found.said(Tongue(names.tongue.language, AREA), lambda place, seat: names.office(seat))


def owed(names: Names, deed: Action, cell: str) -> list[tuple[str, str]]:
    """What an order of this action owes other cells: the kind, and a sentence."""
    found: list[tuple[str, str]] = []
    for need in deed.needs:
        if need.cell == cell:
            continue
        said = names.tongue(f"cell.owes.{need.kind}", who=names.office(need.of), n=int(need.within))
        if need.kind == "consult":
            silence = names.tongue(f"cell.silence.{need.otherwise}")
            said = f"{said} {silence}"
        found.append((need.kind, said))
    return found


def told(names: Names, deed: Action, cell: str) -> str:
    """Who learns that such an order was carried out, in words; by option where it depends on one."""
    if isinstance(deed.marking, str):
        return names.tongue("cell.told", who=_learners(names, deed.marking, cell))
    by = deed.marking.argument
    parts = [
        names.tongue("cell.told.if", option=option(names, deed.id, by, value), who=_learners(names, marking, cell))
        for value, marking in deed.marking.options
    ]
    return names.tongue("cell.told.by", argument=label(names, deed.id, by), each="; ".join(parts))


def _learners(names: Names, marking: str, cell: str) -> str:
    cells = names.learners(marking)
    if cells is None:
        return names.tongue("cell.told.all")
    others = [names.cell(each) for each in cells if each != cell]
    return (
        names.tongue("cell.told.cells", cells=names.tongue.listed(others)) if others else names.tongue("cell.told.own")
    )
