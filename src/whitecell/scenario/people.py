"""Cells, seats and markings: who takes part, and who may see."""

from collections.abc import Iterable

from whitecell.rules import did_you_mean
from whitecell.scenario.model import CONTROL, PUBLIC, Cell, Marking, Role, Seat
from whitecell.scenario.node import Path
from whitecell.scenario.register import Register

UNIFORM = "uniform"
"""The built-in bot."""


def acts(side: str, role: Role) -> bool:
    """Whether a seat of this role acts for a cell of this side: leads and members do, and in a response cell those who
    run the exercise, since they play it. Others only watch.
    """
    return role in ("lead", "member") or (side == "response" and role in ("facilitator", "control"))


def cells(register: Register) -> dict[str, Cell]:
    """Every cell by id, with its seats."""
    found = {}
    for id_, raw in register.pack.cells.items():
        path: Path = ("cells", id_)
        seats = []
        for place, seat in enumerate(raw.seats):
            bot = seat.bot or UNIFORM
            if bot != UNIFORM:
                register.has("bots", bot, (*path, "seats", place, "bot"), "bot", "N017")
            name = register.words(seat.name, (*path, "seats", place, "name"), seat.id)
            seats.append(Seat(id_, seat.id, name, seat.role, bot))
        if not seats and not register.damaged((*path, "seats")):
            register.fault((*path, "seats"), "G001", f"the cell '{id_}' has no seat",
                           "Give it one, for example {id: lead, role: lead}.", key=True)  # fmt: skip
        name = register.words(raw.name, (*path, "name"), id_)
        found[id_] = Cell(id_, name, raw.side, tuple(seats), register.words(raw.brief, (*path, "brief")))
    if not found and not register.damaged(("cells",)):
        register.fault(("cells",), "G001", "the scenario has no cell", "Declare the teams under 'cells'.", key=True)
    return found


class People:
    """Resolves cells and seats as they are named in the file to the full names of seats."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.cells = cells(register)
        self.order = {seat.path: place for place, seat in enumerate(self.everybody())}
        self.all = frozenset(self.order)
        self.markings = self.declare_markings()

    def everybody(self) -> list[Seat]:
        """All seats, in the order listed."""
        return [seat for cell in self.cells.values() for seat in cell.seats]

    def known(self, name: str, path: Path) -> bool:
        """Whether there is a cell or seat of this name; if not, that is a fault."""
        cells, seats = self.register.known["cells"], self.register.known["seats"]
        if name in cells or name in seats:
            return True
        cell, slash, _ = name.partition("/")
        if slash and cell in cells:
            near = [seat for seat in seats if seat.startswith(f"{cell}/")]
            cure = did_you_mean(name, near, f"Its seats are {', '.join(sorted(near)) or 'none'}.")
            self.register.fault(path, "N011", f"the cell '{cell}' has no seat '{name}'", cure)
        else:
            what = "seat" if slash else "cell"
            cure = did_you_mean(name, cells | seats, "Declare it under 'cells', or correct the name.")
            self.register.fault(path, "N010", f"there is no {what} '{name}'", cure)
        return False

    def cell(self, name: str, path: Path) -> bool:
        """Whether there is a cell of this name; a seat is a fault."""
        if "/" in name and name in self.register.known["seats"]:
            self.register.fault(path, "N012", f"a cell is wanted here, and '{name}' is a seat",
                                f"Write {name.partition('/')[0]}.")  # fmt: skip
            return False
        return self.known(name, path)

    def seats(self, names: Iterable[str], path: Path, *, acting: bool = False) -> list[str]:
        """The seats that these cells and seats stand for, once each, in the order of the file. `acting`: a cell stands
        only for those that act for it.
        """
        found: set[str] = set()
        for place, name in enumerate(names):
            if not self.known(name, (*path, place)):
                continue
            if name in self.cells:
                cell = self.cells[name]
                found |= {seat.path for seat in cell.seats if not acting or acts(cell.side, seat.role)}
            elif name in self.all:
                found.add(name)
        return sorted(found, key=lambda seat: self.order[seat])

    def to(self, names: list[str], path: Path) -> tuple[list[str], list[str]]:
        """The cells and the seats that something is for; `all` is everybody."""
        if "all" in names:
            if len(names) > 1:
                self.register.fault(path, "N013", "'all' stands for everybody, and others are named beside it",
                                    "Write 'to: all'.")  # fmt: skip
            return list(self.cells), [seat.path for seat in self.everybody()]
        if not names and not self.register.damaged(path):
            self.register.fault(
                path, "G002", "this is for nobody", "Name cells or seats, or write 'to: all'.", key=True
            )
        seats = self.seats(names, path)
        cells = {name.partition("/")[0] for name in names}
        return [cell for cell in self.cells if cell in cells], seats

    def answering(self, name: str, path: Path) -> str | None:
        """The seat that answers for a cell: its first lead, else its first seat."""
        if not self.known(name, path):
            return None
        if name not in self.cells:
            return name if name in self.all else None
        seats = self.cells[name].seats
        lead = next((seat for seat in seats if seat.role == "lead"), seats[0] if seats else None)
        return lead.path if lead else None

    def declare_markings(self) -> dict[str, Marking]:
        """The markings that are always there, and those of the file."""
        found = {PUBLIC: Marking(PUBLIC, self.all), CONTROL: Marking(CONTROL, frozenset())}
        for cell in self.cells.values():
            found[cell.id] = Marking(cell.id, frozenset(seat.path for seat in cell.seats))
        for seat in self.everybody():
            found[seat.path] = Marking(seat.path, frozenset({seat.path}))
        for id_, raw in self.register.pack.markings.items():
            path: Path = ("markings", id_)
            if id_ in found:
                self.register.fault(path, "N004", f"the marking '{id_}' is always there",
                                    "Delete it, or give it another name.", key=True)  # fmt: skip
                continue
            if isinstance(raw, list):
                found[id_] = Marking(id_, frozenset(self.seats(raw, path)))
            else:
                banner = self.register.words(raw.banner, (*path, "banner"))
                found[id_] = Marking(id_, frozenset(self.seats(raw.see, (*path, "see"))), banner)
        return found

    def marking(self, name: str | None, path: Path, default: str = CONTROL) -> str:
        """A marking by name, checked."""
        if name is None:
            return default
        if name in self.markings or name in self.register.known["markings"]:
            return name
        known = frozenset(self.markings) | self.register.known["markings"]
        if name not in self.register.known["cells"] and name not in self.register.known["seats"]:
            cure = did_you_mean(name, known, "Declare it under 'markings', or write 'public'.")
            self.register.fault(path, "N014", f"there is no marking '{name}'", cure)
        return name

    def exactly(self, seats: list[str], names: list[str]) -> str:
        """The marking of exactly these seats, made where there is none."""
        wanted = frozenset(seats)
        if "all" in names:
            return PUBLIC
        name = "+".join(dict.fromkeys(names)) or CONTROL
        if name not in self.markings:
            self.markings[name] = Marking(name, wanted)
        return name
