"""No address tells anybody what they may not see: everybody asks every row of the route table, in a live exercise in
which everything has happened, and whatever comes back is searched for words and numbers that are not for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.testclient import TestClient

from tests.leaks import walk
from tests.leaks.played import Played
from tests.leaks.walk import KNOWN, Walk, page, people, unknown
from whitecell.exercise import Control, OfSeat
from whitecell.web import app, routes
from whitecell.web.api import act
from whitecell.web.asked import Asked
from whitecell.web.gate import RATES, Rate
from whitecell.web.rooms import ROOM
from whitecell.web.routes import Holds, Planner, Row

ALL = ("GET", "POST", "DELETE")
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: Patch) -> None:
    """The gate's rates are not what is tried here."""
    for kind in RATES:
        monkeypatch.setitem(RATES, kind, Rate(10**9, 1e9))


@contextmanager
def playing(parts: int) -> Iterator[Played]:
    """The exercise after so many of its parts."""
    played = Played()
    try:
        for _ in islice(played.parts(), parts):
            pass
        yield played
    finally:
        played.close()


def asked(played: Played, methods: tuple[str, ...] = ALL) -> Walk:
    """Everybody at every address, now."""
    made = Walk(played, people(played))
    played.fresh()
    with TestClient(played.site.app, raise_server_exceptions=False, follow_redirects=False) as client:
        made.pages(client, methods)
    return made


def followed(played: Played, happen: Callable[[], object]) -> Walk:
    """Everybody at every stream, while this happens."""
    made = Walk(played, people(played))
    played.fresh()
    with ThreadPoolExecutor(1) as beside:  # a browser test may have left its loop in this thread
        beside.submit(asyncio.run, made.follow(happen)).result()
    return made


def sound(walked: Walk) -> None:
    """Nothing leaks, nothing breaks, and every row has answered somebody."""
    assert walked.found == []
    assert {row: met for row, met in walked.answered.items() if any(status >= 500 for status in met)} == {}


def test_every_row_has_a_rule_and_somebody_has_said_how_it_is_asked() -> None:
    assert unknown() == [], "say in tests/leaks/walk.py how these are asked, or take them out"


def test_no_address_tells_anybody_what_is_not_for_them_while_it_is_played() -> None:
    with playing(2) as played:
        walked = asked(played)
        sound(walked)
        shown = {row for row, met in walked.answered.items() if met & {200, 201, 204, 303}}
        closed = {"POST /plan", "POST /plan/{exercise}", "POST /api/tokens", "POST /api/exercises"}
        guarded = {f"{row.method} {row.path}" for row in routes.table() if row.method == "GET"}
        streams = {row for row in guarded if row.endswith("/stream")}
        assert guarded - streams - shown - closed == {"GET /x/{exercise}/report"}  # which comes at the end
        told = {row for row, met in walked.answered.items() if met & {401, 403}}
        rules = {f"{row.method} {row.path}" for row in routes.table() if isinstance(row.rule, Holds | Planner)}
        assert rules - streams == told, "who may not is told so at every guarded address"


def test_no_page_tells_anybody_what_is_not_for_them_before_control_accepts() -> None:
    with playing(3) as played:
        sound(asked(played, ("GET",)))


def test_no_page_tells_anybody_what_is_not_for_them_when_it_has_ended() -> None:
    with playing(4) as played:
        walked = asked(played, ("GET",))
        sound(walked)
        assert 200 in walked.answered["GET /x/{exercise}/report"]


def test_no_stream_tells_anybody_what_is_not_for_them_while_everything_happens() -> None:
    played = Played()
    try:
        parts = played.parts()
        for _ in range(4):
            walked = followed(played, lambda: next(parts))
            sound(walked)
            streams = {f"{row.method} {row.path}" for row in routes.table() if row.path.endswith("/stream")}
            assert {row for row, met in walked.answered.items() if 200 in met} >= streams - {
                "GET /x/{exercise}/control/free/{free}/stream"  # there is one only while a free order waits
            }
    finally:
        played.close()


def test_the_exercise_is_full_of_words_and_their_readers_find_them() -> None:
    """Else the searches above would prove nothing."""
    with playing(3) as played:
        walked = asked(played, ("GET",))
        written = {word for word, secret in played.canaries.secrets.items() if secret.what == "what somebody wrote"}
        assert len(written) > 70
        assert written <= walked.met["control"]
        for seat in played.seat:
            own = {word for word in written if any(seat in group for group in played.canaries.secrets[word].readers)}
            assert len(own) > 10
            assert own <= walked.met[seat]
        assert walked.met["nobody"] & written == set()


# --------------------------------------------------------------------------------------------------- leaks are found


def add(patch: Patch, row: Row, known: bool = True) -> None:
    """One more row in the table, and what the walk knows of it."""
    rows = (*routes.table(), row)
    for module in (app, walk):
        patch.setattr(module, "table", lambda: rows)
    if known:
        patch.setitem(KNOWN, f"{row.method} {row.path}", page(row.path))


def leaks(parts: int = 2, methods: tuple[str, ...] = ("GET",)) -> list[str]:
    with playing(parts) as played:
        return asked(played, methods).found


async def whole(asked: Asked) -> Response:
    """The whole exercise."""
    return PlainTextResponse(repr(asked.behind.house.tip(asked.exercise)))


def test_a_route_that_gives_the_whole_exercise_is_found(monkeypatch: Patch) -> None:
    everybody = Holds(("seat", "observer", "plenary", "control", "planner"))
    add(monkeypatch, Row("GET", "/x/{exercise}/seat/{cell}/{seat}/whole", whole, everybody, "the room's view"))
    found = leaks()
    assert any("/whole tells gate/captain" in each for each in found)
    assert all("/whole tells" in each for each in found)


def test_a_route_that_nobody_has_said_how_to_ask_is_found(monkeypatch: Patch) -> None:
    add(monkeypatch, Row("GET", "/x/{exercise}/whole", whole, Planner(), "nothing"), known=False)
    assert unknown() == ["GET /x/{exercise}/whole"]


def test_a_rule_that_is_not_asked_is_found(monkeypatch: Patch) -> None:
    monkeypatch.setattr(app.visit, "admit", lambda rule, grants, params: grants[0] if grants else None)
    assert any("/control tells gate/captain" in each for each in leaks())


def test_a_word_in_a_header_is_found(monkeypatch: Patch) -> None:
    async def titled(asked: Asked) -> Response:
        first = next(iter(asked.behind.house.tip(asked.exercise).scenario.inject))
        return PlainTextResponse("", headers={"etag": first})

    add(monkeypatch, Row("GET", "/x/{exercise}/plenary/mark", titled, Holds(("plenary",)), "the room's view"))
    assert any("/mark tells plenary" in each for each in leaks())


def test_the_projector_that_shows_what_control_sees_is_found_even_when_control_opens_it(monkeypatch: Patch) -> None:
    monkeypatch.setitem(ROOM, "plenary", replace(ROOM["plenary"], looks=lambda params, exercise: (Control(),)))
    found = leaks()
    assert any("/plenary tells control" in each for each in found)
    assert any("/plenary tells plenary" in each for each in found)


def test_a_stream_that_shows_a_seat_what_another_sees_is_found(monkeypatch: Patch) -> None:
    lord = replace(ROOM["cell"], looks=lambda params, exercise: (OfSeat("keep/lord"),))
    monkeypatch.setitem(ROOM, "cell", lord)
    with playing(1) as played:
        found = followed(played, played.talk).found
    assert any("/seat/gate/captain/stream tells gate/captain" in each for each in found)


def test_an_answer_to_a_command_that_tells_what_control_sees_is_found(monkeypatch: Patch) -> None:
    def everything(asked: Asked, events: object) -> list[Any]:
        return list(asked.behind.house.view(asked.exercise, Control(), last=None).entries)

    monkeypatch.setattr(act, "own_entries", everything)
    found = leaks(methods=("POST",))
    assert any("/commands/" in each and "tells gate/captain (200)" in each for each in found)


def test_a_refusal_that_names_what_is_hidden_is_found(monkeypatch: Patch) -> None:
    def naming(asked: Asked, refusal: object, *, named: bool = True) -> str:
        scenario = asked.behind.house.tip(asked.exercise).scenario
        return scenario.injects[1].title.say("en")

    monkeypatch.setattr(Asked, "refusal", naming)
    assert any("/do tells camp/chief (422)" in each for each in leaks(methods=("POST",)))


def test_a_count_of_hidden_things_in_full_is_found(monkeypatch: Patch) -> None:
    async def number(asked: Asked) -> Response:
        exercise = asked.behind.house.tip(asked.exercise)
        return JSONResponse([value for value in exercise.world.values if isinstance(value, float)])

    add(monkeypatch, Row("GET", "/x/{exercise}/plenary/values", number, Holds(("plenary",)), "the room's view"))
    assert any("/values tells plenary (200): the hidden number" in each for each in leaks())
