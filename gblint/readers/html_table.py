"""A table in HTML, as Markdown has it where its own tables do not suffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gblint.document import Anchor, Cell, Table
from gblint.readers.limits import check_columns, check_places, in_force
from gblint.readers.lines import Line

if TYPE_CHECKING:
    from lxml import etree

_SECTIONS = ("thead", "tbody", "tfoot")


def begins_html(line: Line) -> bool:
    """Whether a line begins a table in HTML."""
    return line.text.lstrip()[:6].lower() == "<table"


def read_html(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table that begins at a line, and the number of the line after it.

    None when it does not end or has no cell.
    """
    from lxml import etree

    depth = 0
    for end in range(start, len(lines)):
        text = lines[end].text.lower()
        depth += text.count("<table") - text.count("</table")
        if not 0 < depth <= in_force().depth:
            break
    else:
        return None
    source = "\n".join(line.text for line in lines[start : end + 1])
    root = etree.fromstring(source, etree.HTMLParser(no_network=True))
    tables = [] if root is None else list(root.iter("table"))
    table = _table(tables[0], lines[start].number) if tables else None
    return None if table is None else (table, end + 1)


def _table(element: etree._Element, first_line: int) -> Table | None:
    rows = list(_rows(element))
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    width = 0
    for at, row in enumerate(rows):
        line: object = row.sourceline
        anchor = Anchor(first_line + (line - 1 if isinstance(line, int) else 0))
        column = 0
        for item in row.iterchildren("td", "th"):
            while (at, column) in taken:
                column += 1
            across = _span(item.get("colspan"), in_force().columns)
            while any((at, column + more) in taken for more in range(across)):
                across -= 1
            down = _span(item.get("rowspan"), len(rows) - at)
            check_columns(column + across)
            check_places(len(taken) + across * down, 1)
            taken.update((at + r, column + c) for r in range(down) for c in range(across))
            cells.append(Cell(_text(item), at, column, anchor, down, across))
            column += across
        width = max(width, column)
    return Table(tuple(cells), len(rows), width, cells[0].anchor) if cells else None


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren("tr", *_SECTIONS):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _span(text: str | None, most: int) -> int:
    number = int(text) if text is not None and text.isdecimal() and len(text) < 9 else 1
    return min(max(number, 1), most)


def _text(item: etree._Element) -> str:
    """The text of a cell; paragraphs and breaks are lines, other white space counts once."""
    parts: list[str] = []
    for element in item.iter():
        if element.tag in ("br", "p", "div", "tr"):
            parts.append("\0")
        if isinstance(element.tag, str):
            parts.append(element.text or "")
        if element is not item:
            parts.append(element.tail or "")
    lines = "".join(parts).split("\0")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
