"""Rows in which a cell that is merged downwards leaves nothing, and one across empty ones.

Converters from HTML to Markdown write tables so (markitdown). A row is short by the columns
that cells from above reach down into; where these are is not recorded, and is worked out.
"""

from __future__ import annotations

from typing import NamedTuple

from gblint.readers.limits import in_force
from gblint.readers.plain.grid_rows import has_figures, is_blank, is_figure


class _Box(NamedTuple):
    """A cell at its columns; `reaches` says that it has come down from a row above."""

    column: int
    span: int
    reaches: bool = False

    @property
    def cost(self) -> int:
        """How unlikely the cell reaches down once more: one over several columns has parts."""
        return 0 if self.reaches else self.span**2


def restored(rows: list[list[str]]) -> list[list[str]]:
    """The rows with an empty cell for each that is missing; as they are where that fails."""
    width = max(map(len, rows), default=0)
    short = [cells for cells in rows if len(cells) < width]
    if not short or len(rows[0]) < width or width > in_force().columns:
        return rows
    if any(is_blank(cells[0]) for cells in rows if cells):
        return rows  # an empty cell at the left is what goes on from above
    found: list[list[str]] = []
    above: list[_Box] = []
    for cells in rows:
        down = _down(above, width - len(cells), left=has_figures(cells))
        if down is None:
            return rows
        columns = {box.column + more for box in down for more in range(box.span)}
        given = iter(cells)
        found.append(["" if column in columns else next(given) for column in range(width)])
        above = sorted([*(box._replace(reaches=True) for box in down), *_boxes(found[-1], columns)])
    return found


def _down(above: list[_Box], missing: int, *, left: bool) -> list[_Box] | None:
    """The cells above that make up the missing columns; in a row of figures they are leftmost."""
    if left:
        down = []
        for box in above:
            if missing <= 0:
                break
            down.append(box)
            missing -= box.span
        return None if missing else down
    best: dict[int, tuple[int, list[_Box]]] = {0: (0, [])}
    for box in above:
        for total, (cost, chosen) in list(best.items()):
            new = total + box.span
            if new <= missing and (new not in best or cost + box.cost < best[new][0]):
                best[new] = cost + box.cost, [*chosen, box]
    return best[missing][1] if missing in best else None


def _boxes(cells: list[str], taken: set[int]) -> list[_Box]:
    """The cells of a row; a text reaches over the empty ones to its right, a figure does not."""
    boxes: list[_Box] = []
    for column, cell in enumerate(cells):
        if column in taken:
            continue
        last = boxes[-1] if boxes else None
        joins = last is not None and last.column + last.span == column
        if is_blank(cell) and last is not None and joins and not is_figure(cells[last.column]):
            boxes[-1] = last._replace(span=last.span + 1)
        else:
            boxes.append(_Box(column, 1))
    return boxes
