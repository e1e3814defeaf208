"""What the leak check found, as faults, lines and data."""

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from whitecell.check.secrecy.flows import Flow, Places, located
from whitecell.check.secrecy.outlets import Difference, say
from whitecell.check.secrecy.states import State
from whitecell.scenario import Accepted, Fault, Scenario

LEAKS = {
    "L101": "its view differs",
    "L102": "what it may order differs",
    "L103": "a refusal differs",
    "L104": "its export differs",
    "L105": "what its bot sees differs",
    "L106": "what follows from its own command differs",
    "L107": "the event is addressed to more people than it is for",
    "L108": "the event is not for it and changes its view",
    "L109": "the event is not for it and changes its export",
    "L110": "the event is not for it and changes a refusal",
    "L111": "a word is found that is not for it",
    "L112": "a number is found that is not for it",
}
"""How an audience notices what it should not: faults of the code."""

FLOWS = {
    "F101": "'{place}' changes {target} by {source}, which is hidden from {who}",
    "F102": "whether '{place}' changes {target} depends on {source}, which is hidden from {who}",
    "F103": "'{place}' starts from {source}, which is hidden from {who}",
    "F104": "'{place}' is released by {source}, which is hidden from {who}",
    "F105": "the move after '{place}' depends on {source}, which is hidden from {who}",
    "F106": "whether the outcome is '{place}' depends on {source}, which is hidden from {who}",
    "F107": "'{place}' changes {target}, seen by {who}, who may not know of {source}",
    "F108": "'{place}' changes {target}, seen by {who}, who may not know of {source}",
    "F109": "'{place}' asks {target}, so that {who} know of {source}, which its marking hides from them",
    "F110": "'{place}' has no flow {code} that could be approved",
}
"""Ways out of hiding, as the pack is written; F110 is an approval of a flow that is not there."""


@dataclass(frozen=True)
class Leak:
    """Something that an audience should not notice. `secret` is what was changed, happened or planted; `state` leads to
    where it shows (`state.past()` are the commands); `times` is how often it was met.
    """

    code: str
    secret: str
    audience: str
    field: str
    before: str
    after: str
    where: str
    state: State | None = dataclasses.field(default=None, repr=False, compare=False)
    times: int = 1

    @property
    def kind(self) -> tuple[str, str, str]:
        """What is the same leak wherever it is met."""
        return (self.code, self.secret, plain(self.field))

    @property
    def commands(self) -> list[str]:
        """The commands that lead to the state, in words."""
        return [say(step.command) for step in self.state.past()] if self.state is not None else []

    def fault(self, file: str) -> Fault:
        """The leak as a fault of the code that runs this pack."""
        values = f", {self.before} or {self.after}" if self.before or self.after else ""
        message = f"{self.audience} learns of {self.secret} by {self.field}{values} ({LEAKS[self.code]}; {self.where})"
        return Fault(file, 0, 0, self.code, "error", message, "Mend the code that lets it out.")


def leak(secret: str, audience: str, found: Difference, state: State) -> Leak:
    """A leak of a difference."""
    return Leak(found.code, secret, audience, found.field, short(found.before), short(found.after), str(state), state)


def plain(field: str) -> str:
    """A field without places in lists, keys and numbers."""
    return re.sub(r"\[[^\]]*\]|\d+", "", field)


def short(value: Any) -> str:
    """A value in at most a line."""
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


@dataclass(frozen=True)
class Looked:
    """What was checked: dry plays, states of them and of the exploration, comparisons, and for whom.

    `openings` are the worlds explored with a move open, `complete` whether these are all that one seed's luck leads to.
    `silences` are events checked to change nothing for those they are not for, `addressed` the events whose address was
    checked, `searches` what was searched for canaries. `stopped`: so much was found that the rest was not looked at.
    """

    plays: int = 0
    states: int = 0
    comparisons: int = 0
    audiences: int = 0
    openings: int = 0
    complete: bool = False
    silences: int = 0
    addressed: int = 0
    searches: int = 0
    stopped: bool = False

    def __str__(self) -> str:
        explored = "not explored, too large"
        if self.openings:
            explored = f"{self.openings:,} openings explored, {'complete' if self.complete else 'not all'}"
        return (
            f"{self.plays:,} dry plays, {explored}; {self.comparisons:,} comparisons at {self.states:,} states for "
            f"{self.audiences} audiences, {self.addressed:,} addresses, {self.silences:,} silences, "
            f"{self.searches:,} searches for canaries{'; stopped early' if self.stopped else ''}"
        )


@dataclass(frozen=True)
class LeakReport:
    """What the leak check found: leaks (faults of the code), and flows of the pack, approved by its author or not."""

    scenario: str
    leaks: tuple[Leak, ...]
    flows: tuple[Flow, ...]
    approved: tuple[tuple[Flow, Accepted], ...]
    stale: tuple[Accepted, ...]
    looked: Looked
    places: Places = dataclasses.field(default_factory=dict, repr=False)

    @property
    def file(self) -> str:
        """The pack's file, or its id where that is not known."""
        return located(self.places, ())[0] or self.scenario

    def faults(self) -> list[Fault]:
        """Leaks as errors, flows that nobody approved and approvals of nothing as warnings."""
        return [
            *(found.fault(self.file) for found in self.leaks),
            *(self.flow_fault(flow) for flow in self.flows),
            *(self.stale_fault(entry) for entry in self.stale),
        ]

    def flow_fault(self, flow: Flow) -> Fault:
        """A flow that nobody approved."""
        file, line, column = located(self.places, flow.path)
        who = ", ".join(flow.learners)
        message = FLOWS[flow.code].format(place=flow.place, source=flow.source, target=flow.target, who=who)
        cure = f"Mark or write it otherwise, or approve it under accepted: {{code: {flow.code}, place: {flow.place}}}."
        return Fault(file or self.file, line, column, flow.code, "warning", message, cure)

    def stale_fault(self, entry: Accepted) -> Fault:
        """An approval of a flow that is not there."""
        file, line, column = located(self.places, ("accepted",))
        message = FLOWS["F110"].format(place=entry.place, code=entry.code)
        return Fault(file or self.file, line, column, "F110", "warning", message, "Take this entry out of accepted:.")

    def lines(self) -> list[str]:
        """Every fault, then what was looked at."""
        return [*map(str, self.faults()), *self.summary()]

    def summary(self) -> list[str]:
        """What was found and looked at, in two lines."""
        count = f"{len(self.leaks)} leaks, {len(self.flows)} flows not approved, {len(self.approved)} approved"
        return [f"{self.scenario}: {count}", f"  {self.looked}"]

    def data(self) -> dict[str, Any]:
        """The report as JSON-able data."""
        looked = {name: getattr(self.looked, name) for name in Looked.__dataclass_fields__}
        return {
            "scenario": self.scenario,
            "leaks": [
                {"code": one.code, "secret": one.secret, "audience": one.audience, "field": one.field,
                 "before": one.before, "after": one.after, "where": one.where, "times": one.times,
                 "commands": one.commands}
                for one in self.leaks
            ],
            "flows": [flow_data(flow) for flow in self.flows],
            "approved": [{**flow_data(flow), "reason": entry.reason} for flow, entry in self.approved],
            "stale": [{"code": entry.code, "place": entry.place, "reason": entry.reason} for entry in self.stale],
            "looked": looked,
        }  # fmt: skip


def flow_data(flow: Flow) -> dict[str, Any]:
    """A flow as JSON-able data."""
    return {"code": flow.code, "place": flow.place, "from": flow.source, "to": flow.target,
            "learners": list(flow.learners)}  # fmt: skip


def approve(
    scenario: Scenario, found: Iterable[Flow]
) -> tuple[list[Flow], list[tuple[Flow, Accepted]], list[Accepted]]:
    """Flows that nobody approved, those approved with the entry that does, and entries that approve nothing.

    An entry's place is that of the flow (all flows of this code there), or its route `place: source -> target`; in
    either, `*` stands for anything.
    """
    left: list[Flow] = []
    approved: list[tuple[Flow, Accepted]] = []
    entries = [entry for entry in scenario.accepted if entry.code in FLOWS or entry.code in LEAKS]
    for flow in found:
        entry = next((entry for entry in entries if entry.code == flow.code and covers(entry.place, flow)), None)
        if entry is None:
            left.append(flow)
        else:
            approved.append((flow, entry))
    used = {id(entry) for _, entry in approved}
    stale = [
        entry for entry in entries
        if id(entry) not in used and not any(e.code == entry.code and covers(entry.place, f) for f, e in approved)
    ]  # fmt: skip
    return left, approved, stale


def covers(place: str, flow: Flow) -> bool:
    """Whether an approval of this place approves the flow."""
    return fnmatchcase(flow.place, place) or fnmatchcase(flow.route, place)
