"""The documents' code runs: ```python blocks are executed, ```console blocks give what they show.

The blocks of one document run in order, in one empty folder. In a console block the commands are the lines
`$ whitecell ...`; each must end with code 0, or the one that a following `$ echo $?` shows, and each line
shown below it must appear in its output, in order, with `...` for any text. Long-lived commands, such as
`whitecell serve`, belong in a ```sh block, which is not run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.project.tree import DOCUMENTS, ROOT

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Block:
    language: str
    code: str
    line: int  # of the code's first line in its document


@dataclass(frozen=True)
class Shown:
    """A command of a console block and what the block shows of it."""

    command: str
    output: list[str]
    code: int = 0


def blocks(text: str) -> list[Block]:
    fences = [token for token in MarkdownIt().parse(text) if token.type == "fence" and token.map]
    return [Block(token.info.strip(), token.content, token.map[0] + 2) for token in fences if token.map]


def console(code: str) -> Iterator[Shown]:
    parts = re.split(r"^\$ ", code.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        command, *output = part.splitlines()
        status = after.split() if after.startswith("echo $?") else ["0"]
        if command.startswith("whitecell "):
            yield Shown(command, [line for line in output if line.strip()], int(status[-1]))


def missing(shown: list[str], output: str) -> str | None:
    """The first line shown that the output does not have, at its place in the order."""
    rest = iter(output.splitlines())
    for line in shown:
        pattern = ".*".join(map(re.escape, line.strip().split("...")))
        if not any(re.fullmatch(pattern, candidate.strip()) for candidate in rest) and line.strip() != "...":
            return line
    return None


def run_console(block: Block, folder: Path) -> None:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120", "TERM": "dumb"}
    for shown in console(block.code):
        result = subprocess.run(
            shown.command,
            shell=True,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == shown.code, f"$ {shown.command}\n{result.stdout}"
        line = missing(shown.output, result.stdout)
        assert line is None, f"$ {shown.command}\nshould print: {line}\nprinted:\n{result.stdout}"


def run_python(block: Block, name: str, names: dict[str, object]) -> None:
    if ">>> " not in block.code:
        exec(compile("\n" * (block.line - 1) + block.code, name, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.code, names, name, name, block.line - 1)
    runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, clear_globs=False)
    names.update(test.globs)


def run(document: Path, folder: Path) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(document.read_text()):
        if block.language == "console":
            run_console(block, folder)
        elif block.language == "python":
            run_python(block, str(document), names)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_code_of_a_document_runs(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(document, tmp_path)


def test_commands_are_read_with_their_output_and_exit_code() -> None:
    code = "$ whitecell check \\\n  mine\nfault ...\n$ echo $?\n1\n$ ls\nmine\n$ whitecell packs\n"
    assert list(console(code)) == [Shown("whitecell check    mine", ["fault ..."], 1), Shown("whitecell packs", [])]


def test_lines_are_looked_for_in_order() -> None:
    output = "one 1\ntwo 2\nthree 3\n"
    assert missing(["one ...", "...", "three 3"], output) is None
    assert missing(["three 3", "one 1"], output) == "one 1"
    assert missing(["two"], output) == "two"


@pytest.mark.parametrize(
    "code",
    [
        "```python\nassert 1 == 2\n```",
        "```python\n>>> 1 + 1\n3\n```",
        "```console\n$ whitecell no-such-command\n```",
        "```console\n$ whitecell --help\nno such line\n```",
    ],
)
def test_a_false_document_fails(code: str, tmp_path: Path) -> None:
    (tmp_path / "false.md").write_text(code)
    with pytest.raises((AssertionError, doctest.DocTestFailure)):
        run(tmp_path / "false.md", tmp_path)
