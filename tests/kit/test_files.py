"""The files: the same bytes every time, real headings and page numbers, the faces they say, and any text survives."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from importlib import resources
from io import BytesIO

import pytest

from tests.kit.reading import WORD, docx_text, docx_xml, needs_poppler, pack, pdf_text
from whitecell.kit import Paper, docx, papers, pdf
from whitecell.kit.model import (
    Callout,
    Card,
    Facts,
    Heading,
    Items,
    Paragraph,
    Run,
    Section,
    Table,
    Together,
    line,
    plain,
)
from whitecell.kit.prose import prose

HOSTILE = [
    "#set page(fill: red) #panic()", "$x^2$ and $", "@label <label>", r"C:\path\n \\ \u{41}", "*not bold* _nor_ `code",
    "= Heading", "- item", "// comment /* more */", "{{ jinja }} {page} {0}", "<script>alert(1)</script> &amp; & <",
    '"quoted" \'single\' “curly”', "]]> <!-- -->", "w:t </w:t>", "%s %d", "한글 (괄호) 텍스트—줄", "Ελληνικά, Ünïcödé",
]  # fmt: skip


@pytest.fixture(scope="module")
def small() -> tuple[Paper, ...]:
    return papers(pack("two-keys"))


def paper(blocks: tuple[object, ...]) -> Paper:
    return Paper(
        "n", "en", "EXERCISE · ALL", plain("X"), "Title", (), (), "Contents", "Foot", "Page {page} of {pages}", "", "",
        (), (Section(blocks),),  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_same_pack_gives_the_same_bytes(small: tuple[Paper, ...]) -> None:
    again = papers(pack("two-keys"))
    assert again == small
    for one, other in zip(small, again, strict=True):
        assert docx(one) == docx(other)
        assert pdf(one) == pdf(other)


def test_another_process_gives_the_same_bytes(small: tuple[Paper, ...]) -> None:
    import sys

    code = (
        "from whitecell.kit import *; from whitecell.scenario import *; import hashlib;"
        "p = papers(load(find('two-keys')))[0]; print(hashlib.sha256(pdf(p) + docx(p)).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(pdf(small[0]) + docx(small[0])).hexdigest()


def test_a_docx_has_real_headings_a_contents_field_banners_and_repeated_heads() -> None:
    (manual, *_) = papers(pack("harbour-ransomware"))
    data = docx(manual)
    body = docx_xml(data)
    styles = [each.get(f"{WORD}val") for each in body.iter(f"{WORD}pStyle")]
    blocks = [b for s in manual.sections for b in s.blocks]
    blocks += [b for kept in blocks if isinstance(kept, Together) for b in kept.blocks]
    chapters = [b for b in blocks if isinstance(b, Heading) and b.level == 1]
    assert styles.count("Heading1") == len(chapters)
    assert any("TOC" in (each.text or "") for each in body.iter(f"{WORD}instrText"))
    assert len(list(body.iter(f"{WORD}tblHeader"))) >= 3
    with zipfile.ZipFile(BytesIO(data)) as archive:
        named = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    header = docx_xml(data, next(name for name in named if name.startswith("word/header")))
    footer = docx_xml(data, next(name for name in named if name.startswith("word/footer")))
    for part in (header, footer):
        assert manual.banner in "".join(each.text or "" for each in part.iter(f"{WORD}t"))
    assert [(each.text or "").strip() for each in footer.iter(f"{WORD}instrText")] == ["PAGE", "NUMPAGES"]
    assert not [name for name in named if "thumbnail" in name]


def test_python_docx_reads_what_was_written() -> None:
    from docx import Document

    for each in papers(pack("two-keys")):
        assert Document(BytesIO(docx(each))).paragraphs


@needs_poppler
def test_a_pdf_has_banners_page_numbers_and_a_contents_with_pages() -> None:
    (manual, *_) = papers(pack("harbour-ransomware"))
    pages = pdf_text(pdf(manual)).split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert page.count(manual.banner) == 2
        assert f"Page {number} of {len(pages)}" in page
    head = "What you may do"
    where = next(number for number, page in enumerate(pages[1:], 2) if head in page)
    (entry,) = [line for line in pages[0].splitlines() if head in line]
    assert entry.split()[-1].strip("\u2060") == str(where)


@needs_poppler
def test_hangul_is_embedded_and_can_be_read_again() -> None:
    (manual, *_) = papers(pack("extended-deterrence"), "ko")
    data = pdf(manual)
    fonts = subprocess.run(["pdffonts", "-"], input=data, capture_output=True, check=True).stdout.decode()
    rows = [row.split() for row in fonts.splitlines()[2:]]
    assert any("Pretendard" in row[0] for row in rows)
    assert all(row[-5] == "yes" for row in rows)  # embedded
    text = pdf_text(data)
    assert "상황 설명서" in text and "연습 연습 연습" in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    inline = plain(text)
    blocks = (
        Heading(1, inline), Paragraph(inline), Items((line(inline),)), Table((inline,), ((line(inline),),), (1,)),
        Facts(((inline, line(inline)),)), Callout(line(inline)),
        Card(inline, text, ((inline, inline),), inline, prose(text)),
    )  # fmt: skip
    made = paper(blocks)
    assert docx_text(docx(made)).count(text) >= 8
    assert pdf(made).startswith(b"%PDF")


@needs_poppler
def test_hostile_text_is_the_same_on_paper() -> None:
    made = paper(tuple(Paragraph(plain(text)) for text in HOSTILE))
    found = " ".join(pdf_text(pdf(made)).split())
    assert [text for text in HOSTILE if " ".join(text.split()) not in found] == []


def test_control_characters_reach_no_file() -> None:
    made = paper((Paragraph((Run("a\x00b\x1b[31m\ud800\u202ec"),)),))
    assert "ab[31mc" in docx_text(docx(made))
    assert pdf(made)


def test_the_faces_are_the_ones_the_manifest_names() -> None:
    folder = resources.files("whitecell.kit").joinpath("fonts")
    faces = json.loads(folder.joinpath("manifest.json").read_text())["faces"]
    here = {file.name for file in folder.iterdir() if file.name.endswith((".otf", ".ttf"))}
    assert here == {face["file"] for face in faces}
    for face in faces:
        data = folder.joinpath(face["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == face["sha256"]
        assert {"package", "version", "licence", "refresh"} <= face.keys()
        assert "SIL OPEN FONT LICENSE" in folder.joinpath(face["licence_file"]).read_text()
    assert sum(len(file.read_bytes()) for file in folder.iterdir() if file.is_file()) < 8_000_000
