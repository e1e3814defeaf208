"""What a person would read of a paper: its data, its PDF and its DOCX as plain text, and scenarios full of canaries."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from whitecell.kit import Paper
from whitecell.kit.model import Run
from whitecell.scenario import Scenario, Text, find, load

NO_POPPLER = "no pdftotext found"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason=NO_POPPLER)


def pack(name: str) -> Scenario:
    found = load(find(name))  # type: ignore[arg-type]
    assert isinstance(found, Scenario)
    return found


def data_text(paper: Paper) -> str:
    """Every letter of the paper as data."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, Run):
            yield value.text
        elif isinstance(value, str):
            yield f" {value} "
        elif isinstance(value, tuple):
            for each in value:
                yield from walk(each)
            yield " "
        elif is_dataclass(value):
            for field in fields(value):
                yield from walk(getattr(value, field.name))

    return "".join(walk(paper))


def pdf_text(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def docx_xml(data: bytes, part: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(part))


def docx_text(data: bytes) -> str:
    """Every letter in any part of the file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        roots = [ElementTree.fromstring(archive.read(name)) for name in parts]
        other = " ".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("docProps/"))
    paragraphs = [p for root in roots for p in root.iter(f"{WORD}p")]
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in paragraphs) + other


def canaried(scenario: Scenario) -> tuple[Scenario, dict[str, str]]:
    """The scenario with a word of its own in place of each text, and the word of each place (`cells.us.brief`)."""
    words: dict[str, str] = {}

    def word(place: str) -> str:
        words[place] = f"QX{len(words):05d}Z"
        return words[place]

    def swap(value: Any, place: str) -> Any:
        if isinstance(value, Text):
            return Text(tuple((tongue, word(place)) for tongue, _ in value.versions[:1])) if value else value
        if isinstance(value, tuple):
            return tuple(swap(each, f"{place}.{getattr(each, 'id', getattr(each, 'name', i))}")
                         for i, each in enumerate(value))  # fmt: skip
        if isinstance(value, dict):
            return {key: swap(each, f"{place}.{key}") for key, each in value.items()}
        if is_dataclass(value) and type(value).__module__.startswith("whitecell.scenario"):
            changed = {f.name: swap(getattr(value, f.name), f"{place}.{f.name}") for f in fields(value)
                       if f.name not in ("data", "when", "effects", "start", "value", "needs")}  # fmt: skip
            return replace(value, **changed)
        return value

    return swap(scenario, ""), {place.lstrip("."): each for place, each in words.items()}


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
