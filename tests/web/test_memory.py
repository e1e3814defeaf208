"""A page is made again only where what it was made of has changed. That it is then right, test_follow.py shows."""

from __future__ import annotations

import pytest

from tests.web.conftest import Site
from whitecell.exercise import ReleaseInject, SendMessage
from whitecell.exercise.items import items
from whitecell.web import page
from whitecell.web.asked import Behind
from whitecell.web.memory import Memory, needs
from whitecell.web.room import Key, Scene, regions, scene
from whitecell.web.rooms import ROOM, ROOMS


def behind(site: Site) -> Behind:
    return Behind(site.house, site.house.links, site.house.sessions, site.wall, site.app.hub)


def seat_key(site: Site) -> Key:
    cell, _, seat = next(iter(site.house.tip(site.exercise).scenario.seats)).partition("/")
    return Key("cell", (("cell", cell), ("exercise", site.exercise), ("seat", seat)), "en")


def room_of(site: Site, memory: Memory | None) -> Scene:
    return scene(ROOM["cell"], seat_key(site), behind(site), memory=memory)


def test_what_has_not_changed_is_not_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    memory: Memory = {}
    first = regions(room_of(site, memory))
    rendered: list[str] = []
    environment = page.environment()
    inner = environment.get_template
    monkeypatch.setattr(environment, "get_template", lambda name, *rest: (rendered.append(name), inner(name, *rest))[1])
    assert regions(room_of(site, memory)) == first
    assert rendered == []
    inject = next(item.id for item in items(site.house.tip(site.exercise)) if item.status == "planned")
    site.give(ReleaseInject(inject))
    site.give(SendMessage("control", (), "All hear this."))
    again = regions(room_of(site, memory))
    changed = {name for name in again if again[name] != first[name]}
    assert "messages" in changed
    assert {name.rpartition("/")[2].removesuffix(".html") for name in rendered} >= changed
    assert not any(name.endswith(("choose.html", "map.html", "people.html")) for name in rendered)
    assert again == regions(room_of(site, None))


def test_a_draft_that_a_part_was_made_of_changes_it(site: Site) -> None:
    memory: Memory = {}
    made = room_of(site, memory)
    keeper = made.room.keeper(made.params, "message")
    assert keeper is not None

    def text(of: Scene) -> str:
        return of.drafts("message")

    def both(of: Scene) -> tuple[str, int]:
        return of.part(text), of.view.number

    assert room_of(site, memory).part(both) == ("", 1)
    site.house.drafts.put(*keeper, "message", "Half a word", site.wall())
    assert room_of(site, memory).part(text) == "Half a word"
    assert room_of(site, memory).part(both) == ("Half a word", 1)  # what a part was made of, its own parts' sources too


def test_every_region_says_what_it_takes_in() -> None:
    """A template that is named only when it runs would hide what it reads; `needs` refuses it."""
    for room in ROOMS:
        for name in room.names:
            folder = "parts" if name in ("bar", "alarm", "stop") else room.folder or room.kind
            needs(page.environment(), f"{folder}/{name}.html")
    assert "mail" in needs(page.environment(), "cell/inbox.html")
