"""A table laid out across (table 3) that a report has in another layout, put as the format has it.

It may be two or three tables, its groups one below the other, its results down the side, or
every group a row. Wherever results stand side by side, the figures below are theirs; whose group
they are is told by a label at the left of the figures, above the results, or before the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from gblint.document import Anchor, Cell, Paragraph, Table
from gblint.pack.model import AxisSpec
from gblint.report.tables.figures import read_figure
from gblint.report.tables.grid import Grid
from gblint.report.tables.labels import Lexicon, form
from gblint.report.turned import drop_counts, turn
from gblint.text.folding import fold

_LONGEST_LABEL = 40
"""Characters of a label, or of a line above a table, that may name a group."""

_LEAST = 2
"""Results side by side that make a row of them one of headings."""

_MOST = 60
"""Groups in all that are put together; a table of the format has three."""


Led = tuple[Table, Sequence[Paragraph]]
"""A table, and the paragraphs between it and what stands before."""


class _Group(NamedTuple):
    """The results of one group: its label, the labels of its results, the figures under them."""

    label: Cell | None
    results: Sequence[Cell]
    figures: Sequence[Cell | None]


class Gathered(msgspec.Struct, frozen=True):
    """The table as the format has it; `turned` and `split` say how it stood."""

    table: Table
    turned: bool
    split: bool


def gather(parts: Sequence[Led], lexicon: Lexicon) -> Gathered | None:
    """The table put together from its parts, None where it is not sure which group is which."""
    groups: list[_Group] = []
    turned, parted = False, 0
    for given, lead in parts:
        table = drop_counts(given, lambda text: _is_label(text, lexicon))
        upright = _groups(table, lead, lexicon)
        lying = _groups(turn(table), lead, lexicon)
        best = max((upright, lying), key=lambda one: _figures(one[0]))
        groups += best[0]
        turned = turned or best is lying
        parted += best[1] + best[2]
    groups = _settle(groups, lexicon)
    if not groups or len(groups) > _MOST:
        return None
    return Gathered(_sheet(groups), turned, parted > 1)


def _figures(groups: Sequence[_Group]) -> int:
    """How many figures stand under results, less what else stands there."""
    cells = {id(cell): cell.text for one in groups for cell in one.figures if cell is not None}
    return sum(-1 if read_figure(text)[0] == "unreadable" else 1 for text in cells.values())


def _is_label(text: str, lexicon: Lexicon) -> bool:
    return lexicon.find(text, "column") is not None or group_of(text, lexicon) is not None


def group_of(text: str, lexicon: Lexicon) -> AxisSpec | None:
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
    labels = sorted(
        ((form(label)[1], row) for row in rows for label in (row.label, *row.aliases)),
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
    above = {g.key for g in lexicon.spec.column_groups if form(g.label)[1] in words}
    return row if above <= {row.group} else None


def _groups(
    table: Table, lead: Sequence[Paragraph], lexicon: Lexicon
) -> tuple[list[_Group], int, bool]:
    """The groups of a table whose results stand side by side; in how many rows of headings;
    whether the groups stand at the left of their figures.
    """
    grid = Grid(table)
    heads = _heads(grid, lexicon)
    groups: list[_Group] = []
    beside = False
    above = 0
    for at, head in enumerate(heads):
        end = grid.height
        if at + 1 < len(heads):
            end = max(_first(heads[at + 1], grid), head + 2)
        runs = _runs(grid, head, lexicon)
        rows = _rows(grid, range(head + 1, end), runs)
        left = min((cell.column for run in runs for cell in run), default=0)
        over = _over(grid, runs, range(above, head), lexicon)
        before = _before(grid, range(above, head + 1), left, lexicon) or _named(lead, lexicon)
        for row in rows:
            own = _left(grid, row, left, lexicon)
            beside = beside or (own is not None and len(rows) > 1)
            for run, label in zip(runs, over, strict=True):
                figures = [grid.at(row, cell.column) for cell in run]
                groups.append(_Group(own or label or before, run, figures))
        above = (rows[-1] if rows else head) + 1
    return groups, len(heads), beside


def _heads(grid: Grid, lexicon: Lexicon) -> list[int]:
    """The rows that name results; of those that follow one another the last."""
    rows = [row for row in range(grid.height) if _results(grid, row, lexicon) >= _LEAST]
    return [row for row in rows if row + 1 not in rows]


def _results(grid: Grid, row: int, lexicon: Lexicon) -> int:
    return sum(lexicon.find(cell.text, "column") is not None for cell in grid.row(row))


def _first(head: int, grid: Grid) -> int:
    """The first of the rows of headings that end in this one: a row without figures."""
    while head and not any(_is_number(cell) for cell in grid.row(head - 1)):
        head -= 1
    return head


def _is_number(cell: Cell) -> bool:
    return read_figure(cell.text)[0] == "number"


def _runs(grid: Grid, head: int, lexicon: Lexicon) -> list[list[Cell]]:
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


def _rows(grid: Grid, rows: range, runs: Sequence[Sequence[Cell]]) -> list[int]:
    """The rows of figures; where none is filled in, the first."""
    columns = [cell.column for run in runs for cell in run]

    def under(row: int) -> list[str]:
        return [cell.text for at in columns if (cell := grid.at(row, at)) is not None]

    filled = [
        row
        for row in rows
        if any(read_figure(text)[0] == "number" or _is_mark(text) for text in under(row))
    ]
    return filled or list(rows[:1])


def _is_mark(text: str) -> bool:
    return bool(text.strip()) and read_figure(text)[0] == "blank"


def _over(
    grid: Grid, runs: Sequence[Sequence[Cell]], rows: range, lexicon: Lexicon
) -> list[Cell | None]:
    """The label over each run; where spans were worked out and may reach too far, in order."""
    found: list[Cell | None] = []
    for run in runs:
        cells = [cell for label in run for cell in reversed(grid.above(label.column, rows))]
        found.append(next((c for c in cells if group_of(c.text, lexicon) is not None), None))
    if grid.table.inferred:
        every = {
            id(cell): cell
            for row in rows
            for cell in grid.row(row)
            if group_of(cell.text, lexicon) is not None
        }
        in_order = sorted(every.values(), key=lambda cell: cell.column)
        if len(in_order) == len(runs):
            return list(in_order)
    return found


def _before(grid: Grid, rows: range, left: int, lexicon: Lexicon) -> Cell | None:
    """The label that stands alone in a row above the headings, or at the left of them."""
    for row in reversed(rows):
        cells = [cell for cell in grid.row(row) if cell.text.strip()]
        for cell in reversed(cells):
            near = cell.column < left or len(cells) == 1
            if near and group_of(cell.text, lexicon) is not None:
                return cell
    return None


def _left(grid: Grid, row: int, left: int, lexicon: Lexicon) -> Cell | None:
    cells = [cell for cell in grid.row(row) if cell.column < left]
    return next((c for c in reversed(cells) if group_of(c.text, lexicon) is not None), None)


def _named(lead: Sequence[Paragraph], lexicon: Lexicon) -> Cell | None:
    """The group that the lines above a table name, the nearest of them."""
    for paragraph in reversed(lead):
        row = group_of(paragraph.shown, lexicon)
        if row is not None:  # a line of text need not be worded as a label
            return Cell(row.label, 0, 0, paragraph.anchor)
    return None


def _settle(groups: Sequence[_Group], lexicon: Lexicon) -> list[_Group]:
    """The groups with labels of the format; none where it is not sure which one of them is.

    A label that names the level above as well counts as the format's. The only group without a
    label is the only one that is left.
    """
    rows = lexicon.spec.blocks[0].rows
    named = [group_of(one.label.text, lexicon) if one.label else None for one in groups]
    left = [row for row in rows if row not in named]
    open_ = [at for at, row in enumerate(named) if row is None]
    if open_:
        if len(open_) > 1 or len(left) != 1 or len(groups) != len(rows):
            return []
        named[open_[0]] = left[0]
    return [
        one._replace(label=_label(one, row, lexicon))
        for one, row in zip(groups, named, strict=True)
        if row is not None
    ]


def _label(one: _Group, row: AxisSpec, lexicon: Lexicon) -> Cell:
    if one.label is None:
        return Cell(row.label, 0, 0, one.results[0].anchor)
    if lexicon.find(one.label.text, "row") is None:
        return msgspec.structs.replace(one.label, text=row.label)
    return one.label


def _sheet(groups: Sequence[_Group]) -> Table:
    """The groups side by side: a row of their labels, one of results, one of figures."""
    cells: list[list[Cell]] = [[], [], []]
    at = 0
    for one in groups:
        wide = len(one.results)
        label = one.label or Cell("", 0, 0, one.results[0].anchor)
        cells[0].append(_at(label, 0, at, wide))
        for result, figure in zip(one.results, one.figures, strict=True):
            cells[1].append(_at(result, 1, at))
            if figure is not None:
                cells[2].append(_at(figure, 2, at))
            at += 1
    anchor: Anchor = cells[0][0].anchor
    return Table((*cells[0], *cells[1], *cells[2]), 3, at, anchor)


def _at(cell: Cell, row: int, column: int, wide: int = 1) -> Cell:
    return msgspec.structs.replace(cell, row=row, column=column, row_span=1, column_span=wide)
