"""Bots, and the courses that a sweep compares."""

from collections.abc import Mapping

from whitecell.rules import NUMBER, Boolean, Choice, Expression, Number, Scope, Value, did_you_mean
from whitecell.rules.tree import Binary, Constant
from whitecell.scenario import schema as written
from whitecell.scenario.ground import Ground, constant
from whitecell.scenario.model import ANSWERS, Action, Answer, Bot, Course, ScriptedOrder, Text
from whitecell.scenario.node import Path
from whitecell.scenario.people import UNIFORM
from whitecell.scenario.register import FAILED

OTHERWISE = "otherwise"
ZERO, ONE = Expression("0", Constant(0.0, NUMBER)), Expression("1", Constant(1.0, NUMBER))


def bots(ground: Ground, actions: Mapping[str, Action], courses: Mapping[str, Course]) -> dict[str, Bot]:
    """Every bot, `uniform` among them; each names only what all seats see that hold it by default or in a course."""
    register = ground.register
    held: dict[str, set[str]] = {}
    for seat in ground.people.everybody():
        held.setdefault(seat.bot, set()).add(seat.path)
    for course in courses.values():
        for seat_, holder in course.bots.items():
            held.setdefault(holder, set()).add(seat_)
    found = {UNIFORM: Bot(UNIFORM, Text(((ground.register.pack.languages[0], UNIFORM),)), {}, ONE, {},
                          dict.fromkeys(ANSWERS, ONE))}  # fmt: skip
    for id_, raw in ground.register.pack.bots.items():
        if id_ == UNIFORM:
            ground.register.fault(("bots", id_), "N003", "the bot 'uniform' is built in", "Give yours another name.",
                                  key=True)  # fmt: skip
            continue
        seats = frozenset(held.get(id_, ())) & ground.people.all
        if not seats and not any(fault.code == "N017" for fault in register.faults):
            register.fault(("bots", id_), "W006", f"no seat is held by '{id_}', by default or in a course",
                           "Name it as the bot of a seat, or delete it.", key=True, severity="warning")  # fmt: skip
        found[id_] = bot(ground, id_, raw, seats or ground.people.all, actions)
    return found


def bot(ground: Ground, id_: str, raw: written.Bot, seats: frozenset[str], actions: Mapping[str, Action]) -> Bot:
    """One bot."""
    register, path = ground.register, ("bots", id_)
    weights: dict[str, Expression] = {}
    for action, text in raw.weights.items():
        place: Path = (*path, "weights", action)
        scope = scope_of(ground, action, place, seats, actions)
        if scope is not None:
            weights[action] = register.expression(text, place, scope, NUMBER)
    consents: dict[str, Mapping[Answer, Expression]] = {}
    for action, consent in raw.consents.items():
        place = (*path, "consents", action)
        scope = scope_of(ground, action, place, seats, actions)
        if scope is not None:
            consents[action] = answers(ground, consent, place, scope)
    otherwise = weights.pop(OTHERWISE, ONE)
    agree: Mapping[Answer, Expression] = {answer: ONE if answer == "agree" else ZERO for answer in ANSWERS}
    agree = consents.pop(OTHERWISE, agree)
    return Bot(id_, register.words(raw.title, (*path, "title"), id_), weights, otherwise, consents, agree)


def scope_of(
    ground: Ground, action: str, path: Path, seats: frozenset[str], actions: Mapping[str, Action]
) -> Scope | None:
    """What a weight or consent may name: what the seats see, and the arguments of its action."""
    if action == OTHERWISE:
        return ground.seen_by(seats)
    if action not in ground.register.known["actions"]:
        cure = did_you_mean(action, [*ground.register.known["actions"], OTHERWISE], "Name an action, or otherwise.")
        cure = "Delete it: 'none' always weighs 1." if action == "none" else cure
        ground.register.fault(path, "N019", f"there is no action '{action}'", cure, key=True)
        return None
    known = actions.get(action)
    return ground.seen_by(seats, dict(known.arguments)) if known is not None else None


def answers(ground: Ground, raw: str | written.Answers, path: Path, scope: Scope) -> dict[Answer, Expression]:
    """The weights of the four answers; one number p means agree with p, else object."""
    if isinstance(raw, written.Answers):
        found: dict[Answer, Expression] = {}
        for answer in ANSWERS:
            text = getattr(raw, answer)
            found[answer] = ZERO if text is None else ground.register.expression(text, (*path, answer), scope, NUMBER)
        return found
    agree = ground.register.expression(raw, path, scope, NUMBER)
    number = constant(agree)
    if number is not None and not 0.0 <= number <= 1.0:
        ground.register.fault(path, "G008", f"a probability is between 0 and 1, and this is {number:g}",
                              "Write for example 0.9, or the four weights.")  # fmt: skip
    objects = FAILED if agree is FAILED else Expression(f"1 - ({agree.text})", Binary("-", ONE.tree, agree.tree))
    return {"agree": agree, "conditions": ZERO, "object": objects, "silent": ZERO}


def courses(ground: Ground, actions: Mapping[str, Action]) -> dict[str, Course]:
    """Every course; each of its four patches names what is there and fits it."""
    return {id_: course(ground, id_, raw, actions) for id_, raw in ground.register.pack.courses.items()}


def course(ground: Ground, id_: str, raw: written.Course, actions: Mapping[str, Action]) -> Course:
    """One course."""
    register, path = ground.register, ("courses", id_)
    ranges = {parameter.name: parameter for parameter in ground.parameters}
    for name, value in raw.parameters.items():
        here: Path = (*path, "parameters", name)
        if register.has("parameters", name, here, "parameter", "N021") and name in ranges:
            known = ranges[name]
            if not known.low <= value <= known.high:
                register.fault(here, "G004", f"{value:g} is not between {known.low:g} and {known.high:g}",
                               f"Mend the value, or widen low and high of '{name}'.")  # fmt: skip
    start = {name: patch(ground, name, value, (*path, "start", name)) for name, value in raw.start.items()}
    for seat, bot_ in raw.bots.items():
        here = (*path, "bots", seat)
        seated(ground, seat, here)
        if bot_ != UNIFORM:
            register.has("bots", bot_, here, "bot", "N017")
    given = [order(ground, entry, (*path, "orders", place), actions) for place, entry in enumerate(raw.orders)]
    title, text = register.words(raw.title, (*path, "title"), id_), register.words(raw.text, (*path, "text"))
    return Course(id_, title, text, dict(raw.parameters), start, dict(raw.bots), tuple(given))


def seated(ground: Ground, seat: str, path: Path) -> None:
    """Check that this names a seat, not a cell."""
    if seat in ground.people.cells:
        first = next((found.path for found in ground.people.cells[seat].seats), f"{seat}/...")
        ground.register.fault(
            path, "N012", f"a seat is wanted here, and '{seat}' is a cell", f"Write {first}.", key=True
        )
    elif seat not in ground.register.known["seats"]:
        ground.people.known(seat, path)


def patch(ground: Ground, name: str, value: float | bool | str, path: Path) -> Value:
    """The value a course gives a variable at the start."""
    register = ground.register
    if not register.has("state", name, path, "state variable", "N022") or name not in ground.targets:
        return 0.0
    index, type_ = ground.targets[name]
    var = ground.vars[index]
    shown = value if isinstance(value, str) else ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"
    match type_:
        case Boolean():
            truth = {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
            if isinstance(truth, bool):
                return truth
            register.fault(path, "G020", f"'{name}' is yes or no, and this is '{shown}'", "Write yes or no.")
        case Choice(options):
            if isinstance(value, str) and value in options:
                return value
            register.fault(path, "G020", f"'{name}' is {type_}, and this is '{shown}'",
                           did_you_mean(shown, list(options), "Write one of these."))  # fmt: skip
        case Number():
            if isinstance(value, str | bool):
                register.fault(path, "G020", f"'{name}' is a number, and this is '{shown}'", "Write a number.")
            elif not var.low <= value <= var.high:
                register.fault(path, "G005", f"{value:g} is outside the range {var.low:g} to {var.high:g}",
                               f"Mend the value, or widen the range of '{name}'.")  # fmt: skip
            elif var.whole and not value.is_integer():
                register.fault(path, "G005", f"'{name}' is an integer, and {value:g} is not whole",
                               "Write a whole number.")  # fmt: skip
            else:
                return value
    return 0.0


def order(ground: Ground, raw: written.CourseOrder, path: Path, actions: Mapping[str, Action]) -> ScriptedOrder:
    """One order of a course: a seat with the authority, every argument with one of its options."""
    register = ground.register
    register.has("moves", raw.move, (*path, "move"), "move", "N015")
    seated(ground, raw.seat, (*path, "seat"))
    known = register.has("actions", raw.action, (*path, "action"), "action", "N019")
    action = actions.get(raw.action) if known else None
    if action is None:
        return ScriptedOrder(raw.move, raw.seat, raw.action, tuple(raw.arguments.items()))
    if raw.seat in ground.people.all and raw.seat not in action.by and not register.damaged(("actions", raw.action)):
        register.fault((*path, "seat"), "G021", f"'{raw.seat}' may not order '{raw.action}'",
                       f"Those who may are {', '.join(action.by) or 'nobody'}.")  # fmt: skip
    arguments = dict(action.arguments)
    for name, option in raw.arguments.items():
        here: Path = (*path, "arguments", name)
        if name not in arguments:
            cure = did_you_mean(name, list(arguments), f"Its arguments are {', '.join(arguments) or 'none'}.")
            register.fault(here, "N023", f"'{raw.action}' has no argument '{name}'", cure, key=True)
        elif option not in arguments[name].options:
            register.fault(here, "N024", f"'{option}' is not {arguments[name]}",
                           did_you_mean(option, list(arguments[name].options), "Write one of these."))  # fmt: skip
    missing = [name for name in arguments if name not in raw.arguments]
    if missing and not register.damaged((*path, "arguments")):
        register.fault(path, "G022", f"this order does not say {', '.join(missing)}",
                       f"Add arguments: {{{', '.join(f'{name}: ...' for name in missing)}}}.")  # fmt: skip
    given = tuple((name, raw.arguments[name]) for name in arguments if name in raw.arguments)
    return ScriptedOrder(raw.move, raw.seat, raw.action, given)
