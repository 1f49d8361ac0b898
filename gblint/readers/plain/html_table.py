"""A table in HTML, as Markdown has it where its own tables do not suffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gblint.document import Table
from gblint.readers.html.grid import Group, RawCell, lay_out
from gblint.readers.limits import in_force
from gblint.readers.lines import Line

if TYPE_CHECKING:
    from gblint.readers.element import Element

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


def _table(element: Element, first_line: int) -> Table | None:
    rows: Group = []
    for row in _rows(element):
        line: object = row.sourceline
        at = first_line + (line - 1 if isinstance(line, int) else 0)
        rows.append(
            [
                RawCell(_text(item), at, item.get("rowspan"), item.get("colspan"), item)
                for item in row.iterchildren("td", "th")
            ]
        )
    return lay_out([rows], list(element.iter("col")))


def _rows(element: Element) -> Iterator[Element]:
    for child in element.iterchildren("tr", *_SECTIONS):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _text(item: Element) -> str:
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
    from gblint.readers.raised import is_note_mark  # few tables have raised text

    return is_note_mark("".join(before).replace("\0", ""), text)
