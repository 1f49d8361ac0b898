"""Headings and titles in tables: a cell or bar of their own, or the first row of a table."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.report.decorated import without_signs
from gblint.report.headings.lexicon import HeadingLexicon
from gblint.report.headings.ordinals import split_ordinal
from gblint.text.folding import fold

_CELLS = 3
"""Cells with text that a bar has: a number, the heading, a note."""


def without_bars(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with what stands in tables but is a heading or prose as paragraphs.

    A table of one cell is a paragraph; one is cut at rows that hold nothing but a section's
    heading, and what is between them is paragraphs where it has but one cell to a row.
    """
    if not any(isinstance(block, Table) for block in blocks):
        return tuple(blocks)
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            found += _pieces(block, lexicon)
        else:
            found.append(block)
    return tuple(found)


def _pieces(table: Table, lexicon: HeadingLexicon) -> Iterator[Block]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.text and not cell.text.isspace():
            rows[cell.row].append(cell)
    if not rows:
        yield table
        return
    if _is_column(table, rows):
        yield from _paragraphs([cell for cells in rows.values() for cell in cells])
        return
    bars = [row for row, cells in rows.items() if len(cells) <= _CELLS and _is_bar(cells, lexicon)]
    if not bars or not _can_cut(table, bars):
        yield table
        return
    bar_rows = frozenset(bars)
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    edges = [0, *(edge for row in bars for edge in (row, row + 1)), table.height]
    for first, end in pairwise(edges):
        if first in bar_rows and end == first + 1:
            yield _bar(rows[first])
        elif first < end:
            inside = [cell for row in range(first, end) for cell in by_row.get(row, ())]
            yield from _between(table, inside, first, end)


def _is_column(table: Table, rows: dict[int, list[Cell]]) -> bool:
    """Whether a table is but one cell, or one column of text: it holds no figures of a format."""
    if not all(len(cells) == 1 for cells in rows.values()):
        return False
    only = [cells[0] for cells in rows.values()]
    if len(only) == 1:
        return True
    wide = all(cell.column_span == table.width for cell in only)
    return wide and all(any(char.isalpha() for char in cell.text) for cell in only)


def _is_bar(cells: Sequence[Cell], lexicon: HeadingLexicon) -> bool:
    """Whether a row of few cells holds nothing but the heading of a section."""
    text = _joined(cells)
    if not text or len(text) > lexicon.longest + _CELLS:
        return False
    ordinal, name = split_ordinal(without_signs(text) or text)
    match = lexicon.known(fold(name))
    if match is None and len(text.split()) > 1:  # a number of a form that only a cell sets apart
        match = lexicon.known(fold(text.split(maxsplit=1)[1]))
        return match is not None and match.wording == "exact"
    if match is None or match.obsolete is not None:
        return False
    return match.wording == "exact" or (ordinal is not None and ordinal.value == match.number)


def _joined(cells: Sequence[Cell]) -> str:
    """The text of a bar; a cell that only adorns it is left out."""
    texts = ["".join(cell.text.split()) for cell in cells]
    words = [text for text in texts if text[:1].isalnum() or any(map(str.isalnum, text))]
    return "".join(text if not text[-1].isalnum() else text + " " for text in words).strip()


def _can_cut(table: Table, rows: Sequence[int]) -> bool:
    """Whether no cell reaches over the edges of these rows."""
    edges = sorted({edge for row in rows for edge in (row, row + 1)})
    for cell in table.cells:
        if cell.row_span > 1:
            at = bisect_right(edges, cell.row)
            if at < len(edges) and edges[at] < cell.row + cell.row_span:
                return False
    return True


def _bar(cells: Sequence[Cell]) -> Paragraph:
    if len(cells) == 1:
        return Paragraph(cells[0].text, cells[0].anchor, bold=True)
    return Paragraph(_joined(cells), cells[0].anchor, bold=True)


def _between(table: Table, inside: Sequence[Cell], first: int, end: int) -> Iterator[Block]:
    """The rows of a table between two bars: paragraphs, or a table of its own."""
    held = [cell for cell in inside if cell.text.strip()]
    if len({cell.row for cell in held}) == len(held):
        yield from _paragraphs(held)
        return
    cells = tuple(msgspec.structs.replace(cell, row=cell.row - first) for cell in inside)
    yield msgspec.structs.replace(
        table, cells=cells, height=end - first, anchor=Anchor(cells[0].anchor.line)
    )


def _paragraphs(cells: Sequence[Cell]) -> Iterator[Paragraph]:
    for cell in cells:
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(line, cell.anchor)
