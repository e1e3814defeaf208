"""The files of the repository, as the tests of this folder see them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# README, CONTRIBUTING and CHANGELOG must be there; docs/ holds the rest.
DOCUMENTS = [
    *(ROOT / name for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def files() -> list[Path]:
    """All files that are, or would be, under version control."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]
