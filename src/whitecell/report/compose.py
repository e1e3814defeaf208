"""The report of an exercise, put together."""

from whitecell.exercise import Exercise
from whitecell.journal import Head, Journal
from whitecell.report import ending, state
from whitecell.report.delays import delayed
from whitecell.report.figures import moment
from whitecell.report.flow import facts, unlearned
from whitecell.report.model import Aar, About
from whitecell.report.moves import decide, moves, why
from whitecell.report.naming import Names
from whitecell.report.orders import orders
from whitecell.report.record import TICK, record
from whitecell.report.trail import Trail


def aar(exercise: Exercise, head: Head | None = None, language: str = "") -> Aar:
    """The after-action report of an exercise, finished or not, from its events alone.

    `head` is the journal's, printed so that a cut tail shows. `language` is the reader's, by default the scenario's
    original one, in which all that is not translated is told.
    """
    scenario = exercise.scenario
    names = Names(exercise, language or scenario.languages[0])
    trail = Trail(exercise, names)
    delays = delayed(trail)
    given = orders(trail, delays)
    told = moves(trail, given)
    known = facts(trail, given)
    able = {cell.id for move in scenario.moves for cell in decide(trail, move) if cell.side != "response"}
    deciders = tuple(cell for cell in names.cells.values() if cell.id in able)
    kept = tuple(
        (inject.id, names.say(inject.title) or inject.id, why(inject), inject.when.text if inject.when else "")
        for inject in scenario.injects
        if inject.id not in exercise.deliveries
    )
    return Aar(
        about=about(trail, head),
        cells=tuple(names.cells.values()),
        seats=tuple(names.seats.values()),
        course=ending.course(trail),
        moves=told,
        facts=known,
        unlearned=unlearned(trail, known, deciders),
        withheld=kept,
        samples=state.samples(trail),
        groups=state.groups(trail),
        draws=tuple(trail.draws.values()),
        outcomes=ending.outcomes(trail),
        ended=next((stop.seq for stop in trail.stops if stop.event.kind == "exercise.ended/1"), 0),
        delays=delays,
        measures=ending.measures(trail),
        assumptions=ending.assumptions(trail),
        sources=ending.sources(trail),
        record=record(trail),
        ticks=sum(1 for stop in trail.stops if stop.event.kind == TICK),
    )


def about(trail: Trail, head: Head | None) -> About:
    """What is reported on."""
    exercise, names, scenario = trail.exercise, trail.names, trail.exercise.scenario
    kinds = [seat.kind for seat in names.seats.values()]
    return About(
        id=exercise.id,
        title=names.say(scenario.title),
        summary=names.say(scenario.summary),
        banner=names.say(scenario.marking),
        pack=scenario.id,
        version=scenario.version,
        digest=exercise.log[0].data["digest"],
        seed=str(exercise.seed),
        automatic=exercise.automatic,
        people=kinds.count("person"),
        bots=kinds.count("bot"),
        starts=moment(scenario, 0.0),
        ends=moment(scenario, trail.stops[-1].event.at.game),
        finished=exercise.phase == "ended",
        head=head.hash if head else "",
        count=head.count if head else len(exercise.log),
        languages=scenario.languages,
        language=names.language,
    )


def report(journal: Journal, language: str = "") -> Aar:
    """The after-action report of a journal. ValueError if it holds no exercise."""
    from whitecell.players import replay

    return aar(replay(journal.records, journal.texts), journal.head, language)
