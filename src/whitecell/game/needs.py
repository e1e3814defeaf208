"""What an order owes other cells, and whether it stands after their answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from whitecell.game.world import Order
from whitecell.scenario import Answer, Need, Scenario


@dataclass(frozen=True, slots=True)
class Request:
    """One need of one order. `place` is the need's place in the action's list."""

    order: Order
    need: Need
    place: int

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted; informing asks nothing."""
        return self.need.kind != "inform"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an order stands, and why: `consented`, `unasked`, `over objection`, or why it lapsed.

    That is a code and who was asked, as journals have it: `consent.refused rok/minister`, `consent.silent ...`,
    `consultation.silent ...`.
    """

    stands: bool
    reason: str
    objections: tuple[str, ...] = ()


def requests(scenario: Scenario, order: Order) -> list[Request]:
    """What this order owes; a need of the ordering cell itself is skipped."""
    needs = scenario.action[order.choice.action].needs
    return [Request(order, need, place) for place, need in enumerate(needs) if need.cell != order.cell]


def standing(answered: Sequence[tuple[Request, Answer]]) -> Standing:
    """Judge an order by the answers to what it asked.

    Consent needs agreement, with or without conditions; silence is none. Silence on a consultation follows the need's
    `else`; an objection to it is recorded and stops nothing.
    """
    objections = tuple(request.need.of for request, answer in answered if answer == "object")
    for request, answer in answered:
        if request.need.kind == "consent" and answer in ("object", "silent"):
            code = "consent.refused" if answer == "object" else "consent.silent"
            return Standing(False, f"{code} {request.need.of}", objections)
        if request.need.kind == "consult" and answer == "silent" and request.need.otherwise == "lapse":
            return Standing(False, f"consultation.silent {request.need.of}", objections)
    if objections:
        return Standing(True, "over objection", objections)
    return Standing(True, "consented" if answered else "unasked")
