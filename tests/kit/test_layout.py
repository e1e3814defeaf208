"""How the papers look: whole words in narrow columns, sheets of one page, contents, room to write, Word's own marks."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.kit.reading import WORD, docx_xml, needs_poppler, pack, pdf_text
from tests.kit.test_secrets import PACKS
from whitecell.kit import Paper, docx, languages, papers, pdf
from whitecell.kit.model import Card, Heading, Items, Lines, Paragraph, Section, Table, Together, line, plain, words

WIDE = "주한미군사령부·한미연합군사령부"
MARGIN = 20 / 25.4 * 72  # of a page, in points


def paper(*blocks: object, contents: str = "") -> Paper:
    return Paper(
        "n", "ko", "연습 연습 연습", plain("연습"), "제목", (), (), contents, "Foot", "{page} / {pages}쪽", "", "", (),
        (Section(blocks),),  # type: ignore[arg-type]
    )  # fmt: skip


def made(name: str, language: str, wanted: str) -> Paper:
    (found,) = [each for each in papers(pack(name), language) if each.name == wanted]
    return found


def pages(given: Paper) -> list[str]:
    return pdf_text(pdf(given)).split("\f")[:-1]


def boxes(given: Paper) -> list[tuple[str, float]]:
    """Every word of the PDF and where it begins on its line."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf(given), capture_output=True, check=True)
    found = re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout.decode())
    return [(word, float(left)) for left, word in found]


@needs_poppler
def test_a_word_with_hangul_is_broken_at_its_signs_and_not_inside() -> None:
    narrow = Table((plain("번호"), plain("시점"), plain("수신"), plain("제목"), plain("기대")), (
        (line(plain("i1")), line(plain("조건: '연습 개시(STARTEX) 이후 핵실험' 아님")), line(plain(WIDE)), (), ()),
    ), (1, 3.2, 3.6, 3.3, 5.2))  # fmt: skip
    text = Paragraph(plain("강경(firm)은 결과를 명시하고, 절제(measured)는 공약을 재확인한다. " * 9))
    read = [word for word, _ in boxes(paper(text, narrow))]
    assert [word for word in read if "measured" in word and "(measured)는" not in word] == []
    assert [word for word in read if "firm" in word and "(firm)은" not in word] == []
    assert any("(STARTEX)" in word for word in read)
    assert any(word.startswith("주한미군사령부·") for word in read) and any("한미연합군사령부" in word for word in read)


@needs_poppler
def test_a_word_that_is_wider_than_its_column_is_still_broken() -> None:
    head = tuple(plain(str(n)) for n in range(8))
    row = tuple(line(plain("가나다라마바사아자차카타파하")) for _ in head)
    found = boxes(paper(Table(head, (row,), (1,) * 8)))
    assert max(len(word) for word, _ in found if word.startswith("가")) <= 7


@needs_poppler
def test_a_bracket_of_east_asia_begins_at_the_margin_and_keeps_the_space_after_it() -> None:
    found = boxes(paper(Paragraph(plain("【연습】 2027년 3월 8일(월) 《방어적》 연습", bold=True))))
    read = [word for word, _ in found]
    assert "【연습】" in read and "2027년" in read
    (left,) = [left for word, left in found if word == "【연습】"]
    assert left >= MARGIN - 0.1


@needs_poppler
@pytest.mark.parametrize("language", languages())
def test_a_long_contents_stays_on_its_page(language: str) -> None:
    handbook = made("extended-deterrence", language, "controller-handbook")
    first, second, *_ = pages(handbook)
    heads = [block for section in handbook.sections for block in section.blocks if isinstance(block, Heading)]
    said = [row.strip() for row in second.splitlines() if row.strip()]
    assert said[:2] == [handbook.banner, words(heads[0].text)]
    assert words(heads[-1].text) in " ".join(first.split())


@needs_poppler
@pytest.mark.parametrize("name", PACKS)
def test_a_move_sheet_is_one_page(name: str) -> None:
    scenario = pack(name)
    for language in languages():
        for each in papers(scenario, language):
            if each.name.startswith("move-sheets-"):
                assert len(pages(each)) == len(scenario.moves), (each.name, language)


def test_a_sheet_without_questions_has_room_for_notes() -> None:
    sheets = made("extended-deterrence", "en", "move-sheets-response")
    for section in sheets.sections:
        assert section.blocks[-1] == Lines(12)
        assert words(section.blocks[-2].text) == "Notes"  # type: ignore[union-attr]


def test_what_others_owe_a_cell_stands_on_one_page_and_not_on_a_page_of_its_own() -> None:
    manual = made("harbour-ransomware", "en", "situation-manual-ministry")
    kept = [b for s in manual.sections for b in s.blocks if isinstance(b, Together) and isinstance(b.blocks[-1], Items)]
    assert [words(block.blocks[0].text) for block in kept] == ["What others must ask or tell you"]  # type: ignore[union-attr]
    response = made("harbour-ransomware", "en", "situation-manual-response")
    assert not [s for s in response.sections if s.blocks and s.blocks[0] == kept[0].blocks[0]]
    assert len(response.sections) == 3  # the cell and its play, the situation with what others owe it, the log


@pytest.mark.parametrize("name", PACKS)
def test_no_pdf_page_is_empty(name: str) -> None:
    for each in papers(pack(name), "en"):
        for number, page in enumerate(pages(each), 1):
            said = [row for row in page.splitlines() if row.strip() and each.banner not in row and each.foot not in row]
            assert said, (each.name, number)


# --------------------------------------------------------------------------------------------------------------- DOCX


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def korean() -> bytes:
    return docx(made("extended-deterrence", "ko", "controller-handbook"))


def test_word_lays_it_out_as_it_does_since_2013(korean: bytes) -> None:
    modes = re.findall(r'w:name="compatibilityMode"[^>]*w:val="(\d+)"', part(korean, "word/settings.xml"))
    assert modes == ["15"]


def test_latin_words_are_not_broken_as_hangul_and_numbers_are_not_set_apart(korean: bytes) -> None:
    normal = re.search(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', part(korean, "word/styles.xml"), re.DOTALL)
    assert normal
    assert '<w:lang w:val="en-GB" w:eastAsia="ko-KR"/>' in normal[0]
    assert '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>' in normal[0]
    assert 'w:lineRule="exact"' in normal[0]  # or a face of Hangul makes each line half as high again


def test_the_contents_has_styles_with_leaders_and_page_numbers_when_word_fills_it(korean: bytes) -> None:
    from docx import Document

    document = Document(BytesIO(korean))
    for level in (1, 2):
        style = document.styles[f"toc {level}"]
        (stop,) = style.paragraph_format.tab_stops
        assert (stop.alignment.name, stop.leader.name) == ("RIGHT", "DOTS")
    listed = [p.text for p in document.paragraphs if p.style and p.style.name in ("toc 1", "toc 2")]
    heads = [p.text for p in document.paragraphs if p.style and p.style.name in ("Heading 1", "Heading 2")]
    assert listed == heads


def test_a_page_number_is_as_large_as_the_words_around_it(korean: bytes) -> None:
    with zipfile.ZipFile(BytesIO(korean)) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("word/footer")]
    first = next(docx_xml(korean, name).iter(f"{WORD}p"))
    sizes = [run.find(f"{WORD}rPr/{WORD}sz") for run in first.iter(f"{WORD}r")]
    assert {None if size is None else size.get(f"{WORD}val") for size in sizes} == {"15"}


def test_a_heading_that_begins_a_page_begins_at_its_top_and_no_gap_is_a_line() -> None:
    body = docx_xml(docx(made("earthquake-72h", "en", "situation-manual-agency")))
    paragraphs = list(body.iter(f"{WORD}p"))
    broken = [p for p in paragraphs if p.find(f"{WORD}pPr/{WORD}pageBreakBefore") is not None]
    assert broken
    assert {p.find(f"{WORD}pPr/{WORD}spacing").get(f"{WORD}before") for p in broken} == {"0"}  # type: ignore[union-attr]
    after_tables = [b for a, b in pairwise(body[0]) if a.tag == f"{WORD}tbl"]
    heights = {p.find(f"{WORD}pPr/{WORD}spacing").get(f"{WORD}line") for p in after_tables}  # type: ignore[union-attr]
    assert heights == {"20"}  # a point


def test_a_heading_and_its_explanation_stay_with_the_table_below(korean: bytes) -> None:
    body = list(docx_xml(korean)[0])
    leads = [a for a, b in pairwise(body) if a.tag == f"{WORD}p" and b.tag == f"{WORD}tbl"]
    loose = [p for p in leads if p.find(f"{WORD}pPr/{WORD}keepNext") is None and not_a_heading(p) and said(p)]
    assert len(leads) > 20
    assert [said(p) for p in loose] == []


def said(paragraph: ElementTree.Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))


def not_a_heading(paragraph: ElementTree.Element) -> bool:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return style is None or not str(style.get(f"{WORD}val")).startswith(("Heading", "Title"))


def test_the_title_of_a_card_is_larger_than_its_text() -> None:
    cards = made("two-keys", "en", "msel-cards")
    titles = {words(card.title) for card in cards.sections[0].blocks if isinstance(card, Card)}
    found = {}
    for run in docx_xml(docx(cards)).iter(f"{WORD}r"):
        text, size = "".join(t.text or "" for t in run.iter(f"{WORD}t")), run.find(f"{WORD}rPr/{WORD}sz")
        if text in titles and size is not None:
            found[text] = size.get(f"{WORD}val")
    assert found == dict.fromkeys(titles, "24")


def test_a_unit_that_only_says_the_bounds_again_is_left_out() -> None:
    manual = made("extended-deterrence", "ko", "situation-manual-rok")
    tables = [block for section in manual.sections for block in section.blocks if isinstance(block, Table)]
    shown = [words(row[2][0].text) for table in tables if len(table.widths) == 4 for row in table.rows if row[2]]  # type: ignore[union-attr]
    assert "0 ~ 1" in shown
    assert [text for text in shown if len(re.findall("~", text)) > 1] == []
