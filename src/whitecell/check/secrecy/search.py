"""Dry plays of a scenario full of canaries: whatever an audience gets is searched for words and numbers not for it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from whitecell.check.secrecy.canary import CANARY, Canaries, planted
from whitecell.check.secrecy.outlets import battery, later, share
from whitecell.check.secrecy.picks import Picks
from whitecell.check.secrecy.plays import dry_play
from whitecell.check.secrecy.sight import Addressees, Sight, audiences
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


def search(scenario: Scenario, seed: int, plays: int, states: int, at_each: int) -> Iterator[Found]:
    """Play so many times, look at so many states of each play for so many audiences, and at the end for all."""
    canaries = Canaries()
    full = planted(scenario, canaries)
    addressees = Addressees(full)
    sights = [Sight(addressees, audience) for audience in audiences(full)]
    for play in range(plays):
        picks = Picks(f"canary/{seed}/{play}")
        met = dry_play(full, seed, play, live=play % 2 == 0, words=canaries)
        for number, state in enumerate(picks.some(met[:-1], states, "states")):
            for sight in picks.some(sights, at_each, "audiences", number):
                yield from searched(state, sight, canaries, picks)
        for sight in sights:
            yield from searched(met[-1], sight, canaries, picks)


def searched(state: State, sight: Sight, canaries: Canaries, picks: Picks) -> Iterator[Found]:
    """What this audience gets at this state and should not."""
    audience, exercise = sight.audience, state.exercise
    tried = battery(audience.seat, [exercise], picks, 12) if isinstance(audience, OfSeat) else []
    got = share(exercise, audience, state.dice, later(state.now), tried)
    texts = {"view": repr(got.view), "export": json.dumps(got.export, ensure_ascii=False)}
    # A refusal may repeat what the seat itself asked for.
    refused = [(set(CANARY.findall(command)), str(refusal)) for command, refusal in got.refusals.items()]
    for outlet, text in texts.items():
        words = set(CANARY.findall(text))
        yield from (
            Found("L111", what, outlet, str(audience), state) for what in unfit(words, sight, exercise, canaries)
        )
        numbers = set(NUMBER.findall(text)) & hidden_numbers(exercise, sight)
        yield from (
            Found("L112", f"the hidden number {number}", outlet, str(audience), state) for number in sorted(numbers)
        )
    for own, text in refused:
        words = set(CANARY.findall(text)) - own
        yield from (
            Found("L111", what, "refusals", str(audience), state) for what in unfit(words, sight, exercise, canaries)
        )


def unfit(words: set[str], sight: Sight, exercise: Exercise, canaries: Canaries) -> list[str]:
    """What those of the words stand for that this audience may not read, or not yet."""
    secrets = [canaries.secrets[word] for word in sorted(words)]
    return [secret.what for secret in secrets if not (sight.among(*secret.readers) and secret.open_in(exercise))]


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
    return {number for number in hidden - visible if NUMBER.fullmatch(number)}
