"""A table of a pack laid out as the format has it: boxes on a grid, merged where labels span.

Rows and columns count from 0. The corner, group labels and block labels stand as in the notices'
templates; where one group of rows begins and ends within another, it is a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec, TableSpec

CellKey = tuple[str, str]
"""The keys of a row and a column."""


class Box(msgspec.Struct, frozen=True):
    """A cell of the grid, with what it spans; a label, or the figure of a row and a column."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    kind: Literal["head", "group", "label", "figure"] = "head"
    cell: CellKey | None = None


class TableGrid(msgspec.Struct, frozen=True):
    """A table as boxes that fill its grid.

    `labels` is how many columns are row labels; `heads` how many rows at the top are column labels
    of all that follows, which a page after the first repeats.
    """

    boxes: tuple[Box, ...]
    height: int
    width: int
    labels: int
    heads: int


def lay_out_table(table: TableSpec) -> TableGrid:
    if table.layout == "across":
        return _lay_out_across(table)
    return _GridLayout(table).lay_out()


class _Extent(msgspec.Struct, frozen=True):
    """A group of lines: from the first of them to the last, by index."""

    label: str
    first: int
    last: int


class _GridLayout:
    """Row labels at the left, column labels above, one block under the other."""

    def __init__(self, table: TableSpec) -> None:
        self._table = table
        groups = [_find_extents(block.rows, table.row_groups) for block in table.blocks]
        self._groups = dict(zip((block.key for block in table.blocks), groups, strict=True))
        self._labels = 1 + max(
            len(chain)
            for block in table.blocks
            for chain in _list_chains(len(block.rows), self._groups[block.key])
        )
        self._figures = max(len(block.columns) for block in table.blocks)
        self._boxes: list[Box] = []

    def lay_out(self) -> TableGrid:
        row = heads = 0
        for block in self._table.blocks:
            if block.label:
                self._boxes.append(Box(row, 0, column_span=self._width, text=block.label))
                row += 1
            begun = row
            row = self._lay_out_heads(block, row)
            if len(self._table.blocks) == 1:
                heads = row if block.label else row - begun
            row = self._lay_out_rows(block, row)
        return TableGrid(tuple(self._boxes), row, self._width, self._labels, heads)

    @property
    def _width(self) -> int:
        return self._labels + self._figures

    def _lay_out_heads(self, block: BlockSpec, row: int) -> int:
        """The column labels of a block; the row below them."""
        groups = _find_extents(block.columns, self._table.column_groups)
        chains = _list_chains(len(block.columns), groups)
        depth = 1 + max(map(len, chains))
        over = self._table.over_columns
        height = depth + bool(over)
        self._boxes.append(Box(row, 0, height, self._labels, self._table.corner))
        if over:
            self._boxes.append(Box(row, self._labels, column_span=self._figures, text=over))
        top = row + bool(over)
        places = self._place_columns(len(block.columns))
        for group, level in _with_levels(groups, chains):
            (first, _), (last, span) = places[group.first], places[group.last]
            width = last + span - first
            self._boxes.append(Box(top + level, first, column_span=width, text=group.label))
        for (at, span), chain, column in zip(places, chains, block.columns, strict=True):
            level = len(chain)
            self._boxes.append(Box(top + level, at, depth - level, span, column.label))
        return row + height

    def _place_columns(self, count: int) -> list[tuple[int, int]]:
        """For each column of a block, where it begins and how many of the grid's it takes."""
        each = self._figures // count
        spans = [each] * (count - 1) + [self._figures - each * (count - 1)]
        return [(self._labels + each * i, span) for i, span in enumerate(spans)]

    def _lay_out_rows(self, block: BlockSpec, top: int) -> int:
        """The rows of a block; the row below them."""
        groups = self._groups[block.key]
        chains = _list_chains(len(block.rows), groups)
        for group, level in _with_levels(groups, chains):
            height = group.last - group.first + 1
            box = Box(top + group.first, level, height, text=group.label, kind="group")
            self._boxes.append(box)
        places = self._place_columns(len(block.columns))
        for i, (row, chain) in enumerate(zip(block.rows, chains, strict=True)):
            level, at = len(chain), top + i
            span = self._labels - level
            self._boxes.append(Box(at, level, column_span=span, text=row.label, kind="label"))
            for (column, width), spec in zip(places, block.columns, strict=True):
                cell = row.key, spec.key
                self._boxes.append(Box(at, column, 1, width, kind="figure", cell=cell))
        return top + len(block.rows)


def _lay_out_across(table: TableSpec) -> TableGrid:
    """The rows of the spec side by side, each over its columns, and one line of figures."""
    runs = [(row, block.columns) for block in table.blocks for row in block.rows]
    groups = _find_extents([row for row, _ in runs], table.column_groups)
    chains = _list_chains(len(runs), groups)
    depth = 2 + max(map(len, chains))
    starts = [0]
    for _, columns in runs:
        starts.append(starts[-1] + len(columns))
    boxes: list[Box] = []
    for group, level in _with_levels(groups, chains):
        width = starts[group.last + 1] - starts[group.first]
        boxes.append(Box(level, starts[group.first], column_span=width, text=group.label))
    for (row, columns), start, chain in zip(runs, starts, chains, strict=False):
        level = len(chain)
        boxes.append(Box(level, start, column_span=len(columns), text=row.label))
        for i, column in enumerate(columns, start):
            boxes.append(Box(level + 1, i, depth - level - 1, text=column.label))
            boxes.append(Box(depth, i, kind="figure", cell=(row.key, column.key)))
    return TableGrid(tuple(boxes), depth + 1, starts[-1], 0, depth)


def _find_extents(lines: Sequence[AxisSpec], groups: Sequence[GroupSpec]) -> list[_Extent]:
    """The groups that lines have, the outer before the inner."""
    found: list[_Extent] = []
    for group in groups:
        own = [i for i, line in enumerate(lines) if line.group == group.key]
        if own:
            found.append(_Extent(group.label, own[0], own[-1]))
    return sorted(found, key=lambda one: (one.first, -one.last))


def _list_chains(count: int, groups: Sequence[_Extent]) -> list[list[_Extent]]:
    """For each line the groups that it is in, from the outermost on."""
    return [[one for one in groups if one.first <= i <= one.last] for i in range(count)]


def _with_levels(
    groups: Sequence[_Extent], chains: Sequence[Sequence[_Extent]]
) -> Iterator[tuple[_Extent, int]]:
    for group in groups:
        yield group, chains[group.first].index(group)
