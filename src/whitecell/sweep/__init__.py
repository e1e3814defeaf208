"""Many automatic plays of one scenario: which course does better, by how much, and under which assumptions.

Does: deal plays out over courses, parameters and bots' leanings by a design; run them by the kernel under common luck;
keep what they come to in constant memory, in tables that other programs read, resumable and the same however the work
is divided. Never: shows a page, plays live, or holds a rule of a game.
"""

from whitecell.sweep.compare import Compared, Interval, compare, outcome_interval, unit_interval
from whitecell.sweep.design import Design, Factor, as_written, factors, latin_hypercube, sobol
from whitecell.sweep.fault import SweepError
from whitecell.sweep.plan import Plan, Until
from whitecell.sweep.results import Sweep, read
from whitecell.sweep.run import Progress, planned, sweep

__all__ = [
    "Compared",
    "Design",
    "Factor",
    "Interval",
    "Plan",
    "Progress",
    "Sweep",
    "SweepError",
    "Until",
    "as_written",
    "compare",
    "factors",
    "latin_hypercube",
    "outcome_interval",
    "planned",
    "read",
    "sobol",
    "sweep",
    "unit_interval",
]
