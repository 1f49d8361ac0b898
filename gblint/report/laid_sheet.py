"""Cells of a table that is put together."""

from __future__ import annotations

import msgspec

from gblint.document import Anchor, Cell, Table


class Sheet:
    """A table under construction."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._latest: dict[int, int] = {}

    def put(self, text: str, anchor: Anchor, row: int, column: int, *, wide: int = 1) -> None:
        """Puts a cell; one with the text and the place of the cell above goes on in that."""
        cell = Cell(text, row, column, anchor, column_span=wide)
        above = self._latest.get(column)
        if above is not None and _goes_on(self._cells[above], cell):
            span = row - self._cells[above].row + 1
            self._cells[above] = msgspec.structs.replace(self._cells[above], row_span=span)
            return
        self._latest[column] = len(self._cells)
        self._cells.append(cell)

    def table(self) -> Table:
        cells = sorted(self._cells, key=lambda cell: (cell.row, cell.column))
        height = max(cell.row + cell.row_span for cell in cells)
        width = max(cell.column + cell.column_span for cell in cells)
        return Table(tuple(cells), height, width, cells[0].anchor, inferred=True)


def _goes_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell is the same label, on the same line of the document, as the one above."""
    return (above.text, above.anchor, above.column_span) == (
        cell.text,
        cell.anchor,
        cell.column_span,
    ) and above.row + above.row_span == cell.row
