"""The MSEL of an exercise as it stands now: the pack's injects with what Control has changed, and Control's own."""

from collections.abc import Iterable
from dataclasses import replace

from whitecell.exercise.state import Exercise, Item
from whitecell.scenario import Inject


def item(exercise: Exercise, id_: str) -> Item:
    """An inject as it stands now. KeyError: there is none of this id."""
    found = exercise.items.get(id_)
    if found is None:
        found = _written(exercise.scenario.inject[id_])
    delivery = exercise.deliveries.get(id_)
    if delivery is not None:
        return replace(found, status="released", released=delivery.at)
    # A release of the game is told in the same breath as its delivery; between the two it counts as released.
    return replace(found, status="released") if id_ in exercise.world.fired else found


def items(exercise: Exercise) -> tuple[Item, ...]:
    """Every inject as it stands now: the pack's in its order, then Control's own in the order they were added."""
    own = (id_ for id_ in exercise.items if id_ not in exercise.scenario.inject)
    return tuple(item(exercise, id_) for id_ in (*exercise.scenario.inject, *own))


def known(exercise: Exercise, id_: str) -> bool:
    """Whether the MSEL has an inject of this id."""
    return id_ in exercise.items or id_ in exercise.scenario.inject


def _written(inject: Inject) -> Item:
    """An inject as the pack wrote it."""
    return Item(
        inject.id, dict(inject.title.versions), dict(inject.body.versions), dict(inject.sender.versions),
        inject.medium, inject.seats, inject.move, inject.minute, conditional=inject.when is not None,
    )  # fmt: skip


def timed(exercise: Exercise) -> list[Item]:
    """The injects that wait for their minute in the open move, in the order of their minutes, then ids."""
    if exercise.world.stage != "open":
        return []
    move, changed = exercise.world.move, exercise.items
    here = [i.id for i in exercise.scenario.injects if i.move == move and i.id not in changed]
    here += [found.id for found in changed.values() if found.move == move]
    waiting = (found for found in _each(exercise, here) if found.status == "planned")
    return sorted(waiting, key=lambda found: (found.minute, found.id))


def _each(exercise: Exercise, ids: Iterable[str]) -> Iterable[Item]:
    return (item(exercise, id_) for id_ in ids)


def ripe(exercise: Exercise, position: float) -> list[Item]:
    """The injects whose minute has come when the open move has been played for `position` minutes."""
    return [found for found in timed(exercise) if found.minute <= position]


def withheld(exercise: Exercise) -> frozenset[str]:
    """The pack's conditional injects that their condition does not release: held, dropped, or given a time."""
    return frozenset(
        found.id for found in exercise.items.values()
        if not found.own and (found.status in ("held", "dropped") or not found.conditional)
    )  # fmt: skip


def ahead(exercise: Exercise) -> frozenset[str]:
    """The move that is open and every move that may still be entered, by the `next` of one after another."""
    world = exercise.world
    reached: set[str] = set()
    look = [world.move if world.stage == "open" else world.next]
    if world.stage == "open":
        reached.add(world.move)
        look = [entry.move for entry in exercise.scenario.move[world.move].next if entry.move]
    while look:
        move = look.pop()
        if move and move not in reached:
            reached.add(move)
            look += [entry.move for entry in exercise.scenario.move[move].next if entry.move]
    return frozenset(reached)


def skipped_over(exercise: Exercise, found: Item) -> bool:
    """Whether its time has gone by without it: its move is over for good, or a jump over its minute dropped it. One
    that Control holds back, or dropped by its own hand, is that and not skipped.
    """
    if found.status == "planned":
        return found.move is not None and found.move not in ahead(exercise)
    return found.status == "dropped" and found.jumped


def by_hand(exercise: Exercise, found: Item) -> bool:
    """Whether nothing releases it but Control: it has no time and no condition, it has a minute that the clock never
    reaches because it stands in that move, or its move is over for good.
    """
    if found.move is None:
        return not found.conditional
    stands = exercise.scenario.move[found.move].clock == "stopped"
    return (stands and found.minute > 0.0) or found.move not in ahead(exercise)
