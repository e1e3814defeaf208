"""The ticker: gives what the exercise clocks ask for, once, and never later than it must."""

from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from whitecell.exercise import TICK, Command, Event, Exercise, ReleaseInject, ResolveOrder, due
from whitecell.live.access import CLOCK
from whitecell.live.ahead import unseen
from whitecell.live.desk import Desk
from whitecell.live.fault import HouseError
from whitecell.live.outcome import Outcome
from whitecell.live.pulse import Pulse

if TYPE_CHECKING:
    from whitecell.live.house import House

EVERY = 0.2
"""Seconds between two looks at the clocks that run."""


class Ticker:
    """One for all exercises of a house."""

    def __init__(self, house: "House", desk: Desk) -> None:
        self._house, self._desk = house, desk
        self._waiting: dict[str, list[Future[Outcome]]] = {}
        self._pulse = Pulse("whitecell-ticker", self._beat)
        house.listen(self._heard)

    def start(self) -> None:
        """Look by itself from now on."""
        self._pulse.start()

    def stop(self) -> None:
        """Look no more."""
        self._pulse.stop()

    def poll(self, *, wait: bool = False) -> bool:
        """Give what is due now; True while any clock runs. `wait`: until it has been carried out.

        Nobody is asked again before the last answer is there, and each command is named after what it is about, so
        that looking twice does nothing twice. The writer asks once more whether it is due: a pause may have come first.
        """
        running = False
        for tip in self._house.alive():
            if tip.phase != "running" or tip.automatic:
                continue
            running = True
            if all(done.done() for done in self._waiting.get(tip.id, ())):
                count = self._house.count(tip.id)
                commands = due(self._house.tip(tip.id), self._house.now())
                self._waiting[tip.id] = [
                    self._house.submit(tip.id, command, id=_name(command, count), actor=CLOCK) for command in commands
                ]
        if wait:
            for done in [done for some in self._waiting.values() for done in some]:
                done.result()
        return running

    def _beat(self) -> float | None:
        running = self.poll()
        with suppress(HouseError):  # what nobody waits for may be lost; those who wait for a write are told
            self._desk.flush()
        if not running:
            return 2.0
        return min([EVERY, *(self._next(tip) for tip in self._house.alive() if tip.phase == "running")])

    def _next(self, tip: Exercise) -> float:
        """Seconds until its clock must be ticked."""
        return max(0.01, TICK - unseen(tip.clock, self._house.now())) if tip.clock.running else EVERY

    def _heard(self, exercise: str, events: tuple[Event, ...]) -> None:
        if any(event.kind in ("exercise.started/1", "clock.resumed/1") for event in events):
            self._pulse.wake()


def _name(command: Command, count: int) -> str:
    """What a command of the clock is named after: an inject or an order, each once; else the state it was asked of."""
    match command:
        case ReleaseInject(inject=inject):
            return f"release {inject}"
        case ResolveOrder(order=order):
            return f"resolve {order}"
        case _:
            return f"{type(command).__name__} {count}"
