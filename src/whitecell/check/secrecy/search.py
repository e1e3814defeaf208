"""Dry plays of a scenario full of canaries: whatever an audience gets is searched for words and numbers not for it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from whitecell.check.secrecy.canary import CANARY, Canaries, planted
from whitecell.check.secrecy.outlets import battery, later, share
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.plays import dry_play
from whitecell.check.secrecy.sight import Addressees, Book, Group, Sight, audiences
from whitecell.check.secrecy.states import State
from whitecell.exercise import Exercise, OfSeat
from whitecell.scenario import Scenario

NUMBER = re.compile(r"-?\d+\.\d{5,}(?:e-?\d+)?|-?\d(?:\.\d+)?e-\d+")
"""Numbers so long that they are found by no accident."""


@dataclass(frozen=True)
class Found:
    """Something that an audience got and should not have: what, where, and at which state."""

    code: str
    what: str
    outlet: str
    audience: str
    state: State


class Search:
    """Dry plays full of canaries: so many plays, so many states of each for so many audiences, the end for all.

    Iterating gives what was found; `count` is how often was searched.
    """

    def __init__(self, scenario: Scenario, seed: int, plays: int, states: int = 4, at_each: int = 4) -> None:
        self.canaries = Canaries()
        self.scenario = planted(scenario, self.canaries)
        addressees = Addressees(self.scenario)
        self.sights = [Sight(addressees, audience) for audience in audiences(self.scenario)]
        self.seed, self.plays, self.states, self.at_each, self.count = seed, plays, states, at_each, 0

    def __iter__(self) -> Iterator[Found]:
        for play in range(self.plays):
            picks = Picks(f"canary/{self.seed}/{play}")
            met = dry_play(self.scenario, self.seed, play, live=play % 3 != 2, words=self.canaries)
            for number, state in enumerate(picks.some(met[:-1], self.states, "states")):
                for sight in picks.some(self.sights, self.at_each, "audiences", number):
                    yield from self.searched(state, sight, picks)
            for sight in self.sights:
                yield from self.searched(met[-1], sight, picks)

    def searched(self, state: State, sight: Sight, picks: Picks) -> Iterator[Found]:
        """What this audience gets at this state and should not."""
        self.count += 1
        audience, exercise = sight.audience, state.exercise
        tried = battery(audience.seat, [exercise], picks, 12) if isinstance(audience, OfSeat) else []
        got = share(exercise, audience, state.dice, later(state.now), tried)
        hidden = hidden_numbers(exercise, sight)
        texts = [("view", repr(got.view), ""), ("export", json.dumps(got.export, ensure_ascii=False), "")]
        # A refusal may repeat what the seat itself asked for.
        texts += [("refusals", str(refusal), command) for command, refusal in got.refusals.items()]
        for outlet, text, own in texts:
            words = set(CANARY.findall(text)) - set(CANARY.findall(own))
            for what in unfit(words, sight, exercise, self.canaries):
                yield Found("L111", what, outlet, str(audience), state)
            for number in sorted(set(NUMBER.findall(text)) & hidden):
                yield Found("L112", f"the hidden number {number}", outlet, str(audience), state)


def unfit(words: set[str], sight: Sight, exercise: Exercise, canaries: Canaries) -> list[str]:
    """What those of the words stand for that this audience may not read, or not yet."""
    passed = handed(exercise, sight) if words else {}
    found = []
    for word in sorted(words):
        secret = canaries.secrets[word]
        entitled = sight.among(*secret.readers) and secret.open_in(exercise)
        if not entitled and not sight.among(*passed.get(word, ())):
            found.append(secret.what)
    return found


def handed(exercise: Exercise, sight: Sight) -> dict[str, list[Group]]:
    """Who may read the words of a letter because Control addressed it to them, or another cell passed it on."""
    book, found = Book(exercise.log), dict[str, list[Group]]()
    for event in exercise.log:
        if event.kind == "inject.released/1":
            paper = repr([event.data[key] for key in ("title", "body", "from")])
            for word in CANARY.findall(paper):
                found.setdefault(word, []).append(sight.addressees.readers(event.data["inject"], book))
    return found


def hidden_numbers(exercise: Exercise, sight: Sight) -> set[str]:
    """Every long number of the log that is none of a variable which this audience sees."""
    hidden: set[str] = set()
    visible: set[str] = set()
    for event in exercise.log:
        for change in event.changes:
            own = visible if change.var and sight.vars[change.var] else hidden
            own.update((repr(change.before), repr(change.after)))
            hidden.update(repr(drawn.u) for drawn in change.draws)
    hidden.update(repr(value) for value in exercise.measures.values())
    return {number for number in hidden - visible if NUMBER.fullmatch(number) and telling(float(number))}


def telling(number: float) -> bool:
    """Whether a number is none that is met by accident, as simple fractions such as 56/3 are."""
    return abs(float(Fraction(number).limit_denominator(1000)) - number) > 1e-9
