"""The scenario: YAML pack -> checked, typed, resolved.

Does: read packs, report every fault of one at once with its place and its cure, resolve every name, type-check every
rule, give the JSON Schema of the format. Never: plays, draws, reads a clock, or reads any file but the pack's.
"""

from whitecell.scenario.fault import Fault
from whitecell.scenario.load import Checked, LibraryPack, build, check, find, load, packs
from whitecell.scenario.model import (
    ANSWERS,
    CONTROL,
    MAX_MOVES,
    PUBLIC,
    Accepted,
    Action,
    Answer,
    Bot,
    Cell,
    Course,
    Inject,
    Labels,
    Marking,
    MarkingBy,
    Measure,
    Medium,
    Move,
    Need,
    NeedKind,
    Next,
    Objective,
    Outcome,
    Parameter,
    Place,
    Question,
    QuestionKind,
    Role,
    Rule,
    Scenario,
    ScriptedOrder,
    Seat,
    Text,
    Var,
)
from whitecell.scenario.people import acts
from whitecell.scenario.schema import json_schema

__all__ = [
    "ANSWERS", "CONTROL", "MAX_MOVES", "PUBLIC", "Accepted", "Action", "Answer", "Bot", "Cell", "Checked", "Course",
    "Fault", "Inject", "Labels", "LibraryPack", "Marking", "MarkingBy", "Measure", "Medium", "Move", "Need", "NeedKind",
    "Next", "Objective", "Outcome", "Parameter", "Place", "Question", "QuestionKind", "Role", "Rule", "Scenario",
    "ScriptedOrder", "Seat", "Text", "Var", "acts", "build", "check", "find", "json_schema", "load", "packs",
]  # fmt: skip
