"""The handbook of controllers and evaluators: everything that is hidden from the players, in tables."""

from whitecell.kit.draft import Draft
from whitecell.kit.labels import choices, known_to, values
from whitecell.kit.model import (
    Block,
    Blocks,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Section,
    Table,
    Together,
    joined,
    line,
    plain,
)
from whitecell.kit.tongue import option
from whitecell.scenario import Inject, Var
from whitecell.tongue import number


def handbook(draft: Draft) -> Paper:
    """The controller and evaluator handbook."""
    word = draft.tongue.word
    sections = [
        Section((*draft.head("handbook.use"), *draft.list("handbook.use"), *draft.head("handbook.ruling"),
                 *draft.list("handbook.ruling", ordered=True), *draft.head("handbook.evaluating"),
                 *draft.list("handbook.evaluating"))),
        *msel(draft),
        Section(state(draft)),
        Section((*rules(draft), *actions(draft))),
        Section((*outcomes(draft), *assumptions(draft), *matrix(draft), *sources(draft))),
        Section(log(draft)),
    ]  # fmt: skip
    facts = draft.face(
        ("exercise", draft.tongue.say(draft.scenario.title)), ("startex", draft.startex()),
        ("readers", word("readers.control")), ("digest", draft.scenario.digest[:16]),
    )  # fmt: skip
    return draft.paper(
        "controller-handbook", "handbook", word("control_only"), tuple(s for s in sections if s.blocks), facts=facts
    )


# --------------------------------------------------------------------------------------------------------------- MSEL


def msel(draft: Draft) -> tuple[Section, ...]:
    """The injects, those with a time move by move, then what waits for a condition or for Control."""
    injects = draft.scenario.injects
    if not injects:
        return ()
    found: list[Block] = [*draft.head("handbook.msel"), *draft.text("handbook.msel.lead", "soft")]
    for move in draft.scenario.moves:
        if planned := sorted((i for i in injects if i.move == move.id), key=lambda inject: inject.minute):
            found += [Heading(2, draft.heading(move)), listed(draft, planned)]
    for key, waiting in (
        ("handbook.conditional", [inject for inject in injects if inject.when is not None]),
        ("handbook.contingency", [inject for inject in injects if inject.manual]),
    ):
        if waiting:
            found += [*draft.head(key, 2), *draft.text(f"{key}.lead", "soft"), listed(draft, waiting)]
    return (Section(tuple(found), across=True),)


def listed(draft: Draft, injects: list[Inject]) -> Table:
    """Injects as a table."""
    head = draft.columns("id", "when", "from", "to", "medium", "marking", "inject", "expect")
    return Table(head, tuple(row(draft, inject) for inject in injects), (1.1, 3.2, 2.5, 3.7, 1.9, 2.6, 4.9, 5.5))


def row(draft: Draft, inject: Inject) -> tuple[Blocks, ...]:
    """One inject: when it comes, between whom, what it says in a line, what it changes, and what is expected."""
    tongue = draft.tongue
    when = line(draft.release(inject))
    if inject.move is not None and draft.scenario.starts:
        when = (*when, *line(plain(draft.day.opens(draft.scenario.move[inject.move], inject.minute)), "soft"))
    title: Blocks = (Paragraph(tongue.say(inject.title, inject.id), "label"),)
    if inject.effects:
        title = (*title, *draft.text("changes", "soft"), *draft.phrases.effects(inject.effects))
    basis = plain(tongue.word("fictional")) if inject.fictional else plain(", ".join(inject.sources))
    title = (*title, *line(basis, "soft"))
    aims = tuple(tongue.prose(inject.expect))
    if inject.objectives:
        aims = (*aims, *line(plain(tongue.word("serves", objectives=", ".join(inject.objectives))), "soft"))
    return (
        line(plain(inject.id)), when, line(tongue.say(inject.sender)), line(draft.recipients(inject)),
        line(plain(tongue.word(f"medium.{inject.medium}"))), line(tongue.readers(inject.marking)), title, aims,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------- what drives the game


def state(draft: Draft) -> Blocks:
    """Every variable: those that Control alone sees, those of some, those of everybody."""
    scenario = draft.scenario
    if not scenario.vars:
        return ()
    everybody = frozenset(scenario.seats)
    groups: dict[str, list[Var]] = {"handbook.hidden": [], "handbook.kept": [], "handbook.open": []}
    for var in scenario.vars:
        seats = scenario.markings[var.marking].seats
        key = "handbook.hidden" if not seats else "handbook.open" if seats == everybody else "handbook.kept"
        groups[key].append(var)
    found: list[Block] = [*draft.head("handbook.state"), *draft.text("handbook.state.lead", "soft")]
    head = draft.columns("what", "at_start", "range", "seen_by")
    for key, vars_ in groups.items():
        if vars_:
            rows = tuple(variable(draft, var) for var in vars_)
            found += [*draft.head(key, 2), Table(head, rows, (4.6, 4.2, 2.4, 3.3))]
    return tuple(found)


def variable(draft: Draft, var: Var) -> tuple[Blocks, ...]:
    """A variable with the rule of its start."""
    name = (*line(draft.tongue.say(var.label, option(var.name))), *line(plain(var.name), "soft"))
    start = line(plain(draft.phrases.says(var.start)))
    return name, start, line(values(draft.tongue, var)), line(draft.tongue.readers(var.marking))


def rules(draft: Draft) -> Blocks:
    """The world rules in the order they run."""
    if not draft.scenario.rules:
        return ()
    rows = tuple(
        (
            line(draft.tongue.say(rule.title, option(rule.id))),
            line(plain(draft.phrases.says(rule.when) or draft.tongue.word("always"))),
            draft.phrases.effects(rule.effects),
        )
        for rule in draft.scenario.rules
    )
    lead = draft.text("handbook.rules.lead", "soft")
    return (*draft.head("handbook.rules"), *lead, Table(draft.columns("rule", "if", "does"), rows, (3.4, 2.8, 9)))


def actions(draft: Draft) -> Blocks:
    """What may be ordered, by whom, what it owes, and what it does."""
    found: list[Block] = []
    for action in draft.scenario.actions:
        word = draft.tongue.word
        phrases = draft.phrases.of(action)
        facts = draft.facts(
            ("ordered_by", joined(map(draft.tongue.office, action.by), "; ")),
            ("choices", choices(draft.tongue, action)),
            ("owes", draft.needs(action.needs) or word("owes_nothing")),
            ("condition", phrases.says(action.when)),
            ("applies", word(action.applies)),
            ("known_to", known_to(draft.tongue, action, draft.tongue.readers)),
            ("does", phrases.effects(action.effects) or word("no_effect")),
        )  # fmt: skip
        found.append(Together((Heading(2, draft.tongue.say(action.title, option(action.id))), Facts(facts))))
    return (*draft.head("handbook.actions"), *found) if found else ()


def outcomes(draft: Draft) -> Blocks:
    """The named ways to end, in the order they are judged."""
    found: list[Block] = []
    for outcome in draft.scenario.outcomes:
        condition = draft.phrases.says(outcome.when) or draft.tongue.word("always")
        facts = draft.facts(
            ("condition", condition), ("judged", draft.tongue.word("at_end" if outcome.at_end else "at_any_closing"))
        )
        heading = Heading(2, draft.tongue.say(outcome.title, option(outcome.id)))
        found.append(Together((heading, Facts(facts), *draft.tongue.prose(outcome.text))))
    if not found:
        return ()
    return (*draft.head("handbook.outcomes"), *draft.text("handbook.outcomes.lead", "soft"), *found)


def assumptions(draft: Draft) -> Blocks:
    """The numbers the rules rest on, with their ranges and where they come from."""
    rows: list[tuple[Blocks, ...]] = []
    for each in draft.scenario.parameters:
        low, high = number(each.low), number(each.high)
        source = draft.tongue.word("judgement") if each.source == "judgement" else each.source
        rows.append((
            line(draft.tongue.say(each.label, option(each.name))), line(plain(number(each.value))),
            line(plain(draft.tongue.word("range", low=low, high=high))), line(draft.tongue.say(each.unit)),
            line(plain(source)),
        ))  # fmt: skip
    if not rows:
        return ()
    table = Table(draft.columns("assumption", "value", "range", "unit", "source"), tuple(rows), (6, 1.6, 2.4, 3, 3))
    return (*draft.head("handbook.assumptions"), *draft.text("handbook.assumptions.lead", "soft"), table)


def matrix(draft: Draft) -> Blocks:
    """Which injects serve which objective."""
    rows = tuple(
        (
            line(plain(each.id)), line(draft.tongue.say(each.title, each.id)), line(draft.tongue.cells(each.cells)),
            line(plain(", ".join(i.id for i in draft.scenario.injects if each.id in i.objectives))),
        )
        for each in draft.scenario.objectives
    )  # fmt: skip
    if not rows:
        return ()
    return (
        *draft.head("handbook.objectives"),
        Table(draft.columns("id", "objective", "cells", "injects"), rows, (1, 5, 4, 5)),
    )


def sources(draft: Draft) -> Blocks:
    """What the injects and assumptions rest on."""
    rows = tuple((line(plain(key)), line(draft.tongue.say(text))) for key, text in draft.scenario.sources.items())
    return (*draft.head("handbook.sources"), Table(draft.columns("source", "citation"), rows, (2, 8))) if rows else ()


def log(draft: Draft) -> Blocks:
    """Rows for what Control rules and releases."""
    rows: tuple[tuple[Blocks, ...], ...] = (((),) * 4,) * 15
    head = draft.columns("time", "ruled", "reason", "by")
    return (
        *draft.head("handbook.log"),
        *draft.text("handbook.log.lead", "soft"),
        Table(head, rows, (1.4, 6, 5, 2), 12),
    )
