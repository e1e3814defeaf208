"""The observers' room: what everybody sees, and the cells that Control lets them look over the shoulder of."""

from collections.abc import Mapping
from typing import Any

from whitecell.exercise import Audience, Exercise, OfCell, Plenary
from whitecell.web.room import Room, Scene
from whitecell.web.routes import Holds, Params
from whitecell.web.standing import readings


def looks(params: Params, exercise: Exercise) -> tuple[Audience, ...]:
    """The plenary's view, then each observed cell's."""
    return (Plenary(), *(OfCell(cell) for cell in exercise.observed))


def more(scene: Scene) -> Mapping[str, Any]:
    """For every view its cell (none for the plenary), its values and its last letters."""
    views = zip(scene.audiences, scene.views, strict=True)
    return {
        "looks": [
            (getattr(audience, "cell", ""), view, readings(scene, view), tuple(reversed(view.letters)))
            for audience, view in views
        ]
    }


ROOM = Room(
    kind="observe",
    path="/x/{exercise}/observe",
    rule=Holds(("observer", "control", "planner")),
    looks=looks,
    regions=("picture",),
    commands=frozenset({"real-world-stop"}),
    more=more,
)
