"""Tables with a row on a line and tabs between its cells, as pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.readers.grid_rows import is_figure
from gblint.readers.lines import Line, Rows, ends_sentence, is_heading

_LONGEST_COUNT = 7
"""Characters of the figure in a table of two columns; a phone number is longer."""


def is_tab_row(line: Line) -> bool:
    """Whether a line has tabs between cells. One tab alone before a text begins a tab cell."""
    text = line.text
    return "\t" in text and not line.blank and text.count("\t") > text.startswith("\t")


def begins_tab_rows(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: with a row, or with a title of one cell over rows."""
    line = lines[at]
    if is_tab_row(line):
        return True
    if line.blank or "\t" in line.text or at + 1 >= len(lines) or not is_tab_row(lines[at + 1]):
        return False
    return not (is_heading(line.text) or ends_sentence(line.text))


def read_tab_rows(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    No rows when it is none, but lines with tabs. A line without tab between two rows is a row
    of one cell.
    """
    rows: Rows = []
    at = start
    while at < len(lines):
        step = _step(lines, at)
        if not step:
            break
        at += step - 1
        rows.append(([cell.strip() for cell in lines[at].text.split("\t")], lines[at].anchor()))
        at += 1
    return (rows if _is_table([cells for cells, _ in rows]) else []), at


def _step(lines: Sequence[Line], at: int) -> int:
    """How many lines to the end of the next row, a blank one before it included; 0 for none."""
    if is_tab_row(lines[at]):
        return 1
    if at + 1 >= len(lines) or not is_tab_row(lines[at + 1]):
        return 0
    return 2 if lines[at].blank else 1


def _is_table(rows: list[list[str]]) -> bool:
    if len(rows) < 2:
        return False
    if max(map(len, rows)) > 2:
        return any(is_figure(cell) for cells in rows for cell in cells[1:]) or len(rows) > 2
    last = [cells[1] for cells in rows if len(cells) == 2]
    return any(is_figure(cell) and len(cell) <= _LONGEST_COUNT for cell in last)
