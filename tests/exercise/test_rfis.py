"""Requests for information: asked of Control or a body it plays, assigned, and answered by an inject or declined."""

import pytest

from tests.exercise.cast import AUDIENCES, DESK, GUIDE, LEAD, MEMBER, WATCH, A, B, C, room
from tests.exercise.room import Room, scene
from whitecell.exercise import (
    AnswerRFI,
    AskRFI,
    AssignRFI,
    Command,
    Control,
    DeclineRFI,
    OfSeat,
    Plenary,
    Refusal,
    ReleaseInject,
    view,
)

TITLE, BODY, FROM = {"en": "Of the tide"}, {"en": "High water at nine."}, {"en": "Harbour office"}
ASKED = AskRFI(MEMBER, "r1", "press", "When is high water?")
ANSWERED = AnswerRFI("a.r1", TITLE, BODY, FROM)


def asked() -> Room:
    table = room()
    table.must(ASKED)
    return table


def test_only_the_cell_and_control_know_of_a_request() -> None:
    table = room()
    before = {audience: view(table.exercise, audience) for audience in AUDIENCES}
    table.must(ASKED, AssignRFI("a.r1", "Harbour desk"))
    for audience in AUDIENCES:
        shown = view(table.exercise, audience)
        if str(audience).removeprefix("seat ").removeprefix("cell ").partition("/")[0] == "a":
            (rfi,) = shown.rfis
            assert (rfi.id, rfi.of, rfi.words, rfi.status, rfi.name) == (
                "a.r1", "press", "When is high water?", "assigned", "",
            )  # fmt: skip
        else:
            assert shown == before[audience]
    assert view(table.exercise, Control()).rfis[0].name == "Harbour desk"
    table.must(AssignRFI("a.r1", "Night desk"))
    assert table.exercise.rfis["a.r1"].name == "Night desk"


def test_the_answer_is_a_letter_to_the_cell_with_its_delay_in_the_journal() -> None:
    table = asked()
    table.wait(12.0)
    events = table.must(ANSWERED)
    assert [event.kind for event in events] == ["inject.released/1", "rfi.answered/1"]
    for audience in (A, OfSeat(LEAD), OfSeat(WATCH)):
        shown = view(table.exercise, audience)
        (letter,) = shown.letters
        assert (letter.title, letter.body, letter.sender, letter.medium) == (TITLE, BODY, FROM, "message")
        assert shown.rfis[0].letter == letter.number == 1
        assert "rfi-a" not in repr(shown)
    assert (view(table.exercise, B).letters, view(table.exercise, Plenary()).rfis) == ((), ())
    rfi = table.exercise.rfis["a.r1"]
    assert rfi.settled is not None and rfi.settled.exercise - rfi.at.exercise == 12.0
    assert table.exercise.mail[MEMBER] == ("rfi-a.r1",)
    assert table.again() == table.exercise
    assert isinstance(table.do(ReleaseInject("rfi-a.r1")), Refusal)


def test_control_may_send_the_answer_elsewhere_too_or_only_there() -> None:
    table = asked()
    table.must(AskRFI(LEAD, "r2", "control", "Who has the key?"))
    table.must(AnswerRFI("a.r1", TITLE, BODY, FROM, ("a", "b/two")), AnswerRFI("a.r2", TITLE, BODY, FROM, ("c",)))
    assert [len(view(table.exercise, audience).letters) for audience in (A, OfSeat("b/two"), OfSeat("b/one"), C)] == [
        1, 1, 0, 1,
    ]  # fmt: skip
    assert [rfi.letter for rfi in view(table.exercise, A).rfis] == [1, 0]


def test_a_declined_request_says_why() -> None:
    table = asked()
    table.must(DeclineRFI("a.r1", "Ask the harbour yourselves."))
    (rfi,) = view(table.exercise, OfSeat(LEAD)).rfis
    assert (rfi.status, rfi.reason) == ("declined", "Ask the harbour yourselves.")


def test_two_cells_may_use_the_same_id_and_never_learn_of_it() -> None:
    table = asked()
    table.must(AskRFI("b/one", "r1", "press", "And we?"))
    assert list(table.exercise.rfis) == ["a.r1", "b.r1"]


LONG = "x" * 4001
REFUSED: list[tuple[str, list[Command], Command]] = [
    ("seat.unknown", [], AskRFI("a/ghost", "r", "press", "What?")),
    ("seat.role", [], AskRFI(WATCH, "r", "press", "What?")),
    ("seat.role", [], AskRFI(GUIDE, "r", "press", "What?")),
    ("rfi.of", [], AskRFI(LEAD, "r", "b", "What?")),
    ("rfi.of", [], AskRFI(LEAD, "r", "ghost", "What?")),
    ("rfi.of", [], AskRFI(DESK, "r", "press", "What?")),
    ("words.none", [], AskRFI(LEAD, "r", "press", "")),
    ("words.long", [], AskRFI(LEAD, "r", "press", LONG)),
    ("id.taken", [], ASKED),
    ("id.form", [], AskRFI(LEAD, "r/1", "press", "What?")),
    ("rfi.unknown", [], AssignRFI("r1", "Somebody")),
    ("rfi.unknown", [], DeclineRFI("ghost", "No.")),
    ("rfi.unknown", [], AnswerRFI("ghost", TITLE, BODY, FROM)),
    ("words.none", [], AssignRFI("a.r1", " ")),
    ("words.long", [], AssignRFI("a.r1", LONG)),
    ("words.none", [], DeclineRFI("a.r1", " ")),
    ("inject.to", [], AnswerRFI("a.r1", TITLE, BODY, FROM, ("ghost",))),
    ("inject.title", [], AnswerRFI("a.r1", {}, BODY, FROM)),
    ("inject.language", [], AnswerRFI("a.r1", TITLE, {"xx": "?"}, FROM)),
    ("words.long", [], AnswerRFI("a.r1", TITLE, BODY, {"en": LONG})),
    ("rfi.settled", [ANSWERED], ANSWERED),
    ("rfi.settled", [DeclineRFI("a.r1", "No.")], AssignRFI("a.r1", "Somebody")),
    ("rfi.settled", [DeclineRFI("a.r1", "No.")], DeclineRFI("a.r1", "No.")),
]


@pytest.mark.parametrize(("code", "before", "refused"), REFUSED, ids=lambda x: x if isinstance(x, str) else "")
def test_what_is_refused_changes_nothing(code: str, before: list[Command], refused: Command) -> None:
    table = asked()
    table.must(*before)
    assert table.refused(refused) == code


def test_it_begins_with_the_exercise() -> None:
    assert Room(scene(), opened=False).refused(AskRFI("a/one", "r", "control", "When?")) == "exercise.not_started"
