"""When each move is planned to begin: in exercise time and in game time, along every way through the moves."""

from dataclasses import dataclass

from whitecell.kit.tongue import Tongue
from whitecell.scenario import Inject, Move, Scenario

MOST = 2000  # ways through the moves that are looked at


@dataclass(frozen=True, slots=True)
class Planned:
    """A move's numbers and starts over all ways that lead to it, least first. `starts` are minutes of exercise time,
    `game` minutes of game time after STARTEX. Empty where no way leads to it.
    """

    numbers: tuple[int, ...]
    starts: tuple[float, ...]
    game: tuple[float, ...]


def plan(scenario: Scenario) -> dict[str, Planned]:
    """Every move's place in the day. A move that is played again is planned for its first time."""
    found: dict[str, set[tuple[int, float, float]]] = {move.id: set() for move in scenario.moves}
    ways: list[tuple[str, tuple[str, ...], float, float]] = [(scenario.moves[0].id, (), 0.0, 0.0)]
    for _ in range(MOST):
        if not ways:
            break
        id_, past, start, game = ways.pop()
        found[id_].add((len(past) + 1, start, game))
        move = scenario.move[id_]
        here = (*past, id_)
        targets = {each.move for each in move.next if each.move and each.move not in here}
        ways += [(each, here, start + move.plays, game + move.covers) for each in sorted(targets)]
    return {
        id_: Planned(*(tuple(sorted({place[i] for place in places})) for i in range(3)))  # type: ignore[arg-type]
        for id_, places in found.items()
    }


class Day:
    """The plan of one exercise in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue, self.scenario, self.planned = tongue, tongue.scenario, plan(tongue.scenario)

    def number(self, move: Move) -> str:
        """`Move 2`; `Move 2 or 3` where the ways differ; its place in the list where no way leads to it."""
        numbers = self.planned[move.id].numbers or (self.scenario.moves.index(move) + 1,)
        return self.tongue.word("move", n=self.tongue.word("or_between").join(map(str, numbers)))

    def startex(self, move: Move) -> str:
        """Exercise time of its opening, `0:36`; the earliest where the ways differ."""
        starts = self.planned[move.id].starts
        if not starts:
            return self.tongue.word("not_planned")
        said = self.tongue.clock(starts[0])
        return said if len(starts) == 1 else self.tongue.word("from", time=said)

    def opens(self, move: Move, minute: float = 0.0) -> str:
        """Game time so many minutes of exercise time into the move; the earliest where the ways differ."""
        game = self.planned[move.id].game
        if not game:
            return ""
        moved = minute * move.covers / move.plays if move.plays and move.clock == "running" else 0.0
        said = self.tongue.moment(game[0] + moved)
        return said if len(game) == 1 else self.tongue.word("from", time=said)

    def closes(self, move: Move) -> str:
        """Game time of its end."""
        game = self.planned[move.id].game
        return self.tongue.moment(game[0] + move.covers) if game else ""

    def when(self, inject: Inject) -> str:
        """When an inject with a time is released, `Move 2 + 10 min`."""
        assert inject.move is not None
        move = self.scenario.move[inject.move]
        return self.tongue.word("at", move=self.number(move), minute=self.tongue.lasting(inject.minute))

    def longest(self) -> float:
        """Minutes of exercise time from STARTEX to the latest ENDEX."""
        return max(max(self.planned[move.id].starts, default=0.0) + move.plays for move in self.scenario.moves)

    def shortest(self) -> float:
        """The same to the earliest ENDEX by the moves' own ends."""
        ends = [
            self.planned[move.id].starts[0] + move.plays
            for move in self.scenario.moves
            if self.planned[move.id].starts and (not move.next or any(each.move is None for each in move.next))
        ]
        return min(ends, default=self.longest())
