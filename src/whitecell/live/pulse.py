"""A thread that looks again whenever it is woken, and at the latest after a while."""

import logging
from collections.abc import Callable
from threading import Event, Thread, current_thread

LOGGER = logging.getLogger("whitecell.live")


class Pulse:
    """Calls `beat` until it is stopped; what it returns is how many seconds to sleep, None: until woken."""

    def __init__(self, name: str, beat: Callable[[], float | None]) -> None:
        self._beat = beat
        self._awake = Event()
        self._going = True
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look again now."""
        self._awake.set()

    def stop(self) -> None:
        """End after the beat that is under way. May be called again, and before `start`."""
        self._going = False
        self._awake.set()
        if self._thread.is_alive() and self._thread is not current_thread():
            self._thread.join()

    def _run(self) -> None:
        while self._going:
            self._awake.clear()
            try:
                pause = self._beat()
            except Exception:  # a defect in one round must not stop the clock for good
                LOGGER.exception("%s failed", self._thread.name)
                pause = 1.0
            self._awake.wait(pause)
