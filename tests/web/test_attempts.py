"""Control reads what was refused: when, who, what, and the sentence; never what somebody had written."""

from __future__ import annotations

import html
import re
from pathlib import Path

import apsw
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from tests.web.test_cell import CISO, LEAD
from whitecell.exercise import command as c
from whitecell.exercise import items
from whitecell.live.attempts import Attempts
from whitecell.live.desk import Desk
from whitecell.live.outcome import Refused
from whitecell.web import forms
from whitecell.web.rooms.control.attempts import MOST


def rows(browser: TestClient, site: Site) -> list[tuple[str, ...]]:
    """Who, what and the sentence of every line."""
    text = browser.get(site.room("control/attempts")).text
    lines = re.findall(r"<tr data-item.*?</tr>", text, re.S)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", line, re.S) for line in lines)
    return [tuple(html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in line[1:]) for line in cells]


def refuse(site: Site, command: object, seat: str = "") -> str:
    """Give a command that is refused; the sentence."""
    site.count += 1
    actor = site.grant("seat", seat) if seat else site.control
    outcome = site.house.do(site.exercise, command, id=f"no {site.count}", actor=actor)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused)
    return outcome.refusal.message


def test_the_newest_stands_first_with_who_what_and_the_sentence(site: Site, control: TestClient) -> None:
    assert "Nothing has been refused" in control.get(site.room("control/attempts")).text
    first = refuse(site, c.Pause("secret words"), CISO)
    refuse(site, c.SendMessage("control", ("secret-cell",), "secret words"))
    inject = next(found for found in items(site.house.tip(site.exercise)) if found.status == "planned")
    site.give(c.DropInject(inject.id))
    refuse(site, c.ReleaseInject(inject.id))
    told = rows(control, site)
    seat = site.house.tip(site.exercise).scenario.seats[CISO]
    assert told[2][1:] == ("pause", first) and seat.name.say("en") in told[2][0]
    assert told[1] == ("Control", "send a message", "There is no cell and no seat “…”. Choose from the list.")
    assert told[0][:2] == ("Control", "release an inject") and inject.title["en"] in told[0][2]
    assert "secret" not in control.get(site.room("control/attempts")).text
    korean = rows(site.browser(site.control, language="ko"), site)
    assert korean[1][:2] == ("통제부", "전문 발신")
    assert 'href="' + site.room("control/attempts") in control.get(site.room("control")).text


def test_forms_and_addresses_that_were_refused_are_told_in_words(site: Site, control: TestClient) -> None:
    control.post(site.room("control/do"), data={"do": "set-rate", "rate": "fast"})
    control.post(site.room("control/do"), data={"do": "<b>secret</b>"})
    site.browser(site.grant("plenary")).post(site.room("control/do"), data={"do": "pause"})
    told = rows(control, site)
    assert told[2][:2] == ("Control", "set the rate") and "field" in told[2][2]
    assert told[1][1] == "…"
    assert told[0][:2] == ("the plenary page", "control/do") and "Ask Control" in told[0][2]


def test_only_the_last_are_shown(site: Site, control: TestClient) -> None:
    for number in range(MOST + 3):
        site.house.attempts.note(site.exercise, site.control, "Start", "exercise.started", float(number))
    assert len(rows(control, site)) == MOST
    assert f"the last {MOST}" in control.get(site.room("control/attempts")).text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_command_has_its_words(site: Site, language: str) -> None:
    for form in forms.TABLE.values():
        site.house.attempts.note(site.exercise, site.grant("seat", LEAD), form.command.__name__, "access.role", 1.0)
    site.house.attempts.note(site.exercise, "bot " + LEAD, "GiveOrder", "bot.overtaken", 1.0)
    text = site.browser(site.control, language=language).get(site.room("control/attempts")).text
    assert "[attempts" not in text and len(re.findall("<tr data-item", text)) == len(forms.TABLE) + 1


def test_a_desk_that_did_not_keep_facts_is_taken_over(tmp_path: Path) -> None:
    path = str(tmp_path / "old.desk")
    Desk(path).close()
    old = apsw.Connection(path)
    old.execute("ALTER TABLE attempt DROP COLUMN facts; PRAGMA user_version = 1").fetchall()
    old.execute("INSERT INTO attempt VALUES (1, 'x', 'control', 'Pause', 'clock.stopped', 5.0)").fetchall()
    old.close()
    for _ in range(2):
        desk = Desk(path)
        [found] = Attempts(desk).of("x")
        assert (found.code, found.facts, found.refusal.code) == ("clock.stopped", "{}", "clock.stopped")
        desk.close()
