"""A table of data while it is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gblint.document import Table
from gblint.readers.html.grid import Group, RawCell, lay_out
from gblint.readers.html.inline import Written

if TYPE_CHECKING:
    from gblint.readers.element import Element

_ORDER = {"thead": 0, "tbody": 1, "tfoot": 2}


class Rows:
    """Rows by group; counts the characters of the table and those of its links."""

    def __init__(self) -> None:
        self._groups: list[tuple[int, Group]] = []
        self._cell: list[str] | None = None
        self._row_open = False
        self.count = 0
        self.chars = self.linked = self.links = 0
        self._columns: list[Element] = []

    @property
    def in_cell(self) -> bool:
        return self._cell is not None

    def start_group(self, tag: str) -> None:
        self._groups.append((_ORDER[tag], []))
        self._row_open = False

    def start_row(self) -> None:
        if not self._groups:
            self.start_group("tbody")
        self._groups[-1][1].append([])
        self._row_open = True
        self.count += 1

    def add_column(self, element: Element) -> None:
        """A col, or a colgroup that has none."""
        if not len(element):
            self._columns.append(element)

    def start_cell(self, line: int, element: Element) -> None:
        """Begin a cell, in a row of its own where none is open."""
        if not self._row_open:
            self.start_row()
        down, across = element.get("rowspan"), element.get("colspan")
        self._groups[-1][1][-1].append(RawCell("", line, down, across, element))
        self._cell = []

    def add(self, text: str, line: Written) -> None:
        """Add a line of text to the cell that is open."""
        if self._cell is not None:
            self._cell.append(text)
            self.chars += line.chars
            self.linked += line.linked
            self.links += line.links

    def end_cell(self) -> None:
        if self._cell is not None:
            self._groups[-1][1][-1][-1].text = "\n".join(self._cell)
            self._cell = None

    def table(self) -> Table | None:
        """The table, its head first and its foot last wherever they are written."""
        groups = [rows for _, rows in sorted(self._groups, key=lambda group: group[0])]
        return lay_out(groups, self._columns)
