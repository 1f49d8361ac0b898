"""A table cut into segments: header rows and the data rows under them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gblint.document import Anchor, Cell
from gblint.report.tables.grid import Grid, drop_count_cells, read_figure
from gblint.report.tables.labels import Entry, FoundLabel, LabelLexicon, first_of_kind, label_form

_DEEPEST = 16
"""Rows of headings over a column that may make up its label."""


class DataRow(msgspec.Struct, frozen=True):
    """A row of figures: its label cell, the label cell left of it, its place in the grid."""

    leaf: Cell
    group: Cell | None
    row: int
    known: Entry | None


class Segment(msgspec.Struct):
    """Consecutive rows under one header. `block` is the block label read above, if any."""

    grid: Grid
    header: range
    block: str = ""
    rows: list[DataRow] = msgspec.field(default_factory=list)
    known_end: int = 0
    end: int = 0

    def add(self, data: DataRow) -> None:
        self.rows.append(data)
        end = data.leaf.column + data.leaf.column_span
        self.end = max(self.end, end)
        if data.known:
            self.known_end = max(self.known_end, end)

    def without_rows(self) -> Segment:
        """A segment under the same header that has no rows yet."""
        return msgspec.structs.replace(self, rows=[])

    @property
    def value_start(self) -> int:
        """The grid column where the figures begin: after the widest known label."""
        return self.known_end or self.end or 1

    def columns(self, lexicon: LabelLexicon) -> list[FoundLabel]:
        """The labels over the figures, left to right, without those that say nothing."""
        found: list[FoundLabel] = []
        last: Cell | None = None
        for column in range(self.value_start, self.grid.width):
            cells = drop_count_cells(self.grid.above(column, self.header))
            if not cells or cells[-1] is last:
                continue
            last = cells[-1]
            texts = [c.text for c in cells if c.text.strip() and not lexicon.is_frame(c.text)]
            texts = texts[-_DEEPEST:]
            words = tuple("".join(texts[i:]) for i in range(len(texts)))
            if words:
                found.append(FoundLabel(words, last.anchor, column))
        return found

    def block_labels(self, lexicon: LabelLexicon) -> Iterator[BlockLabel]:
        """The labels of blocks that stand at the left of the rows or of the heading."""
        beside = [data.group for data in self.rows if data.group is not None]
        for row in self.header:
            beside += [cell for cell in self.grid.row(row) if cell.column < self.value_start]
        for cell in beside:
            entry = lexicon.find_block(cell.text)
            if entry is not None:
                yield BlockLabel(cell.text, cell.anchor, entry.key)


class BlockLabel(msgspec.Struct, frozen=True):
    """A row that heads a block, of this format or (`obsolete`) of an earlier one.

    `row` is its place in the grid, -1 where it has no row of its own.
    """

    text: str
    anchor: Anchor
    key: str
    obsolete: bool = False
    row: int = -1


def cut_segments(grid: Grid, lexicon: LabelLexicon) -> Iterator[Segment | BlockLabel]:
    """The segments and block labels of a table, top to bottom."""
    segment = Segment(grid, range(0))
    for row in range(grid.height):
        cells = [cell for cell in grid.row(row) if cell.text.strip()]
        if not cells or _is_page_number(cells):
            continue
        label = _read_block_label(cells, lexicon)
        if label is not None:
            if segment.rows or segment.header:
                yield segment
            yield label
            segment = Segment(grid, range(row + 1, row + 1), block=label.key)
            continue
        data = _read_data_row(cells, row, segment, lexicon)
        if data is not None:
            segment.add(data)
        elif not segment.rows or _count_columns(cells, lexicon):
            if segment.rows:
                yield segment
                segment = Segment(grid, range(row, row), block=segment.block)
            start = segment.header.start if segment.header else row
            segment.header = range(start, row + 1)
    if segment.rows or segment.header:
        yield segment


def _is_page_number(cells: list[Cell]) -> bool:
    """Whether a row is but a page number that a converter left between the rows."""
    return len(cells) == 1 and not any(char.isalpha() for char in cells[0].text)


def _read_block_label(cells: list[Cell], lexicon: LabelLexicon) -> BlockLabel | None:
    if len(cells) != 1:
        return None
    text = cells[0].text
    block = lexicon.find_block(text)
    if block is not None:
        return BlockLabel(text, cells[0].anchor, block.key, row=cells[0].row)
    entry = lexicon.find(text, "obsolete")
    if entry is not None and entry.key == "block":
        return BlockLabel(text, cells[0].anchor, "", obsolete=True, row=cells[0].row)
    return None


def _count_columns(cells: list[Cell], lexicon: LabelLexicon) -> int:
    return sum(
        lexicon.find(cell.text, "column") is not None or _is_obsolete(cell.text, "column", lexicon)
        for cell in cells
    )


def _is_obsolete(text: str, kind: str, lexicon: LabelLexicon) -> bool:
    entry = lexicon.find(text, "obsolete")
    return entry is not None and entry.key == kind


def _read_data_row(
    cells: list[Cell], row: int, segment: Segment, lexicon: LabelLexicon
) -> DataRow | None:
    known = _find_known_leaf(cells, lexicon)
    if known is not None:
        at, entry = known
        return DataRow(cells[at], _find_group_cell(cells, at), row, entry)
    at = _find_unknown_leaf(cells, row, segment, lexicon)
    if at < 0:
        return None
    return DataRow(cells[at], _find_group_cell(cells, at), row, None)


def _find_group_cell(cells: list[Cell], at: int) -> Cell | None:
    """The label left of a row's own, which may have been written into several cells."""
    while at and cells[at - 1].text == cells[at].text:
        at -= 1
    return cells[at - 1] if at else None


def _find_known_leaf(cells: list[Cell], lexicon: LabelLexicon) -> tuple[int, Entry] | None:
    """The label cell of a row of the format: the last one before any column label.

    Some labels may be a row's or a column's (总计): beside a column label they are a column's,
    unless they are written just as the row's.
    """
    found: tuple[int, Entry] | None = None
    columns, sure = 0, True
    stands_for = lexicon.entries
    for at, cell in enumerate(cells):
        entries = stands_for(cell.text)
        if not entries:
            continue  # a figure, as in most cells
        entry, column = first_of_kind(entries, "row"), first_of_kind(entries, "column")
        exact = entry is not None and (column is None or label_form(cell.text) == entry.exact)
        if entry is not None and not columns and (exact or cell.column <= 1):
            found, sure = (at, entry), exact
        elif column is not None:
            columns += 1
    return found if columns <= sure else None


def _find_unknown_leaf(cells: list[Cell], row: int, segment: Segment, lexicon: LabelLexicon) -> int:
    """The label cell of a row that the format does not have, or -1 for no data row.

    It stands before the figures; where the row has none, it ends where labels of this segment
    end and blank cells follow.
    """
    if _count_columns(cells, lexicon) > 1:
        return -1
    for at, cell in enumerate(cells):
        if read_figure(cell.text)[0] == "number":
            return at - 1
    last = cells[-1]
    end = last.column + last.column_span
    blank_after = end < segment.grid.width and segment.grid.at(row, end) is not None
    if _is_obsolete(last.text, "row", lexicon) and blank_after:
        return len(cells) - 1
    if segment.rows and segment.header and blank_after and end == segment.value_start:
        return len(cells) - 1
    return -1
