"""Documents whose whole text a converter has put into one row of a table, or one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gblint.document import Anchor, Document, Paragraph
from gblint.pack.model import Pack
from gblint.report.model import Heading
from gblint.text.folding import fold

_LEAST = 1000
"""Characters from which on a row may hold a whole report."""

_LONG = 400
"""Characters from which on a paragraph may hold several sections."""
_INSIDE = 4
"""Headings inside such paragraphs that show that the ends of lines were lost."""
_READ = 2
"""Headings at most that were read as such all the same."""


def is_crammed(document: Document) -> bool:
    """Whether one row has most of a document's text: its paragraphs and tables are lost."""
    whole = longest = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            whole += len(block.text)
            continue
        rows: Counter[int] = Counter()
        for cell in block.cells:
            rows[cell.row] += len(cell.text)
        whole += rows.total()
        longest = max(longest, *rows.values(), 0)
    return longest >= _LEAST and 2 * longest > whole


def find_run_together(document: Document, pack: Pack, headings: Sequence[Heading]) -> Anchor | None:
    """Where the paragraph begins that holds most of the sections with headings and all.

    A sentence that lists what a report is made of stands before headings that were read.
    """
    long = [one for one in document.paragraphs() if len(one.text) >= _LONG]
    known = {heading.number for heading in headings if heading.origin == "section"}
    if not long or len(known) > _READ:
        return None
    text = "\n".join(fold(one.text) for one in long)
    inside = sum(
        any(_heads(fold(name), text) for name in (section.heading, *section.wordings))
        for section in pack.sections
    )
    return long[0].anchor if inside >= _INSIDE else None


def _heads(name: str, text: str) -> bool:
    """Whether a name stands in a text with the ordinal of a section before it."""
    return (
        name in text
        and re.search(rf"[一二三四五六七八九十][,.:)]{re.escape(name)}", text) is not None
    )
