"""Tables of forms that do not record merged cells: rows of texts → Table.

Two shapes are met. In a padded table every row has all columns, and a merged cell leaves empty
ones to its right and below (spreadsheets, Markdown, ruled text). In a ragged table a cell that
is merged across columns leaves nothing, so that rows are of different length, and only one that
is merged downwards leaves an empty cell in each row (text of Word documents). Both are parted
into blocks, rows of headings over rows of figures, before cells get their places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import cycle, islice, takewhile
from operator import eq
from typing import NamedTuple

import msgspec

from gblint.document import Anchor, Cell, Table
from gblint.readers.refusals import check_count
from gblint.readers.texts import group_runs, is_blank, is_figure, is_page_number

_MOST_COMPARED = 10_000
"""Cells of one row of headings times those of another up to which the two are compared."""


class Placed(NamedTuple):
    """A cell at its first column. `continues` lets an empty one join the cell above."""

    text: str
    column: int
    span: int
    continues: bool = False


class RowBlock(NamedTuple):
    """Rows of headings and the rows of figures under them, as numbers of rows."""

    heads: list[int]
    data: list[int]


def count_trailing_figures(cells: list[str]) -> int:
    """How many cells at the end of a row are figures or empty."""
    return sum(1 for _ in takewhile(lambda cell: is_figure(cell) or is_blank(cell), cells[::-1]))


def has_figures(cells: list[str]) -> bool:
    """Whether a row is one of figures: it ends in one, or they are most of its cells."""
    figures = sum(map(is_figure, cells))
    if not figures:
        return False
    at_end = any(map(is_figure, cells[len(cells) - count_trailing_figures(cells) :]))
    return at_end or (figures > 1 and 2 * figures >= len(cells))


def find_usual(numbers: Iterable[int]) -> int:
    """The most frequent of some numbers, of several the largest; 0 of none."""
    counts = Counter(numbers)
    return max(counts, key=lambda number: (counts[number], number), default=0)


def divide_into_blocks(is_data: list[bool]) -> list[RowBlock]:
    """The blocks of a table: rows of headings, then rows of figures, and so on."""
    blocks: list[RowBlock] = []
    for row, data in enumerate(is_data):
        if not blocks or (blocks[-1].data and not data):
            blocks.append(RowBlock([], []))
        (blocks[-1].data if data else blocks[-1].heads).append(row)
    return blocks


def infer_merged_cells(rows: Sequence[tuple[Sequence[str], Anchor]]) -> Table | None:
    """The table that rows of cells most likely were, with each row's anchor.

    None when there is no cell. Every cell given is in the table, or is the empty
    continuation of the one above it.
    """
    lines = [list(cells) for cells, _ in rows if cells]
    if not lines:
        return None
    width = max(len(cells) for cells in lines)
    check_count(width, "columns")
    check_count(len(lines) * width, "cells")
    # a page's number in a row of its own would break columns that its neighbours show
    alone = {
        at
        for at, cells in enumerate(lines)
        if width > 2 and is_page_number(cells[0]) and all(map(is_blank, cells[1:]))
    }
    table = [cells for at, cells in enumerate(lines) if at not in alone]
    if _is_padded(table, width):
        padded = [cells + [""] * (width - len(cells)) for cells in table]
        placed = iter(place_padded(padded))
    else:
        placed = iter(place_ragged(table))
    wide = [
        [Placed(cells[0], 0, width)] if at in alone else next(placed)
        for at, cells in enumerate(lines)
    ]
    return _build_table(wide, [anchor for cells, anchor in rows if cells])


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


def _build_table(placed: list[list[Placed]], anchors: list[Anchor]) -> Table:
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


def place_padded(lines: list[list[str]]) -> list[list[Placed]]:
    """The cells of every row at their columns."""
    figures = [has_figures(cells) for cells in lines]
    labels = _count_label_columns(lines)
    data = [figures[row] or _is_unfilled(lines, figures, row, labels) for row in range(len(lines))]
    placed: list[list[Placed]] = [[] for _ in lines]
    for block in divide_into_blocks(data):
        spans = _place_padded_heads(lines, block, placed)
        for row in block.data:
            continues = row != block.data[0]
            placed[row] = _place_labels(lines[row], labels, continues=continues)
            placed[row] += _place_values(lines[row], labels, spans)
    return placed


def _count_label_columns(lines: list[list[str]]) -> int:
    """How many columns of labels there are at the left.

    A label is a text with no figure before it in its row, in a column without figures.
    """
    rows = [cells for cells in lines if has_figures(cells)]
    if not rows:
        return _count_unfilled_labels(lines)
    numeric = {column for cells in rows for column, cell in enumerate(cells) if is_figure(cell)}
    labels = 0
    for cells in rows:
        for column, cell in enumerate(cells):
            if is_figure(cell):
                break
            if not is_blank(cell) and column not in numeric:
                labels = max(labels, column + 1)
    return labels


def _count_unfilled_labels(lines: list[list[str]]) -> int:
    """The same where no figure is filled in: what the first heading of several covers."""
    for cells in lines:
        filled = [column for column, cell in enumerate(cells) if not is_blank(cell)]
        if len(filled) > 1:
            return filled[1]
    return 1


def _is_unfilled(lines: list[list[str]], figures: list[bool], row: int, labels: int) -> bool:
    """Whether a row without figures is one where they are not filled in.

    Then it has labels only, and is neither the first nor the title over a row of headings.
    """
    cells = lines[row]
    if not row or not all(map(is_blank, cells[labels:])):
        return False
    last = row == len(lines) - 1
    if all(map(is_blank, cells)):
        return last or figures[row - 1]
    if last or figures[row + 1]:
        return True
    return all(map(is_blank, lines[row + 1][labels:]))


def _place_padded_heads(
    lines: list[list[str]], block: RowBlock, placed: list[list[Placed]]
) -> list[tuple[int, int]]:
    """Places the rows of headings of a block; gives the columns of the lowest, from and to."""
    width = len(lines[0])
    spans = [(0, width)] if block.heads else []
    for row in block.heads:
        cells = lines[row]
        if _is_title(lines, block.heads, row):
            spans = [(0, width)]
        inner: list[tuple[int, int]] = []
        for begin, end in spans:
            filled = (column for column in range(begin + 1, end) if not is_blank(cells[column]))
            starts = [begin, *filled]
            inner += zip(starts, [*starts[1:], end], strict=True)
        continues = row != block.heads[0]
        placed[row] = [
            Placed(cells[begin], begin, end - begin, continues and is_blank(cells[begin]))
            for begin, end in inner
        ]
        spans = inner
    return spans


def _is_title(lines: list[list[str]], heads: list[int], row: int) -> bool:
    """Whether a row is a title over what follows, and stands under nothing above.

    It has its first cell only, and the row above has one of its own there: that may be a row of
    figures in which words stand for none.
    """
    cells = lines[row]
    above = row - 1 in heads and not is_blank(lines[row - 1][0])
    return above and not is_blank(cells[0]) and all(map(is_blank, cells[1:]))


def _place_labels(cells: list[str], labels: int, *, continues: bool) -> list[Placed]:
    """The labels of a row; one reaches over the empty cells to its right."""
    starts = [column for column in range(labels) if not is_blank(cells[column])]
    lead = starts[0] if starts else labels
    placed = [Placed(cells[column], column, 1, continues) for column in range(lead)]
    ends = zip(starts, [*starts, labels][1:], strict=True)
    return placed + [Placed(cells[begin], begin, end - begin) for begin, end in ends]


def _place_values(cells: list[str], labels: int, spans: list[tuple[int, int]]) -> list[Placed]:
    """The figures of a row; one under a heading of several columns is as wide as that."""
    placed: list[Placed] = []
    column = labels
    ends = dict(spans)
    while column < len(cells):
        end = ends.get(column, column + 1)
        if not all(map(is_blank, cells[column + 1 : end])):
            end = column + 1  # there are figures under each part of the heading
        placed.append(Placed(cells[column], column, end - column))
        column = end
    return placed


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
    blocks = divide_into_blocks(_find_data_rows(lines))
    # a label that is a figure adds one in few rows
    values = [
        find_usual(count_trailing_figures(lines[row]) for row in block.data) for block in blocks
    ]
    labels = max(
        (
            _count_labels([lines[row] for row in block.data], count)
            for block, count in zip(blocks, values, strict=True)
        ),
        default=0,
    )
    width = max(labels + max(values), *map(len, lines))
    placed: list[list[Placed]] = [[] for _ in lines]
    for block, count in zip(blocks, values, strict=True):
        for row in block.data:
            continues = row != block.data[0]
            placed[row] = _place_data_row(lines[row], (labels, count, width), continues=continues)
        _place_ragged_heads(lines, block, placed, (labels, count, width))
    return placed


def _find_data_rows(lines: list[list[str]]) -> list[bool]:
    """Which rows hold figures, or would if they were filled in."""
    data = [has_figures(cells) for cells in lines]
    clean = [cells for cells, figures in zip(lines, data, strict=True) if figures]
    if not clean:  # a blank form: empty cells at the ends of rows are where figures would be
        clean = [cells for cells in lines if 0 < count_trailing_figures(cells) < len(cells)]
        most = max(map(count_trailing_figures, clean), default=0)
        clean = [cells for cells in clean if count_trailing_figures(cells) == most]
    counts = list(map(count_trailing_figures, clean))
    labels = _count_labels(clean, find_usual(counts))
    for row, cells in enumerate(lines):
        blank = count_trailing_figures(cells)
        if data[row] or not blank:
            continue
        if blank == len(cells):
            # all of it is blank: a row below figures, or the last one, not a gap between headings
            data[row] = blank > 1 and ((row > 0 and data[row - 1]) or row == len(lines) - 1)
        else:
            data[row] = len(cells) - blank <= labels and blank <= max(counts, default=0)
    return data


def _count_labels(rows: list[list[str]], figures: int) -> int:
    """The labels at most before so many figures; 0 where no row is as long as it should be."""
    return max(
        (len(row) - figures for row in rows if count_trailing_figures(row) >= figures), default=0
    )


def _place_data_row(
    cells: list[str], shape: tuple[int, int, int], *, continues: bool
) -> list[Placed]:
    """A row of figures; `shape` is columns of labels, of figures, and of the table."""
    labels, values, width = shape
    count = max(len(cells) - values, 0)
    if count > labels or (not count and len(cells) < values):
        return _place_from_left(cells, width)
    placed = _place_from_left(cells[:count], labels)
    placed = [place._replace(continues=continues and is_blank(place.text)) for place in placed]
    for column, cell in enumerate(cells[count:], labels):
        last = column == labels + values - 1
        placed.append(Placed(cell, column, width - column if last else 1))
    return placed


def _place_from_left(cells: list[str], width: int) -> list[Placed]:
    """Cells one column each, the last as wide as the rest."""
    last = len(cells) - 1
    return [Placed(cell, at, width - at if at == last else 1) for at, cell in enumerate(cells)]


def _place_ragged_heads(
    lines: list[list[str]], block: RowBlock, placed: list[list[Placed]], shape: tuple[int, int, int]
) -> None:
    """Places the rows of headings of a block, from the lowest upwards."""
    labels, values, width = shape
    items = _find_leaves(labels, values, width)
    heads = list(reversed(block.heads))
    if not labels and len(heads) > 1 and len(lines[heads[0]]) < values:
        reaching = _place_reaching(lines[heads[1]], lines[heads[0]], items)
        if reaching is not None:
            placed[heads[1]], placed[heads[0]] = reaching
            items = _find_items(placed[heads[1]], items)
            heads = heads[2:]
    for row in heads:
        cells = lines[row]
        if len(cells) == 1:
            placed[row] = [Placed(cells[0], 0, width)]
            continue
        parts = _share_out(len(cells), items, labels, width)
        if parts is None:
            placed[row] = _place_from_left(cells, width)
        else:
            continues = row != block.heads[0]
            placed[row] = [
                Placed(
                    cell, part[0].column, sum(i.span for i in part), continues and is_blank(cell)
                )
                for cell, part in zip(cells, parts, strict=True)
            ]
        items = _find_items(placed[row], items)


def _place_reaching(
    upper: list[str], lower: list[str], items: list[_Item]
) -> tuple[list[Placed], list[Placed]] | None:
    """Two rows of headings over so many columns where cells of the upper one reach down to them.

    What the lower row says over and over (A B A B) stands once more among the cells of the upper
    one (A B X Y): these have a column each, the others a part of the lower row.
    """
    lacking = len(items) - len(lower)
    others = len(upper) - lacking
    if others < 1 or len(lower) % others or lacking * len(upper) > _MOST_COMPARED:
        return None
    texts = [["".join(cell.split()) for cell in row] for row in (upper, lower)]
    again = list(islice(cycle(texts[1]), lacking))
    # one of them may be worded otherwise
    alike = [sum(map(eq, again, texts[0][at:])) for at in range(others + 1)]
    if alike.count(max(alike)) > 1 or 3 * max(alike) < 2 * lacking:
        return None
    start = alike.index(max(alike))
    above: list[Placed] = []
    below: list[Placed] = []
    left, at = iter(lower), 0
    for number, cell in enumerate(upper):
        alone = start <= number < start + lacking
        own = items[at : at + (1 if alone else len(lower) // others)]
        at += len(own)
        above.append(Placed(cell, own[0].column, sum(item.span for item in own)))
        below += [
            Placed("" if alone else next(left), item.column, item.span, alone) for item in own
        ]
    return above, below


def _find_leaves(labels: int, values: int, width: int) -> list[_Item]:
    """What the lowest headings lie over: the labels as one, and each column of figures."""
    items = [_Item(0, labels)] if labels else []
    for at in range(values):
        column = labels + at
        items.append(_Item(column, width - column if at == values - 1 else 1))
    return items


def _find_items(placed: list[Placed], below: list[_Item]) -> list[_Item]:
    """A row of headings as what the row above lies over."""
    items = []
    for text, column, span, _ in placed:
        beneath = sum(column <= item.column < column + span for item in below)
        items.append(_Item(column, span, is_blank(text), split=beneath > 1))
    return items


def _share_out(count: int, items: list[_Item], labels: int, width: int) -> list[list[_Item]] | None:
    """The items that each of `count` cells lies over; None when they cannot be shared out."""
    # from the surest to what is but likely: one to one; a cell to each column; labels by
    # themselves; runs that empty cells part; runs of what is alike; and then evenly
    if count == len(items):
        return [[item] for item in items]
    if count == width:
        return [[_Item(column, 1)] for column in range(width)]
    if labels and items and (items[0].column, items[0].span) == (0, labels):
        rest = _share_out(count - 1, items[1:], 0, 0) if count > 1 else None
        return None if rest is None else [items[:1], *rest]
    runs = _find_runs(items)
    if len(runs) < count:
        runs = _split_at_kinds(runs, count)
    while len(runs) < count:
        longest = max(range(len(runs)), key=lambda at: len(runs[at]), default=0)
        if not runs or len(runs[longest]) < 2:
            return None
        alike = [at for at, run in enumerate(runs) if len(run) == len(runs[longest])]
        share = 1 + -(-(count - len(runs)) // len(alike))
        runs[longest : longest + 1] = _split_evenly(runs[longest], share)
    return runs if len(runs) == count else None


def _find_runs(items: list[_Item]) -> list[list[_Item]]:
    """Runs of filled items; an empty one stands alone, for it continues one cell."""
    return group_runs(items, lambda item, after: not (item.blank or after.blank))


def _split_at_kinds(runs: list[list[_Item]], count: int) -> list[list[_Item]]:
    """Splits runs where cells with several beneath them begin or end, if that is enough."""
    alike = (group_runs(run, lambda item, after: item.split == after.split) for run in runs)
    pieces = [piece for of_run in alike for piece in of_run]
    return pieces if len(pieces) <= count else runs


def _split_evenly(run: list[_Item], parts: int) -> list[list[_Item]]:
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
