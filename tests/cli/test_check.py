"""whitecell check: one list of everything, in the order of the file, each thing once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.project.tree import ROOT
from whitecell.cli import app, check

CORPUS = ROOT / "tests" / "check"


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows(*arguments: str | Path) -> list[dict[str, object]]:
    found = json.loads(run(*arguments, "--json").stdout)
    assert isinstance(found, list)
    return found


def test_warnings_let_a_pack_pass_and_errors_do_not() -> None:
    assert run(CORPUS / "lint" / "moves.yaml").exit_code == 0
    assert run(CORPUS / "lint" / "questions.yaml").exit_code == 1


def test_everything_is_one_list_for_scripts_with_dry_plays_too() -> None:
    found = rows(CORPUS / "dry" / "nothing.yaml", "--dry", "30")
    assert {"C", "D"} >= {str(row["code"])[0] for row in found} >= {"D"}
    for row in found:
        assert list(row) == ["file", "line", "column", "code", "severity", "message", "cure"]
    places = [(row["line"], row["column"]) for row in found]
    assert places == sorted(places)


def test_flows_are_told_once_with_and_without_the_leak_check(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = CORPUS / "lint" / "approvals.yaml"
    alone = [row for row in rows(pack) if str(row["code"]).startswith("F")]
    assert {row["code"] for row in alone} == {"F101", "F110"}
    from whitecell.check.secrecy import leakage

    monkeypatch.setattr("whitecell.check.leak_faults", lambda checked, progress: leakage.leak_faults(checked, plays=4))
    assert [row for row in rows(pack, "--leaks") if str(row["code"]).startswith("F")] == alone


def test_an_approved_warning_of_the_file_is_not_told(tmp_path: Path) -> None:
    text = "whitecell: 1\ntitle: T\ncells: {a: {seats: [{id: one}]}}\nmoves: [{id: m1}]\nbots: {idle: {}}\n"
    file = tmp_path / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    assert [row["code"] for row in rows(file)] == ["W006"]
    file.write_text(text + "accepted: [{code: W006, place: idle, reason: For later}]\n", encoding="utf-8")
    assert rows(file) == []


def test_dry_plays_stop_in_time_and_say_how_many_there_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LIMIT", 0.0)
    told = run("two-keys", "--dry", "100000").stdout
    assert told.startswith("3 dry plays of 100,000: the time was over")


def test_long_work_says_first_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = run("two-keys", "--dry", "20", "--json")
    assert found.stderr == "Playing 20 times to see what never happens: 60 s at most.\n"
    json.loads(found.stdout)
    monkeypatch.setattr("whitecell.check.leak_faults", lambda checked, progress: ([], []))
    (line,) = run("two-keys", "--leaks").stderr.splitlines()
    assert line.startswith("Changing what each seat may not see")
    assert run("two-keys").stderr == ""
