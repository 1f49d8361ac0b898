"""The rows of a table in HTML as a grid, as browsers lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from gblint.document import Anchor, Cell, Table
from gblint.readers.limits import check_columns, check_places, in_force

if TYPE_CHECKING:
    from gblint.readers.element import Element


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


def lay_out(groups: Sequence[Group], columns: Sequence[Element] = ()) -> Table | None:
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
            _put(row, at, bottom=top + len(rows), cells=cells, taken=taken)
        top += len(rows)
    if not cells:
        return None
    width = max(cell.column for cell in cells) + 1
    check_places(top, width)
    cut = [_within(cell, width) for cell in cells]
    if 1 < width <= _MOST and not _is_plain(cut, top, width):
        cut, width = _by_eye(cut, _claims(groups, columns, cells), (top, width))
    return Table(tuple(cut), top, width, cut[0].anchor)


def _is_plain(cells: Sequence[Cell], height: int, width: int) -> bool:
    """Whether a row has all columns, each for itself, filled: no border stands at two places."""
    counts = [0] * height
    for cell in cells:
        if cell.column_span == 1 and cell.text:
            for row in range(cell.row, min(cell.row + cell.row_span, height)):
                counts[row] += 1
    return width in counts


def _claims(
    groups: Sequence[Group], columns: Sequence[Element], cells: Sequence[Cell]
) -> list[tuple[int, int, float]]:
    """The widths that cells and columns claim, as `table_edges.Span`."""
    from gblint.readers.html.style import size_of

    claims: list[tuple[int, int, float]] = []
    raws = (raw for rows in groups for row in rows for raw in row)
    for cell, raw in zip(cells, raws, strict=True):
        size = 0.0 if raw.element is None else size_of(raw.element)
        if size:
            claims.append((cell.column, cell.column + cell.column_span, size))
    at = 0
    for column in columns:
        span, size = _span(column.get("span"), _MOST), size_of(column)
        if size:
            claims += [(at + i, at + i + 1, size) for i in range(span)]
        at += span
    return claims


def _by_eye(
    cells: Sequence[Cell], claims: Sequence[tuple[int, int, float]], extent: tuple[int, int]
) -> tuple[list[Cell], int]:
    """The cells in the columns that the eye sees, and how many these are.

    `extent` is height and width of the grid.
    """
    from gblint.readers.table_edges import Stretch, known_places, merge_edges

    height, width = extent
    known = known_places([claim for claim in claims if claim[1] <= width], width)
    places = known or [float(at) for at in range(width + 1)]
    rows: list[list[Stretch]] = [[] for _ in range(height)]
    for cell in cells:
        begin, end = places[cell.column], places[cell.column + cell.column_span]
        for row in range(cell.row, min(cell.row + cell.row_span, height)):
            rows[row].append(Stretch(begin, end, bool(cell.text.strip())))
    numbers = merge_edges(rows, measured=known is not None)
    found: list[Cell] = []
    for cell in cells:
        begin = numbers[places[cell.column]]
        span = numbers[places[cell.column + cell.column_span]] - begin
        if span:
            found.append(msgspec.structs.replace(cell, column=begin, column_span=span))
    return found, max(cell.column + cell.column_span for cell in found)


def _put(
    row: Sequence[RawCell], at: int, *, bottom: int, cells: list[Cell], taken: set[tuple[int, int]]
) -> None:
    column = 0
    for raw in row:
        while (at, column) in taken:
            column += 1
        check_columns(column + 1)
        across = _span(raw.across, in_force().columns - column)
        if taken:
            free = next((c for c in range(across) if (at, column + c) in taken), across)
            across = free
        down = _rows_down(raw.down, bottom - at)
        check_places(len(taken) + across * down, 1)
        taken.update((at + r, column + c) for r in range(down) for c in range(across))
        cells.append(Cell(raw.text, at, column, Anchor(raw.line), down, across))
        column += across


def _rows_down(text: str | None, most: int) -> int:
    """A rowspan of 0 goes on to the end of its group."""
    return most if text is not None and text.strip() == "0" else _span(text, most)


def _span(text: str | None, most: int) -> int:
    written = "" if text is None else text.strip()
    number = int(written) if written.isdecimal() and len(written) < 9 else 1
    return min(max(number, 1), most)


def _within(cell: Cell, width: int) -> Cell:
    if cell.column + cell.column_span <= width:
        return cell
    return msgspec.structs.replace(cell, column_span=width - cell.column)
