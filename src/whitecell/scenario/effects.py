"""Effects: what changes state, each draw and delay with its site."""

from collections.abc import Iterator, Mapping

from whitecell.rules import BOOLEAN, NUMBER, Chance, Choice, Delay, Effect, Scope, When
from whitecell.scenario import schema as raw
from whitecell.scenario.ground import Ground, constant
from whitecell.scenario.node import Path
from whitecell.scenario.values import minutes, moves


class Effects:
    """Reads the effects of one owner (an action, a rule, an inject); one counter numbers its sites as written."""

    def __init__(self, ground: Ground, sites: Iterator[int], arguments: Mapping[str, Choice]) -> None:
        self.ground, self.register, self.sites = ground, ground.register, sites
        self.scope: Scope = ground.everything(draws=True, arguments=arguments)

    def read(self, written: list[raw.Effect] | None, path: Path) -> tuple[Effect, ...]:
        """A list of effects."""
        found = (self.effect(effect, (*path, place)) for place, effect in enumerate(written or []))
        return tuple(effect for effect in found if effect is not None)

    def effect(self, written: raw.Effect, path: Path) -> Effect | None:
        """One effect; None where it could not be read."""
        match written:
            case str():
                return self.register.assignment(written, path, self.scope, self.ground.targets, self.sites)
            case raw.After():
                site = next(self.sites)
                count = moves(written.after)
                wait = 0.0 if count else minutes(written.after) or 0.0
                self.some(written.do, (*path, "do"), path)
                return Delay(count, wait, self.read(written.do, (*path, "do")), site)
            case raw.Chance():
                site = next(self.sites)
                place = (*path, "chance")
                probability = self.register.expression(written.chance, place, self.scope, NUMBER, self.sites)
                number = constant(probability)
                if number is not None and not 0.0 <= number <= 1.0:
                    self.register.fault(place, "G008", f"a probability is between 0 and 1, and this is {number:g}",
                                        "Write for example 0.2.")  # fmt: skip
                then, otherwise = self.branches(written, path)
                return Chance(probability, then, otherwise, site)
            case raw.If():
                condition = self.register.expression(written.if_, (*path, "if"), self.scope, BOOLEAN, self.sites)
                then, otherwise = self.branches(written, path)
                return When(condition, then, otherwise)
            case _:
                return None

    def branches(self, written: raw.Chance | raw.If, path: Path) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
        """What happens, and what else."""
        self.some((written.then or []) + (written.else_ or []), (*path, "then"), path)
        return self.read(written.then, (*path, "then")), self.read(written.else_, (*path, "else"))

    def some(self, written: list[raw.Effect], path: Path, above: Path) -> None:
        """Note where nothing would happen."""
        if not written and not self.register.damaged(above) and not self.register.damaged(path):
            self.register.fault(above, "G009", "nothing happens here", f"Write effects after '{path[-1]}:'.")
