"""What the pages promise: joining, leaving, planning, stopping, and texts that can do nothing."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from whitecell.exercise import Pause, Resume
from whitecell.exercise import command as c

PARTIAL = {"hx-request": "true"}


def seat_of(site: Site) -> str:
    return next(iter(site.house.tip(site.exercise).scenario.seats))


def hidden(text: str, form: str) -> dict[str, str]:
    """The hidden fields of the form that gives this command."""
    [found] = re.findall(rf'<form[^>]*data-form="{form}".*?</form>', text, re.S)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))


# --------------------------------------------------------------------------------------------------- join, home, leave


def test_looking_at_a_link_uses_nothing_and_taking_it_leaves_no_secret_behind(site: Site, stranger: TestClient) -> None:
    where = site.link(site.grant("seat", seat_of(site)), shared=False)
    secret = where.rpartition("/")[2]
    for _ in range(3):
        looked = stranger.get(where)
        assert looked.status_code == 200 and looked.headers["referrer-policy"] == "no-referrer"
    taken = stranger.post(where, data={"name": "Duty officer", "id": "a"})
    assert taken.status_code == 303 and taken.headers["referrer-policy"] == "no-referrer"
    assert taken.headers["location"] == f"/x/{site.exercise}/seat/{seat_of(site)}"
    assert secret not in taken.headers["location"] and secret not in stranger.get("/").text
    cookie = taken.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert site.house.tip(site.exercise).holders[seat_of(site)].kind == "person"


def test_a_single_use_link_lets_one_browser_in(site: Site) -> None:
    where = site.link(site.grant("plenary"), shared=False)
    assert site.browser().post(where, data={"id": "a"}).status_code == 303
    second = site.browser().post(where, data={"id": "b"})
    assert second.status_code == 410 and "This link has been used. Ask Control for a new one." in second.text


def test_a_link_that_opens_nothing_says_so(stranger: TestClient) -> None:
    answer = stranger.get("/join/nonsense")
    assert answer.status_code == 404 and "Check that it was copied whole" in answer.text


def test_home_shows_every_room_of_this_browser_and_no_other(site: Site) -> None:
    browser = site.browser(site.grant("plenary"), site.grant("seat", seat_of(site)))
    text = browser.get("/").text
    assert site.room("plenary") in text and f"/seat/{seat_of(site)}" in text and site.room("control") not in text
    assert "has not joined" in site.browser().get("/").text


def test_leaving_gives_the_seat_back_to_its_bot(site: Site, stranger: TestClient) -> None:
    stranger.post(site.link(site.grant("seat", seat_of(site))), data={"id": "a"})
    assert site.house.tip(site.exercise).holders[seat_of(site)].kind == "person"
    assert stranger.post("/leave").status_code == 303
    assert site.house.tip(site.exercise).holders[seat_of(site)].kind == "bot"
    assert "has not joined" in stranger.get("/").text


def test_language_and_theme_are_the_browsers_own(site: Site, plenary: TestClient) -> None:
    assert 'lang="en"' in plenary.get(site.room("plenary")).text
    answer = plenary.post("/settings", data={"language": "ko", "theme": "dark", "back": site.room("plenary")})
    assert answer.headers["location"] == site.room("plenary")
    text = plenary.get(site.room("plenary")).text
    assert 'lang="ko"' in text and 'data-theme="dark"' in text and "공용 상황판" in text
    assert 'lang="en"' in site.browser(site.grant("plenary")).get(site.room("plenary")).text


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", "\\\\elsewhere", "/\\elsewhere"])
def test_a_form_leads_nowhere_else(plenary: TestClient, back: str) -> None:
    assert plenary.post("/settings", data={"theme": "dark", "back": back}).headers["location"] == "/"


# ------------------------------------------------------------------------------------------------------------- planner


def test_a_planner_makes_an_exercise_and_hands_out_links(site: Site, planner: TestClient) -> None:
    page = planner.get("/plan").text
    assert "Extended deterrence tabletop" in page
    form = {"pack": "two-keys", "seed": "5", "id": "once"}
    made = planner.post("/plan", data=form)
    assert made.status_code == 303
    assert planner.post("/plan", data=form).headers["location"] == made.headers["location"], "a double click makes one"
    where = made.headers["location"]
    page = planner.get(where).text
    everyone = re.findall(r'name="for" value="([^"]+)"', page)
    answer = planner.post(where, data={"do": "make", "for": everyone, "hours": "24", "shared": "no"})
    addresses = set(re.findall(r'value="(http[^"]+/join/[^"]+)"', answer.text))
    assert len(addresses) == len(everyone) > 3
    assert not any(address in planner.get(where).text for address in addresses), "shown once"
    for address in addresses:
        assert site.browser().get(address).status_code == 200


def test_a_revoked_link_and_who_came_by_it_are_out(site: Site, planner: TestClient, stranger: TestClient) -> None:
    link, secret = site.house.links.make(site.grant("plenary"), site.wall(), shared=True)
    stranger.post(f"/join/{secret}", data={"id": "a"})
    assert stranger.get(site.room("plenary")).status_code == 200
    assert link.id in planner.get(f"/plan/{site.exercise}").text
    assert planner.post(f"/plan/{site.exercise}", data={"do": "revoke", "link": link.id}).status_code == 303
    assert stranger.get(site.room("plenary")).status_code == 403
    assert site.browser().get(f"/join/{secret}").status_code == 410


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"pack": "nothing"}, "There is no such pack"),
        ({"pack": "two-keys", "seed": "-3"}, "The seed is a whole number"),
        ({"pack": "two-keys", "seed": "9" * 30}, "The seed is a whole number"),
        ({"pack": "two-keys", "course": "nonsense"}, "There is no course"),
    ],
)  # fmt: skip
def test_what_the_planner_types_wrong_is_told_and_makes_nothing(
    site: Site, planner: TestClient, form: dict[str, str], sentence: str
) -> None:
    before = len(site.house.exercises())
    answer = planner.post("/plan", data=form)
    assert answer.status_code == 422 and sentence in answer.text
    assert len(site.house.exercises()) == before


@pytest.mark.parametrize(
    "form", [{"do": "make"}, {"do": "make", "for": "plenary", "hours": "99999"}, {"do": "revoke", "link": "x"}]
)
def test_links_need_somebody_and_a_time(site: Site, planner: TestClient, form: dict[str, str]) -> None:
    answer = planner.post(f"/plan/{site.exercise}", data=form)
    assert answer.status_code == 422 and 'class="wrong"' in answer.text


def test_only_planners_plan(control: TestClient, site: Site) -> None:
    assert control.get("/plan").status_code == 403
    assert control.get(f"/plan/{site.exercise}").status_code == 403


# ----------------------------------------------------------------------------------------------------- real-world stop


def test_a_stop_takes_two_clicks_works_without_scripts_and_everybody_is_told(site: Site, observer: TestClient) -> None:
    page = observer.get(site.room("observe")).text
    assert "<details" in page.split("Real-world stop")[0].rpartition("<form")[2] or "<summary" in page
    answer = observer.post(site.room("observe/do"), data={**hidden(page, "real-world-stop"), "why": "fire alarm"})
    assert answer.status_code == 303 and answer.headers["location"] == site.room("observe")
    tip = site.house.tip(site.exercise)
    assert tip.stop == "observer" and not tip.clock.running
    for room, role in (("observe", "observer"), ("plenary", "plenary")):
        assert "This is not an exercise" in site.browser(site.grant(role)).get(site.room(room)).text


def test_the_same_browser_can_stop_again_after_control_resumed(site: Site, observer: TestClient) -> None:
    for _ in range(2):
        form = hidden(observer.get(site.room("observe")).text, "real-world-stop")
        for _ in range(2):  # a double click
            observer.post(site.room("observe/do"), data={**form, "why": "fire"}, headers=PARTIAL)
        assert site.house.tip(site.exercise).stop == "observer"
        site.wall.seconds += 30
        site.give(Resume())
    stops = [event for event in site.house.tip(site.exercise).log if event.kind == "clock.stopped/1"]
    assert len(stops) == 2


def test_a_refusal_stands_beside_its_form_with_what_was_typed(site: Site, observer: TestClient) -> None:
    form = hidden(observer.get(site.room("observe")).text, "real-world-stop")
    long = "fire " * 5000
    plain = observer.post(site.room("observe/do"), data={**form, "why": long})
    assert plain.status_code == 422 and "at most 20,000" in plain.text and long.strip() in plain.text
    assert 'aria-invalid="true"' in plain.text


def test_a_command_that_is_not_of_this_room_is_refused(site: Site, observer: TestClient) -> None:
    before = len(site.house.tip(site.exercise).log)
    for do in ("pause", "end-exercise", "create", "", "nonsense"):
        answer = observer.post(site.room("observe/do"), data={"do": do}, headers=PARTIAL)
        assert answer.status_code == 422 and "no such action" in answer.text
    assert len(site.house.tip(site.exercise).log) == before


# --------------------------------------------------------------------------------------------------------------- texts

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=alert(1)> [go](javascript:alert(1)) ![p](http://elsewhere/p.png) '
    '<style>*{display:none}</style> <form action="http://elsewhere"><input></form> </div></section>{{ 7 * 7 }}'
)  # fmt: skip


def test_hostile_texts_are_harmless(site: Site, plenary: TestClient, observer: TestClient) -> None:
    cells = tuple(cell.id for cell in site.house.tip(site.exercise).scenario.cells)
    everyone = {"en": HOSTILE}
    site.give(c.AddInject("bad", everyone, everyone, everyone, cells))
    site.give(c.ReleaseInject("bad"))
    site.give(c.LetObserve(cells[:1]))
    for browser, room in ((plenary, "plenary"), (observer, "observe")):
        text = browser.get(site.room(room)).text
        assert "alert(1)" in text, "the text itself is shown"
        tags = re.findall(r"<(script|img|style|form|input)\b([^>]*)", text)
        assert all("alert" not in inside and "elsewhere" not in inside for _, inside in tags)
        assert not re.search(r"<[^>]*\s(on\w+|style)=", text)
        assert "javascript:" not in re.findall(r'href="([^"]*)"', text)
        assert "49" not in text.split("</style>")[-1].split("{{ 7")[0][-5:]


def test_a_room_without_scripts_offers_to_load_it_again(site: Site, plenary: TestClient) -> None:
    text = plenary.get(site.room("plenary")).text
    assert "<noscript>" in text and f'href="{site.room("plenary")}"' in text


def test_every_form_works_without_scripts(site: Site, planner: TestClient, observer: TestClient) -> None:
    for browser, where in ((planner, "/plan"), (planner, f"/plan/{site.exercise}"), (observer, site.room("observe"))):
        for form in re.findall(r"<form\b[^>]*>", browser.get(where).text):
            assert 'method="post"' in form and re.search(r' action="/[^"]*"', form)


def test_a_paused_clock_shows_the_time_at_which_it_stopped(site: Site, plenary: TestClient) -> None:
    site.wall.seconds += 20
    site.give(Pause("lunch"))
    shown = plenary.get(site.room("plenary")).text
    site.wall.seconds += 3600
    later = plenary.get(site.room("plenary")).text
    clock = re.compile(r'<span class="clock[^>]*data-running="0".*?</span>', re.S)
    assert clock.findall(shown) == clock.findall(later) != []
