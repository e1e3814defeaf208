"""whitecell sweep: what it prints and writes, and clear words for bad input."""

from __future__ import annotations

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

WHITECELL = Path(sys.executable).with_name("whitecell")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, ["sweep", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_people_read_every_course_and_how_it_differs() -> None:
    printed = run("harbour-ransomware", "--plays", "400").stdout
    first, second, *_ = json.loads(run("harbour-ransomware", "--plays", "5", "--json").stdout)["courses"]
    assert f"{first} (the others are compared with it)" in printed
    assert f"\n{second}\n" in printed
    assert "not told apart" in printed


def test_a_directory_holds_the_tables_and_the_report(tmp_path: Path) -> None:
    printed = run("two-keys", "--plays", "200", "--design", "sobol", "--rows", "--out", tmp_path / "out").stdout
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"manifest.json", "sums.npz", "plays", "sweep.html",
                     "summary.parquet", "differences.parquet", "bars.parquet", "flips.parquet"}  # fmt: skip
    assert str(tmp_path / "out" / "sweep.html") in printed
    again = run("two-keys", "--plays", "200", "--design", "sobol", "--rows", "--out", tmp_path / "out")
    assert again.stdout == printed


@pytest.mark.parametrize(("arguments", "why"), [
    (["two-keys", "--plays", "5", "--courses", "x"], "two-keys has no course 'x'. Its courses: "),
    (["two-keys", "--plays", "5", "--set", "x"], "'x' sets nothing"),
    (["two-keys", "--plays", "5", "--set", "x=1"], "has no parameter 'x'"),
    (["harbour-ransomware", "--plays", "5", "--set", "trust=nan"], "'trust' needs a number"),
    (["harbour-ransomware", "--plays", "5", "--until", "trust=-1"], "says no width"),
    (["harbour-ransomware", "--plays", "5", "--until", "trusty=1"], "There is no 'trusty'"),
    (["harbour-ransomware", "--plays", "5", "--each", "5"], "only"),
    (["harbour-ransomware", "--plays", "5", "--each", "2", "--design", "sobol"], "such as 6"),
    (["harbour-ransomware", "--plays", "5", "--rows"], "--out"),
])  # fmt: skip
def test_bad_input_is_told_in_words(arguments: list[str], why: str) -> None:
    found = run(*arguments)
    assert found.exit_code == 2
    assert why in found.stderr and found.stdout == ""


def test_a_foreign_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    found = run("two-keys", "--plays", "5", "--out", tmp_path)
    assert found.exit_code == 2 and "thesis.txt" in found.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_interrupted_sweep_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [WHITECELL, "sweep", "harbour-ransomware", "--plays", "3000000", "--workers", "1", "--out", out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while not (out / "progress.npz").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Give the same command again to go on." in stderr and "Traceback" not in stderr
    assert not (out / "manifest.json").exists()
    os.truncate(out / "progress.npz", 10)
    torn = run("harbour-ransomware", "--plays", "3000000", "--workers", "1", "--out", out)
    assert torn.exit_code == 2 and "Remove it to begin anew" in torn.stderr
