"""Control's pages that followed equal a fresh load, whatever Control does; and stay cheap however much has happened."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import Site
from tests.web.test_follow import Page, deeds, following, settle
from whitecell.exercise import Holder, TakeSeat, items
from whitecell.exercise import command as c
from whitecell.live.access import Grant
from whitecell.web.asked import Behind
from whitecell.web.room import Key, digest, regions, scene
from whitecell.web.rooms import ROOM
from whitecell.web.stream import Hub

Deed = Callable[[int], tuple[object, Grant] | None]


def pages(site: Site) -> list[Key]:
    """The Control room and an inject's page, in both languages, and the page of the first free order."""
    tip = site.house.tip(site.exercise)
    inject, cell = next(iter(tip.scenario.inject)), tip.scenario.cells[0].id
    places = [("control", {}), ("inject", {"inject": inject}), ("free", {"free": f"{cell}.free0"})]
    return [
        Key(kind, tuple(sorted({"exercise": site.exercise, **place}.items())), language)
        for kind, place in places for language in ("en", "ko")
    ]  # fmt: skip


def more(site: Site) -> dict[str, Deed]:
    """What Control alone can do, made of a number."""
    tip, control = site.house.tip, site.control
    scenario = tip(site.exercise).scenario
    injects, moves = list(scenario.inject), [move.id for move in scenario.moves]
    seats, cells = list(scenario.seats), [cell.id for cell in scenario.cells]
    numbers = [var.name for var in scenario.vars if var.numeric]

    def of(known: object, n: int) -> str:
        names = list(known)  # type: ignore[call-overload]
        return names[n % len(names)] if names else "none"

    def jump(n: int) -> tuple[object, Grant]:
        from whitecell.exercise import skipped

        found = skipped(tip(site.exercise), site.wall(), 1.0 + n)
        fates = {item.id: ("release", "carry", "drop")[n % 3] for item in found} if isinstance(found, tuple) else {}
        return c.Jump(1.0 + n, fates), control  # type: ignore[arg-type]

    def word(n: int) -> tuple[object, Grant]:
        person = site.grant("seat", seats[n % len(seats)])
        question = of(scenario.questions, n)
        return c.AnswerQuestion(person.seat, question, f"<i>{n}</i>", sealed=n % 2 == 0), person

    title = {"en": "A <b>title</b>"}
    return {
        "drop": lambda n: (c.DropInject(of(injects, n), "why"), control),
        "letgo": lambda n: (c.FreeInject(of(injects, n)), control),
        "retime": lambda n: (c.RetimeInject(of(injects, n), (None, *moves)[n % (1 + len(moves))], n / 9), control),
        "edit": lambda n: (c.EditInject(of(injects, n), title, None, (of(cells, n),)), control),
        "add": lambda n: (c.AddInject(f"own_{n}", title, {"en": "text"}, {"en": "Port"}, (of(seats, n),)), control),
        "rule": lambda n: (c.Rule(of(numbers, n), n / 400, "because"), control),
        "return": lambda n: (c.ReturnFreeOrder(of(tip(site.exercise).free, n), "no"), control),
        "ruled": lambda n: (c.RuleFreeOrder(of(tip(site.exercise).free, n), {of(numbers, n): n / 400}, "so"), control),
        "assign": lambda n: (c.AssignRFI(of(tip(site.exercise).rfis, n), f"desk {n}"), control),
        "answer": lambda n: (c.AnswerRFI(of(tip(site.exercise).rfis, n), title, {}, {"en": "Port"}), control),
        "sit": lambda n: (TakeSeat(of(seats, n), Holder("person", f"officer {n}")), control),
        "rate": lambda n: (c.SetRate(1 + n % 5), control),
        "jump": jump, "question": word,
    }  # fmt: skip


EVERY = (
    "pause resume stop release hold read message say rfi free observe propose accept open order withdraw time draft "
    "presence drop letgo retime edit add rule return ruled assign answer sit rate jump question sits check hear"
).split()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(EVERY), st.integers(0, 400), st.booleans()), max_size=16))
def test_controls_pages_that_followed_equal_a_fresh_load(done: list[tuple[str, int, bool]]) -> None:
    site = Site()
    try:
        with following(site) as hub:
            shown = {key: Page(hub, key) for key in pages(site)}
            choices: dict[str, Deed] = {**deeds(site), **more(site)}
            for count, (name, number, now) in enumerate(done):
                wanted = choices[name](number)
                if wanted is not None:
                    site.house.do(site.exercise, wanted[0], id=f"{count}", actor=wanted[1])  # type: ignore[arg-type]
                if now:
                    settle(hub)
            settle(hub)
            for key, page in shown.items():
                page.read()
                fresh = hub.render(key)
                assert page.regions == fresh, key
                assert page.mark == digest(fresh), key
    finally:
        site.house.close()


def test_a_draft_of_a_seat_shows_that_it_is_writing_and_wakes_nobody_at_once(site: Site) -> None:
    with following(site) as hub:
        [key] = [each for each in pages(site) if each.room == "control" and each.language == "en"]
        page = Page(hub, key)
        path = next(iter(site.house.tip(site.exercise).scenario.seats))
        site.house.drafts.put(site.grant("seat", path), path, "order", "secret thoughts", site.wall())
        assert hub.groups[key].stale and not hub.wake.is_set()
        settle(hub)
        page.read()
        assert "writing" in page.regions["cells"] and "secret thoughts" not in "".join(page.regions.values())


def test_what_has_happened_does_not_make_the_room_dear(site: Site) -> None:
    """A page after many events costs about what it cost after few: nothing goes through all that has happened."""
    behind = Behind(
        site.house, site.house.links, site.house.sessions, site.wall, Hub(lambda key, memory=None: {}, str, site.wall)
    )
    [key] = [each for each in pages(site) if each.room == "control" and each.language == "en"]

    def cost() -> float:
        spent = []
        for _ in range(5):
            site.give(c.Pause() if site.house.tip(site.exercise).clock.running else c.Resume())
            began = perf_counter()
            regions(scene(ROOM["control"], key, behind))
            spent.append(perf_counter() - began)
        return min(spent)

    few = cost()
    path = next(iter(site.house.tip(site.exercise).scenario.seats))
    for number in range(600):
        site.give(c.SendMessage(path, ("control",), f"word {number}"), site.grant("seat", path))
    assert cost() < 3 * few + 0.01


def test_the_board_shows_every_inject_once(site: Site, control: object) -> None:
    import re

    from starlette.testclient import TestClient

    assert isinstance(control, TestClient)
    text = control.get(site.room("control")).text
    shown = re.findall(r'id="i-([\w-]+)"', text)
    assert sorted(shown) == sorted(found.id for found in items(site.house.tip(site.exercise)))
