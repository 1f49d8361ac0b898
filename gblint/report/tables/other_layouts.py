"""Tables in layouts other than the format's: turned, in parts, with numbers for their columns.

Only where a table read as the format lays it out lacks something, or has too much, is it read
so. Of the readings the one with the most figures counts; without a gain the first one stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from gblint.document import Paragraph, Table
from gblint.report.gathered import gather
from gblint.report.model import TableReading
from gblint.report.tables.across import read_across
from gblint.report.tables.figures import read_figure
from gblint.report.tables.grid import Grid
from gblint.report.tables.labels import Lexicon, form
from gblint.report.tables.segments import BlockLabel, segments
from gblint.report.turned import cut_rows, drop_counts, merge_equal, turn

Led = tuple[Table, Sequence[Paragraph]]

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


class ReadGrid(Protocol):
    """What reads tables with row labels at the left and column labels above."""

    def __call__(
        self, led: Sequence[Led], section: int | None, lexicon: Lexicon, *, turned: bool = False
    ) -> TableReading: ...


def read_otherwise(
    straight: TableReading, led: Sequence[Led], lexicon: Lexicon, read_grid: ReadGrid
) -> TableReading:
    """The reading of the layout that gives the most figures, `straight` where none gives more.

    Where labels that are there could not be read in any, its `layout` is `unclear`.
    """
    if sum(len(table.cells) for table, _ in led) > _MOST_CELLS:
        return straight
    section = straight.section
    readings = [straight]
    if lexicon.spec.layout == "across":
        gathered = gather(led, lexicon)
        if gathered is not None:
            # who converts a report to text may split its tables, but does not turn them
            split = gathered.split and not any(table.inferred for table, _ in led)
            layout = "turned" if gathered.turned else "split" if split else ""
            reading = read_across([gathered.table], section, lexicon)
            readings.append(msgspec.structs.replace(reading, anchor=straight.anchor, layout=layout))
    else:
        readings += _of_grids(straight, led, lexicon, read_grid)
    best = max(readings, key=_worth)  # the first of equals
    if _is_unclear(best, led, lexicon):
        return msgspec.structs.replace(best, layout="unclear")
    return best


def _worth(reading: TableReading) -> tuple[int, int]:
    """Figures that were read, and against them what is lacking or left over."""
    figures = sum(cell.status != "blank" or bool(cell.text) for cell in reading.cells.values())
    lacking = sum(max(len(one.keys), 1) for one in reading.missing)
    over = sum(not other.obsolete for other in reading.others)
    strange = sum(cell.status == "unreadable" for cell in reading.cells.values())
    return figures - strange, -(lacking + over + strange)


def _of_grids(
    straight: TableReading, led: Sequence[Led], lexicon: Lexicon, read_grid: ReadGrid
) -> Iterator[TableReading]:
    section = straight.section

    def plain(table: Table) -> Table:
        merged = merge_equal(table)
        if not _is_split(table, merged):
            merged = table
        return drop_counts(merged, lambda text: form(text)[1] in lexicon.words)

    upright = [(plain(table), lead) for table, lead in led]
    if any(new is not old for (new, _), (old, _) in zip(upright, led, strict=True)):
        yield read_grid(upright, section, lexicon)
    cells = sum(len(block.rows) * len(block.columns) for block in lexicon.spec.blocks)
    if 2 * len(straight.cells) > cells:  # then turned it cannot have more
        return
    for turned in (_turned(upright), _turned(_blocks(upright, lexicon))):
        reading = read_grid(turned, section, lexicon, turned=True)
        yield msgspec.structs.replace(reading, anchor=straight.anchor, layout="turned")


def _is_split(table: Table, merged: Table) -> bool:
    """Whether some label stood in as many cells as only a split one does."""
    if merged is table:
        return False
    spans = {(cell.row, cell.column): cell.column_span for cell in table.cells}
    return any(cell.column_span >= _SPLIT * spans[cell.row, cell.column] for cell in merged.cells)


def _turned(led: Sequence[Led]) -> list[Led]:
    return [(turn(table), lead) for table, lead in led]


def _blocks(led: Sequence[Led], lexicon: Lexicon) -> list[Led]:
    """The tables cut where the label of a block stands in a row of its own, now above them."""
    parts: list[Led] = []
    for table, lead in led:
        labels = [
            (item.row, Paragraph(item.text, item.anchor))
            for item in segments(Grid(table), lexicon)
            if isinstance(item, BlockLabel)
        ][:_MOST_BLOCKS]
        starts = [0, *(row + 1 for row, _ in labels)]
        ends = [*(row for row, _ in labels), table.height]
        leads = [lead, *((label,) for _, label in labels)]
        parts += [
            (cut_rows(table, start, end), above)
            for start, end, above in zip(starts, ends, leads, strict=True)
            if end > start
        ]
    return parts


def _is_unclear(reading: TableReading, led: Sequence[Led], lexicon: Lexicon) -> bool:
    """Whether most of the labels that a reading lacks are there all the same, or all figures are.

    In a table laid out across, a result stands once for each group.
    """
    if not reading.cells and (lexicon.spec.layout == "across" or len(lexicon.spec.blocks) > 1):
        return any(
            read_figure(cell.text)[0] == "number" for table, _ in led for cell in table.cells
        )
    words = Counter(form(cell.text)[1] for table, _ in led for cell in table.cells)
    across = lexicon.spec.layout == "across"
    groups = len(lexicon.spec.blocks[0].rows)
    # of a group that is collapsed the label is there by right
    lacking = [one for one in reading.missing if one.kind not in ("header", "collapsed")]
    there = sum(
        words[form(one.label)[1]] >= (groups if across and one.kind == "column" else 1)
        for one in lacking
    )
    few = across or any(table.inferred for table, _ in led)
    return there >= (_UNCLEAR_FEW if few else _UNCLEAR) and 2 * there > len(lacking)
