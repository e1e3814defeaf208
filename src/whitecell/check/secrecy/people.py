"""What people and Control do in a live exercise beside orders: words, requests, shares, and a hand on the MSEL.

Each deed is one command that may be refused, with words that only their readers may find anywhere.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Literal, Protocol

import whitecell.exercise as ex
from whitecell.check.secrecy.picks import Picks
from whitecell.exercise import Command, Exercise
from whitecell.game import barrier
from whitecell.rules import Boolean, Number, Value
from whitecell.rules import Choice as Options
from whitecell.scenario import Scenario, Var

Seats = frozenset[str]


class Words(Protocol):
    """What people write in a dry play, and who may read it."""

    def write(self, *readers: Seats) -> str:
        """A text for all groups of these seats; for Control alone without any."""
        ...


class People:
    """The people of one live exercise. `deed` is what one of them does next: a command for this state, if any."""

    def __init__(self, scenario: Scenario, picks: Picks, words: Words) -> None:
        self.scenario, self.picks, self.words = scenario, picks, words
        self.cells = {cell.id: frozenset(seat.path for seat in cell.seats) for cell in scenario.cells}
        self.everybody = frozenset(scenario.seats)
        self.number = 0

    def deed(self, exercise: Exercise, now: float) -> Command | None:
        """One more deed; None where there is nothing of its kind to do."""
        self.number += 1
        if self.picks.chance(0.05, "jump", self.number):
            return self.jump(exercise, now)
        if self.picks.chance(0.1, "check", self.number):
            return self.check(exercise)
        return self.picks.one(DEEDS, "deed", self.number)(self, exercise)

    def one(self, names: Collection[str], *labels: object) -> str:
        """One of these names; empty where there is none."""
        return self.picks.one(sorted(names), self.number, *labels) if names else ""

    def seat(self) -> str:
        """Somebody."""
        return self.one(self.everybody, "seat")

    def cell_of(self, seat: str) -> Seats:
        """The seats of somebody's cell."""
        return self.cells[seat.partition("/")[0]]

    def other(self, seat: str, *labels: object) -> str:
        """Another cell than this seat's."""
        return self.one(self.cells.keys() - {seat.partition("/")[0]}, "other", *labels)

    def text(self, *readers: Seats) -> Mapping[str, str]:
        """A text in the first language."""
        return {self.scenario.languages[0]: self.words.write(*readers)}

    def new(self, *readers: Seats) -> str:
        """An id for something new, which these may read."""
        return self.words.write(*readers).replace(" ", "")

    # ------------------------------------------------------------------------------------------------------- words

    def to_control(self, exercise: Exercise) -> Command:
        """A seat writes to Control."""
        seat = self.seat()
        return ex.SendMessage(seat, ("control",), self.words.write(frozenset({seat})))

    def from_control(self, exercise: Exercise) -> Command:
        """Control writes to a seat, a cell or everybody."""
        seat = self.seat()
        match self.picks.one(("seat", "cell", "all"), "to", self.number):
            case "seat":
                return ex.SendMessage("control", (seat,), self.words.write(frozenset({seat})))
            case "cell":
                return ex.SendMessage("control", (seat.partition("/")[0],), self.words.write(self.cell_of(seat)))
            case _:
                return ex.SendMessage("control", (), self.words.write(self.everybody))

    def read(self, exercise: Exercise) -> Command | None:
        """A seat opens its last letter."""
        seat = self.one([seat for seat, mail in exercise.mail.items() if mail], "reader")
        return ex.ReadLetter(seat, len(exercise.mail[seat])) if seat else None

    def observe(self, exercise: Exercise) -> Command:
        """Control lets observers look at other cells."""
        return ex.LetObserve((self.one(self.cells, "observed"),))

    def check(self, exercise: Exercise) -> Command:
        """Control checks the line; somebody sits down, and answers."""
        seat = self.seat()
        holder = exercise.holders.get(seat)
        if holder is None or holder.kind != "person":
            return ex.TakeSeat(seat, ex.Holder("person", self.words.write()))
        if exercise.check is None or seat in exercise.check.answers:
            return ex.CheckLine()
        return ex.AnswerCheck(seat, exercise.check.number)

    # ---------------------------------------------------------------------------------------------------- requests

    def ask(self, exercise: Exercise) -> Command:
        """A seat asks Control."""
        seat = self.seat()
        return ex.AskRFI(seat, self.new(self.cell_of(seat)), "control", self.words.write(self.cell_of(seat)))

    def answer(self, exercise: Exercise) -> Command | None:
        """Control works on a request: assigns, answers or declines it."""
        id_ = self.one([rfi.id for rfi in exercise.rfis.values() if rfi.status in ("open", "assigned")], "rfi")
        if not id_:
            return None
        cell = exercise.rfis[id_].cell
        more = self.other(f"{cell}/") if self.picks.chance(0.3, "more", self.number) else ""
        to = (cell, more) if more else ()
        readers = [self.cells[each] for each in to or (cell,)]
        match self.picks.one(("assign", "answer", "answer", "decline"), "fate", self.number):
            case "assign":
                return ex.AssignRFI(id_, self.words.write())
            case "decline":
                return ex.DeclineRFI(id_, self.words.write(self.cells[cell]))
            case _:
                both = frozenset[str]().union(*readers)
                return ex.AnswerRFI(id_, self.text(both), self.text(both), self.text(both), to)

    def share(self, exercise: Exercise) -> Command | None:
        """A seat passes a letter on, now and then because it was asked."""
        seat = self.one([seat for seat, mail in exercise.mail.items() if mail], "sharer")
        if not seat:
            return None
        cell, letters = seat.partition("/")[0], exercise.mail[seat]
        asked = [r for r in exercise.share_requests.values() if r.of == cell and r.status == "open"]
        request = asked[0] if asked and self.picks.chance(0.7, "asked", self.number) else None
        to = {request.cell if request else self.other(seat)}
        if self.picks.chance(0.4, "further", self.number):
            to.add(self.other(seat, "further"))
        note = self.words.write(self.cells[cell], *(self.cells[each] for each in to if each))
        letter = 1 + int(self.picks.number("letter", self.number) * len(letters))
        return ex.ShareInject(seat, letter, tuple(sorted(to)), request.id if request else "", note)

    def ask_share(self, exercise: Exercise) -> Command | None:
        """A seat asks another cell for what it knows."""
        seat = self.seat()
        of = self.other(seat)
        words = self.words.write(self.cell_of(seat), self.cells[of]) if of else ""
        return ex.AskShare(seat, self.new(self.cell_of(seat), self.cells[of]), of, words) if of else None

    def decline_share(self, exercise: Exercise) -> Command | None:
        """A cell keeps what it knows."""
        id_ = self.one([r.id for r in exercise.share_requests.values() if r.status == "open"], "declined")
        if not id_:
            return None
        request = exercise.share_requests[id_]
        seat = self.one(self.cells[request.of], "decliner")
        return ex.DeclineShare(seat, id_, self.words.write(self.cells[request.cell], self.cells[request.of]))

    # ------------------------------------------------------------------------------------------------- free orders

    def free(self, exercise: Exercise) -> Command:
        """A seat orders something in words."""
        seat = self.seat()
        mine = self.cell_of(seat)
        return ex.GiveFreeOrder(seat, self.new(mine), self.words.write(mine), self.words.write(mine))

    def free_fate(self, exercise: Exercise) -> Command | None:
        """What becomes of a free order: it is taken back, returned, mapped or ruled."""
        id_ = self.one([free.id for free in exercise.free.values() if free.status == "given"], "free")
        if not id_:
            return None
        free = exercise.free[id_]
        mine = self.cells[free.cell]
        match self.picks.one(("withdraw", "return", "map", "rule"), "fate", self.number):
            case "withdraw":
                return ex.WithdrawFreeOrder(free.seat, id_)
            case "return":
                return ex.ReturnFreeOrder(id_, self.words.write(mine))
            case "map":
                choices = [
                    (seat, choice)
                    for seat in sorted(mine)
                    for choice in barrier(self.scenario, exercise.world, seat).permitted
                ]
                return ex.MapFreeOrder(id_, *self.picks.one(choices, "map", self.number)) if choices else None
            case _:
                if not self.scenario.vars:
                    return None
                var = self.picks.one(self.scenario.vars, "ruled", self.number)
                return ex.RuleFreeOrder(id_, {var.name: self.value(var)}, self.words.write(mine))

    def value(self, var: Var) -> Value:
        """A value that the variable can have."""
        match var.type:
            case Number():
                low, high = max(var.low, -10.0), min(var.high, 10.0)
                return low + self.picks.number("value", self.number) * max(high - low, 1.0)
            case Options(options):
                return self.picks.one(options, "value", self.number)
            case Boolean():
                return self.picks.chance(0.5, "value", self.number)

    # ------------------------------------------------------------------------------------------- Control's own work

    def msel(self, exercise: Exercise) -> Command | None:
        """Control holds, frees, drops, retimes or edits an inject."""
        waiting = [found.id for found in ex.items(exercise) if found.status in ("planned", "held")]
        id_ = self.one(waiting, "inject")
        if not id_:
            return None
        match self.picks.one(("hold", "hold", "free", "free", "drop", "retime", "edit"), "what", self.number):
            case "hold":
                return ex.HoldInject(id_)
            case "free":
                return ex.FreeInject(id_)
            case "drop":
                return ex.DropInject(id_, self.words.write())
            case "retime":
                return ex.RetimeInject(id_, exercise.world.move or None, 1.0)
            case _:
                to = self.one(self.cells, "edited")
                return ex.EditInject(id_, self.text(self.cells[to]), self.text(self.cells[to]), (to,))

    def add(self, exercise: Exercise) -> Command:
        """Control writes an inject of its own, and often sends it a little later."""
        to = self.one(self.cells, "added")
        text = [self.text(self.cells[to]) for _ in range(3)]
        return ex.AddInject(self.new(), text[0], text[1], text[2], (to,), "message")

    def send(self, exercise: Exercise) -> Command | None:
        """Control lets out an inject of its own."""
        id_ = self.one([i.id for i in ex.items(exercise) if i.own and i.status == "planned"], "sent")
        return ex.ReleaseInject(id_) if id_ else None

    # -------------------------------------------------------------------------------------------------- the clock

    def clock(self, exercise: Exercise) -> Command:
        """Somebody stops the exercise, Control changes the rate or goes on, or the program was restarted."""
        if exercise.phase == "paused":
            return ex.Resume(1.0)
        match self.picks.one(("rate", "stop", "restore", "pause"), "clock", self.number):
            case "rate":
                return ex.SetRate(self.picks.one((0.5, 1.0, 2.0), "rate", self.number))
            case "stop":
                return ex.RealWorldStop(self.seat(), self.words.write(self.everybody))
            case "restore":
                return ex.Restore()
            case _:
                return ex.Pause(self.words.write(self.everybody))

    def jump(self, exercise: Exercise, now: float) -> Command | None:
        """Control skips a part of the move, with a fate for each inject that this skips."""
        move = self.scenario.move.get(exercise.world.move)
        if move is None or exercise.world.stage != "open":
            return None
        minutes = move.covers * 0.2
        found = ex.skipped(exercise, now, minutes)
        if isinstance(found, ex.Refusal):
            return None
        fates: dict[str, Literal["release", "carry", "drop"]] = {
            item.id: self.picks.one(("release", "carry", "drop"), "fate", item.id) for item in found
        }
        return ex.Jump(minutes, fates)


Deed = Callable[[People, Exercise], Command | None]
DEEDS: tuple[Deed, ...] = (
    People.to_control, People.from_control, People.read, People.read, People.observe, People.ask, People.answer,
    People.answer, People.share, People.share, People.ask_share, People.decline_share, People.free, People.free_fate,
    People.free_fate, People.msel, People.msel, People.add, People.send, People.clock,
)  # fmt: skip
"""What people do, those that need others twice."""
