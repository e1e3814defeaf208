"""What makes state of one kind of event."""

from collections.abc import Callable, Mapping

from whitecell.exercise.state import Event, Exercise

Handler = Callable[[Exercise, Event], Exercise]
Handlers = Mapping[str, Handler]
