"""The game: pure functions over a World. It knows moves, orders, chance and state.

Does: begin, open, resolve and close moves exactly as ``docs/reference/a-move-exactly.md`` says; tell what a seat sees
and may order; explain every change by its cause and draws. Never: knows clocks, inboxes or people, reads anything but
its arguments, or draws from anything but the dice.
"""

from whitecell.game.barrier import BarrierView, barrier, permits, permitted, seen, slots, within_limits
from whitecell.game.dice import Dice, Drawn
from whitecell.game.needs import Request, Standing, requests, standing
from whitecell.game.play import (
    begin,
    close,
    measures,
    open,
    release,
    resolve,
    ties,
    timed,
    trigger,
    true_conditions,
    utilities,
)
from whitecell.game.world import Cause, Change, Choice, FactsOf, Order, Pending, Release, Step, Tie, World, WorldFacts

__all__ = [
    "BarrierView", "Cause", "Change", "Choice", "Dice", "Drawn", "FactsOf", "Order", "Pending", "Release", "Request",
    "Standing", "Step", "Tie", "World", "WorldFacts", "barrier", "begin", "close", "measures", "open", "permits",
    "permitted", "release", "requests", "resolve", "seen", "slots", "standing", "ties", "timed", "trigger",
    "true_conditions", "utilities", "within_limits",
]  # fmt: skip
