"""What dry plays tell: a warning for each thing that did not happen, and how often the rest did."""

import math
from collections.abc import Iterator
from statistics import median_low

from whitecell.check.accepted import Finding
from whitecell.check.prospects import Prospects
from whitecell.check.tally import End, Tally
from whitecell.rules import walk
from whitecell.rules.tree import Constant, Fact
from whitecell.scenario import Action, Inject, Scenario

LIVE = frozenset(("answered", "shared", "elapsed"))
"""Facts that count as false in automatic plays."""
OFTEN = 0.5
"""The share of plays from which a value that is cut off is a finding; below it, a line."""
SELDOM = 0.01
"""The share of plays below which a value that is cut off is not told."""


def untried(inject: Inject) -> str | None:
    """Why no automatic play can release this inject; None if one can."""
    if inject.manual:
        return "only Control releases it"
    if inject.when is not None:
        live = sorted({f"{n.kind}()" for n in walk(inject.when.tree) if isinstance(n, Fact) and n.kind in LIVE})
        if live:
            return f"its condition asks {', '.join(live)}, which only live exercises know"
    return None


def verdicts(scenario: Scenario, tally: Tally, possible: Prospects) -> Iterator[Finding]:
    """What never happened and could have, what was cut off, which parameters changed nothing."""
    some = f"in {plural(tally.plays, 'automatic play')}"
    for action in scenario.actions:
        if action.id in possible.actions and not tally.carried[action.id]:
            yield undone(action, tally, some)
    for move in scenario.moves:
        if move.id in possible.numbers and not tally.moves[move.id]:
            yield Finding("D102", ("moves", move.id), move.id, f"move '{move.id}' was never entered {some}",
                          "Check the next of the others.")  # fmt: skip
    for inject in scenario.injects:
        if inject.id in possible.injects and not tally.injects[inject.id]:
            yield unreleased(inject, some)
    for outcome in scenario.outcomes:
        if not possible.never(outcome.when) and not tally.outcomes[outcome.id]:
            yield Finding("D105", ("outcomes", outcome.id), outcome.id,
                          f"outcome '{outcome.id}' was never reached {some}",
                          "Check its condition, or play more often.")  # fmt: skip
    for end in sorted(tally.cut):
        if often(scenario, tally, end):
            yield Finding("D108", ("state", end[0], "range"), end[0], cut(scenario, tally, end),
                          "Widen the range, or let what drives it there act less near the end.",
                          route=f"{end[0]}: {'above' if end[1] else 'below'}")  # fmt: skip
    for name in tally.idle:
        yield Finding("D109", ("parameters", name), name,
                      f"the parameter '{name}' changed nothing in any pair of plays at its low and at its high",
                      "Check the rules that read it, or delete it.")  # fmt: skip


def undone(action: Action, tally: Tally, some: str) -> Finding:
    """An action that was never carried out: never permitted, never ordered, or always lapsed."""
    path, id_ = ("actions", action.id), action.id
    if tally.ordered[id_]:
        return Finding("D101", path, id_, f"action '{id_}' was ordered and never carried out {some}",
                       "Check its needs, and how the bots answer them.")  # fmt: skip
    if tally.permitted[id_]:
        return Finding("D107", path, id_, f"action '{id_}' was permitted and never ordered {some}",
                       "Check the weights of the bots that may order it.")  # fmt: skip
    return Finding("D106", path, id_,
                   f"nobody was ever permitted to order '{id_}' in {plural(tally.looked, 'automatic play')}",
                   "Check its 'when', its limits and the orders of the moves.")  # fmt: skip


def unreleased(inject: Inject, some: str) -> Finding:
    """An inject that was never released."""
    path, why = ("injects", inject.id), untried(inject)
    if why is not None:
        return Finding("D104", path, inject.id, f"inject '{inject.id}' was not tried: {why}", "Try it in a rehearsal.")
    return Finding("D103", path, inject.id, f"inject '{inject.id}' was never released {some}",
                   "Check its condition, or that its move is entered.")  # fmt: skip


def often(scenario: Scenario, tally: Tally, end: End) -> bool:
    """Whether a variable is cut off at an end so often that its author should know. Where it starts at this end, as an
    empty queue does, it is at rest there.
    """
    var = scenario.vars[scenario.index[end[0]]]
    rests = isinstance(var.start.tree, Constant) and var.start.tree.value == (var.high if end[1] else var.low)
    return not rests and tally.cut[end] >= OFTEN * tally.looked


def cut(scenario: Scenario, tally: Tally, end: End) -> str:
    """How often a variable is cut off at an end of its range, and by what."""
    var = scenario.vars[scenario.index[end[0]]]
    where = f"above {var.high:g}" if end[1] else f"below {var.low:g}"
    driver = tally.driver(end)
    share = f"'{var.name}' is cut off {where} in {tally.cut[end] / tally.looked:.0%} of plays"
    return share + (f", most often by {driver}" if driver else "")


def lines(scenario: Scenario, tally: Tally) -> Iterator[str]:
    """How often each outcome, move and conditional inject came, and what was cut off."""
    stopped = "" if tally.plays == tally.wanted else f" of {tally.wanted:,}: the time was over"
    yield f"{plural(tally.plays, 'dry play')}{stopped}"
    for outcome in scenario.outcomes:
        yield f"  outcome {outcome.id}: {share(tally.outcomes[outcome.id], tally)}"
    if tally.outcomes[""]:
        yield f"  no outcome: {share(tally.outcomes[''], tally)}"
    for move in scenario.moves:
        yield f"  move {move.id}: {share(tally.moves[move.id], tally)}"
    for inject in scenario.injects:
        if inject.when is not None and untried(inject) is None:
            yield f"  inject {inject.id} fired: {share(tally.injects[inject.id], tally)}{when(scenario, tally, inject)}"
    for end in sorted(tally.cut):
        if tally.cut[end] >= SELDOM * tally.looked and not often(scenario, tally, end):
            yield f"  {cut(scenario, tally, end)}"
    if tally.cut and tally.looked < tally.plays:
        yield f"  (what is cut off was looked at in {tally.looked:,} of these plays)"
    if tally.unvaried:
        yield f"  no time was left to vary {', '.join(tally.unvaried)}"


def when(scenario: Scenario, tally: Tally, inject: Inject) -> str:
    """In which moves an inject came, in the order of the file, and the median place of these moves."""
    came = tally.came.get(inject.id)
    if not came:
        return ""
    moves = {move.id: sum(n for (_, id_), n in came.items() if id_ == move.id) for move in scenario.moves}
    told = ", ".join(f"{id_} {share(count, tally)}" for id_, count in moves.items() if count)
    middle = median_low(place + 1 for place, _ in came.elements())
    return f" ({told}; median move {middle})"


def share(count: int, tally: Tally) -> str:
    """A share of the plays; a few in many plays are not rounded to none."""
    part = count / tally.plays if tally.plays else 0.0
    digits = max(1, -math.floor(math.log10(part)) - 2) if 0 < part < 0.01 else 1
    return f"{part:.{digits}%}"


def plural(count: int, word: str) -> str:
    """`1 play`, `2,000 plays`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
