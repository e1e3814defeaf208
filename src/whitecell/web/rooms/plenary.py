"""The plenary: what everybody in the room may see, made for the projector."""

from collections.abc import Mapping
from typing import Any

from whitecell.exercise import Plenary
from whitecell.web.room import Room, Scene
from whitecell.web.routes import Holds
from whitecell.web.standing import readings

NEWS = 4
"""Letters shown: the last ones."""


def more(scene: Scene) -> Mapping[str, Any]:
    """The public values with their past, and the last news."""
    return {"readings": readings(scene, scene.view), "news": tuple(reversed(scene.view.letters[-NEWS:]))}


ROOM = Room(
    kind="plenary",
    path="/x/{exercise}/plenary",
    rule=Holds(("plenary", "control", "planner", "observer")),
    looks=lambda params, exercise: (Plenary(),),
    regions=("picture",),
    more=more,
)
