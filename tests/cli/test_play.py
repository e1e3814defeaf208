"""whitecell play and report: the same bytes twice, the whole directory or none, and clear words for bad input."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from whitecell.cli import app
from whitecell.journal import Head, verify

WHITECELL = Path(sys.executable).with_name("whitecell")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("pack", ["matching-pennies", "two-keys"])
def test_the_same_play_writes_the_same_bytes(pack: str, tmp_path: Path) -> None:
    first = run("play", pack, "--seed", "33", "--out", tmp_path / "a")
    assert first.exit_code == 0
    run("play", pack, "--seed", "33", "--out", tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert sorted(files(tmp_path / "a")) == ["aar.html", "journal.jsonl"]
    run("play", pack, "--seed", "34", "--out", tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "b")
    assert list(tmp_path.glob(".*")) == []


def test_the_head_that_is_printed_is_the_journals(tmp_path: Path) -> None:
    printed = run("play", "two-keys", "--out", tmp_path / "out").stdout
    (line,) = [line for line in printed.splitlines() if line.startswith("Journal: ")]
    _, count, _, _, digest = line.split()
    assert verify(tmp_path / "out" / "journal.jsonl", Head(int(count), digest)) == []
    assert digest in (tmp_path / "out" / "aar.html").read_text(encoding="utf-8")


def test_a_course_changes_the_play_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    assert run("play", "two-keys", "--course", "warn-first", "--out", tmp_path / "out").exit_code == 0
    refused = run("play", "two-keys", "--course", "warn-last", "--out", tmp_path / "no")
    assert (refused.exit_code, (tmp_path / "no").exists()) == (2, False)
    assert "warn-first" in refused.stderr


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years")
    refused = run("play", "two-keys", "--out", tmp_path)
    assert refused.exit_code == 1
    assert "thesis.txt" in refused.stderr
    assert files(tmp_path) == {"thesis.txt": b"ten years"}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert run("play", "two-keys", "--out", tmp_path / "out").exit_code == 1
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("place", ["while the report is written", "while it is put in its place"])
@pytest.mark.parametrize(
    ("stop", "code"), [(OSError(28, "No space left on device"), 1), (KeyboardInterrupt(), 130)], ids=["full", "ctrl-c"]
)
def test_a_play_that_breaks_leaves_the_earlier_one(
    place: str, stop: BaseException, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace = tmp_path / "out", Path.replace
    run("play", "two-keys", "--seed", "1", "--out", out)
    before = files(out)

    def breaks(*_: object) -> None:
        raise stop

    def breaks_at_last(path: Path, target: Path) -> Path:
        if target == out and path.name.startswith("."):
            raise stop
        return replace(path, target)

    if place.endswith("written"):
        monkeypatch.setattr("whitecell.report.write", breaks)
    else:
        monkeypatch.setattr(Path, "replace", breaks_at_last)
    refused = run("play", "two-keys", "--seed", "2", "--out", out)
    assert refused.exit_code == code
    assert "No space left on device" in refused.stderr or code == 130
    assert files(out) == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("wait", [0.2, 0.5, 0.8, 1.1])
def test_an_interrupted_play_leaves_a_whole_directory_or_none(wait: float, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [WHITECELL, "play", "extended-deterrence", "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    if out.exists():
        assert sorted(files(out)) == ["aar.html", "journal.jsonl"]
        assert verify(out / "journal.jsonl") == []
    assert [path for path in tmp_path.iterdir() if path != out] == []


BAD: dict[str, bytes] = {
    "empty": b"", "binary": bytes(range(256)) * 8, "latin": "whitecell: 1\ntitle: Caf\xe9\n".encode("latin-1"),
    "newer": b"whitecell: 2\ntitle: T\n", "deep": b"a: " + b"[" * 5000, "list": b"- 1\n", "alias": b"a: &x 1\nb: *x\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pack_is_refused_with_its_place_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(BAD[name])
    refused = run("play", file, "--out", tmp_path / "out")
    assert refused.exit_code == 1
    assert "bad.yaml" in refused.stderr.splitlines()[0]
    assert not (tmp_path / "out").exists()


def test_a_file_of_50_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    with file.open("wb") as out:
        out.truncate(50 * 1024 * 1024)
    refused = run("check", file)
    assert refused.exit_code == 1
    assert "big.yaml" in refused.stderr


def test_a_missing_pack_is_named_with_the_nearest() -> None:
    refused = run("play", "two-kyes")
    assert refused.exit_code == 1
    assert "two-keys" in refused.stderr


def test_a_damaged_journal_is_named_by_line_and_no_report_is_written(tmp_path: Path) -> None:
    run("play", "two-keys", "--out", tmp_path / "out")
    journal = tmp_path / "out" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:6], lines[6].replace(b'"by"', b'"bi"'), *lines[7:]]))
    refused = run("report", journal, "--out", tmp_path / "report")
    assert refused.exit_code == 1
    assert "journal.jsonl:7 " in refused.stderr
    assert not (tmp_path / "report").exists()


def test_a_journal_of_something_else_is_refused_in_words(tmp_path: Path) -> None:
    from whitecell.journal import Entry, MemoryStore, canonical, write_lines

    store = MemoryStore()
    store.append("x", 0, [Entry(canonical({"kind": "other"}))])
    with (tmp_path / "j.jsonl").open("wb") as file:
        write_lines(store, "x", file)
    refused = run("report", tmp_path / "j.jsonl", "--out", tmp_path / "report")
    assert refused.exit_code == 1
    assert not (tmp_path / "report").exists()


def test_a_report_of_a_journal_is_the_one_of_the_play(tmp_path: Path) -> None:
    run("play", "two-keys", "--out", tmp_path / "out")
    assert run("report", tmp_path / "out" / "journal.jsonl", "--out", tmp_path / "again").exit_code == 0
    assert (tmp_path / "again" / "aar.html").read_bytes() == (tmp_path / "out" / "aar.html").read_bytes()
    assert run("report", tmp_path / "out" / "journal.jsonl", "--out", tmp_path, "--format", "odt").exit_code == 2


def test_check_prints_one_document_for_scripts(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("whitecell: 1\ntitel: T\n")
    result = run("check", file, "--json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)
    assert rows
    assert {"file", "line", "column", "code", "severity", "message", "cure"} == set(rows[0])
    assert run("check", "two-keys", "--json").stdout.strip() == "[]"


def test_packs_and_schema_are_documents() -> None:
    names = [row["name"] for row in json.loads(run("packs", "--json").stdout)]
    assert {"extended-deterrence", "matching-pennies", "two-keys"} <= set(names)
    assert json.loads(run("schema").stdout)["$schema"]


def test_verify_finds_a_tail_that_was_cut(tmp_path: Path) -> None:
    run("play", "two-keys", "--out", tmp_path / "out")
    journal = tmp_path / "out" / "journal.jsonl"
    head = run("journal", "verify", journal).stdout.splitlines()[-1].removeprefix("head ")
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-2]))
    assert run("journal", "verify", journal).exit_code == 0
    assert run("journal", "verify", journal, "--head", head).exit_code == 1
    for unreadable in ("soon", f"\u00b2:{head.partition(':')[2]}"):
        assert run("journal", "verify", journal, "--head", unreadable).exit_code == 2


def test_an_export_shows_an_audience_its_own_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    run("play", "two-keys", "--seed", "33", "--out", tmp_path / "out")
    journal = tmp_path / "out" / "journal.jsonl"
    north = run("journal", "export", journal, "--audience", "cell north").stdout
    south = run("journal", "export", journal, "--audience", "cell south").stdout
    assert "The council is divided" in north
    assert "The council is divided" not in south
    for nobody in ("cell west", "seat north/ghost", "marking secret", "everybody", "control too", "seat"):
        refused = run("journal", "export", journal, "--audience", nobody)
        assert (refused.exit_code, refused.stdout) == (1, ""), nobody


def test_usage_errors_exit_with_2() -> None:
    assert run("play").exit_code == 2
    assert run("play", "two-keys", "--seed", "x").exit_code == 2
    assert run("no-such-command").exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert run("play", "two-keys", "--out", tmp_path / "out").exit_code == 1


def test_the_report_is_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    assert run("play", "two-keys", "--lang", "ko", "--out", tmp_path / "a").exit_code == 0
    korean = (tmp_path / "a" / "aar.html").read_bytes()
    assert b'<html lang="ko">' in korean
    again = run("report", tmp_path / "a" / "journal.jsonl", "--lang", "ko", "--out", tmp_path / "b")
    assert (again.exit_code, (tmp_path / "b" / "aar.html").read_bytes()) == (0, korean)
    run("report", tmp_path / "a" / "journal.jsonl", "--out", tmp_path / "b")
    assert b'<html lang="en">' in (tmp_path / "b" / "aar.html").read_bytes()
    for command in (("play", "two-keys"), ("report", tmp_path / "a" / "journal.jsonl")):
        refused = run(*command, "--lang", "xx", "--out", tmp_path / "c")
        assert (refused.exit_code, (tmp_path / "c").exists()) == (2, False)
        assert "en, ko" in refused.stderr


def test_one_move_is_one_move() -> None:
    assert run("play", "matching-pennies").stdout.splitlines()[1].endswith("after 1 move")
    assert run("play", "two-keys", "--seed", "3").stdout.splitlines()[1].endswith(" moves")


@pytest.mark.parametrize(
    ("given", "meant"),
    [("north", "'cell north'?"), ("North", "'cell north'?"), ("allies", "'marking allies'?"),
     ("cell council", "'seat neighbour/council'?"), ("north/minister", "'seat north/minister'?"),
     ("minister", "'seat north/minister' or 'seat south/minister'?"), ("public", "'marking public'?")],
)  # fmt: skip
def test_a_bare_audience_is_told_its_spelling(given: str, meant: str, tmp_path: Path) -> None:
    run("play", "two-keys", "--out", tmp_path / "out")
    refused = run("journal", "export", tmp_path / "out" / "journal.jsonl", "--audience", given)
    assert refused.exit_code == 1
    assert f"Did you mean {meant}" in refused.stderr
    nobody = run("journal", "export", tmp_path / "out" / "journal.jsonl", "--audience", "nobody").stderr
    assert "control, plenary, cell north" in nobody


def test_the_schema_of_the_msel_stands_alone() -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(run("schema", "msel").stdout)
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema)
    inject = {"id": "i1", "at": "m1", "to": ["a"], "from": "F", "medium": "note", "title": "T", "body": "B"}
    good = {"whitecell": 1, "injects": [inject]}
    assert list(valid.iter_errors(good)) == []
    assert [error.path[0] for error in valid.iter_errors({**good, "injects": [{"id": 7}]})]
    assert run("schema").stdout == run("schema", "scenario").stdout
    assert run("schema", "nothing").exit_code == 2
    assert "# yaml-language-server: $schema=" in run("schema", "--help").stdout
