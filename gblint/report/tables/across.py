"""A table laid out across: its rows stand side by side as groups of columns, over one line of
figures, as table 3 does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gblint.document import Cell
from gblint.pack.model import AxisSpec, BlockSpec
from gblint.report.model import CellReading, Missing, OtherLabel, TableReading
from gblint.report.tables.grid import (
    Grid,
    PlacedTable,
    are_counts,
    drop_count_cells,
    is_count,
    read_cell,
    read_figure,
)
from gblint.report.tables.labels import (
    Assignment,
    Entry,
    FoundLabel,
    LabelLexicon,
    assign_labels,
    list_other_labels,
    read_label,
)


class _Leaf(msgspec.Struct, frozen=True):
    """A column of figures: its label, and the label of the group above it, if any."""

    found: FoundLabel
    group: Cell | None
    known: Entry | None


_Run = list[_Leaf]


def read_across(items: Sequence[PlacedTable], lexicon: LabelLexicon) -> TableReading:
    """Read the first of the tables; any further one is a second copy."""
    table = items[0].table
    grid, block = Grid(table), lexicon.spec.blocks[0]
    line = _find_figures_row(grid, lexicon)
    leaves = _find_leaves(grid, line, lexicon)
    runs = _divide_by_group(leaves, len(block.rows), block.columns, inferred=table.inferred)
    groups = _assign_groups(runs, block.rows, lexicon, inferred=table.inferred)
    keys = _name_runs(runs, groups, block)
    labels = [read_label(hit, kind="row", block=block.key) for hit in groups.assigned]
    others: list[OtherLabel] = []
    cells: dict[tuple[str, str], CellReading] = {}
    for run, key in zip(runs, keys, strict=True):
        if key is None:
            others.append(_read_unknown_group(run[0], lexicon))
            continue
        columns = assign_labels([leaf.found for leaf in run], block.columns, lexicon, "column")
        for hit in columns.assigned:
            labels.append(read_label(hit, kind="column", block=key))
            cell = grid.at(line, hit.found.index)
            anchor = cell.anchor if cell is not None else hit.found.anchor
            cells[key, hit.spec.key] = read_cell(key, hit.spec.key, cell, anchor)
        others += list_other_labels(columns, "column", lexicon)
    copies = [OtherLabel("table", "", extra.table.anchor, repeated=True) for extra in items[1:2]]
    return TableReading(
        key=lexicon.spec.key,
        anchor=table.anchor,
        section=items[0].section,
        cells=cells,
        labels=tuple(labels),
        others=(*others, *copies),
        missing=tuple(_list_missing_results(block, keys, cells)),
        confidence=round(len(groups.assigned) / len(block.rows), 2),
        number=lexicon.spec.number,
    )


def _find_figures_row(grid: Grid, lexicon: LabelLexicon) -> int:
    """The row of figures: the first with a number, else the first under the labels.

    A row that counts the columns (1, 2, 3 …) is not it where another row of numbers follows.
    """
    first_blank: int | None = None
    counted: int | None = None
    labels = 0
    for row in range(grid.height):
        texts = [cell.text for cell in grid.row(row)]
        known = sum(lexicon.find(text, "column") is not None for text in texts if text)
        if any(read_figure(text)[0] == "number" for text in texts) and not known:
            if counted is None and _is_count_row(texts):
                counted, first_blank = row, None
                continue
            return row
        if known:
            labels, first_blank = row, None
        elif labels and first_blank is None and (counted is None or not any(texts)):
            first_blank = row
    if first_blank is not None:
        return first_blank
    return grid.height if counted is None else counted


def _is_count_row(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns, with or without a label of its own (栏次)."""
    filled = [text for text in texts if text.strip()]
    return are_counts(filled if is_count(filled[0]) else filled[1:])


def _find_leaves(grid: Grid, line: int, lexicon: LabelLexicon) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    last: Cell | None = None
    for column in range(grid.width):
        above = grid.above(column, range(line))
        cells = drop_count_cells([cell for cell in above if cell.text.strip()])
        if not cells or cells[-1] is last:
            continue
        last = cells[-1]
        known = lexicon.find(last.text, "column")
        groups = [c for c in cells[:-1] if not lexicon.is_frame(c.text)]
        if known is None and len(cells) == 1 and lexicon.is_frame(last.text):
            continue
        if known is None and not leaves and _is_label_column(grid, line, column):
            continue
        found = FoundLabel((last.text,), last.anchor, column)
        leaves.append(_Leaf(found, groups[-1] if groups else None, known))
    return leaves


def _is_label_column(grid: Grid, line: int, column: int) -> bool:
    """Whether a column has a word beside the figures (数量) and not one of them."""
    cell = grid.at(line, column)
    words = cell is not None and any(map(str.isalpha, cell.text))
    return cell is not None and words and read_figure(cell.text)[0] == "unreadable"


def _divide_by_group(
    leaves: Sequence[_Leaf], rows: int, results: Sequence[AxisSpec], *, inferred: bool
) -> list[_Run]:
    """The leaves by group: by the labels above them; where spans were only worked out, by count,
    or else each time that a result comes again.
    """
    runs: list[_Run] = []
    columns, first = len(results), results[0].key
    even = inferred and len(leaves) == rows * columns
    for index, leaf in enumerate(leaves):
        if not runs:
            new = True
        elif even:
            new = index % columns == 0
        elif inferred:
            new = _starts_again(leaf, runs[-1], first)
        else:
            above = next((other.group for other in reversed(runs[-1]) if other.group), None)
            new = leaf.group is not None and leaf.group is not above
        if new:
            runs.append([])
        runs[-1].append(leaf)
    return runs


def _starts_again(leaf: _Leaf, run: _Run, first: str) -> bool:
    """Whether a result begins a new group: the first of all, or one that the group has.

    Twice in a row it is a doubled column.
    """
    keys = [other.known.key for other in run if other.known]
    if leaf.known is None or leaf.known.key == (keys[-1] if keys else ""):
        return False
    return leaf.known.key == first or leaf.known.key in keys


def _assign_groups(
    runs: Sequence[_Run], rows: Sequence[AxisSpec], lexicon: LabelLexicon, *, inferred: bool
) -> Assignment:
    """The labels of the groups set against the rows of the format.

    Where spans were only worked out, a label may reach too far: as many labels as groups are
    taken in their order.
    """
    above = [
        list({id(leaf.group): leaf.group for leaf in run if leaf.group is not None}.values())
        for run in runs
    ]
    every = {id(cell): cell for cells in above for cell in cells}
    if inferred and len(every) == len(runs):
        above = [[cell] for cell in every.values()]
    found: list[FoundLabel] = []
    for at, (run, own) in enumerate(zip(runs, above, strict=True)):
        texts = tuple(cell.text for cell in own) or ("",)
        found.append(FoundLabel(texts, own[0].anchor if own else run[0].found.anchor, at))
    return assign_labels(found, rows, lexicon, "row")


def _name_runs(runs: Sequence[_Run], groups: Assignment, block: BlockSpec) -> list[str | None]:
    """The row key of every run. A run without a label that tells takes the place left."""
    known = {hit.found.index: hit.spec.key for hit in groups.assigned}
    repeated = {hit.found.index for hit in groups.repeated}
    left = list(groups.missing) if len(runs) == len(block.rows) else []
    keys: list[str | None] = []
    for at in range(len(runs)):
        takes_place = at not in known and at not in repeated and left
        keys.append(left.pop(0).key if takes_place else known.get(at))
    return keys


def _read_unknown_group(first: _Leaf, lexicon: LabelLexicon) -> OtherLabel:
    """The label over a group that the format does not have, or has but once."""
    text = first.group.text if first.group else first.found.words[0]
    anchor = first.group.anchor if first.group else first.found.anchor
    repeated = first.group is not None and lexicon.find(text, "row") is not None
    return OtherLabel("row", text, anchor, repeated=repeated)


def _list_missing_results(
    block: BlockSpec, keys: Sequence[str | None], cells: Mapping[tuple[str, str], CellReading]
) -> Iterator[Missing]:
    """Groups that are not there, and results that a group lacks."""
    for row in block.rows:
        if row.key not in keys:
            yield Missing("row", row.key, row.label, (row.key,), block.key)
            continue
        for column in block.columns:
            if (row.key, column.key) not in cells:
                yield Missing("column", column.key, column.label, (column.key,), row.key)
