"""PDF files: bytes → Document, from the places of glyphs and rulings on the pages.

`Anchor.line` counts the lines of text and the rows of tables, page after page; `page` is the
page, `box` the line's or the cell's place on it. Tables that are drawn are read by their
rulings, others by the columns of their figures.

The way of a file: its pages as pdfium has them (`read_pages`); tables and lines of each
(`_find_items`); what stands at the edges of pages, left out; blocks. `prepare` reads a small file
beforehand (`sample.pdf`: headings, prose, a drawn table), which has everything loaded and worked
out that all files need.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import addressof, c_float
from itertools import groupby
from pathlib import Path

import msgspec

from gblint.document import Anchor, Block, Cell, Document, PositionedLine, Table
from gblint.findings import Say
from gblint.readers.pdf import pdfium
from gblint.readers.pdf.drawing import Drawing, View
from gblint.readers.pdf.letters import Letters, Rooms
from gblint.readers.pdf.page import (
    Page,
    TextLine,
    find_pieces,
    gather_lines,
    join_into_paragraphs,
    order_by_columns,
    print_with_gaps,
)
from gblint.readers.pdf.pdfium import OpenPdf
from gblint.readers.pdf.tables import RuledTable, continues, join_pieces, read_ruled_tables
from gblint.readers.plain import collect_positioned_lines, divide_into_segments
from gblint.readers.refusals import ReadError, check_count, refused_kind_error
from gblint.readers.texts import Line, group_runs, is_page_number
from gblint.text import fold


def read_pages(document: pdfium.OpenPdf) -> Iterator[Page]:
    """The pages of a file. Raises ReadError beyond a limit, DamagedPdfError for a broken page."""
    rooms = Rooms()
    for index in range(document.pages):
        page = pdfium.load_page(document.handle, index)
        if not page:
            raise pdfium.DamagedPdfError
        try:
            yield _read_page(page, index + 1, rooms)
        finally:
            pdfium.close_page(page)


def _read_page(page: int, number: int, rooms: Rooms) -> Page:
    sides = (c_float * 4)()
    pdfium.find_page_box(page, addressof(sides))
    left, top, right, bottom = sides
    view = View(left, bottom, right, top, pdfium.find_rotation(page))
    drawing = Drawing(page)
    text = pdfium.load_text(page)
    if not text:
        raise pdfium.DamagedPdfError
    try:
        letters = Letters(text, drawing, rooms)
        # a scanner or a program may lay a page on its side without saying so
        view = view.turn(-letters.find_turn(view.quarters))
        drawing.turn(view)
        glyphs, unmapped = letters.read(view)
    finally:
        pdfium.close_text(text)
    return Page(
        number=number,
        width=view.width,
        height=view.height,
        glyphs=glyphs,
        rulings=drawing.rulings,
        pictures=drawing.pictures,
        unmapped=unmapped,
    )


PageItem = TextLine | RuledTable

_UNMAPPED = 0.3
"""Share of glyphs without a character from which on a text cannot be read."""

_FOREIGN = 0.5
"""Share of Latin letters with marks from which on they are bytes of Chinese characters."""

_FEW = 40
"""Glyphs of a text about which nothing can be said."""

_FOR_BYTES = frozenset(map(chr, range(0x80, 0x250))) | frozenset(
    "".join(bytes(range(0x80, 0x100)).decode(code, "ignore") for code in ("cp1252", "mac_roman"))
) - frozenset("·×÷°±‘’“”—…‰√≤≥")
"""Signs that fonts for Latin letters give for bytes, without those that Chinese texts have."""

_OUTER_LINES = 2
"""Lines at the top and at the bottom of a page that can be furniture."""

_LEAST_PAGES = 3
"""Pages on which a running head or foot is the same, digits aside."""

_DIGITS = re.compile(r"\d+")

_PAGE_MARGIN = 0.11
"""Share of a page's height, at the top and at the bottom, that furniture stands in."""

_NO_CHARACTERS = Say(
    "字体没有文字对应关系，正文读不出来：请提供 .docx 原稿，或由原稿重新导出 PDF。",
    "Its fonts do not say which characters they show: give the .docx, or export the PDF anew.",
)
_DAMAGED = Say(
    "PDF 文件已损坏，无法读取：请由原稿重新导出，或提供 .docx 原稿。",
    "The PDF file is damaged and cannot be read: export it anew, or give the .docx.",
)


def read_pdf(data: bytes) -> Document:
    """A PDF file. Raises ReadError for what is damaged, encrypted or beyond a limit."""
    try:
        with OpenPdf(data) as document:
            check_count(document.pages, "pages")
            pages = list(read_pages(document))
            # pdfium opens some of these, and finds nothing on their pages
            if document.is_left_encrypted() and not any(page.glyphs for page in pages):
                raise refused_kind_error("encrypted-pdf")
        return _build_document(pages)
    except (ReadError, MemoryError, RecursionError):
        raise
    except Exception as error:  # a broken file shows as anything, in the library or here
        raise ReadError(_DAMAGED) from error


def prepare() -> None:
    """Load and work out what is needed for every file, so that a fork has it."""
    read_pdf(Path(__file__).with_name("sample.pdf").read_bytes())


def _build_document(pages: Sequence[Page]) -> Document:
    glyphs = sum(len(page.glyphs) for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > _UNMAPPED * glyphs or _is_garbled(pages):
        raise ReadError(_NO_CHARACTERS)
    items = _drop_page_edges([(_find_items(page), page.height) for page in pages])
    blocks, lines = _build_blocks(items)
    pictures = sum(len(page.pictures) for page in pages)
    notes = tuple(_note_unread(pages, unmapped))
    return Document("pdf", tuple(blocks), pictures, notes=notes, lines=tuple(lines))


def _drop_page_edges(pages: Sequence[tuple[Sequence[PageItem], float]]) -> list[PageItem]:
    """The items of all pages, each page with its height, without what stands at their edges."""
    edges = [_find_edge_lines(items, height) for items, height in pages]
    counts = Counter(text for lines in edges for text in {_mask_digits(line) for line in lines})
    least = max(_LEAST_PAGES, len(edges) / 2)
    # a page number is one wherever it stands in a margin; a text has to come back to be furniture
    gone = {
        id(line)
        for lines in edges
        for line in lines
        if is_page_number(line.text) or counts[_mask_digits(line)] >= least
    }
    return [item for items, _ in pages for item in items if id(item) not in gone]


def _find_edge_lines(items: Sequence[PageItem], height: float) -> list[TextLine]:
    """The first and last lines of a page that stand in its margins."""
    ordered = sorted(items, key=lambda item: item.box[1])
    outer = {id(item): item for item in (*ordered[:_OUTER_LINES], *ordered[-_OUTER_LINES:])}
    top, bottom = _PAGE_MARGIN * height, (1 - _PAGE_MARGIN) * height
    return [
        item
        for item in outer.values()
        if isinstance(item, TextLine) and (item.box[3] < top or item.box[1] > bottom)
    ]


def _mask_digits(line: TextLine) -> str:
    return _DIGITS.sub("#", fold(line.text))


def _is_garbled(pages: Sequence[Page]) -> bool:
    """Whether the fonts give each byte of a Chinese character as a letter (示例 as Ê¾Àý)."""
    text = "".join([glyph[0] for page in pages for glyph in page.glyphs])
    if _FOR_BYTES.isdisjoint(text):
        return False
    foreign = sum(not char.isascii() for char in text)
    marked = sum(char in _FOR_BYTES for char in text)
    return marked >= _FEW and marked > _FOREIGN * foreign


def _find_items(page: Page) -> list[PageItem]:
    """The drawn tables and the lines of a page, in reading order."""
    tables, glyphs = read_ruled_tables(page)
    lines = order_by_columns(gather_lines(glyphs, page.number), page.width)
    items: list[PageItem] = list(lines)
    for table in sorted(tables, key=lambda one: one.box[1]):
        # before the first item that begins no higher: lines of two columns are not in that order
        at = next((i for i, one in enumerate(items) if one.box[1] >= table.box[1] - 1), len(items))
        items.insert(at, table)
    return items


def _build_blocks(items: Sequence[PageItem]) -> tuple[list[Block], list[PositionedLine]]:
    """The blocks of the pages, and the lines outside drawn tables as they stand there."""
    line = 1
    blocks: list[Block] = []
    loose: list[PositionedLine] = []
    for drawn, group in groupby(items, key=lambda item: isinstance(item, RuledTable)):
        if drawn:
            tables = [item for item in group if isinstance(item, RuledTable)]
            for parts in group_runs(tables, continues):  # one may go on over the page
                table, line = join_pieces(parts, line)
                blocks.append(table)
        else:
            lines = [item for item in group if isinstance(item, TextLine)]
            shown = [
                Line(print_with_gaps(one), line + at, one.page) for at, one in enumerate(lines)
            ]
            blocks += _divide_prose(lines, shown, line)
            for one in collect_positioned_lines(shown):
                of = lines[one.anchor.line - line]
                anchor = Anchor(one.anchor.line, page=of.page, box=of.box)
                loose.append(PositionedLine(find_pieces(of), anchor))
            line += len(lines)
        check_count(line, "paragraphs")
    return blocks, loose


def _divide_prose(lines: Sequence[TextLine], shown: Sequence[Line], first: int) -> Iterator[Block]:
    """Paragraphs, and tables without rulings, whose columns show by their gaps.

    `shown` are the lines with blanks for their gaps.
    """
    for segment in divide_into_segments(shown):
        if isinstance(segment, Table):
            yield _set_places(segment, lines, first)
        else:
            yield from join_into_paragraphs(
                [(lines[line.number - first], line.number) for line in segment]
            )


def _set_places(table: Table, lines: Sequence[TextLine], first: int) -> Table:
    cells: list[Cell] = []
    for cell in table.cells:
        line = lines[cell.anchor.line - first]
        anchor = Anchor(cell.anchor.line, page=line.page, box=line.box)
        cells.append(msgspec.structs.replace(cell, anchor=anchor))
    return msgspec.structs.replace(table, cells=tuple(cells), anchor=cells[0].anchor)


def _note_unread(pages: Sequence[Page], unmapped: int) -> Iterator[tuple[str, str]]:
    """What of the file could not be read."""
    if unmapped:
        yield (
            f"有 {unmapped} 个字符的字体没有文字对应关系，显示为“\ufffd”。",
            f"{unmapped} character(s) whose font does not say what they are, shown as \ufffd.",
        )
    numbers = [page.number for page in pages if page.pictures]
    if numbers:
        listed = "、".join(map(str, numbers))
        yield (
            f"第 {listed} 页有图片，图片里的文字和表格没有检查。",
            f"Page {', '.join(map(str, numbers))}: the text of pictures was not checked.",
        )
