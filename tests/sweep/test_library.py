"""A pack in Python sweeps as the command line does."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import whitecell
from whitecell.cli import app
from whitecell.sweep import SweepError


def test_python_and_the_command_line_say_the_same() -> None:
    pack = whitecell.load("harbour-ransomware")
    mine = pack.sweep(300, seed=5, design="latin-hypercube", workers=2).brief()
    said = CliRunner().invoke(
        app, ["sweep", "harbour-ransomware", "--plays", "300", "--seed", "5", "--design", "latin-hypercube", "--json"]
    )
    theirs = json.loads(said.stdout)
    assert said.exit_code == 0
    assert {**mine, "seconds": 0} == {**theirs, "seconds": 0}
    assert set(theirs) == {"plays", "seconds", "seed", "courses"}
    assert set(theirs["courses"]) == set(pack.scenario.courses)
    for course in theirs["courses"].values():
        assert sum(outcome["p"] for outcome in course["outcomes"].values()) == pytest.approx(1.0)
        assert all(m["low"] <= m["mean"] <= m["high"] for m in course["measures"].values())


def test_a_table_is_one_that_others_read() -> None:
    found = whitecell.load("two-keys").sweep(50, seed=2).table()
    assert found.column_names[:3] == ["course", "feature", "mean"]


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(whitecell.PackError, match="no such folder, file or library pack"):
        whitecell.load("nowhere")
    with pytest.raises(SweepError, match="no course 'x'"):
        whitecell.load("two-keys").sweep(5, ["x"])
    with pytest.raises(AttributeError, match="open_pack"):
        whitecell.open_pack  # noqa: B018
