"""What an audience has seen so far: folded event by event, it makes the same view as the whole log gone through."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.room import Room
from tests.leaks.fort import fort
from whitecell.check.secrecy.plays import dry_play
from whitecell.exercise import (
    AddInject,
    Audience,
    Control,
    Event,
    Exercise,
    OfCell,
    OfMarking,
    OfSeat,
    Plenary,
    ReleaseInject,
    ShareInject,
    Sight,
    evolve,
    view,
)
from whitecell.scenario import Scenario


def audiences(scenario: Scenario) -> list[Audience]:
    """Everybody there is."""
    cells = [OfCell(cell.id) for cell in scenario.cells]
    markings = [OfMarking(id_) for id_ in scenario.markings]
    return [Control(), Plenary(), *cells, *(OfSeat(seat) for seat in scenario.seats), *markings]


@cache
def story(play: int) -> tuple[Event, ...]:
    """The events of a live exercise in which people do all there is to do."""
    return dry_play(fort(), 7, play, live=True)[-1].exercise.log[:]


def told(events: tuple[Event, ...]) -> Exercise:
    """The exercise after these events."""
    exercise: Exercise | None = None
    for event in events:
        exercise = evolve(exercise, event, fort())
    assert exercise is not None
    return exercise


@settings(max_examples=12)
@given(play=st.integers(0, 30), audience=st.sampled_from(audiences(fort())), first=st.integers(1, 60))
def test_a_sight_that_was_there_all_along_sees_what_one_that_comes_late_reads(
    play: int, audience: Audience, first: int
) -> None:
    """At every prefix: a later event may make a cause known, number a letter, mark it as read, answer a request."""
    exercise = told(story(play)[:first])
    sight = Sight.of(exercise, audience)
    for number, event in enumerate(story(play)[first:]):
        exercise = evolve(exercise, event)
        sight.see(event)
        if number % 3 == 0:
            assert view(exercise, audience, sight) == view(exercise, audience)


@settings(max_examples=10)
@given(play=st.integers(0, 30), audience=st.sampled_from(audiences(fort())), last=st.integers(0, 40))
def test_the_last_entries_keep_their_true_numbers(play: int, audience: Audience, last: int) -> None:
    exercise = told(story(play))
    every = view(exercise, audience).entries
    assert view(exercise, audience, last=last).entries == every[len(every) - min(last, len(every)) :]
    assert [entry.number for entry in every] == list(range(1, len(every) + 1))


@pytest.mark.parametrize("play", range(6))
def test_a_seats_letters_are_numbered_as_the_commands_about_them_are(play: int) -> None:
    """`ReadLetter` and `ShareInject` name a letter by the number that the page shows."""
    exercise = told(story(play))
    papers = {e.data["inject"]: e.data["title"] for e in exercise.log if e.kind == "inject.released/1"}
    for seat in exercise.scenario.seats:
        letters = view(exercise, OfSeat(seat)).letters
        mail = exercise.mail.get(seat, ())
        assert [(a.number, a.title) for a in letters] == [(n, papers[inject]) for n, inject in enumerate(mail, 1)]
        assert [a.read for a in letters] == [(seat, inject) in exercise.reads for inject in mail]


@pytest.mark.parametrize("play", range(6))
def test_history_ends_where_the_state_is(play: int) -> None:
    for end in range(1, len(story(play)), 7):
        exercise = told(story(play)[:end])
        for audience in audiences(fort()):
            shown = view(exercise, audience)
            assert {name: points[-1][1] for name, points in shown.history.items()} == shown.values
            assert all(points[0][0] == 0.0 for points in shown.history.values())


@pytest.mark.parametrize("play", range(4))
def test_the_clock_of_a_view_is_the_clock_of_the_exercise_at_every_wall_time(play: int) -> None:
    from whitecell.exercise import times

    exercise = None
    for event in story(play):
        exercise = evolve(exercise, event, fort())
        clock = view(exercise, Plenary(), Sight.of(exercise, Plenary())).clock
        for later in (0.0, 1.0, 61.0, 3600.0):
            at = times(exercise, event.at.wall + later)
            assert clock.exercise_at(at.wall) == pytest.approx(at.exercise)
            assert clock.game_at(at.wall) == pytest.approx(at.game)


def test_the_sight_of_another_or_of_another_moment_is_refused() -> None:
    exercise = told(story(0)[:9])
    late = Sight.of(told(story(0)[:8]), Plenary())
    for sight in (late, Sight.of(exercise, OfCell("gate"))):
        with pytest.raises(ValueError, match="follow the exercise first"):
            view(exercise, Plenary(), sight)
    late.follow(exercise)
    assert view(exercise, Plenary(), late) == view(exercise, Plenary())


def test_a_letter_that_is_passed_on_makes_what_it_caused_known() -> None:
    """The cause of an entry is looked up when the entry is shown, not when it was written."""
    room = Room()
    room.must(ReleaseInject("i05"))
    changed = [e for e in view(room.exercise, OfCell("b")).entries if e.kind == "state.changed/1"]
    assert [change.because for entry in changed for change in entry.changes] == [()]
    room.now = 600.0
    room.must(ShareInject("a/one", 1, ("b",), note="For you."))
    shown = view(room.exercise, OfSeat("b/two"))
    changed = [e for e in shown.entries if e.kind == "state.changed/1"]
    assert [change.because for entry in changed for change in entry.changes] == [("letter 1",)]
    (letter,) = shown.letters
    assert (letter.shared_by, letter.came.exercise, letter.at.exercise, letter.read) == ("a", 0.0, 10.0, False)
    (share,) = shown.shares
    assert (share.letter, share.cell, share.to, share.note, share.waited) == (1, "a", ("b",), "For you.", 10.0)
    assert "i05" not in repr(shown)


def test_a_letter_that_comes_a_second_time_is_one_letter() -> None:
    room = Room()
    text = {"en": "Text"}
    room.must(AddInject("own", text, text, text, ("a/one", "b/one")), ReleaseInject("own"))
    room.must(ShareInject("a/one", 1, ("b",)))
    for seat in ("b/one", "b/two"):
        assert [letter.number for letter in view(room.exercise, OfSeat(seat)).letters] == [1]
    assert [letter.shared_by for letter in view(room.exercise, OfSeat("b/one")).letters] == [""]
    assert [letter.shared_by for letter in view(room.exercise, OfCell("b")).letters] == ["a"]
