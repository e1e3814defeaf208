"""Roles in one place: who may give which command, and whose eyes a grant gives."""

import dataclasses
from typing import Any, get_args

import pytest

from tests.live.scene import LEAD, OTHER, scene
from whitecell.exercise import Control, Exercise, OfCell, OfSeat, Plenary, decide, evolve
from whitecell.exercise import command as c
from whitecell.game import Dice
from whitecell.live import (
    CLOCK,
    HOUSE,
    RULES,
    Actor,
    Grant,
    Machine,
    audience_of,
    audiences_of,
    may,
    may_draft,
    may_look,
)

CONTROL, PLANNER = Grant("x", "control"), Grant("", "planner")
SEAT, OBSERVER, PLENARY = Grant("x", "seat", LEAD), Grant("x", "observer"), Grant("x", "plenary")
BOT = Machine("bot", LEAD, "keen")
EVERYBODY: tuple[Actor, ...] = (CONTROL, PLANNER, SEAT, OBSERVER, PLENARY, BOT, CLOCK, HOUSE)
COMMANDS: tuple[type[Any], ...] = get_args(c.Command)


def blank(kind: type[Any], **given: Any) -> Any:
    """A command of this kind with nothing in it but what is given."""
    made = object.__new__(kind)
    for field in dataclasses.fields(kind):
        object.__setattr__(made, field.name, given.get(field.name, ""))
    return made


def allowed(command: Any) -> set[str]:
    return {str(actor) for actor in EVERYBODY if may(actor, command, "x") is None}


def test_every_command_of_the_closed_union_has_a_rule() -> None:
    assert set(RULES) == set(COMMANDS)


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_the_plenary_gives_no_command_and_an_observer_none_but_the_real_world_stop(kind: type[Any]) -> None:
    for seat in (LEAD, "control", "observer", "plenary"):
        command = blank(kind, seat=seat, by=seat)
        assert may(PLENARY, command, "x") is not None
        stop = kind is c.RealWorldStop and seat == "observer"
        assert (may(OBSERVER, command, "x") is None) == stop


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_seat_acts_in_its_own_name_alone(kind: type[Any]) -> None:
    names = {field.name for field in dataclasses.fields(kind)} & {"seat", "by"}
    if kind in (c.MapFreeOrder, c.ReleaseInject):
        names = set()  # there a seat or a hand is named, not the one who asks
    for name in (OTHER, "control", "observer"):
        assert may(SEAT, blank(kind, seat=name, by=name), "x") is not None
    own = may(SEAT, blank(kind, seat=LEAD, by=LEAD), "x")
    assert (own is None) == bool(names)


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_nobody_acts_in_another_exercise(kind: type[Any]) -> None:
    for grant in (CONTROL, SEAT, OBSERVER, PLENARY):
        for seat in (LEAD, "control", "observer"):
            assert may(grant, blank(kind, seat=seat, by=seat), "y") is not None


def test_the_clock_and_the_house_do_what_nobody_else_may() -> None:
    for kind in (c.Tick, c.JudgeInjects, c.ResolveOrder):
        assert allowed(blank(kind)) == {"clock"}
    assert allowed(c.ReleaseInject("i", "clock")) == {"clock"}
    assert allowed(c.ReleaseInject("i")) == {"control", "planner"}
    assert allowed(c.Restore()) == {"house"}
    assert allowed(blank(c.Create)) == {"house", "planner"}


def test_a_bot_orders_and_answers_for_its_seat_and_does_nothing_else() -> None:
    may_give = {kind for kind in COMMANDS if may(BOT, blank(kind, seat=LEAD, by=LEAD), "x") is None}
    assert may_give == {c.GiveOrder, c.AnswerNeed}
    assert may(BOT, blank(c.GiveOrder, seat=OTHER), "x") is not None


def test_a_command_that_nobody_has_thought_of_may_be_given_by_nobody() -> None:
    class Unknown:
        seat = LEAD

    assert allowed(Unknown()) == set()


def exercise(observed: tuple[str, ...] = ()) -> Exercise:
    events = decide(None, c.Create("x", scene(), 5), 0.0, Dice(5))
    assert isinstance(events, list)
    return dataclasses.replace(evolve(None, events[0], scene()), observed=observed)


def test_each_grant_has_its_own_eyes() -> None:
    assert [audience_of(grant) for grant in (CONTROL, PLANNER, SEAT, OBSERVER, PLENARY)] == [
        Control(), Control(), OfSeat(LEAD), Plenary(), Plenary()
    ]  # fmt: skip


def test_an_observer_sees_the_cells_that_control_lets_be_observed() -> None:
    assert audiences_of(OBSERVER, exercise(("a",))) == (Plenary(), OfCell("a"))
    assert may_look(OBSERVER, OfCell("a"), exercise()) is not None
    assert may_look(OBSERVER, OfCell("a"), exercise(("a",))) is None
    assert may_look(OBSERVER, OfSeat(LEAD), exercise(("a",))) is not None


def test_control_looks_over_every_shoulder_and_a_seat_over_none() -> None:
    there = exercise(("a",))
    for audience in (Control(), Plenary(), OfCell("b"), OfSeat(OTHER)):
        assert may_look(CONTROL, audience, there) is None
        assert may_look(SEAT, audience, there) is not None
        assert may_look(Grant("y", "control"), audience, there) is not None
    assert may_look(SEAT, OfSeat(LEAD), there) is None


def test_drafts_open_to_their_seat_and_its_cell_and_control_reads_along() -> None:
    for holder, mine in ((LEAD, True), ("a", True), (OTHER, False), ("b", False), ("control", False)):
        assert (may_draft(SEAT, holder, writing=True) is None) == mine
        assert may_draft(CONTROL, holder) is None
        assert (may_draft(CONTROL, holder, writing=True) is None) == (holder == "control")
        assert may_draft(OBSERVER, holder) is not None
        assert may_draft(PLENARY, holder) is not None
