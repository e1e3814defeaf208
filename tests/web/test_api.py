"""The API: a token opens what its role may see and do, a fault is a sentence, and nothing else is told."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.conftest import PLANNER, Site, pack
from tests.web.streaming import following
from whitecell.exercise import OfSeat, Pause, export, view
from whitecell.exercise import command as c
from whitecell.journal import read_lines
from whitecell.live.access import Grant
from whitecell.live.outcome import Accepted
from whitecell.web import forms
from whitecell.web.api import OPERATIONS
from whitecell.web.api.shape import data
from whitecell.web.gate import RATES


class Program:
    """Something that asks with a token."""

    def __init__(self, site: Site, grant: Grant | None = None, secret: str = "") -> None:
        self.site, self.at = site, f"/api/exercises/{site.exercise}"
        self.secret = secret or (site.house.tokens.make(grant, site.wall())[1] if grant else "")
        headers = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        self.client = TestClient(site.app, headers=headers, raise_server_exceptions=False, follow_redirects=False)

    def get(self, path: str = "", status: int = 200, **more: Any) -> Any:
        return self.ask("GET", self.at + path, status, **more)

    def give(self, name: str, status: int = 200, **fields: Any) -> Any:
        return self.ask("POST", f"{self.at}/commands/{name}", status, json=fields)

    def ask(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        found = self.client.request(method, path, **more)
        assert found.status_code == status, found.text
        return found.json() if found.headers["content-type"] == "application/json" else found


def seats(site: Site) -> list[str]:
    return list(site.house.tip(site.exercise).scenario.seats)


@pytest.fixture
def control(site: Site) -> Program:
    return Program(site, site.control)


@pytest.fixture
def seat(site: Site) -> Program:
    return Program(site, site.grant("seat", seats(site)[0]))


# ------------------------------------------------------------------------------------------------------- who gets in


def guarded() -> list[Any]:
    return [each for each in OPERATIONS if each.name not in ("describe", "redeem")]


def refused(site: Site, secret: str, status: int) -> None:
    """Nothing but a sentence, at every address, for this secret."""
    program, before = Program(site, secret=secret), len(site.house.tip(site.exercise).log)
    title = site.house.tip(site.exercise).scenario.title.say("en")
    for each in guarded():
        path = each.path.format(exercise=site.exercise, name="pause", link="none", token="none")
        found = program.client.request(each.method, path)
        told = found.json()
        assert (found.status_code, set(told)) == (status, {"code", "message"}), (each.name, told)
        assert told["message"].endswith(".") and title not in found.text
        assert (found.headers.get("www-authenticate") is not None) == (status == 401)
    assert len(site.house.tip(site.exercise).log) == before


def test_no_token_opens_nothing(site: Site) -> None:
    refused(site, "", 401)


def test_an_unknown_a_revoked_and_an_expired_token_open_nothing(site: Site) -> None:
    refused(site, "made-up", 401)
    token, secret = site.house.tokens.make(site.control, site.wall())
    assert Program(site, secret=secret).get()["role"] == "control"
    site.house.tokens.revoke(token.id)
    refused(site, secret, 401)
    _, secret = site.house.tokens.make(site.control, site.wall(), expires=site.wall() + 60)
    assert Program(site, secret=secret).get()["role"] == "control"
    site.wall.seconds += 60
    refused(site, secret, 401)


@pytest.mark.parametrize("role", ["control", "observer", "plenary"])
def test_a_token_of_another_exercise_opens_nothing(site: Site, role: str) -> None:
    other, _ = site.house.create(pack("harbour-ransomware"), id="other", actor=PLANNER, seed=1)
    _, secret = site.house.tokens.make(Grant(other, role), site.wall())  # type: ignore[arg-type]
    refused(site, secret, 403)
    assert {attempt.code for attempt in site.house.attempts.of(other)} == {"api.403"}


def test_a_cookie_opens_nothing(site: Site) -> None:
    for grant in (PLANNER, site.control):
        browser = site.browser(grant)
        assert browser.get(f"/api/exercises/{site.exercise}").status_code == 401
        assert browser.post(f"/api/exercises/{site.exercise}/commands/pause").status_code == 401
        assert browser.get("/api/packs").status_code == 401
    assert site.house.tip(site.exercise).phase == "running"


def test_a_token_opens_no_page(site: Site, control: Program) -> None:
    assert control.client.get(site.room("control")).status_code == 403


def test_only_who_runs_it_sees_links_and_tokens_and_only_planners_the_server(site: Site) -> None:
    places = {role: Program(site, site.grant(role)) for role in ("control", "observer", "plenary")}
    places["seat"] = Program(site, site.grant("seat", seats(site)[0]))
    for role, program in places.items():
        for path in ("/links", "/tokens"):
            program.get(path, 200 if role == "control" else 403)
        for path in ("/api/packs", "/api/exercises"):
            program.ask("GET", path, 403)
    planner = Program(site, PLANNER)
    planner.get("/links")
    assert [each["id"] for each in planner.ask("GET", "/api/exercises")["exercises"]] == [site.exercise]
    planner.ask("GET", "/api/exercises/nowhere", 404)


# ----------------------------------------------------------------------------------------------------- what is shown


def test_each_is_told_who_they_are_and_how_it_stands(site: Site, seat: Program, control: Program) -> None:
    told = seat.get()
    assert (told["role"], told["seat"], told["audience"]) == ("seat", seats(site)[0], f"seat {seats(site)[0]}")
    assert (told["phase"], told["number"], told["clock"]["running"]) == ("running", 1, True)
    site.wall.seconds += 120
    assert seat.get()["exercise"] == told["exercise"] + 2.0
    assert control.get()["seat"] == ""


def test_the_view_is_the_view_and_nothing_else(site: Site, seat: Program, control: Program) -> None:
    site.give(c.SendMessage("control", (), "hello"))
    tip = site.house.tip(site.exercise)
    mine = view(tip, OfSeat(seats(site)[0]), last=50)
    assert seat.get("/view") == json.loads(json.dumps(data(mine)))
    assert seat.get("/view")["desk"] is None
    assert {item["item"]["id"] for item in control.get("/view")["desk"]["items"]} >= set(tip.scenario.inject)
    assert len(control.get("/view?last=3")["entries"]) == 3
    assert seat.get("/letters") == {"letters": json.loads(json.dumps(data(mine.letters)))}


def test_others_views_are_for_control_and_for_observers_what_control_lets_them(site: Site, control: Program) -> None:
    first, other = seats(site)[0], seats(site)[-1]
    observer, seat = Program(site, site.grant("observer")), Program(site, site.grant("seat", first))
    cell = other.partition("/")[0]
    for audience in ("plenary", f"cell {cell}", f"seat {other}"):
        assert control.get("/view", params={"audience": audience})["audience"] == audience
        if audience != "plenary":
            observer.get("/view", 403, params={"audience": audience})
        seat.get("/view", 403, params={"audience": audience})
    seat.get("/view", 403, params={"audience": "seat no/body"})
    control.get("/view", 422, params={"audience": "seat no/body"})
    site.give(c.LetObserve((cell,)))
    assert observer.get("/view", params={"audience": f"cell {cell}"})["audience"] == f"cell {cell}"


def test_the_journal_is_controls_and_others_take_what_they_have_seen(site: Site, seat: Program) -> None:
    for grant in (site.control, PLANNER):
        found = Program(site, grant).get("/journal")
        journal = read_lines(BytesIO(found.content))
        assert found.headers["whitecell-head"] == f"{journal.head.count}:{journal.head.hash}"
    found = seat.get("/journal")
    lines = [json.loads(line) for line in found.text.splitlines()]
    mine = export(site.house.tip(site.exercise), OfSeat(seats(site)[0]))
    assert lines == json.loads(json.dumps(mine))
    assert found.headers["whitecell-head"] == f"{lines[-1]['count']}:{lines[-1]['head']}"


# ------------------------------------------------------------------------------------------------------- what is done


def test_what_is_permitted_can_be_sent_as_it_was_read(site: Site, seat: Program) -> None:
    for choice in seat.get("/view")["permitted"]:
        turned = {**choice, "arguments": dict(reversed(choice["arguments"].items()))}
        order = seat.give("give-order", choice=turned, rationale="why")["entries"][0]["facts"]
        assert (order["action"], order["arguments"]) == (choice["action"], choice["arguments"])
        seat.give("withdraw-order", order=order["order"])


def test_the_same_id_is_carried_out_once_for_one_token(site: Site, seat: Program, control: Program) -> None:
    first = control.give("send-message", to=[], words="hello", id="one")
    assert first["entries"][0]["facts"] == {"words": "hello"}
    assert control.give("send-message", to=[], words="hello", id="one") == first
    assert len(site.house.tip(site.exercise).messages) == 1
    control.give("send-message", to=[], words="hello", id="two")
    control.give("send-message", to=[], words="hello")
    control.give("send-message", to=[], words="hello")
    assert len(site.house.tip(site.exercise).messages) == 4
    # Two programs that number what they do alike are not each other, and make things of their own.
    colleague = Program(site, site.grant("seat", seats(site)[0]))
    for program in (seat, colleague):
        program.give("ask-rfi", of="control", words="how many?", id="one")
    assert len(site.house.tip(site.exercise).rfis) == 2


def test_what_the_caller_may_not_see_of_an_answer_is_not_there(site: Site, seat: Program) -> None:
    observer = Program(site, site.grant("observer"))
    [entry] = observer.give("real-world-stop", why="fire")["entries"]
    assert entry["kind"] == "clock.stopped/1"
    assert "measures" not in json.dumps(entry)
    site.give(c.Resume())
    site.give(c.AddInject("own", {"en": "A letter"}, {"en": "Words"}, {"en": "A clerk"}, (seats(site)[0],)))
    site.give(c.ReleaseInject("own"))
    [entry] = seat.give("read-letter", letter=1)["entries"]
    assert entry["facts"] == {"seat": seats(site)[0], "letter": 1}


def test_a_refusal_is_a_code_and_a_sentence_and_changes_nothing(site: Site, seat: Program, control: Program) -> None:
    before = len(site.house.tip(site.exercise).log)
    assert control.give("resume", 409)["code"] == "clock.running"
    assert seat.give("pause", 403)["code"] == "access.role"
    assert len(site.house.tip(site.exercise).log) == before
    assert {attempt.code for attempt in site.house.attempts.of(site.exercise)} >= {"clock.running", "access.role"}


def test_an_action_of_others_is_refused_like_one_that_there_is_not(site: Site, seat: Program) -> None:
    scenario = site.house.tip(site.exercise).scenario
    others = next(action.id for action in scenario.actions if seats(site)[0] not in action.by)
    told = [seat.give("give-order", 409, choice={"action": name})["message"] for name in (others, "nonsense")]
    assert told[0].replace(others, "nonsense") == told[1]


@pytest.mark.parametrize(
    ("name", "fields", "wrong"),
    [
        ("set-rate", {"rate": "fast"}, {"rate"}),
        ("set-rate", {"rate": True}, {"rate"}),
        ("set-rate", {"rate": 10**400}, {"rate"}),
        ("set-rate", {}, {"rate"}),
        ("pause", {"why": "a\x00b"}, {"why"}),
        ("pause", {"why": "a" * (forms.LONGEST + 1)}, {"why"}),
        ("pause", {"seat": "control", "by": "x"}, {"seat", "by"}),
        ("pause", {"id": "a b"}, {"id"}),
        ("jump", {"minutes": 1, "fates": {"i": "burn"}}, {"fates.i"}),
        ("edit-inject", {"inject": "i", "title": {"en": 3}, "to": ["a", 4]}, {"title.en", "to.1"}),
        ("give-order", {"choice": {"action": 1, "arguments": [], "x": 1}}, {
            "choice.action", "choice.arguments", "choice.x",
        }),
        ("take-seat", {"seat": "x", "holder": {"kind": "ghost"}}, {"holder.kind"}),
        ("take-seat", {"seat": "x", "holder": {"kind": "bot", "name": "nobody"}}, {"holder.name"}),
        ("answer-question", {"question": "q", "answer": {}}, {"answer"}),
        ("read-letter", {"letter": 1.5}, {"letter"}),
    ],
)  # fmt: skip
def test_a_field_that_can_not_be_read_is_named_with_a_sentence(
    control: Program, name: str, fields: dict[str, Any], wrong: set[str]
) -> None:
    told = control.give(name, 422, **fields)
    assert set(told["fields"]) == wrong
    assert all(sentence.endswith(".") and "[" not in sentence[:1] for sentence in told["fields"].values())


@pytest.mark.parametrize(
    "body",
    [b"[", b"[1]", b"null", b"\xff\xfe", b'"\\ud800"', b"[" * 100_000, b"9" * 10_000, b'{"rate": NaN}', b'{"a":1}x'],
)
def test_a_body_that_is_no_object_is_refused_with_a_sentence(control: Program, body: bytes) -> None:
    told = control.ask("POST", f"{control.at}/commands/set-rate", 400, content=body)
    assert told["code"] == "api.400" and told["message"].endswith(".")


SITE: list[Program] = []
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({"id", *(name for form in forms.TABLE.values() for name in form.command.__annotations__)})


@given(st.sampled_from(sorted(forms.TABLE)), st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=5))
@example("rule", {"var": "x", "value": "\ud800", "why": "x"})
@example("map-free-order", {"order": "\ud800", "seat": "", "choice": {"action": "", "arguments": {"\ud800": ""}}})
def test_no_body_breaks_anything(name: str, fields: dict[str, Any]) -> None:
    if not SITE:
        site = Site(gap=1e12)
        SITE.append(Program(site, site.control))
    SITE[0].site.wall.seconds += 1.0
    body = json.dumps(fields).encode()
    found = SITE[0].client.post(f"{SITE[0].at}/commands/{name}", content=body)
    assert found.status_code in (200, 400, 403, 409, 422), found.text


# ------------------------------------------------------------------------------------------- the gate and what is not


def test_the_gate_is_the_pages_gate_and_its_refusals_are_json(site: Site, control: Program) -> None:
    large = control.ask("POST", f"{control.at}/commands/pause", 413, content=b'{"why":"' + b"a" * 2**20)
    assert large["code"] == "api.413" and "256 kB" in large["message"]
    for _ in range(RATES["change"].burst):
        control.client.post(f"{control.at}/commands/start")
    assert control.ask("POST", f"{control.at}/commands/start", 429)["code"] == "api.429"
    site.wall.seconds += 60
    control.give("start", 409)


def test_what_is_not_there_is_json_too(site: Site, control: Program) -> None:
    for path in ("/api", "/api/", "/api/nothing", f"{control.at}/nothing", f"{control.at}/commands/create"):
        found = control.client.request("POST" if path.endswith("create") else "GET", path)
        assert (found.status_code, found.json()["code"]) == (404, "api.404"), path
    found = control.client.put(control.at)
    assert found.status_code == 405 and "GET" in found.headers["allow"] and found.json()["code"] == "api.405"


def test_a_defect_is_a_sentence_and_no_traceback(site: Site, control: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.house, "view", lambda *_, **__: 1 / 0)
    found = control.client.get(f"{control.at}/view")
    assert found.status_code == 500
    assert found.json()["code"] == "api.500" and "Traceback" not in found.text and "division" not in found.text


def test_sentences_come_in_the_language_that_is_asked_for(control: Program) -> None:
    told = control.get("/links/none", 405, headers={"accept-language": "ko"})
    assert "메서드" in told["message"]


# ------------------------------------------------------------------------------------------- exercises, links, tokens


def test_a_planner_makes_an_exercise_once(site: Site) -> None:
    planner = Program(site, PLANNER)
    [found] = [each for each in planner.ask("GET", "/api/packs")["packs"] if each["name"] == "matching-pennies"]
    assert found["seats"] and found["title"]["en"]
    wanted = {"pack": "matching-pennies", "seed": 2**63 - 1, "id": "tuesday"}
    made = planner.ask("POST", "/api/exercises", 201, json=wanted)
    assert planner.ask("POST", "/api/exercises", 201, json=wanted) == made
    assert site.house.tip(made["id"]).seed == 2**63 - 1
    assert planner.ask("POST", "/api/exercises", 422, json={"pack": "nothing"})["fields"].keys() == {"pack"}
    wrong = {"pack": "matching-pennies", "course": "nowhere"}
    assert planner.ask("POST", "/api/exercises", 409, json=wrong)["code"] == "course.unknown"


def test_a_link_lets_a_program_in_and_revoking_it_puts_it_out(site: Site, control: Program) -> None:
    wanted = {"role": "seat", "seat": seats(site)[0], "hours": 1, "label": "for the bot"}
    made = control.ask("POST", f"{control.at}/links", 201, json=wanted)
    assert made["link"]["state"] == "open" and made["link"]["expires"] == site.wall() + 3600
    stranger = Program(site)
    token = stranger.ask("POST", "/api/tokens", 201, json={"link": made["address"]})
    program = Program(site, secret=token["secret"])
    assert program.get()["seat"] == seats(site)[0]
    assert stranger.ask("POST", "/api/tokens", 409, json={"link": made["address"]})["code"] == "link.used"
    [entry] = program.give("take-seat", seat=seats(site)[0], holder={"kind": "person", "name": "A program"})["entries"]
    assert entry["facts"] == {"seat": seats(site)[0], "holder": "person"}
    program.give("take-seat", 403, seat=seats(site)[1], holder={"kind": "person"})
    assert control.ask("DELETE", f"{control.at}/links/{made['link']['id']}")["state"] == "revoked"
    program.get("", 401)
    assert site.house.tip(site.exercise).holders[seats(site)[0]].kind == "bot"
    control.ask("DELETE", f"{control.at}/links/nothing", 404)


def test_a_token_is_made_told_once_and_revoked(site: Site, control: Program) -> None:
    wanted = {"role": "observer", "hours": 0.5, "label": "wall display"}
    made = control.ask("POST", f"{control.at}/tokens", 201, json=wanted)
    assert Program(site, secret=made["secret"]).get()["role"] == "observer"
    assert made["token"]["used"] is None
    assert made["token"] | {"used": site.wall()} in control.get("/tokens")["tokens"]
    assert made["secret"] not in json.dumps(control.get("/tokens"))
    assert control.ask("DELETE", f"{control.at}/tokens/{made['token']['id']}")["revoked"]
    Program(site, secret=made["secret"]).get("", 401)
    for wrong in ({"role": "seat"}, {"role": "control", "seat": seats(site)[0]}):
        assert set(control.ask("POST", f"{control.at}/tokens", 422, json=wrong)["fields"]) == {"seat"}
    assert "role" in control.ask("POST", f"{control.at}/tokens", 422, json={"role": "planner"})["fields"]


def test_links_and_tokens_of_another_exercise_are_not_there(site: Site, control: Program) -> None:
    other, _ = site.house.create(pack("harbour-ransomware"), id="other", actor=PLANNER, seed=1)
    link, _ = site.house.links.make(Grant(other, "control"), site.wall())
    token, secret = site.house.tokens.make(Grant(other, "control"), site.wall())
    control.ask("DELETE", f"{control.at}/links/{link.id}", 404)
    control.ask("DELETE", f"{control.at}/tokens/{token.id}", 404)
    assert site.house.tokens.find(secret, site.wall()) is not None


# --------------------------------------------------------------------------------------------------------- the stream


def test_the_stream_tells_of_ones_own_entries_and_is_silent_about_others(site: Site) -> None:
    first, other = seats(site)[0], seats(site)[-1]
    mine = Program(site, site.grant("seat", first))
    entries = mine.get()["entries"]

    async def run() -> None:
        headers = {"authorization": f"Bearer {mine.secret}"}
        async with following(site.app, f"{mine.at}/stream", headers) as stream:
            await stream.until(f'data: {{"entries": {entries}}}')
            for words in ("one", "two"):
                command = c.SendMessage(other, ("control",), words)
                done = await asyncio.to_thread(site.give, command, site.grant("seat", other))
                assert done is None
            await asyncio.to_thread(site.give, Pause("lunch"))
            await stream.until(f'data: {{"entries": {entries + 1}}}')
        told = stream.text
        assert told.count("event: changed") == 2
        assert "lunch" not in told and "one" not in told and other not in told

    with ThreadPoolExecutor(1) as beside:  # a browser test may have left its loop in this thread
        beside.submit(asyncio.run, run()).result()
    assert isinstance(site.house.do(site.exercise, c.Resume(), id="again", actor=site.control), Accepted)
