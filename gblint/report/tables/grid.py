"""A table seen as a grid: which cell covers a place, what stands in a row or above a column."""

from __future__ import annotations

from gblint.document import Cell, Table


class Grid:
    """The cells of a table by the places that they cover."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.height, self.width = table.height, table.width
        places: list[list[Cell | None]] = [[None] * table.width for _ in range(table.height)]
        for cell in table.cells:
            if cell.row_span == 1 and cell.column_span == 1:
                places[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, table.height)):
                line = places[row]
                for column in range(cell.column, min(cell.column + cell.column_span, table.width)):
                    line[column] = cell
        self._places = places

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, None where the table has no cell."""
        return self._places[row][column] if column < self.width else None

    def row(self, row: int) -> list[Cell]:
        """The cells that a row shows, left to right, those that reach in from above too."""
        cells: list[Cell] = []
        last: Cell | None = None
        for cell in self._places[row]:
            if cell is not None and cell is not last:
                cells.append(cell)
            last = cell
        return cells

    def above(self, column: int, rows: range) -> list[Cell]:
        """The cells over a column within `rows`, top to bottom."""
        cells: list[Cell] = []
        for row in rows:
            cell = self._places[row][column]
            if cell is not None and (not cells or cell is not cells[-1]):
                cells.append(cell)
        return cells
