"""Over the shoulder: a cell's room as its seat sees it, for Control to read."""

from importlib import import_module
from importlib.util import find_spec

from whitecell.live.access import Grant
from whitecell.web.room import Room
from whitecell.web.rooms.control import RUNS
from whitecell.web.routes import Params


def drafts(params: Params) -> tuple[Grant, str]:
    """The seat's drafts, which Control may read and nobody can write here."""
    return Grant(params["exercise"], "control"), f"{params['cell']}/{params['seat']}"


def look() -> tuple[Room, ...]:
    """The room, made of the cell room's own templates; nothing where there is no cell room."""
    if find_spec("whitecell.web.rooms.cell") is None:
        return ()
    inner: Room = import_module("whitecell.web.rooms.cell").ROOM
    return (
        Room(
            kind="look", path="/x/{exercise}/look/{cell}/{seat}", rule=RUNS, looks=inner.looks, regions=inner.regions,
            folder=inner.folder or inner.kind, more=inner.more, expected=inner.expected, last=inner.last,
            drafter=drafts,
        ),
    )  # fmt: skip
