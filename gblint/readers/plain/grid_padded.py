"""Places of cells in a table that has every column in every row.

A merged cell leaves empty ones to its right and below. Which of them belong to it is read from
the rows of headings, from the top downwards; among figures an empty cell is a cell of its own.
"""

from __future__ import annotations

from gblint.readers.plain.grid_rows import (
    Block,
    Placed,
    blocks_of,
    has_figures,
    is_blank,
    is_figure,
)


def place_padded(lines: list[list[str]]) -> list[list[Placed]]:
    """The cells of every row at their columns."""
    figures = [has_figures(cells) for cells in lines]
    labels = _labels(lines)
    data = [figures[row] or _is_unfilled(lines, figures, row, labels) for row in range(len(lines))]
    placed: list[list[Placed]] = [[] for _ in lines]
    for block in blocks_of(data):
        spans = _heads(lines, block, placed)
        for row in block.data:
            continues = row != block.data[0]
            placed[row] = _label_part(lines[row], labels, continues=continues)
            placed[row] += _value_part(lines[row], labels, spans)
    return placed


def _labels(lines: list[list[str]]) -> int:
    """How many columns of labels there are at the left.

    A label is a text with no figure before it in its row, in a column without figures.
    """
    rows = [cells for cells in lines if has_figures(cells)]
    if not rows:
        return _labels_of_unfilled(lines)
    numeric = {column for cells in rows for column, cell in enumerate(cells) if is_figure(cell)}
    labels = 0
    for cells in rows:
        for column, cell in enumerate(cells):
            if is_figure(cell):
                break
            if not is_blank(cell) and column not in numeric:
                labels = max(labels, column + 1)
    return labels


def _labels_of_unfilled(lines: list[list[str]]) -> int:
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


def _heads(
    lines: list[list[str]], block: Block, placed: list[list[Placed]]
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
            starts = [column for column in range(begin, end) if not is_blank(cells[column])]
            if not starts or starts[0] != begin:
                starts.insert(0, begin)
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


def _label_part(cells: list[str], labels: int, *, continues: bool) -> list[Placed]:
    """The labels of a row; one reaches over the empty cells to its right."""
    starts = [column for column in range(labels) if not is_blank(cells[column])]
    lead = starts[0] if starts else labels
    placed = [Placed(cells[column], column, 1, continues) for column in range(lead)]
    for begin, end in zip(starts, [*starts, labels][1:], strict=True):
        placed.append(Placed(cells[begin], begin, end - begin))
    return placed


def _value_part(cells: list[str], labels: int, spans: list[tuple[int, int]]) -> list[Placed]:
    """The figures of a row; one under a heading of several columns is as wide as that."""
    placed: list[Placed] = []
    column = labels
    ends = dict(spans)
    while column < len(cells):
        end = ends.get(column, column + 1)
        if not all(map(is_blank, cells[column + 1 : end])):
            end = column + 1
        placed.append(Placed(cells[column], column, end - column))
        column = end
    return placed
