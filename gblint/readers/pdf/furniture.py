"""What stands at the edges of pages and is no part of the text: page numbers, running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gblint.readers.lines import is_page_number
from gblint.readers.pdf.ruled_tables import RuledTable
from gblint.readers.pdf.text_lines import TextLine
from gblint.text.folding import fold

_EDGE = 2
"""Lines at the top and at the bottom of a page that can be furniture."""

_LEAST_PAGES = 3
"""Pages on which a running head or foot is the same, digits aside."""

_DIGITS = re.compile(r"\d+")

_MARGIN = 0.11
"""Share of a page's height, at the top and at the bottom, that furniture stands in."""

Item = TextLine | RuledTable


def drop_page_edges(pages: Sequence[tuple[Sequence[Item], float]]) -> list[Item]:
    """The items of all pages, each page with its height, without what stands at their edges."""
    edges = [_edges(items, height) for items, height in pages]
    running = _running(edges)
    gone = {id(line) for lines in edges for line in lines if _is_one(line, running)}
    return [item for items, _ in pages for item in items if id(item) not in gone]


def _edges(items: Sequence[Item], height: float) -> list[TextLine]:
    """The first and last lines of a page that stand in its margins."""
    ordered = sorted(items, key=lambda item: item.box[1])
    outer = {id(item): item for item in (*ordered[:_EDGE], *ordered[-_EDGE:])}
    top, bottom = _MARGIN * height, (1 - _MARGIN) * height
    return [
        item
        for item in outer.values()
        if isinstance(item, TextLine) and (item.box[3] < top or item.box[1] > bottom)
    ]


def _running(edges: Sequence[Sequence[TextLine]]) -> frozenset[str]:
    """The texts at the edges of most pages, digits masked."""
    counts = Counter(text for lines in edges for text in {_masked(line) for line in lines})
    least = max(_LEAST_PAGES, len(edges) / 2)
    return frozenset(text for text, count in counts.items() if count >= least)


def _is_one(line: TextLine, running: frozenset[str]) -> bool:
    return is_page_number(line.text) or _masked(line) in running


def _masked(line: TextLine) -> str:
    return _DIGITS.sub("#", fold(line.text))
