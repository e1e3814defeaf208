"""Texts of a scenario as safe HTML: Markdown without HTML in it, then a sanitiser, so that no text can do anything."""

from functools import cache
from typing import Any

from markupsafe import Markup

from whitecell.exercise import PURGED

TAGS = frozenset("a blockquote br code del em hr li ol p pre strong sub sup table tbody td th thead tr ul s".split())
"""What a text may use. No pictures: they would be fetched. No headings: the report has its own."""


@cache
def parser() -> Any:
    """The Markdown parser, made when it is first wanted. Headings become paragraphs in bold."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    made.add_render_rule("heading_open", lambda *_: "<p><strong>")
    made.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    made.disable("image")
    return made


@cache
def markdown(text: str) -> Markup:
    """A text in Markdown as HTML that holds nothing but what `TAGS` lists."""
    if not text or text == PURGED:
        return Markup("")
    import nh3

    clean = nh3.clean(
        parser().render(text), tags=set(TAGS), attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer",
    )  # fmt: skip
    return Markup(clean)


def css_string(text: str) -> Markup:
    """A text as a string of a style sheet, every character but letters and digits escaped."""
    return Markup('"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"')
