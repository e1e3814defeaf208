"""A live exercise in which everything has happened once, with a unique word in all that not everybody may read.

`Played.parts()` plays it part by part; after each, `fit` says of a text who of its words may not be found where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.leaks.fort import fort
from tests.web.conftest import Site
from whitecell.check.secrecy.canary import CANARY, Canaries, Planter
from whitecell.check.secrecy.search import NUMBER, hidden_numbers, unfit
from whitecell.check.secrecy.sight import Addressees, Sight
from whitecell.exercise import Audience, Control, Exercise, Holder, OfCell, OfSeat, Plenary
from whitecell.exercise import command as c
from whitecell.game import Choice
from whitecell.live.access import Grant
from whitecell.rules.tree import Assign, StateRef
from whitecell.web import make

GATE, SCOUT, LORD, CHIEF = SEATS = ("gate/captain", "gate/scout", "keep/lord", "camp/chief")


class Deeper(Planter):
    """Plants in what effects say of themselves too: the names of the variables that they change, and their text."""

    def facts(self, value: Any) -> Any:
        match value:
            case Assign(name=name):
                value = replace(value, name=self.vars[name], text=self.canaries.plant(f"an effect on {name}"))
            case StateRef(name=name):
                value = replace(value, name=self.vars[name])
            case _:
                pass
        return super().facts(value)


class Played:
    """The fort, played live. `ids` are those that a probe may ask for: of things that some may not know."""

    def __init__(self) -> None:
        self.canaries = Canaries()
        self.plan = Deeper(fort(), self.canaries)
        self.site = Site(gap=1e12, scenario=self.plan.planted())
        self.house, self.id = self.site.house, self.site.exercise
        self.to = Addressees(self.tip.scenario)
        self.sights = {each: Sight(self.to, each) for each in self.audiences()}
        self.links: dict[str, str] = {}
        self.seat = {path: Grant(self.id, "seat", path) for path in SEATS}
        self.control = Grant(self.id, "control")

    @property
    def tip(self) -> Exercise:
        return self.house.tip(self.id)

    def close(self) -> None:
        self.house.close()

    def fresh(self) -> None:
        """An application with an open hub: the one before was closed with its streams."""
        self.site.app = make(self.house)

    def audiences(self) -> list[Audience]:
        seats: list[Audience] = [OfSeat(path) for path in SEATS]
        return [*seats, *(OfCell(cell.id) for cell in self.tip.scenario.cells), Plenary()]

    # -------------------------------------------------------------------------------------------------- what is found

    def unfit(self, text: str, audiences: Iterable[Audience], own: str = "") -> list[str]:
        """What in a text is for none of these audiences; what `own` holds, who asked knew before."""
        seen = list(audiences)
        if Control() in seen:
            return []
        words = set(CANARY.findall(text)) - set(CANARY.findall(own))
        found: list[str] = []
        for word in sorted(words):
            secret = self.canaries.secrets.get(word)
            told = f"{word}, {secret.what}" if secret else word
            if not any(not unfit({word}, self.sights[each], self.tip, self.canaries) for each in seen):
                found.append(told)
        hidden = set.intersection(*(hidden_numbers(self.tip, self.sights[each]) for each in seen)) if seen else set()
        return found + [f"the hidden number {number}" for number in sorted(set(NUMBER.findall(text)) & hidden)]

    # ----------------------------------------------------------------------------------------------------- what happens

    def word(self, *places: str, what: str = "what somebody wrote") -> str:
        """A new word for all these cells and seats; for Control alone without any, for everybody with `all`."""
        groups = {**self.to.cells, **{path: frozenset({path}) for path in SEATS}, "all": self.to.everybody}
        return self.canaries.plant(what, *(groups[place] for place in places))

    def coming(self, inject: str, *cells: str) -> Mapping[str, str]:
        """A text of an inject: these cells read it when it is released."""
        groups = [self.to.cells[cell] for cell in cells]
        return {"en": self.canaries.plant(f"a text of {inject}", *groups, when="released", of=inject)}

    def give(self, command: object, seat: str = "") -> None:
        self.site.wall.seconds += 0.5
        self.site.give(command, self.seat[seat] if seat else None)

    def refused(self, command: object, seat: str = "") -> None:
        outcome = self.house.do(
            self.id, command, id=self.word(what="an attempt"), actor=self.seat[seat] if seat else self.control  # type: ignore[arg-type]
        )  # fmt: skip
        assert not hasattr(outcome, "events"), outcome

    def choice(self, action: str, **arguments: str) -> Choice:
        return Choice(self.plan.actions[action], tuple(arguments.items()))

    def parts(self) -> Iterator[str]:
        """Play, part by part; after each something stands open."""
        self.come()
        yield "the move is open"
        self.talk()
        self.order()
        self.run_the_list()
        yield "everything has been said"
        self.close_and_open()
        yield "a proposal waits"
        self.end()
        yield "the exercise has ended"

    def come(self) -> None:
        """People come, with names that are Control's to know; the clock runs, and letters come."""
        for path in SEATS:
            self.give(c.TakeSeat(path, Holder("person", self.word())), path)
        for role, seat in (("control", ""), ("seat", LORD), ("observer", ""), ("plenary", "")):
            grant = Grant(self.id, role, seat)  # type: ignore[arg-type]
            _, self.links[role] = self.house.links.make(grant, self.site.wall(), shared=True, label=self.word())
            self.house.tokens.make(grant, self.site.wall(), label=self.word())
        gone, self.links["revoked"] = self.house.links.make(self.seat[LORD], self.site.wall(), label=self.word())
        self.house.links.revoke(gone.id)
        self.give(c.Pause(self.word("all")))
        self.give(c.Resume(2.0))
        self.give(c.LetObserve(("gate",)))
        for _ in range(8):
            self.site.wall.seconds += 25
            self.house.ticker.poll(wait=True)
        self.give(c.ReadLetter(LORD, 1), LORD)
        self.give(c.CheckLine())
        self.give(c.AnswerCheck(LORD, 1), LORD)

    def talk(self) -> None:
        """Messages, requests, shares, answers, drafts, and what Control does with them."""
        words = self.word
        self.give(c.SendMessage(GATE, ("control",), words(GATE)), GATE)
        self.give(c.SendMessage(CHIEF, ("control",), words(CHIEF)), CHIEF)
        self.give(c.SendMessage("control", (SCOUT,), words(SCOUT)))
        self.give(c.SendMessage("control", ("keep",), words("keep")))
        self.give(c.SendMessage("control", (), words("all")))
        for path in (GATE, SCOUT, LORD):
            self.give(c.AnswerQuestion(path, "q1", words(path), sealed=True), path)
        self.give(c.AnswerQuestion(GATE, "q1", words("gate")), GATE)
        self.give(c.AnswerQuestion(CHIEF, "q2", "now"), CHIEF)
        for number, path in enumerate((GATE, LORD, LORD, CHIEF, CHIEF)):
            cell = path.partition("/")[0]
            self.give(c.AskRFI(path, f"rfi{number}", "control", words(cell)), path)
        ids = list(self.tip.rfis)
        self.give(c.AnswerRFI(ids[0], *({"en": words("gate")} for _ in range(3)), to=()))  # type: ignore[arg-type]
        self.give(c.AssignRFI(ids[1], words()))
        self.give(c.DeclineRFI(ids[2], words("keep")))
        self.give(c.AnswerRFI(ids[3], *({"en": words("camp", "keep")} for _ in range(3)), to=("camp", "keep")))  # type: ignore[arg-type]
        self.give(c.AskShare(GATE, "s0", "keep", words("gate", "keep")), GATE)
        self.give(c.AskShare(CHIEF, "s1", "keep", words("camp", "keep")), CHIEF)
        self.give(c.AskShare(CHIEF, "s2", "gate", words("camp", "gate")), CHIEF)
        asked = list(self.tip.share_requests)
        self.give(c.ShareInject(LORD, 1, ("gate",), asked[0], words("gate", "keep")), LORD)
        self.give(c.DeclineShare(LORD, asked[1], words("camp", "keep")), LORD)
        now = self.site.wall()
        for path in SEATS:
            cell = path.partition("/")[0]
            for key in ("message", "q/q1", "q/q1/sealed", *(f"need/{need}" for need in self.tip.needs)):
                self.house.drafts.put(self.seat[path], path, key, words(path, what="a draft"), now)
            for key in ("cell/free/words", "cell/free/why", "cell/rfi", "cell/share"):
                self.house.drafts.put(self.seat[path], cell, key, words(cell, what="a draft"), now)
        for key in ("message", "new/sender", "new/title.en", "new/body.en"):
            self.house.drafts.put(self.control, "control", key, words(what="a draft"), now)
        self.refused(c.Pause(words(what="an attempt")), GATE)
        self.refused(c.ReleaseInject(words(what="an attempt")))

    def order(self) -> None:
        """Orders of each kind, with what they ask of others; free orders of each fate."""
        words, choice = self.word, self.choice
        self.give(c.GiveOrder(GATE, choice("fetch", road="short"), words("gate"), 61.0), GATE)
        self.answer("fetch", LORD, words("gate", "keep"))
        self.give(c.GiveOrder(GATE, choice("beacon"), words("gate")), GATE)
        self.answer("beacon", LORD, words("gate", "keep"))
        self.give(c.GiveOrder(LORD, choice("warn"), words("keep")), LORD)
        self.answer("warn", GATE, words("gate", "keep"))
        self.give(c.GiveOrder(CHIEF, choice("gather"), words("camp")), CHIEF)
        self.give(c.WithdrawOrder(CHIEF, list(self.tip.orders)[-1]), CHIEF)
        self.give(c.GiveOrder(CHIEF, choice("raid"), words("camp")), CHIEF)
        for number, path in enumerate((GATE, GATE, GATE, GATE, CHIEF, CHIEF, LORD)):
            cell = path.partition("/")[0]
            self.give(c.GiveFreeOrder(path, f"free{number}", words(cell), words(cell)), path)
        free = list(self.tip.free)
        self.give(c.ReturnFreeOrder(free[1], words("gate")))
        self.give(c.RuleFreeOrder(free[2], {self.plan.vars["strength"]: 4.123456789}, words("gate")))
        self.give(c.WithdrawFreeOrder(GATE, free[3]), GATE)
        self.give(c.MapFreeOrder(free[4], CHIEF, choice("signal", way="runner")))

    def answer(self, action: str, seat: str, words: str) -> None:
        """A seat answers, with conditions, what an action's order asks of it."""
        for need in list(self.tip.needs.values()):
            given = self.tip.orders[need.order].order.choice
            if given.action == self.plan.actions[action] and need.of == seat and need.answer is None:
                self.give(c.AnswerNeed(seat, need.id, "conditions", words), seat)

    def run_the_list(self) -> None:
        """Control's hand on the list of injects, and on the clock."""
        words, ids = self.word, self.plan.injects
        dream = ids["dream"]
        self.give(c.EditInject(dream, self.coming(dream, "camp"), self.coming(dream, "camp")))
        self.give(c.ReleaseInject(dream))
        for name, cell in (("own_out", "keep"), ("own_kept", "keep"), ("own_gone", "gate"), ("own_timed", "camp")):
            texts = [self.coming(name, cell) for _ in range(3)]
            self.give(c.AddInject(name, *texts, to=(cell,), move="m2" if name == "own_timed" else None))  # type: ignore[arg-type]
        self.give(c.ReleaseInject("own_out"))
        self.give(c.HoldInject("own_kept"))
        self.give(c.DropInject("own_gone", words()))
        self.give(c.RetimeInject("own_timed", "m2", 9.0))
        self.give(c.Jump(1.0))
        self.give(c.RealWorldStop(LORD, words("all")), LORD)
        self.give(c.Resume(1.0))

    def close_and_open(self) -> None:
        """One move ends with a ruling; of the next the result is proposed, ruled, and waits."""
        words, strength, plan = self.word, self.plan.vars["strength"], self.plan.vars["plan"]
        self.give(c.ProposeResult(words()))
        self.give(c.Rule(strength, 3.987654321, words()))
        self.give(c.AcceptResult())
        self.give(c.OpenMove())
        self.give(c.GiveOrder(CHIEF, self.choice("gather"), words("camp")), CHIEF)
        self.give(c.GiveOrder(GATE, self.choice("fetch", road="long"), words("gate")), GATE)
        self.answer("fetch", LORD, words("gate", "keep"))
        self.give(c.ProposeResult(words()))
        self.give(c.Rule(strength, 2.718281828, words()))
        self.give(c.Rule(plan, "wait", words()))

    def end(self) -> None:
        """Control accepts, and ends it."""
        self.give(c.AcceptResult())
        self.give(c.EndExercise(self.word("all")))
