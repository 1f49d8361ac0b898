"""Places of cells in a table whose merged cells leave nothing to their right.

A row of figures ends in as many figures as there are columns of them; what stands before are
labels, and the last label is as wide as it must be. Rows of headings are worked out from the
lowest upwards: an empty cell continues the one above it, a run of filled cells lies under one
cell, and cells that share a run share it evenly.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from gblint.readers.plain.grid_rows import Block, Placed, blocks_of, has_figures, is_blank, trailing


class _Item(NamedTuple):
    """What a cell of the row above may lie over: columns, and what is in them.

    `split` says that the cell has several beneath it.
    """

    column: int
    span: int
    blank: bool = False
    split: bool = False


def place_ragged(lines: list[list[str]]) -> list[list[Placed]]:
    """The cells of every row at their columns."""
    blocks = blocks_of(_rows_of_data(lines))
    values = [_values(lines, block) for block in blocks]
    labels = max(
        (
            len(lines[row]) - count
            for block, count in zip(blocks, values, strict=True)
            for row in block.data
            if trailing(lines[row]) >= count
        ),
        default=0,
    )
    labels = max(labels, 0)
    width = max(labels + max(values), *map(len, lines))
    placed: list[list[Placed]] = [[] for _ in lines]
    for block, count in zip(blocks, values, strict=True):
        for row in block.data:
            continues = row != block.data[0]
            placed[row] = _data_row(lines[row], (labels, count, width), continues=continues)
        _heads(lines, block, placed, (labels, count, width))
    return placed


def _rows_of_data(lines: list[list[str]]) -> list[bool]:
    """Which rows hold figures, or would if they were filled in."""
    data = [has_figures(cells) for cells in lines]
    clean = [cells for cells, figures in zip(lines, data, strict=True) if figures]
    if not clean:
        clean = [cells for cells in lines if 0 < trailing(cells) < len(cells)]
        most = max(map(trailing, clean), default=0)
        clean = [cells for cells in clean if trailing(cells) == most]
    counts = Counter(map(trailing, clean))
    usual = max(counts, key=lambda count: (counts[count], count), default=0)
    labels = max((len(cells) - usual for cells in clean if trailing(cells) >= usual), default=0)
    for row, cells in enumerate(lines):
        blank = trailing(cells)
        if data[row] or not blank:
            continue
        if blank == len(cells):
            data[row] = blank > 1 and ((row > 0 and data[row - 1]) or row == len(lines) - 1)
        else:
            data[row] = len(cells) - blank <= labels and blank <= max(counts, default=0)
    return data


def _values(lines: list[list[str]], block: Block) -> int:
    """How many columns of figures a block has."""
    counts = Counter(trailing(lines[row]) for row in block.data)
    if not counts:
        return 0
    return max(counts, key=lambda count: (counts[count], count))


def _data_row(cells: list[str], shape: tuple[int, int, int], *, continues: bool) -> list[Placed]:
    """A row of figures; `shape` is columns of labels, of figures, and of the table."""
    labels, values, width = shape
    count = max(len(cells) - values, 0)
    if count > labels or (not count and len(cells) < values):
        return _from_left(cells, width)
    placed = []
    for at, cell in enumerate(cells[:count]):
        span = labels - at if at == count - 1 else 1
        placed.append(Placed(cell, at, span, continues and is_blank(cell)))
    for at, cell in enumerate(cells[count:]):
        last = at == values - 1
        placed.append(Placed(cell, labels + at, width - labels - at if last else 1))
    return placed


def _from_left(cells: list[str], width: int) -> list[Placed]:
    """Cells one column each, the last as wide as the rest."""
    last = len(cells) - 1
    return [Placed(cell, at, width - at if at == last else 1) for at, cell in enumerate(cells)]


def _heads(
    lines: list[list[str]], block: Block, placed: list[list[Placed]], shape: tuple[int, int, int]
) -> None:
    """Places the rows of headings of a block, from the lowest upwards."""
    labels, values, width = shape
    items = _leaves(labels, values, width)
    for row in reversed(block.heads):
        cells = lines[row]
        if len(cells) == 1:
            placed[row] = [Placed(cells[0], 0, width)]
            continue
        parts = _parts(len(cells), items, labels, width)
        if parts is None:
            placed[row] = _from_left(cells, width)
        else:
            first = row != block.heads[0]
            placed[row] = [
                Placed(cell, part[0].column, sum(i.span for i in part), first and is_blank(cell))
                for cell, part in zip(cells, parts, strict=True)
            ]
        items = _items(placed[row], items)


def _leaves(labels: int, values: int, width: int) -> list[_Item]:
    """What the lowest headings lie over: the labels as one, and each column of figures."""
    items = [_Item(0, labels)] if labels else []
    for at in range(values):
        column = labels + at
        items.append(_Item(column, width - column if at == values - 1 else 1))
    return items


def _items(placed: list[Placed], below: list[_Item]) -> list[_Item]:
    """A row of headings as what the row above lies over."""
    items = []
    for place in placed:
        beneath = [
            item for item in below if place.column <= item.column < place.column + place.span
        ]
        split = len(beneath) > 1
        items.append(_Item(place.column, place.span, is_blank(place.text), split))
    return items


def _parts(count: int, items: list[_Item], labels: int, width: int) -> list[list[_Item]] | None:
    """The items that each of `count` cells lies over; None when they cannot be shared out."""
    if count == len(items):
        return [[item] for item in items]
    if count == width:
        return [[_Item(column, 1)] for column in range(width)]
    if labels and items and (items[0].column, items[0].span) == (0, labels):
        rest = _parts(count - 1, items[1:], 0, 0) if count > 1 else None
        return None if rest is None else [items[:1], *rest]
    runs = _runs(items)
    if len(runs) < count:
        runs = _split_at_kinds(runs, count)
    while len(runs) < count:
        longest = max(range(len(runs)), key=lambda at: len(runs[at]), default=0)
        if not runs or len(runs[longest]) < 2:
            return None
        alike = [at for at, run in enumerate(runs) if len(run) == len(runs[longest])]
        share = 1 + -(-(count - len(runs)) // len(alike))
        runs[longest : longest + 1] = _evenly(runs[longest], share)
    return runs if len(runs) == count else None


def _runs(items: list[_Item]) -> list[list[_Item]]:
    """Runs of filled items; an empty one stands alone, for it continues one cell."""
    runs: list[list[_Item]] = []
    for at, item in enumerate(items):
        if not at or item.blank or items[at - 1].blank:
            runs.append([])
        runs[-1].append(item)
    return runs


def _split_at_kinds(runs: list[list[_Item]], count: int) -> list[list[_Item]]:
    """Splits runs where cells with several beneath them begin or end, if that is enough."""
    pieces: list[list[_Item]] = []
    for run in runs:
        for at, item in enumerate(run):
            if not at or item.split != run[at - 1].split:
                pieces.append([])
            pieces[-1].append(item)
    return pieces if len(pieces) <= count else runs


def _evenly(run: list[_Item], parts: int) -> list[list[_Item]]:
    """A run in parts of as nearly the same number of columns as its items allow."""
    parts = min(parts, len(run))
    whole = sum(item.span for item in run)
    shared: list[list[_Item]] = [[]]
    taken = 0
    for at, item in enumerate(run):
        left = parts - len(shared)
        full = taken * parts >= whole * len(shared) or len(run) - at == left
        if shared[-1] and left and full:
            shared.append([])
        shared[-1].append(item)
        taken += item.span
    return shared
