"""Automated players: they hold the seats that nobody has taken, order once a move, and answer what they are asked.

Where a person has a bot for an aid, the bot writes drafts and the person sends.
"""

import json
import logging
from collections.abc import Iterable
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING

from whitecell.exercise import (
    AnswerNeed,
    Event,
    Exercise,
    GiveOrder,
    Holder,
    OpenNeed,
    at_barrier,
    current,
    need_id,
    standing_orders,
)
from whitecell.game import Choice, Dice, requests, slots
from whitecell.live.access import Grant, Machine
from whitecell.live.desk import Desk
from whitecell.live.outcome import Outcome, Refused
from whitecell.live.pulse import Pulse
from whitecell.players import answer, choose_cell
from whitecell.scenario import Answer

if TYPE_CHECKING:
    from whitecell.live.house import House

LOGGER = logging.getLogger("whitecell.live")

AID = "aid/"
"""What the keys of drafts begin with that a bot wrote for a person: `aid/1` ... for orders, `aid/need/ID`."""

_AGAIN = ("store.refused", "store.conflict", "house.busy", "house.fault")  # refusals that say nothing of the order


class Seats:
    """The automated players of a house. They see what the barrier shows their seat, and act only through `submit`.

    What a bot orders in a move is noted on the desk before the first order goes out, and each order has an id of its
    own: after a crash the rest is given, and nothing twice.
    """

    def __init__(self, house: "House", desk: Desk, pace: float) -> None:
        self._house, self._desk, self._pace = house, desk, pace
        self._lock = Lock()  # guards the next
        self._changed: set[str] = {tip.id for tip in house.alive()}
        self._turns: dict[tuple[str, int, str], tuple[Choice, ...]] = {
            (exercise, move, seat): tuple(
                Choice(action, tuple((name, option) for name, option in rest)) for action, rest in json.loads(orders)
            )
            for exercise, move, seat, orders in desk.rows("SELECT exercise, move, seat, orders FROM turn")
        }
        self._over: set[tuple[str, int, str]] = set()  # turns whose orders have all been judged
        self._silent: set[tuple[str, str]] = set()  # needs that a bot leaves unanswered
        self._pulse = Pulse("whitecell-seats", self._beat)
        house.listen(self._heard)

    def start(self) -> None:
        """Play by themselves from now on."""
        self._pulse.start()

    def stop(self) -> None:
        """Play no more."""
        self._pulse.stop()

    def poll(self) -> None:
        """Let the bots of every exercise in which something has happened do what there is to do, and wait for it."""
        with self._lock:
            changed, self._changed = self._changed, set()
        for tip in self._house.alive():
            if tip.id in changed and not self._settled(tip):
                with self._lock:
                    self._changed.add(tip.id)

    def _beat(self) -> float | None:
        self.poll()
        return 1.0 if self._changed else None

    def _heard(self, exercise: str, events: tuple[Event, ...]) -> None:
        with self._lock:
            self._changed.add(exercise)
        self._pulse.wake()

    def _settled(self, tip: Exercise) -> bool:
        """Do what there is to do in one exercise; False if it must be looked at again (a full disk, a defect)."""
        try:
            return not self._attend(tip)
        except Exception:
            LOGGER.exception("the bots of %s failed", tip.id)
            return False

    def _attend(self, tip: Exercise) -> bool:
        """What the bots of one exercise do now; True if something is left for later."""
        if tip.automatic or tip.phase != "running" or tip.world.stage != "open" or tip.closing:
            return False
        bots = _seated(tip)
        aids = {seat: h.aid for seat, h in tip.holders.items() if h.kind == "person" and h.aid in tip.scenario.bots}
        if _played(tip, self._house.now()) >= self._pace:
            for cell in sorted(cell.id for cell in tip.scenario.cells):
                self._choose(tip, cell, bots)
                self._suggest(tip, cell, aids)
        waiting = [*self._orders(tip, bots), *self._answers(tip, bots, aids)]
        return self._judged(tip, waiting)

    def _judged(self, tip: Exercise, waiting: list[tuple[str, "Future[Outcome]"]]) -> bool:
        """Wait for what was given; a turn is over when no order of it must be given again."""
        again = set()
        for seat, done in waiting:
            outcome = done.result()
            if isinstance(outcome, Refused) and outcome.refusal.code in _AGAIN:
                again.add(seat)
        number = tip.world.number
        self._over |= {(tip.id, number, seat) for seat, _ in waiting if seat and seat not in again}
        return bool(again)

    def _choose(self, tip: Exercise, cell: str, bots: dict[str, str]) -> None:
        """The turns of a cell's bots that have had none in this move. Each person of the cell is left one order."""
        number = tip.world.number
        mine = {s: b for s, b in bots.items() if _in(s, cell) and (tip.id, number, s) not in self._turns}
        if not mine:
            return
        chosen = _wanted(tip, cell, mine)
        given = standing_orders(tip, cell)
        people = sum(
            1 for seat, holder in tip.holders.items()
            if holder.kind == "person" and _in(seat, cell) and any(seat in action.by for action in tip.scenario.actions)
            and all(order.seat != seat for order in given)
        )  # fmt: skip
        free = max(0, slots(tip.scenario, tip.world, cell) - len(given) - people)
        self._note(tip, {seat: [choice for by, choice in chosen[:free] if by == seat] for seat in mine})

    def _suggest(self, tip: Exercise, cell: str, aids: dict[str, str]) -> None:
        """Drafts for the people of a cell who have a bot for an aid: once a move, in place of the last move's."""
        for seat, bot in aids.items():
            if not _in(seat, cell) or (tip.id, tip.world.number, f"{seat} {bot}") in self._turns:
                continue
            self._note(tip, {f"{seat} {bot}": []})
            grant = Grant(tip.id, "seat", seat)
            for key in self._house.drafts.of(grant, seat, AID):
                self._house.drafts.discard(grant, seat, key)
            for place, (_, choice) in enumerate(_wanted(tip, cell, {seat: bot}), 1):
                words = {"action": choice.action, "arguments": dict(choice.arguments)}
                self._draft(grant, f"{AID}{place}", words, bot)

    def _orders(self, tip: Exercise, bots: dict[str, str]) -> Iterable[tuple[str, "Future[Outcome]"]]:
        """Give what was chosen and has not been given."""
        number = tip.world.number
        for seat, bot in bots.items():
            turn = (tip.id, number, seat)
            if turn in self._turns and turn not in self._over:
                for place, choice in enumerate(self._turns[turn]):
                    actor = Machine("bot", seat, bot)
                    yield (
                        seat,
                        self._house.submit(tip.id, GiveOrder(seat, choice), id=f"order {number}.{place}", actor=actor),
                    )

    def _answers(
        self, tip: Exercise, bots: dict[str, str], aids: dict[str, str]
    ) -> Iterable[tuple[str, "Future[Outcome]"]]:
        """Answer what is asked of bots; to what is asked of a person with an aid, draft the answer."""
        open_ = {given.id for given in current(tip)}
        for need in tip.needs.values():
            if need.order not in open_ or need.answer is not None or need.kind == "inform":
                continue
            if need.of in bots and (tip.id, need.id) not in self._silent:
                said = _reply(tip, need, bots[need.of])
                if said == "silent":
                    self._silent.add((tip.id, need.id))
                    continue
                actor = Machine("bot", need.of, bots[need.of])
                command = AnswerNeed(need.of, need.id, said)
                yield "", self._house.submit(tip.id, command, id=f"answer {need.id}", actor=actor)
            elif need.of in aids:
                grant, key = Grant(tip.id, "seat", need.of), f"{AID}need/{need.id}"
                if self._house.drafts.get(grant, need.of, key) is None:
                    self._draft(grant, key, {"answer": _reply(tip, need, aids[need.of])}, aids[need.of])

    def _draft(self, grant: Grant, key: str, words: object, bot: str) -> None:
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        self._house.drafts.put(grant, grant.seat, key, text, self._house.now(), by=f"bot {bot}")

    def _note(self, tip: Exercise, turns: dict[str, list[Choice]]) -> None:
        """Keep what was chosen, durably, and forget what was in earlier moves."""
        number = tip.world.number
        self._desk.write(
            ("DELETE FROM turn WHERE exercise = ? AND move < ?", (tip.id, number)),
            *(
                ("INSERT OR REPLACE INTO turn (exercise, move, seat, orders) VALUES (?, ?, ?, ?)",
                 (tip.id, number, seat, json.dumps([[choice.action, choice.arguments] for choice in choices])))
                for seat, choices in turns.items()
            ),
        )  # fmt: skip
        self._turns |= {(tip.id, number, seat): tuple(choices) for seat, choices in turns.items()}


def _seated(tip: Exercise) -> dict[str, str]:
    """The seats that bots hold, in id order, each with its bot."""
    held = ((seat, tip.holders.get(seat, Holder("person", ""))) for seat in tip.scenario.seats)
    return {seat: holder.name for seat, holder in held if holder.kind == "bot" and holder.name in tip.scenario.bots}


def _in(seat: str, cell: str) -> bool:
    return seat.partition("/")[0] == cell


def _played(tip: Exercise, now: float) -> float:
    """The share of the open move that has been played."""
    plays = tip.scenario.move[tip.world.move].plays
    return (tip.clock.exercise(now) - tip.opened + tip.skipped) / plays if plays > 0.0 else 1.0


def _wanted(tip: Exercise, cell: str, bots: dict[str, str]) -> list[tuple[str, Choice]]:
    """What these bots of a cell would order now, as in an automatic play: seat and choice."""
    course = tip.scenario.courses.get(tip.course)
    orders = choose_cell(
        tip.scenario, at_barrier(tip), cell, bots, Dice(tip.seed, tip.play), course.orders if course else (),
        standing_orders(tip, cell),
    )  # fmt: skip
    return [(order.seat, order.choice) for order in orders]


def _reply(tip: Exercise, need: OpenNeed, bot: str) -> Answer:
    """How a bot answers a need."""
    order = tip.orders[need.order].order
    request = next(each for each in requests(tip.scenario, order) if need_id(need.order, each) == need.id)
    return answer(tip.scenario, tip.world, request, tip.scenario.bots[bot], Dice(tip.seed, tip.play))
