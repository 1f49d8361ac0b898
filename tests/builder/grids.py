"""Tables of a plan as grids of boxes with spans, the same for every form of file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tests.builder.boxes import Box, Grid
from tests.builder.form_labels import APPLICANTS, CONTENT, CORNER, Block, Line
from tests.builder.handwriting import Hand
from tests.builder.page_ends import paged
from tests.builder.report_plan import ReportPlan, Writing


class _Sheet:
    """A grid while it is being filled."""

    def __init__(self, plan: ReportPlan, *, table: str, writing: Writing, hand: Hand) -> None:
        self.plan, self.table, self.writing, self.hand = plan, table, writing, hand
        self.boxes: list[Box] = []
        self.height = 0

    def put(
        self, text: str, column: int, *, row: int = -1, rows: int = 1, columns: int = 1
    ) -> None:
        """A label; `row` counts from the current row where it is negative."""
        at = self.height if row < 0 else row
        shown = self.hand.label(text, narrow=columns == 1)
        self.boxes.append(Box(at, column, rows, columns, shown))

    def figure(self, line: Line, by: Line, column: int, *, columns: int = 1) -> None:
        written = self.plan.written.get((self.table, line.key, by.key))
        if written is None:
            written = self.hand.figure(self.plan.figures[self.table][line.key][by.key])
        self.boxes.append(Box(self.height, column, 1, columns, written, figure=True))

    def caption(self, text: str, width: int) -> None:
        if self.writing.caption == "row":
            self.put(text, 0, columns=width)
            self.height += 1

    def grid(self) -> Grid:
        width = max(box.column + box.column_span for box in self.boxes)
        return Grid(tuple(self.boxes), self.height, width)


def grids(plan: ReportPlan, table: str, *, name: str, writing: Writing, hand: Hand) -> list[Grid]:
    """The grids that a table is written in: table 1 may take four, table 2 two pages."""
    blocks = plan.tables[table]

    def sheet() -> _Sheet:
        return _Sheet(plan, table=table, writing=writing, hand=hand)

    if table == "proactive":
        parts = [(block,) for block in blocks] if writing.four_tables else [blocks]
        return [
            _proactive(sheet(), part, name="" if index else name)
            for index, part in enumerate(parts)
        ]
    if table == "applications":
        grid = _applications(sheet(), blocks[0], name=name)
        return paged(grid, writing.page, seed=writing.seed)
    return [_review(sheet(), blocks, name=name)]


def _proactive(sheet: _Sheet, blocks: Sequence[Block], *, name: str) -> Grid:
    width = 1 + max(len(block.columns) for block in blocks)
    if name:
        sheet.caption(name, width)
    for block in blocks:
        sheet.put(block.label, 0, columns=width)
        sheet.height += 1
        spans = _widths(len(block.columns), width - 1)
        sheet.put(CONTENT, 0, columns=1 if spans else width)
        for index, (column, span) in enumerate(zip(block.columns, spans, strict=True)):
            sheet.put(column.label, index + 1, columns=span)
        sheet.height += 1
        for row in block.rows:
            sheet.put(row.label, 0, columns=1 if spans else width)
            for index, (column, span) in enumerate(zip(block.columns, spans, strict=True)):
                sheet.figure(row, column, index + 1, columns=span)
            sheet.height += 1
    return sheet.grid()


def _widths(count: int, width: int) -> list[int]:
    """`count` columns over `width`: one each, the last one takes what is left."""
    return [1] * (count - 1) + [width - count + 1] if count else []


_DEPTH = 3
"""Columns of row labels in table 2."""


def _applications(sheet: _Sheet, block: Block, *, name: str) -> Grid:
    sheet.caption(name, _DEPTH + len(block.columns))
    levels = 2 if sheet.writing.header == "short" else 3
    sheet.put(CORNER, 0, rows=levels, columns=_DEPTH)
    if levels == 3:
        sheet.put(APPLICANTS, _DEPTH, columns=len(block.columns))
        sheet.height += 1
    column = _DEPTH
    for groups, run in groupby(block.columns, key=lambda line: line.groups):
        lines = list(run)
        if groups:
            sheet.put(groups[0], column, columns=len(lines))
        for index, line in enumerate(lines):
            row = sheet.height + 1 if groups else sheet.height
            sheet.put(line.label, column + index, row=row, rows=1 if groups else 2)
        column += len(lines)
    sheet.height += 2
    top = sheet.height
    for line in block.rows:
        depth = len(line.groups)
        sheet.put(line.label, depth, columns=_DEPTH - depth)
        for index, by in enumerate(block.columns):
            sheet.figure(line, by, _DEPTH + index)
        sheet.height += 1
    _row_groups(sheet, block.rows, top=top)
    return sheet.grid()


def _row_groups(sheet: _Sheet, rows: Sequence[Line], *, top: int) -> None:
    """The group labels at the left, each over the rows that follow one another in it."""
    for level in range(_DEPTH - 1):
        row = top
        for groups, run in groupby(line.groups[: level + 1] for line in rows):
            count = len(list(run))
            if len(groups) > level:
                sheet.put(groups[level], level, row=row, rows=count)
            row += count


def _review(sheet: _Sheet, blocks: Sequence[Block], *, name: str) -> Grid:
    sheet.caption(name, sum(len(block.columns) for block in blocks))
    kind = sheet.writing.header
    upper = 0 if kind == "short" else 1
    column = 0
    for groups, run in groupby(blocks, key=lambda block: block.rows[0].groups):
        parts = list(run)
        if groups and upper:
            width = sum(len(part.columns) for part in parts)
            sheet.put(groups[0], column, columns=width)
        for part in parts:
            _review_group(sheet, part, column, upper=upper, grouped=bool(groups))
            column += len(part.columns)
    sheet.height += upper + 2
    column = 0
    for block in blocks:
        for index, line in enumerate(block.columns):
            sheet.figure(block.rows[0], line, column + index)
        column += len(block.columns)
    sheet.height += 1
    return sheet.grid()


def _review_group(sheet: _Sheet, block: Block, column: int, *, upper: int, grouped: bool) -> None:
    """A group of results under its label; the template lets 行政复议 reach over two levels."""
    top = sheet.height
    width = len(block.columns)
    if grouped or not upper:
        label, label_rows, results = top + upper, 1, top + upper + 1
    elif sheet.writing.header == "levelled":
        label, label_rows, results = top, 2, top + 2
    else:
        label, label_rows, results = top, 1, top + 1
    sheet.put(block.label, column, row=label, rows=label_rows, columns=width)
    for index, line in enumerate(block.columns):
        rows = top + upper + 2 - results
        sheet.put(line.label, column + index, row=results, rows=rows)
