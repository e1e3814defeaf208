"""How it ended, what was measured, and what was assumed."""

from whitecell.report.figures import option, short, show
from whitecell.report.model import Assumption, CourseTold, MeasureTold, OutcomeTold
from whitecell.report.parts import Named, Shown
from whitecell.report.trail import Trail
from whitecell.rules.tree import StateRef
from whitecell.scenario import Measure

JUDGEMENT = "judgement"


def outcomes(trail: Trail) -> tuple[OutcomeTold, ...]:
    """Every way to end, in the order they are asked, with what their conditions name as it stood at the end."""
    exercise, names = trail.exercise, trail.names
    came = exercise.world.outcome if exercise.phase == "ended" else None
    return tuple(
        OutcomeTold(
            outcome.id, names.say(outcome.title) or outcome.id, names.say(outcome.text),
            names.judged(outcome.when, trail.stops[-1].after), outcome.at_end, outcome.id == came,
        )
        for outcome in exercise.scenario.outcomes
    )  # fmt: skip


def measures(trail: Trail) -> tuple[MeasureTold, ...]:
    """Every measure, with its final value if the exercise came to its end."""
    return tuple(measure(trail, each) for each in trail.exercise.scenario.measures)


def measure(trail: Trail, each: Measure) -> MeasureTold:
    """One measure; what it began with is known where it is plainly a state variable."""
    scenario, names = trail.exercise.scenario, trail.names
    final = trail.exercise.measures.get(each.id)
    tree = each.value.tree
    before: Shown | None = None
    after: Shown | None = None if final is None else short(final)
    unit = each.unit
    if isinstance(tree, StateRef):
        var = scenario.vars[tree.index]
        before, unit = trail.starts[var.name], unit or var.unit
        if final is not None:
            after = show(final, var) if var.numeric else bool(final)
    label = names.say(each.label) or option(each.id)
    return MeasureTold(each.id, label, unit, each.better, each.value.text, before, after)


def assumptions(trail: Trail) -> tuple[Assumption, ...]:
    """Every named assumption with the value that was used."""
    scenario, names = trail.exercise.scenario, trail.names
    return tuple(
        Assumption(
            name=parameter.name,
            label=names.say(parameter.label) or option(parameter.name),
            used=short(used),
            written=short(parameter.value),
            low=short(parameter.low),
            high=short(parameter.high),
            unit=parameter.unit,
            source="" if parameter.source == JUDGEMENT else parameter.source,
            cited=names.say(scenario.sources[parameter.source]) if parameter.source in scenario.sources else "",
            changed=used != parameter.value,
        )
        for parameter, used in zip(scenario.parameters, trail.exercise.world.parameters, strict=True)
    )


def sources(trail: Trail) -> tuple[tuple[str, str], ...]:
    """Every source that the scenario lists, by its key."""
    return tuple((key, trail.names.say(text)) for key, text in trail.exercise.scenario.sources.items())


def course(trail: Trail) -> CourseTold | None:
    """What the course changed, if one was taken."""
    exercise, names, scenario = trail.exercise, trail.names, trail.exercise.scenario
    taken = scenario.courses.get(exercise.course)
    if taken is None:
        return None
    start: list[tuple[Named, Shown]] = []
    for name, value in taken.start.items():
        start.append((names.vars[name], show(value, scenario.vars[scenario.index[name]])))
    bots = tuple(
        (names.seats[seat], (names.say(scenario.bots[bot].title) if bot in scenario.bots else "") or bot)
        for seat, bot in taken.bots.items()
    )
    orders = tuple(
        (
            names.say(scenario.move[each.move].title) or each.move, names.seats[each.seat], names.action(each.action),
            names.arguments(dict(each.arguments)),
        )
        for each in taken.orders
    )  # fmt: skip
    return CourseTold(taken.id, names.say(taken.title) or taken.id, names.say(taken.text), tuple(start), bots, orders)
