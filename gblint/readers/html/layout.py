"""Which tables of a page only lay it out, as old pages do with all they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gblint.readers.html.names import CELLS, HEADINGS
from gblint.readers.limits import check_depth

if TYPE_CHECKING:
    from gblint.readers.element import Element

_COLUMNS = 2
"""Cells to a row that a table has at most when it only serves to lay out others."""
_PROSE = 300
"""Characters: a cell that holds more than a cell of data does."""
_PARTS = ("p", "div", "br", "li", "blockquote", *HEADINGS)


def layout_tables(root: Element) -> dict[Element, bool]:
    """Every table of a page, with whether it only lays out the page.

    Raises ReadError where tables are nested beyond the limit.
    """
    depths: dict[Element, int] = {}
    for table in root.iter("table"):
        above = next(table.iterancestors("table"), None)
        depths[table] = 1 if above is None else depths[above] + 1
        check_depth(depths[table] - 1)
    return {table: _is_layout(table) for table in depths}


def _is_layout(table: Element) -> bool:
    rows: list[list[Element]] = [[]]
    for element in _own(table):
        if element.tag == "tr":
            rows.append([])
        else:
            rows[-1].append(element)
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    widest = max(map(len, rows), default=0)
    nested = sum(1 for _ in table.iterdescendants(*CELLS)) - len(cells)
    if nested > 0:
        if len(rows) == 1 or widest <= _COLUMNS or nested >= len(cells):
            return True
    elif widest <= 1 and (len(rows) == 1 or any(_has_parts(cell) for cell in cells)):
        return True
    return any(_is_prose(cell) for cell in cells)


def _own(table: Element) -> Iterator[Element]:
    """The rows and cells of a table in order, not those of tables in it."""
    stack = list(table.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in CELLS:
            yield element
            continue
        if element.tag == "tr":
            yield element
        if element.tag != "table":
            stack += element.iterchildren(reversed=True)


def _has_parts(cell: Element) -> bool:
    return sum(1 for _ in zip(cell.iter(*_PARTS), range(2), strict=False)) > 1


def _is_prose(cell: Element) -> bool:
    """Whether a cell itself, without tables in it, holds much text."""
    total = _length(cell)
    if total <= _PROSE:
        return False
    inner = sum(
        _length(table)
        for table in cell.iterdescendants("table")
        if next(table.iterancestors(*CELLS), None) is cell
    )
    return total - inner > _PROSE


def _length(element: Element) -> int:
    texts = (str(text) for text in element.itertext())
    return sum(len("".join(text.split())) for text in texts)
