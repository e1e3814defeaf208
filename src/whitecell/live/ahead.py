"""An exercise ahead of its journal: what a batch of commands would make of it, once the disk has it."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import perf_counter

from whitecell.exercise import Command, Create, Event, Exercise, Holder, Refusal, Restore, decide, due, evolve
from whitecell.exercise.state import Clock
from whitecell.game import Dice
from whitecell.journal import Entry, Head, JournalError
from whitecell.live.access import CLOCK, HOUSE, Actor, Machine, may
from whitecell.live.outcome import Accepted, Outcome, Refused, refused
from whitecell.live.running import Running
from whitecell.live.written import entries_of
from whitecell.players import Salts
from whitecell.scenario import Scenario

LOGGER = logging.getLogger("whitecell.live")

LONGEST = 1_000_000
"""Bytes of all that one command may write, but for a scenario."""
_ID = 200  # characters of a command's id
_NO_DICE = Dice(0)


@dataclass(slots=True)
class Submission:
    """A command on its way. `done` is resolved when its events are on disk, or with why there are none."""

    exercise: str
    command: Command
    id: str
    actor: Actor
    done: "Future[Outcome]" = field(default_factory=Future)

    @property
    def name(self) -> str:
        """The id under which the journal keeps it: each actor has its own, so that nobody takes another's."""
        return f"{self.actor}#{self.id}"


@dataclass(slots=True)
class Spent:
    """Seconds the writer has spent, by what on, and on how many commands in how many batches."""

    decide: float = 0.0
    encode: float = 0.0
    append: float = 0.0
    show: float = 0.0
    commands: int = 0
    batches: int = 0


@dataclass(slots=True)
class Ahead:
    """The speculative state of one exercise while its batch is judged. Thrown away if the store refuses."""

    running: Running
    salts: Salts
    gap: float
    spent: Spent
    tip: Exercise | None = None
    dice: Dice = field(default=_NO_DICE)
    awake: bool = False
    entries: list[Entry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    accepted: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    outcomes: list[tuple[Submission, Outcome | str]] = field(default_factory=list)
    """For each submission its outcome, or the name under which it will be found once the disk has it."""

    def __post_init__(self) -> None:
        self.tip, self.dice, self.awake = self.running.tip, self.running.dice, self.running.awake

    def take(self, submission: Submission, now: float) -> None:
        """Judge one submission after all that were taken before it."""
        try:
            outcome: Outcome | str | None = self._judge(submission, now)
        except Exception:
            LOGGER.exception("%s of %s failed", type(submission.command).__name__, submission.exercise)
            outcome = refused("house.fault")
        if outcome is None:  # nothing to be done, or accepted
            name, known = submission.name, self.running.done
            outcome = name if name in self.accepted else known.get(name) or Accepted((), self.running.head)
        self.outcomes.append((submission, outcome))

    def settle(self, head: Head) -> tuple[Event, ...]:
        """The disk has it: make it the state that everybody sees."""
        running = self.running
        running.tip, running.head, running.dice, running.awake = self.tip, head, self.dice, self.awake
        running.done.update((name, Accepted(events, head)) for name, events in self.accepted.items())
        return tuple(self.events)

    def _judge(self, submission: Submission, now: float) -> Refused | None:
        command, actor, name = submission.command, submission.actor, submission.name
        if (refusal := may(actor, command, submission.exercise)) is not None:
            return Refused(refusal)
        if name in self.accepted or name in self.running.done:
            return None
        if len(name) > _ID or not submission.id or not name.isprintable():
            return refused("command.id")
        if self.tip is None and not isinstance(command, Create):
            return refused("exercise.missing")
        self._wake(now)
        if (refused_ := self._untimely(command, actor, now)) is not None:
            return refused_
        return self._carry_out(command, name, now)

    def _wake(self, now: float) -> None:
        """Pause an exercise whose clock has run unseen: after a restart, a sleep of the machine, a store that refused.

        Without this everything that came due meanwhile would come in a burst.
        """
        tip = self.tip
        runs = tip is not None and tip.phase == "running" and not tip.automatic
        if tip is not None and runs and not (self.awake and unseen(tip.clock, now) <= self.gap):
            self._carry_out(Restore(), f"{HOUSE}#restore {self.running.head.count + len(self.entries)}", now)
        self.awake = True

    def _untimely(self, command: Command, actor: Actor, now: float) -> Refused | None:
        """What clock and bots ask for may have been overtaken by what others did since."""
        assert self.tip is not None or isinstance(command, Create)
        if self.tip is None or not isinstance(actor, Machine):
            return None
        if actor == CLOCK and command not in due(self.tip, now):
            return refused("clock.overtaken")
        if actor.kind == "bot" and self.tip.holders.get(actor.seat) != Holder("bot", actor.name):
            return refused("bot.overtaken")
        return None

    def _carry_out(self, command: Command, name: str, now: float) -> Refused | None:
        begun = perf_counter()
        scenario: Scenario | None = None
        if isinstance(command, Create):
            scenario, self.dice = command.scenario, Dice(command.seed)
        events = decide(self.tip, command, now, self.dice)
        decided = perf_counter()
        self.spent.decide += decided - begun
        if isinstance(events, Refusal):
            return Refused(events)
        try:
            entries = entries_of(events, name, self.salts)
        except JournalError:
            return refused("command.text")
        if scenario is None and _size(entries) > LONGEST:
            return refused("command.long", {"most": LONGEST // 1000})
        encoded = perf_counter()
        tip = self.tip
        for event in events:
            tip = evolve(tip, event, scenario)
        self.tip = tip
        self.entries += entries
        self.events += events
        if events:
            self.accepted[name] = tuple(events)
        self.spent.encode += encoded - decided
        self.spent.decide += perf_counter() - encoded
        return None


def unseen(clock: Clock, now: float) -> float:
    """Wall seconds that the clock has run since its last durable tick, resume or change of rate."""
    last = max(clock.ticked, clock.base)
    return (clock.exercise(now) - last) * 60.0 / clock.rate if clock.rate > 0.0 else 0.0


def _size(entries: Sequence[Entry]) -> int:
    return sum(len(entry.body) + sum(len(sealed.text.encode()) for sealed in entry.texts) for entry in entries)
