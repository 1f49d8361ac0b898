"""Rows of a table without recorded spans: which hold figures, which are headings."""

from __future__ import annotations

from typing import NamedTuple

from gblint.readers.lines import is_page_number

_FIGURE = frozenset(
    "0123456789０１２３４５６７８９,，.．·+＋-－—–−―─/／\\＼%％()（）*○〇零无 \t\n\xa0\u3000"
)
"""What figures consist of, and the marks that are put where there is none."""

_COUNTED = _FIGURE | frozenset("约近超逾共万亿千百余多件条项个元次人份")
"""The same with the units and words that are put beside figures against the form."""

_WHITE = frozenset(" \t\n\xa0\u3000")


class Placed(NamedTuple):
    """A cell at its first column. `continues` lets an empty one join the cell above."""

    text: str
    column: int
    span: int
    continues: bool = False


class Block(NamedTuple):
    """Rows of headings and the rows of figures under them, as numbers of rows."""

    heads: list[int]
    data: list[int]


def is_blank(cell: str) -> bool:
    """Whether a cell is empty."""
    return not cell or _WHITE.issuperset(cell)


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, with a unit or without, or a mark that stands for none."""
    if _FIGURE.issuperset(cell):
        return not is_blank(cell)
    return _COUNTED.issuperset(cell) and any(char.isdigit() for char in cell)


def is_number_alone(cells: list[str]) -> bool:
    """Whether a row is a page number: it in the first column, nothing in the others."""
    return is_page_number(cells[0]) and all(map(is_blank, cells[1:]))


def trailing(cells: list[str]) -> int:
    """How many cells at the end of a row are figures or empty."""
    count = 0
    for cell in reversed(cells):
        if not is_figure(cell) and not is_blank(cell):
            break
        count += 1
    return count


def has_figures(cells: list[str]) -> bool:
    """Whether a row is one of figures: it ends in one, or they are most of its cells."""
    figures = sum(map(is_figure, cells))
    if not figures:
        return False
    at_end = any(map(is_figure, cells[len(cells) - trailing(cells) :]))
    return at_end or (figures > 1 and 2 * figures >= len(cells))


def blocks_of(is_data: list[bool]) -> list[Block]:
    """The blocks of a table: rows of headings, then rows of figures, and so on."""
    blocks: list[Block] = []
    for row, data in enumerate(is_data):
        if not blocks or (blocks[-1].data and not data):
            blocks.append(Block([], []))
        (blocks[-1].data if data else blocks[-1].heads).append(row)
    return blocks
