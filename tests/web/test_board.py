"""The MSEL board: every inject stands in one place, and what its time has passed by is skipped."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.web.conftest import Site
from tests.web.test_control import paper, send
from whitecell.exercise import AcceptResult, EndExercise, OpenMove, ProposeResult, items, skipped
from whitecell.exercise import command as c
from whitecell.web.rooms.control.board import STATUSES


def stands(browser: TestClient, site: Site) -> dict[str, tuple[str, str]]:
    """For every inject its group, and its status as the filter knows it."""
    text = browser.get(site.room("control")).text
    found = {}
    for group, inside in re.findall(r'<details class="group g-([\w-]+)"(.*?)</ol></details>', text, re.S):
        for status, inject in re.findall(r'data-status="(\w+)".*?id="i-([\w-]+)"', inside):
            found[inject] = (group, status)
    return found


def next_move(site: Site) -> None:
    for command in (ProposeResult("late"), AcceptResult(), OpenMove()):
        site.give(command)


def test_what_a_move_ended_without_is_skipped_and_can_still_be_released(site: Site, control: TestClient) -> None:
    first = site.house.tip(site.exercise).world.move
    due = [inject for inject, (group, status) in stands(control, site).items() if (group, status) == ("due", "due")]
    assert len(due) > 1
    site.give(c.HoldInject(due[0]))
    next_move(site)
    now = stands(control, site)
    assert now[due[0]] == ("held", "held")
    for inject in due[1:]:
        assert now[inject] == ("skipped", "skipped")
    over = [i.id for i in items(site.house.tip(site.exercise)) if i.move == first and i.status == "planned"]
    assert {inject for inject, (group, _) in now.items() if group == "skipped"} >= set(over)
    assert all(now[i.id][0] != "hand" or i.move is None for i in items(site.house.tip(site.exercise)))
    text = control.get(paper(site, due[1])).text
    assert "skipped" in text and "move over" in text
    send(control, paper(site, due[1]), "release-inject")
    assert stands(control, site)[due[1]] == ("released", "released")


def test_what_a_jump_dropped_is_skipped_and_what_control_dropped_is_dropped(site: Site, control: TestClient) -> None:
    tip = site.house.tip(site.exercise)
    minutes = tip.scenario.move[tip.world.move].covers - 1.0
    lying = skipped(tip, site.wall(), minutes)
    assert isinstance(lying, tuple) and lying
    site.give(c.Jump(minutes, {each.id: "drop" for each in lying}))
    other = next(i.id for i in items(site.house.tip(site.exercise)) if i.status == "planned")
    site.give(c.DropInject(other, "why"))
    now = stands(control, site)
    assert {now[each.id] for each in lying} == {("skipped", "skipped")}
    assert now[other] == ("dropped", "dropped")
    assert "jumped over" in control.get(paper(site, lying[0].id)).text


def test_each_status_can_be_chosen_and_every_inject_has_one(site: Site, control: TestClient) -> None:
    text = control.get(site.room("control")).text
    [select] = re.findall(r'<select[^>]*data-narrow="r-board".*?</select>', text, re.S)
    assert tuple(re.findall(r'value="(\w+)"', select)) == STATUSES
    now = stands(control, site)
    assert set(now) == {i.id for i in items(site.house.tip(site.exercise))}
    assert {status for _, status in now.values()} <= set(STATUSES)
    site.give(EndExercise("enough"))
    assert "Never released" in control.get(site.room("control")).text
