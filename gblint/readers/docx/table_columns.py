"""The columns of a Word table: the grid of the file, or what its widths make of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from gblint.readers.docx.elements import (
    GRID_COL,
    TBL_GRID,
    TC,
    TC_PR,
    TC_W,
    TR_PR,
    W_BEFORE,
    WIDTH,
    WIDTH_TYPE,
    first_child,
    iterate_children,
    whole_number,
)
from gblint.readers.package import Element

_MOST = 400
"""Columns of a grid up to which its borders are looked at; no such table has so many."""

_FITS = 0.1
"""Share of the width of a table by which the widths of the cells of a row may add up to other
than that, and still be those of the table: files keep old ones."""


_HAIR = 60
"""Twips, as `table_edges.SLIVER`, which most tables need not have imported."""

_USUAL = 9000
"""Twips between the margins of a page."""

_Row = list[tuple[float, float]]
"""Where the cells of a row begin and end."""


class Slot(msgspec.Struct, gc=False):
    """A w:tc of one row, with the columns that it takes.

    `merge` is None for a cell of one row, True for one that continues the cell above. `place` is
    its first column in the grid of the file, from 1; `number` says which w:tc of the row it is,
    from 0, and `joined` which continue it to the right. (To keep the elements themselves would be
    slow: lxml makes one when asked for it.)
    """

    text: str
    column: int
    span: int
    merge: bool | None
    place: int
    number: int
    joined: tuple[int, ...] = ()


def set_columns(table: Element, lines: Sequence[Element], rows: Sequence[list[Slot]]) -> None:
    """Give the cells the columns that they stand in for the eye; `lines` are the w:tr of the rows.

    Cells that are but a sliver between two borders, and empty, are taken out of `rows`. Where
    nothing tells widths, a column that no cell has for itself is such a sliver.
    """
    ends = {row[-1].column + row[-1].span for row in rows if row}
    width = max(ends, default=0)
    if not 1 < width <= _MOST:
        return
    sizes = _read_grid(table)
    wide = len(sizes) != width or min(sizes) > _HAIR
    if wide and len(ends) == 1 and any(len(row) == width for row in rows):
        return  # a row has all columns to itself: no border stands at two places
    from gblint.readers.table_edges import Stretch, merge_edges  # most tables need no look

    places, measured = _find_places(lines, rows, sizes, width)
    numbers = merge_edges(
        [
            [
                Stretch(begin, end, bool(slot.text.strip()))
                for slot, (begin, end) in zip(slots, row, strict=True)
            ]
            for slots, row in zip(rows, places, strict=True)
        ],
        measured=measured,
    )
    for slots, row in zip(rows, places, strict=True):
        for slot, (begin, end) in zip(slots, row, strict=True):
            slot.column, slot.span = numbers[begin], numbers[end] - numbers[begin]
        slots[:] = [slot for slot in slots if slot.span]


def _read_grid(table: Element) -> list[int]:
    """The widths of the columns in twips, none where the file has not all of them."""
    grid = first_child(table, TBL_GRID)
    sizes = (
        [whole_number(one.get(WIDTH)) for one in grid.iterchildren(GRID_COL)]
        if grid is not None
        else []
    )
    return sizes if all(size > 0 for size in sizes) else []


def _find_places(
    lines: Sequence[Element],
    rows: Sequence[Sequence[Slot]],
    sizes: Sequence[int],
    width: int,
) -> tuple[list[_Row], bool]:
    """Where the cells of each row begin and end, and whether that is in twips.

    A row that has not all columns of the grid, but cells as wide as the table together, stands
    by their widths: its file counts spans wrongly. Without a grid all rows do.
    """
    of_cells = [_place_by_widths(line, row) for line, row in zip(lines, rows, strict=True)]
    totals = [row[-1][1] for row in of_cells if row]
    if len(sizes) < width:
        if len(totals) == len([row for row in rows if row]) and _alike(totals, max(totals)):
            return of_cells, True
        edges = [float(at) for at in range(width + 1)]
        return [[(edges[s.column], edges[s.column + s.span]) for s in row] for row in rows], False
    edges = [0.0, *map(float, accumulate(sizes))]
    total = edges[-1]
    found: list[_Row] = []
    for row, own in zip(rows, of_cells, strict=True):
        if own and row[-1].column + row[-1].span < len(sizes) and _alike([own[-1][1]], total):
            scale = total / own[-1][1]
            found.append([(begin * scale, end * scale) for begin, end in own])
        else:
            found.append([(edges[s.column], edges[s.column + s.span]) for s in row])
    return found, True


def _alike(totals: Sequence[float], whole_: float) -> bool:
    return all(abs(total - whole_) <= _FITS * whole_ for total in totals)


def _place_by_widths(line: Element, row: Sequence[Slot]) -> _Row:
    """Where the cells of a row stand by their own widths, nothing where one has none."""
    if not row:
        return []
    properties = first_child(line, TR_PR)
    before = first_child(properties, W_BEFORE) if properties is not None else None
    at = 0.0
    if row[0].column and (before is None or not (at := _width_in_twips(before))):
        return []
    cells = list(iterate_children(line, TC))
    found: _Row = []
    for slot in row:
        size = 0.0
        for number in (slot.number, *slot.joined):
            own = first_child(cells[number], TC_PR)
            told = first_child(own, TC_W) if own is not None else None
            wide = _width_in_twips(told) if told is not None else 0.0
            if not wide:
                return []
            size += wide
        found.append((at, at + size))
        at += size
    return found


def _width_in_twips(element: Element) -> float:
    """A width in twips, or its share of a table of usual width; 0 for none."""
    text, kind = element.get(WIDTH) or "", element.get(WIDTH_TYPE, "dxa")
    if kind == "pct":
        share = whole_number(text[:-1]) * 50 if text.endswith("%") else whole_number(text)
        return share / 5000 * _USUAL
    return float(max(whole_number(text), 0)) if kind == "dxa" else 0.0
