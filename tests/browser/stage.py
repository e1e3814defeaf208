"""An exercise of the flagship in which something stands on every page, step by step, for looking at all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.web.conftest import PLANNER, Site, pack
from tests.web.serving import Serving
from whitecell.exercise import Control, Holder, OfSeat
from whitecell.exercise import command as c
from whitecell.live.access import Grant

LEAD, ALLY, DESK = "rok/presidential-office", "us/white-house", "rok/intelligence"
STEPS = ("before", "open", "closed", "ended")


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at: its name, its address, and whether it is also to be looked at wide."""

    name: str
    path: str
    wide: bool = False


class Stage:
    """The exercise, its server, and what there is to see at each step."""

    def __init__(self) -> None:
        self.site = Site(gap=float("inf"), scenario=pack("extended-deterrence"), begun=False)
        self.serving = Serving(self.site.house)

    @property
    def grants(self) -> tuple[Grant, ...]:
        """What the browser holds that looks at everything."""
        site = self.site
        seats = [site.grant("seat", seat) for seat in (LEAD, ALLY, DESK)]
        return (PLANNER, site.control, site.grant("plenary"), site.grant("observer"), *seats)

    def close(self) -> None:
        self.serving.stop()
        self.site.house.close()

    def steps(self) -> Iterator[tuple[str, list[Look]]]:
        """Play, and stop wherever pages look different."""
        for step in STEPS:
            getattr(self, step)()
            yield step, getattr(self, f"{step}_looks")()

    def seat(self, seat: str, command: object) -> None:
        self.site.give(command, self.site.grant("seat", seat))

    # ------------------------------------------------------------------------------------------------ the steps

    def before(self) -> None:
        for seat, name in ((LEAD, "Duty officer"), (ALLY, "Watch officer")):
            self.site.give(c.TakeSeat(seat, Holder("person", name)))

    def open(self) -> None:
        site = self.site
        site.give(c.Start())
        site.give(c.OpenMove())
        self.pass_time(12)
        self.letters()
        self.words()
        self.orders()
        self.desk()

    def closed(self) -> None:
        self.site.give(c.ProposeResult("Two cells had no more to order"))
        tip = self.site.house.tip(self.site.exercise)
        proposal = self.site.house.view(self.site.exercise, Control()).desk
        assert proposal is not None and proposal.proposal is not None and tip.closing
        name = "tension" if "tension" in tip.scenario.index else tip.scenario.vars[0].name
        value = proposal.proposal.values[name]
        assert isinstance(value, float)
        self.site.give(c.Rule(name, value + 0.5, "The cells spoke twice of it aloud"))

    def ended(self) -> None:
        self.site.give(c.AcceptResult(self.rulings()))
        self.site.give(c.EndExercise("The day is over"))

    def rulings(self) -> int:
        """How many rulings the proposal has: what accepting it says it has seen."""
        desk = self.site.house.view(self.site.exercise, Control()).desk
        assert desk is not None and desk.proposal is not None
        return desk.proposal.rulings

    def pass_time(self, minutes: int) -> None:
        for _ in range(minutes * 4):
            self.site.wall.seconds += 15
            self.site.house.ticker.poll(wait=True)

    def letters(self) -> None:
        view = self.site.house.view(self.site.exercise, OfSeat(LEAD))
        for letter in view.letters[:2]:
            self.seat(LEAD, c.ReadLetter(LEAD, letter.number))
        self.seat(LEAD, c.ShareInject(LEAD, 1, ("us",), note="As agreed this morning"))
        self.seat(ALLY, c.AskShare(ALLY, "ask-1", "rok", "What does your reporting say of the site?"))
        self.seat(LEAD, c.AskShare(LEAD, "ask-2", "us", "The overhead pictures of Tuesday, please."))

    def words(self) -> None:
        self.seat(LEAD, c.AskRFI(LEAD, "rfi-1", "control", "Which airfields are open tonight, and for how long?"))
        self.seat(LEAD, c.GiveFreeOrder(LEAD, "free-1", "Send the deputy minister to the port with two interpreters.",
                                        "Nobody there has heard from us"))  # fmt: skip
        self.seat(LEAD, c.SendMessage(LEAD, ("control",), "Our second screen has gone dark."))
        self.site.give(c.SendMessage("control", (LEAD,), "Somebody is on the way."))
        questions = self.site.house.tip(self.site.exercise).scenario.questions
        for seat in (LEAD, ALLY):
            self.seat(seat, c.AnswerQuestion(seat, "q11", 35.0 if seat == LEAD else 60.0, sealed=True))
        assert "q13" in questions
        self.seat(LEAD, c.AnswerQuestion(LEAD, "q13", "The defence ministries, within the hour.\n\nBefore any flight."))

    def orders(self) -> None:
        house, exercise = self.site.house, self.site.exercise
        for seat, action in ((LEAD, "joint_statement"), (LEAD, "reassure_public"), (ALLY, "nuclear_consultation")):
            choice = next(each for each in house.view(exercise, OfSeat(seat)).permitted if each.action == action)
            self.seat(seat, c.GiveOrder(seat, choice, "So that nobody reads our silence as assent.", 70.0))
        draft = json.dumps({"action": "hotline", "arguments": {}})
        house.drafts.put(self.site.grant("seat", LEAD), LEAD, "aid/1", draft, self.site.wall(), by="bot rok-steady")

    def desk(self) -> None:
        exercise = self.site.house.tip(self.site.exercise)
        waiting = [item.id for item in exercise.scenario.injects if item.id not in exercise.deliveries]
        self.site.give(c.HoldInject(waiting[0]))
        self.site.give(c.DropInject(waiting[1], "The room has it already"))
        self.site.give(
            c.AddInject("own", {"en": "A word from the press", "ko": "언론 문의"},
                        {"en": "*Is it true?*", "ko": "사실입니까?"}, {"en": "A news desk", "ko": "보도국"},
                        ("rok", "us"))
        )  # fmt: skip
        self.site.give(c.LetObserve(("rok",)))

    # ------------------------------------------------------------------------------------- what there is to see

    def rooms(self) -> list[Look]:
        room = self.site.room
        return [
            Look("control", room("control"), wide=True), Look("cell", room(f"seat/{LEAD}"), wide=True),
            Look("plenary", room("plenary"), wide=True), Look("observe", room("observe")),
        ]  # fmt: skip

    def before_looks(self) -> list[Look]:
        plan = f"/plan/{self.site.exercise}"
        return [
            Look("join", self.site.link(self.site.grant("seat", DESK))), Look("join refused", "/join/nothing"),
            Look("home", "/"), Look("plan", "/plan"), Look("links", plan), *self.rooms(),
        ]  # fmt: skip

    def open_looks(self) -> list[Look]:
        control, [free] = self.site.room("control"), self.site.house.tip(self.site.exercise).free
        return [
            *self.rooms(), Look("inject", f"{control}/inject/own"), Look("free order", f"{control}/free/{free}"),
            Look("jump", f"{control}/jump?minutes=2000"), Look("control links", f"{control}/links"),
            Look("look", self.site.room(f"look/{ALLY}")), Look("letters", self.site.room(f"seat/{LEAD}/letters")),
            Look("ally", self.site.room(f"seat/{ALLY}")), Look("trouble", self.site.room("seat/dprk/military")),
            Look("nowhere", "/nowhere"), Look("no report", self.site.room("report")),
        ]  # fmt: skip

    def closed_looks(self) -> list[Look]:
        return self.rooms()

    def ended_looks(self) -> list[Look]:
        return [*self.rooms(), Look("plan", "/plan"), Look("report", self.site.room("report"), wide=True)]
