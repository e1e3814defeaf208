"""Callbacks that are told of something; one that fails hurts neither the others nor whoever tells."""

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")

LOGGER = logging.getLogger("whitecell.live")


class Notices(Generic[P]):
    """Whom to tell, in the order they asked. Safe to use from several threads."""

    def __init__(self) -> None:
        self._callbacks: tuple[Callable[P, object], ...] = ()

    def add(self, callback: Callable[P, object]) -> None:
        """Tell this one from now on."""
        self._callbacks = (*self._callbacks, callback)

    def remove(self, callback: Callable[P, object]) -> None:
        """Tell this one no more; nothing if it was never told."""
        self._callbacks = tuple(known for known in self._callbacks if known != callback)

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all of them. What they raise is logged."""
        for callback in self._callbacks:
            try:
                callback(*args, **kwargs)
            except Exception:
                LOGGER.exception("a listener failed: %r", callback)
