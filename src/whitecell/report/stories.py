"""What changed and why: the changes of a move as one story for each variable."""

from collections.abc import Iterable, Sequence

from whitecell.report.figures import pair
from whitecell.report.parts import Because, Step, Story
from whitecell.report.trail import Told, Trail


def stories(trail: Trail, told: Iterable[Told]) -> tuple[Story, ...]:
    """For each variable that was written to, in the scenario's order, its changes step by step."""
    by_var: dict[str, list[Told]] = {}
    for each in told:
        if each.change.var:
            by_var.setdefault(each.change.var, []).append(each)
    index = trail.exercise.scenario.index
    return tuple(story(trail, name, by_var[name]) for name in sorted(by_var, key=index.__getitem__))


def story(trail: Trail, name: str, told: Sequence[Told]) -> Story:
    """The changes of one variable, in the order they happened."""
    scenario = trail.exercise.scenario
    var = scenario.vars[scenario.index[name]]
    steps = tuple(step(trail, each, told) for each in told)
    before, after = pair(told[0].change.before, told[-1].change.after, var, trail.names.language)
    return Story(trail.names.vars[name], before, after, steps)


def step(trail: Trail, told: Told, others: Sequence[Told] = ()) -> Step:
    """One change with its cause, its draws, and what kept it from more."""
    change = told.change
    before, after = trail.moved(change)[1:] if change.var else (None, None)
    phase = told.phase if told.phase != "start" else "opening"
    overruled: Because | None = None
    limit = ""
    if change.note == "overruled":
        winner = next((o for o in others if o.seq == told.seq and assigns(o)), None)
        overruled = trail.because(winner) if winner else None
    if change.cause.kind == "range":
        scenario = trail.exercise.scenario
        var = scenario.vars[scenario.index[change.var]]
        limit = "low" if change.after == var.low else "high" if change.after == var.high else ""
    draws = tuple(trail.draws[drawn.path] for drawn in change.draws)
    return Step(
        told.seq, phase, before, after, trail.because(told), draws, change.text, change.note, overruled,
        limit, trail.writings.ran(trail.moment(told)),  # type: ignore[arg-type]
    )  # fmt: skip


def assigns(told: Told) -> bool:
    """Whether this is the assignment that prevailed."""
    change = told.change
    head = change.text.removeprefix(change.var).lstrip()
    return not change.note and change.cause.kind not in ("range", "ruling") and head.startswith("=")


def unchanged(trail: Trail, told: Iterable[Told]) -> tuple[Step, ...]:
    """The draws that changed nothing of their own."""
    return tuple(step(trail, each) for each in told if not each.change.var)
