"""Every kind of damage to an exported journal is found, and the line named is the right one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from whitecell.journal import (
    JSON,
    Damage,
    Entry,
    Head,
    JournalError,
    MemoryStore,
    SqliteStore,
    Store,
    canonical,
    chained,
    import_lines,
    read_lines,
    references,
    seal,
    verify,
    write_lines,
)

_some: st.SearchStrategy[JSON] = st.sampled_from(
    [None, 1, -0.0, 1e300, "", '"text":"', "\\n\u2028 국가 \U0001f30a", {"b": [1, {}], "a": {"text": "open"}}]
)
_any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
_texts = st.lists(st.sampled_from(["", "a", "quiet\n", "\U0001f30a", '{"text":"'] * 2), max_size=2)


@dataclass(frozen=True)
class Exported:
    """A sound journal, by line."""

    lines: list[bytes]
    head: Head

    def __repr__(self) -> str:
        return b"".join(self.lines).decode()

    @property
    def bytes(self) -> bytes:
        return b"".join(self.lines)


def export(store: Store, exercise: str = "dawn") -> Exported:
    out = BytesIO()
    head = write_lines(store, exercise, out)
    return Exported(out.getvalue().splitlines(keepends=True), head)


@st.composite
def stores(draw: st.DrawFn, least: int = 1, most: int = 6, says: st.SearchStrategy[JSON] = _some) -> MemoryStore:
    """A store that holds the exercise "dawn": new texts, old ones referred to again, and some of them purged."""
    store = MemoryStore()
    entries = draw(st.lists(st.tuples(says, _texts, st.integers(0, 7)), min_size=least, max_size=most))
    for number, (say, texts, chance) in enumerate(entries):
        new = [seal(text, sha256(b"%d %d" % (number, at)).digest()[:16]) for at, text in enumerate(texts)]
        known = list(store.texts("dawn"))
        on = known[chance : chance + 2] + [sealed.digest for sealed in new]
        body: JSON = {"n": number, "say": say, "on": [{"text": digest} for digest in on]}
        store.append("dawn", number, [Entry(canonical(body), tuple(new))])
        if known and chance % 4 == 0:
            store.purge("dawn", known[chance % len(known)])
    return store


def journals(least: int = 1, most: int = 6) -> st.SearchStrategy[Exported]:
    return stores(least, most).map(export)


def found(lines: list[bytes], head: Head | None = None) -> list[tuple[int, str]]:
    return [(damage.line, damage.code) for damage in verify(BytesIO(b"".join(lines)), head)]


def named(lines: list[bytes], head: Head | None = None) -> set[int]:
    return {line for line, _ in found(lines, head)}


def rewrite(line: bytes, edit: Callable[[Any], None], previous: str | None = None) -> bytes:
    """The line with its event edited, and hashed again so that it agrees with itself."""
    value = json.loads(line)
    edit(value["event"])
    return rehash(value, previous)


def rehash(value: Any, previous: str | None = None) -> bytes:
    record = chained(previous or value["previous"], value["seq"], canonical(value["event"]))
    return canonical(value | {"hash": record.hash, "previous": record.previous}) + b"\n"


def lie(event: Any) -> None:
    event["lie"] = True


# --- a sound journal --------------------------------------------------------------------------------------------


@given(stores(says=_any))
def test_a_sound_journal_has_no_damage_and_comes_back_whole(store: MemoryStore) -> None:
    exported = export(store)
    assert verify(BytesIO(exported.bytes)) == verify(BytesIO(exported.bytes), exported.head) == []
    journal = read_lines(BytesIO(exported.bytes))
    assert journal.records == tuple(store.read("dawn"))
    assert journal.texts == store.texts("dawn")
    assert list(journal.texts) == list(store.texts("dawn"))
    assert journal.head == exported.head == store.head("dawn")


@given(journals())
def test_what_is_imported_is_exported_byte_for_byte(exported: Exported) -> None:
    store = MemoryStore()
    assert import_lines(store, "copy", BytesIO(exported.bytes)) == exported.head
    assert export(store, "copy") == exported


@given(journals())
def test_every_line_is_canonical(exported: Exported) -> None:
    for line in exported.lines:
        assert canonical(json.loads(line)) + b"\n" == line


# --- one line changed -------------------------------------------------------------------------------------------


@given(st.data())
def test_a_changed_byte_is_named_by_its_line(data: st.DataObject) -> None:
    exported = data.draw(journals())
    lines = list(exported.lines)
    number = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[number]) - 1))
    byte = data.draw(st.integers(0, 255))
    old = lines[number][at]
    assume(byte != old)
    lines[number] = lines[number][:at] + bytes([byte]) + lines[number][at + 1 :]
    if ord("\n") in (byte, old):
        assert number + 1 in named(lines)  # two lines became one, or one became two
    else:
        assert named(lines) == {number + 1}


@given(st.data())
def test_an_edited_event_is_named_by_its_line(data: st.DataObject) -> None:
    exported = data.draw(journals())
    number = data.draw(st.integers(0, len(exported.lines) - 1))
    lines = list(exported.lines)
    value = json.loads(lines[number])
    value["event"]["lie"] = True
    lines[number] = canonical(value) + b"\n"
    assert found(lines, exported.head) == [(number + 1, "J204")]


@given(st.data())
def test_an_edited_event_hashed_again_is_named_by_its_line(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2))
    number = data.draw(st.integers(0, len(exported.lines) - 2))
    lines = list(exported.lines)
    lines[number] = rewrite(lines[number], lie)
    assert found(lines) == [(number + 1, "J205")]


@given(journals())
def test_the_last_event_hashed_again_shows_only_against_the_head(exported: Exported) -> None:
    lines = [*exported.lines[:-1], rewrite(exported.lines[-1], lie)]
    assert found(lines) == []
    assert found(lines, exported.head) == [(len(lines), "J207")]


@given(st.data())
def test_a_whole_tail_hashed_again_shows_only_against_the_head(data: st.DataObject) -> None:
    exported = data.draw(journals())
    number = data.draw(st.integers(0, len(exported.lines) - 1))
    lines = list(exported.lines)
    lines[number] = rewrite(lines[number], lie)
    for later in range(number + 1, len(lines)):
        lines[later] = rehash(json.loads(lines[later]), json.loads(lines[later - 1])["hash"])
    assert found(lines) == []
    assert found(lines, exported.head) == [(len(lines), "J207")]


@given(st.data())
def test_a_stretch_hashed_again_is_named_where_it_ends(data: st.DataObject) -> None:
    exported = data.draw(journals(least=3))
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(exported.lines) - 2)] * 2)))
    lines = list(exported.lines)
    lines[first] = rewrite(lines[first], lie)
    for later in range(first + 1, last + 1):
        lines[later] = rehash(json.loads(lines[later]), json.loads(lines[later - 1])["hash"])
    assert found(lines) == [(last + 1, "J205")]


@given(st.data())
def test_a_record_from_another_journal_is_named_by_its_line(data: st.DataObject) -> None:
    exported = data.draw(journals(least=3))
    number = data.draw(st.integers(1, len(exported.lines) - 2))
    lines = list(exported.lines)
    lines[number] = rehash(json.loads(lines[number]), "ab" * 32)
    assert found(lines) == [(number + 1, "J205")]


@given(st.data())
def test_a_second_version_of_a_record_is_named_and_the_true_one_is_not(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2))
    number = data.draw(st.integers(0, len(exported.lines) - 2))
    place = data.draw(st.integers(0, len(exported.lines)))
    lines = list(exported.lines)
    lines.insert(place, rewrite(lines[number], lie))
    assert found(lines, exported.head) == [(place + 1, "J205")]


@given(journals())
def test_a_journal_that_does_not_begin_at_the_beginning_is_named(exported: Exported) -> None:
    lines = list(exported.lines)
    previous = "ab" * 32
    for number, line in enumerate(lines):
        lines[number] = rehash(json.loads(line), previous)
        previous = json.loads(lines[number])["hash"]
    assert found(lines) == [(1, "J205")]


# --- lines moved ------------------------------------------------------------------------------------------------


@given(st.data())
def test_missing_lines_are_named_where_they_were(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2, most=12))
    count = len(exported.lines)
    gone = data.draw(st.sets(st.integers(0, count - 2), min_size=1))
    left = [number for number in range(count) if number not in gone]
    gaps = {at + 1 for at, number in enumerate(left) if number and number - 1 in gone}
    damages = found([exported.lines[number] for number in left], exported.head)
    assert damages == [(line, "J201") for line in sorted(gaps)]


@given(st.data())
def test_a_cut_tail_shows_only_against_the_head(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2))
    kept = data.draw(st.integers(1, len(exported.lines) - 1))
    assert found(exported.lines[:kept]) == []
    assert found(exported.lines[:kept], exported.head) == [(kept, "J206")]


@given(st.data())
def test_records_after_the_head_are_named(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2))
    kept = data.draw(st.integers(1, len(exported.lines) - 1))
    head = Head(kept, json.loads(exported.lines[kept - 1])["hash"])
    assert found(exported.lines, head) == [(kept + 1, "J208")]


@given(st.data())
def test_a_file_cut_anywhere_is_named_at_its_last_line(data: st.DataObject) -> None:
    exported = data.draw(journals())
    size = data.draw(st.integers(0, len(exported.bytes) - 1))
    whole = exported.bytes[:size]
    lines = whole.splitlines(keepends=True)
    last = max(len(lines), 1)
    damages = verify(BytesIO(whole), exported.head)
    if not whole:
        assert [damage.code for damage in damages] == ["J101"]
    elif whole.endswith(b"\n"):
        assert found([whole], exported.head) == [(last, "J206")]
    else:
        assert found([whole]) == [(last, "J104")]
        assert (last, "J104") in found([whole], exported.head)


@given(st.data())
def test_both_swapped_lines_are_named(data: st.DataObject) -> None:
    exported = data.draw(journals(least=2))
    a, b = sorted(data.draw(st.lists(st.integers(0, len(exported.lines) - 1), min_size=2, max_size=2, unique=True)))
    lines = list(exported.lines)
    lines[a], lines[b] = lines[b], lines[a]
    assert found(lines, exported.head) == [(a + 1, "J203"), (b + 1, "J203")]


@given(st.data())
def test_a_line_moved_far_is_named_where_it_stands(data: st.DataObject) -> None:
    exported = data.draw(journals(least=3))
    a, b = data.draw(st.lists(st.integers(0, len(exported.lines) - 1), min_size=2, max_size=2, unique=True))
    assume(abs(a - b) > 1)
    lines = list(exported.lines)
    lines.insert(b, lines.pop(a))
    assert found(lines, exported.head) == [(b + 1, "J203")]


@given(st.data())
def test_a_repeated_line_is_named(data: st.DataObject) -> None:
    exported = data.draw(journals())
    number = data.draw(st.integers(0, len(exported.lines) - 1))
    place = data.draw(st.integers(0, len(exported.lines)))
    lines = list(exported.lines)
    lines.insert(place, lines[number])
    extra = number + 1 if place == number else place  # of two that stand together, the second
    assert found(lines, exported.head) == [(extra + 1, "J202")]


@given(st.data())
def test_a_foreign_line_is_named_and_nothing_else(data: st.DataObject) -> None:
    exported = data.draw(journals())
    place = data.draw(st.integers(0, len(exported.lines)))
    lines = list(exported.lines)
    lines.insert(place, b"# a remark\n")
    assert found(lines, exported.head) == [(place + 1, "J105")]


@given(st.data())
def test_a_line_lost_beside_a_spoilt_one_is_still_counted(data: st.DataObject) -> None:
    exported = data.draw(journals(least=4))
    place = data.draw(st.integers(1, len(exported.lines) - 3))
    lines = list(exported.lines)
    lines[place : place + 2] = [b"?\n"]
    assert found(lines, exported.head) == [(place + 1, "J105"), (place + 2, "J201")]


@given(st.data())
def test_a_spoilt_line_between_swapped_ones_hides_nothing_and_invents_nothing(data: st.DataObject) -> None:
    exported = data.draw(journals(least=3))
    places = data.draw(st.lists(st.integers(0, len(exported.lines) - 1), min_size=3, max_size=3, unique=True))
    a, spoilt, b = sorted(places)
    lines = list(exported.lines)
    lines[a], lines[spoilt], lines[b] = lines[b], b"?\n", lines[a]
    assert found(lines, exported.head) == [(a + 1, "J203"), (spoilt + 1, "J105"), (b + 1, "J203")]


# --- texts ------------------------------------------------------------------------------------------------------


def with_texts(exported: Exported) -> list[tuple[int, Any, str]]:
    """Each text that is there: its line's index, the line's value, its digest."""
    values = [json.loads(line) for line in exported.lines]
    return [(n, value, digest) for n, value in enumerate(values) for digest, text in value["texts"].items() if text]


def tampered(data: st.DataObject, tamper: Callable[[Any, str], None]) -> tuple[Exported, list[bytes], int]:
    exported = data.draw(journals())
    there = with_texts(exported)
    assume(there)
    number, value, digest = data.draw(st.sampled_from(there))
    tamper(value["texts"], digest)
    return exported, [*exported.lines[:number], canonical(value) + b"\n", *exported.lines[number + 1 :]], number + 1


@given(st.data())
def test_a_changed_text_is_named_by_its_line(data: st.DataObject) -> None:
    def tamper(texts: Any, digest: str) -> None:
        texts[digest]["text"] += data.draw(st.text(min_size=1))

    exported, lines, line = tampered(data, tamper)
    assert found(lines, exported.head) == [(line, "J301")]


@given(st.data())
def test_no_byte_moves_between_salt_and_text(data: st.DataObject) -> None:
    def tamper(texts: Any, digest: str) -> None:
        # The same bytes are hashed, but more of them are called salt, or fewer.
        bare = texts[digest]["text"].encode()
        assume(bare[:1].isascii() and bare)
        texts[digest] = {"salt": texts[digest]["salt"] + bare[:1].hex(), "text": bare[1:].decode()}

    exported, lines, line = tampered(data, tamper)
    assert found(lines, exported.head) == [(line, "J106")]


@given(st.data())
def test_a_text_can_be_forgotten_in_a_file_but_not_replaced(data: st.DataObject) -> None:
    other = seal("another text", bytes(16))

    def forget(texts: Any, digest: str) -> None:
        texts[digest] = None

    def replace(texts: Any, digest: str) -> None:
        texts[digest] = None
        texts[other.digest] = {"salt": other.salt.hex(), "text": other.text}

    exported, lines, _ = tampered(data, forget)
    assert found(lines, exported.head) == []
    exported, lines, line = tampered(data, replace)
    assert found(lines, exported.head) == [(line, "J302")]


@given(st.data())
def test_a_missing_text_is_named_by_its_record(data: st.DataObject) -> None:
    def tamper(texts: Any, digest: str) -> None:
        del texts[digest]

    exported, lines, line = tampered(data, tamper)
    assert found(lines, exported.head) == [(line, "J303")]


@given(st.data())
def test_a_text_given_again_is_named_by_its_line(data: st.DataObject) -> None:
    exported = data.draw(journals())
    values = [json.loads(line) for line in exported.lines]
    again = [
        (n, key) for n, value in enumerate(values) for key in references(exported.lines[n]) if key not in value["texts"]
    ]
    assume(again)
    number, digest = data.draw(st.sampled_from(again))
    values[number]["texts"][digest] = None
    lines = list(exported.lines)
    lines[number] = canonical(values[number]) + b"\n"
    assert found(lines, exported.head) == [(number + 1, "J304")]


# --- anything at all --------------------------------------------------------------------------------------------


@given(st.data())
def test_what_verifies_is_exactly_what_an_export_writes(data: st.DataObject) -> None:
    """Verify never raises, and a file without damage can be read and written again to the same bytes."""
    junk = st.binary(max_size=12) | st.sampled_from(
        [b"\n", b"null", b'""', b"{}", b"[", b"\xff", b"0" * 64, b"9" * 5000]
    )
    exported = data.draw(journals(most=4))
    blob = exported.bytes
    for _ in range(data.draw(st.integers(1, 3))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(blob))] * 2)))
        blob = blob[:start] + data.draw(junk) + blob[end:]
    damages = verify(BytesIO(blob), data.draw(st.none() | st.just(exported.head)))
    for damage in damages:
        assert 1 <= damage.line <= max(blob.count(b"\n") + 1, 1)
        assert str(damage).startswith(f"journal:{damage.line} {damage.code} ")
    _agree(blob, verify(BytesIO(blob)))


@given(st.binary())
def test_bytes_that_are_no_journal_are_damage(blob: bytes) -> None:
    assert verify(BytesIO(blob))


def _agree(blob: bytes, damages: list[Damage]) -> None:
    store = MemoryStore()
    if damages:
        with pytest.raises(JournalError) as refused:
            import_lines(store, "dawn", BytesIO(blob))
        assert refused.value.code == damages[0].code
        assert refused.value.place == f"journal:{damages[0].line}"
    else:
        import_lines(store, "dawn", BytesIO(blob))
        assert export(store).bytes == blob


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("sqlite") / "journals.db")
    yield store
    store.close()


@given(stores(says=_any))
def test_every_store_exports_the_same_bytes(sqlite: SqliteStore, store: MemoryStore) -> None:
    exported = export(store)
    name = f"copy {len(sqlite.exercises())}"
    import_lines(sqlite, name, BytesIO(exported.bytes))
    assert export(sqlite, name) == exported
