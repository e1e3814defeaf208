"""What people write in rules out of habit, and the cure that fits it.

The language of rules refuses it too; here the refusal comes before Python's own parser can warn or overflow, and the
cure says what to write instead.
"""

import re

from whitecell.rules import Problem
from whitecell.rules.parse import STATEMENT

HABITS = [
    (re.compile(r"&&|\|\||(?<![=!<>])!(?!=)|\b(AND|OR|NOT)\b"), "Write 'and', 'or' and 'not'."),
    (re.compile(r"=<|=>|<>"), "Write '<=', '>=' or '!='."),
    (re.compile(r"(?<![=!<>+*/-])=(?!=)"), "Write '==' to compare."),
    (re.compile(r"%"), "Write a share as a number, 0.2 for 20 %."),
    (re.compile(r"\?"), "Write 'x if c else y'."),
]
COMMA = re.compile(r"\d,\d")
GLUED = re.compile(r"(?<!\w)\d[\w.]*?(?=(?:and|else|for|if|in|is|or|not)\b)", re.ASCII)
HUGE = re.compile(r"\d{300}", re.ASCII)


def refuse(text: str) -> Problem | None:
    """A problem that Python's parser would warn of, or choke on."""
    if "\\" in text:
        return Problem(text.index("\\"), "R101", "this is not an expression", "Delete the backslash.")
    if found := HUGE.search(text):
        return Problem(found.start(), "R118", "this number is too large", "Use a number below 1.79e308.")
    if found := GLUED.search(text):
        return Problem(found.start(), "R101", "this is not an expression", "Put a space after the number.")
    return None


def cure(problem: Problem, text: str, assigns: bool) -> str:
    """The cure of a problem in this text, closer to what was written where that can be told."""
    if problem.code == "R108" and COMMA.search(text):
        return "Write numbers with a point, 0.5."
    if problem.code == "R101" and problem.message == "this is not an expression":
        text = STATEMENT.sub("", text, count=1) if assigns else text
        return next((cure for habit, cure in HABITS if habit.search(text)), problem.cure)
    if problem.code == "R105" and "it is declared below" in problem.message:
        return "Declare it above this one."
    if problem.code == "R105" and "it is this variable itself" in problem.message:
        return "Start from something else."
    return problem.cure
