"""Links, sessions and tokens: who gets in, who no longer does, and what is at rest."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.live.scene import LEAD, OTHER, PLANNER, Desk, home, made
from whitecell.exercise import EndExercise, Holder, Refusal
from whitecell.live import Grant, Link, Links, Sessions, Tokens, join, leave, revoke
from whitecell.live.desk import Desk as File
from whitecell.live.sessions import IDLE, LONGEST

SEAT = Grant("x", "seat", LEAD)
HOUR = 3600.0


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "open"


class TestLinks:
    """A link opens its grant, as often and as long as it should, and nothing else does."""

    def test_a_single_use_link_lets_one_in(self) -> None:
        links = Links(File(None))
        _, secret = links.make(SEAT, 0.0)
        assert isinstance(links.look(secret, 1.0), Link)
        assert isinstance(links.redeem(secret, 1.0), Link)
        assert code(links.redeem(secret, 1.0)) == "link.used"

    def test_of_many_at_the_same_time_one_gets_in(self, tmp_path: Path) -> None:
        links = Links(File(tmp_path / "x.desk"))
        _, secret = links.make(SEAT, 0.0)
        with ThreadPoolExecutor(16) as pool:
            got = list(pool.map(lambda n: code(links.redeem(secret, 1.0, f"form {n}")), range(32)))
        assert sorted(got) == ["link.used"] * 31 + ["open"]

    def test_the_same_form_sent_again_is_no_second_use(self) -> None:
        links = Links(File(None))
        _, secret = links.make(SEAT, 0.0)
        first = links.redeem(secret, 1.0, "form")
        assert links.redeem(secret, 2.0, "form") == first
        assert code(links.redeem(secret, 2.0, "another")) == "link.used"

    @settings(max_examples=60)
    @given(
        shared=st.booleans(), expires=st.none() | st.floats(1, 100), at=st.floats(0, 120),
        uses=st.integers(0, 3), revoked=st.booleans(),
    )  # fmt: skip
    def test_it_is_open_exactly_when_nothing_speaks_against_it(
        self, shared: bool, expires: float | None, at: float, uses: int, revoked: bool
    ) -> None:
        links = Links(File(None))
        link, secret = links.make(SEAT, 0.0, shared=shared, expires=expires)
        for _ in range(uses):
            links.redeem(secret, 0.0)
        if revoked:
            links.revoke(link.id)
        fine = not revoked and (expires is None or at < expires) and (shared or not uses)
        assert (code(links.redeem(secret, at)) == "open") == fine

    def test_all_is_as_it_was_after_a_restart(self, tmp_path: Path) -> None:
        file = File(tmp_path / "x.desk")
        links = Links(file)
        _, used = links.make(SEAT, 0.0)
        links.redeem(used, 1.0)
        gone, revoked = links.make(SEAT, 0.0, label="for the deputy")
        links.revoke(gone.id)
        before = links.of("x")
        file.close()
        links = Links(File(tmp_path / "x.desk"))
        assert links.of("x") == before
        assert [code(links.look(secret, 2.0)) for secret in (used, revoked, "made up", "")] == [
            "link.used", "link.revoked", "link.unknown", "link.unknown"
        ]  # fmt: skip


class TestSessions:
    """One browser, several grants, and a secret that changes whenever it gets another."""

    def test_a_browser_holds_several_seats(self) -> None:
        sessions = Sessions(File(None))
        _, secret = sessions.admit("", SEAT, "l1", 0.0, name="Minister")
        session, secret = sessions.admit(secret, Grant("x", "seat", OTHER), "l2", 1.0)
        assert session.grant("x", "seat", LEAD) and session.grant("x", "seat", OTHER)
        assert session.grant("y", "seat", LEAD) is None
        assert sessions.find(secret, 2.0) == session

    def test_the_secret_planted_before_a_grant_opens_nothing_after_it(self) -> None:
        sessions = Sessions(File(None))
        _, planted = sessions.begin(0.0, language="ko", theme="dark")
        session, secret = sessions.admit(planted, SEAT, "l", 1.0)
        assert sessions.find(planted, 1.0) is None
        assert (session.language, session.theme) == ("ko", "dark")
        assert sessions.find(secret, 1.0) == session

    def test_it_is_over_when_idle_or_old(self) -> None:
        sessions = Sessions(File(None))
        _, secret = sessions.admit("", SEAT, "l", 0.0)
        assert sessions.find(secret, IDLE - 1) is not None
        assert sessions.find(secret, 2 * IDLE - 2) is not None, "each use counts"
        assert sessions.find(secret, 4 * IDLE) is None
        assert sessions.find(secret, LONGEST + 1) is None

    def test_what_came_by_a_link_goes_with_it(self) -> None:
        sessions = Sessions(File(None))
        _, one = sessions.admit("", SEAT, "l1", 0.0)
        _, one = sessions.admit(one, Grant("x", "observer"), "l2", 0.0)
        _, two = sessions.admit("", SEAT, "l3", 0.0)
        assert sessions.drop_link("l1") == 1
        left = [[str(grant) for grant, _ in found.grants] for s in (one, two) if (found := sessions.find(s, 1.0))]
        assert left == [["observer"], [f"seat {LEAD}"]]

    def test_signing_out_ends_it(self) -> None:
        sessions = Sessions(File(None))
        _, secret = sessions.begin(0.0)
        sessions.end(secret)
        assert sessions.find(secret, 1.0) is None

    def test_language_and_theme_outlive_a_restart(self, tmp_path: Path) -> None:
        file = File(tmp_path / "x.desk")
        sessions = Sessions(file)
        _, secret = sessions.admit("", SEAT, "l", 0.0)
        sessions.prefer(secret, 0.0, language="ko")
        sessions.prefer(secret, 0.0, theme="dark")
        before = sessions.find(secret, 1.0)
        file.close()
        assert before is not None and (before.language, before.theme) == ("ko", "dark")
        assert Sessions(File(tmp_path / "x.desk")).find(secret, 1.0) == before


class TestTokens:
    """A program's key: for one role in one exercise, until it ends."""

    def test_it_opens_until_it_expires_or_is_revoked(self) -> None:
        tokens = Tokens(File(None))
        token, secret = tokens.make(SEAT, 0.0, expires=10.0, label="script")
        _, other = tokens.make(Grant("x", "control"), 0.0)
        assert tokens.find(secret, 9.0) == SEAT
        assert tokens.find(secret, 10.0) is None
        assert tokens.revoke(token.id) is not None
        assert tokens.find(secret, 1.0) is None
        assert tokens.find(other, 99.0) == Grant("x", "control")
        assert sorted(token.label for token in tokens.of("x")) == ["", "script"]


def test_no_secret_is_at_rest_and_each_has_many_bits(tmp_path: Path) -> None:
    file = File(tmp_path / "x.desk")
    secrets = [Links(file).make(SEAT, 0.0)[1], Tokens(file).make(SEAT, 0.0)[1], Sessions(file).begin(0.0)[1]]
    assert len(set(secrets)) == 3
    assert all(len(secret) * 6 >= 128 and secret.replace("-", "").replace("_", "").isalnum() for secret in secrets)
    file.close()
    at_rest = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [secret for secret in secrets if secret.encode() in at_rest]


class TestComingAndGoing:
    """The seat has its person while somebody holds it, and its bot when nobody does."""

    @pytest.fixture
    def desk(self) -> Desk:
        return made(home(), bots=True)

    def enter(self, desk: Desk, session: str = "", *, shared: bool = False, seat: str = LEAD) -> tuple[Link, str]:
        link, secret = desk.house.links.make(desk.seat(seat), desk.house.now(), shared=shared)
        got = join(desk.house, secret, session, name="Minister", attempt=secret)
        assert isinstance(got, tuple)
        return link, got[1]

    def test_whoever_joins_sits_down_at_once(self, desk: Desk) -> None:
        _, session = self.enter(desk)
        assert desk.tip.holders[LEAD] == Holder("person", "Minister")
        found = desk.house.sessions.find(session, desk.house.now())
        assert found is not None and found.grant(desk.exercise, "seat", LEAD)

    def test_the_form_sent_again_seats_nobody_twice(self, desk: Desk) -> None:
        _, secret = desk.house.links.make(desk.seat(LEAD), desk.house.now())
        grants = [join(desk.house, secret, "", name="Minister", attempt="form") for _ in range(2)]
        assert all(isinstance(grant, tuple) for grant in grants)
        assert [event.kind for event in desk.tip.log].count("seat.taken/1") == len(desk.tip.scenario.seats) + 1
        assert code(join(desk.house, secret, "", name="Minister", attempt="other")) == "link.used"

    def test_when_the_last_leaves_the_bot_is_back(self, desk: Desk) -> None:
        _, secret = desk.house.links.make(desk.seat(LEAD), desk.house.now(), shared=True)
        both = [join(desk.house, secret, "", name="Minister", attempt=f"{n}") for n in range(2)]
        sessions = [got[1] for got in both if isinstance(got, tuple)]
        leave(desk.house, sessions[0], desk.seat(LEAD))
        assert desk.tip.holders[LEAD].kind == "person"
        leave(desk.house, sessions[1], desk.seat(LEAD))
        assert desk.tip.holders[LEAD] == Holder("bot", "keen")
        assert not leave(desk.house, sessions[1], desk.seat(LEAD))

    def test_a_link_that_is_withdrawn_takes_the_seat_with_it(self, desk: Desk) -> None:
        link, session = self.enter(desk)
        _, session = self.enter(desk, session, seat=OTHER)
        revoke(desk.house, link.id)
        assert desk.tip.holders[LEAD].kind == "bot" and desk.tip.holders[OTHER].kind == "person"
        found = desk.house.sessions.find(session, desk.house.now())
        assert found is not None and found.grant(desk.exercise, "seat", LEAD) is None
        assert revoke(desk.house, "no such link") is None

    def test_a_link_of_an_exercise_that_has_ended_still_lets_its_people_look(self, desk: Desk) -> None:
        desk.must(EndExercise("over"), PLANNER)
        _, session = self.enter(desk)
        assert desk.house.sessions.find(session, desk.house.now()) is not None
