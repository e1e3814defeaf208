"""What Word wants: runs, borders, fields, numbering; the parts of its format that python-docx leaves to its users."""

from typing import TYPE_CHECKING, Any

from whitecell.kit.model import Inline, Run, legal, plain

if TYPE_CHECKING:
    from docx.document import Document

TINT, HAIR, INK, SOFT = "EEF2F6", "BFC7D0", "17293F", "55606D"
UPRIGHT, ACROSS = 170.0, 257.0  # mm between the margins


def leading(size: float) -> float:
    """The height of a line of Hangul in type of this size: faces of East Asia ask for more than a table can spare."""
    return round(1.4 * size, 1)


class Marks:
    """Writes single marks into one document."""

    def __init__(self, document: "Document") -> None:
        self.document = document

    def grid(
        self, container: Any, widths: tuple[float, ...], rows: int, lines: bool = False, box: bool = False,
        flush: bool = False,
    ) -> list[list[Any]]:  # fmt: skip
        """A table of empty cells of these shares of the width. flush: what is in it begins where other text begins."""
        from docx.shared import Mm
        from docx.table import _Cell

        document = self.document
        turned = document.sections[-1].page_width or 0
        room = ACROSS if turned > (document.sections[-1].page_height or 0) else UPRIGHT
        inside = container is not document
        table = container.add_table(rows, len(widths)) if inside else document.add_table(rows, len(widths))
        table.autofit = False
        if lines or box:
            self.rules(table, lines)
        if flush:
            room_left = self.element("w:tblCellMar")
            room_left.append(self.element("w:left", w="0", type="dxa"))
            table._tbl.tblPr.insert_element_before(room_left, "w:tblLook", "w:tblCaption", "w:tblDescription")
        shares = [room * width / sum(widths) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(share)
        cells = [[_Cell(tc, table) for tc in row._tr.tc_lst] for row in table.rows]
        for row in cells:
            for cell, share in zip(row, shares, strict=True):
                cell.width = Mm(share)
        return cells

    def rules(self, table: Any, lines: bool) -> None:
        """Thin lines between rows, or a box around."""
        sides = ("top", "bottom", "insideH") if lines else ("top", "left", "bottom", "right")
        borders = self.element("w:tblBorders")
        for side in sides:
            borders.append(self.element(f"w:{side}", val="single", sz="4", space="0", color=HAIR if lines else INK))
        properties = table._tbl.tblPr
        layout = properties.find(self.name("w:tblLayout"))
        if layout is None:
            properties.append(borders)
        else:
            layout.addprevious(borders)

    def text(self, paragraph: Any, text: Inline, size: float = 0, colour: str = "", bold: bool = False) -> None:
        """Add runs to a paragraph."""
        from docx.shared import RGBColor

        for run in text:
            if not isinstance(run, Run):
                paragraph.add_run().add_break()
                continue
            made = paragraph.add_run(legal(run.text))
            made.bold, made.italic = (run.bold or bold) or None, run.italic or None
            if size:
                made.font.size = self.points(size)
            if run.tag:
                made.font.size = self.points((size or 10) * 0.8)
            if run.code:
                made.font.name = "Consolas"
            if colour or run.tag:
                made.font.color.rgb = RGBColor.from_string(colour or SOFT)

    def points(self, size: float) -> Any:
        """A length."""
        from docx.shared import Pt

        return Pt(size)

    def indent(self, paragraph: Any, millimetres: float) -> None:
        """Move a paragraph in."""
        from docx.shared import Mm

        paragraph.paragraph_format.left_indent = Mm(millimetres)

    def name(self, tag: str) -> str:
        """A tag's full name."""
        from docx.oxml.ns import qn

        return qn(tag)

    def element(self, tag: str, **attributes: str) -> Any:
        """An element with attributes of Word."""
        from docx.oxml import OxmlElement

        made = OxmlElement(tag)
        for key, value in attributes.items():
            made.set(self.name(f"w:{key}"), value)
        return made

    def border(self, paragraph: Any, side: str, colour: str, width: int, line: str = "single") -> None:
        """A line at one side of a paragraph."""
        properties = paragraph._p.get_or_add_pPr()
        borders = properties.find(self.name("w:pBdr"))
        if borders is None:
            borders = self.element("w:pBdr")
            later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
            after = next((each for each in properties if each.tag in {self.name(tag) for tag in later}), None)
            if after is None:
                properties.append(borders)
            else:
                after.addprevious(borders)
        borders.append(self.element(f"w:{side}", val=line, sz=str(width), space="3", color=colour))

    def shade(self, cell: Any, colour: str) -> None:
        """Tint a cell."""
        cell._tc.get_or_add_tcPr().append(self.element("w:shd", val="clear", color="auto", fill=colour))

    def row_property(self, cell: Any, tag: str) -> None:
        """Say something of the row a cell is in."""
        cell._tc.getparent().get_or_add_trPr().append(self.element(tag))

    def numbering(self, style: str, start: int) -> int:
        """A numbered list of its own: the style's numbering, begun anew."""
        numbering = self.document.part.numbering_part.element
        of_style: Any = self.document.styles[style].element
        old = numbering.num_having_numId(of_style.pPr.numPr.numId.val)
        new = numbering.add_num(old.abstractNumId.val)
        new.add_lvlOverride(0).add_startOverride(start)
        return int(new.numId)

    def numbered(self, paragraph: Any, number: int) -> None:
        """Make a paragraph a point of a numbered list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number

    def field(self, paragraph: Any, code: str, shown: str, size: float) -> None:
        """A field that Word keeps up to date."""
        self.mark(paragraph, "begin", size=size)
        self.instruction(paragraph, f" {code} ", size)
        self.mark(paragraph, "separate", size=size)
        self.text(paragraph, plain(shown), size=size, colour=SOFT)
        self.mark(paragraph, "end", size=size)

    def mark(self, paragraph: Any, kind: str, dirty: bool = False, size: float = 0) -> None:
        """The beginning, middle or end of a field, in the type that what it computes is shown in."""
        made = self.element("w:fldChar", fldCharType=kind)
        if dirty:
            made.set(self.name("w:dirty"), "true")
        self.run(paragraph, size)._r.append(made)

    def instruction(self, paragraph: Any, code: str, size: float = 0) -> None:
        """What a field computes."""
        made = self.element("w:instrText")
        made.set(self.name("xml:space"), "preserve")
        made.text = code
        self.run(paragraph, size)._r.append(made)

    def run(self, paragraph: Any, size: float) -> Any:
        """An empty run of a field."""
        from docx.shared import RGBColor

        made = paragraph.add_run()
        if size:
            made.font.size, made.font.color.rgb = self.points(size), RGBColor.from_string(SOFT)
        return made
