"""What every journal store promises. A new store inherits `StoreContract` and gives it a `store`."""

import io
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import apsw
import pytest

from whitecell.journal import (
    GENESIS,
    JSON,
    MAX_LINE,
    Conflict,
    Entry,
    Head,
    JournalError,
    MemoryStore,
    Sealed,
    SqliteStore,
    Store,
    canonical,
    chained,
    import_lines,
    schema,
    seal,
    verify,
    verify_store,
    write_lines,
)

_salts = itertools.count(1)


def secret(text: str) -> Sealed:
    return seal(text, sha256(b"%d" % next(_salts)).digest()[:16])


def note(value: JSON, *texts: Sealed) -> Entry:
    """An entry that says `value` and refers to the texts."""
    return Entry(canonical({"says": value, "texts": [{"text": sealed.digest} for sealed in texts]}), texts)


def on_disk(folder: Path) -> bytes:
    """All bytes of all files there, read by another program: opening them here would drop SQLite's locks."""
    return subprocess.run(["cat", *folder.iterdir()], capture_output=True, check=True).stdout


def export(store: Store, exercise: str) -> bytes:
    out = io.BytesIO()
    write_lines(store, exercise, out)
    return out.getvalue()


def together(*works: Callable[[], object]) -> None:
    """Run all at once, from one starting shot."""
    shot = Barrier(len(works))
    failures: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            shot.wait()
            work()
        except BaseException as failure:  # told to the test
            failures.append(failure)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


class StoreContract:
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        raise NotImplementedError

    def test_an_unknown_exercise_is_empty(self, store: Store) -> None:
        assert store.head("dawn") == Head(0, GENESIS)
        assert list(store.read("dawn")) == []
        assert store.texts("dawn") == {}
        assert store.exercises() == []

    def test_records_are_chained_in_order(self, store: Store) -> None:
        first = store.append("dawn", 0, [note(1), note(2)])
        second = store.append("dawn", 2, [note(3)])
        records = list(store.read("dawn"))
        assert [record.seq for record in records] == [1, 2, 3]
        assert [record.body for record in records] == [note(n).body for n in (1, 2, 3)]
        previous = GENESIS
        for record in records:
            assert record == chained(previous, record.seq, record.body)
            previous = record.hash
        assert first == Head(2, records[1].hash)
        assert second == store.head("dawn") == Head(3, records[2].hash)

    def test_reading_starts_after_a_record(self, store: Store) -> None:
        store.append("dawn", 0, [note(n) for n in range(600)])
        assert [record.seq for record in store.read("dawn", 298)] == list(range(299, 601))
        assert list(store.read("dawn", 600)) == []
        assert list(store.read("dawn", 10**6)) == []
        assert len(list(store.read("dawn", -5))) == 600

    def test_a_reader_sees_what_was_there_when_it_asked(self, store: Store) -> None:
        store.append("dawn", 0, [note(n) for n in range(300)])
        reader = store.read("dawn")
        next(reader)
        store.append("dawn", 300, [note("later")])
        assert [record.seq for record in reader] == list(range(2, 301))

    def test_exercises_are_apart_and_the_chain_does_not_depend_on_the_name(self, store: Store) -> None:
        hidden = secret("to dawn alone")
        store.append("dusk", 0, [note(1)])
        store.append("dawn", 0, [note(1), note(2, hidden)])
        assert store.exercises() == ["dawn", "dusk"]
        assert store.head("dusk").count == 1
        assert next(store.read("dusk")) == next(store.read("dawn"))
        assert store.texts("dusk") == {}
        assert store.purge("dusk", hidden.digest) is False
        assert store.texts("dawn") == {hidden.digest: hidden}

    def test_a_writer_behind_the_tip_is_refused_and_writes_nothing(self, store: Store) -> None:
        store.append("dawn", 0, [note(1)])
        for wrong in (0, 2, -1):
            with pytest.raises(Conflict) as refused:
                store.append("dawn", wrong, [note(2)])
            assert (refused.value.expected, refused.value.actual) == (wrong, 1)
        assert store.head("dawn").count == 1

    def test_an_append_of_nothing_checks_the_tip_and_leaves_no_trace(self, store: Store) -> None:
        assert store.append("dawn", 0, []) == Head(0, GENESIS)
        with pytest.raises(Conflict):
            store.append("dawn", 1, [])
        assert store.exercises() == []

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b'"text"',
            b'{"a": 1}',
            b'{"b":1,"a":1}',
            b'{"a":1,"a":1}',
            b'{"a":1.50}',
            b'{"a":NaN}',
            b'{"a":1e999}',
            b'{"a":"\\u00e9"}',
            b'{"a":"\\ud800"}',
            b'{"a":"\xff"}',
            b'{"a":1}\n',
            b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"a":' + b"9" * 5000 + b"}",
        ],
        ids=lambda body: repr(body[:16]),
    )
    def test_a_body_that_is_not_canonical_is_refused(self, store: Store, body: bytes) -> None:
        with pytest.raises(JournalError) as refused:
            store.append("dawn", 0, [note(1), Entry(body)])
        assert refused.value.code == "J402"
        assert refused.value.place == "dawn, entry 2"
        assert store.head("dawn").count == 0

    def test_texts_must_agree_with_digest_and_body(self, store: Store) -> None:
        hidden = secret("the convoy sails")
        shifted = Sealed(hidden.digest, hidden.salt + b"t", "he convoy sails")
        for entry, code in [
            (Entry(note(1, hidden).body, (Sealed(hidden.digest, hidden.salt, "another"),)), "J403"),
            (Entry(note(1, hidden).body, (Sealed(hidden.digest, hidden.salt, "half \ud800"),)), "J403"),
            (Entry(note(1, hidden).body, (shifted,)), "J403"),
            (Entry(note(1).body, (hidden,)), "J404"),
            (Entry(note(1, hidden).body), "J404"),
        ]:
            with pytest.raises(JournalError) as refused:
                store.append("dawn", 0, [note(0), entry])
            assert refused.value.code == code
        assert store.head("dawn").count == 0
        assert store.texts("dawn") == {}

    def test_a_text_given_once_may_be_referred_to_again(self, store: Store) -> None:
        hidden, other = secret("the convoy sails"), secret("")
        again = Entry(note(2, hidden).body)
        store.append("dawn", 0, [note(1, hidden), again])
        store.append("dawn", 2, [again, note(3, other, hidden)])
        assert list(store.texts("dawn").items()) == [(hidden.digest, hidden), (other.digest, other)]
        assert verify_store(store, "dawn") == []

    def test_an_entry_too_long_for_a_line_is_refused(self, store: Store) -> None:
        fits = secret("x" * (MAX_LINE - 600))
        grows = secret('"' * (MAX_LINE // 2))
        for texts in [(secret("x" * MAX_LINE),), (grows,), (fits, secret("y" * 600))]:
            with pytest.raises(JournalError) as refused:
                store.append("dawn", 0, [note(1, *texts)])
            assert refused.value.code == "J405"
        store.append("dawn", 0, [note(1, fits)])
        assert verify(io.BytesIO(export(store, "dawn"))) == []

    @pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", "a\0", "\ud800"])
    def test_a_name_that_cannot_be_printed_is_refused(self, store: Store, name: str) -> None:
        with pytest.raises(JournalError) as refused:
            store.append(name, 0, [note(1)])
        assert refused.value.code == "J412"

    def test_a_purged_text_is_gone_and_the_chain_still_verifies(self, store: Store) -> None:
        spill, kept = secret("the true yield is 15"), secret("weather")
        head = store.append("dawn", 0, [note(1, spill), note(2, kept), Entry(note(3, spill).body)])
        assert store.purge("dawn", spill.digest) is True
        assert store.purge("dawn", spill.digest) is False
        assert store.purge("dawn", "0" * 64) is False
        assert store.purge("nowhere", spill.digest) is False
        assert store.texts("dawn") == {spill.digest: None, kept.digest: kept}
        assert store.head("dawn") == head
        assert verify_store(store, "dawn", head) == []
        exported = export(store, "dawn")
        assert verify(io.BytesIO(exported), head) == []
        assert spill.text.encode() not in exported
        assert spill.salt.hex().encode() not in exported

    def test_a_purged_text_never_comes_back(self, store: Store) -> None:
        spill = secret("the true yield is 15")
        store.append("dawn", 0, [note(1, spill)])
        store.purge("dawn", spill.digest)
        store.append("dawn", 1, [note(2, spill)])
        assert store.texts("dawn") == {spill.digest: None}
        assert verify_store(store, "dawn") == []

    def test_an_exported_journal_is_imported_whole(self, store: Store) -> None:
        spill, kept = secret("purged"), secret("국가안보실 \u2028 \U0001f30a")
        store.append(
            "dawn", 0, [note(1, spill), note({"é": [1.5, -0.0, 1e300, None]}, kept), Entry(note(3, kept).body)]
        )
        store.purge("dawn", spill.digest)
        exported = export(store, "dawn")
        assert import_lines(store, "copy", io.BytesIO(exported)) == store.head("dawn")
        assert list(store.read("copy")) == list(store.read("dawn"))
        assert store.texts("copy") == store.texts("dawn")
        assert export(store, "copy") == exported
        with pytest.raises(Conflict):
            import_lines(store, "copy", io.BytesIO(exported))

    def test_a_damaged_journal_is_not_imported_at_all(self, store: Store) -> None:
        store.append("dawn", 0, [note(1), note(2), note(3)])
        with pytest.raises(JournalError) as refused:
            import_lines(store, "copy", io.BytesIO(export(store, "dawn").replace(b'"says":3', b'"says":4')))
        assert (refused.value.code, refused.value.place) == ("J204", "journal:3")
        assert store.exercises() == ["dawn"]

    def test_an_empty_exercise_cannot_be_exported(self, store: Store) -> None:
        for ask in (lambda: export(store, "dawn"), lambda: verify_store(store, "dawn")):
            with pytest.raises(JournalError) as refused:
                ask()
            assert refused.value.code == "J411"

    def test_of_writers_at_the_same_tip_exactly_one_wins(self, store: Store) -> None:
        for tip in range(20):
            won: list[str] = []
            lost: list[int] = []

            def write(name: str, tip: int = tip, won: list[str] = won, lost: list[int] = lost) -> None:
                try:
                    store.append("dawn", tip, [note(name)])
                    won.append(name)
                except Conflict as refused:
                    lost.append(refused.actual)

            together(lambda: write("a"), lambda: write("b"))
            assert len(won) == 1
            assert lost == [tip + 1]
            assert next(store.read("dawn", tip)).body == note(won[0]).body
        assert verify_store(store, "dawn") == []

    def test_writers_who_try_again_lose_nothing(self, store: Store) -> None:
        def write(name: str) -> None:
            for number in range(10):
                while True:
                    try:
                        store.append("dawn", store.head("dawn").count, [note([name, number, part]) for part in (0, 1)])
                        break
                    except Conflict:
                        continue

        def write_apart(name: str) -> None:
            for number in range(10):
                assert store.append(name, number, [note(number)]).count == number + 1

        writers = [lambda name=name: write(name) for name in "abcd"]
        apart = [lambda name=name: write_apart(name) for name in "efgh"]
        together(*writers, *apart)
        bodies = [record.body for record in store.read("dawn")]
        assert sorted(bodies) == sorted(note([n, k, part]).body for n in "abcd" for k in range(10) for part in (0, 1))
        for first, second in zip(bodies[::2], bodies[1::2], strict=True):
            assert first.replace(b",0]", b",1]") == second  # an append is never torn apart
        assert [store.head(name).count for name in "efgh"] == [10] * 4
        assert verify_store(store, "dawn") == []

    def test_a_closed_store_says_so(self, store: Store) -> None:
        store.append("dawn", 0, [note(1)])
        store.close()
        store.close()
        for ask in (
            lambda: store.append("dawn", 1, [note(2)]),
            lambda: store.read("dawn"),
            lambda: store.head("dawn"),
            lambda: store.texts("dawn"),
            lambda: store.purge("dawn", "0" * 64),
            store.exercises,
        ):
            with pytest.raises(JournalError) as refused:
                ask()
            assert refused.value.code == "J409"


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        store = MemoryStore()
        yield store
        store.close()


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "journals.db"

    @pytest.fixture
    def store(self, file: Path) -> Iterator[SqliteStore]:
        store = SqliteStore(file)
        yield store
        store.close()

    def test_what_was_written_is_there_after_reopening(self, store: SqliteStore, file: Path) -> None:
        spill, kept = secret("spill"), secret("kept")
        head = store.append("dawn", 0, [note(1, spill), note(2, kept)])
        store.purge("dawn", spill.digest)
        records, exported = list(store.read("dawn")), export(store, "dawn")
        store.close()
        again = SqliteStore(str(file))
        assert again.head("dawn") == head
        assert list(again.read("dawn")) == records
        assert again.texts("dawn") == {spill.digest: None, kept.digest: kept}
        assert export(again, "dawn") == exported
        assert again.append("dawn", 2, [note(3)]).count == 3
        again.close()

    def test_it_exports_what_a_memory_store_exports(self, store: SqliteStore) -> None:
        entries = [note(1, secret("a")), note("ü", secret("b"), secret("c"))]
        memory = MemoryStore()
        for each in (store, memory):
            each.append("dawn", 0, entries)
        assert export(store, "dawn") == export(memory, "dawn")

    def test_two_programs_may_open_it_and_one_wins(self, store: SqliteStore, file: Path) -> None:
        other = SqliteStore(file)
        store.append("dawn", 0, [note(1)])
        with pytest.raises(Conflict):
            other.append("dawn", 0, [note(2)])
        other.append("dawn", 1, [note(2)])
        assert store.head("dawn").count == 2
        other.close()

    def test_it_may_be_made_by_several_at_once(self, file: Path) -> None:
        def make(name: str) -> None:
            store = SqliteStore(file)
            store.append(name, 0, [note(1)])
            store.close()

        together(*[lambda name=name: make(name) for name in "abcd"])
        store = SqliteStore(file)
        assert store.exercises() == list("abcd")
        store.close()

    def test_a_purged_text_is_in_no_byte_of_its_files(self, store: SqliteStore, file: Path) -> None:
        spills = [secret(f"spill-{number}-" + "s" * (number * 137 % 9000)) for number in range(60)]
        kept = [secret(f"keep-{number}-" + "k" * (number * 153 % 5000)) for number in range(60)]
        for number, pair in enumerate(zip(spills, kept, strict=True)):
            store.append("dawn", number, [note(number, *pair)])
        for spill in spills:
            assert store.purge("dawn", spill.digest)
        store.append("dawn", 60, [note("after")])
        left = on_disk(file.parent)
        assert left.count(b"keep-") == 60
        assert b"spill-" not in left
        assert not [spill for spill in spills if spill.salt in left]
        assert verify_store(store, "dawn") == []

    def test_a_purge_says_when_another_program_holds_the_text(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(schema, "_PATIENCE", 20)
        store, spill = SqliteStore(file), secret("spill")
        store.append("dawn", 0, [note(1, spill)])
        reader = apsw.Connection(str(file))
        reader.execute("BEGIN; SELECT count(*) FROM text").fetchall()
        with pytest.raises(JournalError, match="another program reads the file"):
            store.purge("dawn", spill.digest)
        assert store.texts("dawn") == {spill.digest: None}
        reader.close()
        assert store.purge("dawn", spill.digest) is False  # it was purged; now the log is empty too
        assert b"spill" not in on_disk(file.parent)
        store.close()

    def test_a_purge_cut_short_is_finished_at_the_next_opening(self, file: Path) -> None:
        script = (
            "import os, signal, sys\n"
            "from whitecell.journal import *\n"
            "from whitecell.journal import schema\n"
            "sealed = seal('spill-of-a-dead-program', bytes(16))\n"
            "store = SqliteStore(sys.argv[1])\n"
            "store.append('dawn', 0, [Entry(canonical({'a': {'text': sealed.digest}}), (sealed,))])\n"
            "schema.empty_log = lambda db: os.kill(os.getpid(), signal.SIGKILL)\n"
            "store.purge('dawn', sealed.digest)\n"
        )
        died = subprocess.run([sys.executable, "-c", script, str(file)], check=False)
        assert died.returncode == -signal.SIGKILL
        assert b"spill-of" in on_disk(file.parent)
        store = SqliteStore(file)
        assert list(store.texts("dawn").values()) == [None]
        assert b"spill-of" not in on_disk(file.parent)
        store.close()

    @pytest.mark.parametrize("acknowledged", [1, 7, 30])
    def test_a_killed_writer_leaves_whole_appends_and_all_it_acknowledged(self, file: Path, acknowledged: int) -> None:
        script = (
            "import sys\n"
            "from whitecell.journal import *\n"
            "store, count = SqliteStore(sys.argv[1]), 0\n"
            "while True:\n"
            "    texts = [seal('x' * 5000, (count + part).to_bytes(16, 'big')) for part in range(3)]\n"
            "    batch = [Entry(canonical({'n': {'text': sealed.digest}}), (sealed,)) for sealed in texts]\n"
            "    count = store.append('dawn', count, batch).count\n"
            "    print(count, flush=True)\n"
        )
        writer = subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE)
        assert writer.stdout
        promised = 0
        for _ in range(acknowledged):
            promised = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        promised = max(promised, *(int(line) for line in writer.stdout.read().split(b"\n") if line), 0)
        writer.stdout.close()
        assert writer.wait() == -signal.SIGKILL
        store = SqliteStore(file)
        count = store.head("dawn").count
        assert count >= promised
        assert count % 3 == 0
        assert len(store.texts("dawn")) == count
        assert verify_store(store, "dawn") == []
        assert store.append("dawn", count, [note("on")]).count == count + 1
        store.close()

    @pytest.mark.parametrize(
        ("make", "code"),
        [
            (lambda db: db.execute("CREATE TABLE theirs (a)"), "J406"),
            (lambda db: db.execute("PRAGMA application_id = 7; PRAGMA user_version = 1"), "J406"),
            (lambda db: db.execute(f"PRAGMA application_id = {schema.APPLICATION}"), "J406"),
            (lambda db: db.execute(f"PRAGMA application_id = {schema.APPLICATION}; PRAGMA user_version = 2"), "J407"),
        ],
        ids=["tables", "other application", "no version", "newer"],
    )
    def test_another_database_is_refused_and_left_alone(
        self, file: Path, make: Callable[[apsw.Connection], apsw.Cursor], code: str
    ) -> None:
        db = apsw.Connection(str(file))
        make(db).fetchall()
        db.close()
        before = file.read_bytes()
        with pytest.raises(JournalError) as refused:
            SqliteStore(file)
        assert refused.value.code == code
        assert str(refused.value).startswith(f"{file} {code} ")
        assert file.read_bytes() == before
        assert list(file.parent.iterdir()) == [file]

    @pytest.mark.parametrize("content", [b"", b"x", b"whitecell: 1\n", b"PK\x03\x04" * 500])
    def test_another_file_is_refused_and_left_alone(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(JournalError) as refused:
            SqliteStore(file)
        assert refused.value.code == "J406"
        assert file.read_bytes() == content

    def test_a_path_that_cannot_be_opened_is_an_error(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "missing" / "journals.db"):
            with pytest.raises(JournalError) as refused:
                SqliteStore(path)
            assert refused.value.code == "J408"

    def test_a_name_special_to_sqlite_is_a_file_like_any_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        store = SqliteStore(":memory:")
        store.append("dawn", 0, [note(1)])
        assert store.head("dawn").count == 1
        store.close()
        assert (tmp_path / ":memory:").exists()

    def test_records_cannot_be_changed_by_accident(self, store: SqliteStore, file: Path) -> None:
        store.append("dawn", 0, [note(1, secret("a"))])
        db = apsw.Connection(str(file))
        for statement in ("UPDATE record SET seq = 2", "DELETE FROM record", "DELETE FROM text"):
            with pytest.raises(apsw.ConstraintError):
                db.execute(statement)
        db.close()

    def test_records_changed_on_purpose_are_found(self, store: SqliteStore, file: Path) -> None:
        texts = [secret("first"), secret("second"), secret("third"), secret("fourth")]
        head = store.append("dawn", 0, [note(number, sealed) for number, sealed in enumerate(texts)] + [note(4)])
        db = apsw.Connection(str(file))
        db.execute("DROP TRIGGER record_is_never_changed; DROP TRIGGER record_is_never_removed")
        db.execute("DROP TRIGGER text_is_never_removed").fetchall()
        db.execute("UPDATE record SET body = X'FF0A' WHERE seq = 1")
        db.execute("UPDATE text SET text = X'FF' WHERE seq = 2")
        db.execute("DELETE FROM text WHERE seq = 3")
        db.execute("DELETE FROM record WHERE seq = 4")
        db.execute("UPDATE text SET digest = ? WHERE seq = 4", ("0" * 64,))
        db.close()
        found = [(damage.line, damage.code) for damage in verify_store(store, "dawn", head)]
        # The texts of records 1 and 4 are left without a record; record 5 stands in the fourth place.
        assert found == [(1, "J102"), (2, "J301"), (4, "J201"), (4, "J302"), (4, "J302")]
