"""The ids that orders, needs and what people ask for go by."""

from collections.abc import Collection

from whitecell.exercise.refusal import Refusal
from whitecell.game import Order, Request

LONGEST = 80
"""Characters of an id."""


def order_id(order: Order, move: int, before: int) -> str:
    """An order's name. It counts only the cell's own orders of this action in this move, so it tells nothing else."""
    again = f".{before + 1}" if before else ""
    return f"{order.cell}.{order.choice.action}.{move}{again}"


def need_id(order: str, request: Request) -> str:
    """A need's name: its order's, and its place in the action's list."""
    return f"{order}/{request.place + 1}"


def cells_own(cell: str, id_: str) -> str:
    """The id as the exercise keeps it: it begins with its cell's, so that no cell meets another's."""
    return id_ if id_.startswith(f"{cell}.") else f"{cell}.{id_}"


def taken(id_: str, known: Collection[str]) -> Refusal | None:
    """Why something new cannot have this id; None where it can."""
    if not 0 < len(id_) <= LONGEST or not all(c.isascii() and (c.isalnum() or c in "._-") for c in id_):
        return Refusal("id.form", {"most": LONGEST})
    if id_ in known:
        return Refusal("id.taken", {"name": id_})
    return None
