"""What the cell has asked: of Control and the bodies it plays, and of other cells."""

from dataclasses import dataclass
from typing import Any

from whitecell.web.room import Scene

SHOWN = 15


@dataclass(frozen=True, slots=True)
class Ask:
    """A request and how it stands. `since`: the exercise minute it was made, while it waits; `letter`: its answer."""

    id: str
    kind: str
    of: str
    seat: str
    words: str
    game: float
    status: str
    reason: str
    letter: int
    since: float | None


def asks(scene: Scene) -> tuple[Ask, ...]:
    """All requests of the cell, the latest first."""
    cell = scene.params["cell"]
    found = [_ask("rfi", rfi, rfi.letter) for rfi in scene.view.rfis if rfi.cell == cell]
    for request in scene.view.share_requests:
        if request.cell == cell:
            came = next((share.letter for share in scene.view.shares if share.request == request.id), 0)
            found.append(_ask("share", request, came))
    return tuple(sorted(found, key=lambda ask: -ask.game)[:SHOWN])


def _ask(kind: str, of: Any, letter: int) -> Ask:
    waits = of.status in ("open", "assigned")
    return Ask(
        of.id, kind, of.of, of.seat, of.words, of.at.game, of.status, of.reason, letter,
        of.at.exercise if waits else None,
    )  # fmt: skip
