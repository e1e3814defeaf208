"""A seat's room: every form from what is typed to what happens, and a sentence where nothing does."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site
from whitecell.exercise import OfSeat
from whitecell.exercise import command as c
from whitecell.live.access import Grant

CISO, LEAD, WATCHER = "terminal/ciso", "terminal/managing-director", "terminal/evaluator"
HOSTILE = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) <img src=x onerror=alert(1)>"


class Seat:
    """A browser in one seat's room."""

    def __init__(self, site: Site, seat: str, language: str = "en") -> None:
        self.site, self.seat = site, seat
        self.grant = site.grant("seat", seat)
        self.client: TestClient = site.browser(self.grant, language=language)
        self.where = site.room(f"seat/{seat}")

    def page(self) -> str:
        answer = self.client.get(self.where)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, do: str, having: str = "", page: str = "") -> dict[str, list[str]]:
        """The hidden fields of a form of the page, as a browser would send them."""
        forms = re.findall(r"<form[^>]*action=\"[^\"]*/do\".*?</form>", page or self.page(), re.DOTALL)
        found = [form for form in forms if f'name="do" value="{do}"' in form and having in form]
        assert found, (do, having)
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[0]):
            fields.setdefault(name, []).append(value)
        return fields

    def send(self, do: str, having: str = "", page: str = "", **typed: object) -> object:
        fields = self.form(do, having, page) | {
            name.replace("__", "."): value if isinstance(value, list) else [str(value)] for name, value in typed.items()
        }
        return self.client.post(f"{self.where}/do", data=fields)

    def view(self) -> object:
        return self.site.house.view(self.site.exercise, OfSeat(self.seat))


def done(answer: object) -> None:
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]


def refused(answer: object, *words: str) -> None:
    assert answer.status_code == 422  # type: ignore[attr-defined]
    for each in words:
        assert each in answer.text  # type: ignore[attr-defined]


@pytest.fixture
def ciso(site: Site) -> Seat:
    return Seat(site, CISO)


@pytest.fixture
def lead(site: Site) -> Seat:
    return Seat(site, LEAD)


def letter(site: Site, *to: str, body: str = "Its words", title: str = "A letter", id_: str = "own") -> None:
    site.give(c.AddInject(id_, {"en": title}, {"en": body}, {"en": "Somebody"}, to))
    site.give(c.ReleaseInject(id_))


# --------------------------------------------------------------------------------------------------------- letters


def test_a_letter_is_shut_until_it_is_opened_and_opening_is_told(site: Site, ciso: Seat) -> None:
    letter(site, CISO, body="The hidden words")
    page = ciso.page()
    assert "A letter" in page and "The hidden words" not in page and "Read a letter" in page.replace("read", "Read")
    number = ciso.view().letters[-1].number  # type: ignore[attr-defined]
    answer = ciso.send("read-letter", f'name="letter" value="{number}"')
    done(answer)
    assert answer.headers["location"].endswith(f"#l-{number}-body")  # type: ignore[attr-defined]
    assert "The hidden words" in ciso.page()
    assert ciso.view().letters[-1].read  # type: ignore[attr-defined]


def test_a_hostile_letter_does_nothing(site: Site, ciso: Seat) -> None:
    letter(site, CISO, body=HOSTILE, title="<b>Title</b>")
    site.give(c.ReadLetter(CISO, ciso.view().letters[-1].number), ciso.grant)  # type: ignore[attr-defined]
    page = ciso.page()
    assert "<script>alert" not in page and "<img src=x" not in page and "javascript:alert" not in page.replace(
        "[x](javascript:alert(1))", ""
    )  # fmt: skip
    assert "<strong>bold</strong>" in page and "&lt;b&gt;Title&lt;/b&gt;" in page


def test_a_letter_is_passed_on_and_the_others_see_by_whom(site: Site, ciso: Seat) -> None:
    letter(site, CISO)
    number = ciso.view().letters[-1].number  # type: ignore[attr-defined]
    site.give(c.ReadLetter(CISO, number), ciso.grant)
    refused(ciso.send("share-inject", f'name="letter" value="{number}"'), "cells other than your own")
    done(ciso.send("share-inject", f'name="letter" value="{number}"', to=["police", "port"], note="For you"))
    police = Seat(site, "police/commander").page()
    assert "A letter" in police and "shared by" in police
    assert "A letter" not in Seat(site, "ministry/supply").page()
    assert "passed on to" in ciso.page()


def test_another_cell_asks_and_is_given_or_declined(site: Site, ciso: Seat) -> None:
    letter(site, CISO)
    police = Seat(site, "police/commander")
    done(police.send("ask-share", of="terminal", words="What do you know?"))
    page = ciso.page()
    assert "What do you know?" in page and 'id="wanted"' in page
    number = ciso.view().letters[-1].number  # type: ignore[attr-defined]
    done(ciso.send("share-inject", 'name="request"', letter=number))
    assert 'id="wanted"' not in ciso.page() and "A letter" in police.page()
    done(police.send("ask-share", of="terminal", words="And more?"))
    done(ciso.send("decline-share", why="Not yet"))
    assert "Not yet" in police.page() and "declined" in police.page()


# ------------------------------------------------------------------------------------------------------- questions


def test_ones_own_answer_is_sealed_first_and_nobody_else_reads_it(site: Site, ciso: Seat, lead: Seat) -> None:
    fields = ciso.form("answer-question", 'value="q11"')
    assert fields["sealed"] == ["1"]
    fields.pop("sealed")
    refused(ciso.client.post(f"{ciso.where}/do", data=fields | {"answer": ["look"]}), "your own sealed answer first")
    done(ciso.send("answer-question", 'value="q11"', answer="cut_part"))
    page = lead.page()
    assert "1 of 4 in your cell have sealed" in page and "Your sealed answer" not in page
    mine = ciso.page()
    assert "Your sealed answer" in mine
    done(ciso.send("answer-question", 'value="q11"', answer="look"))
    assert "answered" in lead.page()


def test_numbers_and_rankings_are_read_or_told_what_is_wrong(site: Site, ciso: Seat) -> None:
    refused(ciso.send("answer-question", 'value="q12"', answer="often"), "This is not a number")
    refused(ciso.send("answer-question", 'value="q12"', answer="130"), "from 0 to 100")
    done(ciso.send("answer-question", 'value="q12"', answer="35,5"))
    assert "35.5 %" in ciso.page()
    ranks = {"place__police": 2, "place__cert": 1, "place__partner": 3, "place__authority": 5}
    refused(ciso.send("answer-question", 'value="q14"', **ranks, place__customers=1), "a place of its own")
    done(ciso.send("answer-question", 'value="q14"', **ranks, place__customers=4))
    [given] = [each for each in ciso.view().answers if each.question == "q14"]  # type: ignore[attr-defined]
    assert given.answer == ["cert", "police", "partner", "customers", "authority"]


def test_an_answer_over_a_colleagues_is_refused_once_and_a_double_click_is_not(
    site: Site, ciso: Seat, lead: Seat
) -> None:
    old = ciso.page()
    done(lead.send("answer-question", 'value="q13"', answer="The duty manager"))
    refused(ciso.send("answer-question", 'value="q13"', old, answer="I may"), "has answered for your cell meanwhile")
    fresh = ciso.page()
    for _ in range(2):
        done(ciso.send("answer-question", 'value="q13"', fresh, answer="I may"))
    given = [each for each in ciso.view().answers if each.question == "q13" and each.seat == CISO]  # type: ignore[attr-defined]
    assert len(given) == 1
    assert sum(event.kind == "question.answered/1" for event in site.house.tip(site.exercise).log) == 2


# ------------------------------------------------------------------------------------------------- orders and needs


def test_an_order_is_sent_with_its_reason_and_taken_back(site: Site, ciso: Seat, lead: Seat) -> None:
    page = ciso.page()
    refused(ciso.send("give-order", 'value="isolate_terminal"', page), "Choose one of the options here")
    sent = ciso.send("give-order", 'value="isolate_terminal"', page, arguments__extent="planning", rationale=HOSTILE)
    done(sent)
    done(ciso.send("give-order", 'value="isolate_terminal"', page, arguments__extent="planning", rationale=HOSTILE))
    [order] = ciso.view().orders  # type: ignore[attr-defined]
    assert order.seat == CISO and order.rationale == HOSTILE
    assert "&lt;script&gt;" in lead.page() and "<script>alert" not in lead.page()
    done(lead.send("withdraw-order", order.id))
    refused(ciso.client.post(f"{ciso.where}/do", data={"do": "withdraw-order", "order": order.id}), "no longer be")


def test_two_seats_at_once_do_not_order_over_each_other_unseen(site: Site, ciso: Seat, lead: Seat) -> None:
    mine, theirs = ciso.page(), lead.page()
    done(lead.send("give-order", 'value="isolate_terminal"', theirs, arguments__extent="everything"))
    refused(ciso.send("give-order", 'value="preserve_evidence"', mine), "has given an order of your cell meanwhile")
    done(ciso.send("give-order", 'value="preserve_evidence"'))


def test_what_is_not_permitted_is_not_sent(site: Site, ciso: Seat) -> None:
    page = ciso.page()
    assert "Only " in page, "the orders of colleagues are shown, with who sends them"
    fields = {"do": "give-order", "action": "pay_ransom", "rationale": ""}
    refused(ciso.client.post(f"{ciso.where}/do", data=fields), "no authority")


def test_a_need_is_answered_by_its_seat_alone_and_says_how_long_is_left(site: Site, ciso: Seat, lead: Seat) -> None:
    done(ciso.send("give-order", 'value="preserve_evidence"'))
    site.give(c.GiveOrder("police/cyber-crime", next(
        choice for choice in Seat(site, "police/cyber-crime").view().permitted if choice.action == "preserve_evidence"  # type: ignore[attr-defined]
    )), site.grant("seat", "police/cyber-crime"))  # fmt: skip
    page = lead.page()
    assert "asks for your consent" in page and "data-until=" in page and "answer a request" in page
    assert "answers this for your cell" in ciso.page()
    need = lead.view().needs[-1]  # type: ignore[attr-defined]
    fields = lead.form("answer-need", need.id)
    refused(ciso.client.post(f"{ciso.where}/do", data=fields | {"answer": "agree"}), "answers this for your cell")
    done(lead.send("answer-need", need.id, answer="conditions", conditions="Not before noon"))
    refused(lead.client.post(f"{lead.where}/do", data=fields | {"answer": "object"}), "already been answered")
    assert "Not before noon" in Seat(site, "police/cyber-crime").page()


def test_what_an_aid_drafted_is_sent_or_dropped_by_the_person(site: Site, ciso: Seat) -> None:
    choices = [choice for choice in ciso.view().permitted if choice.action in ("preserve_evidence", "call_cert")]  # type: ignore[attr-defined]
    for place, choice in enumerate(choices[:2], 1):
        words = json.dumps({"action": choice.action, "arguments": dict(choice.arguments)})
        site.house.drafts.put(ciso.grant, CISO, f"aid/{place}", words, site.wall(), by="bot x")
    site.house.drafts.put(ciso.grant, CISO, "aid/3", "{broken", site.wall(), by="bot x")
    assert "Your aid proposes" in ciso.page()
    done(ciso.send("give-order", 'name="draft" value="aid/1"'))
    assert ciso.view().orders[-1].choice == choices[0]  # type: ignore[attr-defined]
    assert not site.house.drafts.get(ciso.grant, CISO, "aid/1")
    fields = {"key": "aid/2", "text": "", "plain": "1", "place": "orders"}
    assert ciso.client.post(f"{ciso.where}/draft", data=fields).headers["location"].endswith("#orders")
    assert "Your aid proposes" not in ciso.page()


def test_free_orders_requests_and_messages_go_out_and_come_back(site: Site, ciso: Seat) -> None:
    refused(ciso.send("give-free-order", words="  "), "missing")
    done(ciso.send("give-free-order", words="Ring the night watch", rationale="Nobody else can"))
    free = ciso.view().free[-1]  # type: ignore[attr-defined]
    site.give(c.ReturnFreeOrder(free.id, "Who rings?"))
    assert "Who rings?" in ciso.page() and "returned" in ciso.page()
    done(ciso.send("ask-rfi", of="response", words="How many ships?"))
    rfi = ciso.view().rfis[-1]  # type: ignore[attr-defined]
    assert "data-asked-at=" in ciso.page()
    site.give(c.AnswerRFI(rfi.id, {"en": "Three ships"}, {"en": "Three."}, {"en": "Traffic"}))
    assert "Three ships" in ciso.page() and "The answer is letter" in ciso.page()
    done(ciso.send("send-message", words="The screen is dark"))
    site.give(c.SendMessage("control", (CISO,), "Look behind it"))
    assert "The screen is dark" in ciso.page() and "Look behind it" in ciso.page()


# ---------------------------------------------------------------------------------------------------------- drafts


def test_drafts_are_kept_as_typed_shared_in_the_cell_and_forgotten_when_sent(
    site: Site, ciso: Seat, lead: Seat
) -> None:
    def keep(seat: Seat, key: str, text: str) -> None:
        assert seat.client.post(f"{seat.where}/draft", data={"key": key, "text": text}).status_code == 204

    keep(ciso, "cell/order/preserve_evidence/-why", "Before anybody\nrebuilds </textarea>")
    keep(ciso, "cell/answer/1/q13", "Nobody knows")
    keep(ciso, "seal/1/q12", "77")
    keep(ciso, "message", "My own words")
    for seat, private in ((ciso, True), (lead, False)):
        page = seat.page()
        assert "Before anybody\nrebuilds &lt;/textarea&gt;" in page and "Nobody knows" in page
        assert ("My own words" in page) is private and ('value="77"' in page) is private
    assert "Last written by" in lead.page()
    assert "Nobody knows" not in Seat(site, "police/commander").page()
    done(lead.send("answer-question", 'value="q13"', answer="Nobody knows, but"))
    assert site.house.drafts.get(ciso.grant, "terminal", "cell/answer/1/q13") is None


def test_drafts_and_what_was_sent_outlive_a_restart(site: Site, ciso: Seat) -> None:
    ciso.client.post(f"{ciso.where}/draft", data={"key": "cell/free/words", "text": "half a thou"})
    before = ciso.page()
    again = Seat(site, CISO).page()
    strip = lambda page: re.sub(r'data-now="[^"]*"', "", page)  # noqa: E731
    assert strip(before) == strip(again) and "half a thou" in again


# ------------------------------------------------------------------------------------------------- roles and phases


def test_who_only_watches_reads_and_writes_to_control_and_sees_why_nothing_else(site: Site) -> None:
    watcher = Seat(site, WATCHER)
    page = watcher.page()
    assert "Leads and members act for this cell" in page
    assert 'value="answer-question"' not in page and 'value="ask-rfi"' not in page
    assert "Send order" not in page
    done(watcher.send("send-message", words="I see"))
    fields = {"do": "answer-question", "question": "q13", "answer": "mine"}
    refused(watcher.client.post(f"{watcher.where}/do", data=fields), "The role of this seat is")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_phase_has_its_page(site: Site, language: str) -> None:
    seat = Seat(site, CISO, language)
    t = {"en": ("Choose an order", "This move is closed", "ENDEX"), "ko": ("조치 선택", "국면이 마감", "연습 종료")}
    assert t[language][0] in seat.page()
    site.give(c.ProposeResult("late"))
    assert t[language][1] in seat.page() and t[language][0] not in seat.page()
    refused(seat.client.post(f"{seat.where}/do", data={"do": "give-free-order", "words": "too late"}), "")
    site.give(c.AcceptResult())
    site.give(c.EndExercise("enough"))
    page = seat.page()
    assert t[language][2] in page and "record.json" in page and 'action="' + seat.where + "/do" not in page
    assert "[cell." not in page


def test_before_startex_the_room_tells_who_sits_where_and_what_will_happen(site: Site) -> None:
    exercise, _ = site.house.create(
        site.house.tip(site.exercise).scenario, id="new", actor=Grant("", "planner"), seed=1
    )
    grant = Grant(exercise, "seat", CISO)
    page = site.browser(grant).get(f"/x/{exercise}/seat/{CISO}").text
    assert "What will happen" in page and "who sits where" in page and "Choose an order" not in page


def test_a_seat_takes_away_its_own_record_and_letters(site: Site, ciso: Seat) -> None:
    letter(site, CISO, body="Only for the record")
    site.give(c.ReadLetter(CISO, ciso.view().letters[-1].number), ciso.grant)  # type: ignore[attr-defined]
    lines = ciso.client.get(f"{ciso.where}/record.json").json()
    assert lines[-1]["audience"] == f"seat {CISO}" and lines[-1]["count"] == len(lines) - 1
    assert "Only for the record" in ciso.client.get(f"{ciso.where}/letters").text
    assert site.browser(site.grant("seat", LEAD)).get(f"{ciso.where}/record.json").status_code == 403


def test_a_revoked_seat_is_told_so(site: Site, ciso: Seat) -> None:
    client = site.browser()
    link = site.link(ciso.grant)
    page = client.get(link).text
    client.post(link, data=dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)))
    assert client.get(ciso.where).status_code == 200
    from whitecell.live import revoke

    for made in site.house.links.of(site.exercise):
        revoke(site.house, made.id)
    for answer in (client.get(ciso.where), client.post(f"{ciso.where}/do", data={"do": "send-message", "words": "x"})):
        assert answer.status_code == 403 and "revoked" in answer.text


def test_over_the_shoulder_there_is_the_room_and_no_form(site: Site, control: TestClient) -> None:
    page = control.get(site.room(f"look/{CISO}")).text
    assert "You look over this seat" in page and "Questions of this move" in page
    assert "/do" not in page and "record.json" not in page
    assert control.get(site.room("look/terminal/nobody")).status_code == 404


# -------------------------------------------------------------------------------------------------------- secrecy


def test_no_other_cell_sees_what_a_cell_has_read_written_answered_and_ordered(site: Site, ciso: Seat) -> None:
    """Canary words in everything that one seat can write, looked for in every other cell's pages."""
    letter(site, CISO, body="canary-body", title="canary-title")
    number = ciso.view().letters[-1].number  # type: ignore[attr-defined]
    done(ciso.send("read-letter", f'name="letter" value="{number}"'))
    done(ciso.send("answer-question", 'value="q13"', answer="canary-answer"))
    done(ciso.send("give-order", 'value="preserve_evidence"', rationale="canary-rationale"))
    done(ciso.send("give-free-order", words="canary-free"))
    done(ciso.send("ask-rfi", of="control", words="canary-rfi"))
    done(ciso.send("send-message", words="canary-message"))
    done(ciso.send("ask-share", of="port", words="canary-for-port"))
    ciso.client.post(f"{ciso.where}/draft", data={"key": "cell/free/words", "text": "canary-draft"})
    ciso.client.post(f"{ciso.where}/draft", data={"key": "message", "text": "canary-own"})
    scenario = site.house.tip(site.exercise).scenario
    for path in scenario.seats:
        seat = Seat(site, path)
        found = set(re.findall(r"canary-[a-z-]+", "".join(
            seat.client.get(f"{seat.where}{rest}").text for rest in ("", "/letters", "/record.json")
        )))  # fmt: skip
        match path.partition("/")[0]:
            case "terminal" if path != CISO:
                shared = {"canary-answer", "canary-rationale", "canary-free", "canary-rfi", "canary-for-port"}
                assert found - {"canary-draft"} == shared, path
                assert ("canary-draft" in found) is (path != WATCHER)
            case "port":
                assert found == {"canary-for-port"}, path
            case "terminal":
                assert {"canary-body", "canary-own", "canary-message"} <= found
            case _:
                assert found == set(), path
