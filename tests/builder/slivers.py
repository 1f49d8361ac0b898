"""Tables whose borders somebody dragged by a hair, as Word and its web pages write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from random import Random
from typing import Literal

from tests.builder.boxes import Box, Grid
from tests.builder.compose import compose
from tests.builder.html_chrome import CHROME
from tests.builder.report_plan import ReportPlan, Writing
from tests.builder.write_docx import Layout, _cell, _Writer
from tests.builder.write_html import _MARKS, _item

Widths = Literal["grid", "cells", "both", "none"]
"""What the file says of widths: the columns of the grid, the cells, both, or nothing."""


@dataclass
class Drag:
    """Drags borders: `most` twips, one in `every` (0 for one of each table), in columns that
    are `wide` twips.
    """

    seed: int
    most: int = 28
    every: int = 3
    wide: int = 900
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def places(self, grid: Grid, *, together: bool) -> list[list[int]]:
        """Where every border of the grid stands in every row, in twips.

        `together` keeps the borders of a cell straight that goes over several rows.
        """
        found = [[self.wide * at for at in range(grid.width + 1)] for _ in range(grid.height)]
        parts = [
            (at, rows)
            for at in range(1, grid.width)
            for rows in (_runs(grid, at) if together else [[row] for row in range(grid.height)])
        ]
        if not self.every:
            parts = [self.random.choice(parts)] if parts else []
        for at, rows in parts:
            if self.random.randrange(self.every or 1) == 0:
                off = self.random.choice((-1, 1)) * self.random.randint(1, self.most)
                for row in rows:
                    found[row][at] += off
        return found


def _runs(grid: Grid, border: int) -> list[list[int]]:
    """The rows in groups that a cell beside the border holds together."""
    home = {row: [row] for row in range(grid.height)}
    for box in grid.boxes:
        if box.row_span > 1 and border in (box.column, box.column + box.column_span):
            for row in range(box.row + 1, box.row + box.row_span):
                low, high = home[box.row], home[row]
                if low is not high:
                    low += high
                    home.update(dict.fromkeys(high, low))
    return list({id(rows): rows for rows in home.values()}.values())


def _owners(grid: Grid) -> dict[tuple[int, int], Box]:
    return {
        (row, column): box
        for box in grid.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    }


def _borders(grid: Grid, places: list[list[int]]) -> list[int]:
    """All borders that a cell has, left to right: those of the grid that the file has."""
    owners = _owners(grid)
    found = {0, places[0][-1]}
    for row in range(grid.height):
        for column in range(grid.width):
            box = owners.get((row, column))
            found.add(places[row][column if box is None else box.column])
            found.add(places[row][column + 1 if box is None else box.column + box.column_span])
    return sorted(found)


def sliver_docx(plan: ReportPlan, drag: Drag, widths: Widths, writing: Writing) -> bytes:
    """The plan as a Word file with such tables."""
    return _Slivers(drag, widths).file(compose(plan, writing), field=False)


class _Slivers(_Writer):
    def __init__(self, drag: Drag, widths: Widths) -> None:
        super().__init__(Layout())
        self._drag, self._widths = drag, widths

    def _table(self, grid: Grid) -> str:
        places = self._drag.places(grid, together=False)
        borders = _borders(grid, places)
        owners = _owners(grid)
        rows = []
        for row in range(grid.height):
            cells, column = [], 0
            while column < grid.width:
                box = owners.get((row, column))
                span = box.column_span if box is not None else 1
                begin, end = places[row][column], places[row][column + span]
                cells.append(self._sliver_cell(box, row, begin, end, borders))
                column += span
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        sizes = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(borders))
        told = f"<w:tblGrid>{sizes}</w:tblGrid>" if self._widths in ("grid", "both") else ""
        return f"<w:tbl><w:tblPr/>{told}{''.join(rows)}</w:tbl>"

    def _sliver_cell(
        self, box: Box | None, row: int, begin: int, end: int, borders: list[int]
    ) -> str:
        span = borders.index(end) - borders.index(begin)
        told = self._widths in ("cells", "both")
        properties = f'<w:tcW w:w="{end - begin}" w:type="dxa"/>' if told else ""
        properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        if box is None:
            return _cell(properties, self.pen.paragraph(""))
        if box.row_span > 1:
            restart = ' w:val="restart"' if row == box.row else ""
            properties += f"<w:vMerge{restart}/>"
        text = self.pen.lines(box.text, centered=box.figure)
        return _cell(properties, text if row == box.row else self.pen.paragraph(""))


def sliver_html(plan: ReportPlan, drag: Drag, widths: Widths, writing: Writing) -> bytes:
    """The plan as a web page with such tables."""
    body = "\n".join(
        _sliver_table(item, drag, widths) if isinstance(item, Grid) else _item(item, _MARKS["bare"])
        for item in compose(plan, writing)
    )
    page: Callable[..., str] = CHROME["office"].page
    return page(body, title="".join(plan.title), year=plan.year, charset="utf-8").encode()


def _sliver_table(grid: Grid, drag: Drag, widths: Widths) -> str:
    places = drag.places(grid, together=True)
    borders = _borders(grid, places)
    taken = _owners(grid)
    boxes = [*grid.boxes]
    boxes += [
        Box(row, column, 1, 1, "")
        for row in range(grid.height)
        for column in range(grid.width)
        if (row, column) not in taken
    ]
    rows: list[str] = [""] * grid.height
    for box in sorted(boxes, key=lambda one: (one.row, one.column)):
        begin, end = places[box.row][box.column], places[box.row][box.column + box.column_span]
        span = borders.index(end) - borders.index(begin)
        size = f' style="width:{(end - begin) / 20}pt"' if widths in ("cells", "both") else ""
        text = escape(box.text).replace("\n", "<br>")
        rows[box.row] += f'<td rowspan="{box.row_span}" colspan="{span}"{size}><p>{text}</p></td>'
    columns = "".join(f'<col width="{(b - a) / 15}">' for a, b in pairwise(borders))
    told = f"<colgroup>{columns}</colgroup>" if widths in ("grid", "both") else ""
    return f"<table>{told}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
