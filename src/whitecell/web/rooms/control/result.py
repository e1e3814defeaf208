"""The proposed result told in words: what becomes of each value, step by step, with every cause and every draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from whitecell.exercise import DeskProposal, Entry, View
from whitecell.game import Cause, Change, Drawn
from whitecell.report.figures import option, pair, shares
from whitecell.rules import Value
from whitecell.tongue import Said, Tongue, number
from whitecell.web.room import Scene
from whitecell.web.standing import shown


@dataclass(frozen=True, slots=True)
class Why:
    """A cause in words. `cell` is whose order it was."""

    words: Said
    cell: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One change with its cause, the effect as it is written, and its draws in words."""

    before: str
    after: str
    why: Why
    effect: str
    draws: tuple[str, ...]
    overruled: bool = False
    ruling: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What becomes of one variable."""

    name: str
    label: Said
    before: str
    after: str
    steps: tuple[Step, ...]
    ruled: bool
    seen: str
    options: tuple[tuple[str, str], ...]
    """What it can be set to, where that is a choice."""
    now: str
    """The value as a form takes it."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A variable that orders of equal priority set to different values: each with who set it."""

    name: str
    label: Said
    candidates: tuple[tuple[str, str, Why], ...]


def stories(scene: Scene, proposal: DeskProposal) -> list[Story]:
    """One for each variable that is written to, in the order of the pack."""
    by_var: dict[str, list[Change]] = {}
    for change in proposal.changes:
        if change.var:
            by_var.setdefault(change.var, []).append(change)
    return [story(scene, var.name, by_var[var.name], proposal.values[var.name])
            for var in scene.names.vars() if var.name in by_var]  # fmt: skip


def story(scene: Scene, name: str, changes: list[Change], now: Value) -> Story:
    """What becomes of one variable."""
    before, after = told(scene, name, changes[0].before, changes[-1].after)
    return Story(
        name, scene.names.label(name), before, after, tuple(step(scene, each) for each in changes),
        any(change.cause.kind == "ruling" for change in changes), readers(scene, name), choices(scene, name),
        written(now),
    )  # fmt: skip


def without(scene: Scene, proposal: DeskProposal) -> list[Step]:
    """The draws that changed nothing of their own."""
    return [step(scene, change) for change in proposal.changes if not change.var]


def ties(scene: Scene, proposal: DeskProposal) -> list[Tied]:
    """What Control has yet to settle."""
    settled = {change.var for change in proposal.changes if change.cause.kind == "ruling"}
    return [
        Tied(tie.var, scene.names.label(tie.var), tuple(
            (written(value), shown(scene, tie.var, value), why(scene, cause)) for value, cause in tie.candidates
        ))
        for tie in proposal.ties if tie.var not in settled
    ]  # fmt: skip


def step(scene: Scene, change: Change) -> Step:
    """One change."""
    before, after = told(scene, change.var, change.before, change.after) if change.var else ("", "")
    report = Tongue(scene.tongue.language, "report")
    return Step(
        before, after, why(scene, change.cause), change.text, tuple(drawn(report, each) for each in change.draws),
        change.note == "overruled", change.cause.kind == "ruling",
    )  # fmt: skip


def why(scene: Scene, cause: Cause) -> Why:
    """A cause, as the report tells it."""
    report, names = Tongue(scene.tongue.language, "report"), scene.names
    since = report("cause.since", n=cause.since) if cause.since else ""
    match cause.kind:
        case "order":
            return Why(names.action(cause.id), cause.cell, since)
        case "rule":
            return Why(names.rule(cause.id), "", since)
        case "inject":
            inject = names.inject(cause.id)
            title = names.say(inject.title, cause.id) if inject else Said(cause.id)
            return Why(Said(report("cause.inject", title=title)), "", since)
        case "range":
            return Why(Said(report("cause.range")))
        case "ruling":
            return Why(Said(scene.tongue("result.ruling", why=cause.why)))
        case "start":
            return Why(Said(report("cause.start")))


def drawn(report: Tongue, draw: Drawn) -> str:
    """A draw: what was asked, what came."""
    if draw.kind == "chance":
        p, u = shares(draw.arguments[0], draw.u)
        asked = report("asked.chance", p=p)
        return report("drawn.chance", asked=asked, gave=report("gave.yes" if draw.value else "gave.no"), drew=u)
    first, second = (number(each) for each in draw.arguments[:2])
    places = {"mean": first, "deviation": second} if draw.kind == "normal" else {"low": first, "high": second}
    gave = option(draw.value) if isinstance(draw.value, str) else number(float(draw.value))
    return report("drawn.amount", asked=report(f"asked.{draw.kind}", **places), gave=gave, drew=f"{draw.u:.3f}")


def told(scene: Scene, name: str, before: Value | None, after: Value | None) -> tuple[str, str]:
    """Two values as people read them, with as many digits as it takes to tell them apart."""
    t = scene.tongue
    first, second = (
        t("yes" if each else "no") if isinstance(each, bool) else each or ""
        for each in pair(before, after, scene.names.var(name), t.language)
    )
    return first, second


def written(value: Value) -> str:
    """A value as a field of a form takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def choices(scene: Scene, name: str) -> tuple[tuple[str, str], ...]:
    """What a variable can be set to; none where it is a number."""
    var = scene.names.var(name)
    if var.numeric:
        return ()
    options: Iterable[str] = getattr(var.type, "options", ())
    found = tuple((each, str(scene.names.say(var.labels.of(each), each))) for each in options)
    return found or (("yes", scene.tongue("yes")), ("no", scene.tongue("no")))


def readers(scene: Scene, name: str) -> str:
    """Who sees a variable, where that is not everybody."""
    from whitecell.exercise import OfMarking

    marking = scene.names.var(name).marking
    if marking == "public":
        return ""
    if marking == "control":
        return scene.tongue("state.control")
    return scene.names.readers(OfMarking(marking)) or marking


@dataclass(frozen=True, slots=True)
class Shift:
    """Something that changed the state: when, and what. `causes` are those of all its changes, if they share them."""

    when: str
    causes: tuple[Why, ...]
    changes: tuple["Moved", ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One value that changed, with causes of its own. `seen`: who sees it, where that is not everybody."""

    label: Said
    before: str
    after: str
    seen: str
    causes: tuple[Why, ...]


NEWS = 12


def shifts(scene: Scene, view: View) -> list[Shift]:
    """What has changed lately and why, the last first."""
    found = []
    for entry in reversed(view.entries):
        if not entry.changes or entry.kind in ("exercise.created/1", "result.proposed/1", "ruling.made/1"):
            continue
        found.append(shift(scene, entry))
        if len(found) == NEWS:
            break
    return found


def shift(scene: Scene, entry: Entry) -> Shift:
    """One of them."""
    alike = len({change.because for change in entry.changes}) == 1
    rows = tuple(
        Moved(
            scene.names.label(change.var), *told(scene, change.var, change.before, change.after),
            readers(scene, change.var), () if alike else tuple(spoken(scene, each) for each in change.because),
        )
        for change in entry.changes
    )  # fmt: skip
    shared = tuple(spoken(scene, each) for each in entry.changes[0].because) if alike else ()
    return Shift(scene.names.game(entry.at.game), shared, rows)


def spoken(scene: Scene, cause: str) -> Why:
    """A cause that Control's view gives as a code: its kind, its id, and the cell of an order."""
    kind, _, rest = cause.partition(" ")
    id_, _, cell = rest.partition(" ")
    if kind not in ("order", "rule", "inject", "range", "start"):
        return Why(Said(scene.tongue("result.ruled")))
    return why(scene, Cause(kind, id_, cell))  # type: ignore[arg-type]
