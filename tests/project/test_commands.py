"""The commands that the documents name are there, and CI runs what the README promises."""

from __future__ import annotations

import re

from tests.project.tree import DOCUMENTS, ROOT

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|`|\$ |&& |; )make ([a-z]+)", re.MULTILINE)


def make_commands(text: str) -> set[str]:
    """The targets of `make` in a document's code."""
    return {target for code in CODE.findall(text) for target in COMMAND.findall(code)}


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z]+):.*?## ", makefile, re.MULTILINE))


def test_commands_are_found_in_code_only() -> None:
    text = "we make peace\n\n```sh\nmake demo\ncd x && make test\n```\nor `make lock UPGRADE=1`."
    assert make_commands(text) == {"demo", "test", "lock"}


def test_every_make_command_in_the_documents_is_a_target() -> None:
    named = {(path.name, target) for path in DOCUMENTS for target in make_commands(path.read_text())}
    known = targets((ROOT / "Makefile").read_text())
    assert {target for _, target in named} >= {"demo", "test"}
    assert [(document, target) for document, target in sorted(named) if target not in known] == []


def test_ci_runs_the_readme_test_command() -> None:
    assert "test" in make_commands((ROOT / "README.md").read_text())
    assert re.search(r"^make test\b", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
