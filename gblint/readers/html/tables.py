"""The tables of a page: which only lay it out, and the others as grids, as browsers have them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from gblint.document import Anchor, Cell, Table
from gblint.readers.html.tree import find_style, read_claimed_width
from gblint.readers.refusals import check_count, get_limits
from gblint.readers.texts import group_runs

if TYPE_CHECKING:
    from gblint.readers.package import Element


HEADINGS = {f"h{level}": level for level in range(1, 7)}
CELLS = ("td", "th")

_COLUMNS = 2
"""Cells to a row that a table has at most when it only serves to lay out others."""
_PROSE = 300
"""Characters: a cell that holds more than a cell of data does."""
_PARTS = ("p", "div", "br", "li", "blockquote", *HEADINGS)


def find_layout_tables(root: Element) -> dict[Element, bool]:
    """Every table of a page, with whether it only lays out the page.

    Raises ReadError where tables are nested beyond the limit.
    """
    depths: dict[Element, int] = {}
    for table in root.iter("table"):
        above = next(table.iterancestors("table"), None)
        depths[table] = 1 if above is None else depths[above] + 1
        check_count(depths[table] - 1, "depth")
    return {table: _is_layout(table) for table in depths}


def _is_layout(table: Element) -> bool:
    rows = _list_rows(table)
    cells = [cell for row in rows for cell in row]
    widest = max(map(len, rows), default=0)
    nested = sum(1 for _ in table.iterdescendants(*CELLS)) - len(cells)  # cells of tables in it
    if nested > 0:
        # as with a table of Word; and where most cells are those of other tables
        if len(rows) == 1 or widest <= _COLUMNS or nested >= len(cells):
            return True
    elif widest <= 1 and (len(rows) == 1 or any(_has_parts(cell) for cell in cells)):
        return True
    return any(_is_prose(cell) for cell in cells)


def _list_rows(table: Element) -> list[list[Element]]:
    """The cells of a table by its rows, not those of tables in it."""
    rows: list[list[Element]] = [[]]
    stack = list(table.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in CELLS:
            rows[-1].append(element)
            continue
        if element.tag == "tr":
            rows.append([])
        if element.tag != "table":
            stack += element.iterchildren(reversed=True)
    return [row for row in rows if row]


def _has_parts(cell: Element) -> bool:
    return next(islice(cell.iter(*_PARTS), 1, None), None) is not None


def _is_prose(cell: Element) -> bool:
    """Whether a cell itself, without tables in it, holds much text."""
    total = _count_characters(cell)
    if total <= _PROSE:
        return False
    inner = sum(
        _count_characters(table)
        for table in cell.iterdescendants("table")
        if next(table.iterancestors(*CELLS), None) is cell
    )
    return total - inner > _PROSE


def _count_characters(element: Element) -> int:
    texts = (str(text) for text in element.itertext())
    return sum(len("".join(text.split())) for text in texts)


_ROWS = ("div", "ul", "ol", "dl", "dd", "li", "section", "article", "main")
_HOLDERS = (*_ROWS, "body", "td", "form", "center", "blockquote")
"""What may be a row where a page has blocks for its tables, and what may hold rows."""
_BLOCK_CELLS = frozenset((*_ROWS, "p", "dt"))
_LONGEST_CELL, _MOST_INSIDE = 100, 60
"""Characters of such a cell, and elements within it, at most."""
_LEAST_ACROSS, _LEAST_FIGURES, _LONGEST_FIGURE = 3, 0.2, 10
"""Cells that one row of such a table has at least, the share of cells that hold a figure, and how
many digits one has less than.
"""


def find_block_rows(root: Element) -> dict[Element, bool]:
    """The rows of tables that are made of blocks and not of `table`, each with whether it ends one.

    Each row is a block of blocks with short texts. Only rows that belong together show which cell
    is under which: those of a stretch with as many figures each.
    """
    found: dict[Element, bool] = {}
    for holder in reversed(list(root.iter(*_HOLDERS))):  # what is in others comes before these
        children = [(child, _read_block_row(child, found)) for child in holder.iterchildren("*")]
        for run in group_runs(children, lambda one, after: bool(one[1] and after[1])):
            rows = [row for row, cells in run if cells]
            if len(rows) > 1 and _are_table([cells for _, cells in run if cells]):
                found |= {row: row is rows[-1] for row in rows}
    return found


def _read_block_row(row: Element, found: dict[Element, bool]) -> list[str] | None:
    """The texts of the cells of a row that is made of blocks; None where it is none."""
    if row.tag not in _ROWS or not len(row) or row in found:
        return None
    if _is_filled(row.text) or _is_filled(row.tail):
        return None
    cells = list(row)
    if any(
        cell.tag not in _BLOCK_CELLS or cell in found or _is_filled(cell.tail) for cell in cells
    ):
        return None
    if any(find_style(one, str(one.tag)).hidden for one in (row, *cells)):
        return None
    if any(next(islice(cell.iter(), _MOST_INSIDE, None), None) is not None for cell in cells):
        return None
    texts = ["".join("".join(map(str, cell.itertext())).split()) for cell in cells]
    # one that is written into another leaves blank ones on both sides
    strays = any(cell.tag == "p" and not text for cell, text in zip(cells, texts, strict=True))
    return texts if max(map(len, texts)) <= _LONGEST_CELL and not strays else None


def _is_filled(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _are_table(rows: list[list[str]]) -> bool:
    from gblint.readers.merged_cells import count_trailing_figures, has_figures

    cells = [cell for row in rows for cell in row]
    if max(map(len, rows)) < _LEAST_ACROSS:
        return False
    # a day or a number of a file is no figure of a table
    figures = sum(cell.isdecimal() and len(cell) < _LONGEST_FIGURE for cell in cells)
    if figures < _LEAST_FIGURES * len(cells):
        return False
    runs = group_runs(rows, lambda row, after: has_figures(row) and has_figures(after))
    counts = [set(map(count_trailing_figures, run)) for run in runs if has_figures(run[0])]
    return all(len(own) == 1 for own in counts)


_MOST = 400
"""Columns of a table up to which its borders are looked at; no such table has so many."""


class RawCell(msgspec.Struct):
    """A cell as it is written: its text, its line of the source, its rowspan and colspan.

    `element` may claim a width.
    """

    text: str
    line: int
    down: str | None = None
    across: str | None = None
    element: Element | None = None


Group = list[list[RawCell]]
"""The rows of a thead, tbody or tfoot, which no rowspan reaches out of."""


def build_grid(groups: Sequence[Group], columns: Sequence[Element] = ()) -> Table | None:
    """The grid; None where there is no cell. `columns` may claim widths.

    A cell stands in the first free column of its row. One that would lie over another is cut.
    Columns at the right in which no cell begins are spans that reach too far, and left out;
    columns that are but slivers between two borders are left out, too.
    """
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    top = 0
    for rows in groups:
        for at, row in enumerate(rows, start=top):
            _place_row(row, at, bottom=top + len(rows), cells=cells, taken=taken)
        top += len(rows)
    if not cells:
        return None
    width = max(cell.column for cell in cells) + 1  # where cells begin, not how far they reach
    check_count(top * width, "cells")
    cut = [
        cell
        if cell.column + cell.column_span <= width
        else msgspec.structs.replace(cell, column_span=width - cell.column)
        for cell in cells
    ]
    if 1 < width <= _MOST and not _is_plain(cut, top, width):
        cut, width = _merge_columns(cut, _collect_claims(groups, columns, cells), (top, width))
    return Table(tuple(cut), top, width, cut[0].anchor)


def infer_grid(groups: Sequence[Group]) -> Table | None:
    """The grid of a table that is made of blocks, which do not say what they reach over."""
    from gblint.readers.merged_cells import infer_merged_cells

    rows = [row for group in groups for row in group if row]
    return infer_merged_cells([([c.text for c in row], Anchor(row[0].line)) for row in rows])


def _is_plain(cells: Sequence[Cell], height: int, width: int) -> bool:
    """Whether a row has all columns, each for itself, filled: no border stands at two places."""
    counts = [0] * height
    for cell in cells:
        if cell.column_span == 1 and cell.text:
            for row in range(cell.row, min(cell.row + cell.row_span, height)):
                counts[row] += 1
    return width in counts


def _collect_claims(
    groups: Sequence[Group], columns: Sequence[Element], cells: Sequence[Cell]
) -> list[tuple[int, int, float]]:
    """The widths that cells and columns claim, as `table_edges.Span`."""
    claims: list[tuple[int, int, float]] = []
    raws = (raw for rows in groups for row in rows for raw in row)
    for cell, raw in zip(cells, raws, strict=True):
        size = 0.0 if raw.element is None else read_claimed_width(raw.element)
        if size:
            claims.append((cell.column, cell.column + cell.column_span, size))
    at = 0
    for column in columns:
        span, size = _read_span(column.get("span"), _MOST), read_claimed_width(column)
        if size:
            claims += [(at + i, at + i + 1, size) for i in range(span)]
        at += span
    return claims


def _merge_columns(
    cells: Sequence[Cell], claims: Sequence[tuple[int, int, float]], extent: tuple[int, int]
) -> tuple[list[Cell], int]:
    """The cells in the columns that the eye sees, and how many these are.

    `extent` is height and width of the grid.
    """
    from gblint.readers.table_edges import Stretch, find_edge_places, merge_edges

    height, width = extent
    measured = find_edge_places([claim for claim in claims if claim[1] <= width], width)
    places = measured or [float(at) for at in range(width + 1)]
    rows: list[list[Stretch]] = [[] for _ in range(height)]
    for cell in cells:
        begin, end = places[cell.column], places[cell.column + cell.column_span]
        for row in range(cell.row, min(cell.row + cell.row_span, height)):
            rows[row].append(Stretch(begin, end, bool(cell.text.strip())))
    numbers = merge_edges(rows, measured=measured is not None)
    found: list[Cell] = []
    for cell in cells:
        begin = numbers[places[cell.column]]
        span = numbers[places[cell.column + cell.column_span]] - begin
        if span:
            found.append(msgspec.structs.replace(cell, column=begin, column_span=span))
    return found, max(cell.column + cell.column_span for cell in found)


def _place_row(
    row: Sequence[RawCell], at: int, *, bottom: int, cells: list[Cell], taken: set[tuple[int, int]]
) -> None:
    column = 0
    for raw in row:
        while (at, column) in taken:
            column += 1
        check_count(column + 1, "columns")
        across = _read_span(raw.across, get_limits().columns - column)
        if taken:  # browsers let cells overlap, which no grid can
            across = next((c for c in range(across) if (at, column + c) in taken), across)
        # one of 0 goes on to the end of its group
        to_end = raw.down is not None and raw.down.strip() == "0"
        down = bottom - at if to_end else _read_span(raw.down, bottom - at)
        check_count(len(taken) + across * down, "cells")
        taken.update((at + r, column + c) for r in range(down) for c in range(across))
        cells.append(Cell(raw.text, at, column, Anchor(raw.line), down, across))
        column += across


def _read_span(text: str | None, most: int) -> int:
    return min(max(read_number(text, 1, longest=8), 1), most)


def read_number(text: str | None, absent: int, *, longest: int = 5) -> int:
    """A whole number of so many digits at most, as an attribute has it; else `absent`."""
    written = "" if text is None else text.strip()
    return int(written) if written.isdecimal() and len(written) <= longest else absent
