"""The exercise of docs/tutorial/your-own.md: what a reader has at each step, and what the finished one does."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from tests.project.test_documents import console, missing
from tests.scenario.test_schema import problems
from tests.tutorial.assemble import DOCUMENT, FINISHED, finished, steps
from tests.tutorial.shell import run
from whitecell.check import Budget, dry_plays, leaks, lint, unapproved
from whitecell.cli import app
from whitecell.game import Dice
from whitecell.journal import Journal, MemoryStore
from whitecell.players import conduct, setup
from whitecell.report import Aar, report
from whitecell.scenario import Scenario, check

PACK = FINISHED.name


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    found = check(FINISHED).scenario
    assert found is not None
    return found


def test_the_document_assembles_to_the_finished_exercise() -> None:
    """If not: python -m tests.tutorial.assemble"""
    files = finished()
    assert sorted(files.sections) == ["msel.yaml", "scenario.yaml"]
    assert sorted(path.name for path in FINISHED.iterdir()) == sorted(files.sections)
    for name in files.sections:
        assert (FINISHED / name).read_text(encoding="utf-8") == files.text(name)


def test_each_step_shows_what_the_document_says(tmp_path: Path) -> None:
    """All commands but the slow leak check, on the files as they stand at that step."""
    pack = tmp_path / PACK
    pack.mkdir()
    ran = 0
    for files, block in steps():
        files.write(pack)
        for shown in console(block.code) if block.language == "sh" else ():
            if "--leaks" in shown.command:
                continue
            code, output = run(shown.command, tmp_path)
            faulty = any(re.match(r"[1-9]\d* faults?, \d+ warning", line) for line in shown.output)
            assert code == faulty, f"line {block.line}: $ {shown.command}\n{output}"
            line = missing(shown.output, output)
            assert line is None, f"line {block.line}: $ {shown.command}\nshould print: {line}\nprinted:\n{output}"
            ran += 1
    assert ran > 10


def test_the_finished_exercise_has_no_fault_and_no_warning() -> None:
    checked = check(FINISHED)
    played = dry_plays(checked, 200)
    assert [str(fault) for fault in [*unapproved(checked), *lint(checked), *played.faults]] == []


def test_it_is_the_exercise_that_the_title_promises(scenario: Scenario) -> None:
    assert len(scenario.injects) == 10
    assert Counter(inject.kind for inject in scenario.injects) == {"standard": 7, "reactive": 2, "contingency": 1}
    assert all(inject.fictional and inject.objectives for inject in scenario.injects)
    assert any(action.needs for action in scenario.actions)
    assert all(seat.bot for cell in scenario.cells for seat in cell.seats if cell.id != "response")


def test_two_hundred_plays_come_to_every_outcome(scenario: Scenario) -> None:
    lines = "\n".join(dry_plays(check(FINISHED), 200).lines)
    shares = {o.id: float(re.search(rf"outcome {o.id}: ([\d.]+)%", lines)[1]) for o in scenario.outcomes}  # type: ignore[index]
    assert len(shares) == 4
    assert all(0 < share < 90 for share in shares.values()), shares


def test_it_lets_nothing_out_and_every_flow_is_approved(scenario: Scenario) -> None:
    report = leaks(scenario, plays=12, budget=Budget(openings=12, between=200, live=2, canaries=1))
    assert [str(fault) for fault in report.faults()] == []
    (shown,) = [
        line
        for _, block in steps()
        if block.language == "sh"
        for command in console(block.code)
        if "--leaks" in command.command
        for line in command.output
        if "leaks" in line
    ]
    assert shown == report.lines()[0].replace(str(FINISHED), PACK)


def play(scenario: Scenario, seed: int, course: str | None) -> Aar:
    store = MemoryStore()
    table = conduct(scenario, setup(scenario, course), Dice(seed), store)
    return report(Journal(tuple(store.read(table.id)), store.texts(table.id), store.head(table.id)))


def test_the_report_tells_what_the_reader_is_to_find(scenario: Scenario) -> None:
    written, warned = play(scenario, 11, None), play(scenario, 11, "warn-at-once")
    city = [order.action for move in written.moves for order in move.orders if order.cell.id == "city"]
    assert city == ["speak"] * 3
    (new_round,) = [fact for fact in written.facts if fact.title == "The new round"]
    assert (new_round.move, [cell.id for cell in new_round.missed]) == (2, ["city"])
    flushed = [[draw for draw in aar.draws if draw.cause.id == "flush"] for aar in (written, warned)]
    assert [[draw.drew for draw in draws] for draws in flushed] == [["0.552"], ["0.552"]]
    assert all(draw.note == "nothing" for draws in flushed for draw in draws)


def editor_problems(name: str) -> list[str]:
    """What an editor underlines: the schema that the document's first line names, told of the file's data."""
    return problems((FINISHED / name).read_text(encoding="utf-8"), msel=name == "msel.yaml")


@pytest.mark.parametrize("name", ["scenario.yaml", "msel.yaml"])
def test_an_editor_accepts_the_files(name: str) -> None:
    assert editor_problems(name) == []


def test_the_lines_for_the_editor_name_what_the_commands_before_them_wrote() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    written = re.findall(r"^\$ whitecell schema(?: (\w+))? > (\S+)$", text, re.MULTILINE)
    assert written == [("", "scenario.schema.json"), ("msel", "msel.schema.json")]
    named = re.findall(r"^# yaml-language-server: \$schema=\.\./(\S+)$", text, re.MULTILINE)
    assert named == [file for _, file in written]
    for which, key in (("scenario", "moves"), ("msel", "injects")):
        schema = json.loads(CliRunner().invoke(app, ["schema", which]).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert key in schema["properties"]
