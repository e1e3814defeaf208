"""Files that are not what they should be, and the two hashes, spelled out."""

import ast
import gzip
import io
import json
import pickle
import re
from hashlib import sha256
from pathlib import Path

import pytest

import whitecell.journal
from whitecell.journal import (
    CODES,
    GENESIS,
    JSON,
    MAX_LINE,
    Conflict,
    Damage,
    Entry,
    Head,
    JournalError,
    MemoryStore,
    SqliteStore,
    canonical,
    read_lines,
    references,
    seal,
    verify,
    write_lines,
)


@pytest.fixture
def lines() -> list[bytes]:
    """A sound journal of four records; the second has a text."""
    store, sealed = MemoryStore(), seal("the convoy sails", bytes(16))
    told = Entry(canonical({"n": 2, "on": {"text": sealed.digest}}), (sealed,))
    store.append("dawn", 0, [Entry(canonical({"n": 1})), told, Entry(canonical({"n": 3})), Entry(canonical({"n": 4}))])
    out = io.BytesIO()
    write_lines(store, "dawn", out)
    return out.getvalue().splitlines(keepends=True)


def codes(content: bytes) -> list[tuple[int, str]]:
    return [(damage.line, damage.code) for damage in verify(io.BytesIO(content))]


# --- the hashes, by hand ----------------------------------------------------------------------------------------


def test_the_chain_is_what_the_document_says(lines: list[bytes]) -> None:
    previous = GENESIS
    for seq, line in enumerate(lines, 1):
        record = json.loads(line)
        body = json.dumps(record["event"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert record["previous"] == previous
        assert record["hash"] == sha256(f"{previous}\n{seq}\n{body}".encode()).hexdigest()
        previous = record["hash"]


def test_the_first_hash_never_changes() -> None:
    """A journal of any release must verify for ever: whoever changes this number breaks them all."""
    store = MemoryStore()
    head = store.append("dawn", 0, [Entry(b'{"kind":"exercise.created/1"}')])
    assert head == Head(1, sha256(b"0" * 64 + b'\n1\n{"kind":"exercise.created/1"}').hexdigest())
    assert head.hash == "3e9969de09fa8126c9febce28e8fb99c3d69968d39cf5b9b1112df71de92859c"


def test_a_seal_is_what_the_document_says() -> None:
    sealed = seal("국가안보실", bytes(range(16)))
    assert sealed.digest == sha256(bytes(range(16)) + "국가안보실".encode()).hexdigest()


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_a_salt_has_sixteen_bytes(salt: bytes) -> None:
    with pytest.raises(JournalError) as refused:
        seal("text", salt)
    assert refused.value.code == "J413"


def test_canonical_json() -> None:
    value: JSON = {"b": [1, 2.0, -0.0, 1e16, 5e-324, True, None], "a": {"é": "\u2028\U0001f30a\n\x7f"}, "B": ()}
    text = '{"B":[],"a":{"é":"\u2028\U0001f30a\\n\x7f"},"b":[1,2.0,-0.0,1e+16,5e-324,true,null]}'
    assert canonical(value) == text.encode()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\ud800", {"a", "b"}, b"bytes", {1: 2, "1": 3}, {(1,): 2}]
)
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(JournalError) as refused:
        canonical({"in": value})  # type: ignore[dict-item]
    assert refused.value.code == "J410"


def test_a_half_surrogate_cannot_be_sealed() -> None:
    with pytest.raises(JournalError) as refused:
        seal("half \udc00", bytes(16))
    assert refused.value.code == "J410"


def test_references_are_objects_and_never_words() -> None:
    digest, other = "ab" * 32, "cd" * 32
    said = f'{{"text":"{other}"}}'
    body = canonical({"said": said, said: 1, "a": [{"text": digest}, {"text": digest}], "open": {"text": "hello"}})
    assert references(body) == (digest,)
    assert references(canonical({"text": other, "also": 1})) == ()


# --- what a file may be instead ---------------------------------------------------------------------------------


def test_a_missing_file_or_a_folder_is_damage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl", tmp_path / "none" / "none.jsonl"):
        (damage,) = verify(path)
        assert (damage.code, damage.file) == ("J100", str(path))
        with pytest.raises(JournalError):
            read_lines(path)


def test_an_empty_file_is_damage() -> None:
    assert codes(b"") == [(1, "J101")]
    assert [damage.code for damage in verify(io.BytesIO(b""), Head(4, "ab" * 32))] == ["J101"]


def test_a_stream_that_breaks_is_damage(lines: list[bytes]) -> None:
    packed = gzip.compress(b"".join(lines))
    with gzip.open(io.BytesIO(packed[:-9])) as stream:
        assert [damage.code for damage in verify(stream)] == ["J100"]  # type: ignore[arg-type]
    with gzip.open(io.BytesIO(packed)) as stream:
        assert verify(stream) == []  # type: ignore[arg-type]


def test_a_database_given_as_a_journal_is_named_as_such(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "journals.db")
    store.append("dawn", 0, [Entry(canonical({"n": "x\n" * 5000}))])
    store.close()
    assert verify(tmp_path / "journals.db")[0].code in ("J102", "J108")


@pytest.mark.parametrize("content", [b"\n" * 50, b"{}\n" * 50, b"a,b\n" * 50, b"\xff\xfe\n" * 50, b"\0\n" * 50])
def test_a_file_of_something_else_is_one_damage(content: bytes) -> None:
    assert codes(content) == [(1, "J108")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"{", b"\xff{", "J102"),
        (b"{", b"\0{", "J102"),
        (b'{"event"', b'{"event\x00"', "J102"),
        (b"}\n", b"\n", "J105"),
        (b'"seq":3', b'"seq":NaN', "J105"),
        (b'"seq":3', b'"seq":' + b"9" * 5000, "J105"),
        (b'{"n":3}', b"[" * 100_000 + b"]" * 100_000, "J105"),
        (b'{"n":3}', b'{"n":"\\ud800"}', "J106"),
        (b'{"n":3}', b'{"n":1e999}', "J106"),
        (b'{"n":3}', b"[3]", "J106"),
        (b'"seq":3', b'"seq":3.0', "J106"),
        (b'"seq":3', b'"seq":true', "J106"),
        (b'"seq":3', b'"seq":0', "J106"),
        (b'"seq":3', b'"seq":' + b"9" * 20, "J106"),
        (b'"seq":3,', b"", "J106"),
        (b'"seq":3', b'"seq":3,"more":1', "J106"),
        (b'"texts":{}', b'"texts":[]', "J106"),
        (b'"texts":{}', b'"texts":{"no digest":null}', "J106"),
        (b'"texts":{}', b'"texts":{"' + b"ab" * 32 + b'":1}', "J106"),
        (b'"texts":{}', b'"texts":{"' + b"ab" * 32 + b'":{"salt":"00","text":""}}', "J106"),
        (b'"texts":{}', b'"texts":{"' + b"ab" * 32 + b'":{"salt":1,"text":""}}', "J106"),
        (b'"texts":{}', b'"texts":{"' + b"ab" * 32 + b'":null}', "J302"),
        (b'"seq":3', b'"seq":4', "J204"),
        (b'"seq":3', b'"seq": 3', "J107"),
        (b'"seq":3', b'"seq":9,"seq":3', "J107"),
        (b'{"event"', b'{"\\u0065vent"', "J107"),
        (b"}\n", b"}\r\n", "J107"),
    ],
    ids=repr,
)
def test_a_line_that_is_no_record_is_named(lines: list[bytes], old: bytes, new: bytes, code: str) -> None:
    assert old in lines[2]
    lines[2] = lines[2].replace(old, new, 1) if old != b"}\n" else lines[2].removesuffix(old) + new
    assert codes(b"".join(lines)) == [(3, code)]


def test_a_byte_order_mark_is_named(lines: list[bytes]) -> None:
    assert codes(b"\xef\xbb\xbf" + b"".join(lines)) == [(1, "J105")]


def test_utf_16_is_named(lines: list[bytes]) -> None:
    assert {code for _, code in codes(b"".join(lines).decode().encode("utf-16"))} <= {"J102", "J104"}


def test_a_blank_line_is_named(lines: list[bytes]) -> None:
    assert codes(b"".join([*lines[:2], b"\n", *lines[2:], b"\n"])) == [(3, "J105"), (6, "J105")]


def test_a_line_without_end_is_read_past_in_little_memory(lines: list[bytes]) -> None:
    class Endless(io.RawIOBase):
        """Three lines, then a line of 40 MB, then the rest; it never gives more than was asked for."""

        asked = 0

        def __init__(self) -> None:
            self.parts = [*lines[:2], b"x" * 40_000_000, b"\n", *lines[2:]]

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size
            assert 0 < size <= MAX_LINE + 1
            Endless.asked = max(Endless.asked, size)
            if not self.parts:
                return b""
            piece, rest = self.parts[0][:size], self.parts[0][size:]
            self.parts[:1] = [rest] if rest else []
            return piece

    assert [(damage.line, damage.code) for damage in verify(Endless())] == [(3, "J103")]  # type: ignore[arg-type]


def test_a_line_of_exactly_the_limit_is_read() -> None:
    assert codes(b"x" * (MAX_LINE - 1) + b"\n")[0][1] == "J105"
    assert codes(b"x" * MAX_LINE + b"\n")[0][1] == "J103"
    assert codes(b"x" * (MAX_LINE + 1))[0][1] == "J103"


def test_the_list_of_damages_ends(lines: list[bytes]) -> None:
    damages = verify(io.BytesIO(lines[0] + b"?\n" * 5000))
    assert len(damages) == 1001
    assert damages[-1].code == "J109"
    store = MemoryStore()
    store.append("dawn", 0, [Entry(canonical({"n": number})) for number in range(1500)])
    out = io.BytesIO()
    write_lines(store, "dawn", out)
    damages = verify(io.BytesIO(b"".join(reversed(out.getvalue().splitlines(keepends=True)))))
    assert len(damages) == 1001
    assert {damage.code for damage in damages} == {"J203", "J109"}


def test_a_far_seq_costs_no_time(lines: list[bytes]) -> None:
    last = json.loads(lines[-1])
    body, seq = canonical({"n": 5}), 2**63 - 1
    digest = sha256(b"%s\n%d\n%s" % (last["hash"].encode(), seq, body)).hexdigest()
    far = {"event": {"n": 5}, "hash": digest, "previous": last["hash"], "seq": seq, "texts": {}}
    assert codes(b"".join(lines) + canonical(far) + b"\n") == [(5, "J201")]


# --- messages ---------------------------------------------------------------------------------------------------


def test_damage_prints_as_place_code_message_cure(tmp_path: Path, lines: list[bytes]) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_bytes(b"".join([lines[0], lines[3]]))
    (damage,) = verify(file)
    cure = "Take the missing lines from a backup or from another export"
    assert damage == Damage(2, "J201", "records 2 to 3 are missing", cure, str(file))
    assert str(damage) == f"{file}:2 J201 records 2 to 3 are missing. {cure}."
    with pytest.raises(JournalError) as refused:
        read_lines(file)
    assert str(refused.value) == str(damage)


def test_a_reader_is_told_how_much_more_there_is(lines: list[bytes]) -> None:
    with pytest.raises(JournalError, match=r"^journal:1 J105 .* \(and 1 more\)\. "):
        read_lines(io.BytesIO(b"".join([b"?\n", *lines, b"?\n"])))


def test_errors_survive_a_journey_between_processes() -> None:
    for failure in (JournalError("here", "J100", "fact", "cure"), Conflict(3, 4, "dawn")):
        back = pickle.loads(pickle.dumps(failure))
        assert (type(back), str(back)) == (type(failure), str(failure))
    assert str(Conflict(3, 4)) == f"journal J401 expected 3 records, found 4. {CODES['J401'][1]}."


# --- the package ------------------------------------------------------------------------------------------------


def test_the_package_imports_nothing_of_ours() -> None:
    for file in Path(whitecell.journal.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(not name.startswith("whitecell") or name.startswith("whitecell.journal") for name in names), file


def test_every_code_is_used_and_every_code_used_is_known() -> None:
    used = set()
    for file in Path(whitecell.journal.__file__).parent.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        used.update(re.findall(r'"(J\d{3})"', text.partition("class Damage")[2] if file.name == "fault.py" else text))
    assert used == set(CODES)
