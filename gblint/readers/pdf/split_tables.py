"""Tables that go on over the page: the pieces on each page → one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gblint.document import Anchor, Cell, Table
from gblint.readers.limits import check_places
from gblint.readers.lines import is_blank, is_figure, is_item
from gblint.readers.pdf.ruled_tables import (
    RuledCell,
    RuledTable,
    cluster,
    find_nearest,
    without_row,
)
from gblint.text.folding import fold

_SIDES = 4.0
"""Points by which the sides of two pieces of a table may differ."""


class _Piece(NamedTuple):
    """A cell on the grid of the whole table."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    box: tuple[float, float, float, float]
    filled: bool

    @property
    def end(self) -> int:
        return self.row + self.row_span

    @property
    def columns(self) -> tuple[int, int]:
        return self.column, self.column_span


def continues(before: RuledTable, after: RuledTable) -> bool:
    """Whether a table on the next page can be the rest of this one: its columns fit."""
    if after.page != before.page + 1:
        return False
    if abs(before.box[0] - after.box[0]) > _SIDES or abs(before.box[2] - after.box[2]) > _SIDES:
        return False
    few, many = sorted((before.xs, after.xs), key=len)
    return all(any(abs(x - other) <= _SIDES for other in many) for x in few)


def join_pieces(pieces: Sequence[RuledTable], first_line: int) -> tuple[Table, int]:
    """One table of its pieces, and the line after it; every row takes one line."""
    if len(pieces) > 1:
        pieces = [_without_strips(piece) for piece in pieces]
    xs = cluster([x for piece in pieces for x in piece.xs])
    header = _rows(_put_on_columns(pieces[0], xs, 0), 0)
    cells: list[_Piece] = []
    height = 0
    for piece in pieces:
        added = _put_on_columns(piece, xs, height)
        repeated = _count_repeated_rows(header, added, height) if cells else 0
        added = _without_rows(added, height, repeated)
        rows = piece.height - repeated
        if cells and added:
            cells, added, merged = _join_at_cut(cells, added, height)
            rows -= merged
        cells += added
        height += rows
    check_places(height, max(len(xs) - 1, 1))
    return _build_table(cells, height, len(xs) - 1, first_line), first_line + height


def _without_strips(piece: RuledTable) -> RuledTable:
    """A piece without blank rows at its ends: what the page left of a row, or of borders."""
    for row in (piece.height - 1, 0):
        inside = [cell for cell in piece.cells if cell.row == row and cell.row_span == 1]
        if piece.height > 1 and inside and all(is_blank(cell.text) for cell in inside):
            cells = tuple(without_row(cell, row) for cell in piece.cells if cell not in inside)
            piece = piece._replace(cells=cells, height=piece.height - 1)
    return piece


def _put_on_columns(piece: RuledTable, xs: Sequence[float], row: int) -> list[_Piece]:
    """The cells of a piece on the columns of the whole, its first row at `row`."""
    found: list[_Piece] = []
    for cell in piece.cells:
        begin, end = _columns(cell, piece, xs)
        found.append(
            _Piece(
                cell.text,
                cell.row + row,
                begin,
                cell.row_span,
                max(end - begin, 1),
                piece.page,
                cell.box,
                cell.filled,
            )
        )
    return found


def _columns(cell: RuledCell, piece: RuledTable, xs: Sequence[float]) -> tuple[int, int]:
    begin = find_nearest(xs, piece.xs[cell.column])
    return begin, find_nearest(xs, piece.xs[cell.column + cell.column_span])


def _rows(cells: Sequence[_Piece], first: int) -> list[list[str]]:
    """The folded texts of the cells that begin in each row."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row - first, []).append(fold(cell.text))
    return [rows.get(at, []) for at in range(max(rows, default=-1) + 1)]


def _count_repeated_rows(
    header: Sequence[Sequence[str]], cells: Sequence[_Piece], first: int
) -> int:
    """How many rows at the top of a piece print the top of the table again."""
    rows = _rows(cells, first)
    count = 0
    while (
        count < len(rows)
        and count < len(header)
        and rows[count] == header[count]
        and any(rows[count])
        and not any(is_figure(text) for text in rows[count])
    ):
        count += 1
    cut = any(cell.row - first < count < cell.end - first for cell in cells)
    return 0 if cut else count


def _without_rows(cells: Sequence[_Piece], first: int, count: int) -> list[_Piece]:
    """The cells below the first `count` rows, moved up."""
    return [cell._replace(row=cell.row - count) for cell in cells if cell.row - first >= count]


def _join_at_cut(
    cells: list[_Piece], added: list[_Piece], seam: int
) -> tuple[list[_Piece], list[_Piece], int]:
    """Join what the page has cut: a row in two halves, or labels that span rows on both pages.

    Gives the cells above and below, and how many rows fewer there are.
    """
    above = {cell.columns: cell for cell in cells if cell.end == seam}
    below = {cell.columns: cell for cell in added if cell.row == seam}
    if _is_cut(above, below):
        return _join_halves(cells, added, above, below, seam)
    first_figure = min(
        (cell.column for cell in (*above.values(), *below.values()) if is_figure(cell.text)),
        default=max(cell.column for cell in cells) + 1,
    )
    first_label = min(
        (cell.column for cell in below.values() if not is_blank(cell.text)), default=first_figure
    )
    anew = _begins_anew(above, below)
    joined: dict[tuple[int, int], _Piece] = {}
    for columns, lower in below.items():
        upper = above.get(columns)
        if upper is None or columns[0] >= first_figure:
            continue
        if is_blank(lower.text) and columns[0] > first_label:
            continue
        if _is_one_label(upper, lower, anew=anew):
            joined[columns] = upper._replace(
                text=upper.text + lower.text,
                row_span=upper.row_span + lower.row_span,
                filled=lower.filled,
            )
    return (
        [joined.get(cell.columns, cell) if cell.end == seam else cell for cell in cells],
        [cell for cell in added if cell.row != seam or cell.columns not in joined],
        0,
    )


def _is_cut(above: dict[tuple[int, int], _Piece], below: dict[tuple[int, int], _Piece]) -> bool:
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


def _runs_on(upper: _Piece, lower: _Piece) -> bool:
    """Whether a text at the bottom of a page can go on at the top of the next."""
    if is_figure(upper.text) != is_figure(lower.text) and not is_item(upper.text + lower.text):
        return False
    return upper.filled and not is_item(lower.text)


def _join_halves(
    cells: list[_Piece],
    added: list[_Piece],
    above: dict[tuple[int, int], _Piece],
    below: dict[tuple[int, int], _Piece],
    seam: int,
) -> tuple[list[_Piece], list[_Piece], int]:
    """The halves of a cut row put together, the rows below moved up by one."""
    halves = {
        columns: upper._replace(
            text=upper.text + below[columns].text,
            row_span=upper.row_span + below[columns].row_span - 1,
        )
        for columns, upper in above.items()
        if columns in below
    }
    alone = [cell for cell in below.values() if cell.columns not in above]
    rest = [
        cell._replace(row=cell.row - 1)
        for cell in added
        if cell.row != seam or (cell in alone and cell.row_span > 1)
    ]
    kept = [halves.get(cell.columns, cell) if cell.end == seam else cell for cell in cells]
    return kept, rest, 1


def _begins_anew(
    above: dict[tuple[int, int], _Piece], below: dict[tuple[int, int], _Piece]
) -> bool:
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


def _is_one_label(upper: _Piece, lower: _Piece, *, anew: bool) -> bool:
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


def _build_table(cells: Sequence[_Piece], height: int, width: int, first_line: int) -> Table:
    made = [
        Cell(
            cell.text,
            cell.row,
            cell.column,
            Anchor(first_line + cell.row, page=cell.page, box=_rounded(cell.box)),
            cell.row_span,
            cell.column_span,
        )
        for cell in sorted(cells, key=lambda one: (one.row, one.column))
    ]
    return Table(tuple(made), height, width, made[0].anchor)


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
