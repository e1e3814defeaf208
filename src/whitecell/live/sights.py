"""What each audience sees of each exercise, kept between pages so that a page costs what is new on it."""

from collections.abc import Callable
from threading import Lock

from whitecell.exercise import Audience, Exercise, View, view
from whitecell.exercise.sight import Sight


class _Seen:
    """One audience's sight of one exercise, and the last view made of it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.sight: Sight | None = None
        self.made: tuple[Exercise, int | None, View] | None = None


class Sights:
    """The sights of a house. Safe to use from several threads: each sight is moved on by one at a time."""

    def __init__(self, tip: Callable[[str], Exercise]) -> None:
        self._tip = tip
        self._seen: dict[tuple[str, Audience], _Seen] = {}

    def view(self, exercise: str, audience: Audience, last: int | None) -> View:
        """What this audience may see now; `last`: of the entries only so many. Raises HouseError L106, L107."""
        self._tip(exercise)  # an exercise that is not there gets no place here
        seen = self._seen.setdefault((exercise, audience), _Seen())
        with seen.lock:
            tip = self._tip(exercise)  # under the lock: a sight never goes back
            if seen.made is not None and seen.made[0] is tip and seen.made[1] == last:
                return seen.made[2]
            if seen.sight is None:
                seen.sight = Sight(tip.scenario, audience)
            seen.sight.follow(tip)
            made = view(tip, audience, seen.sight, last)
            seen.made = tip, last, made
            return made
