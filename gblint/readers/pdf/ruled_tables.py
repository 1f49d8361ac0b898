"""Tables of a PDF page that are drawn with rulings: cells with their spans and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from gblint.readers.errors import over_limit_error
from gblint.readers.limits import check_columns, check_places, limits_in_force
from gblint.readers.pdf.page import Box, Glyph, Page, Ruling
from gblint.readers.pdf.text_lines import TextLine, gather_lines

_MARGIN = 8.0
"""Points between a text and the sides of its cell at most."""

_ONE_MORE = 2.1
"""Ems that one more character may need: a sign that may not begin a line comes with it."""


def read_cell_text(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool]:
    """The text of a cell, and whether its last line is full.

    Lines that fill the cell run on, others keep their end. Characters under one another, one
    to a line, or turned with their line, are one text.
    """
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return "", False
    turned = [glyph for glyph in shown if glyph.turned]
    if len(turned) > len(shown) / 2:
        return _read_turned_text(shown, turned[0].turned), True
    lines = gather_lines(glyphs, 0)
    margin = min(max(min(line.x0 for line in lines) - box[0], 0.0), _MARGIN)
    last = lines[-1].glyphs[-1]
    need = _width(last) if last.text.isascii() else _ONE_MORE * last.size
    filled = _find_room(lines[-1], box, margin) < need
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return "".join(line.text for line in lines), filled
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        parts.append(line.text)
        if after is not None and _find_room(line, box, margin) >= _width(after.glyphs[0]):
            parts.append("\n")
    return "".join(parts), filled


def _width(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _find_room(line: TextLine, box: Box, margin: float) -> float:
    """The room that a line has left, at the right or, where it is centred, on both sides."""
    right = box[2] - margin - line.x1
    both = box[2] - box[0] - 2 * margin - (line.x1 - line.x0)
    return min(right, both)


def _read_turned_text(glyphs: Sequence[Glyph], angle: int) -> str:
    """The text of lines that run downwards (90) or upwards (270)."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle[0]):
        if columns and glyph.middle[0] - columns[-1][-1].middle[0] < (glyph.x1 - glyph.x0) / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if angle == 90:
        columns.reverse()
    texts = [
        "".join(g.text for g in sorted(one, key=lambda g: g.top, reverse=angle == 270))
        for one in columns
    ]
    return "".join(texts)


_NEAR = 3.0
"""Points within which rulings and corners are the same."""

_LOST = 0.05
"""Share of a table's glyphs that may stand in no cell before it is no table."""

Edge = dict[str, Any]
"""An edge as pdfplumber has it."""


class RuledCell(NamedTuple):
    """A cell, at its first row and column of the grid, from 0.

    `filled` says that its last line has no room for one more character: what stands below the
    cut of a page may go on with it.
    """

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    filled: bool = False


class RuledTable(NamedTuple):
    """A table on one page. `xs` are the places of its column edges, in points."""

    page: int
    box: Box
    xs: tuple[float, ...]
    height: int
    cells: tuple[RuledCell, ...]


def read_ruled_tables(page: Page) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page, and the glyphs that stand in none of them."""
    found: list[RuledTable] = []
    left = page.glyphs
    for boxes in _cell_boxes(page.rulings):
        if len(boxes) < 2:
            continue
        outer = _surround(boxes)
        inside = [glyph for glyph in left if _holds(outer, glyph)]
        placed, lost = _sort_into_cells(boxes, inside)
        seen = [glyph for glyph in lost if not glyph.text.isspace()]
        if len(seen) > _LOST * len(inside):
            continue  # its rulings do not enclose its texts: it is read by its columns
        found.append(_build_table(page.number, boxes, placed))
        taken = {id(glyph) for glyph in inside} - {id(glyph) for glyph in seen}
        left = [glyph for glyph in left if id(glyph) not in taken]
    return found, left


def _cell_boxes(rulings: Sequence[Ruling]) -> list[list[Box]]:
    """The boxes of cells, table by table."""
    if len(rulings) > limits_in_force().cells:
        raise over_limit_error("表格线条过多", "too many rulings", setting="cells")
    edges = merge_edges([_edge(one) for one in rulings if _is_long(one)], *[_NEAR] * 4)
    edges += list(_close_sides(edges))
    corners = edges_to_intersections(edges, _NEAR, _NEAR)
    check_places(len(corners), 1)
    tables = cells_to_tables(intersections_to_cells(corners))
    return [[_box(cell) for cell in table] for table in tables]


def _box(cell: Any) -> Box:
    x0, top, x1, bottom = cell
    return float(x0), float(top), float(x1), float(bottom)


def _is_long(ruling: Ruling) -> bool:
    return max(ruling.x1 - ruling.x0, ruling.bottom - ruling.top) > _NEAR


def _edge(ruling: Ruling) -> Edge:
    across = ruling.across
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.bottom - ruling.top,
        "orientation": "h" if across else "v",
    }


def _close_sides(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Edges for sides that are not drawn: the cut of a page, a table open left and right."""
    down = [edge for edge in edges if edge["orientation"] == "v"]
    across = [edge for edge in edges if edge["orientation"] == "h"]
    for side in ("top", "bottom"):
        for at, x0, x1 in _open_sides(down, across, side, "x0"):
            y = _snap(at, (edge["top"] for edge in across))
            yield _edge(Ruling(x0, y, x1, y))
    for side in ("x0", "x1"):
        for at, top, bottom in _open_sides(across, down, side, "top"):
            x = _snap(at, (edge["x0"] for edge in down))
            yield _edge(Ruling(x, top, x, bottom))


def _snap(place: float, others: Iterable[float]) -> float:
    """The nearest place that an edge has already, if it is near."""
    nearest_ = min(others, key=lambda other: abs(other - place), default=place)
    return nearest_ if abs(nearest_ - place) <= _NEAR else place


def _open_sides(
    edges: Sequence[Edge], others: Sequence[Edge], side: str, along: str
) -> Iterator[tuple[float, float, float]]:
    """Where an edge ends without meeting another: that place, from there to its neighbours.

    Neighbours are the edges that end at the same place. An edge that meets no other anywhere
    (a line under a word) is not looked at.
    """
    for edge in edges:
        meets = [other for other in others if _cross(edge, other)]
        if not meets or any(_ends_on(edge, other, side) for other in meets):
            continue
        beside = [one[along] for one in edges if abs(one[side] - edge[side]) <= _NEAR]
        place = edge[along]
        before = [one for one in beside if one < place - _NEAR]
        after = [one for one in beside if one > place + _NEAR]
        if before:
            yield edge[side], max(before), place
        if after:
            yield edge[side], place, min(after)


def _cross(one: Edge, other: Edge) -> bool:
    return bool(
        one["x0"] <= other["x1"] + _NEAR
        and other["x0"] <= one["x1"] + _NEAR
        and one["top"] <= other["bottom"] + _NEAR
        and other["top"] <= one["bottom"] + _NEAR
    )


def _ends_on(edge: Edge, other: Edge, side: str) -> bool:
    place = other["top"] if side in ("top", "bottom") else other["x0"]
    return bool(abs(edge[side] - place) <= _NEAR)


def _surround(boxes: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _sort_into_cells(
    boxes: Sequence[Box], glyphs: Iterable[Glyph]
) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    """The glyphs of each cell, and those in none."""
    placed: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    lost: list[Glyph] = []
    for glyph in glyphs:
        box = next((box for box in boxes if _holds(box, glyph)), None)
        (lost if box is None else placed[box]).append(glyph)
    return placed, lost


def _build_table(page: int, boxes: Sequence[Box], placed: dict[Box, list[Glyph]]) -> RuledTable:
    xs = cluster([x for box in boxes for x in (box[0], box[2])])
    ys = cluster([y for box in boxes for y in (box[1], box[3])])
    check_columns(len(xs))
    check_places(len(ys), len(xs))
    cells: list[RuledCell] = []
    for box in boxes:
        column, row = find_nearest(xs, box[0]), find_nearest(ys, box[1])
        spans = (find_nearest(ys, box[3]) - row, find_nearest(xs, box[2]) - column)
        if min(spans) > 0:
            text, filled = read_cell_text(placed[box], box)
            cells.append(RuledCell(text, row, column, *spans, box, filled))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    table = RuledTable(page, _surround(boxes), tuple(xs), len(ys) - 1, tuple(cells))
    return _without_slips(table)


def _without_slips(table: RuledTable) -> RuledTable:
    """A table without rows that are none: where only blank cells begin beside taller ones.

    A browser that cuts a tall cell at a page's end draws its lower side too high; what seems a
    blank cell below is the rest of it.
    """
    for row in range(table.height - 1, 0, -1):
        rest = [cell for cell in table.cells if cell.row == row]
        over = any(cell.row < row < cell.row + cell.row_span for cell in table.cells)
        if not over or any(cell.text for cell in rest):
            continue
        spans = {(cell.column, cell.column_span): cell.row_span for cell in rest}
        cells = [
            cell._replace(row_span=cell.row_span + spans[cell.column, cell.column_span])
            if cell.row + cell.row_span == row and (cell.column, cell.column_span) in spans
            else cell
            for cell in table.cells
            if cell.row != row
        ]
        table = table._replace(
            height=table.height - 1, cells=tuple(without_row(cell, row) for cell in cells)
        )
    return table


def without_row(cell: RuledCell, row: int) -> RuledCell:
    """A cell where a row is gone."""
    if cell.row <= row < cell.row + cell.row_span:
        return cell._replace(row_span=cell.row_span - 1)
    return cell._replace(row=cell.row - 1) if cell.row > row else cell


def cluster(values: Iterable[float]) -> list[float]:
    """Values that are nearly the same as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def find_nearest(places: Sequence[float], value: float) -> int:
    """The index of the place that a value is nearest to."""
    return min(range(len(places)), key=lambda at: abs(places[at] - value))
