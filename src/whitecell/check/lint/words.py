"""Texts: every one of a scenario, and those that a language of the pack lacks."""

from collections.abc import Iterator

from whitecell.check.accepted import Finding, owner
from whitecell.check.secrecy.flows import Path, Places
from whitecell.rules import Choice
from whitecell.scenario import Scenario, Text


def texts(scenario: Scenario) -> Iterator[tuple[Path, Text]]:
    """Every text but the sources, which are cited as they are, with the part of the file it stands in."""
    yield ("title",), scenario.title
    yield ("summary",), scenario.summary
    yield ("marking",), scenario.marking
    yield from people(scenario)
    for parameter in scenario.parameters:
        yield ("parameters", parameter.name, "label"), parameter.label
        yield ("parameters", parameter.name, "unit"), parameter.unit
    for var in scenario.vars:
        yield ("state", var.name, "label"), var.label
        yield ("state", var.name, "unit"), var.unit
        for option, text in var.options:
            yield ("state", var.name, "options", option), text
    for action in scenario.actions:
        yield ("actions", action.id, "title"), action.title
        yield ("actions", action.id, "text"), action.text
        for name, labels in action.labels.items():
            argument: Path = ("actions", action.id, "arguments", name)
            yield (*argument, "label"), labels.label
            for option, text in labels.options:
                yield (*argument, "options", option), text
    for rule in scenario.rules:
        yield ("world", rule.id, "title"), rule.title
    for move in scenario.moves:
        path: Path = ("moves", move.id)
        yield (*path, "title"), move.title
        yield (*path, "text"), move.text
        for question in move.questions:
            yield (*path, "questions", question.id, "text"), question.text
            for option, text in question.options:
                yield (*path, "questions", question.id, "options", option), text
    for inject in scenario.injects:
        path = ("injects", inject.id)
        yield (*path, "from"), inject.sender
        yield (*path, "title"), inject.title
        yield (*path, "body"), inject.body
        yield (*path, "expect"), inject.expect
    yield from ends(scenario)


def people(scenario: Scenario) -> Iterator[tuple[Path, Text]]:
    """The texts of cells, seats and markings."""
    for cell in scenario.cells:
        yield ("cells", cell.id, "name"), cell.name
        yield ("cells", cell.id, "brief"), cell.brief
        for seat in cell.seats:
            yield ("cells", cell.id, "seats", seat.id, "name"), seat.name
    for marking in scenario.markings.values():
        yield ("markings", marking.id, "banner"), marking.banner


def ends(scenario: Scenario) -> Iterator[tuple[Path, Text]]:
    """The texts of objectives, outcomes, measures, bots, courses and places."""
    for objective in scenario.objectives:
        yield ("objectives", objective.id, "title"), objective.title
        yield ("objectives", objective.id, "capability"), objective.capability
        for place, task in enumerate(objective.tasks):
            yield ("objectives", objective.id, "tasks", place), task
    for outcome in scenario.outcomes:
        yield ("outcomes", outcome.id, "title"), outcome.title
        yield ("outcomes", outcome.id, "text"), outcome.text
    for measure in scenario.measures:
        yield ("measures", measure.id, "label"), measure.label
        yield ("measures", measure.id, "unit"), measure.unit
    for bot in scenario.bots.values():
        yield ("bots", bot.id, "title"), bot.title
    for course in scenario.courses.values():
        yield ("courses", course.id, "title"), course.title
        yield ("courses", course.id, "text"), course.text
    for location in scenario.places:
        yield ("places", location.id, "name"), location.name


def translations(scenario: Scenario, places: Places) -> Iterator[Finding]:
    """Texts that are written, and not in every language of the pack."""
    if len(scenario.languages) < 2:
        return
    for path, text in texts(scenario):
        if not text or path not in places:
            continue
        for language in scenario.languages[1:]:
            if not text.has(language):
                route = ".".join(str(step) for step in path)
                yield Finding("C123", path, owner(path), f"'{route}' is not translated into '{language}'",
                              f"Add '{language}: ...'.", route=f"{route}: {language}")  # fmt: skip
    for path, label, options in bare(scenario):
        route, first = ".".join(str(step) for step in path), scenario.languages[0]
        shown = ", ".join((*label, *options)).replace("_", " ")
        for language in scenario.languages[1:]:
            words = f"{{{first}: ..., {language}: ...}}"
            wanted = [f"label: {words}"] if label else []
            wanted += [f"options: {{{options[0]}: {words}, ...}}"] if options else []
            cure = ", ".join(wanted) if path[0] == "state" else f"{{{', '.join(wanted)}}}"
            yield Finding("C123", path, owner(path), f"'{route}' is read by its ids in '{language}' too: {shown}",
                          f"Write '{cure}'.", route=f"{route}: {language}")  # fmt: skip


def bare(scenario: Scenario) -> Iterator[tuple[Path, tuple[str, ...], tuple[str, ...]]]:
    """What players choose from, and see of the state, by ids alone: its own, if it has no label, and those of its
    options. For yes and no there are words.
    """
    for var in scenario.vars:
        if isinstance(var.type, Choice) and not var.options and var.show != "none":
            yield ("state", var.name), (), var.type.options
    for action in scenario.actions:
        for name, choice in action.arguments:
            labels = action.labels[name]
            label = () if labels.label else (name,)
            options = () if labels.options or set(choice.options) <= {"yes", "no"} else choice.options
            if label or options:
                yield ("actions", action.id, "arguments", name), label, options
