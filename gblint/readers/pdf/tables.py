"""Tables of PDF files: drawn with rulings, cells with their spans; and put together over pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import itemgetter, not_
from typing import NamedTuple

from gblint.document import Anchor, Cell, Table
from gblint.readers.pdf.drawing import cluster, find_cell_boxes
from gblint.readers.pdf.page import (
    Box,
    Glyph,
    Page,
    TextLine,
    gather_lines,
    round_box,
)
from gblint.readers.plain.spaced_tables import find_nearest
from gblint.readers.refusals import check_count
from gblint.readers.texts import group_runs, is_blank, is_figure, is_item
from gblint.text import fold

_MARGIN = 8.0
"""Points between a text and the sides of its cell at most."""

_ONE_MORE = 2.1
"""Ems that one more character may need: a sign that may not begin a line comes with it."""


def read_cell_text(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool]:
    """The text of a cell, and whether its last line is full.

    Lines that fill the cell run on, others keep their end. Characters under one another, one
    to a line, or turned with their line, are one text.
    """
    if not "".join([glyph[0] for glyph in glyphs]).strip():
        return "", False
    if len(glyphs) == 1 and not glyphs[0][5]:
        return _read_one_glyph(glyphs[0], box)
    if any([glyph[5] for glyph in glyphs]):  # noqa: C419 - a list is quicker than a generator
        shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
        turned = [glyph for glyph in shown if glyph.turned]
        if len(turned) > len(shown) / 2:
            return _read_turned_text(shown, turned[0].turned), True
    lines = gather_lines(glyphs, 0)
    margin = min(max(min(line.x0 for line in lines) - box[0], 0.0), _MARGIN)
    last = lines[-1].glyphs[-1]
    need = _measure_width(last) if last.text.isascii() else _ONE_MORE * last.size
    filled = _find_room(lines[-1], box, margin) < need
    # a label of one character to a line, in a column that is too narrow for two
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return "".join(line.text for line in lines), filled
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        parts.append(line.text)
        if after is not None and _find_room(line, box, margin) >= _measure_width(after.glyphs[0]):
            parts.append("\n")
    return "".join(parts), filled


def _read_one_glyph(glyph: Glyph, box: Box) -> tuple[str, bool]:
    """`read_cell_text` for a cell with one glyph, as most cells of figures are."""
    text, x0, top, x1, bottom, _ = glyph
    margin = min(max(x0 - box[0], 0.0), _MARGIN)
    room = min(box[2] - margin - x1, box[2] - box[0] - 2 * margin - (x1 - x0))
    return text, room < (x1 - x0 if text.isascii() else _ONE_MORE * (bottom - top))


def _measure_width(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _find_room(line: TextLine, box: Box, margin: float) -> float:
    """The room that a line has left, at the right or, where it is centred, on both sides."""
    right = box[2] - margin - line.x1
    both = box[2] - box[0] - 2 * margin - (line.x1 - line.x0)
    return min(right, both)


def _read_turned_text(glyphs: Sequence[Glyph], angle: int) -> str:
    """The text of lines that run downwards (90) or upwards (270)."""
    columns = group_runs(
        sorted(glyphs, key=lambda glyph: glyph.middle[0]),
        lambda glyph, after: after.middle[0] - glyph.middle[0] < _measure_width(after) / 2,
    )
    if angle == 90:
        columns.reverse()
    return "".join(
        glyph.text
        for column in columns
        for glyph in sorted(column, key=lambda glyph: glyph.top, reverse=angle == 270)
    )


_LOST = 0.05
"""Share of a table's glyphs that may stand in no cell before it is no table."""


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
    page: int
    box: Box
    filled: bool = False

    @property
    def end(self) -> int:
        return self.row + self.row_span

    @property
    def columns(self) -> tuple[int, int]:
        return self.column, self.column_span


class RuledTable(NamedTuple):
    """A table on one page. `xs` are the places of its column edges, in points."""

    page: int
    box: Box
    xs: tuple[float, ...]
    height: int
    cells: tuple[RuledCell, ...]


def read_ruled_tables(page: Page) -> tuple[list[RuledTable], list[Glyph]]:
    found: list[RuledTable] = []
    left = page.glyphs
    for boxes in find_cell_boxes(page.rulings):
        x0, top, x1, bottom = _surround(boxes)
        places = [(glyph[1] + glyph[3], glyph[2] + glyph[4]) for glyph in left]
        within = [2 * x0 <= x <= 2 * x1 and 2 * top <= y <= 2 * bottom for x, y in places]
        inside, outside = [*compress(left, within)], [*compress(left, map(not_, within))]
        placed, lost = _sort_into_cells(boxes, inside)
        seen = [glyph for glyph in lost if not glyph.text.isspace()]
        if len(seen) > _LOST * len(inside):
            continue  # its rulings do not enclose its texts: it is read by its columns
        found.append(_build_table(page.number, boxes, placed))
        if seen:
            taken = {id(glyph) for glyph in inside} - {id(glyph) for glyph in seen}
            left = [glyph for glyph in left if id(glyph) not in taken]
        else:
            left = outside  # each id() is told to the audit hook of the process
    return found, left


def _surround(boxes: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def _sort_into_cells(
    boxes: Sequence[Box], glyphs: Iterable[Glyph]
) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    check_count(len(ys) * len(xs), "cells")
    columns = {x: at for at, x in enumerate(xs)}
    rows = {y: at for at, y in enumerate(ys)}
    at_place = {
        (column, row): box
        for box in reversed(boxes)
        for column in range(columns[box[0]], columns[box[2]])
        for row in range(rows[box[1]], rows[box[3]])
    }
    placed: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    lost: list[Glyph] = []
    above: set[Box] = set()  # cells with something that stands over their upper side
    for glyph in glyphs:
        _, x0, top, x1, bottom, _ = glyph
        row = bisect_right(ys, (top + bottom) / 2) - 1
        found = at_place.get((bisect_right(xs, (x0 + x1) / 2) - 1, row))
        if found is None:
            lost.append(glyph)
            continue
        placed[found].append(glyph)
        if top < found[1] - _OVER:
            above.add(found)
    for box in sorted(above, key=_top_of, reverse=True):
        upper = at_place.get((columns[box[0]], rows[box[1]] - 1))
        if upper is not None:
            _move_up(placed, box, upper)
    return placed, lost


_top_of = itemgetter(1)

_OVER = 1.0
"""Points by which a glyph must stand over the upper side of its cell to be looked at."""

_ON_ANOTHER = 0.2
"""Ems by which two lines of a cell must overlap to be of two cells."""


def _move_up(placed: dict[Box, list[Glyph]], box: Box, upper: Box) -> None:
    """Move the line of a cell that stands on its upper side, and on its other lines, one cell up.

    Programs that cut a tall cell at a page's end may print its text over what they left of it.
    """
    over = [glyph for glyph in placed[box] if glyph.top < box[1] - _OVER]
    own = [glyph for glyph in placed[box] if glyph.top >= box[1] - _OVER]
    first = min((glyph.top for glyph in own if not glyph.text.isspace()), default=None)
    if first is None:
        return
    if all(glyph.bottom - first >= _ON_ANOTHER * glyph.size for glyph in over):
        placed[box] = own
        placed[upper] += over


def _build_table(page: int, boxes: Sequence[Box], placed: dict[Box, list[Glyph]]) -> RuledTable:
    xs = cluster([x for box in boxes for x in (box[0], box[2])])
    ys = cluster([y for box in boxes for y in (box[1], box[3])])
    check_count(len(xs), "columns")
    check_count(len(ys) * len(xs), "cells")
    cells: list[RuledCell] = []
    column_of = {x: find_nearest(xs, x) for box in boxes for x in (box[0], box[2])}
    row_of = {y: find_nearest(ys, y) for box in boxes for y in (box[1], box[3])}
    for box in boxes:
        column, row = column_of[box[0]], row_of[box[1]]
        height, width = row_of[box[3]] - row, column_of[box[2]] - column
        if height > 0 and width > 0:
            text, filled = read_cell_text(placed[box], box)
            cells.append(RuledCell(text, row, column, height, width, page, box, filled))
    cells.sort(key=itemgetter(1, 2))  # by row and column
    table = RuledTable(page, _surround(boxes), tuple(xs), len(ys) - 1, tuple(cells))
    return _remove_slips(table)


def _remove_slips(table: RuledTable) -> RuledTable:
    """A table without rows that are none: where only blank cells begin beside taller ones.

    A browser that cuts a tall cell at a page's end draws its lower side too high; what seems a
    blank cell below is the rest of it.
    """
    for row in range(table.height - 1, 0, -1):
        rest = [cell for cell in table.cells if cell.row == row]
        over = any(cell.row < row < cell.end for cell in table.cells)
        if not over or any(cell.text for cell in rest):
            continue
        spans = {cell.columns: cell.row_span for cell in rest}
        cells = [
            cell._replace(row_span=cell.row_span + spans[cell.columns])
            if cell.end == row and cell.columns in spans
            else cell
            for cell in table.cells
            if cell.row != row
        ]
        table = _remove_row(table, row, cells)
    return table


def _remove_row(table: RuledTable, row: int, cells: Sequence[RuledCell]) -> RuledTable:
    """A table of these cells without a row, in which none of them is alone."""
    moved = tuple(
        cell._replace(row=cell.row - 1)
        if cell.row > row
        else cell._replace(row_span=cell.row_span - (cell.end > row))
        for cell in cells
    )
    return table._replace(height=table.height - 1, cells=moved)


_Row = dict[tuple[int, int], RuledCell]
"""The cells that end, or begin, at a cut, by their columns."""

_SIDES = 4.0
"""Points by which the sides of two pieces of a table may differ."""


def continues(before: RuledTable, after: RuledTable) -> bool:
    """Whether a table on the next page can be the rest of this one: its columns fit."""
    if after.page != before.page + 1:
        return False
    if abs(before.box[0] - after.box[0]) > _SIDES or abs(before.box[2] - after.box[2]) > _SIDES:
        return False
    # a page may show only some of the columns, as where one cell goes over all of it
    few, many = sorted((before.xs, after.xs), key=len)
    return all(any(abs(x - other) <= _SIDES for other in many) for x in few)


def join_pieces(pieces: Sequence[RuledTable], first_line: int) -> tuple[Table, int]:
    """One table of its pieces, and the line after it; every row takes one line."""
    if len(pieces) > 1:
        pieces = [_remove_strips(piece) for piece in pieces]
    xs = cluster([x for piece in pieces for x in piece.xs])
    top = _put_on_columns(pieces[0], xs, 0)
    cells: list[RuledCell] = []
    height = 0
    for piece in pieces:
        added = _put_on_columns(piece, xs, height)
        # a program may print the rows of headings anew on every page
        repeated = _count_repeated_rows(top, added, height) if cells else 0
        below = height + repeated
        added = [one._replace(row=one.row - repeated) for one in added if one.row >= below]
        rows = piece.height - repeated
        if cells and added:
            cells, added, merged = _join_at_cut(cells, added, height)
            rows -= merged
        cells += added
        height += rows
    check_count(height * max(len(xs) - 1, 1), "cells")
    whole = [
        Cell(
            cell.text,
            cell.row,
            cell.column,
            Anchor(first_line + cell.row, page=cell.page, box=round_box(cell.box)),
            cell.row_span,
            cell.column_span,
        )
        for cell in sorted(cells, key=itemgetter(1, 2))  # by row and column
    ]
    return Table(tuple(whole), height, len(xs) - 1, whole[0].anchor), first_line + height


def _remove_strips(piece: RuledTable) -> RuledTable:
    """A piece without blank rows at its ends: what the page left of a row, or of borders."""
    for row in (piece.height - 1, 0):
        inside = [cell for cell in piece.cells if cell.row == row and cell.row_span == 1]
        if piece.height > 1 and inside and all(is_blank(cell.text) for cell in inside):
            piece = _remove_row(piece, row, [one for one in piece.cells if one not in inside])
    return piece


def _put_on_columns(piece: RuledTable, xs: Sequence[float], row: int) -> list[RuledCell]:
    """The cells of a piece on the columns of the whole, its first row at `row`."""
    nearest = [find_nearest(xs, x) for x in piece.xs]
    return [
        cell._replace(
            row=cell.row + row,
            column=nearest[cell.column],
            column_span=max(nearest[cell.column + cell.column_span] - nearest[cell.column], 1),
        )
        for cell in piece.cells
    ]


def _list_texts(cells: Sequence[RuledCell], row: int) -> list[str]:
    """The folded texts of the cells that begin in a row."""
    return [fold(cell.text) for cell in cells if cell.row == row]


def _count_repeated_rows(top: Sequence[RuledCell], cells: Sequence[RuledCell], first: int) -> int:
    """How many rows at the top of a piece, whose first row is given, print the rows at the top of
    the table again.
    """
    count = 0
    while (
        (row := _list_texts(cells, first + count)) == _list_texts(top, count)
        and any(row)
        and not any(is_figure(text) for text in row)
    ):
        count += 1
    # with a cell that reaches below them, these rows are the table's own, and alike by chance
    cut = any(cell.row - first < count < cell.end - first for cell in cells)
    return 0 if cut else count


def _join_at_cut(
    cells: list[RuledCell], added: list[RuledCell], seam: int
) -> tuple[list[RuledCell], list[RuledCell], int]:
    """Join what the page has cut: a row in two halves, or labels that span rows on both pages.

    Gives the cells above and below, and how many rows fewer there are.
    """
    above = {cell.columns: cell for cell in cells if cell.end == seam}
    below = {cell.columns: cell for cell in added if cell.row == seam}
    cut = _is_cut(above, below)
    beyond = max(cell.column for cell in cells) + 1
    both = above.keys() & below.keys() if cut else _find_labels(above, below, beyond)
    joined = {
        columns: above[columns]._replace(
            text=above[columns].text + below[columns].text,
            row_span=above[columns].row_span + below[columns].row_span - cut,
            filled=(above if cut else below)[columns].filled,
        )
        for columns in both
    }
    kept = [joined.get(cell.columns, cell) if cell.end == seam else cell for cell in cells]
    # of a row in two halves none stays below but what goes on there: it moves up with the others
    rest = [
        cell._replace(row=cell.row - cut)
        for cell in added
        if cell.row != seam or (cell.columns not in joined and cell.row_span > cut)
    ]
    return kept, rest, int(cut)


def _find_labels(above: _Row, below: _Row, beyond: int) -> list[tuple[int, int]]:
    """The columns of labels that have a part on either page, where no row is cut.

    `beyond` is the column after the last.
    """
    first_figure = min(
        (cell.column for cell in (*above.values(), *below.values()) if is_figure(cell.text)),
        default=beyond,
    )
    first_label = min(
        (cell.column for cell in below.values() if not is_blank(cell.text)), default=first_figure
    )
    anew = _begins_anew(above, below)
    return [
        columns
        for columns, lower in below.items()
        if columns in above
        and columns[0] < first_figure  # figures are of one row each
        and not (is_blank(lower.text) and columns[0] > first_label)
        and _is_one_label(above[columns], lower, anew=anew)
    ]


def _is_cut(above: _Row, below: _Row) -> bool:
    """Whether the last row above and the first below are halves of one.

    The halves have the same cells. Where both have text, the upper one has no room for more,
    and the lower one does not begin anew; where none does, the figures stand on one side.
    """
    single = [cell for cell in above.values() if cell.row_span == 1]
    if not single or not all(cell.columns in below for cell in single):
        return False
    pairs = [(cell, below[cell.columns]) for cell in single]
    both = [(up, low) for up, low in pairs if not is_blank(up.text) and not is_blank(low.text)]
    if both:
        begins = any(is_blank(up.text) and not is_blank(low.text) for up, low in pairs)
        return not begins and all(_runs_on(upper, lower) for upper, lower in both)
    upper, lower = (any(is_figure(pair[at].text) for pair in pairs) for at in (0, 1))
    filled = [any(not is_blank(pair[at].text) for pair in pairs) for at in (0, 1)]
    return upper != lower and all(filled)


def _runs_on(upper: RuledCell, lower: RuledCell) -> bool:
    """Whether a text at the bottom of a page can go on at the top of the next."""
    if is_figure(upper.text) != is_figure(lower.text) and not is_item(upper.text + lower.text):
        return False
    return upper.filled and not is_item(lower.text)


def _begins_anew(above: _Row, below: _Row) -> bool:
    """Whether the first row below is surely another one than the last above.

    Both have figures, or a text below stands where above the cell is empty, or where it cannot
    go on with what is there.
    """
    if all(any(is_figure(cell.text) for cell in row.values()) for row in (above, below)):
        return True
    pairs = [(above[at], cell) for at, cell in below.items() if at in above]
    return any(
        is_blank(upper.text) or not _runs_on(upper, lower)
        for upper, lower in pairs
        if not is_blank(lower.text) and upper.row_span == lower.row_span == 1
    )


def _is_one_label(upper: RuledCell, lower: RuledCell, *, anew: bool) -> bool:
    """Whether two cells at the cut of a page are one label.

    `anew` says that their rows are two, so that the label must span rows on one side.
    """
    if is_figure(upper.text) or is_figure(lower.text):
        return False
    if is_blank(lower.text):
        return True
    spans = max(upper.row_span, lower.row_span) > 1
    if is_blank(upper.text):
        return spans
    return not is_item(lower.text) and (spans or (upper.filled and not anew))
