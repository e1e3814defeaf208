"""The web: rooms as pages that follow the exercise, and the planner's desk.

Does: show each audience its view as regions, push the regions that changed, read forms into commands, and guard the
door (sessions, cross-site requests, rates, sizes, headers). Never: decides a rule, reads a store, or shows an exercise
but through `view`. Every address stands in one table with its rule (`routes.py`); a room is one module in `rooms/`.
"""

from whitecell.web.app import Application, make
from whitecell.web.server import Server, run

__all__ = ["Application", "Server", "make", "run"]
