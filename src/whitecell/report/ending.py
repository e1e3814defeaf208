"""How it ended, what was measured, and what was assumed."""

from collections.abc import Iterator

from whitecell.exercise import Exercise
from whitecell.report.figures import measured, option, show
from whitecell.report.model import Assumption, CourseTold, MeasureTold, OutcomeTold, Verdict
from whitecell.report.parts import Named, Shown
from whitecell.report.trail import Trail
from whitecell.rules.tree import StateRef
from whitecell.scenario import MAX_MOVES, Measure
from whitecell.tongue import number as short

JUDGEMENT = "judgement"


def outcomes(trail: Trail) -> tuple[OutcomeTold, ...]:
    """Every way to end, in the order they are asked, with what their conditions name as it stood at the end."""
    names = trail.names
    return tuple(
        OutcomeTold(
            outcome.id, names.say(outcome.title) or outcome.id, names.say(outcome.text),
            names.judged(outcome.when, trail.stops[-1].after), outcome.at_end, verdict,
        )
        for outcome, verdict in zip(trail.exercise.scenario.outcomes, verdicts(trail.exercise), strict=True)
    )  # fmt: skip


def verdicts(exercise: Exercise) -> Iterator[Verdict]:
    """What became of each outcome. Nothing is judged again: it follows from the one that came."""
    outcomes = exercise.scenario.outcomes
    found = next((place for place, each in enumerate(outcomes) if each.id == exercise.world.outcome), len(outcomes))
    # Where none came, or one that is judged at the end, no move followed.
    early = found < len(outcomes) and not outcomes[found].at_end
    follows = followed(exercise) if early else False
    for place, each in enumerate(outcomes):
        if exercise.phase != "ended":
            yield "open"
        elif ended_early(exercise):
            yield "never"
        elif place == found:
            yield "came"
        elif each.at_end and follows:
            yield "waits"
        elif place > found:
            yield "earlier"
        else:
            yield "unsure" if each.at_end and follows is None else "failed"


def ended_early(exercise: Exercise) -> bool:
    """Whether Control ended the exercise: then no outcome was asked."""
    return exercise.phase == "ended" and "why" in exercise.log[-1].data


def followed(exercise: Exercise) -> bool | None:
    """Whether a move would have followed the last one; None where its conditions decide that."""
    scenario, world = exercise.scenario, exercise.world
    if world.number >= MAX_MOVES:
        return False
    leads: set[bool] = set()
    for way in scenario.move[world.move].next:
        leads.add(way.move is not None)
        if way.when is None:
            break
    else:
        leads.add(False)
    return leads.pop() if len(leads) == 1 else None


def measures(trail: Trail) -> tuple[MeasureTold, ...]:
    """Every measure, with its final value if the exercise came to its end."""
    return tuple(measure(trail, each) for each in trail.exercise.scenario.measures)


def measure(trail: Trail, each: Measure) -> MeasureTold:
    """One measure; what it began with is known where it is plainly a state variable."""
    scenario, names = trail.exercise.scenario, trail.names
    final = trail.exercise.measures.get(each.id)
    tree = each.value.tree
    before: Shown | None = None
    after = None if final is None else measured(scenario, each, final)
    unit = names.say(each.unit)
    if isinstance(tree, StateRef):
        var = scenario.vars[tree.index]
        before, unit = trail.starts[var.name], unit or names.say(var.unit)
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
            unit=names.say(parameter.unit),
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
        start.append((names.vars[name], show(value, scenario.vars[scenario.index[name]], names.language)))
    bots = tuple(
        (names.seats[seat], (names.say(scenario.bots[bot].title) if bot in scenario.bots else "") or bot)
        for seat, bot in taken.bots.items()
    )
    orders = tuple(
        (
            names.say(scenario.move[each.move].title) or each.move, names.seats[each.seat], names.action(each.action),
            names.arguments(each.action, dict(each.arguments)),
        )
        for each in taken.orders
    )  # fmt: skip
    return CourseTold(taken.id, names.say(taken.title) or taken.id, names.say(taken.text), tuple(start), bots, orders)
