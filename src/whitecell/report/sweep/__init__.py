"""The report of a sweep: which course does better in what, by how much, and where that turns, as one HTML file.

Does: tells the numbers of a sweep in words, tables and pictures, with what they rest on. Never: makes a number of its
own but the paths of a few plays that it draws, or tells of automated players as if they were people.
"""

from whitecell.report.sweep.compose import report
from whitecell.report.sweep.model import Report
from whitecell.report.sweep.page import html, write

__all__ = ["Report", "html", "report", "write"]
