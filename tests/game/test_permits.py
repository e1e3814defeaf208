"""Judging one choice gives what listing all of them gives."""

import pytest

from tests.game.packs import library
from whitecell.game import Choice, Dice, Order, World, barrier, begin, close, open, permits, resolve
from whitecell.players import choose_cell
from whitecell.scenario import Scenario


def agree(scenario: Scenario, world: World, given: list[Order]) -> None:
    for seat in scenario.seats:
        mine = [order for order in given if order.cell == seat.partition("/")[0]]
        listed = barrier(scenario, world, seat, given=mine).permitted
        every = [Choice(action.id, arguments) for action in scenario.actions for arguments in action.variants]
        odd = [Choice("no such action"), Choice(scenario.actions[0].id, (("no", "such"),))]
        assert [choice for choice in [*every, *odd] if permits(scenario, world, seat, choice, mine)] == [
            choice for choice in every if choice in listed
        ]


@pytest.mark.parametrize("pack", ["two-keys", "extended-deterrence", "harbour-ransomware"])
def test_a_choice_is_permitted_exactly_if_it_is_listed(pack: str) -> None:
    scenario = library(pack)
    dice = Dice(3)
    world = begin(scenario, dice, {}, {}).world
    while world.stage != "ended":
        agree(scenario, world, [])
        world = open(scenario, world, dice, automatic=True).world
        given: list[Order] = []
        for cell in sorted(cell.id for cell in scenario.cells):
            agree(scenario, world, given)
            given += choose_cell(scenario, world, cell, {path: seat.bot for path, seat in scenario.seats.items()}, dice)
        agree(scenario, world, given)
        world = close(scenario, resolve(scenario, world, given, dice).world, dice).world
