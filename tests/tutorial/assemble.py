"""What somebody has in the files who follows docs/tutorial/your-own.md, step by step.

A ```yaml block goes to the end of the file; a section that the file has already gives way to it. A block that has
`injects:` is for msel.yaml; one that begins indented goes on where the last one ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.project.test_documents import Block, blocks
from tests.project.tree import ROOT

DOCUMENT = ROOT / "docs/tutorial/your-own.md"
FINISHED = ROOT / "docs/tutorial/water-alert"


@dataclass
class Files:
    """Each file as its sections, in their order."""

    sections: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    last: tuple[str, str] = ("scenario.yaml", "")

    def add(self, code: str) -> None:
        lines = code.rstrip().splitlines()
        keys = [key(line) for line in lines]
        if keys[0]:
            self.last = ("msel.yaml" if "injects" in keys else "scenario.yaml", "")
        file = self.sections.setdefault(self.last[0], {})
        for line, name in zip(lines, keys, strict=True):
            if name:
                self.last = (self.last[0], name)
                file[name] = []
            file[self.last[1]].append(line)

    def text(self, name: str) -> str:
        return "".join(f"{line}\n" for section in self.sections[name].values() for line in section)

    def write(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for name in self.sections:
            (folder / name).write_text(self.text(name), encoding="utf-8")


def key(line: str) -> str:
    found = re.match(r"([a-z]+):", line)
    return found[1] if found else ""


def steps() -> Iterator[tuple[Files, Block]]:
    """The files as they stand at each block that is shown."""
    files = Files()
    for block in blocks(DOCUMENT.read_text(encoding="utf-8")):
        if block.language == "yaml":
            files.add(block.code)
        yield files, block


def finished() -> Files:
    *_, (files, _) = steps()
    return files


if __name__ == "__main__":
    finished().write(FINISHED)
