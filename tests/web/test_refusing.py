"""A refusal is a sentence in the reader's language that names things by their titles; to a program, by their ids."""

from __future__ import annotations

import html

from starlette.testclient import TestClient

from tests.web.conftest import Site
from whitecell.exercise import HoldInject, Refusal, item
from whitecell.exercise.refusal import AREA
from whitecell.tongue import Tongue
from whitecell.web.refusing import KINDS, namer


def do(browser: TestClient, site: Site, room: str, **fields: str) -> str:
    answer = browser.post(f"{site.room(room)}/do", data=fields, headers={"hx-request": "true"})
    assert answer.status_code == 422
    return html.unescape(answer.text)


def test_control_reads_the_title_of_an_inject_in_its_language(site: Site) -> None:
    tip = site.house.tip(site.exercise)
    inject = next(each.id for each in tip.scenario.injects if each.id not in tip.deliveries)
    site.give(HoldInject(inject))
    titles = item(tip, inject).title
    for language, told in (("ko", "항목은 이미 보류 중입니다."), ("en", "is held already.")):
        browser, room = site.browser(site.control, language=language), f"control/inject/{inject}"
        said = do(browser, site, room, do="hold-inject", inject=inject)
        assert told in said
        assert titles.get(language, next(iter(titles.values()))) in said
        assert inject not in said


def test_every_kind_of_thing_has_a_name_and_what_was_typed_stays(site: Site) -> None:
    tip, korean = site.house.tip(site.exercise), Tongue("ko", "web")
    scenario = tip.scenario
    first = {
        "action": scenario.actions[0].id, "cell": scenario.cells[0].id, "cells": scenario.cells[0].id,
        "languages": "ko", "media": "news", "move": scenario.moves[0].id, "seat": next(iter(scenario.seats)),
        "var": scenario.vars[0].name, "vars": scenario.vars[0].name,
    }  # fmt: skip
    assert first.keys() == KINDS.keys()
    name = namer(tip, korean, control=False)
    for place, id_ in first.items():
        assert name(place, id_) not in ("", id_), place
    inject = scenario.injects[0].id
    assert [name("inject", inject), name("name", inject), name("n", 3)] == [inject, inject, 3]
    assert namer(tip, korean, control=True)("inject", inject) != inject
    assert "ghost" in Refusal("seat.unknown", {"name": "ghost"}).said(Tongue("ko", AREA), name)


def test_a_link_that_opens_nothing_says_so_in_the_browsers_language(site: Site) -> None:
    answer = site.browser(language="ko").get("/join/nothing")
    assert answer.status_code == 404
    assert "알 수 없는 링크입니다." in answer.text
