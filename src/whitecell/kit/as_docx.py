"""A paper as DOCX, the same bytes every time: real headings, a field for the contents, banners, page numbers."""

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from whitecell.kit.marks import UPRIGHT, leading
from whitecell.kit.model import Block, Card, Heading, Paper, Section, legal
from whitecell.kit.word import Writer

if TYPE_CHECKING:
    from docx.document import Document

MADE = datetime(2000, 1, 1)
EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """The paper's DOCX."""
    from docx import Document

    document = Document()
    prepare(document, paper)
    writer = Writer(document, paper)
    if paper.contents:
        writer.face()
        writer.contents(paper.contents)
    elif not isinstance(paper.sections[0].blocks[0], Card | Heading):
        writer.small_face()
    for place, section in enumerate(paper.sections):
        first, *rest = section.blocks
        if place or paper.contents:
            first = begin(document, section)
        writer.blocks(document, (first, *rest))
    held = BytesIO()
    document.save(held)
    return steady(held.getvalue())


def prepare(document: "Document", paper: Paper) -> None:
    """The page, the styles, the banners and what the file says of itself."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    faces = {"w:ascii": "Calibri", "w:hAnsi": "Calibri", "w:cs": "Calibri", "w:eastAsia": "Malgun Gothic"}
    sizes = {"Normal": 10, "Title": 24, "Subtitle": 14, "Heading 1": 16, "Heading 2": 12, "Heading 3": 10.5}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for slot, face in faces.items():
            fonts.set(qn(slot), face)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x17, 0x29, 0x3F)
            style.font.italic = False
            style.font.bold = name != "Subtitle"
            style.paragraph_format.keep_with_next = True
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(5), Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")  # of Latin letters, in a Korean paper too: they are broken at no other place
    language.set(qn("w:eastAsia"), "ko-KR")
    normal.element.get_or_add_rPr().append(language)
    spaced = normal.element.get_or_add_pPr()
    for gap in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap of Word's own between Hangul and a letter or a number
        spaced.insert_element_before(
            OxmlElement(gap, {qn("w:val"): "0"}), "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
            "w:contextualSpacing", "w:jc",
        )  # fmt: skip
    for name, size in sizes.items() if paper.language == "ko" else ():
        document.styles[name].paragraph_format.line_spacing = Pt(leading(size))
    for level in (1, 2):
        entry: Any = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style, entry.font.bold, entry.font.size = normal, level == 1, Pt(9.5)
        entry.paragraph_format.left_indent = Mm(6 * (level - 1))
        entry.paragraph_format.space_before, entry.paragraph_format.space_after = Pt(4 - 2 * level), Pt(0)
        entry.paragraph_format.tab_stops.add_tab_stop(Mm(UPRIGHT), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    modern(document)
    for level in (1, 2, 3):
        document.styles[f"Heading {level}"].paragraph_format.space_before = Pt(18 - 4 * level)
        document.styles[f"Heading {level}"].paragraph_format.space_after = Pt(5)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(25), Mm(25)
    page.header_distance = page.footer_distance = Mm(10)
    about = document.core_properties
    about.title, about.language = legal(paper.title), paper.language
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = MADE
    about.revision = 1
    package = document.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def modern(document: "Document") -> None:
    """Lay the paper out as Word does since 2013: tables end where the text ends, and no title says "compatibility"."""
    from docx.oxml.ns import qn

    for held in document.settings.element.iter(qn("w:compatSetting")):
        if held.get(qn("w:name")) == "compatibilityMode":
            held.set(qn("w:val"), "15")


def begin(document: "Document", section: Section) -> Block:
    """A new page, upright or across, a section of its own only where the page turns. Gives the block to begin with."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    before, first = document.sections[-1], section.blocks[0]
    assert before.page_width is not None and before.page_height is not None
    if (before.page_width > before.page_height) == section.across:
        if isinstance(first, Heading):
            return replace(first, page=True)
        document.add_page_break()  # type: ignore[no-untyped-call]
        return first
    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.page_width, page.page_height = before.page_height, before.page_width
    page.orientation = WD_ORIENT.LANDSCAPE if section.across else WD_ORIENT.PORTRAIT
    return first


def steady(data: bytes) -> bytes:
    """The same file with every entry of its archive dated alike."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            made = zipfile.ZipInfo(entry.filename, EPOCH)
            made.compress_type, made.create_system, made.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(made, old.read(entry))
    return held.getvalue()
