"""Your rooms: everything this browser has joined."""

from dataclasses import dataclass

from starlette.responses import Response

from whitecell.live.access import Grant
from whitecell.live.fault import HouseError
from whitecell.tongue import Said
from whitecell.web import page
from whitecell.web.asked import Asked
from whitecell.web.names import Names


@dataclass(frozen=True, slots=True)
class Door:
    """A way into a room: where it leads, what it is called, who enters by it."""

    href: str
    name: Said
    what: str
    shape: str = "desk"
    cell: str = ""
    accent: int = 0


def door(grant: Grant, names: Names) -> Door:
    """The room that a grant opens."""
    t, base = names.tongue, f"/x/{grant.exercise}"
    match grant.role:
        case "seat":
            accent = names.accent(grant.cell)
            what = t("door.seat", cell=names.cell(grant.cell), role=names.role(grant.seat))
            return Door(f"{base}/seat/{grant.seat}", names.seat(grant.seat), what, "chair", grant.cell, accent)
        case "control":
            return Door(f"{base}/control", Said(t("room.control")), t("door.control"), "desk")
        case "observer":
            return Door(f"{base}/observe", Said(t("room.observe")), t("door.observe"), "eye")
        case "plenary":
            return Door(f"{base}/plenary", Said(t("room.plenary")), t("door.plenary"), "screen")
        case _:
            return Door("/plan", Said(t("plan")), t("home.plan"), "desk")


async def show(asked: Asked) -> Response:
    """The doors, exercise by exercise."""
    rooms: dict[str, tuple[Said, Said, list[Door]]] = {}
    for grant in asked.visitor.grants:
        if grant.role == "planner":
            continue
        try:
            names = Names(asked.behind.house.tip(grant.exercise).scenario, asked.tongue)
        except (KeyError, HouseError):
            continue
        rooms.setdefault(grant.exercise, (names.title, names.marking, []))[2].append(door(grant, names))
    plans = any(grant.role == "planner" for grant in asked.visitor.grants)
    return page.answer("home/page.html", asked, rooms=list(rooms.values()), plans=plans)
