"""A seat's own room: what is expected of it, what it has been told, how things stand, and what it can do.

Control looks over a shoulder with the same templates (`folder`) and the same `more`; such a room takes no commands, so
none of its forms are shown.
"""

from whitecell.web.rooms.cell.papers import rows
from whitecell.web.rooms.cell.room import REGIONS, ROOM, expected, looks, more

__all__ = ["REGIONS", "ROOM", "expected", "looks", "more", "rows"]
