"""Names and ids: how they are spelt, none twice, none that means something else."""

import keyword
import re

from whitecell.rules.parse import DRAWS, FACTS, FUNCTIONS
from whitecell.scenario.choices import Written, options_of, placed
from whitecell.scenario.model import CONTROL, PUBLIC
from whitecell.scenario.node import Path
from whitecell.scenario.register import Register

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
ID = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
"""The pack's id, and keys of sources."""
TAKEN = {"move", "none", "true", "false", "yes", "no", *FUNCTIONS, *DRAWS, *FACTS, *keyword.kwlist}
"""Words of the rules, which no variable may be called."""
LONGEST = 60
"""Characters in a name."""


def check(register: Register) -> None:
    """Note every name that is misspelt, taken, given twice, or in another's way."""
    pack = register.pack
    named: list[tuple[str, str, Path]] = []
    for section in ("parameters", "state", "actions", "measures"):
        named += [(section, name, (section, name)) for name in getattr(pack, section)]
    for section in ("world", "injects", "objectives"):
        named += [(section, item.id, (section, i, "id")) for i, item in enumerate(getattr(pack, section))]
    for i, move in enumerate(pack.moves):
        for j, question in enumerate(move.questions):
            path: Path = ("moves", i, "questions", j)
            named.append(("questions", question.id, (*path, "id")))
            named += [("options", name, (*path, "options", name)) for name in question.options or {}]
    for section, name, path in named:
        spelling(register, name, path, NAME)
        if section in ("actions", "injects", "questions") and name in keyword.kwlist:
            taken(register, name, path)
    loose: list[tuple[str, str, Path]] = []
    for section in ("cells", "markings", "outcomes", "bots", "courses"):
        loose += [(section, name, (section, name)) for name in getattr(pack, section)]
    for section in ("moves", "places"):
        loose += [(section, item.id, (section, i, "id")) for i, item in enumerate(getattr(pack, section))]
    for cell, found in pack.cells.items():
        loose += [
            (f"seats of {cell}", seat.id, ("cells", cell, "seats", i, "id")) for i, seat in enumerate(found.seats)
        ]
    for _, name, path in loose:
        spelling(register, name, path, ID)
    if pack.id is not None:
        spelling(register, pack.id, ("id",), KEY)
    for key in pack.sources:
        spelling(register, key, ("sources", key), KEY)
    twice(register, named + loose)
    reserved(register)
    variables(register)


def spelling(register: Register, name: str, path: Path, form: re.Pattern[str]) -> None:
    """Note a name that is not spelt as names are."""
    if form.fullmatch(name) and len(name) <= LONGEST:
        return
    loose = form is not NAME
    better = re.sub(r"[^a-z0-9_-]+" if loose else r"[^a-z0-9_]+", "_", name.lower()).strip("_-")
    cure = f"Write {better}." if form.fullmatch(better) and len(better) <= LONGEST else "Choose another."
    letters = "small letters, digits, '_' and '-'" if loose else "small letters, digits and '_'"
    letters += "" if form is KEY else ", and begins with a letter"
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}..."
    register.fault(path, "N001", f"'{short}' is no name: a name here has at most {LONGEST} {letters}", cure,
                   key=True)  # fmt: skip


def twice(register: Register, named: list[tuple[str, str, Path]]) -> None:
    """Note what is declared twice; keys of a mapping cannot be."""
    first: dict[tuple[str, str], Path] = {}
    for section, name, path in named:
        if section != "options" and isinstance(path[-1], str) and path[-1] == "id":
            if (section, name) in first:
                where = register.place(first[section, name], path)
                register.fault(path, "N002", f"'{name}' is declared twice, first in {where}", "Give one another id.")
            first[section, name] = path


def reserved(register: Register) -> None:
    """Note ids that mean something already."""
    pack = register.pack
    for section, words, cure in (
        ("cells", (PUBLIC, CONTROL, "all"), "It names who sees or gets something; choose another."),
        ("actions", ("none", "otherwise"), "It has a meaning for bots; choose another."),
    ):
        for name in getattr(pack, section):
            if name in words:
                register.fault((section, name), "N003", f"'{name}' is taken", cure, key=True)
    for i, move in enumerate(pack.moves):
        if move.id == "end":
            register.fault(("moves", i, "id"), "N003", "'end' is taken", "It ends the game in next:; choose another.")


def variables(register: Register) -> None:
    """Note variables, parameters, arguments and options that are called alike, or like a word of the rules."""
    pack = register.pack
    owner: dict[str, str] = {}
    for name in pack.parameters:
        taken(register, name, ("parameters", name))
        owner[name] = "a parameter"
    for name in pack.state:
        taken(register, name, ("state", name))
        clash(register, name, ("state", name), owner)
        owner.setdefault(name, "a state variable")
    fixed = dict(owner)
    for id_, action in pack.actions.items():
        for name in action.arguments:
            path: Path = ("actions", id_, "arguments", name)
            spelling(register, name, path, NAME)
            taken(register, name, path)
            clash(register, name, path, fixed)
            owner.setdefault(name, f"an argument of '{id_}'")
    for id_, action in pack.actions.items():
        for name, raw in action.arguments.items():
            choices(register, *options_of(raw, ("actions", id_, "arguments", name)), owner)
    for name, var in pack.state.items():
        choices(register, var.options or [], ("state", name, "options"), owner)


def taken(register: Register, name: str, path: Path) -> None:
    """Note a name that is a word of the rules."""
    if name in TAKEN:
        register.fault(path, "N003", f"'{name}' is a word of the rules", "Choose another name.", key=True)


def clash(register: Register, name: str, path: Path, owner: dict[str, str]) -> None:
    """Note a name that already names something else in rules."""
    if name in owner:
        register.fault(path, "N004", f"'{name}' is {owner[name]} already", "Give one of them another name.", key=True)


def choices(register: Register, options: Written, path: Path, owner: dict[str, str]) -> None:
    """Note options that are misspelt, listed twice, or called like something rules can name."""
    seen: set[str] = set()
    for option, here in placed(options, path):
        if option in ("true", "false"):
            register.fault(here, "N003", f"'{option}' cannot be an option", "Write yes or no.", key=True)
        elif option not in ("yes", "no", "none"):
            spelling(register, option, here, NAME)
            taken(register, option, here)
            clash(register, option, here, owner)
        if option in seen:
            register.fault(here, "N002", f"the option '{option}' is listed twice", "Delete one of them.")
        seen.add(option)
