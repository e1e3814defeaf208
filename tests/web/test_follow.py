"""A page that followed the stream equals a fresh load, byte for byte, region by region, in every room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import Site
from whitecell.exercise import (
    AcceptResult,
    Holder,
    OfSeat,
    OpenMove,
    Pause,
    ProposeResult,
    ReleaseInject,
    Resume,
    WithdrawOrder,
)
from whitecell.exercise import command as c
from whitecell.live.access import Grant
from whitecell.web.asked import Behind
from whitecell.web.memory import Memory
from whitecell.web.room import Key, Room, digest
from whitecell.web.rooms import ROOM, ROOMS
from whitecell.web.stream import BEAT, WAITING, Client, Hub, holder, message, renderer, watching


def keys(site: Site) -> list[Key]:
    """Every room of the site, in both languages; rooms of a seat for the first seat of the first two cells."""
    scenario = site.house.tip(site.exercise).scenario
    seats = [cell.seats[0] for cell in scenario.cells[:2]]
    found = []
    for room in ROOMS:
        inject = {"inject": next(iter(scenario.inject)), "free": "none"}
        about = {name: given for name, given in inject.items() if f"{{{name}}}" in room.path}
        places = [{"cell": seat.cell, "seat": seat.id} for seat in seats] if "{seat}" in room.path else [about]
        for place in places:
            params = tuple(sorted({"exercise": site.exercise, **place}.items()))
            found += [Key(room.kind, params, language) for language in ("en", "ko")]
    return found


class Page:
    """What a browser shows: the regions it loaded, and what the stream has put in their place."""

    def __init__(self, hub: Hub, key: Key) -> None:
        self.regions, self.mark = hub.parts(key)
        self.regions = dict(self.regions)
        self.client = hub.join(key, self.mark)

    def read(self) -> None:
        """Take in what has come, as an EventSource does."""
        while not self.client.queue.empty():
            sent = self.client.queue.get_nowait()
            assert sent is not None, "dropped"
            for event in sent.decode().split("\n\n")[:-1]:
                lines = event.split("\n")
                name = next(line[7:] for line in lines if line.startswith("event: "))
                self.mark = next((line[4:] for line in lines if line.startswith("id: ")), self.mark)
                if name in self.regions:
                    self.regions[name] = "\n".join(line[6:] for line in lines if line.startswith("data: "))


@contextmanager
def following(site: Site) -> Iterator[Hub]:
    """A hub over the site's house, driven by the test instead of a loop."""
    hub = Hub(renderer(lambda: behind), holder, site.wall, watching)
    behind = Behind(site.house, site.house.links, site.house.sessions, site.wall, hub)
    heard = hub.heard
    site.house.listen(heard)
    site.house.drafts.listen(lambda exercise, whose, key: hub.stir(exercise, whose))
    site.house.presence.listen(hub.moved)
    try:
        yield hub
    finally:
        site.house.unlisten(heard)


def settle(hub: Hub) -> None:
    """What the hub's own task does when it is woken."""
    for key, group in list(hub.groups.items()):
        hub._refresh(key, group)


def deeds(site: Site) -> dict[str, Callable[[int], tuple[object, Grant] | None]]:
    """What can be tried: a command with who gives it, made of a number; None for what is no command."""
    tip, control = site.house.tip, site.control
    seats = list(tip(site.exercise).scenario.seats)
    cells = tuple(cell.id for cell in tip(site.exercise).scenario.cells)
    injects = list(tip(site.exercise).scenario.inject)

    def seat(n: int) -> Grant:
        return site.grant("seat", seats[n % len(seats)])

    def order(n: int) -> tuple[object, Grant] | None:
        permitted = site.house.view(site.exercise, OfSeat(seat(n).seat)).permitted
        return (c.GiveOrder(seat(n).seat, permitted[n % len(permitted)], "why"), seat(n)) if permitted else None

    def withdraw(n: int) -> tuple[object, Grant] | None:
        orders = list(tip(site.exercise).orders)
        return (WithdrawOrder(seat(n).seat, orders[n % len(orders)]), seat(n)) if orders else None

    def passing(n: int) -> None:
        site.wall.seconds += n
        site.house.ticker.poll(wait=True)
        return None

    def draft(n: int) -> None:
        site.house.drafts.put(seat(n), seat(n).seat, "order", f"draft {n}", site.wall())
        return None

    def cells_draft(n: int) -> None:
        site.house.drafts.put(seat(n), seat(n).cell, f"cell/answer/1/q1{n % 4}", f"draft {n}", site.wall())
        return None

    def reply(n: int) -> tuple[object, Grant] | None:
        asked = site.house.view(site.exercise, OfSeat(seat(n).seat)).questions
        words: object = ("look", 35.0, "words")[n % 3]
        return (c.AnswerQuestion(seat(n).seat, asked[n % len(asked)], words, n % 2 == 0), seat(n)) if asked else None

    def consent(n: int) -> tuple[object, Grant] | None:
        needs = list(tip(site.exercise).needs.values())
        need = needs[n % len(needs)] if needs else None
        return (c.AnswerNeed(need.of, need.id, "agree"), site.grant("seat", need.of)) if need else None

    def coming(n: int) -> None:
        site.house.presence.connected(site.exercise, seat(n), +1 if n % 2 else -1)
        return None

    def hear(n: int) -> tuple[object, Grant]:
        check = tip(site.exercise).check
        return c.AnswerCheck(seat(n).seat, check.number if check else 1), seat(n)

    return {
        "sits": lambda n: (c.TakeSeat(seat(n).seat, Holder("person", f"officer {n}")), seat(n)),
        "check": lambda n: (c.CheckLine(), control), "hear": hear,
        "pause": lambda n: (Pause("why"), control), "resume": lambda n: (Resume(1 + n % 3), control),
        "stop": lambda n: (c.RealWorldStop(seat(n).seat, "<b>fire</b>"), seat(n)),
        "release": lambda n: (ReleaseInject(injects[n % len(injects)]), control),
        "hold": lambda n: (c.HoldInject(injects[n % len(injects)]), control),
        "read": lambda n: (c.ReadLetter(seat(n).seat, 1 + n % 3), seat(n)),
        "message": lambda n: (c.SendMessage("control", (), f"line one\nline {n}"), control),
        "say": lambda n: (c.SendMessage(seat(n).seat, ("control",), "ready?"), seat(n)),
        "rfi": lambda n: (c.AskRFI(seat(n).seat, f"rfi{n}", "control", "how many?"), seat(n)),
        "free": lambda n: (c.GiveFreeOrder(seat(n).seat, f"free{n}", "call the mayor"), seat(n)),
        "observe": lambda n: (c.LetObserve(cells[: n % 3]), control),
        "propose": lambda n: (ProposeResult("late"), control), "accept": lambda n: (AcceptResult(), control),
        "open": lambda n: (OpenMove(), control),
        "share": lambda n: (c.ShareInject(seat(n).seat, 1 + n % 3, (cells[n % len(cells)],)), seat(n)),
        "ask": lambda n: (c.AskShare(seat(n).seat, f"ask{n}", cells[n % len(cells)], "what do you know?"), seat(n)),
        "reply": reply, "consent": consent, "together": cells_draft,
        "order": order, "withdraw": withdraw, "time": passing, "draft": draft, "presence": coming,
    }  # fmt: skip


NAMES = st.sampled_from(
    "pause resume stop release hold read message say rfi free observe propose accept open order withdraw time draft "
    "presence share ask reply consent together sits check hear".split()
)


@settings(max_examples=25)
@given(st.lists(st.tuples(NAMES, st.integers(0, 400), st.booleans()), max_size=14))
def test_a_page_that_followed_equals_a_fresh_load(done: list[tuple[str, int, bool]]) -> None:
    site = Site()
    try:
        with following(site) as hub:
            pages = {key: Page(hub, key) for key in keys(site)}
            choices = deeds(site)
            for count, (name, number, now) in enumerate(done):
                wanted = choices[name](number)
                if wanted is not None:
                    site.house.do(site.exercise, wanted[0], id=f"{count}", actor=wanted[1])  # type: ignore[arg-type]
                if now:
                    settle(hub)
            settle(hub)
            for key, page in pages.items():
                page.read()
                fresh = hub.render(key)
                assert page.regions == fresh, key
                assert page.mark == digest(fresh), key
    finally:
        site.house.close()


def test_who_comes_back_unchanged_is_sent_nothing_and_who_is_behind_everything(site: Site) -> None:
    with following(site) as hub:
        key = keys(site)[0]
        first = Page(hub, key)
        assert hub.join(key, first.mark).queue.empty()
        site.give(Pause("lunch"))
        settle(hub)
        again = hub.join(key, first.mark)
        assert again.queue.qsize() == 1
        sent = again.queue.get_nowait()
        assert sent is not None
        assert {line[7:] for line in sent.decode().split("\n") if line.startswith("event: ")} == set(first.regions)


def test_equal_pages_are_made_once(site: Site) -> None:
    with following(site) as hub:
        key, made = keys(site)[0], []
        inner = hub.render
        hub.render = lambda key, memory=None: (made.append(key), inner(key, memory))[1]
        pages = [Page(hub, key) for _ in range(20)]
        made.clear()
        site.give(Pause("lunch"))
        settle(hub)
        assert made == [key]
        for page in pages:
            page.read()
        assert len({page.mark for page in pages}) == 1


def test_a_tick_makes_no_page_anew(site: Site) -> None:
    with following(site) as hub:
        key = keys(site)[0]
        Page(hub, key)
        for _ in range(2):
            settle(hub)
            site.wall.seconds += 6
            site.house.ticker.poll(wait=True)
        kinds = {event.kind for event in site.house.tip(site.exercise).log[-1:]}
        assert kinds == {"clock.ticked/1"}
        assert not hub.groups[key].stale


def test_who_falls_behind_is_dropped_and_the_others_are_not() -> None:
    slow, quick = Client(), Client()
    for number in range(WAITING + 5):
        for client in (slow, quick):
            client.put(b"%d" % number)
        if not quick.queue.empty():
            quick.queue.get_nowait()
    assert slow.dropped and slow.queue.get_nowait() is None and slow.queue.empty()
    assert not quick.dropped


def test_text_of_several_lines_stays_whole_and_can_not_forge_an_event() -> None:
    sent = message("inbox", "one\n\nevent: now\nid: 7", "mark").decode()
    assert sent == "event: inbox\nid: mark\ndata: one\ndata: \ndata: event: now\ndata: id: 7\n\n"


def test_a_stream_tells_the_time_follows_and_ends_with_the_server(site: Site) -> None:
    """From the first byte to the end marker, as a server runs it."""
    room: Room = ROOM["plenary"]
    sent: list[bytes] = []

    async def run() -> None:
        app = site.app
        headers = [(b"cookie", f"whitecell={token}".encode()), (b"host", b"here")]
        scope = {
            "type": "http", "method": "GET", "path": room.path.format(exercise=site.exercise) + "/stream",
            "query_string": b"", "headers": headers, "client": ("here", 1), "scheme": "http", "server": ("here", 80),
            "http_version": "1.1", "root_path": "", "raw_path": b"",
        }  # fmt: skip
        arrived = asyncio.Event()

        async def receive() -> dict[str, object]:
            await asyncio.Event().wait()
            return {}

        async def send(message: dict[str, object]) -> None:
            sent.append(message.get("body", b""))  # type: ignore[arg-type]
            arrived.set()

        async def until(text: bytes) -> None:
            while text not in b"".join(sent):
                arrived.clear()
                await asyncio.wait_for(arrived.wait(), 30)

        async with app.router.lifespan_context(app):
            task = asyncio.create_task(app(scope, receive, send))  # type: ignore[arg-type]
            await until(b"event: now")
            await until(b"event: picture")
            assert site.house.presence.seen(site.exercise) == {"plenary": 1}
            sent.clear()
            await asyncio.to_thread(site.give, Pause("lunch"))
            await until(b"Paused")
        await asyncio.wait_for(task, 30)

    _, token = site.house.sessions.admit("", site.grant("plenary"), "test", site.wall())
    with ThreadPoolExecutor(1) as beside:  # a browser test may have left its loop in this thread
        beside.submit(asyncio.run, run()).result()
    assert b"".join(sent).endswith(b": end\n\n")
    assert site.house.presence.seen(site.exercise) == {}
    assert BEAT < 30


def test_a_page_that_can_not_be_made_ends_for_its_readers_and_no_others(caplog: pytest.LogCaptureFixture) -> None:
    broken, whole = (Key(name, (("exercise", "x"),), "en") for name in ("broken", "whole"))
    shown = {"n": "1"}

    def render(key: Key, memory: Memory | None = None) -> dict[str, str]:
        if key == broken and shown["n"] != "1":
            raise LookupError("no such word")
        return dict(shown)

    async def run() -> None:
        hub = Hub(render, lambda key: (), lambda: 0.0)
        hub.start()
        one, other = (hub.join(key, hub.parts(key)[1]) for key in (broken, whole))
        for n in ("2", "3"):
            shown["n"] = n
            hub.stir("x")
            sent = await asyncio.wait_for(other.queue.get(), 30)
            assert sent is not None and f"data: {n}".encode() in sent
        assert await asyncio.wait_for(one.queue.get(), 30) is None
        with pytest.raises(LookupError):
            hub.join(broken, "")
        await hub.close()

    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, run()).result()
    assert "can not be made: broken" in caplog.text and "no such word" in caplog.text


def test_what_happens_while_a_page_is_first_rendered_is_not_lost() -> None:
    """The first page of a group is rendered while the writer goes on in its own thread."""
    said = ["before"]
    key = Key("room", (("exercise", "x"),), "en")

    def render(key: Key, memory: Memory | None = None) -> dict[str, str]:
        shown = {"words": said[-1]}
        if len(said) == 1:  # the writer makes something durable after this page has looked
            said.append("after")
            hub.stir("x")
        return shown

    hub = Hub(render, lambda key: (), lambda: 0.0)
    client = hub.join(key, "")
    settle(hub)
    sent = b"".join(
        each for each in iter(lambda: client.queue.get_nowait() if client.queue.qsize() else b"", b"") if each
    )
    assert b"after" in sent


def test_a_page_that_cannot_be_made_leaves_no_group() -> None:
    def render(key: Key, memory: Memory | None = None) -> dict[str, str]:
        raise RuntimeError("no such page")

    hub = Hub(render, lambda key: (), lambda: 0.0)
    with pytest.raises(RuntimeError):
        hub.join(Key("room", (("exercise", "x"),), "en"), "")
    assert not hub.groups
