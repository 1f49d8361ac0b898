"""The tables of a plan in layouts that the format does not have: turned, in parts, unmerged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.builder.boxes import Box, Grid
from tests.builder.form_labels import CONTENT, Block, Line
from tests.builder.layouts import Relaid
from tests.builder.report_plan import Para, ReportPlan

Part = Para | Grid


def turned(grid: Grid) -> Grid:
    boxes = [
        Box(box.column, box.row, box.column_span, box.row_span, box.text, box.figure)
        for box in grid.boxes
    ]
    return Grid(_in_order(boxes), grid.width, grid.height)


def _in_order(boxes: Sequence[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


def unmerged(grid: Grid) -> Grid:
    boxes = [
        Box(row, column, 1, 1, box.text, box.figure)
        for box in grid.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    ]
    return Grid(_in_order(boxes), grid.height, grid.width)


def moved(grid: Grid, *, down: int = 0, right: int = 0) -> Grid:
    boxes = [replace(box, row=box.row + down, column=box.column + right) for box in grid.boxes]
    return Grid(tuple(boxes), grid.height + down, grid.width + right)


def captioned(grid: Grid, text: str) -> Grid:
    below = moved(grid, down=1)
    return Grid((Box(0, 0, 1, grid.width, text), *below.boxes), below.height, below.width)


def with_counts(grid: Grid, style: str) -> Grid:
    """The grid with a row above its first row of figures that numbers the columns."""
    at = min(box.row for box in grid.boxes if box.figure)
    first = min(box.column for box in grid.boxes if box.figure)
    boxes = [
        replace(box, row=box.row + (box.row >= at))
        if box.row >= at
        else replace(box, row_span=box.row_span)
        for box in grid.boxes
    ]
    boxes += [
        Box(at, column, 1, 1, style.replace("1", str(column - first + 1)))
        for column in range(first, grid.width)
    ]
    if first:
        boxes.append(Box(at, 0, 1, first, "栏次"))
    return Grid(_in_order(boxes), grid.height + 1, grid.width)


def with_numbers(grid: Grid) -> Grid:
    """The grid with a column at the left that numbers its rows of figures."""
    rows = sorted({box.row for box in grid.boxes if box.figure})
    right = moved(grid, right=1)
    boxes = [*right.boxes, Box(0, 0, rows[0], 1, "序号")]
    boxes += [Box(row, 0, 1, 1, str(at)) for at, row in enumerate(rows, 1)]
    return Grid(_in_order(boxes), right.height, right.width)


def review_parts(grid: Grid, how: Relaid, plan: ReportPlan) -> list[Part]:
    """Table 3, which the format has in one table, in another layout."""
    blocks = plan.tables["review"]
    if how.review in ("groups down", "groups as rows"):
        down = _groups_down(plan, blocks)
        return [_finished(down if how.review == "groups down" else turned(down), how)]
    if how.review == "turned":
        return [_finished(turned(grid), replace(how, counts=""))]
    if how.review.endswith("tables"):
        return _in_tables(plan, blocks, how)
    if how.review == "stacked":
        return [_finished(_stacked([_side_by_side(plan, (block,)) for block in blocks]), how)]
    if how.row_label:
        label = Box(0, 0, grid.height - 1, 1, "项目")
        figures = Box(grid.height - 1, 0, 1, 1, how.row_label)
        right = moved(grid, right=1)
        grid = Grid(_in_order([label, figures, *right.boxes]), right.height, right.width)
    return [_finished(grid, how)]


def _in_tables(plan: ReportPlan, blocks: Sequence[Block], how: Relaid) -> list[Part]:
    """Two tables with the labels of their groups, or three that only the lines above name."""
    named: list[tuple[str, Grid]]
    if how.review == "two tables":
        named = [
            ("行政复议", _side_by_side(plan, blocks[:1])),
            ("行政诉讼", _side_by_side(plan, blocks[1:])),
        ]
    else:
        named = [(block.label, _bare(plan, block)) for block in blocks]
    parts: list[Part] = []
    for name, grid in named:
        if how.naming:
            parts.append(Para(how.naming.format(name)))
        parts.append(_finished(grid, how))
    return parts


def _finished(grid: Grid, how: Relaid) -> Grid:
    if how.counts:
        grid = with_counts(grid, how.counts)
    if how.unmerged:
        grid = unmerged(grid)
    return captioned(grid, how.caption) if how.caption else grid


def _figure(plan: ReportPlan, table: str, row: Line, column: Line) -> str:
    written = plan.written.get((table, row.key, column.key))
    return written if written is not None else str(plan.figures[table][row.key][column.key])


def _side_by_side(plan: ReportPlan, blocks: Sequence[Block]) -> Grid:
    """Groups of table 3 beside one another, their labels above, without 行政诉讼."""
    boxes: list[Box] = []
    at = 0
    for block in blocks:
        boxes.append(Box(0, at, 1, len(block.columns), block.label))
        for column in block.columns:
            boxes.append(Box(1, at, 1, 1, column.label))
            figure = _figure(plan, "review", block.rows[0], column)
            boxes.append(Box(2, at, 1, 1, figure, figure=True))
            at += 1
    return Grid(_in_order(boxes), 3, at)


def _bare(plan: ReportPlan, block: Block) -> Grid:
    whole = _side_by_side(plan, (block,))
    boxes = [replace(box, row=box.row - 1) for box in whole.boxes if box.row]
    return Grid(tuple(boxes), 2, whole.width)


def _stacked(grids: Sequence[Grid]) -> Grid:
    boxes: list[Box] = []
    height = 0
    for grid in grids:
        boxes += moved(grid, down=height).boxes
        height += grid.height
    return Grid(_in_order(boxes), height, max(grid.width for grid in grids))


def _groups_down(plan: ReportPlan, blocks: Sequence[Block]) -> Grid:
    """Every group of table 3 a row, its results beside one another."""
    columns = blocks[0].columns
    boxes = [Box(0, 0, 1, 2, "类别")]
    boxes += [Box(0, at, 1, 1, column.label) for at, column in enumerate(columns, 2)]
    boxes += [Box(1, 0, 1, 2, blocks[0].label), Box(2, 0, 2, 1, "行政诉讼")]
    for row, block in enumerate(blocks, 1):
        if row > 1:
            boxes.append(Box(row, 1, 1, 1, block.label))
        boxes += [
            Box(row, at, 1, 1, _figure(plan, "review", block.rows[0], column), figure=True)
            for at, column in enumerate(columns, 2)
        ]
    return Grid(_in_order(boxes), 4, 2 + len(columns))


def applications_parts(grids: Sequence[Grid], how: Relaid) -> list[Part]:
    """Table 2, of one page or two, in another layout."""
    parts: list[Part] = []
    for grid in grids:
        changed = with_numbers(grid) if how.numbered else grid
        changed = with_counts(changed, how.counts) if how.counts else changed
        changed = turned(changed) if how.applications == "turned" else changed
        parts.append(unmerged(changed) if how.unmerged else changed)
    return parts


def proactive_parts(grid: Grid, how: Relaid, plan: ReportPlan) -> list[Part]:
    """Table 1, given as one grid, in another layout."""
    blocks = plan.tables["proactive"]
    if how.proactive == "headed":
        parts: list[Part] = []
        for block in blocks:
            parts.append(Para(how.naming.format(block.label)))
            parts.append(_block(plan, block))
        return parts
    if how.proactive == "beside":
        grid = _beside(plan, blocks)
    elif how.proactive == "turned":
        grid = _stacked([_labelled(block, turned(_block(plan, block))) for block in blocks])
    elif how.proactive == "one header":
        grid = _one_header(plan, blocks)
    return [unmerged(grid) if how.unmerged else grid]


def _block(plan: ReportPlan, block: Block) -> Grid:
    boxes = [Box(0, 0, 1, 1, CONTENT)]
    boxes += [Box(0, at, 1, 1, column.label) for at, column in enumerate(block.columns, 1)]
    for row, line in enumerate(block.rows, 1):
        boxes.append(Box(row, 0, 1, 1, line.label))
        boxes += [
            Box(row, at, 1, 1, _figure(plan, "proactive", line, column), figure=True)
            for at, column in enumerate(block.columns, 1)
        ]
    return Grid(_in_order(boxes), 1 + len(block.rows), 1 + len(block.columns))


def _labelled(block: Block, grid: Grid) -> Grid:
    return captioned(grid, block.label)


def _beside(plan: ReportPlan, blocks: Sequence[Block]) -> Grid:
    """The blocks one below the other, the label of each in a column at the left."""
    grids = []
    for block in blocks:
        right = moved(_block(plan, block), right=1)
        label = Box(0, 0, right.height, 1, block.label)
        grids.append(Grid(_in_order([label, *right.boxes]), right.height, right.width))
    return _stacked(grids)


def _one_header(plan: ReportPlan, blocks: Sequence[Block]) -> Grid:
    """One header with the columns of all blocks, below it their rows, with labels at the left."""
    columns: dict[str, int] = {}
    for block in blocks:
        for column in block.columns:
            columns.setdefault(column.label, 2 + len(columns))
    boxes = [Box(0, 0, 1, 1, "条款"), Box(0, 1, 1, 1, CONTENT)]
    boxes += [Box(0, at, 1, 1, label) for label, at in columns.items()]
    row = 1
    for block in blocks:
        boxes.append(Box(row, 0, len(block.rows), 1, block.label))
        for line in block.rows:
            boxes.append(Box(row, 1, 1, 1, line.label))
            for column in block.columns:
                at = columns[column.label]
                figure = _figure(plan, "proactive", line, column)
                boxes.append(Box(row, at, 1, 1, figure, figure=True))
            row += 1
    return Grid(_in_order(boxes), row, 2 + len(columns))


def relaid(plan: ReportPlan, table: str, grids: Sequence[Grid], how: Relaid) -> list[Part]:
    """The grids of a table in another layout, with the lines between them."""
    if table == "review":
        return review_parts(grids[0], how, plan)
    if table == "applications":
        return applications_parts(grids, how)
    return proactive_parts(grids[0], how, plan) if len(grids) == 1 else list(grids)
