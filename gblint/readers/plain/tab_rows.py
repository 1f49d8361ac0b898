"""Tables with a row on a line and tabs between its cells, as pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.readers.lines import Line, Rows, ends_sentence, is_heading
from gblint.readers.plain.grid_rows import is_figure

_LONGEST_COUNT = 7
"""Characters of a whole number in a table of two columns; a phone number is longer."""


_MOST_TITLES = 3
"""Rows of one cell that may follow one another."""

_LOOK = 4
"""Lines below a blank one that may tell that another table begins."""

_LEAST_ROWS = 2

_POINTS = frozenset(".,．，")


def is_tab_row(line: Line) -> bool:
    """Whether a line has tabs between cells. One tab alone before a text begins a tab cell."""
    text = line.text
    return text.count("\t") > text.startswith("\t")


def begins_tab_rows(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: with a row, or with titles of one cell over rows."""
    return is_tab_row(lines[at]) or _titles(lines, at) > 0


def _titles(lines: Sequence[Line], at: int) -> int:
    """How many lines there are from here to a row, if they can be rows of one cell; else 0."""
    near = lines[at : at + _MOST_TITLES + 1]
    rows = next((look for look, line in enumerate(near) if "\t" in line.text), 0)
    if not rows or not is_tab_row(near[rows]):
        return 0
    for line in near[:rows]:
        if line.blank or is_heading(line.text) or ends_sentence(line.text):
            return 0
    return rows


def read_tab_rows(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    No rows when it is none, but lines with tabs. Lines without tab between rows are rows of
    one cell; one blank line is passed over unless another table begins below it.
    """
    rows: Rows = []
    at = end = start
    while at < len(lines):
        if lines[at].blank and "\t" not in lines[at].text and at == end:
            if rows and _begins_other(rows, lines[at + 1 : at + 1 + _LOOK]):
                break
            at += 1
            continue
        if not begins_tab_rows(lines, at):
            break
        rows.append(([cell.strip() for cell in lines[at].text.split("\t")], lines[at].anchor()))
        at = end = at + 1
    return (rows if _is_table([cells for cells, _ in rows]) else []), end


def _begins_other(rows: Rows, below: Sequence[Line]) -> bool:
    """Whether the lines below a blank one begin another table.

    They do where they are rows of headings and figures with as many cells each, and all rows above
    have another number: a page that cuts a table leaves its rows as long as they were.
    """
    following = [[cell.strip() for cell in line.text.split("\t")] for line in below]
    while following and len(following[0]) == 1 and following[0][0]:
        following.pop(0)  # the title of a table or a block
    here = {len(cells) for cells, _ in rows if len(cells) > 1}
    there = {len(cells) for cells in following[:_LEAST_ROWS]}
    return (
        len(following) >= _LEAST_ROWS
        and len(here) == len(there) == 1
        and here.isdisjoint(there)
        and max(there) > 1
        and not any(map(is_figure, following[0]))
    )


def _is_table(rows: list[list[str]]) -> bool:
    if len(rows) < 2 or all(_is_listed(cells) for cells in rows if len(cells) > 1):
        return False
    if max(map(len, rows)) > 2:
        return any(is_figure(cell) for cells in rows for cell in cells[1:]) or len(rows) > 2
    last = [cells[1] for cells in rows if len(cells) == 2]
    return any(map(_is_count, last))


def _is_count(cell: str) -> bool:
    """Whether a figure counts or is an amount; it may also be a phone number."""
    return is_figure(cell) and (len(cell) <= _LONGEST_COUNT or not _POINTS.isdisjoint(cell))


def _is_listed(cells: list[str]) -> bool:
    """Whether a row is a line of a table of contents: a heading and its page."""
    return len(cells) == 2 and is_heading(cells[0]) and cells[1].isdecimal()
