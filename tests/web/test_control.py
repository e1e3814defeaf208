"""What the Control room promises: all that it offers works as a plain form, and is refused beside it in a sentence."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import PLANNER, Site, pack
from tests.web.test_pages import HOSTILE, PARTIAL
from whitecell.exercise import AcceptResult, Holder, Item, ProposeResult, TakeSeat, items
from whitecell.exercise import command as c
from whitecell.game import Choice
from whitecell.journal import read_lines
from whitecell.live.access import Grant
from whitecell.live.outcome import Accepted

Fields = dict[str, str | list[str]]


def forms(text: str) -> list[tuple[str, Fields]]:
    """Every form of a page: its address, and what it sends if nothing is typed."""
    found = []
    for head, inside in re.findall(r"<form\b([^>]*)>(.*?)</form>", text, re.S):
        fields: Fields = {}
        for tag in re.findall(r"<input\b[^>]*>", inside):
            given = dict(re.findall(r'([\w.-]+)="([^"]*)"', tag))
            if given.get("type") in ("checkbox", "radio") and not re.search(r"\schecked\b", tag):
                continue
            if name := given.get("name"):
                value = html.unescape(given.get("value", ""))
                before = fields.get(name)
                fields[name] = [*([before] if isinstance(before, str) else before or []), value] if before else value
        for name, words in re.findall(r'<textarea\b[^>]*\bname="([^"]+)"[^>]*>([^<]*)</textarea>', inside):
            fields[name] = html.unescape(words)
        for name, options in re.findall(r'<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', inside, re.S):
            chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            fields[name] = html.unescape(chosen[1]) if chosen else ""
        action = re.search(r'action="([^"]*)"', head)
        found.append((html.unescape(action[1]) if action else "", fields))
    return found


def form(text: str, do: str, **having: str) -> tuple[str, Fields]:
    """The form that gives this command, with these fields in it."""
    fitting = [
        (where, fields) for where, fields in forms(text)
        if fields.get("do") == do and all(fields.get(name) == value for name, value in having.items())
    ]  # fmt: skip
    assert fitting, f"no form for {do} {having}"
    return fitting[0]


def send(
    browser: TestClient, page: str, do: str, typed: Fields | None = None, status: int = 303, /, **having: str
) -> str:
    """Fill in a form of a page and send it, without scripts; the page that answers."""
    where, fields = form(browser.get(page).text, do, **having)
    answer = browser.post(where, data={**fields, **(typed or {})})
    assert answer.status_code == status, (do, re.findall(r'role="alert">(.*?)</', answer.text, re.S))
    return answer.text


def kinds(site: Site, kind: str) -> int:
    return sum(event.kind == kind for event in site.house.tip(site.exercise).log)


def item(site: Site, status: str = "planned") -> Item:
    """An inject that stands so, in this move, conditional or by hand."""
    return next(found for found in items(site.house.tip(site.exercise)) if found.status == status)


def paper(site: Site, inject: str) -> str:
    return site.room(f"control/inject/{inject}")


def seat(site: Site, place: int = 0) -> str:
    return list(site.house.tip(site.exercise).scenario.seats)[place]


# -------------------------------------------------------------------------------------------------------- who gets in


PAGES = ("control", "control/jump", "control/links", "control/attempts", "report", "journal.jsonl")


@pytest.mark.parametrize("address", PAGES)
def test_nobody_else_gets_in_or_learns_anything(site: Site, address: str) -> None:
    for grant in (site.grant("seat", seat(site)), site.grant("plenary"), site.grant("observer")):
        answer = site.browser(grant).get(site.room(address))
        assert answer.status_code == 403 and "Ask Control" in answer.text
        for found in items(site.house.tip(site.exercise)):
            assert found.title["en"] not in answer.text
    do = site.browser(site.grant("plenary")).post(site.room("control/do"), data={"do": "pause"})
    assert do.status_code == 403 and site.house.tip(site.exercise).clock.running


def test_an_inject_or_order_that_is_not_there_is_a_page_that_says_so(site: Site, control: TestClient) -> None:
    for address in ("control/inject/nothing", "control/free/nothing"):
        answer = control.get(site.room(address))
        assert answer.status_code == 404 and "no page at this address" in answer.text


# -------------------------------------------------------------------------------------------------- clock and moves


def test_control_runs_an_exercise_from_startex_to_endex_with_plain_forms(site: Site) -> None:
    scenario = site.house.tip(site.exercise).scenario
    exercise, made = site.house.create(scenario, id="again", actor=PLANNER, seed=3)
    assert isinstance(made, Accepted)
    browser, page = site.browser(PLANNER), f"/x/{exercise}/control"
    send(browser, page, "start")
    send(browser, page, "pause")
    send(browser, page, "set-rate", {"rate": "2"})
    send(browser, page, "resume")
    assert site.house.tip(exercise).clock.rate == 2.0
    send(browser, page, "open-move")
    assert site.house.tip(exercise).world.number == 1
    send(browser, page, "propose-result", {"why": "time is up"})
    assert "Proposed result of move 1" in browser.get(page).text
    send(browser, page, "accept-result")
    assert site.house.tip(exercise).world.stage == "closed"
    send(browser, page, "end-exercise", {"why": "enough"})
    assert site.house.tip(exercise).phase == "ended"
    assert f'href="/x/{exercise}/report"' in browser.get(page).text


def test_a_double_click_and_a_second_controller_do_nothing_twice(site: Site, control: TestClient) -> None:
    where, fields = form(control.get(site.room("control")).text, "propose-result")
    other = site.browser(site.control)
    for browser, status in ((control, 303), (control, 303), (other, 422)):
        answer = browser.post(where, data={**fields, "why": "late"})
        assert answer.status_code == status
    assert kinds(site, "result.proposed/1") == 1
    assert 'role="alert"' in answer.text and "Proposed result" in answer.text, "the sentence, and the new state"


def test_the_result_is_told_with_every_cause_and_changed_with_a_reason(site: Site, control: TestClient) -> None:
    site.give(ProposeResult("late"))
    page = site.room("control")
    tip = site.house.tip(site.exercise)
    assert tip.proposal is not None
    text = control.get(page).text
    for change in tip.proposal.changes:
        if change.text:
            assert html.escape(change.text, quote=False) in html.unescape(text).replace("&", "&amp;").replace(
                "<", "&lt;"
            ).replace(">", "&gt;")
    name = next(var.name for var in tip.scenario.vars if var.numeric)
    fields: Fields = {"var": name, "value": "0.4"}
    refused = send(control, page, "rule", {**fields, "why": ""}, 422, about="other 0")
    assert re.search(r"role=\"alert\"><p>[^<]*reason", refused)
    where, stale = form(control.get(page).text, "rule", about="other 0")
    send(control, page, "rule", {**fields, "why": "the port is deeper"}, about="other 0")
    assert site.house.tip(site.exercise).proposal.rulings == 1  # type: ignore[union-attr]
    assert "the port is deeper" in control.get(page).text
    other = site.browser(site.control)
    late = other.post(where, data={**stale, "var": name, "value": "0.9", "why": "no"})
    assert late.status_code == 422 and "A colleague has ruled on this result" in late.text
    assert kinds(site, "ruling.made/1") == 1


def test_who_accepts_what_a_colleague_has_just_changed_is_told(site: Site, control: TestClient) -> None:
    site.give(ProposeResult("late"))
    where, fields = form(control.get(site.room("control")).text, "accept-result")
    name = next(var.name for var in site.house.tip(site.exercise).scenario.vars if var.numeric)
    site.give(c.Rule(name, 0.3, "why"))
    answer = control.post(where, data=fields)
    assert answer.status_code == 422 and "Look again, then accept it" in answer.text
    assert kinds(site, "move.closed/1") == 0
    send(control, site.room("control"), "accept-result")
    assert kinds(site, "move.closed/1") == 1


def test_a_tie_is_shown_with_both_sides_and_ruled_before_the_result_is_accepted(site: Site) -> None:
    x, made = site.house.create(pack("extended-deterrence"), id="tied", actor=PLANNER, seed=7)
    assert isinstance(made, Accepted)
    browser, page = site.browser(PLANNER), f"/x/{x}/control"
    send(browser, page, "start")
    send(browser, page, "open-move")
    for path, level in (("us/white-house", "command_post"), ("rok/presidential-office", "field_training")):
        choice = Choice("combined_exercise", (("level", level), ("scale", "standard")))
        site.house.do(x, c.GiveOrder(path, choice, "why"), id=path, actor=Grant(x, "seat", path))
    for need in list(site.house.tip(x).needs.values()):
        if need.kind != "inform":
            site.house.do(x, c.AnswerNeed(need.of, need.id, "agree"), id=need.id, actor=Grant(x, "seat", need.of))
    send(browser, page, "propose-result", {"why": "both"})
    text = browser.get(page).text
    assert "Orders of equal priority set" in text and not [f for _, f in forms(text) if f.get("do") == "accept-result"]
    tied = [f for _, f in forms(text) if f.get("do") == "rule" and str(f["about"]).startswith("tie ")]
    assert {str(f["value"]) for f in tied} == {"1.4", "1"}
    send(browser, page, "rule", {"why": "The field phase was agreed"}, about=str(tied[0]["about"]))
    assert "Orders of equal priority" not in browser.get(page).text
    send(browser, page, "accept-result")
    assert site.house.tip(x).world.stage == "closed"


# ------------------------------------------------------------------------------------------------------------- MSEL


def test_an_inject_is_held_let_go_released_dropped(site: Site, control: TestClient) -> None:
    first, second = [found for found in items(site.house.tip(site.exercise)) if found.status == "planned"][:2]
    for do in ("hold-inject", "free-inject", "release-inject"):
        send(control, paper(site, first.id), do)
    assert first.id in site.house.tip(site.exercise).deliveries
    assert "<form" not in control.get(paper(site, first.id)).text.split('class="paper"')[1].split("</article>")[0]
    send(control, paper(site, second.id), "drop-inject", {"why": "no time"})
    assert next(f for f in items(site.house.tip(site.exercise)) if f.id == second.id).status == "dropped"


def test_two_controllers_release_one_inject_once(site: Site, control: TestClient) -> None:
    page, other = paper(site, item(site).id), site.browser(site.control)
    where, fields = form(control.get(page).text, "release-inject")
    assert control.post(where, data=fields).status_code == 303
    assert control.post(where, data=fields).status_code == 303, "a retry is no second release"
    before = kinds(site, "inject.released/1")
    late = other.post(where, data=fields)
    assert late.status_code == 422 and "has already been released" in late.text
    beside = other.post(where, data=fields, headers=PARTIAL)
    assert beside.status_code == 422 and beside.text.startswith("<p>")
    assert kinds(site, "inject.released/1") == before


def test_an_inject_is_retimed_and_given_to_controls_hand(site: Site, control: TestClient) -> None:
    found = next(
        f for f in items(site.house.tip(site.exercise)) if f.status == "planned" and f.move and not f.conditional
    )
    send(control, paper(site, found.id), "retime-inject", {"minute": "44.5"})
    assert next(f for f in items(site.house.tip(site.exercise)) if f.id == found.id).minute == 44.5
    send(control, paper(site, found.id), "retime-inject", {"move": ""})
    assert next(f for f in items(site.house.tip(site.exercise)) if f.id == found.id).move is None
    refused = send(control, paper(site, found.id), "retime-inject", {"move": found.move or "", "minute": "x"}, 422)
    assert "This is not a number" in refused


def test_an_inject_is_edited_and_nobody_overwrites_a_colleague(site: Site, control: TestClient) -> None:
    found, other = item(site), site.browser(site.control)
    page = paper(site, found.id)
    where, fields = form(other.get(page).text, "edit-inject")
    send(control, page, "edit-inject", {"title.en": "The tug has left", "to": [seat(site)]})
    now = next(f for f in items(site.house.tip(site.exercise)) if f.id == found.id)
    assert now.title["en"] == "The tug has left" and now.seats == {seat(site)}
    late = other.post(where, data={**fields, "title.en": "Something else"})
    assert late.status_code == 422 and "A colleague has changed this inject" in late.text
    assert "The tug has left" in late.text, "the new state"
    nobody = send(control, page, "edit-inject", {"to": ""}, 422)
    assert "at least one cell or seat" in nobody
    assert kinds(site, "inject.edited/1") == 1


def test_an_inject_of_controls_own_comes_onto_the_board(site: Site, control: TestClient) -> None:
    typed: Fields = {
        "title.en": "The mayor calls", "body.en": "He wants **numbers**.", "sender.en": "Mayor", "to": seat(site),
    }  # fmt: skip
    refused = send(control, site.room("control"), "add-inject", {**typed, "title.en": ""}, 422)
    assert 'role="alert"' in refused and "He wants **numbers**." in refused, "what was typed stays"
    send(control, site.room("control"), "add-inject", typed)
    [mine] = [found for found in items(site.house.tip(site.exercise)) if found.own]
    text = control.get(site.room("control")).text
    assert "The mayor calls" in text and paper(site, mine.id) in text
    send(control, paper(site, mine.id), "release-inject")
    assert site.house.tip(site.exercise).mail[seat(site)][-1] == mine.id


def test_a_script_gets_the_inject_as_a_part_of_the_board(site: Site, control: TestClient) -> None:
    found = item(site)
    part = control.get(paper(site, found.id), headers=PARTIAL)
    assert part.status_code == 200 and "<html" not in part.text and 'data-form="release-inject"' in part.text
    pack = site.house.tip(site.exercise).scenario.inject[found.id]
    if pack.expect:
        assert "Expected action" in part.text


# ------------------------------------------------------------------------------------------------------------- jump


def due(site: Site) -> list[Item]:
    tip = site.house.tip(site.exercise)
    return sorted(
        (f for f in items(tip) if f.move == tip.world.move and f.status == "planned" and f.minute > 0),
        key=lambda f: f.minute,
    )


def far(site: Site, found: Item) -> str:
    """Minutes of game time that pass this inject."""
    tip = site.house.tip(site.exercise)
    move = tip.scenario.move[tip.world.move]
    return f"{(found.minute + 0.5) * move.covers / move.plays:.3f}"


def test_a_jump_shows_what_it_skips_and_asks_of_each(site: Site, control: TestClient) -> None:
    first, page = due(site)[0], site.room("control/jump")
    minutes = far(site, first)
    shown = control.get(page, params={"minutes": minutes})
    assert shown.status_code == 200 and first.title["en"] in html.unescape(shown.text)
    [(where, fields)] = [each for each in forms(shown.text) if "shown" in each[1]]
    undecided = control.post(where, data=fields)
    assert undecided.status_code == 422 and "Say of each inject" in undecided.text
    assert kinds(site, "clock.jumped/1") == 0
    ids = fields["shown"] if isinstance(fields["shown"], list) else [fields["shown"]]
    fates = {f"fates.{id_}": "release" for id_ in ids}
    assert control.post(where, data={**fields, **fates}).status_code == 303
    assert control.post(where, data={**fields, **fates}).status_code == 303, "a retry is no second jump"
    assert kinds(site, "clock.jumped/1") == 1 and first.id in site.house.tip(site.exercise).deliveries


def test_a_jump_over_a_changed_list_is_shown_anew(site: Site, control: TestClient) -> None:
    first, page = due(site)[0], site.room("control/jump")
    [(where, fields)] = [each for each in forms(control.get(page, params={"minutes": far(site, first)}).text)
                         if "shown" in each[1]]  # fmt: skip
    site.give(c.HoldInject(first.id))
    ids = fields["shown"] if isinstance(fields["shown"], list) else [fields["shown"]]
    answer = control.post(where, data={**fields, **{f"fates.{id_}": "drop" for id_ in ids}})
    assert answer.status_code == 422 and "What is skipped has changed" in answer.text
    assert f'value="{first.id}"' not in answer.text, "the new list"
    assert kinds(site, "clock.jumped/1") == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"minutes": "soon"}, "not a number"), ({"minutes": "-5"}, "more than 0"), ({"minutes": "1e9"}, "Skip less"),
     ({"until": "tomorrow"}, "no date with a time")],
)  # fmt: skip
def test_a_jump_that_can_not_be_is_a_sentence(
    site: Site, control: TestClient, typed: dict[str, str], sentence: str
) -> None:
    answer = control.get(site.room("control/jump"), params=typed)
    assert answer.status_code == 422 and sentence in answer.text


# --------------------------------------------------------------------------------------- free orders, requests, words


@pytest.fixture
def free(site: Site) -> str:
    """A free order of the first seat."""
    path = seat(site)
    site.give(c.GiveFreeOrder(path, "f1", "Ask the harbour master", "He knows"), site.grant("seat", path))
    [id_] = site.house.tip(site.exercise).free
    return id_


def test_a_free_order_is_returned_with_the_reason(site: Site, control: TestClient, free: str) -> None:
    assert "Ask the harbour master" in control.get(site.room("control")).text
    refused = send(control, site.room("control"), "return-free-order", {"why": ""}, 422)
    assert "The reason is missing" in refused
    send(control, site.room("control"), "return-free-order", {"why": "Use the port hotline"})
    assert site.house.tip(site.exercise).free[free].status == "returned"
    assert "was returned" in control.get(site.room(f"control/free/{free}")).text


def test_a_free_order_becomes_an_action_of_the_list_or_a_sentence(site: Site, control: TestClient, free: str) -> None:
    page = site.room(f"control/free/{free}")
    offered = [fields for _, fields in forms(control.get(page).text) if fields.get("do") == "map-free-order"]
    assert offered
    done = False
    for fields in offered:
        where, sent = form(control.get(page).text, "map-free-order", action=str(fields["action"]))
        answer = control.post(where, data=sent)
        if answer.status_code == 303:
            done = True
            break
        assert "may not give this order now" in answer.text or 'role="alert"' in answer.text
    assert done == (site.house.tip(site.exercise).free[free].status == "mapped")


def test_a_ruling_on_a_free_order_is_previewed_before_anything_happens(
    site: Site, control: TestClient, free: str
) -> None:
    page = site.room(f"control/free/{free}")
    tip = site.house.tip(site.exercise)
    var = next(v for v in tip.scenario.vars if v.numeric and v.high < 1e9)
    now = tip.world.values[tip.scenario.index[var.name]]
    other = var.high if now != var.high else var.low
    [(where, fields)] = [each for each in forms(control.get(page).text) if each[0].endswith("/preview")]
    before = len(tip.log)
    for typed, sentence in (
        ({"why": "so"}, "No value would change"), ({f"values.{var.name}": f"{other}", "why": ""}, "Give the reason"),
        ({f"values.{var.name}": "lots", "why": "so"}, "This is not a number"),
    ):  # fmt: skip
        refused = control.post(where, data={**fields, **typed})
        assert refused.status_code == 422 and sentence in refused.text
    preview = control.post(where, data={**fields, f"values.{var.name}": f"{other}", "why": "They did it"})
    assert preview.status_code == 200 and "→" in preview.text and len(site.house.tip(site.exercise).log) == before
    where, fields = form(preview.text, "rule-free-order")
    assert control.post(where, data=fields).status_code == 303
    tip = site.house.tip(site.exercise)
    assert tip.free[free].status == "ruled" and tip.world.values[tip.scenario.index[var.name]] == other


def test_a_request_is_assigned_answered_or_declined(site: Site, control: TestClient) -> None:
    path, page = seat(site), site.room("control")
    for number in (1, 2):
        site.give(c.AskRFI(path, f"q{number}", "control", "How many ships?"), site.grant("seat", path))
    first, second = site.house.tip(site.exercise).rfis
    send(control, page, "assign-rfi", {"name": "Desk 2"}, rfi=first)
    assert "Desk 2" in control.get(page).text
    send(control, page, "answer-rfi", {"title.en": "Ships", "body.en": "Four.", "sender.en": "Port"}, rfi=first)
    refused = send(control, page, "decline-rfi", {"why": ""}, 422, rfi=second)
    assert "The reason is missing" in refused
    send(control, page, "decline-rfi", {"why": "Nobody knows"}, rfi=second)
    found = site.house.tip(site.exercise).rfis
    assert (found[first].status, found[second].status) == ("answered", "declined")
    assert "Nothing is asked of Control" in control.get(page).text


def test_a_word_reaches_whom_it_is_for_and_observers_see_what_is_let(site: Site, control: TestClient) -> None:
    page, path = site.room("control"), seat(site)
    assert "Write a message" in send(control, page, "send-message", {"words": ""}, 422)
    send(control, page, "send-message", {"words": "Lunch at noon", "to": path})
    assert site.house.tip(site.exercise).messages[-1].to[0].seat == path  # type: ignore[union-attr]
    cell = path.partition("/")[0]
    where, stale = form(control.get(page).text, "let-observe")
    send(control, page, "let-observe", {"cells": ["", cell]})
    assert site.house.tip(site.exercise).observed == (cell,)
    late = site.browser(site.control).post(where, data=stale)
    assert late.status_code == 422 and "what observers see" in late.text
    send(control, page, "let-observe", {"cells": ""})
    assert site.house.tip(site.exercise).observed == ()


def test_a_seat_goes_back_to_its_bot_and_a_bot_drafts_for_its_person(site: Site, control: TestClient) -> None:
    path, page = seat(site), site.room("control")
    site.give(TakeSeat(path, Holder("person", "Duty officer")))
    where, stale = form(control.get(page).text, "take-seat", **{"holder.kind": "bot"})
    send(control, page, "take-seat", **{"holder.kind": "person"})
    assert site.house.tip(site.exercise).holders[path].aid
    late = site.browser(site.control).post(where, data=stale)
    assert late.status_code == 422 and "changed hands" in late.text
    send(control, page, "take-seat", **{"holder.kind": "bot"})
    assert site.house.tip(site.exercise).holders[path].kind == "bot"
    wrong = control.post(site.room("control/do"), data={"do": "take-seat", "seat": path, "holder.kind": "cat"})
    assert wrong.status_code == 422


def test_links_are_made_where_control_is(site: Site, control: TestClient) -> None:
    page = site.room("control/links")
    assert 'href="/plan"' not in control.get(page).text
    made = control.post(page, data={"do": "make", "for": f"seat {seat(site)}", "hours": "24"})
    [address] = re.findall(r'value="(http[^"]+/join/[^"]+)"', made.text)
    assert site.browser().get(address).status_code == 200


# ------------------------------------------------------------------------------------------------------------- papers


def test_the_journal_can_be_had_and_read(site: Site, control: TestClient) -> None:
    answer = control.get(site.room("journal.jsonl"))
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    journal = read_lines(io.BytesIO(answer.content))
    assert journal.head.count == site.house.count(site.exercise)
    json.loads(answer.text.splitlines()[0])


def test_the_report_can_be_read_when_it_is_over_in_the_readers_language(site: Site, control: TestClient) -> None:
    early = control.get(site.room("report"))
    assert early.status_code == 409 and "once the exercise has ended" in early.text
    site.give(ProposeResult("late"))
    site.give(AcceptResult())
    site.give(c.EndExercise("done"))
    answer = control.get(site.room("report"))
    assert answer.status_code == 200 and '<html lang="en">' in answer.text
    [style] = re.findall(r"<style>(.*?)</style>", answer.text, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"'sha256-{digest}'" in policy and "unsafe-inline" not in policy and "script" not in policy
    assert '<html lang="ko">' in site.browser(site.control, language="ko").get(site.room("report")).text


# -------------------------------------------------------------------------------------------------------------- texts


def test_hostile_texts_are_harmless_in_every_place_of_control(site: Site, control: TestClient) -> None:
    path = seat(site)
    mine = site.grant("seat", path)
    everyone = {"en": HOSTILE}
    site.give(c.AddInject("bad", everyone, everyone, everyone, (path,)))
    site.give(c.GiveFreeOrder(path, "f", HOSTILE, HOSTILE), mine)
    site.give(c.AskRFI(path, "r", "control", HOSTILE), mine)
    site.give(c.SendMessage(path, ("control",), HOSTILE), mine)
    site.give(TakeSeat(path, Holder("person", HOSTILE)))
    [free] = site.house.tip(site.exercise).free
    jump = site.room("control/jump") + "?minutes=<script>alert(1)</script>&until=<img+src=x>"
    for where in (site.room("control"), paper(site, "bad"), site.room(f"control/free/{free}"), jump):
        text = control.get(where).text
        tags = re.findall(r"<(script|img|style|form|input)\b([^>]*)", text)
        assert all(
            "alert" not in inside and "elsewhere" not in inside
            for name, inside in tags if name != "input"
        ), where  # fmt: skip
        assert not re.search(r"<[^>\"]*\s(on\w+|style)=", re.sub(r'"[^"]*"', '""', text)), where
        assert "<script>" not in text and "<img" not in text
        assert not any(each.startswith("javascript:") for each in re.findall(r'href="([^"]*)"', text))


def test_every_form_of_control_works_without_scripts(site: Site, control: TestClient, free: str) -> None:
    for where in (site.room("control"), paper(site, item(site).id), site.room(f"control/free/{free}")):
        for head in re.findall(r"<form\b[^>]*>", control.get(where).text):
            assert re.search(r' action="/[^"]*"', head)
