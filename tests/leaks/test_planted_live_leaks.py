"""Leaks planted in what people say and ask live, and in Control's work: each is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import whitecell.exercise as ex
from tests.leaks.fort import found, module
from tests.leaks.test_planted_leaks import Patch, decided, show, told
from whitecell.exercise import Audience, Event, Exercise, Plenary, View

PROJECTIONS, EVOLVE = module("exercise.projections"), module("exercise.evolve")


def whole(part: str) -> Callable[[Exercise, Audience, View], View]:
    """A view that shows of one part what Control sees of it."""

    def change(exercise: Exercise, audience: Audience, view: View) -> View:
        # The first `view` there was: this one stands in for it.
        return replace(view, **{part: getattr(VIEW.view(exercise, ex.Control()), part)})

    return change


VIEW = module("exercise.view")
PARTS = {
    "letters": "injects released",
    "free": "other talk",
    "rfis": "other talk",
    "share_requests": "other talk",
    "shares": "other talk",
    "messages": "other talk",
    "desk": "",
    "history": "values of hidden variables",
    "entries": "",
    "answers": "answers of others",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_shows_everybody_what_control_sees(monkeypatch: Patch, part: str) -> None:
    show(monkeypatch, whole(part))
    told(found(plays=40, traces=60), "L101", f"view.{part}", PARTS[part])


@pytest.mark.parametrize("part", ["free", "rfis", "share_requests", "shares", "messages", "desk"])
def test_words_that_others_read_are_found_in_any_part(monkeypatch: Patch, part: str) -> None:
    show(monkeypatch, whole(part))
    told(found(plays=0, canaries=4), "L111", "view", "what somebody wrote")


NUMBERS: dict[str, tuple[Callable[[Exercise], float], str]] = {
    "all messages": (lambda e: len(e.messages), "other talk"),
    "all requests for information": (lambda e: len(e.rfis), "other talk"),
    "all free orders": (lambda e: len(e.free), "other talk"),
    "all letters read": (lambda e: len(e.reads), "other talk"),
    "all shares": (lambda e: len(e.shares), "other talk"),
    "injects held": (lambda e: sum(1 for i in ex.items(e) if i.status == "held"), "the MSEL"),
    "injects that Control added": (lambda e: len(e.items), "the MSEL"),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_count_of_what_others_do(monkeypatch: Patch, what: str) -> None:
    number, secret = NUMBERS[what]
    show(monkeypatch, lambda exercise, audience, view: replace(view, clock=replace(view.clock, pace=number(exercise))))
    told(found(plays=40, traces=60), "L101", "view.clock.pace", secret)


def test_who_works_on_a_request(monkeypatch: Patch) -> None:
    def named(exercise: Exercise, audience: Audience, view: View) -> View:
        return replace(view, rfis=tuple(replace(r, name=exercise.rfis[r.id].name) for r in view.rfis))

    show(monkeypatch, named)
    told(found(plays=60, canaries=6), "L111", "view", "what somebody wrote")


def test_an_injects_id_in_a_share(monkeypatch: Patch) -> None:
    showing = PROJECTIONS.facts("cell", "to", "note", "inject")
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "inject.shared/1", showing)
    told(found(plays=0, canaries=6), "L111", "view", "the id of inject")


def test_whose_request_a_share_answers(monkeypatch: Patch) -> None:
    showing = PROJECTIONS.inject("cell", "to", "note", "request")
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "inject.shared/1", showing)
    told(found(plays=0, canaries=12), "L111", "view", "what somebody wrote")


def test_what_a_sealed_answer_is_to_the_rest_of_its_cell(monkeypatch: Patch) -> None:
    showing = PROJECTIONS.facts("question", "seat", "sealed", "words")
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "question.answered/1", showing)
    told(found(plays=60, canaries=4), "L101", "facts[words]", "answers of others")


def test_all_that_is_left_of_an_event(monkeypatch: Patch) -> None:
    """A projection that shows an event as it is, where only some of it is for all who see it."""
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "rfi.answered/1", lambda event, reader: dict(event.data))
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "clock.jumped/1", lambda event, reader: dict(event.data))
    monkeypatch.setitem(PROJECTIONS.PROJECTIONS, "inject.released/1", lambda event, reader: dict(event.data))
    told(found(plays=0, canaries=6), "L111", "view", "the id of inject")


def test_how_a_letter_reached_others(monkeypatch: Patch) -> None:
    def when(exercise: Exercise, audience: Audience, view: View) -> View:
        reached = sum(len(mail) for mail in exercise.mail.values())
        return replace(view, letters=tuple(replace(letter, shared_by=f"{reached}") for letter in view.letters))

    show(monkeypatch, when)
    told(found(plays=60), "L101", "shared_by")


KINDS = [
    "free.given/1", "rfi.asked/1", "rfi.answered/1", "share.asked/1", "share.declined/1", "inject.shared/1",
    "letter.read/1", "line.answered/1", "inject.held/1", "inject.added/1", "order.resolved/1",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_addressed_to_everybody(monkeypatch: Patch, kind: str) -> None:
    decided(
        monkeypatch,
        lambda exercise, command, events: [replace(e, to=(Plenary(),)) if e.kind == kind else e for e in events],
    )
    assert told(found(plays=40), "L107", kind).before != "plenary"


def test_a_message_of_a_seat_that_its_cell_reads(monkeypatch: Patch) -> None:
    """Of messages the address is the meaning, so only one that a seat sends is held to more."""

    def widened(event: Event) -> Event:
        wide = event.kind == "message.sent/1" and event.by != "control"
        return replace(event, to=(Plenary(),)) if wide else event

    decided(monkeypatch, lambda exercise, command, events: [widened(event) for event in events])
    told(found(plays=40), "L107", "message.sent/1")


def test_a_refusal_that_tells_of_others_requests(monkeypatch: Patch) -> None:
    old = ex.decide

    def decide(exercise: Exercise | None, command: Any, now: float, dice: Any) -> Any:
        if isinstance(command, ex.GiveFreeOrder) and exercise is not None and exercise.rfis:
            return ex.Refusal("free.waits")
        return old(exercise, command, now, dice)

    monkeypatch.setattr(ex, "decide", decide)
    leaks = found(plays=60, traces=60)
    assert any(one.code in ("L103", "L110") and "GiveFreeOrder" in one.field for one in leaks)


def test_a_letter_read_that_changes_what_others_see(monkeypatch: Patch) -> None:
    old = EVOLVE.HANDLERS["letter.read/1"]

    def read(exercise: Exercise, event: Event) -> Exercise:
        after = old(exercise, event)
        return replace(after, clock=replace(after.clock, rate=after.clock.rate + 1.0))

    monkeypatch.setitem(EVOLVE.HANDLERS, "letter.read/1", read)
    leaks = found(plays=80)
    assert any(one.code in ("L101", "L108") for one in leaks)
