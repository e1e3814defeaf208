"""The blocks of a paper as parts of a Word document."""

from typing import TYPE_CHECKING, Any, assert_never

from whitecell.kit.marks import HAIR, INK, SOFT, TINT, Marks, leading
from whitecell.kit.model import (
    Block,
    Blocks,
    Boxes,
    Callout,
    Card,
    Facts,
    Heading,
    Inline,
    Items,
    Lines,
    Paper,
    Paragraph,
    Run,
    Table,
    Together,
    legal,
    plain,
    words,
)

if TYPE_CHECKING:
    from docx.document import Document

BOX = "\u2610"


class Writer(Marks):
    """Writes one paper into one document. `container` is the document or a cell of a table."""

    def __init__(self, document: "Document", paper: Paper) -> None:
        super().__init__(document)
        self.paper = paper
        self.banners()

    # --------------------------------------------------------------------------------------------------------- the page

    def banners(self) -> None:
        """The banner at the top and bottom, the page's number as fields."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        page = self.document.sections[0]
        footer = page.footer.paragraphs[0]
        self.text(footer, plain(self.paper.foot), size=7.5, colour=SOFT)
        if self.paper.page:
            self.text(footer, plain("   ·   "), size=7.5, colour=SOFT)
            before, _, rest = self.paper.page.partition("{page}")
            between, _, after = rest.partition("{pages}")
            for text, name in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
                self.text(footer, plain(text), size=7.5, colour=SOFT)
                if name:
                    self.field(footer, name, "1", size=7.5)
        below = page.footer.add_paragraph()
        for paragraph in (page.header.paragraphs[0], below):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.text(paragraph, plain(self.paper.banner, bold=True), size=9)
        self.border(page.header.paragraphs[0], "bottom", "000000", 8)
        self.border(footer, "top", "000000", 8)

    def face(self) -> None:
        """The title and what the paper is, before the contents."""
        paper = self.paper
        self.text(self.document.add_paragraph(), paper.exercise, size=11, colour=SOFT)
        self.document.add_paragraph(legal(paper.title), style="Title")
        if paper.subtitle:
            self.text(self.document.add_paragraph(style="Subtitle"), paper.subtitle)
        if paper.facts:
            self.block(self.document, Facts(tuple((name, (Paragraph(value),)) for name, value in paper.facts)))
        self.blocks(self.document, paper.opening)

    def small_face(self) -> None:
        """The title of a paper without contents."""
        self.document.add_paragraph(legal(self.paper.title), style="Title")
        if self.paper.subtitle:
            self.text(self.document.add_paragraph(), self.paper.subtitle, size=11, colour=SOFT)

    def contents(self, title: str) -> None:
        """The table of contents: a field Word fills with page numbers, holding the headings until it does."""
        self.text(self.document.add_paragraph(), plain(title, bold=True), size=13)
        entries = [
            (block.level, block.text)
            for section in self.paper.sections
            for part in section.blocks
            for block in (part.blocks if isinstance(part, Together) else (part,))
            if isinstance(block, Heading) and block.level < 3
        ]
        paragraph = self.document.add_paragraph()
        self.mark(paragraph, "begin", dirty=True)
        self.instruction(paragraph, r' TOC \o "1-2" \h \z \u ')
        self.mark(paragraph, "separate")
        for place, (level, text) in enumerate(entries):
            paragraph = self.document.add_paragraph() if place else paragraph
            paragraph.style = f"toc {level}"
            self.text(paragraph, plain(words(text)))
        self.mark(paragraph, "end")

    # ----------------------------------------------------------------------------------------------------------- blocks

    def blocks(self, container: Any, blocks: Blocks, size: float = 0) -> None:
        """Every block, in order."""
        for block in blocks:
            self.block(container, block, size)

    def block(self, container: Any, block: Block, size: float = 0) -> None:
        """One block. `size` is the type's in points, 0 the style's."""
        match block:
            case Heading(level, text, page):
                paragraph = container.add_paragraph(style=f"Heading {level}")
                if page:
                    paragraph.paragraph_format.page_break_before = True
                    paragraph.paragraph_format.space_before = self.points(0)
                self.text(paragraph, text)
            case Paragraph():
                self.paragraph(container.add_paragraph(), block, size)
            case Items():
                self.items(container, block, size)
            case Table():
                self.table(container, block)
            case Facts(rows):
                self.facts(container, rows)
            case Callout(inner):
                (row,) = self.grid(container, (1.0,), 1)
                self.shade(row[0], TINT)
                self.fill(row[0], inner)
                self.gap(container)
            case Together(inner):
                self.together(container, inner, size)
            case Boxes(options, stacked):
                self.boxes(container, options, stacked, size)
            case Lines(count):
                self.lines(container, count)
            case Card():
                self.card(container, block)
            case _:
                assert_never(block)

    def paragraph(self, paragraph: Any, block: Paragraph, size: float = 0) -> None:
        """A paragraph in its style."""
        if size and self.paper.language == "ko":
            paragraph.paragraph_format.line_spacing = self.points(leading(size))
        size = size or 10
        match block.style:
            case "soft":
                if paragraph._p.getparent().tag == self.name("w:body"):
                    paragraph.paragraph_format.keep_with_next = True  # what it explains follows it
                self.text(paragraph, block.text, size=size - 1, colour=SOFT)
            case "label":
                paragraph.paragraph_format.keep_with_next = True
                self.text(paragraph, block.text, size=size, bold=True)
            case "quote":
                self.indent(paragraph, 6)
                self.text(paragraph, block.text, size=size)
            case "body" | "lead" | "code":
                self.text(paragraph, block.text, size=size)
            case _:
                assert_never(block.style)

    def items(self, container: Any, block: Items, size: float, depth: int = 1) -> None:
        """A list; one that is numbered begins at its own number."""
        kind = "List Number" if block.ordered else "List Bullet"
        style = kind if depth == 1 else f"{kind} {min(depth, 3)}"
        number = self.numbering(style, block.start) if block.ordered else 0
        for item in block.items:
            first = True
            for each in item:
                if isinstance(each, Items):
                    self.items(container, each, size, depth + 1)
                elif isinstance(each, Paragraph):
                    paragraph = container.add_paragraph(style=style if first else None)
                    paragraph.paragraph_format.space_after = self.points(2)
                    if not first:
                        self.indent(paragraph, 6.3 * depth)
                    elif number:
                        self.numbered(paragraph, number)
                    self.paragraph(paragraph, each, size)
                else:
                    self.block(container, each, size)
                first = False

    def table(self, container: Any, block: Table) -> None:
        """A table whose head is repeated and whose rows stay whole."""
        from docx.shared import Mm

        across = len(block.widths) > 6
        size = 8.0 if across else 9.0
        rows = self.grid(container, block.widths, len(block.rows) + 1, lines=True)
        self.row_property(rows[0][0], "w:tblHeader")
        for cell, text in zip(rows[0], block.head, strict=True):
            self.shade(cell, TINT)
            self.fill(cell, (Paragraph(text, "label"),), size)
        for cells, row in zip(rows[1:], block.rows, strict=True):
            self.row_property(cells[0], "w:cantSplit")
            if block.height:
                cells[0]._tc.getparent().trHeight_val = Mm(block.height)
            for cell, blocks in zip(cells, row, strict=True):
                self.fill(cell, blocks, size)
        self.gap(container)

    def facts(self, container: Any, rows: tuple[tuple[Inline, Blocks], ...]) -> None:
        """Names on the left, what they stand for on the right."""
        for cells, (name, value) in zip(self.grid(container, (1.0, 4.0), len(rows), flush=True), rows, strict=True):
            self.fill(cells[0], (Paragraph(name, "soft"),))
            self.fill(cells[1], value)
        self.gap(container)

    def together(self, container: Any, blocks: Blocks, size: float) -> None:
        """Blocks that stay on one page: every paragraph with the one after it, but the last."""
        body: Any = container._body._element if container is self.document else container._tc
        before = set(body.iter(self.name("w:p")))
        self.blocks(container, blocks, size)
        made: list[Any] = [each for each in body.iter(self.name("w:p")) if each not in before]
        for paragraph in made[:-1]:
            paragraph.get_or_add_pPr().get_or_add_keepNext()

    def boxes(self, container: Any, options: tuple[Inline, ...], stacked: bool, size: float) -> None:
        """Boxes to tick."""
        if stacked:
            for option in options:
                paragraph = container.add_paragraph()
                paragraph.paragraph_format.space_after = self.points(2)
                self.text(paragraph, (Run(f"{BOX}  "), *option), size=size or 10)
            return
        paragraph = container.add_paragraph()
        for option in options:
            self.text(paragraph, (Run(f"{BOX} "), *option, Run("      ")), size=size or 10)

    def gap(self, container: Any) -> None:
        """A little room below what is not a paragraph: no line, which could begin a page that is otherwise empty."""
        below = container.add_paragraph().paragraph_format
        below.line_spacing, below.space_after = self.points(1), self.points(7)

    def lines(self, container: Any, count: int) -> None:
        """Empty lines to write on."""
        for _ in range(count):
            paragraph = container.add_paragraph()
            paragraph.paragraph_format.line_spacing = self.points(17)
            paragraph.paragraph_format.space_after = self.points(0)
            self.border(paragraph, "bottom", HAIR, 4)
            self.border(paragraph, "between", HAIR, 4)
        self.gap(container)

    def card(self, container: Any, block: Card) -> None:
        """Half a page: the stub above the broken line, the banner at the card's top and bottom."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        stub = container.add_paragraph()
        stub.paragraph_format.keep_with_next = True
        self.text(stub, block.stub, size=8, colour=SOFT)
        self.border(stub, "bottom", SOFT, 6, "dashed")
        rows = self.grid(container, (1.0,), 3, box=True)
        facts = tuple(Paragraph((*name, Run(": "), *value)) for name, value in block.facts)
        banner = (Paragraph(plain(block.banner, bold=True)),)
        for place, blocks in enumerate((banner, (*facts, Paragraph(()), *block.body), banner)):
            cell = rows[place][0]
            self.row_property(cell, "w:cantSplit")
            self.fill(cell, blocks, 9.5)
            if place == 1:
                self.title(cell.paragraphs[len(facts)], block.title)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = place < 2 or None
                if place != 1:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        rows[1][0]._tc.getparent().trHeight_val = Mm(86)
        container.add_paragraph()

    def title(self, paragraph: Any, text: Inline) -> None:
        """The title of a card, larger than what is around it."""
        self.text(paragraph, text, size=12, bold=True, colour=INK)
        paragraph.paragraph_format.line_spacing = None
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = self.points(6), self.points(4)

    def fill(self, cell: Any, blocks: Blocks, size: float = 0) -> None:
        """Put blocks into a cell, without the empty paragraph it came with."""
        self.blocks(cell, blocks, size)
        first = cell.paragraphs[0]
        if len(cell._tc) > 2 and not first.text and first._p.getnext() is not None and blocks:
            cell._tc.remove(first._p)
        if cell._tc[-1].tag.endswith("}tbl"):
            cell.add_paragraph()
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = self.points(2)
