"""Plain-text exports: what extractors and converters leave of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.builder.boxes import Box, Grid
from tests.builder.compose import compose
from tests.builder.report_plan import Para, ReportPlan, Writing
from tests.builder.spaced_text import Laid, laid_lines

Tables = Literal[
    "pipes",
    "dropped pipes",
    "tab cells",
    "tab rows",
    "short tab rows",
    "cell lines",
    "cell columns",
    "barred rows",
    "barred cells",
    "whole rows",
    "pushed rows",
    "pushed cells",
    "ruled rows",
    "parted rows",
    "laid",
]


_LOOK = Laid()


@dataclass(frozen=True)
class Shape:
    """How a text export looks.

    `pipes`: Markdown tables; in `dropped pipes` a merged cell leaves empty ones to its right and
    nothing below, and there is an empty heading. `tab cells`: a line that begins with a tab is a
    cell, one without goes on in it, a blank line ends the row; a merged cell leaves empty ones
    below. `tab rows`: a row is a line, its cells between tabs, a merged cell leaves empty ones to
    the right and below; in `short tab rows` below only. `cell lines`: a cell is a line, a merged
    cell leaves an empty one for each row below; rows and columns are lost. In `cell columns`
    cells come column by column. In `barred rows` and `barred cells` a bar ends each cell, a row or
    a cell is a line, and a merged cell leaves nothing; in `whole rows` it leaves empty cells to
    the right and below. `pushed rows` have a bar at the begin, too, and bars at the end for what
    merged cells cover, `pushed cells` only these; `ruled rows` have a line of Markdown below the
    first besides, `parted rows` that and bars only between cells.
    `laid`: cells stand where the page has them, as `look` says.
    `wrap` breaks prose after so many characters, with a blank line between all lines, as texts
    from PDF files have it.
    """

    tables: Tables = "tab cells"
    marked: bool = False
    """Headings and title have the marks of Markdown."""
    wrap: int = 0
    look: Laid = _LOOK
    encoding: Literal["utf-8", "utf-8-sig", "gb18030", "utf-16"] = "utf-8"
    newline: Literal["\n", "\r\n"] = "\n"


def text(plan: ReportPlan, *, writing: Writing | None = None, shape: Shape | None = None) -> bytes:
    """The plan as the bytes of a text file."""
    shape = shape or Shape()
    lines: list[str] = []
    for item in compose(plan, writing):
        if isinstance(item, Para):
            lines += _paragraph(item, shape)
        else:
            table = (
                laid_lines(item, shape.look)
                if shape.tables == "laid"
                else _TABLES[shape.tables](item)
            )
            lines += ["", *table, ""]
    return shape.newline.join([*lines, ""]).encode(shape.encoding)


def _paragraph(item: Para, shape: Shape) -> list[str]:
    written = item.number + item.text
    if shape.marked:
        written = {"title": "# ", "heading": "## ", "subheading": "### "}.get(
            item.role, ""
        ) + written
        return [written, ""]
    if not shape.wrap:
        return [written]
    parts = [written[at : at + shape.wrap] for at in range(0, len(written), shape.wrap)]
    return [line for part in parts or [""] for line in (part, "")]


def _rows(grid: Grid) -> list[list[tuple[Box | None, bool]]]:
    """Per row the boxes of its columns, with whether the box begins there."""
    rows: list[list[tuple[Box | None, bool]]] = [
        [(None, False)] * grid.width for _ in range(grid.height)
    ]
    for box in grid.boxes:
        for row in range(box.row, box.row + box.row_span):
            for column in range(box.column, box.column + box.column_span):
                rows[row][column] = (box, (row, column) == (box.row, box.column))
    return rows


def _full(grid: Grid) -> list[list[str]]:
    """Every column of every row; merged cells leave empty ones to the right and below."""
    return [
        [_one_line(box.text) if box and begins else "" for box, begins in row]
        for row in _rows(grid)
    ]


def _short(grid: Grid) -> list[list[str]]:
    """One cell for each box of a row; merged cells leave empty ones below only."""
    rows = []
    for number, row in enumerate(_rows(grid)):
        cells = []
        for column, (box, begins) in enumerate(row):
            if box is None:
                cells.append("")
            elif column == box.column:
                cells.append(box.text if begins and number == box.row else "")
        rows.append(cells)
    return rows


def _one_line(cell: str) -> str:
    return cell.replace("\n", " ")


def _pipes(grid: Grid) -> list[str]:
    rows = ["| " + " | ".join(row) + " |" for row in _full(grid)]
    return [rows[0], "|" + " --- |" * grid.width, *rows[1:]]


def _dropped_pipes(grid: Grid) -> list[str]:
    rows = []
    for number, row in enumerate(_rows(grid)):
        cells = [
            (_one_line(box.text) if box and begins else "")
            for box, begins in row
            if box is None or box.row == number
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return ["|" + "  |" * grid.width, "|" + " --- |" * grid.width, *rows]


def _tab_rows(grid: Grid) -> list[str]:
    return ["\t".join(row) for row in _full(grid)]


def _short_tab_rows(grid: Grid) -> list[str]:
    return ["\t".join(_one_line(cell) for cell in row) for row in _short(grid)]


def _tab_cells(grid: Grid) -> list[str]:
    lines: list[str] = []
    for row in _short(grid):
        for cell in row:
            lines += ("\t" + cell).split("\n")
        lines.append("")
    return lines


def _cell_lines(grid: Grid) -> list[str]:
    return [_one_line(cell) for row in _short(grid) for cell in row]


def _cell_columns(grid: Grid) -> list[str]:
    boxes = sorted(grid.boxes, key=lambda box: (box.column, box.row))
    return [_one_line(box.text) for box in boxes]


def _barred_rows(grid: Grid) -> list[str]:
    return [" | ".join(row) + " |" for row in _begun(grid)]


def _whole_rows(grid: Grid) -> list[str]:
    return [" | ".join(row) + " |" for row in _full(grid)]


def _barred_cells(grid: Grid) -> list[str]:
    return [f"{cell} |" for row in _begun(grid) for cell in row]


def _pushed_rows(grid: Grid) -> list[str]:
    rows = _begun(grid)
    wide = max(map(len, rows))
    return [
        f"| {' | '.join(row)} |{' ' * (len(row) < wide)}{'|' * (wide - len(row))}" for row in rows
    ]


def _pushed_cells(grid: Grid) -> list[str]:
    rows = _begun(grid)
    wide = max(map(len, rows))
    return [
        line
        for row in rows
        for line in (*(f"{cell} |" for cell in row), "|" * (wide - len(row)))
        if line
    ]


def _ruled_rows(grid: Grid) -> list[str]:
    first, *rows = _pushed_rows(grid)
    return [first, f"|{'---|' * first.count('|')}", *rows]


def _parted_rows(grid: Grid) -> list[str]:
    first, *rows = _begun(grid)
    return [" | ".join(first), "|".join(["---"] * len(first)), *map(" | ".join, rows)]


def _begun(grid: Grid) -> list[list[str]]:
    """Per row the cells that begin in it, without those that merged cells cover."""
    return [
        [_one_line(box.text) for box, begins in row if box is not None and begins]
        for row in _rows(grid)
    ]


_TABLES: dict[Tables, Callable[[Grid], list[str]]] = {
    "pipes": _pipes,
    "dropped pipes": _dropped_pipes,
    "tab cells": _tab_cells,
    "tab rows": _tab_rows,
    "short tab rows": _short_tab_rows,
    "cell lines": _cell_lines,
    "cell columns": _cell_columns,
    "barred rows": _barred_rows,
    "barred cells": _barred_cells,
    "whole rows": _whole_rows,
    "pushed rows": _pushed_rows,
    "pushed cells": _pushed_cells,
    "ruled rows": _ruled_rows,
    "parted rows": _parted_rows,
}
