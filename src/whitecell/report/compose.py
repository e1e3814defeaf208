"""The report of an exercise, put together."""

from typing import Literal

from whitecell.exercise import Exercise, items
from whitecell.journal import Head, Journal
from whitecell.report import ending, state
from whitecell.report.conduct import conduct
from whitecell.report.delays import delayed
from whitecell.report.figures import moment
from whitecell.report.flow import facts, unlearned
from whitecell.report.model import Aar, About, Withheld
from whitecell.report.moves import decide, moves, why
from whitecell.report.msel import Board
from whitecell.report.naming import Names
from whitecell.report.orders import orders
from whitecell.report.record import TICK, record
from whitecell.report.talk import free
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
    board = Board(trail)
    told = moves(trail, given, free(trail), board)
    known = facts(trail, given)
    able = {cell.id for move in scenario.moves for cell in decide(trail, move) if cell.side != "response"}
    deciders = tuple(cell for cell in names.cells.values() if cell.id in able)
    return Aar(
        about=about(trail, head),
        cells=tuple(names.cells.values()),
        seats=tuple(names.seats.values()),
        course=ending.course(trail),
        moves=told,
        facts=known,
        unlearned=unlearned(trail, known, deciders),
        withheld=withheld(trail, board),
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
        conduct=conduct(trail, board),
    )


def withheld(trail: Trail, board: Board) -> tuple[Withheld, ...]:
    """The injects that were not released, Control's own after the scenario's, with what they waited for."""
    exercise, scenario = trail.exercise, trail.exercise.scenario
    opened = {stop.event.data["move"] for stop in trail.of("move.opened/1")}
    found = []
    for each in items(exercise):
        if each.id in exercise.deliveries:
            continue
        inject = scenario.inject.get(each.id)
        plan = board.plans.get(each.id)
        last = next((hand for hand in reversed(board.hands.get(each.id, [])) if hand.what in ("dropped", "held")), None)
        trigger: Literal["planned", "condition", "control", "dropped", "held"] = why(inject)
        if each.status in ("dropped", "held"):
            trigger = "dropped" if each.status == "dropped" else "held"
        elif plan and plan.move:
            trigger = "planned"
        found.append(Withheld(
            each.id, board.title(each.id), trigger, inject.when.text if inject and inject.when else "",
            last.mark.seq if last else 0, last.why if last else "", bool(plan and plan.move in opened),
        ))  # fmt: skip
    return tuple(found)


def about(trail: Trail, head: Head | None) -> About:
    """What is reported on."""
    exercise, names, scenario = trail.exercise, trail.names, trail.exercise.scenario
    ever: dict[str, set[str]] = {}
    for stop in trail.of("seat.taken/1"):
        ever.setdefault(stop.event.data["seat"], set()).add(stop.event.data["holder"]["kind"])
    early = ending.ended_early(exercise)
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
        people=sum("person" in kinds for kinds in ever.values()),
        bots=sum(kinds == {"bot"} for kinds in ever.values()),
        starts=moment(scenario, 0.0),
        ends=moment(scenario, trail.stops[-1].event.at.game),
        finished=exercise.phase == "ended",
        head=head.hash if head else "",
        count=head.count if head else len(exercise.log),
        languages=scenario.languages,
        language=names.language,
        early=early,
        why=exercise.log[-1].data["why"] if early else "",
    )


def report(journal: Journal, language: str = "") -> Aar:
    """The after-action report of a journal. ValueError if it holds no exercise."""
    from whitecell.players import replay

    return aar(replay(journal.records, journal.texts), journal.head, language)
