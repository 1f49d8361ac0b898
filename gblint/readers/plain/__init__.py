"""Plain text: what extractors, converters and editors make of a report → Document.

It is divided into tables and the runs of prose between them: `_read_segment` asks one way to write
a table after the other whether one begins at a line; those that show their merged cells come first.
Tables in HTML, as Markdown has them where its own do not suffice, are read here. What stands at the
edges of pages (page numbers, running heads and feet) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from gblint.document import (
    Anchor,
    Block,
    Document,
    Paragraph,
    PositionedLine,
    PositionedPiece,
    Table,
)
from gblint.readers.encoding import decode, note_broken
from gblint.readers.lines import (
    Line,
    Rows,
    cut_comments,
    ends_sentence,
    is_contents_line,
    is_figure,
    is_page_number,
    place_comments,
    split_lines,
)
from gblint.readers.plain.drawn_tables import (
    begins_grid,
    begins_pipes,
    read_grid,
    read_pipes,
    read_ruled,
)
from gblint.readers.plain.markup import (
    count_pictures,
    strip_frames,
    strip_marks,
    translate_to_markdown,
)
from gblint.readers.plain.merged_cells import infer_merged_cells
from gblint.readers.plain.paragraphs import LineShape, find_line_shape, join_into_paragraphs
from gblint.readers.plain.spaced_tables import (
    begins_aligned,
    begins_tab_rows,
    is_tab_cell,
    read_aligned,
    read_tab_cells,
    read_tab_rows,
    split_at_gaps,
)
from gblint.readers.refusals import check_lines, check_size, limits_in_force
from gblint.text import measure_type_width

if TYPE_CHECKING:
    from gblint.readers.package import Element


_ORNAMENT = re.compile(r"\s*(?:(?:[-*=—─━~]\s*){3,}|_{4,}\s*)$")
_LOST_TABLE = "[TABLE]"
"""What pandoc writes for a table that the form cannot show."""

_LOST = (
    "有表格没有随文字导出（[TABLE]），请检查 .docx 原稿。",
    "A table was not exported with the text ([TABLE]): check the .docx itself.",
)


def read_text(data: bytes) -> Document:
    """A text file in UTF-8, UTF-16, UTF-32 or GB18030. Raises ReadError for what is none.

    `Anchor.line` is the line of the source; `Anchor.page` is given where there are page breaks.
    """
    check_size(len(data), "text_mb")
    text, broken = decode(data)
    text, comments = cut_comments(text) if "<!--" in text else (text, [])
    lines = split_lines(text)
    check_lines(len(lines))
    lines = translate_to_markdown(strip_frames(lines))
    found = drop_page_numbers(divide_into_segments(lines))
    shape = find_line_shape([line for run in found if isinstance(run, list) for line in run])
    blocks: list[Block] = []
    notes = [note_broken(broken, "文件", "file")] if broken else []
    lost: list[Anchor] = []
    for segment in found:
        if isinstance(segment, Table):
            blocks.append(segment)
            continue
        for block in _read_prose(segment, shape):
            if block.text == _LOST_TABLE:
                notes += [] if _LOST in notes else [_LOST]
                lost.append(block.anchor)
            else:
                blocks.append(block)
    return Document(
        "text",
        tuple(blocks),
        count_pictures(text),
        notes=tuple(notes),
        lost=tuple(lost),
        comments=tuple(place_comments(comments, blocks)),
        lines=tuple(collect_positioned_lines(lines)),
    )


def _read_prose(lines: Sequence[Line], shape: LineShape) -> list[Paragraph]:
    """The paragraphs of a run of lines, without marks and ornaments."""
    found: list[Paragraph] = []
    above = 0
    for text, line in join_into_paragraphs(lines, shape):
        if _ORNAMENT.match(text):
            if found and line.number == above + 1:  # the line above is a heading of Markdown
                under = 1 if text.startswith("=") else 2
                found[-1] = msgspec.structs.replace(found[-1], level=under)
            continue
        above = line.number
        plain, level, bold = strip_marks(text)
        if plain:
            contents = is_contents_line(text)
            found.append(Paragraph(plain, line.anchor(), level=level, bold=bold, contents=contents))
    return found


_BARE = re.compile(r"\s*\d+\s*$")
_LONGEST_LABEL = 40
"""Columns from which a line is prose, not the label of a figure below it."""


def drop_page_numbers(found: Sequence[Segment]) -> list[Segment]:
    """The segments without lines that are only a page number, where that cannot be a cell.

    What follows such a line begins a page.
    """
    last = len(found) - 1
    return [
        segment if isinstance(segment, Table) else _drop_from_run(segment, ends=at == last)
        for at, segment in enumerate(found)
    ]


def _drop_from_run(lines: list[Line], *, ends: bool) -> list[Line]:
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
    return ends_sentence(text) or measure_type_width(text) > _LONGEST_LABEL


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


_MOST = 20_000
"""Lines that a text with a report among them has at most."""


def collect_positioned_lines(lines: Sequence[Line]) -> Iterator[PositionedLine]:
    """The lines with text, without page numbers and what stands at the head or foot of pages.

    None of a text that is longer than any report.
    """
    if len(lines) > _MOST:
        return
    kept = [
        line
        for segment in drop_page_numbers([list(lines)])
        if isinstance(segment, list)
        for line in segment
        if not line.blank
    ]
    running = _find_running_heads(kept)
    for line in kept:
        if line.text.strip() not in running:
            pieces = tuple(PositionedPiece(*field) for field in split_at_gaps(line.text))
            yield PositionedLine(pieces, line.anchor())


def _find_running_heads(lines: Sequence[Line]) -> set[str]:
    """Texts that begin or end more than one page; figures alone are none."""
    ends: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            ends.setdefault(line.page, []).append(line)
    found: dict[str, set[int]] = {}
    for page, own in ends.items():
        for line in (own[0], own[-1]):
            text = line.text.strip()
            if len(split_at_gaps(text)) == 1 and not is_figure(text):
                found.setdefault(text, set()).add(page)
    return {text for text, pages in found.items() if len(pages) > 1}


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
    from gblint.readers.lines import is_note_mark  # few tables have raised text

    return is_note_mark("".join(before).replace("\0", ""), text)


_DRAWN: tuple[
    tuple[Callable[[Line], bool], Callable[[Sequence[Line], int], tuple[Table, int] | None]],
    ...,
] = ((begins_html, read_html_table), (begins_grid, read_grid))
"""Tables that show their merged cells: how they begin and how they are read."""
