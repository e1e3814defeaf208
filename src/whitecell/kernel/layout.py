"""What a play holds: a number for every name, and a place in the workspace for every piece of state.

The workspace is one block of eight-byte words that Python allocates for each thread. It begins with what a caller sets
(parameters, starts, bots, scripted orders); the rest is the play's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from whitecell.game.dice import ORIGIN
from whitecell.rules import Assign, Chance, Delay, Effect, When, assignments, delays, walk
from whitecell.rules.tree import StateRef
from whitecell.scenario import MAX_MOVES, Action, Inject, Scenario, Seat, Var

MAX_WORDS = 1 << 23
"""Eight-byte words in one thread's workspace: 64 MiB."""


class TooLarge(Exception):
    """The scenario is beyond a limit of the kernel; the interpreter still plays it."""


@dataclass(frozen=True)
class Layout:
    """A scenario's names as numbers. Whatever the game sorts by name is numbered in the order of names."""

    scenario: Scenario
    fields: dict[str, int] = field(default_factory=dict)
    """Each field's first word in the workspace."""

    def __post_init__(self) -> None:
        self._check()
        total = 0
        for name, count in self._fields().items():
            self.fields[name] = total
            total += count
        if total > MAX_WORDS:
            raise TooLarge(f"a play of this scenario needs {total} words of memory; the kernel gives {MAX_WORDS}")
        self.fields["end"] = total

    @cached_property
    def cells(self) -> list[str]:
        """Cells by id."""
        return sorted(cell.id for cell in self.scenario.cells)

    @cached_property
    def seats(self) -> list[Seat]:
        """Seats by their full names."""
        return list(self.scenario.seats.values())

    @cached_property
    def actions(self) -> list[Action]:
        """Actions by id."""
        return sorted(self.scenario.actions, key=lambda action: action.id)

    @cached_property
    def injects(self) -> list[Inject]:
        """Injects by id."""
        return sorted(self.scenario.injects, key=lambda inject: inject.id)

    @cached_property
    def moves(self) -> dict[str, int]:
        """Each move's place in the scenario."""
        return {move.id: place for place, move in enumerate(self.scenario.moves)}

    @cached_property
    def bots(self) -> dict[str, int]:
        """Each bot's number."""
        return {bot: place for place, bot in enumerate(self.scenario.bots)}

    @cached_property
    def leanings(self) -> dict[str, int]:
        """The place of each multiplier of a bot's weights, by "BOT/ACTION"."""
        pairs = [f"{bot}/{action.id}" for bot in self.bots for action in self.actions]
        return {pair: place for place, pair in enumerate(pairs)}

    @cached_property
    def reads(self) -> dict[str, list[Var]]:
        """The state that each bot's expressions read."""
        found: dict[str, list[Var]] = {}
        for id_, bot in self.scenario.bots.items():
            answers = [e for table in (*bot.consents.values(), bot.consent_otherwise) for e in table.values()]
            trees = (tree for e in (*bot.weights.values(), bot.otherwise, *answers) for tree in walk(e.tree))
            read = {tree.index for tree in trees if isinstance(tree, StateRef)}
            found[id_] = [self.scenario.vars[index] for index in sorted(read)]
        return found

    @cached_property
    def owners(self) -> list[str]:
        """Who has delayed effects, by path."""
        return sorted({owner for owner, _ in self.scenario.delays})

    @cached_property
    def delays(self) -> list[tuple[str, int]]:
        """Delayed effects by owner and site."""
        return sorted(self.scenario.delays)

    @cached_property
    def cell_number(self) -> dict[str, int]:
        """Each cell's number."""
        return {cell: place for place, cell in enumerate(self.cells)}

    @cached_property
    def seat_number(self) -> dict[str, int]:
        """Each seat's number, by its full name."""
        return {seat.path: place for place, seat in enumerate(self.seats)}

    @cached_property
    def action_number(self) -> dict[str, int]:
        """Each action's number."""
        return {action.id: place for place, action in enumerate(self.actions)}

    @cached_property
    def inject_number(self) -> dict[str, int]:
        """Each inject's number."""
        return {inject.id: place for place, inject in enumerate(self.injects)}

    def candidates(self, seat: str) -> list[tuple[int, int]]:
        """Every action and variant this seat may ever order, in the order it weighs them."""
        return [
            (number, variant)
            for number, action in enumerate(self.actions)
            if seat in action.by
            for variant in range(len(action.variants))
        ]

    @cached_property
    def most_orders(self) -> int:
        """The most orders all cells together can give in one move."""
        limits = {cell: sum(a.per_move for a in self.actions if any(seat.partition("/")[0] == cell for seat in a.by))
                  for cell in self.cells}  # fmt: skip
        return max(sum(min(move.orders.get(cell, 0), limits[cell]) for cell in limits) for move in self.scenario.moves)

    def _check(self) -> None:
        """Refuse what the packed words of orders and delays cannot hold, and effects whose sites are out of order."""
        scenario = self.scenario
        for what, count, most in (
            ("cells", len(self.cells), 255),
            ("seats", len(self.seats), 65535),
            ("actions", len(self.actions), 65535),
            ("delayed effects", len(self.delays), 65535),
            ("orders in one move", self.most_orders, 65535),
            ("orders of one action by one cell in one move", self._most_occurrences(), ORIGIN - 1),
            ("variants of one action", max((len(a.variants) for a in self.actions), default=0), 255),
        ):
            if count > most:
                raise TooLarge(f"{count} {what}; the kernel takes at most {most}")
        for owner, effects in scenario.effects.items():
            sites = list(_sites(effects))
            assert sites == sorted(sites), f"the sites of {owner} are not in the order written"

    def _most_occurrences(self) -> int:
        slots = max((n for move in self.scenario.moves for n in move.orders.values()), default=0)
        return min(slots, max((action.per_move for action in self.actions), default=0))

    def _fields(self) -> dict[str, int]:
        """How many words each field has. The first part is set by the caller."""
        scenario = self.scenario
        n_vars, n_actions, n_injects = len(scenario.vars), len(self.actions), len(self.injects)
        pending, contributions = self._most(delays), self._most(assignments)
        most_candidates = max((len(self.candidates(seat.path)) for seat in self.seats), default=0)
        return {
            "parameters": len(scenario.parameters), "leanings": len(self.leanings),
            "given": n_vars, "starts": n_vars, "bots": len(self.seats),
            "script": 1, "script_first": len(scenario.moves) * len(self.cells) + 1,
            "values": n_vars, "base": 1, "number": 1, "elapsed": 1, "move": 1, "outcome": 1, "digest": 1,
            "trace": 1, "path": 1,
            "counts": len(self.cells) * n_actions, "counted": n_actions, "fired": n_injects, "truth": n_injects,
            "firing": n_injects, "orders": self.most_orders, "order_count": 1, "mine": 1, "now": n_actions,
            "standing": self.most_orders, "standing_count": 1, "answers": 4,
            "weights": most_candidates, "reached": max(most_candidates, 4),
            "pending": 3 * pending, "pending_count": 1, "due": pending, "due_count": 1,
            "contributions": 2 * contributions, "contribution_count": 1, "stamp": 1,
            "winner_stamp": n_vars, "winner_priority": n_vars, "winner_tie": n_vars, "winner_value": n_vars,
        }  # fmt: skip

    def _most(self, parts: Callable[[tuple[Effect, ...]], Iterator[object]]) -> int:
        """A bound on such parts of effects that wait or combine at once: each order, each rule in each move and each
        inject comes to each of its parts at most once.
        """
        counts: dict[str, list[int]] = {"action": [0], "rule": [], "inject": []}
        for owner, effects in self.scenario.effects.items():
            counts[owner.partition("/")[0]].append(len(list(parts(effects))))
        in_a_move = self.most_orders * max(counts["action"]) + sum(counts["rule"])
        return MAX_MOVES * in_a_move + sum(counts["inject"])


def _sites(effects: tuple[Effect, ...]) -> list[int]:
    """The sites of assignments and delays, in the order written."""
    found: list[int] = []
    for effect in effects:
        match effect:
            case Assign():
                found.append(effect.site)
            case Chance() | When():
                found += _sites(effect.then) + _sites(effect.otherwise)
            case Delay():
                found += [effect.site, *_sites(effect.do)]
    return found
