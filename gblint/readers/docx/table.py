"""Tables of a Word file: rows and merged cells → Table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.readers.docx.columns import Slot, set_columns
from gblint.readers.docx.names import (
    CELL_DEL,
    DEL,
    EMBEDDED,
    GRID_BEFORE,
    GRID_SPAN,
    H_MERGE,
    TBL,
    TC,
    TR,
    TR_PR,
    V_MERGE,
    VAL,
    P,
    first,
    whole,
)
from gblint.readers.docx.wrappers import block_elements, children
from gblint.readers.element import Element
from gblint.readers.limits import check_columns, check_depth, check_lines, check_places, in_force

if TYPE_CHECKING:
    from gblint.readers.docx.body import Body

CELL_MARKS = (GRID_SPAN, V_MERGE, H_MERGE, CELL_DEL)
_LAYOUT_COLUMNS = 2
"""Cells to a row that a table has at most when it only serves to lay out others."""


def table_blocks(body: Body, table: Element, depth: int) -> list[Block]:
    """A table as one block; a table that only lays out others as the blocks in its cells."""
    check_depth(depth)
    if _is_layout(table):
        return _flattened(body, table, depth)
    rows: list[tuple[int, list[Slot]]] = []
    for row in children(table, TR):
        slots = _row(body, row, depth)
        if slots is not None:
            rows.append((body.row, slots))
    set_columns(table, [slots for _, slots in rows])
    cells: list[Cell] = []
    above: dict[int, int] = {}
    width = 0
    for height, (line, slots) in enumerate(rows):
        for slot in slots:
            column, span = slot.column, slot.span
            upper = cells[above[column]] if slot.merge and column in above else None
            if upper is not None and _reaches(upper, height, span):
                cells[above[column]] = msgspec.structs.replace(upper, row_span=upper.row_span + 1)
                continue
            if slot.merge is not None:
                above[column] = len(cells)
            anchor = Anchor(line, cell=slot.place)
            cells.append(Cell(slot.text, height, column, anchor, 1, span))
            width = max(width, column + span)
    if not cells:
        return []
    check_places(len(rows), width)
    return [Table(tuple(cells), len(rows), width, Anchor(cells[0].anchor.line))]


def _reaches(upper: Cell, row: int, span: int) -> bool:
    """Whether a cell ends right above a row and is as wide as the one that continues it."""
    return upper.row + upper.row_span == row and upper.column_span == span


def _row(body: Body, row: Element, depth: int) -> list[Slot] | None:
    """The cells of a row; None for a row that is deleted."""
    body.line += 1
    check_lines(body.line)
    line = body.line
    column, deleted = _row_properties(row)
    if deleted:
        body.line += sum(1 for _ in row.iterdescendants(TR))
        return None
    slots: list[Slot] = []
    for cell in children(row, TC):
        span, merge, joins, gone = _cell_properties(body, cell)
        if gone:
            continue
        text = _cell_text(body, cell, depth)
        if body.comments:
            body.comments.meet(cell, line, column + 1)
        if joins and slots:
            slots[-1].span += span
            slots[-1].joined += (cell,)
        else:
            slots.append(Slot(text, column, span, merge, column + 1, cell))
        column += span
    body.places += len(slots)
    check_places(body.places, 1)
    check_columns(column)
    body.row = line
    return slots


def _row_properties(row: Element) -> tuple[int, bool]:
    """The columns left out before the first cell, and whether the row is deleted."""
    before, deleted = 0, False
    properties = first(row, TR_PR)
    for element in properties.iterchildren(GRID_BEFORE, DEL) if properties is not None else ():
        if element.tag == DEL:
            deleted = True
        else:
            before = min(max(whole(element.get(VAL)), 0), in_force().columns)
    return before, deleted


def _cell_properties(body: Body, cell: Element) -> tuple[int, bool | None, bool, bool]:
    """Columns, `Slot.merge`, whether it joins the cell to the left, whether it is deleted."""
    properties = cell[0] if len(cell) else cell
    if properties not in body.merged:
        return 1, None, False, False
    span, merge, joins, gone = 1, None, False, False
    for element in properties:
        tag = element.tag
        if tag == GRID_SPAN:
            span = min(max(whole(element.get(VAL), 1), 1), in_force().columns)
        elif tag == V_MERGE:
            merge = element.get(VAL) != "restart"
        elif tag == H_MERGE:
            joins = element.get(VAL) != "restart"
        elif tag == CELL_DEL:
            gone = True
    return span, merge, joins, gone


def _cell_text(body: Body, cell: Element, depth: int) -> str:
    """The paragraphs of a cell, a line each, with those of tables and text boxes in it."""
    lines: list[str] = []
    carried = ""
    for element, _ in block_elements(cell):
        if element.tag == TBL:
            lines += _texts(table_blocks(body, element, depth + 1))
            continue
        if element.tag in EMBEDDED:
            lines += _texts(body.embedded(element))
            continue
        text, gone = body.cell_paragraph(element)
        if gone:
            carried += text
            continue
        if text or carried:
            lines.append(carried + text)
            carried = ""
        lines += body.inline.art
        for box in body.inline.boxes:
            lines += _texts(body.blocks(box, depth + 1))
    if carried:
        lines.append(carried)
    if len(lines) > 1:
        return "\n".join(line for line in lines if not line.isspace()).strip("\n")
    return lines[0].strip("\n") if lines else ""


def _texts(blocks: list[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.shown)
        else:
            texts += [cell.text for cell in block.cells]
    return texts


def _is_layout(table: Element) -> bool:
    """Whether a table only lays out others, or is one cell that holds several paragraphs."""
    rows = list(children(table, TR))
    nested = next(table.iterdescendants(TBL), None) is not None
    if not nested and len(rows) != 1:
        return False
    widest = max((sum(1 for _ in children(row, TC)) for row in rows), default=0)
    if nested:
        return len(rows) == 1 or widest <= _LAYOUT_COLUMNS
    return widest == 1 and sum(1 for _ in rows[0].iter(P)) > 1


def _flattened(body: Body, table: Element, depth: int) -> list[Block]:
    found: list[Block] = []
    for row in children(table, TR):
        body.line += 1
        check_lines(body.line)
        line = body.line
        if _row_properties(row)[1]:
            body.line += sum(1 for _ in row.iterdescendants(TR))
            continue
        for cell in children(row, TC):
            if not _cell_properties(body, cell)[3]:
                found += body.blocks(cell, depth + 1, line=line)
    return found
