"""No file names a package registry's host or a path of the machine it was made on; every link leads somewhere."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.project.tree import DOCUMENTS, ROOT, files

# Written in pieces, so that this file does not find itself.
HOSTS = ["pypi." + "org", "pythonhosted." + "org", "npmjs." + "org", "npmjs." + "com", "deb.debian." + "org"]
FOLDERS = ["work", "root"]
UNWANTED = re.compile("|".join([*map(re.escape, HOSTS), rf"(?<![\w.*<~-])/(?:{'|'.join(FOLDERS)})/[\w.]"]).encode())


def links(text: str) -> list[str]:
    """The targets of all links and images."""

    def inside(tokens: list[Token]) -> list[str]:
        found = []
        for token in tokens:
            target = token.attrGet("href") or token.attrGet("src")
            found += [str(target)] if target else []
            found += inside(token.children or [])
        return found

    return inside(MarkdownIt().enable("table").parse(text))


def is_relative(link: str) -> bool:
    return not re.match(r"[a-z]+:|#", link)


@pytest.mark.parametrize("text", [f"https://{HOSTS[0]}/simple", f"see '/{FOLDERS[0]}/main'", f"/{FOLDERS[1]}/.cache"])
def test_what_is_unwanted_is_recognised(text: str) -> None:
    assert UNWANTED.search(text.encode())
    assert not UNWANTED.search(b"docs/work/x, network/roots, /workers/ and the root of the tree")


def test_no_file_names_a_registry_or_this_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.decode(errors='replace').strip()[:120]}"
        for path in files()
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if UNWANTED.search(line)
    ]
    assert found == []


def test_links_are_found_in_text_images_and_tables() -> None:
    text = "[a](one.md) ![b](two.png)\n\n| t |\n| - |\n| [c](three.md#x) |\n\n`[d](code.md)` [web](https://example.org)"
    assert [link for link in links(text) if is_relative(link)] == ["one.md", "two.png", "three.md#x"]


def test_every_relative_link_leads_to_a_file() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in DOCUMENTS
        for link in filter(is_relative, links(path.read_text()))
        if not (path.parent / link.partition("#")[0]).exists()
    ]
    assert broken == []
