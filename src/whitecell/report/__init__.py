"""The after-action report: what happened, why, and who knew of it, from the journal alone.

Does: make a report of an exercise as data, and of that one HTML file that needs nothing beside it. Never: evaluates a
rule, draws, reads a clock, or shows anything to anybody but Control: every report carries its marking.
"""

from whitecell.report.compose import aar, report
from whitecell.report.model import Aar
from whitecell.report.page import html, write

__all__ = ["Aar", "aar", "html", "report", "write"]
