"""A small exercise with everything the house runs, a clock that is turned by hand, and a fixed cast."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.game.packs import action, small
from whitecell.exercise import (
    AcceptResult,
    AnswerNeed,
    AnswerQuestion,
    Command,
    Event,
    Exercise,
    GiveOrder,
    Holder,
    OpenMove,
    Pause,
    ProposeResult,
    Resume,
    SendMessage,
    Start,
    TakeSeat,
    WithdrawOrder,
    to_data,
)
from whitecell.game import Choice
from whitecell.journal import Conflict, Entry, Head, JournalError, MemoryStore, Store, canonical
from whitecell.live import Accepted, Actor, Grant, House, Outcome
from whitecell.players import replay
from whitecell.scenario import Scenario

PLANNER = Grant("", "planner")
LEAD, DEPUTY, OTHER, AIDE = "a/one", "a/two", "b/one", "b/two"
DO, JOINT, ROUGH = Choice("do"), Choice("joint"), Choice("rough")


def paper(**more: Any) -> dict[str, Any]:
    """An inject."""
    return {"to": ["a"], "title": "T", "body": "B", "fictional": True} | more


def scene(**parts: Any) -> Scenario:
    """Two cells of two seats, timed injects and a conditional one; moves of 60 minutes that cover 6 hours."""
    return small(**{
        "cells": [
            ["a", {"name": "A", "seats": [{"id": "one", "role": "lead", "bot": "keen"}, {"id": "two", "bot": "keen"}]}],
            ["b", {"name": "B", "seats": [{"id": "one", "role": "lead", "bot": "keen"}, {"id": "two", "bot": "keen"}]}],
        ],
        "actions": [
            ["do", action("a", "x += 1", limit={"per_move": 3})],
            ["joint", action("a", "y += 1", needs=[{"consent": ["b"]}])],
            ["rough", action("b", "y += 1", limit={"per_move": 3})],
        ],
        "moves": [
            {"id": "m1", "title": "One", "orders": {"a": 3, "b": 3}, "plays": "60 min", "covers": "6 h", "questions": [
                {"id": "q1", "to": ["a", "b"], "kind": "text", "text": "Why?"}]},
            {"id": "m2", "title": "Two", "orders": {"a": 3, "b": 3}, "plays": "60 min", "covers": "6 h"},
        ],
        "injects": [
            *(paper(id=f"i{minute}", at=f"m1 + {minute} min") for minute in (1, 2, 3)),
            paper(id="late", when="x > 8.5"),
        ],
        "bots": {"keen": {"weights": {"otherwise": "1000"}, "consents": {"otherwise": {"agree": "1"}}}},
    } | parts)  # fmt: skip


class Hand:
    """Wall time that moves only when it is told to."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Refusing:
    """A store whose disk is full while `full` holds; `lies`: it then writes all the same, and says it did not."""

    def __init__(self) -> None:
        self.inner = MemoryStore()
        self.full = self.lies = False
        self.appends = 0

    def append(self, exercise: str, expected: int, entries: Sequence[Entry]) -> Head:
        self.appends += 1
        if self.full and not self.lies:
            raise JournalError("disk", "J408", "the database refused: disk full", "Make room")
        head = self.inner.append(exercise, expected, entries)
        if self.full:
            raise JournalError("disk", "J408", "the answer was lost", "Make room")
        return head

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


OPEN: list[House] = []


def home(store: Any = None, **options: Any) -> House:
    """A house that does only what it is told, closed when the test is over."""
    house = House(MemoryStore() if store is None else store, threads=False, **options)
    OPEN.append(house)
    return house


class Desk:
    """Somebody at a house: gives commands under ids of their own."""

    def __init__(self, house: House, exercise: str) -> None:
        self.house, self.exercise = house, exercise
        self.number = 0

    def do(self, command: Command, actor: Actor | None = None, id: str = "") -> Outcome:
        """Give a command, by Control unless somebody is named, and wait."""
        self.number += 1
        who = actor or Grant(self.exercise, "control")
        return self.house.do(self.exercise, command, id=id or f"t{self.number}", actor=who)

    def must(self, command: Command, actor: Actor | None = None) -> tuple[Event, ...]:
        """Give a command that is accepted."""
        outcome = self.do(command, actor)
        assert isinstance(outcome, Accepted), outcome
        return outcome.events

    def seat(self, seat: str) -> Grant:
        """The grant of a seat."""
        return Grant(self.exercise, "seat", seat)

    @property
    def tip(self) -> Exercise:
        """The durable state."""
        return self.house.tip(self.exercise)


def people(desk: Desk) -> None:
    """Persons sit down on every seat."""
    for seat in desk.tip.scenario.seats:
        desk.must(TakeSeat(seat, Holder("person", f"Office of {seat}")))


def made(house: House, scenario: Scenario | None = None, *, bots: bool = False, opened: bool = True) -> Desk:
    """An exercise with people on all seats (or bots), started and its first move open."""
    exercise, outcome = house.create(scenario or scene(), id=f"make {len(house.exercises())}", actor=PLANNER, seed=5)
    assert isinstance(outcome, Accepted), outcome
    desk = Desk(house, exercise)
    if not bots:
        people(desk)
    if opened:
        desk.must(Start())
        desk.must(OpenMove())
    return desk


def random_commands(draw: Callable[[Sequence[Any]], Any], exercise: Exercise, seat: str) -> tuple[Command, str]:
    """Something that somebody may well ask for, permitted or not, and who asks (a seat, or control)."""
    control: list[Command] = [Pause(), Resume(), Start(), OpenMove(), ProposeResult(), AcceptResult(),
                              SendMessage("control", ("a",), "Note: “hello” \n 안녕")]  # fmt: skip
    asked = [need.id for need in exercise.needs.values()] or ["none"]
    given = list(exercise.orders) or ["none"]
    seats: list[Command] = [
        GiveOrder(seat, DO, "Because.", 40.0), GiveOrder(seat, JOINT), GiveOrder(seat, ROUGH),
        WithdrawOrder(seat, draw(given)), AnswerNeed(seat, draw(asked), "agree", "If it is quiet."),
        AnswerQuestion(seat, "q1", "Since then.", True), SendMessage(seat, ("control",), "Help"),
    ]  # fmt: skip
    return (draw(control), "control") if draw((False, False, True)) else (draw(seats), seat)


def as_written(exercise: Exercise) -> dict[str, Any]:
    """All of an exercise as data that can be compared, however it was made."""
    parts = {name: getattr(exercise, name) for name in exercise.__dataclass_fields__ if name not in ("log", "scenario")}
    log = [canonical(to_data(event)) for event in exercise.log]
    return {**parts, "digest": exercise.scenario.digest, "log": log}


def replayed(store: Store, exercise: str) -> Exercise:
    """The exercise that the journal alone tells of."""
    return replay(store.read(exercise), store.texts(exercise))


__all__ = [
    "AIDE",
    "DEPUTY",
    "DO",
    "JOINT",
    "LEAD",
    "OPEN",
    "OTHER",
    "PLANNER",
    "ROUGH",
    "Conflict",
    "Desk",
    "Hand",
    "Refusing",
    "as_written",
    "made",
    "paper",
    "people",
    "random_commands",
    "replayed",
    "scene",
]  # fmt: skip
