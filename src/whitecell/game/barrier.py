"""What a seat sees of the game and may do in it, when everybody chooses at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass

from whitecell.game.world import Choice, Order, World
from whitecell.rules import Environment, Value, truth
from whitecell.scenario import Action, Scenario


@dataclass(frozen=True, slots=True)
class BarrierView:
    """What one seat sees at the barrier. Two worlds that give the same view cannot be told apart by this seat.

    `values` are in the order of `Scenario.vars`, None where the seat may not see. `injects` are those it has received.
    `past` are its earlier views and choices, oldest first: with them, a view is an information set.
    """

    seat: str
    move: str
    number: int
    parameters: tuple[float, ...]
    values: tuple[Value | None, ...]
    injects: tuple[str, ...]
    permitted: tuple[Choice, ...]
    past: tuple[tuple["BarrierView", tuple[Choice, ...]], ...] = ()

    def environment(self, arguments: tuple[tuple[str, str], ...] = ()) -> Environment:
        """What a bot's expressions are evaluated in: only what this seat sees."""
        return Environment(self.values, self.parameters, dict(arguments), self.number)  # type: ignore[arg-type]


def barrier(
    scenario: Scenario,
    world: World,
    seat: str,
    past: tuple[tuple[BarrierView, tuple[Choice, ...]], ...] = (),
    given: Sequence[Order] = (),
) -> BarrierView:
    """The barrier view of one seat; `given` are its own cell's orders of this move so far."""
    values = seen(scenario, world, seat)
    injects = tuple(i.id for i in scenario.injects if i.id in world.fired and seat in i.seats)
    choices = tuple(permitted(scenario, world, seat, given))
    return BarrierView(seat, world.move, world.number, world.parameters, values, injects, choices, past)


def seen(scenario: Scenario, world: World, seat: str) -> tuple[Value | None, ...]:
    """The values this seat may see, None elsewhere."""
    return tuple(value if may else None for value, may in zip(world.values, scenario.windows[seat], strict=True))


def permitted(scenario: Scenario, world: World, seat: str, given: Sequence[Order] = ()) -> list[Choice]:
    """What this seat may order now, by action id and then as the arguments are listed.

    Judged on what the seat may see; `given` are its cell's orders in this move so far, which count against limits and
    slots.
    """
    cell = seat.partition("/")[0]
    if slots(scenario, world, cell) <= len(given):
        return []
    return [choice for choice in allowed(scenario, world, seat) if within_limits(
        scenario.action[choice.action], world, cell, given
    )]  # fmt: skip


def permits(scenario: Scenario, world: World, seat: str, choice: Choice, given: Sequence[Order] = ()) -> bool:
    """Whether a choice is among those that `permitted` lists, judged without listing them."""
    action = scenario.action.get(choice.action)
    if action is None or seat not in action.by or choice.arguments not in action.variants:
        return False
    cell = seat.partition("/")[0]
    if slots(scenario, world, cell) <= len(given) or not within_limits(action, world, cell, given):
        return False
    values = seen(scenario, world, seat)
    env = Environment(values, world.parameters, dict(choice.arguments), world.number)  # type: ignore[arg-type]
    return action.when is None or truth(action.when.tree, env)


def allowed(scenario: Scenario, world: World, seat: str) -> list[Choice]:
    """What this seat's authority and each action's `when` allow, before slots and limits."""
    values = seen(scenario, world, seat)
    choices = []
    for action in scenario.by_id:
        if seat not in action.by:
            continue
        for arguments in action.variants:
            env = Environment(values, world.parameters, dict(arguments), world.number)  # type: ignore[arg-type]
            if action.when is None or truth(action.when.tree, env):
                choices.append(Choice(action.id, arguments))
    return choices


def slots(scenario: Scenario, world: World, cell: str) -> int:
    """How many orders this cell may give in the current move."""
    if world.stage != "open":
        return 0
    return scenario.move[world.move].orders.get(cell, 0)


def within_limits(action: Action, world: World, cell: str, given: Sequence[Order]) -> bool:
    """Whether one more order of this action stays within its limits for this cell."""
    now = sum(1 for order in given if order.choice.action == action.id and order.cell == cell)
    if now >= action.per_move:
        return False
    return action.total is None or world.counts.get((cell, action.id), 0) + now < action.total
