"""The rooms: one module each. A room that follows an exercise gives a `ROOM`, which stands in `ROOMS`."""

from whitecell.web.room import Room
from whitecell.web.rooms import cell, control, observe, plenary
from whitecell.web.rooms.control.look import look

ROOMS: tuple[Room, ...] = (
    plenary.ROOM,
    observe.ROOM,
    cell.ROOM,
    control.ROOM,
    control.INJECT,
    control.FREE,
    *look(),
)
"""Every room that follows an exercise. One more: its module above, its ROOM here, its words for `room.KIND`."""

ROOM = {room.kind: room for room in ROOMS}
