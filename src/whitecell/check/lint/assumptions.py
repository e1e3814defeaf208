"""Parameters, state, sources and courses: what the game is built on, and what is compared."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from whitecell.check.accepted import Finding
from whitecell.check.lint.words import texts
from whitecell.check.usage import Usage
from whitecell.rules import did_you_mean
from whitecell.rules.tree import Constant
from whitecell.scenario import Course, Scenario

JUDGEMENT = "judgement"
"""The source of what nobody measured."""
NOTHING = frozenset(("", "todo", "tbd", "tba", "fixme", "xxx", "n/a", "none", "unknown", "source"))
"""Words that are written where a source is still missing."""


def parameters(scenario: Scenario, usage: Usage) -> Iterator[Finding]:
    """Parameters that nothing reads, and those that do not say where they come from."""
    for parameter in scenario.parameters:
        name = parameter.name
        unclear = unsourced(parameter.source, scenario.sources)
        if unclear:
            yield Finding("C117", ("parameters", name, "source"), name,
                          f"'{parameter.source}' does not say where the numbers of '{name}' come from",
                          unclear)  # fmt: skip
        if name not in usage.parameters:
            yield Finding("C118", ("parameters", name), name, f"no rule reads the parameter '{name}'",
                          "Use it in a rule, or delete it.")  # fmt: skip


def unsourced(source: str, keys: Mapping[str, object]) -> str:
    """How to mend a source that names none: a word that stands for nothing, or a key that is misspelt."""
    cure = "Write a key of 'sources', a citation, or 'judgement'."
    if source in keys:
        return ""
    if source.strip(" .?-").casefold() in NOTHING:
        return cure
    near = did_you_mean(source, [*keys, JUDGEMENT], "")
    return near if near and " " not in source and source != JUDGEMENT else ""


def variables(scenario: Scenario, usage: Usage) -> Iterator[Finding]:
    """Variables that nothing reads and no player sees, and those that nothing changes."""
    for var in scenario.vars:
        seen = bool(scenario.markings[var.marking].seats) and var.show != "none"
        if var.name not in usage.variables and not seen:
            yield Finding("C119", ("state", var.name), var.name, f"no rule reads '{var.name}', and no player sees it",
                          "Use it in a rule, give it a marking, or delete it.")  # fmt: skip
        elif var.name not in usage.changed | usage.varied:
            yield Finding("C120", ("state", var.name), var.name,
                          f"nothing changes '{var.name}': it starts at {var.start.text} and stays there",
                          "Let an effect change it, draw its start, or make it a parameter.")  # fmt: skip


def sources(scenario: Scenario) -> Iterator[Finding]:
    """Sources that nothing names: no inject, no parameter, no text."""
    used = {key for inject in scenario.injects for key in inject.sources}
    used |= {parameter.source for parameter in scenario.parameters}
    unused = [key for key in scenario.sources if key not in used]
    if not unused:
        return
    written = [text for _, each in texts(scenario) for _, text in each.versions]
    written += [text for each in scenario.sources.values() for _, text in each.versions]
    written += [parameter.source for parameter in scenario.parameters]
    everything = "\n".join(written).lower()
    for key in unused:
        if not re.search(rf"(?<![\w-]){re.escape(key.lower())}(?![\w-])", everything):
            yield Finding("C121", ("sources", key), key, f"nothing uses the source '{key}'",
                          "Name it in 'sources' of an inject or 'source' of a parameter, or delete it.")  # fmt: skip


def courses(scenario: Scenario) -> Iterator[Finding]:
    """Courses that change nothing, or just what another one changes. One that patches nothing is what the others are
    compared with.
    """
    known: dict[str, str] = {}
    for course in scenario.courses.values():
        patch = differences(scenario, course)
        key = repr(patch)
        path = ("courses", course.id)
        if not any(patch) and any((course.parameters, course.start, course.bots)):
            yield Finding("C122", path, course.id,
                          f"course '{course.id}' changes nothing: what it writes is as the scenario has it",
                          "Change something, or write nothing but its title.")  # fmt: skip
        elif key in known:
            yield Finding("C122", path, course.id,
                          f"course '{course.id}' changes nothing that '{known[key]}' does not",
                          "Change something else, or delete one of them.")  # fmt: skip
        known.setdefault(key, course.id)


def differences(scenario: Scenario, course: Course) -> tuple[Any, ...]:
    """What a course makes otherwise than the scenario as written."""
    values = {parameter.name: parameter.value for parameter in scenario.parameters}
    starts = {var.name: var.start.tree.value for var in scenario.vars if isinstance(var.start.tree, Constant)}
    return (
        sorted((name, value) for name, value in course.parameters.items() if value != values[name]),
        sorted((name, str(value)) for name, value in course.start.items() if starts.get(name) != value),
        sorted((seat, bot) for seat, bot in course.bots.items() if scenario.seats[seat].bot != bot),
        sorted(repr(order) for order in course.orders),
    )
