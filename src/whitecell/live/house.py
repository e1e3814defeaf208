"""The house: every exercise of one journal store, with its writer, its clock, its bots and its doors."""

import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, RLock
from time import time
from typing import Literal, get_args

from whitecell.exercise import (
    Audience,
    Command,
    Create,
    Event,
    Exercise,
    Holder,
    Restore,
    TakeSeat,
    View,
)
from whitecell.journal import JournalError, SqliteStore, Store
from whitecell.live.access import HOUSE, Actor
from whitecell.live.ahead import Spent, Submission
from whitecell.live.attempts import Attempts, harmless
from whitecell.live.desk import Desk
from whitecell.live.drafts import Drafts
from whitecell.live.fault import HouseError
from whitecell.live.links import Links
from whitecell.live.outcome import Outcome, Refused, refused
from whitecell.live.presence import Presence
from whitecell.live.running import Running, restored
from whitecell.live.seats import Seats
from whitecell.live.secret import short_id
from whitecell.live.sessions import Sessions
from whitecell.live.sights import Sights
from whitecell.live.ticker import Ticker
from whitecell.live.tokens import Tokens
from whitecell.live.writer import Writer
from whitecell.players import setup
from whitecell.rules import Value
from whitecell.scenario import Medium, Scenario, Text

GAP = 30.0
"""Seconds without a tick after which a running exercise is paused at its last tick: the machine slept."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of exercises."""

    id: str
    title: Text
    phase: Literal["created", "running", "paused", "ended"]


class House:
    """Opens the journals and the desk beside them, and runs every exercise in them until `close`.

    Safe to use from several threads. All that it shows is on disk.
    """

    def __init__(
        self,
        where: str | os.PathLike[str] | Store,
        *,
        desk: str | os.PathLike[str] | None = None,
        now: Callable[[], float] = time,
        gap: float = GAP,
        pace: float = 0.0,
        threads: bool = True,
    ) -> None:
        """Take up the exercises of a file of journals (made if it is not there), or of a store, which stays yours.

        The desk is the file beside it (NAME.desk); of a store, what `desk` names, or memory. `now` gives wall time in
        seconds. `pace`: bots order when this share of a move has been played. `threads` False: the clock and the bots
        act only when `ticker.poll()` and `seats.poll()` are called, for tests.

        Every exercise that was running is paused at its last durable tick. One whose journal cannot be read is in
        `unreadable`. Raises HouseError L101 to L104 and JournalError J406 to J408.
        """
        path = Path(where).absolute() if isinstance(where, str | os.PathLike) else None
        self.now = now
        self._own = SqliteStore(path) if path is not None else None
        self.store: Store = self._own or where  # type: ignore[assignment]
        try:
            self._desk = Desk(path.with_name(f"{path.name}.desk") if path is not None else desk)
        except BaseException:
            self._close_store()
            raise
        try:
            self.drafts = Drafts(self._desk)
            self.links = Links(self._desk)
            self.sessions = Sessions(self._desk)
            self.tokens = Tokens(self._desk)
            self.attempts = Attempts(self._desk)
            self.presence = Presence()
            self.unreadable: dict[str, str] = {}
            self._making = Lock()  # one exercise is made at a time
            self._lock = RLock()  # guards the two below
            self._running: dict[str, Running] = {}
            self._ended: dict[str, Summary] = {}
            self._take_up()
        except BaseException:
            self._desk.close()
            self._close_store()
            raise
        self._sights = Sights(self.tip)
        self._writer = Writer(self.store, self._find, now, gap, self._note)
        self.ticker = Ticker(self, self._desk)
        self.seats = Seats(self, self._desk, pace)
        self._restore()
        if threads:
            self.ticker.start()
            self.seats.start()

    # ------------------------------------------------------------ commands

    def submit(self, exercise: str, command: Command, *, id: str, actor: Actor) -> "Future[Outcome]":
        """Let a command be judged and carried out. The future is resolved after its events are on disk.

        `id` is the command's own, chosen by whoever gives it: the same id from the same actor gets the same acceptance
        and is carried out once, even across a crash. What an actor may not do, and every fault, is `Refused`.
        """
        submission = Submission(exercise, command, id, actor)
        self._writer.put((submission,))
        return submission.done

    def do(self, exercise: str, command: Command, *, id: str, actor: Actor) -> Outcome:
        """The same, waiting. Raises HouseError L108 in a listener, which would wait for itself."""
        if self._writer.here():
            raise HouseError(exercise, "L108")
        return self.submit(exercise, command, id=id, actor=actor).result()

    def create(
        self,
        scenario: Scenario,
        *,
        id: str,
        actor: Actor,
        seed: int | None = None,
        course: str = "",
        parameters: Mapping[str, float] | None = None,
        start: Mapping[str, Value] | None = None,
    ) -> tuple[str, Outcome]:
        """Make an exercise of a checked scenario, every seat held by its bot; its name, and what became of it.

        `seed` None: drawn. The same id from the same actor gets the exercise that it made before.
        """
        with self._making:
            made = self._made(f"{actor}#{id}")
            if made is not None:
                return made.id, made.done[f"{actor}#{id}"]
            if course and course not in scenario.courses:
                return "", refused("course.unknown", {"name": course})
            with self._lock:
                exercise = short_id({*self._running, *self._ended, *self.unreadable})
                self._running[exercise] = Running(exercise)
            seed = secrets.randbits(63) if seed is None else seed
            create = Create(exercise, scenario, seed, course, dict(parameters or {}), dict(start or {}))
            submissions = [Submission(exercise, create, id, actor), *_bots(exercise, scenario, course)]
            self._writer.put(submissions)
            outcome = submissions[0].done.result()
            if isinstance(outcome, Refused):
                with self._lock:
                    del self._running[exercise]
            return exercise, outcome

    def _made(self, name: str) -> Running | None:
        """The exercise that the command of this name has made."""
        with self._lock:
            return next((running for running in self._running.values() if name in running.done), None)

    # ------------------------------------------------------------ what is so

    def tip(self, exercise: str) -> Exercise:
        """The durable state of an exercise. Raises HouseError L106, L107.

        It holds everything: show nobody anything but a `view` of it.
        """
        return self._find(exercise).exercise

    def view(self, exercise: str, audience: Audience, last: int | None = 50) -> View:
        """What an audience may see now; of the entries the `last`. Raises HouseError L106, L107."""
        return self._sights.view(exercise, audience, last)

    def count(self, exercise: str) -> int:
        """How many records its journal has. Raises HouseError L106, L107."""
        return self._find(exercise).head.count

    def exercises(self) -> list[Summary]:
        """Every exercise that can be read, by id."""
        with self._lock:
            there = [running.tip for running in self._running.values() if running.tip is not None]
            ended = [summary for id_, summary in self._ended.items() if id_ not in self._running]
        return sorted([*(Summary(x.id, x.scenario.title, x.phase) for x in there), *ended], key=lambda each: each.id)

    def alive(self) -> list[Exercise]:
        """The durable states of all exercises that have not ended."""
        with self._lock:
            tips = [running.tip for running in self._running.values()]
        return [tip for tip in tips if tip is not None and tip.phase != "ended"]

    @property
    def spent(self) -> Spent:
        """Where the writer's time has gone so far."""
        return replace(self._writer.spent)

    def listen(self, callback: Callable[[str, tuple[Event, ...]], object]) -> None:
        """Call back with (exercise, events) after each durable batch, in the order of the journal.

        From the writer's thread: be quick, and never wait for a command there.
        """
        self._writer.listeners.add(callback)

    def unlisten(self, callback: Callable[[str, tuple[Event, ...]], object]) -> None:
        """Call it back no more."""
        self._writer.listeners.remove(callback)

    def close(self) -> None:
        """Stop the clock and the bots, carry out what waits, let go of the files. May be called again."""
        self.ticker.stop()
        self.seats.stop()
        self._writer.close()
        self._desk.close()
        self._close_store()

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ inside

    def _close_store(self) -> None:
        if self._own is not None:
            self._own.close()

    def _find(self, exercise: str) -> Running:
        running = self._running.get(exercise)
        if running is not None:
            return running
        if exercise not in self._ended:
            raise HouseError(exercise[:40], "L107" if exercise in self.unreadable else "L106")
        made = restored(self.store, exercise)  # outside the lock: it may be long, and the others go on
        with self._lock:
            return self._running.setdefault(exercise, made)

    def _take_up(self) -> None:
        """Read every journal; of an exercise known to have ended only its name, until somebody asks for it."""
        known = {id_: row for id_, *row in self._desk.rows("SELECT exercise, title, count FROM ended")}
        for id_ in self.store.exercises():
            if id_ in known and self.store.head(id_).count == known[id_][1]:
                title = Text(tuple((language, text) for language, text in json.loads(known[id_][0])))
                self._ended[id_] = Summary(id_, title, "ended")
                continue
            try:
                running = restored(self.store, id_)
            except (HouseError, JournalError) as error:
                self.unreadable[id_] = str(error)
                continue
            self._running[id_] = running
            if running.tip is not None and running.tip.phase == "ended":
                written = json.dumps(running.tip.scenario.title.versions, ensure_ascii=False)
                self._desk.later(("INSERT OR REPLACE INTO ended VALUES (?, ?, ?)", (id_, written, running.head.count)))

    def _restore(self) -> None:
        """Pause what was running, and seat the bots that a crash at the creation left standing."""
        waiting = []
        for tip in self.alive():
            if tip.automatic:
                continue
            if tip.phase == "running":
                waiting.append(self.submit(tip.id, Restore(), id=f"open {self.count(tip.id)}", actor=HOUSE))
            missing = _bots(tip.id, tip.scenario, tip.course, without=tip.holders)
            self._writer.put(missing)
            waiting += [each.done for each in missing]
        for done in waiting:
            done.result()

    def _note(self, submission: Submission, outcome: Refused, now: float) -> None:
        known = submission.exercise if submission.exercise in self._running else ""
        what = type(submission.command).__name__
        tip = self._running[known].tip if known else None
        facts = harmless(outcome.refusal, _called(tip)) if tip is not None else "{}"
        self.attempts.note(known, submission.actor, what, outcome.refusal.code, now, facts)


def _called(tip: Exercise) -> frozenset[str]:
    """What things of an exercise are called in its scenario and its MSEL."""
    scenario = tip.scenario
    return frozenset((
        *scenario.seats, *scenario.cell, *scenario.move, *scenario.action, *scenario.index, *scenario.inject,
        *tip.items, *scenario.languages, *get_args(Medium),
        *(action.when.text for action in scenario.actions if action.when is not None),
    ))  # fmt: skip


def _bots(exercise: str, scenario: Scenario, course: str, without: Collection[str] = ()) -> list[Submission]:
    """What sets a bot on every other seat, as the scenario and the course say."""
    return [
        Submission(exercise, TakeSeat(seat, Holder("bot", bot)), f"seat {seat}", HOUSE)
        for seat, bot in setup(scenario, course or None).bots.items()
        if seat not in without
    ]
