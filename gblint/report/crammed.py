"""Documents whose whole text a converter has put into one row of a table."""

from __future__ import annotations

from collections import Counter

from gblint.document import Document, Paragraph

_LEAST = 1000
"""Characters from which on a row may hold a whole report."""


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
