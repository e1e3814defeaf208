"""Texts of a scenario, written in Markdown, as blocks. HTML in them stays what it is: letters."""

from functools import cache
from typing import TYPE_CHECKING

from whitecell.kit.model import Block, Blocks, Inline, Items, Paragraph, Run, Style, Table, Turn, line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode


@cache
def parser() -> "MarkdownIt":
    """The Markdown parser: no HTML, no pictures."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    return made.disable("image")


def prose(text: str) -> Blocks:
    """A text as paragraphs, lists and tables; its headings are bold paragraphs, for a paper has its own."""
    from markdown_it.tree import SyntaxTreeNode

    if not text.strip():
        return ()
    return blocks(SyntaxTreeNode(parser().parse(text)).children)


def inline(text: str) -> Inline:
    """A text of one line, with its bold and italic words."""
    found: list[Run | Turn] = []
    for block in prose(text):
        if not isinstance(block, Paragraph):
            return (Run(" ".join(text.split())),)
        found += [Run(" "), *block.text] if found else block.text
    return tuple(found)


def blocks(nodes: "list[SyntaxTreeNode]", style: Style = "body") -> Blocks:
    """Every block of these nodes."""
    found: list[Block] = []
    for node in nodes:
        match node.type:
            case "paragraph":
                found.append(Paragraph(runs(node.children), style))
            case "heading":
                found.append(Paragraph(runs(node.children, bold=True), style))
            case "bullet_list" | "ordered_list":
                start = int(node.attrs.get("start", 1))
                items = tuple(blocks(item.children, style) for item in node.children)
                found.append(Items(items, node.type == "ordered_list", start))
            case "blockquote":
                found += blocks(node.children, "quote")
            case "fence" | "code_block":
                found.append(Paragraph(broken(node.content.rstrip("\n")), "code"))
            case "table":
                found.append(table(node))
            case "hr":
                pass
            case _:
                found += line((Run(node.content),) if node.content else ())
    return tuple(found)


def broken(code: str) -> Inline:
    """Lines of code, each ending where it ends."""
    found: list[Run | Turn] = []
    for text in code.split("\n"):
        found += [Turn(), Run(text, code=True)] if found else [Run(text, code=True)]
    return tuple(found)


def table(node: "SyntaxTreeNode") -> Table:
    """A table of Markdown, every column as wide as the others."""
    rows = [[runs(cell.children) for cell in row.children] for part in node.children for row in part.children]
    head, *body = rows
    return Table(tuple(head), tuple(tuple(line(cell) for cell in row) for row in body), (1.0,) * len(head))


def runs(nodes: "list[SyntaxTreeNode]", bold: bool = False, italic: bool = False) -> Inline:
    """Words in their manner. A link is followed by where it leads."""
    found: list[Run | Turn] = []
    for node in nodes:
        match node.type:
            case "inline" | "s":
                found += runs(node.children, bold, italic)
            case "strong":
                found += runs(node.children, True, italic)
            case "em":
                found += runs(node.children, bold, True)
            case "softbreak":
                found.append(Run(" ", bold, italic))
            case "hardbreak":
                found.append(Turn())
            case "code_inline":
                found.append(Run(node.content, bold, italic, code=True))
            case "link":
                label, target = runs(node.children, bold, italic), str(node.attrs.get("href", ""))
                shown = "".join(run.text for run in label if isinstance(run, Run))
                found += label if shown == target else (*label, Run(f" ({target})", bold, italic))
            case _:
                found += [Run(node.content, bold, italic)] if node.content else []
    return tuple(found)
