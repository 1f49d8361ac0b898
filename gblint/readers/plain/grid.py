"""Tables of forms that do not record merged cells: rows of texts → Table.

Two shapes are met. In a padded table every row has all columns, and a merged cell leaves empty
ones to its right and below (spreadsheets, Markdown, ruled text). In a ragged table a cell that
is merged across columns leaves nothing, so that rows are of different length, and only one that
is merged downwards leaves an empty cell in each row (text of Word documents).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.document import Anchor, Cell, Table
from gblint.readers.limits import check_columns, check_places
from gblint.readers.plain.grid_padded import place_padded
from gblint.readers.plain.grid_ragged import place_ragged
from gblint.readers.plain.grid_rows import Placed, is_blank, is_figure, is_number_alone


def infer(rows: Sequence[tuple[Sequence[str], Anchor]]) -> Table | None:
    """The table that rows of cells most likely were, with each row's anchor.

    None when there is no cell. Every cell given is in the table, or is the empty
    continuation of the one above it.
    """
    lines = [list(cells) for cells, _ in rows if cells]
    if not lines:
        return None
    width = max(len(cells) for cells in lines)
    check_columns(width)
    check_places(len(lines), width)
    alone = {at for at, cells in enumerate(lines) if width > 2 and is_number_alone(cells)}
    table = [cells for at, cells in enumerate(lines) if at not in alone]
    placed = iter(_place(table, width) if table else [])
    wide = [
        [Placed(cells[0], 0, width)] if at in alone else next(placed)
        for at, cells in enumerate(lines)
    ]
    return _build(wide, [anchor for cells, anchor in rows if cells])


def _place(lines: list[list[str]], width: int) -> list[list[Placed]]:
    if _is_padded(lines, width):
        return place_padded([cells + [""] * (width - len(cells)) for cells in lines])
    return place_ragged(lines)


def _is_padded(lines: list[list[str]], width: int) -> bool:
    """Whether all rows are of one length, but for empty cells cut off at their ends.

    Cut-off rows tell themselves apart from ragged ones where the first row has an empty cell
    after a filled one: there is nothing above that it could continue.
    """
    if all(len(cells) == width for cells in lines):
        return True
    first = lines[0]
    filled = next((at for at, cell in enumerate(first) if not is_blank(cell)), len(first))
    if not any(is_blank(cell) for cell in first[filled:]):
        return False
    return all(len(cells) == width for cells in lines if any(map(is_figure, cells)))


def _build(placed: list[list[Placed]], anchors: list[Anchor]) -> Table:
    """Cells from places; an empty one that continues joins the cell right above it."""
    cells: list[Cell] = []
    above: dict[int, int] = {}
    width = 0
    for row, places in enumerate(placed):
        beneath: dict[int, int] = {}
        for place in places:
            upper = above.get(place.column)
            if upper is not None and place.continues and cells[upper].column_span == place.span:
                beneath[place.column] = upper
                span = cells[upper].row_span + 1
                cells[upper] = msgspec.structs.replace(cells[upper], row_span=span)
                continue
            beneath[place.column] = len(cells)
            cells.append(Cell(place.text, row, place.column, anchors[row], column_span=place.span))
            width = max(width, place.column + place.span)
        above = beneath
    return Table(tuple(cells), len(placed), width, anchors[0], inferred=True)
