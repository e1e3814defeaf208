"""The fast engine: a scenario compiled to machine code, agreeing with the game's functions bit for bit.

Does: turn a checked scenario into LLVM IR and that into machine code, kept on disk; run plays of it by weighted players
in any number of threads; trace one play in full. Never: explains a change, plays live, or compiles anew for a course,
a parameter, a start or a bot.
"""

from whitecell.kernel.layout import TooLarge
from whitecell.kernel.run import Kernel, Results, Setup, Traced, TracedOrder, compiled

__all__ = ["Kernel", "Results", "Setup", "TooLarge", "Traced", "TracedOrder", "compiled"]
