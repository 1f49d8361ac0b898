"""Tables of a document as something that a test can write down."""

from __future__ import annotations

from gblint.document import Document, Table
from gblint.readers import read


def tables(text: str | bytes) -> list[Table]:
    """The tables of a text file."""
    return list(document(text).tables())


def document(text: str | bytes) -> Document:
    """A text file as read."""
    return read(text.encode() if isinstance(text, str) else text, "报告.txt")


def paragraphs(text: str | bytes) -> list[str]:
    """The texts of the paragraphs of a text file."""
    return [p.text for p in document(text).paragraphs()]


def only(text: str) -> list[str]:
    """The one table of a text, as `shown` gives it."""
    (found,) = tables(text)
    return shown(found)


def shown(table: Table) -> list[str]:
    """Row by row, its columns parted by spaces: a text at the first place of its cell, `<` where
    a cell reaches over from the left, `^` from above, `_` for an empty cell, `∅` for none.
    """
    places = [["∅"] * table.width for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert places[row][column] == "∅", "cells overlap"
                mark = "<" if row == cell.row else "^"
                text = "".join(cell.text.split()) or "_"
                places[row][column] = text if (row, column) == (cell.row, cell.column) else mark
    return [" ".join(row) for row in places]


def rows(table: Table) -> list[list[str]]:
    """The texts of the cells that begin in each row."""
    return [[c.text for c in table.cells if c.row == row] for row in range(table.height)]
