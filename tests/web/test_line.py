"""The communications check on the pages: asked with one button, answered with one, and seen at once."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from tests.web.test_cell import CISO, LEAD, Seat, done, refused
from tests.web.test_control import form, kinds, send
from tests.web.test_follow import Page, following, settle
from whitecell.exercise import Holder, TakeSeat
from whitecell.exercise import command as c
from whitecell.web.room import Key

BANNER = "Control checks the line: answer"


def sit(site: Site, *seats: str) -> None:
    for path in seats:
        site.give(TakeSeat(path, Holder("person", "Officer")), site.grant("seat", path))


def row(text: str, office: str) -> str:
    """What the Control room says of one seat in the check."""
    [found] = [each for each in re.findall(r"<tr>.*?</tr>", text, re.S) if office in each and "<td>" in each]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


@pytest.mark.parametrize("begun", [False, True])
def test_control_asks_a_person_answers_with_plain_forms(begun: bool) -> None:
    site = Site(begun=begun)
    try:
        control, ciso, lead = site.browser(site.control), Seat(site, CISO), Seat(site, LEAD)
        page = site.room("control")
        assert "No person holds a seat" in send(control, page, "check-line", None, 422)
        sit(site, CISO)
        assert BANNER not in ciso.page()
        send(control, page, "check-line")
        assert BANNER in ciso.page() and BANNER not in lead.page(), "a bot holds that seat"
        assert "1 person silent" in control.get(page).text
        old = ciso.page()
        site.wall.seconds += 9.0
        for _ in range(2):
            done(ciso.send("answer-check", "", old))
        assert BANNER not in ciso.page() and kinds(site, "line.answered/1") == 1
        text = control.get(page).text
        assert "1 of 1 answered" in text and "after 9 s" in text and "automated" in text
        send(control, page, "check-line")
        old = ciso.page()
        send(control, page, "check-line")
        refused(ciso.send("answer-check", "", old), "does not wait for this answer")
        assert BANNER in ciso.page()
    finally:
        site.house.close()


def test_a_double_click_and_a_second_controller_ask_once(site: Site, control: TestClient) -> None:
    sit(site, CISO)
    where, fields = form(control.get(site.room("control")).text, "check-line")
    other = site.browser(site.control)
    answers = [browser.post(where, data=fields) for browser in (control, control, other)]
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert "has been checked since you looked" in answers[-1].text
    assert kinds(site, "line.checked/1") == 1


def test_nobody_answers_for_another_and_nobody_but_control_asks(site: Site) -> None:
    sit(site, CISO, LEAD)
    site.give(c.CheckLine())
    ciso = Seat(site, CISO)
    fields = {"do": "answer-check", "check": "1", "seat": LEAD}
    ciso.client.post(f"{ciso.where}/do", data=fields)
    check = site.house.tip(site.exercise).check
    assert check is not None and set(check.answers) <= {CISO}
    assert ciso.client.post(f"{ciso.where}/do", data={"do": "check-line"}).status_code == 422
    assert kinds(site, "line.checked/1") == 1


def test_the_banner_comes_and_goes_by_the_stream(site: Site) -> None:
    sit(site, CISO)
    cell, _, seat = CISO.partition("/")
    with following(site) as hub:
        mine = Page(hub, Key("cell", (("cell", cell), ("exercise", site.exercise), ("seat", seat)), "en"))
        theirs = Page(hub, Key("control", (("exercise", site.exercise),), "ko"))
        for command, grant, shown, said in (
            (c.CheckLine(), site.control, True, "0/1"),
            (c.AnswerCheck(CISO, 1), site.grant("seat", CISO), False, "1/1"),
        ):
            site.give(command, grant)
            settle(hub)
            mine.read()
            theirs.read()
            assert (BANNER in mine.regions["check"]) is shown
            assert f"응답 {said}" in theirs.regions["line"]


def test_control_sees_who_is_there_who_is_not_and_what_a_bot_is(site: Site, control: TestClient) -> None:
    sit(site, CISO, LEAD)
    site.give(c.CheckLine())
    site.house.presence.connected(site.exercise, site.grant("seat", CISO), +1)
    names = {path: site.house.tip(site.exercise).scenario.seats[path].name.say("en") for path in (CISO, LEAD)}
    text = control.get(site.room("control")).text
    text = text[text.index('id="r-line"') : text.index('id="r-say"')]
    assert "yes" in row(text, names[CISO]) and "not yet" in row(text, names[CISO])
    assert "no " in row(text, names[LEAD]) and "not yet" in row(text, names[LEAD])
    assert text.count("automated") == len(site.house.tip(site.exercise).scenario.seats) - 2
