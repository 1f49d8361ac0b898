"""The tables in a text, and the runs of prose between them.

`_read_segment` asks one way of writing a table after the other whether one begins at a line; those
that show their merged cells come first. Tables in HTML, as Markdown has them where its own do not
suffice, are read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from gblint.document import Table
from gblint.readers.limits import limits_in_force
from gblint.readers.lines import Line, Rows
from gblint.readers.plain.drawn_tables import (
    begins_grid,
    begins_pipes,
    read_grid,
    read_pipes,
    read_ruled,
)
from gblint.readers.plain.markup import strip_marks
from gblint.readers.plain.merged_cells import infer_merged_cells
from gblint.readers.plain.spaced_tables import (
    begins_aligned,
    begins_tab_rows,
    is_tab_cell,
    read_aligned,
    read_tab_cells,
    read_tab_rows,
)

if TYPE_CHECKING:
    from gblint.readers.package import Element


Segment = Table | list[Line]

_MARKED = re.compile(r"[*\[<\\^]")


def divide_into_segments(lines: Sequence[Line]) -> list[Segment]:
    """Tables and runs of lines, in order."""
    found: list[Segment] = []
    at = 0
    while at < len(lines):
        table, end = _read_segment(lines, at)
        if table is not None:
            found.append(table)
        elif found and isinstance(found[-1], list):
            found[-1] += lines[at:end]
        else:
            found.append(list(lines[at:end]))
        at = end
    return found


def _read_segment(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table that begins at a line and the line after it, or None and how far is prose."""
    line = lines[at]
    if line.blank and not is_tab_cell(line):
        return None, at + 1
    for begins, reader in _DRAWN:
        if begins(line):
            drawn = reader(lines, at)
            if drawn is not None:
                return drawn
    rows, end, by_places = _read_rows(lines, at)
    table = infer_merged_cells([(list(map(_strip_cell, cells)), anchor) for cells, anchor in rows])
    if table is not None and by_places:
        table = msgspec.structs.replace(table, placed=True)
    return table, end


def _read_rows(lines: Sequence[Line], at: int) -> tuple[Rows, int, bool]:
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


def _strip_cell(cell: str) -> str:
    return strip_marks(cell).text if _MARKED.search(cell) else cell


_SECTIONS = ("thead", "tbody", "tfoot")


def begins_html(line: Line) -> bool:
    """Whether a line begins a table in HTML."""
    return line.text.lstrip()[:6].lower() == "<table"


def read_html_table(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table that begins at a line, and the number of the line after it.

    None when it does not end or has no cell.
    """
    from lxml import etree

    depth = 0
    for end in range(start, len(lines)):
        text = lines[end].text.lower()
        depth += text.count("<table") - text.count("</table")
        if not 0 < depth <= limits_in_force().depth:
            break
    else:
        return None
    source = "\n".join(line.text for line in lines[start : end + 1])
    root = etree.fromstring(source, etree.HTMLParser(no_network=True))
    tables = [] if root is None else list(root.iter("table"))
    table = _build_html_table(tables[0], lines[start].number) if tables else None
    return None if table is None else (table, end + 1)


def _build_html_table(element: Element, first_line: int) -> Table | None:
    from gblint.readers.html.tables import Group, RawCell, build_grid  # few texts have any

    rows: Group = []
    for row in _html_rows(element):
        line: object = row.sourceline
        at = first_line + (line - 1 if isinstance(line, int) else 0)
        rows.append(
            [
                RawCell(_read_html_cell(item), at, item.get("rowspan"), item.get("colspan"), item)
                for item in row.iterchildren("td", "th")
            ]
        )
    return build_grid([rows], list(element.iter("col")))


def _html_rows(element: Element) -> Iterator[Element]:
    for child in element.iterchildren("tr", *_SECTIONS):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _read_html_cell(item: Element) -> str:
    """The text of a cell; paragraphs and breaks are lines, other white space counts once."""
    parts: list[str] = []
    for element in item.iter():
        if element.tag in ("br", "p", "div", "tr"):
            parts.append("\0")
        if isinstance(element.tag, str):
            text = element.text or ""
            parts.append("" if element.tag == "sup" and _is_mark(parts, text) else text)
        if element is not item:
            parts.append(element.tail or "")
    lines = "".join(parts).split("\0")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _is_mark(before: Sequence[str], text: str) -> bool:
    from gblint.readers.note_marks import is_note_mark  # few tables have raised text

    return is_note_mark("".join(before).replace("\0", ""), text)


_DRAWN: tuple[
    tuple[Callable[[Line], bool], Callable[[Sequence[Line], int], tuple[Table, int] | None]],
    ...,
] = ((begins_html, read_html_table), (begins_grid, read_grid))
"""Tables that show their merged cells: how they begin and how they are read."""
