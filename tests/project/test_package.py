"""What is installed from a wheel is what lies in the tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.project.tree import ROOT

BUILD = "from setuptools.build_meta import build_wheel; build_wheel('wheel')"


def test_the_wheel_carries_every_file_of_the_package(tmp_path: Path) -> None:
    for name in ["pyproject.toml", "README.md", "LICENSE"]:
        shutil.copy(ROOT / name, tmp_path)
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    expected = {str(path.relative_to(tmp_path / "src")) for path in (tmp_path / "src").rglob("*") if path.is_file()}
    (tmp_path / "wheel").mkdir()

    build = subprocess.run([sys.executable, "-c", BUILD], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stderr
    [wheel] = (tmp_path / "wheel").glob("*.whl")
    assert expected - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_lock_pins_every_package_by_hash() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    packages = [number for number, line in enumerate(lines) if line and line[0] not in " #"]
    assert len(packages) > 20
    assert [lines[n] for n in packages if "==" not in lines[n] or "--hash=sha256:" not in lines[n + 1]] == []
