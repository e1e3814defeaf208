"""The second file: drafts as they were typed, attempts that are bounded, presence that is not kept at all."""

from pathlib import Path

import apsw
import pytest

from tests.live.scene import LEAD, OTHER
from whitecell.exercise import Refusal
from whitecell.live import Attempts, Draft, Drafts, Grant, HouseError, Presence
from whitecell.live import attempts as attempts_module
from whitecell.live.desk import Desk
from whitecell.live.drafts import LONGEST, MOST

SEAT, MATE, STRANGER = Grant("x", "seat", LEAD), Grant("x", "seat", "a/two"), Grant("x", "seat", OTHER)
TYPED = "  Half a sentence,\r\n\twith “quotes”, 한국어, <b>tags</b> and a trailing space \n"


class TestDrafts:
    """Nothing that was typed is lost, and nobody else reads it."""

    def test_a_text_is_kept_as_typed_and_outlives_a_restart(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path / "x.desk")
        drafts = Drafts(desk)
        first = drafts.put(SEAT, LEAD, "order", TYPED, 1.0)
        second = drafts.put(SEAT, LEAD, "order", TYPED + ".", 2.0, by="Minister")
        assert isinstance(first, Draft) and isinstance(second, Draft)
        assert (first.text, first.version, second.version, second.by) == (TYPED, 1, 2, "Minister")
        desk.close()
        assert Drafts(Desk(tmp_path / "x.desk")).get(SEAT, LEAD, "order") == second

    def test_the_cell_shares_its_drafts_and_nobody_else_sees_them(self) -> None:
        drafts = Drafts(Desk(None))
        drafts.put(SEAT, "a", "q1", "Ours", 1.0)
        drafts.put(SEAT, LEAD, "q1", "Mine", 1.0)
        assert list(drafts.of(MATE, "a")) == ["q1"]
        assert drafts.of(MATE, LEAD) == {} and drafts.of(STRANGER, "a") == {}
        assert drafts.of(Grant("y", "seat", LEAD), "a") == {}
        assert isinstance(drafts.put(STRANGER, "a", "q1", "Theirs", 2.0), Refusal)
        assert not drafts.discard(STRANGER, "a", "q1")
        assert drafts.get(Grant("x", "control"), "a", "q1") is not None
        assert isinstance(drafts.put(Grant("x", "control"), "a", "q1", "Control's", 2.0), Refusal)

    def test_two_who_write_the_same_draft_do_not_overwrite_each_other(self) -> None:
        drafts = Drafts(Desk(None))
        drafts.put(SEAT, "a", "q1", "One", 1.0, version=0)
        late = drafts.put(MATE, "a", "q1", "Two", 2.0, version=0)
        assert isinstance(late, Refusal) and late.code == "draft.changed"
        assert isinstance(drafts.put(MATE, "a", "q1", "Both", 3.0, version=1), Draft)

    def test_what_is_too_long_too_many_or_unfit_is_a_sentence(self) -> None:
        drafts = Drafts(Desk(None))
        bad_keys, bad_texts = ("", "k" * 201, "k\n"), ("x" * (LONGEST + 1), "\0", "\ud800")
        for key, text in [*((key, "x") for key in bad_keys), *(("k", text) for text in bad_texts)]:
            assert isinstance(drafts.put(SEAT, LEAD, key, text, 1.0), Refusal)
        for number in range(MOST):
            drafts.put(SEAT, LEAD, f"{number}", "x", 1.0)
        more = drafts.put(SEAT, LEAD, "more", "x", 1.0)
        assert isinstance(more, Refusal) and more.code == "draft.many"
        assert isinstance(drafts.put(SEAT, LEAD, "3", "y", 1.0), Draft)

    def test_a_draft_that_was_sent_is_gone_for_good(self, tmp_path: Path) -> None:
        desk, heard = Desk(tmp_path / "x.desk"), []
        drafts = Drafts(desk)
        drafts.listen(lambda *told: heard.append(told))
        drafts.put(SEAT, "a", "q1", "x", 1.0)
        assert drafts.discard(MATE, "a", "q1") and not drafts.discard(MATE, "a", "q1")
        desk.close()
        assert Drafts(Desk(tmp_path / "x.desk")).of(SEAT, "a") == {}
        assert heard == [("x", "a", "q1")] * 2


class TestAttempts:
    """Control sees who tried what; the log does not grow for ever."""

    def test_they_outlive_a_restart_and_the_oldest_go(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(attempts_module, "MOST", 5)
        desk = Desk(tmp_path / "x.desk")
        attempts = Attempts(desk)
        for number in range(12):
            attempts.note("x", SEAT, f"Pause{number}", "access.role", float(number))
        attempts.note("y", SEAT, "Pause", "access.role", 1.0)
        kept = attempts.of("x")
        assert [attempt.what for attempt in kept] == [f"Pause{number}" for number in range(7, 12)]
        desk.close()
        desk = Desk(tmp_path / "x.desk")
        assert Attempts(desk).of("x") == kept
        assert len(desk.rows("SELECT 1 FROM attempt")) == 6
        assert attempts.of("z") == ()


def test_presence_counts_pages_and_tells_of_the_first_and_the_last() -> None:
    presence, told = Presence(), []
    presence.listen(told.append)
    for change in (1, 1, -1, -1, -1):
        presence.connected("x", SEAT, change)
    presence.connected("x", Grant("x", "control"), 1)
    assert presence.seen("x") == {"control": 1}
    assert told == ["x"] * 3


class TestTheFile:
    """It belongs to one server, and a file of somebody else's is left as it is."""

    def test_a_file_that_is_no_desk_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "a.desk").write_bytes(b"letters to a friend" * 500)
        other = apsw.Connection(str(tmp_path / "b.desk"))
        other.execute("CREATE TABLE letters (x)").fetchall()
        other.close()
        for name in ("a.desk", "b.desk"):
            before = (tmp_path / name).read_bytes()
            with pytest.raises(HouseError, match="L102"):
                Desk(tmp_path / name)
            assert (tmp_path / name).read_bytes() == before

    def test_a_newer_one_is_refused(self, tmp_path: Path) -> None:
        Desk(tmp_path / "x.desk").close()
        newer = apsw.Connection(str(tmp_path / "x.desk"))
        newer.execute("PRAGMA user_version = 99").fetchall()
        newer.close()
        with pytest.raises(HouseError, match="L103"):
            Desk(tmp_path / "x.desk")

    def test_a_refused_write_is_an_error_and_leaves_what_was_there(self) -> None:
        desk = Desk(None)
        with pytest.raises(HouseError, match="L104"):
            desk.write(("INSERT INTO turn VALUES ('x', 1, 's', '[]')", ()), ("INSERT INTO nowhere VALUES (1)", ()))
        assert desk.rows("SELECT * FROM turn") == []
        desk.close()
        with pytest.raises(HouseError, match="L105"):
            desk.write(("DELETE FROM turn", ()))
