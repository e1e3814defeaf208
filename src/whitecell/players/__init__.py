"""Players: automated seat-holders, and whole games played by them.

Does: uniform and weighted bots, the orders a course scripts, plays repeated from a journal. Never: sees more of a game
than its seat's barrier view.
"""

from whitecell.players.automatic import Given, Played, Setup, decide_orders, play, setup
from whitecell.players.recording import Salts, command_of, derived_salts, entry_of, event_of, replay
from whitecell.players.scripted import Script, script_of
from whitecell.players.table import Refused, Table, conduct
from whitecell.players.weighted import answer, choose_cell, ordered

__all__ = [
    "Given", "Played", "Refused", "Salts", "Script", "Setup", "Table", "answer", "choose_cell", "command_of", "conduct",
    "decide_orders", "derived_salts", "entry_of", "event_of", "ordered", "play", "replay", "script_of", "setup",
]  # fmt: skip
