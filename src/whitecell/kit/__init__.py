"""The papers of an exercise, from its pack alone: manuals, guides, cards, forms, each as PDF and DOCX.

Does: make every paper as data (`papers`), in any of its languages, and write it in two formats, the same bytes every
time. Never: prints in a cell's paper what not every seat of that cell may see, gives text to a format as markup, reads
a clock or draws.
"""

from whitecell.kit.as_docx import docx
from whitecell.kit.as_pdf import pdf
from whitecell.kit.folder import FORMATS, files, foreign
from whitecell.kit.model import Paper
from whitecell.kit.papers import papers
from whitecell.tongue import languages

__all__ = ["FORMATS", "Paper", "docx", "files", "foreign", "languages", "papers", "pdf"]
