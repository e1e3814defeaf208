"""A paper as PDF, the same bytes every time: set by Typst in the typefaces of this package and no others.

The paper goes in as data (JSON), never as markup, so that no text can do anything but be read.
"""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

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
)

if TYPE_CHECKING:
    from typst import Compiler

LONG, LONG_ACROSS = 4000, 2500  # letters of a row as data; a longer one may go over to the next page
MADE = 946684800  # 1 January 2000: a paper tells its pack's version and digest, not the day it was printed


def pdf(paper: Paper) -> bytes:
    """The paper's PDF."""
    made = compiler().compile(sys_inputs={"paper": json.dumps(told(paper), ensure_ascii=False)}, timestamp=MADE)
    assert isinstance(made, bytes)
    return made


@cache
def compiler() -> "Compiler":
    """Typst with the template and the typefaces, made when it is first wanted."""
    import typst

    folder = Path(str(resources.files("whitecell.kit")))
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")])
    return typst.Compiler(str(folder / "paper.typ"), root=str(folder), font_paths=faces, ignore_system_fonts=True)


def told(paper: Paper) -> dict[str, Any]:
    """The paper as JSON."""
    return {
        "language": paper.language, "banner": legal(paper.banner), "exercise": inline(paper.exercise),
        "title": paper.title, "subtitle": inline(paper.subtitle), "contents": paper.contents,
        "facts": [[inline(name), inline(value)] for name, value in paper.facts],
        "foot": legal(paper.foot), "page": paper.page, "opening": blocks(paper.opening),
        "sections": [{"across": section.across, "blocks": blocks(section.blocks)} for section in paper.sections],
    }  # fmt: skip


def inline(text: Inline) -> list[dict[str, Any]]:
    """Runs; `null` ends a line."""
    return [
        {"t": legal(run.text), "b": run.bold, "i": run.italic, "c": run.code, "g": run.tag}
        if isinstance(run, Run)
        else {"turn": True}
        for run in text
    ]


def blocks(found: Blocks) -> list[dict[str, Any]]:
    """Blocks in order."""
    return [block(each) for each in found]


def block(found: Block) -> dict[str, Any]:
    """One block; `k` says which kind."""
    match found:
        case Heading(level, text, page):
            return {"k": "heading", "level": level, "text": inline(text), "page": page}
        case Paragraph(text, style):
            return {"k": "paragraph", "text": inline(text), "style": style}
        case Items(items, ordered, start):
            return {"k": "items", "items": [blocks(item) for item in items], "ordered": ordered, "start": start}
        case Table(head, rows, widths, height):
            cells = [[blocks(cell) for cell in row] for row in rows]
            most = LONG_ACROSS if len(widths) > 6 else LONG
            return {"k": "table", "head": [inline(cell) for cell in head], "rows": cells, "widths": list(widths),
                    "height": height, "long": [len(repr(row)) > most for row in cells]}  # fmt: skip
        case Facts(rows):
            return {"k": "facts", "rows": [[inline(name), blocks(value)] for name, value in rows]}
        case Callout(inner):
            return {"k": "callout", "blocks": blocks(inner)}
        case Together(inner):
            return {"k": "together", "blocks": blocks(inner)}
        case Boxes(options, stacked):
            return {"k": "boxes", "options": [inline(option) for option in options], "stacked": stacked}
        case Lines(count):
            return {"k": "lines", "count": count}
        case Card(stub, banner, facts, title, body):
            return {"k": "card", "stub": inline(stub), "banner": legal(banner), "title": inline(title),
                    "facts": [[inline(name), inline(value)] for name, value in facts],
                    "body": blocks(body)}  # fmt: skip
        case _:
            assert_never(found)
