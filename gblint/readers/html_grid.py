"""The rows of a table in HTML as a grid, as browsers lay it out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.document import Anchor, Cell, Table
from gblint.readers.limits import check_columns, check_places, in_force


class RawCell(msgspec.Struct):
    """A cell as it is written: its text, its line of the source, its rowspan and colspan."""

    text: str
    line: int
    down: str | None = None
    across: str | None = None


Group = list[list[RawCell]]
"""The rows of a thead, tbody or tfoot, which no rowspan reaches out of."""


def lay_out(groups: Sequence[Group]) -> Table | None:
    """The grid; None where there is no cell.

    A cell stands in the first free column of its row. One that would lie over another is cut.
    Columns at the right in which no cell begins are spans that reach too far, and left out.
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
    cut = [_within(cell, width) for cell in cells]
    check_places(top, width)
    return Table(tuple(cut), top, width, cut[0].anchor)


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
