"""Bad input and bad luck in a room: a sentence that says what to do, the state as it was, and the attempt kept.

What needs a browser stands in tests/browser/test_two_at_once.py.
"""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from whitecell.exercise import command as c
from whitecell.live.access import Grant
from whitecell.live.doors import revoke

CISO, LEAD = "terminal/ciso", "terminal/managing-director"
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](http://e.example/p.gif) "
    "</textarea><form action=//e.example><input name=a></form> \u202e <svg/onload=alert(1)> {{7*7}} & \"'"
)
HARMFUL = re.compile(
    r"<script>alert|<img[^>]*onerror|href=\"javascript:|<img[^>]*e\.example|<form[^>]*//e\.example|<svg/onload"
)


class Chair:
    """A browser in a room, its forms and what they answer."""

    def __init__(self, site: Site, grant: Grant, room: str) -> None:
        self.site, self.grant = site, grant
        self.client: TestClient = site.browser(grant)
        self.where = site.room(room)

    def page(self) -> str:
        answer = self.client.get(self.where)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, do: str, having: str = "", page: str = "") -> dict[str, Any]:
        """What a form of the page sends of itself."""
        forms = re.findall(r'<form[^>]*action="[^"]*/do".*?</form>', page or self.page(), re.DOTALL)
        [found, *_] = [form for form in forms if f'name="do" value="{do}"' in form and having in form]
        fields: dict[str, Any] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found):
            fields.setdefault(name, []).append(html.unescape(value))
        return fields

    def send(self, fields: Mapping[str, Any], **headers: str) -> Any:
        return self.client.post(f"{self.where}/do", data=fields, headers=headers)


def chair(site: Site, seat: str) -> Chair:
    return Chair(site, site.grant("seat", seat), f"seat/{seat}")


@pytest.fixture
def ciso(site: Site) -> Chair:
    return chair(site, CISO)


@pytest.fixture
def lead(site: Site) -> Chair:
    return chair(site, LEAD)


@pytest.fixture
def desk(site: Site) -> Chair:
    return Chair(site, site.control, "control")


def refused(site: Site, give: Callable[[], Any], code: str, says: str, status: int = 422) -> None:
    """Refused with a sentence, nothing has happened, and who tried what is kept."""
    before = site.house.tip(site.exercise).log
    kept = len(site.house.attempts.of(site.exercise))
    answer = give()
    assert answer.status_code == status, answer.text
    assert says in html.unescape(answer.text)
    assert site.house.tip(site.exercise).log == before
    attempts = site.house.attempts.of(site.exercise)[kept:]
    assert [each.code for each in attempts] == [code]
    assert attempts[0].actor


def given(site: Site, kind: str) -> int:
    """How often a thing has happened."""
    return sum(event.kind == kind for event in site.house.tip(site.exercise).log)


# ------------------------------------------------------------------------------------------------------- stale forms


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "part"])
def test_a_question_that_a_colleague_has_answered_meanwhile(
    site: Site, ciso: Chair, lead: Chair, headers: dict[str, str]
) -> None:
    old = ciso.form("answer-question", 'value="q13"') | {"answer": "Mine"}
    assert lead.send(lead.form("answer-question", 'value="q13"') | {"answer": "Theirs"}).status_code == 303
    refused(site, lambda: ciso.send(old, **headers), "web.stale", "has answered for your cell meanwhile")
    assert ciso.send(ciso.form("answer-question", 'value="q13"') | {"answer": "Mine"}).status_code == 303


def test_an_order_that_a_colleague_has_withdrawn_meanwhile(site: Site, ciso: Chair, lead: Chair) -> None:
    ciso.send(ciso.form("give-order", 'value="preserve_evidence"'))
    [order] = site.house.tip(site.exercise).orders.values()
    mine, theirs = ciso.form("withdraw-order", order.id), lead.form("withdraw-order", order.id)
    assert lead.send(theirs).status_code == 303
    refused(site, lambda: ciso.send(mine), "order.final", "can no longer be")


def test_an_inject_that_a_colleague_has_released_meanwhile(site: Site) -> None:
    mine, theirs = (Chair(site, site.control, "control/inject/i106") for _ in range(2))
    old, fresh = mine.form("release-inject"), theirs.form("release-inject")
    assert theirs.send(fresh).status_code == 303
    before = given(site, "inject.released/1")
    refused(site, lambda: mine.send(old), "inject.released", "released")
    assert given(site, "inject.released/1") == before


def test_a_form_of_a_move_that_is_closed(site: Site, ciso: Chair) -> None:
    order = ciso.form("give-order", 'value="preserve_evidence"')
    words = ciso.form("give-free-order") | {"words": "Ring the night watch"}
    site.give(c.ProposeResult("late"))
    for form in (order, words):
        refused(site, lambda form=form: ciso.send(form), "move.closing", "closed")


# ------------------------------------------------------------------------------------------------ twice, and at once


@pytest.mark.parametrize(
    ("do", "having", "typed", "kind"),
    [
        ("give-order", 'value="preserve_evidence"', {}, "order.given/1"),
        ("give-free-order", "", {"words": "Ring the night watch"}, "free.given/1"),
        ("ask-rfi", "", {"of": "control", "words": "How many ships?"}, "rfi.asked/1"),
        ("ask-share", "", {"of": "police", "words": "What do you know?"}, "share.asked/1"),
        ("answer-question", 'value="q13"', {"answer": "The duty manager"}, "question.answered/1"),
        ("answer-question", 'value="q12"', {"answer": "35"}, "question.answered/1"),
        ("send-message", "", {"words": "The screen is dark"}, "message.sent/1"),
    ],
)
def test_a_form_sent_twice_is_one_command(
    site: Site, ciso: Chair, do: str, having: str, typed: dict[str, str], kind: str
) -> None:
    form = ciso.form(do, having) | typed
    assert [ciso.send(form).status_code for _ in range(2)] == [303, 303]
    assert given(site, kind) == 1
    assert site.house.attempts.of(site.exercise) == ()


def test_two_seats_send_the_same_order_at_the_same_moment(site: Site, ciso: Chair, lead: Chair) -> None:
    forms = {each: each.form("give-order", 'value="isolate_terminal"') for each in (ciso, lead)}
    answers: dict[Chair, int] = {}
    together = threading.Barrier(2)

    def send(each: Chair) -> None:
        together.wait()
        answers[each] = each.send(forms[each] | {"arguments.extent": "planning"}).status_code

    both = [threading.Thread(target=send, args=(each,)) for each in forms]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers.values()) == [303, 422]
    assert len(site.house.tip(site.exercise).orders) == 1
    assert len(site.house.attempts.of(site.exercise)) == 1


# ------------------------------------------------------------------------------------ who may not, and what is too much


def test_a_revoked_seat_sends_what_it_has_typed(site: Site) -> None:
    link, secret = site.house.links.make(site.grant("seat", CISO), site.wall())
    browser = site.browser()
    assert browser.post(f"/join/{secret}", data={"name": "Night officer", "id": "1"}).status_code == 303
    room = site.room(f"seat/{CISO}/do")
    revoke(site.house, link.id)
    form = {"do": "send-message", "to": "control", "words": "Still here?", "about": "0", "id": "1"}
    refused(site, lambda: browser.post(room, data=form), "web.403", "or that was revoked. Ask Control", 403)
    part = {"hx-request": "true"}
    refused(site, lambda: browser.post(room, data=form, headers=part), "web.403", "or that was revoked", 403)
    assert site.house.attempts.of(site.exercise)[-1].actor == "Night officer"


def test_a_seat_sends_to_the_room_of_another(site: Site, ciso: Chair) -> None:
    form = ciso.form("send-message") | {"words": "In their name"}
    there = site.room(f"seat/{LEAD}/do")
    refused(site, lambda: ciso.client.post(there, data=form), "web.403", "needs a link of this exercise", 403)
    form = ciso.form("answer-question", 'value="q13"') | {"answer": "x", "seat": LEAD, "by": LEAD}
    assert ciso.send(form).status_code == 303
    assert site.house.tip(site.exercise).log[-1].by in (CISO, f"seat {CISO}"), "who acts is never read from a form"


def test_a_stranger_fills_no_log(site: Site) -> None:
    form = {"do": "pause", "about": "", "id": "1"}
    for browser, exercise in ((site.browser(), site.exercise), (site.browser(Grant("other", "control")), "nowhere")):
        assert browser.post(f"/x/{exercise}/control/do", data=form).status_code == 403
    assert site.house.attempts.of(site.exercise) == site.house.attempts.of("nowhere") == ()


@pytest.mark.parametrize(
    ("length", "status", "code", "says"),
    [(2**20, 413, "web.413", "more than 256 kB"), (100_000, 422, "web.form", "at most 20,000")],
)
def test_a_message_that_is_too_long(site: Site, ciso: Chair, length: int, status: int, code: str, says: str) -> None:
    form = ciso.form("send-message") | {"words": "a" * length}
    refused(site, lambda: ciso.send(form), code, says, status)
    refused(site, lambda: ciso.send(form, **{"hx-request": "true"}), code, says, status)


def test_a_form_that_makes_no_sense(site: Site, ciso: Chair) -> None:
    refused(site, lambda: ciso.send({"do": "end-exercise", "id": "1"}), "web.form", "no such action")
    refused(site, lambda: ciso.send({"do": "give-order", "action": "\x00", "id": "1"}), "web.form", "from the list")
    refused(site, lambda: ciso.send({"do": "answer-need", "need": "none", "answer": "agree"}), "need.unknown", "")


# ------------------------------------------------------------------------------------------------------ hostile texts


def test_a_hostile_text_is_harmless_to_everybody_who_reads_it(
    site: Site, ciso: Chair, lead: Chair, desk: Chair
) -> None:
    everyone = (CISO, LEAD, "police/commander")
    site.give(c.AddInject("own", {"en": HOSTILE[:250]}, {"en": HOSTILE}, {"en": HOSTILE[:250]}, everyone))
    site.give(c.ReleaseInject("own"))
    for seat in everyone:
        site.give(c.ReadLetter(seat, 1), site.grant("seat", seat))
    assert ciso.send(ciso.form("give-order", 'value="preserve_evidence"') | {"rationale": HOSTILE}).status_code == 303
    for do, having, typed in (
        ("give-free-order", "", {"words": HOSTILE, "rationale": HOSTILE}),
        ("ask-rfi", "", {"of": "control", "words": HOSTILE}),
        ("ask-share", "", {"of": "police", "words": HOSTILE}),
        ("answer-question", 'value="q13"', {"answer": HOSTILE}),
        ("send-message", "", {"words": HOSTILE}),
    ):
        assert ciso.send(ciso.form(do, having) | typed).status_code == 303, do
    for key in ("cell/free/words", "cell/rfi", "message"):
        assert ciso.client.post(f"{ciso.where}/draft", data={"key": key, "text": HOSTILE}).status_code == 204
    police = chair(site, "police/commander")
    assert police.send(police.form("send-message") | {"words": HOSTILE}).status_code == 303
    site.give(c.RealWorldStop("control", HOSTILE[:190]))
    pages = [each.page() for each in (ciso, lead, desk, police)]
    pages += [
        Chair(site, site.grant(role), room).page() for role, room in (("plenary", "plenary"), ("observer", "observe"))
    ]
    pages.append(ciso.client.get(f"{ciso.where}/letters").text)
    free = next(iter(site.house.tip(site.exercise).free))
    pages += [desk.client.get(site.room(f"control/{place}")).text for place in (f"free/{free}", "inject/own", "links")]
    pages.append(ciso.send(ciso.form("give-order", 'value="isolate_terminal"') | {"rationale": HOSTILE}).text)
    for page in pages:
        assert HARMFUL.search(page) is None, HARMFUL.search(page)
    assert sum("&lt;script&gt;" in page for page in pages) >= 5, "it was shown, as text"
