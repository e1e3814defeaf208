"""The writer: the one thread that decides, and shows nothing before the disk has it.

It takes all that waits as a batch, judges each command after the one before, appends each exercise's events at once,
and only then makes the new state public, answers, and tells the listeners.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from time import perf_counter, sleep

from whitecell.exercise import Event
from whitecell.journal import Conflict, Head, JournalError, Store
from whitecell.live.access import Machine
from whitecell.live.ahead import Ahead, Spent, Submission
from whitecell.live.fault import HouseError
from whitecell.live.notice import Notices
from whitecell.live.outcome import Outcome, Refused, refused
from whitecell.live.running import Running
from whitecell.live.written import fresh_salts

LOGGER = logging.getLogger("whitecell.live")

MOST = 512
"""Commands of one batch."""
WAITING = 10_000
"""Commands that may wait before more are turned away."""
_GATHER = 0.1  # of the time of the last append: how long a writer under load waits for those it has just answered
_APPENDS = 8  # exercises whose appends share one sync to disk

_BUSY = refused("house.busy")
_CLOSED = refused("house.closed")
_STORE = refused("store.refused")
_CONFLICT = refused("store.conflict")


class Writer:
    """One thread for all exercises of a house. `find` gives an exercise, or makes room for one that is created."""

    def __init__(
        self,
        store: Store,
        find: Callable[[str], Running],
        now: Callable[[], float],
        gap: float,
        refusal: Callable[[Submission, Refused, float], None],
    ) -> None:
        self.spent = Spent()
        self.listeners: Notices[[str, tuple[Event, ...]]] = Notices()
        self._store, self._find, self._now, self._gap, self._refusal = store, find, now, gap, refusal
        self._salts = fresh_salts()
        self._queue: SimpleQueue[Sequence[Submission] | None] = SimpleQueue()
        self._gate = Lock()
        self._open = True
        self._pool = ThreadPoolExecutor(_APPENDS, "whitecell-append")
        self._pause = 0.0  # seconds to gather before the next batch
        self._thread = Thread(target=self._run, name="whitecell-writer", daemon=True)
        self._thread.start()

    def put(self, submissions: Sequence[Submission]) -> None:
        """Let these be carried out, in one batch, in this order."""
        with self._gate:
            if self._open and self._queue.qsize() < WAITING:
                self._queue.put(submissions)
                return
            answer = _BUSY if self._open else _CLOSED
        for submission in submissions:
            submission.done.set_result(answer)

    def here(self) -> bool:
        """Whether this is the writer's own thread, which must not wait for itself."""
        return current_thread() is self._thread

    def close(self) -> None:
        """Carry out what waits, then stop."""
        with self._gate:
            if self._open:
                self._open = False
                self._queue.put(None)
        if not self.here():
            self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        going = True
        while going:
            batch, going = self._next()
            try:
                self._carry_out(batch)
            except Exception:  # a defect must not leave anybody waiting
                LOGGER.exception("the writer failed")
                for submission in batch:
                    if not submission.done.done():
                        self._tell(submission, _STORE)

    def _next(self) -> tuple[list[Submission], bool]:
        """All that waits, at least one, and whether to go on after it."""
        batch: list[Submission] = []
        try:
            some = self._queue.get()
            if self._pause:
                sleep(self._pause)
            while some is not None:
                batch += some
                if len(batch) >= MOST:
                    return batch, True
                some = self._queue.get_nowait()
        except Empty:
            return batch, True
        return batch, False

    def _carry_out(self, batch: list[Submission]) -> None:
        by_exercise: dict[str, list[Submission]] = {}
        for submission in batch:
            by_exercise.setdefault(submission.exercise, []).append(submission)
        judged = [ahead for id_, some in by_exercise.items() if (ahead := self._judge(id_, some)) is not None]
        begun = perf_counter()
        written = [ahead for ahead in judged if ahead.entries]
        # Appends that are made at the same time share one transaction of the store.
        heads = list(self._pool.map(self._append, written)) if len(written) > 1 else [*map(self._append, written)]
        appended = perf_counter()
        self.spent.append += appended - begun
        # Whoever was answered together asks again together: a moment's wait lets them share the next sync too.
        self._pause = min(0.002, _GATHER * (appended - begun)) if len(batch) > 4 else 0.0
        for ahead in judged:
            if not ahead.entries:
                self._answer(ahead, ())
        for ahead, head in zip(written, heads, strict=True):
            self._answer(ahead, ahead.settle(head)) if isinstance(head, Head) else self._give_up(ahead, head)
        self.spent.show += perf_counter() - appended
        self.spent.commands += len(batch)
        self.spent.batches += 1

    def _judge(self, id_: str, submissions: list[Submission]) -> Ahead | None:
        """What these commands do to the exercise; None if it cannot be read, and all have been told so."""
        try:
            running = self._find(id_)
            if not running.sure:
                running.catch_up(self._store)
        except (HouseError, JournalError) as error:
            LOGGER.error("%s", error)
            for submission in submissions:
                self._tell(submission, _STORE)
            return None
        ahead = Ahead(running, self._salts, self._gap, self.spent)
        for submission in submissions:
            ahead.take(submission, self._now())
        return ahead

    def _append(self, ahead: Ahead) -> Head | JournalError:
        running = ahead.running
        try:
            return self._store.append(running.id, running.head.count, ahead.entries)
        except JournalError as error:
            return error
        except Exception as error:
            LOGGER.exception("the store failed")
            return JournalError(running.id, "J408", f"the store failed: {error}", "Look at the log")

    def _answer(self, ahead: Ahead, events: tuple[Event, ...]) -> None:
        """Tell each who asked, then everybody."""
        for submission, outcome in ahead.outcomes:
            self._tell(submission, ahead.running.done[outcome] if isinstance(outcome, str) else outcome)
        if events:
            self.listeners.tell(ahead.running.id, events)

    def _give_up(self, ahead: Ahead, error: JournalError) -> None:
        """The store refused: read what it holds, and tell everybody what became of theirs.

        A refusal may rest on what others of the batch asked, so it counts for no more than they do. If the disk has
        the commands after all (the answer was lost, not the data), they are accepted.
        """
        LOGGER.error("%s", error)
        running = ahead.running
        running.sure = False
        new: tuple[Event, ...] = ()
        try:
            new = running.catch_up(self._store)
        except (HouseError, JournalError) as unread:
            LOGGER.error("%s", unread)
        for submission, outcome in ahead.outcomes:
            answer: Outcome = _CONFLICT if isinstance(error, Conflict) else _STORE
            if not isinstance(outcome, Refused):
                answer = running.done.get(submission.name, answer)
            self._tell(submission, answer)
        if new:
            self.listeners.tell(running.id, new)

    def _tell(self, submission: Submission, outcome: Outcome) -> None:
        if isinstance(outcome, Refused) and not isinstance(submission.actor, Machine):
            self._refusal(submission, outcome, self._now())
        if submission.done.set_running_or_notify_cancel():  # who asked may have stopped waiting
            submission.done.set_result(outcome)
