"""The tables in a text, and the runs of prose between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from gblint.document import Table
from gblint.readers.lines import Line, Rows, ends_sentence, is_page_number
from gblint.readers.plain.aligned import begins_aligned, read_aligned
from gblint.readers.plain.grid import infer
from gblint.readers.plain.grid_rows import is_figure
from gblint.readers.plain.html_table import begins_html, read_html
from gblint.readers.plain.marks import unmarked
from gblint.readers.plain.pipes import begins_pipes, read_pipes
from gblint.readers.plain.ruled import read_ruled
from gblint.readers.plain.ruled_grid import begins_grid, read_grid
from gblint.readers.plain.tab_cells import is_tab_cell, read_tab_cells
from gblint.readers.plain.tab_rows import begins_tab_rows, read_tab_rows
from gblint.text.width import type_width

Segment = Table | list[Line]

_BARE = re.compile(r"\s*\d+\s*$")
_LONGEST_LABEL = 40
"""Columns from which a line is prose, not the label of a figure below it."""

_MARKED = re.compile(r"[*\[<\\^]")


def segments(lines: Sequence[Line]) -> list[Segment]:
    """Tables and runs of lines, in order."""
    found: list[Segment] = []
    at = 0
    while at < len(lines):
        table, end = _read(lines, at)
        if table is not None:
            found.append(table)
        elif found and isinstance(found[-1], list):
            found[-1] += lines[at:end]
        else:
            found.append(list(lines[at:end]))
        at = end
    return found


def _read(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table that begins at a line and the line after it, or None and how far is prose."""
    line = lines[at]
    if line.blank and not is_tab_cell(line):
        return None, at + 1
    for begins, reader in _DRAWN:
        if begins(line):
            drawn = reader(lines, at)
            if drawn is not None:
                return drawn
    rows, end, by_places = _rows(lines, at)
    table = infer([(list(map(_cleaned, cells)), anchor) for cells, anchor in rows])
    if table is not None and by_places:
        table = msgspec.structs.replace(table, placed=True)
    return table, end


def _rows(lines: Sequence[Line], at: int) -> tuple[Rows, int, bool]:
    """The rows of the table that begins at a line, the line after it, and whether its columns
    show by nothing but places.
    """
    line = lines[at]
    if is_tab_cell(line):
        return *read_tab_cells(lines, at), False
    if begins_pipes(lines, at):
        return *read_pipes(lines, at), False
    if begins_tab_rows(lines, at):
        return *read_tab_rows(lines, at), False
    ruled = read_ruled(lines, at)
    if ruled is not None:
        return *ruled, False
    if begins_aligned(lines, at):
        return *read_aligned(lines, at), True
    return [], at + 1, False


_DRAWN: tuple[
    tuple[Callable[[Line], bool], Callable[[Sequence[Line], int], tuple[Table, int] | None]],
    ...,
] = ((begins_html, read_html), (begins_grid, read_grid))
"""Tables that show their merged cells: how they begin and how they are read."""


def _cleaned(cell: str) -> str:
    return unmarked(cell).text if _MARKED.search(cell) else cell


def without_page_numbers(found: Sequence[Segment]) -> list[Segment]:
    """The segments without lines that are only a page number, where that cannot be a cell.

    What follows such a line begins a page.
    """
    kept: list[Segment] = []
    for at, segment in enumerate(found):
        if isinstance(segment, Table):
            kept.append(segment)
        else:
            kept.append(_dropped(segment, ends=at == len(found) - 1))
    return kept


def _dropped(lines: list[Line], *, ends: bool) -> list[Line]:
    """`ends` says that nothing follows these lines."""
    filled = [at for at, line in enumerate(lines) if not line.blank]
    numbers = {at for at in filled if is_page_number(lines[at].text)}
    if not numbers:
        return lines
    gone: set[int] = set()
    tops: set[int] = set()
    for before, at, after in zip([-1, *filled], filled, [*filled[1:], len(lines)], strict=False):
        if at not in numbers or before in numbers or after in numbers:
            continue
        if not _BARE.match(lines[at].text) or _at_page_end(lines, (before, at, after), ends=ends):
            gone.add(at)
            tops.add(after)
    return [
        line._replace(begins_page=True) if at in tops else line
        for at, line in enumerate(lines)
        if at not in gone
    ]


def _is_prose(text: str) -> bool:
    return ends_sentence(text) or type_width(text) > _LONGEST_LABEL


def _at_page_end(lines: list[Line], places: tuple[int, int, int], *, ends: bool) -> bool:
    """Whether a line stands at the end of the text or of a page, or apart by blank lines.

    `places` are the filled line before it, its own, and the filled line after it.
    """
    before, at, after = places
    if after == len(lines):
        return ends and before >= 0 and _is_prose(lines[before].text)
    if any(line.begins_page for line in lines[at + 1 : after + 1]):
        return True
    if any(is_figure(lines[beside].text) for beside in (before, after) if beside >= 0):
        return False  # a figure among figures, one cell a line
    return before >= 0 and max(at - before, after - at) > 2
