"""A control room for tests: an exercise, a wall clock that the test moves, and what has happened."""

import json
from typing import Any

from tests.exercise.saying import assert_said
from tests.game.packs import small
from whitecell.exercise import (
    Command,
    Create,
    Event,
    Exercise,
    OpenMove,
    Refusal,
    Start,
    decide,
    due,
    evolve,
    from_data,
    to_data,
)
from whitecell.game import Dice
from whitecell.scenario import Scenario

DICE = Dice(11)
PAPER = {"to": ["a"], "title": "T", "body": "B", "from": "F", "fictional": True}
QUESTION = {"id": "q1", "to": ["a"], "kind": "text", "text": "Why?"}


def scene(**parts: Any) -> Scenario:
    """Cells a (two seats) and b (two); a move of 60 minutes for 6 hours, one whose clock stands, and a last one."""
    return small(**{
        "cells": [
            ["a", {"name": "A", "seats": [{"id": "one", "role": "lead"}, {"id": "two"}]}],
            ["b", {"name": "B", "seats": [{"id": "one", "role": "lead"}, {"id": "two"}]}],
        ],
        "moves": [
            {"id": "m1", "title": "One", "plays": "60 min", "covers": "6 h", "questions": [QUESTION]},
            {"id": "m2", "title": "Two", "plays": "30 min", "covers": "1 h", "clock": "stopped"},
            {"id": "m3", "title": "Three", "plays": "60 min", "covers": "2 h"},
        ],
        "injects": [
            {"id": "i05", "at": "m1 + 5 min", **PAPER, "effects": ["x += 1"]},
            {"id": "i10", "at": "m1 + 10 min", **PAPER, "effects": ["x = x * 2"]},
            {"id": "i20", "at": "m1 + 20 min", **PAPER},
            {"id": "hand", "manual": True, **PAPER},
            {"id": "chain", "when": "released(hand)", **PAPER, "effects": ["y += 1"]},
            {"id": "quiet", "when": "elapsed(i05, 20) and not answered(q1)", **PAPER},
            {"id": "j00", "at": "m2", **PAPER},
            {"id": "j10", "at": "m2 + 10 min", **PAPER},
            {"id": "k05", "at": "m3 + 5 min", **PAPER},
        ],
    } | parts)  # fmt: skip


class Room:
    """Commands go through `decide`, events through `evolve`; `now` is the wall clock in seconds."""

    def __init__(self, scenario: Scenario | None = None, *, opened: bool = True, now: float = 0.0) -> None:
        self.now = now
        self.scenario = scenario or scene()
        created = decide(None, Create("ex", self.scenario, 11), now, DICE)
        assert isinstance(created, list)
        self.exercise: Exercise = evolve(None, created[0], self.scenario)
        if opened:
            self.must(Start(), OpenMove())

    def do(self, command: Command) -> list[Event] | Refusal:
        """What follows, told; or why nothing does."""
        events = decide(self.exercise, command, self.now, DICE)
        if not isinstance(events, Refusal):
            for event in events:
                self.exercise = evolve(self.exercise, event)
        return events

    def must(self, *commands: Command) -> list[Event]:
        """What follows from commands none of which may be refused."""
        told: list[Event] = []
        for command in commands:
            events = self.do(command)
            assert not isinstance(events, Refusal), f"{command}: {events}"
            told += events
        return told

    def refused(self, command: Command) -> str:
        """The code of a refusal that changes nothing and is a sentence."""
        before = self.exercise
        refusal = self.do(command)
        assert isinstance(refusal, Refusal), f"{command}: {refusal}"
        assert self.exercise is before
        assert_said(refusal)
        return refusal.code

    def wait(self, minutes: float, step: float = 0.5) -> list[str]:
        """Time passes, and the ticker looks every `step` minutes; gives the injects that came, in order."""
        came: list[str] = []
        while minutes > 1e-9:
            self.now += min(step, minutes) * 60.0
            minutes -= step
            came += self.look()
        return came

    def look(self) -> list[str]:
        """The ticker looks once; gives the injects that came."""
        before = len(self.exercise.log)
        self.must(*due(self.exercise, self.now))
        return [e.data["inject"] for e in self.exercise.log[before:] if e.kind == "inject.released/1"]

    @property
    def minutes(self) -> float:
        """Exercise time now."""
        return self.exercise.clock.exercise(self.now)

    def again(self) -> Exercise:
        """The exercise made anew of its events, each written as data and read back."""
        exercise: Exercise | None = None
        for event in self.exercise.log:
            exercise = evolve(exercise, reread(event), self.scenario)
        assert exercise is not None
        return exercise


def reread(event: Event) -> Event:
    """An event written as data and read back."""
    return from_data(json.loads(json.dumps(to_data(event))))
