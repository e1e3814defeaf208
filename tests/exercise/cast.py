"""The fixed cast: cell a gives orders, b holds keys, c is the outsider, press is played by Control."""

from typing import Any

from tests.exercise.room import Room
from tests.game.packs import action, small
from whitecell.exercise import GiveOrder, OfCell, OfSeat, Plenary
from whitecell.game import Choice
from whitecell.scenario import Scenario

LEAD, MEMBER, WATCH, GUIDE = "a/one", "a/two", "a/watch", "a/guide"
KEY, OUTSIDER, DESK = "b/one", "c/one", "press/desk"
A, B, C = OfCell("a"), OfCell("b"), OfCell("c")
AUDIENCES = (
    *map(OfSeat, (LEAD, MEMBER, WATCH, GUIDE, KEY, "b/two", OUTSIDER, DESK)), A, B, C, OfCell("press"), Plenary()
)  # fmt: skip
LOOP = {"id": "m1", "title": "One", "orders": 3, "plays": "60 min", "covers": "6 h",
        "next": [{"when": "flag", "move": "end"}, "m1"]}  # fmt: skip


def scene(**parts: Any) -> Scenario:
    """A move that is played again and again until the flag is raised."""
    return small(**{
        "cells": [
            ["a", {"name": "A", "seats": [
                {"id": "one", "role": "lead"}, {"id": "two"}, {"id": "watch", "role": "evaluator"},
                {"id": "guide", "role": "facilitator"},
            ]}],
            ["b", {"name": "B", "seats": [{"id": "one", "role": "lead"}, {"id": "two"}]}],
            ["c", {"name": "C", "seats": [{"id": "one", "role": "lead"}]}],
            ["press", {"name": "Press", "side": "response", "seats": [{"id": "desk", "role": "facilitator"}]}],
        ],
        "markings": [["ab", ["a", "b"]]],
        "state": [
            ["x", {"type": "real", "start": "8", "range": [-64, 64], "marking": "public"}],
            ["y", {"type": "real", "start": "0", "range": [-64, 64], "marking": "public"}],
            ["n", {"type": "integer", "start": "0", "range": [0, 4], "marking": "public"}],
            ["flag", {"type": "boolean", "start": "no", "marking": "public"}],
            ["hoard", {"type": "real", "start": "0", "range": [0, 64], "marking": "a"}],
        ],
        "actions": [
            ["do", action("a", "x += uniform(0, 1)", limit={"per_move": 3}, marking="public")],
            ["say", action("a", "x += uniform(0, 1)", applies="at_once", limit={"per_move": 3, "total": 4},
                           marking="public")],
            ["hide", action("a", "hoard += uniform(0, 1)", applies="at_once", limit={"per_move": 3})],
            ["nudge", action("a", "y += uniform(0, 1)", applies="at_once", limit={"per_move": 3})],
            ["ask", action("a", "y += uniform(0, 1)", applies="at_once", limit={"per_move": 3}, marking="ab",
                           needs=[{"inform": ["c"]}, {"consult": ["b"], "within": "10 min", "else": "proceed"}])],
            ["plead", action("a", "y += 1", applies="at_once", limit={"per_move": 3}, marking="ab",
                             needs=[{"consult": ["b"], "within": "10 min", "else": "lapse"}])],
            ["joint", action("a", "y += 4", applies="at_once", limit={"per_move": 3}, marking="public",
                             needs=[{"consent": ["b"], "within": "10 min"}, {"consult": ["c"], "within": "20 min"}])],
            ["pact", action("a", "y += 8", limit={"per_move": 3}, needs=[{"consent": ["b"]}], marking="public")],
            ["four", action("a", "n = 4")],
            ["two", action("b", "n = 2")],
            ["three", action("b", "n = 3", priority=5)],
            ["lift", action("b", "flag = yes")],
            ["quote", action("press", "y -= 1")],
        ],
        "moves": [LOOP],
    } | parts)  # fmt: skip


def room(**parts: Any) -> Room:
    """The cast in its first move."""
    return Room(scene(**parts))


def order(name: str, seat: str = LEAD, **more: Any) -> GiveOrder:
    """An order without arguments."""
    return GiveOrder(seat, Choice(name), **more)
