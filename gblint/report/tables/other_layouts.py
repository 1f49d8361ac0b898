"""Tables in layouts other than the format's: turned, in parts, with numbers for their columns.

Only where a table read as the format lays it out lacks something, or has too much, is it read
so. Of the readings the one with the most figures counts; without a gain the first one stays.

A table laid out across (table 3) may be two or three tables, its groups one below the other, its
results down the side, or every group a row. Wherever results stand side by side, the figures below
are theirs; whose group they are is told by a label at the left of the figures, above the results,
or before the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from gblint.document import Anchor, Cell, Paragraph, Table
from gblint.pack.model import AxisSpec
from gblint.report.model import TableReading
from gblint.report.tables.grid import (
    BlockLabel,
    Grid,
    PlacedTable,
    divide_by_headers,
    drop_counts,
    keep_rows,
    merge_equal,
    read_cell_figure,
    turn,
)
from gblint.report.tables.labels import LabelLexicon, strip_ordinal
from gblint.report.tables.layouts import read_across, read_grid
from gblint.text import fold

_MOST_CELLS = 5000
"""Cells of tables that are tried in other layouts; one of the format has a few hundred."""

_MOST_BLOCKS = 20
"""Labels of blocks at which a table is cut."""

_SPLIT = 3
"""Cells side by side with one label, so many that it was split: the frame of every table of the
format has such (申请人情况, 第二十条第（一）项), and doubled columns are two."""

_UNCLEAR = 3
"""Labels that a reading lacks although the table has them, so many that it is not to be trusted."""

_UNCLEAR_FEW = 2
"""The same of a table laid out across, whose groups are few, and of one whose spans were only
worked out."""

_LONGEST_LABEL = 40
"""Characters of a label, or of a line above a table, that may name a group."""

_LEAST_RESULTS = 2
"""Results side by side that make a row of them one of headings."""

_MOST_GROUPS = 60
"""Groups in all that are put together; a table of the format has three."""


def read_otherwise(
    straight: TableReading, items: Sequence[PlacedTable], lexicon: LabelLexicon
) -> TableReading:
    """The reading of the layout that gives the most figures, `straight` where none gives more.

    Where labels that are there could not be read in any, its `layout` is `unclear`.
    """
    if sum(len(item.table.cells) for item in items) > _MOST_CELLS:
        return straight
    readings = [straight]
    if lexicon.spec.layout == "across":
        gathered = _gather_groups(items, lexicon)
        if gathered is not None:
            table, layout = gathered
            reading = read_across([items[0].replace_table(table)], lexicon)
            readings.append(msgspec.structs.replace(reading, anchor=straight.anchor, layout=layout))
    else:
        readings += _read_in_other_ways(straight, items, lexicon)
    best = max(readings, key=_rate_reading)  # the first of equals
    if _is_unclear(best, items, lexicon):
        return msgspec.structs.replace(best, layout="unclear")
    return best


def _rate_reading(reading: TableReading) -> tuple[int, int]:
    """Figures that were read, and against them what is lacking or left over."""
    figures = sum(cell.status != "blank" or bool(cell.text) for cell in reading.cells.values())
    lacking = sum(max(len(missing.keys), 1) for missing in reading.missing)
    over = sum(not other.obsolete for other in reading.others)
    strange = sum(cell.status == "unreadable" for cell in reading.cells.values())
    return figures - strange, -(lacking + over + strange)


def _read_in_other_ways(
    straight: TableReading, items: Sequence[PlacedTable], lexicon: LabelLexicon
) -> Iterator[TableReading]:
    def plain(table: Table) -> Table:
        merged = merge_equal(table)
        if not _is_split(table, merged):
            merged = table
        return drop_counts(merged, lambda text: strip_ordinal(text) in lexicon.words)

    upright = [item.replace_table(plain(item.table)) for item in items]
    if any(new.table is not old.table for new, old in zip(upright, items, strict=True)):
        yield read_grid(upright, lexicon)
    cells = sum(len(block.rows) * len(block.columns) for block in lexicon.spec.blocks)
    if 2 * len(straight.cells) > cells:  # then turned it cannot have more
        return
    # A label of a block that stands in a row of its own would be a column when turned.
    for turned in (_turn_all(upright), _turn_all(_cut_at_blocks(upright, lexicon))):
        reading = read_grid(turned, lexicon, turned=True)
        yield msgspec.structs.replace(reading, anchor=straight.anchor, layout="turned")


def _is_split(table: Table, merged: Table) -> bool:
    """Whether some label stood in as many cells as only a split one does."""
    if merged is table:
        return False
    spans = {(cell.row, cell.column): cell.column_span for cell in table.cells}
    return any(cell.column_span >= _SPLIT * spans[cell.row, cell.column] for cell in merged.cells)


def _turn_all(items: Sequence[PlacedTable]) -> list[PlacedTable]:
    return [item.replace_table(turn(item.table)) for item in items]


def _cut_at_blocks(items: Sequence[PlacedTable], lexicon: LabelLexicon) -> list[PlacedTable]:
    """The tables cut where the label of a block stands in a row of its own, now above them."""
    parts: list[PlacedTable] = []
    for item in items:
        table = item.table
        labels = [
            (band.row, Paragraph(band.text, band.anchor))
            for band in divide_by_headers(Grid(table), lexicon)
            if isinstance(band, BlockLabel)
        ][:_MOST_BLOCKS]
        starts = [0, *(row + 1 for row, _ in labels)]
        ends = [*(row for row, _ in labels), table.height]
        leads = [item.lead, *((label,) for _, label in labels)]
        parts += [
            PlacedTable(keep_rows(table, range(start, end)), item.section, above)
            for start, end, above in zip(starts, ends, leads, strict=True)
            if end > start
        ]
    return parts


def _is_unclear(reading: TableReading, items: Sequence[PlacedTable], lexicon: LabelLexicon) -> bool:
    """Whether most of the labels that a reading lacks are there all the same, or all figures are.

    In a table laid out across, a result stands once for each group.
    """
    if not reading.cells and (lexicon.spec.layout == "across" or len(lexicon.spec.blocks) > 1):
        return any(_is_number(cell) for item in items for cell in item.table.cells)
    # By the words alone: a label whose ordinal is wrong, or absent, is there all the same.
    words = Counter(strip_ordinal(cell.text) for item in items for cell in item.table.cells)
    across = lexicon.spec.layout == "across"
    groups = len(lexicon.spec.blocks[0].rows)
    # of a group that is collapsed the label is there by right
    lacking = [
        missing for missing in reading.missing if missing.kind not in ("header", "collapsed")
    ]
    there = sum(
        words[strip_ordinal(missing.label)]
        >= (groups if across and missing.kind == "column" else 1)
        for missing in lacking
    )
    few = across or any(item.table.inferred for item in items)
    return there >= (_UNCLEAR_FEW if few else _UNCLEAR) and 2 * there > len(lacking)


# tables laid out across


class _Group(NamedTuple):
    """The results of one group: its label, the labels of its results, the figures under them."""

    label: Cell | None
    results: Sequence[Cell]
    figures: Sequence[Cell | None]


def _gather_groups(
    parts: Sequence[PlacedTable], lexicon: LabelLexicon
) -> tuple[Table, Literal["", "turned", "split"]] | None:
    """The table put together from its parts as the format has it, and how it stood; None where it
    is not sure which group is which.
    """
    groups: list[_Group] = []
    turned, parted = False, 0
    for part in parts:
        table = drop_counts(part.table, lambda text: _is_known_label(text, lexicon))
        upright = _find_groups(table, part.lead, lexicon)
        turned_groups = _find_groups(turn(table), part.lead, lexicon)
        best = max((upright, turned_groups), key=lambda one: _count_figures(one.groups))
        groups += best.groups
        turned = turned or best is turned_groups
        parted += best.heads + best.beside
    groups = _settle_labels(groups, lexicon)
    if not groups or len(groups) > _MOST_GROUPS:
        return None
    # who converts a report to text may split its tables, but does not turn them
    split = parted > 1 and not any(part.table.inferred for part in parts)
    return _build_sheet(groups), "turned" if turned else "split" if split else ""


def _count_figures(groups: Sequence[_Group]) -> int:
    """How many figures stand under results, less what else stands there."""
    cells = {id(cell): cell.text for group in groups for cell in group.figures if cell is not None}
    return sum(
        -1 if read_cell_figure(text).status == "unreadable" else 1 for text in cells.values()
    )


def _is_known_label(text: str, lexicon: LabelLexicon) -> bool:
    return lexicon.find(text, "column") is not None or find_group(text, lexicon) is not None


def find_group(text: str, lexicon: LabelLexicon) -> AxisSpec | None:
    """The row of the format that a text names, alone or with the label above it.

    行政诉讼（未经复议直接起诉） names one, 行政复议、行政诉讼情况 none.
    """
    rows = lexicon.spec.blocks[0].rows
    entry = lexicon.find(text, "row")
    if entry is not None:
        return next(row for row in rows if row.key == entry.key)
    words = fold(text)
    if not words or len(words) > _LONGEST_LABEL:
        return None
    # The longest first: a label may hold the words of another.
    labels = sorted(
        ((strip_ordinal(label), row) for row in rows for label in (row.label, *row.aliases)),
        key=lambda one: -len(one[0]),
    )
    named: dict[str, AxisSpec] = {}
    for label, row in labels:
        if label in words:
            words = words.replace(label, " ")
            named[row.key] = row
    if len(named) != 1:
        return None
    (row,) = named.values()
    above = {g.key for g in lexicon.spec.column_groups if strip_ordinal(g.label) in words}
    return row if above <= {row.group} else None


class _FoundGroups(NamedTuple):
    """The groups of a table whose results stand side by side; in how many rows of headings;
    whether the groups stand at the left of their figures.
    """

    groups: list[_Group]
    heads: int
    beside: bool


def _find_groups(table: Table, lead: Sequence[Paragraph], lexicon: LabelLexicon) -> _FoundGroups:
    grid = Grid(table)
    heads = _find_heads(grid, lexicon)
    groups: list[_Group] = []
    beside = False
    above = 0
    for at, head in enumerate(heads):
        end = grid.height
        if at + 1 < len(heads):
            end = max(_find_first_head(heads[at + 1], grid), head + 2)
        runs = _divide_runs(grid, head, lexicon)
        rows = _find_figure_rows(grid, range(head + 1, end), runs)
        left = min((cell.column for run in runs for cell in run), default=0)
        over = _find_labels_over(grid, runs, range(above, head), lexicon)
        before = _find_label_before(grid, range(above, head + 1), left, lexicon) or _find_in_lead(
            lead, lexicon
        )
        for row in rows:
            cells = [cell for cell in grid.row(row) if cell.column < left]
            own = _find_first_name(reversed(cells), lexicon)
            beside = beside or (own is not None and len(rows) > 1)
            for run, label in zip(runs, over, strict=True):
                figures = [grid.at(row, cell.column) for cell in run]
                groups.append(_Group(own or label or before, run, figures))
        above = (rows[-1] if rows else head) + 1
    return _FoundGroups(groups, len(heads), beside)


def _find_heads(grid: Grid, lexicon: LabelLexicon) -> list[int]:
    """The rows that name results; of those that follow one another the last."""
    results = [
        sum(lexicon.find(cell.text, "column") is not None for cell in grid.row(row))
        for row in range(grid.height)
    ]
    rows = {row for row, count in enumerate(results) if count >= _LEAST_RESULTS}
    return sorted(row for row in rows if row + 1 not in rows)


def _find_first_head(head: int, grid: Grid) -> int:
    """The first of the rows of headings that end in this one: a row without figures."""
    while head and not any(_is_number(cell) for cell in grid.row(head - 1)):
        head -= 1
    return head


def _is_number(cell: Cell) -> bool:
    return read_cell_figure(cell.text).status == "number"


def _divide_runs(grid: Grid, head: int, lexicon: LabelLexicon) -> list[list[Cell]]:
    """The labels of a row of headings, a new run each time that a result comes again."""
    cells = [cell for cell in grid.row(head) if cell.text.strip()]
    known = [lexicon.find(cell.text, "column") for cell in cells]
    first = next(at for at, entry in enumerate(known) if entry is not None)
    runs: list[list[Cell]] = [[]]
    keys: set[str] = set()
    start = lexicon.spec.blocks[0].columns[0].key
    for cell, entry in zip(cells[first:], known[first:], strict=True):
        if entry is not None and keys and (entry.key in keys or entry.key == start):
            runs.append([])
            keys = set()
        if entry is not None:
            keys.add(entry.key)
        runs[-1].append(cell)
    return runs


def _find_figure_rows(grid: Grid, rows: range, runs: Sequence[Sequence[Cell]]) -> list[int]:
    """The rows of figures; where none is filled in, the first."""
    columns = [cell.column for run in runs for cell in run]

    def is_filled(cell: Cell | None) -> bool:  # with a figure, or a mark for none
        return (
            cell is not None
            and bool(cell.text.strip())
            and read_cell_figure(cell.text).status != "unreadable"
        )

    filled = [row for row in rows if any(is_filled(grid.at(row, at)) for at in columns)]
    return filled or list(rows[:1])


def _find_labels_over(
    grid: Grid, runs: Sequence[Sequence[Cell]], rows: range, lexicon: LabelLexicon
) -> list[Cell | None]:
    """The label over each run; where spans were worked out and may reach too far, in order."""
    if grid.table.inferred:
        cells = {id(cell): cell for row in rows for cell in grid.row(row)}
        named = [cell for cell in cells.values() if find_group(cell.text, lexicon) is not None]
        if len(named) == len(runs):
            return [*sorted(named, key=lambda cell: cell.column)]
    above = ([c for label in run for c in reversed(grid.above(label.column, rows))] for run in runs)
    return [_find_first_name(cells, lexicon) for cells in above]


def _find_label_before(grid: Grid, rows: range, left: int, lexicon: LabelLexicon) -> Cell | None:
    """The label that stands alone in a row above the headings, or at the left of them."""
    near: list[Cell] = []
    for row in reversed(rows):
        cells = [cell for cell in grid.row(row) if cell.text.strip()]
        near += (cell for cell in reversed(cells) if cell.column < left or len(cells) == 1)
    return _find_first_name(near, lexicon)


def _find_first_name(cells: Iterable[Cell], lexicon: LabelLexicon) -> Cell | None:
    """The first of some cells that names a group."""
    return next((cell for cell in cells if find_group(cell.text, lexicon) is not None), None)


def _find_in_lead(lead: Sequence[Paragraph], lexicon: LabelLexicon) -> Cell | None:
    """The group that the lines above a table name, the nearest of them."""
    for paragraph in reversed(lead):
        row = find_group(paragraph.shown, lexicon)
        if row is not None:  # a line of text need not be worded as a label
            return Cell(row.label, 0, 0, paragraph.anchor)
    return None


def _settle_labels(groups: Sequence[_Group], lexicon: LabelLexicon) -> list[_Group]:
    """The groups with labels of the format; none where it is not sure which one of them is.

    A label that names the level above as well counts as the format's. The only group without a
    label is the only one that is left.
    """
    rows = lexicon.spec.blocks[0].rows
    named = [find_group(group.label.text, lexicon) if group.label else None for group in groups]
    left = [row for row in rows if row not in named]
    unnamed = [at for at, row in enumerate(named) if row is None]
    if unnamed:
        if len(unnamed) > 1 or len(left) != 1 or len(groups) != len(rows):
            return []
        named[unnamed[0]] = left[0]
    return [
        group._replace(label=_settle_label(group, row, lexicon))
        for group, row in zip(groups, named, strict=True)
        if row is not None
    ]


def _settle_label(group: _Group, row: AxisSpec, lexicon: LabelLexicon) -> Cell:
    if group.label is None:
        return Cell(row.label, 0, 0, group.results[0].anchor)
    if lexicon.find(group.label.text, "row") is None:
        return msgspec.structs.replace(group.label, text=row.label)
    return group.label


def _build_sheet(groups: Sequence[_Group]) -> Table:
    """The groups side by side: a row of their labels, one of results, one of figures."""
    cells: list[list[Cell]] = [[], [], []]
    at = 0
    for group in groups:
        wide = len(group.results)
        label = group.label or Cell("", 0, 0, group.results[0].anchor)
        cells[0].append(_place_cell(label, 0, at, wide))
        for result, figure in zip(group.results, group.figures, strict=True):
            cells[1].append(_place_cell(result, 1, at))
            if figure is not None:
                cells[2].append(_place_cell(figure, 2, at))
            at += 1
    anchor: Anchor = cells[0][0].anchor
    return Table((*cells[0], *cells[1], *cells[2]), 3, at, anchor)


def _place_cell(cell: Cell, row: int, column: int, wide: int = 1) -> Cell:
    return msgspec.structs.replace(cell, row=row, column=column, row_span=1, column_span=wide)
