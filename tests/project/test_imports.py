"""Imports go one way, the pure packages stay pure, and the contracts that say so do bite."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT

PURE = ["rules", "scenario", "game", "exercise"]
# Functions of `math` that are exact, or correctly rounded, on every machine. The rest is libm; `rules` has its own.
EXACT = set("ceil comb copysign e fabs factorial floor fmod frexp fsum gcd inf isfinite isinf isnan isqrt".split())
EXACT |= set("lcm ldexp modf nan nextafter perm pi sqrt tau trunc ulp".split())


def lint_imports(source: Path, config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache", "--config", config],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


def inexact(source: str) -> list[str]:
    """The names of `math` in a module's source that may differ between machines."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            names.append(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            names.extend(alias.name for alias in node.names)
    return [name for name in names if name not in EXACT]


def test_import_contracts_hold() -> None:
    result = lint_imports(ROOT / "src", ROOT / "pyproject.toml")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rules", "import random"),
        ("exercise", "import numpy"),
        ("scenario", "from whitecell import game"),
        ("journal", "from whitecell import rules"),
    ],
)
def test_a_wrong_import_breaks_a_contract(tmp_path: Path, module: str, line: str) -> None:
    shutil.copytree(ROOT / "src" / "whitecell", tmp_path / "whitecell")
    (tmp_path / "whitecell" / module / "wrong.py").write_text(line + "\n")
    result = lint_imports(tmp_path, ROOT / "pyproject.toml")
    assert result.returncode != 0
    assert f"whitecell.{module}.wrong" in result.stdout


def test_inexact_mathematics_is_recognised() -> None:
    assert inexact("import math\nmath.exp(math.floor(1))\nfrom math import log, sqrt") == ["log", "exp"]


def test_the_pure_packages_use_no_libm() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for package in PURE
        for path in (ROOT / "src" / "whitecell" / package).rglob("*.py")
        if (names := inexact(path.read_text()))
    }
    assert found == {}
