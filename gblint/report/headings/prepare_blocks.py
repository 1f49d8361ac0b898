"""A document's blocks made ready for its headings to be found.

Headings and titles that stand in tables become paragraphs, paragraphs of several lines are taken
apart, and the lines of a typed table of contents are marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.report.headings.candidates import BETWEEN_CELLS, HeadingLexicon, join_cells
from gblint.text import fold
from gblint.text.numerals import ORDER, PAGE, split_ordinal
from gblint.text.patterns import later

_CELLS = 3
"""Cells with text that a bar has: a number, the heading, a note."""

_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""

_SEARCHED = 300
"""Blocks from the beginning among which a table of contents is."""

_LONGEST_LINE = 80
_LEAST_LINES = 3
"""Lines with a page number, or headings that come again, that make a table of contents."""

_PAGE = later(
    r"\s*(?:(?:[.…·．。﹒_⋯•・\-—]{2,}|…|\t|[ \u3000]{2,})[\s.…·．﹒_⋯•・\-—]*"
    rf"[(（{ORDER}]?\s*\d{{1,3}}\s*[)）{PAGE}\-—]?"
    r"|[.…·．﹒_⋯•・\-—]{2,})\s*$"
)
_BARE_PAGE = later(r"[\s\u3000]*\d{1,3}$")
_ONLY_NUMBER = later(rf"[\-—\s{ORDER}(（]*\d{{1,3}}[\-—\s{PAGE})）]*$")
_PAGE_ENDS = frozenset(f"0123456789０１２３４５６７８９)）{PAGE}-—.…·．﹒_⋯•・")


def prepare_blocks(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks in which the headings of a report are looked for."""
    # Tables first: what comes out of a cell may be several lines, and a heading broken over two.
    lines = _split_lines(take_out_bars(blocks, lexicon))
    return mark_contents(_join_broken_headings(lines, lexicon), lexicon)


def _join_broken_headings(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks with headings whole that stand on two lines: 一、总体 above 情况.

    Only what is a heading of the pack to the letter, and not by its first line.
    """
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if (
            isinstance(above, Paragraph)
            and isinstance(block, Paragraph)
            and _is_broken_heading(above, block.shown, lexicon)
        ):
            text = above.text.rstrip() + block.shown.strip()
            found[-1] = msgspec.structs.replace(above, text=text)
        else:
            found.append(block)
    return tuple(found)


def _is_broken_heading(above: Paragraph, below: str, lexicon: HeadingLexicon) -> bool:
    if len(above.text) > _SHORT or not 0 < len(below.strip()) <= _SHORT:
        return False
    ordinal, name = split_ordinal(above.shown)
    if ordinal is None or not name.strip():
        return False
    find = lexicon.find_known
    return find(fold(name)) is None and find(fold(name) + fold(below)) is not None


# headings in tables


def take_out_bars(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with what stands in tables but is a heading or prose as paragraphs.

    A table of one cell is a paragraph; one is cut at rows that hold nothing but a section's
    heading, and what is between them is paragraphs where it has but one cell to a row.
    """
    found: list[Block] = []
    for block in blocks:
        found += _cut_at_bars(block, lexicon) if isinstance(block, Table) else (block,)
    return tuple(found)


def _cut_at_bars(table: Table, lexicon: HeadingLexicon) -> Iterator[Block]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.text and not cell.text.isspace():
            rows[cell.row].append(cell)
    if not rows:
        yield table
        return
    if _is_text(table, rows):
        yield from _build_paragraphs([cell for cells in rows.values() for cell in cells])
        return
    # A site's editor may put a whole report into one table, a heading in a row of its own. Most
    # rows of few cells are labels without figures, in every report: the lexicon remembers them.
    bars = [
        row
        for row, cells in rows.items()
        if len(cells) <= _CELLS and lexicon.is_bar(BETWEEN_CELLS.join(cell.text for cell in cells))
    ]
    if not bars or not _can_cut(table, bars):
        yield table
        return
    bar_rows = frozenset(bars)
    by_row: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.row].append(cell)
    edges = [0, *(edge for row in bars for edge in (row, row + 1)), table.height]
    for first, end in pairwise(edges):
        if first in bar_rows and end == first + 1:
            cells = rows[first]
            text = cells[0].text if len(cells) == 1 else join_cells(cell.text for cell in cells)
            yield Paragraph(text, cells[0].anchor, bold=True)
        elif first < end:
            inside = [cell for row in range(first, end) for cell in by_row[row]]
            yield from _read_between(table, inside, first, end)


def _is_text(table: Table, rows: dict[int, list[Cell]]) -> bool:
    """Whether a table is but one cell, or one column of text: it holds no figures of a format."""
    cells = [cell for of_row in rows.values() for cell in of_row]
    return len(cells) == 1 or (
        len(cells) == len(rows)
        and all(cell.column_span == table.width for cell in cells)
        and all(any(map(str.isalpha, cell.text)) for cell in cells)
    )


def _can_cut(table: Table, rows: Sequence[int]) -> bool:
    """Whether no cell reaches over the edges of these rows."""
    edges = sorted({edge for row in rows for edge in (row, row + 1)})
    return all(
        bisect_right(edges, cell.row) == bisect_left(edges, cell.row + cell.row_span)
        for cell in table.cells
    )


def _read_between(table: Table, inside: Sequence[Cell], first: int, end: int) -> Iterator[Block]:
    """The rows of a table between two bars: paragraphs, or a table of its own."""
    held = [cell for cell in inside if cell.text.strip()]
    # One text to a row is prose that was laid out so; a table of the format has labels and figures.
    if len({cell.row for cell in held}) == len(held):
        yield from _build_paragraphs(held)
        return
    cells = tuple(msgspec.structs.replace(cell, row=cell.row - first) for cell in inside)
    anchor = Anchor(cells[0].anchor.line)
    yield msgspec.structs.replace(table, cells=cells, height=end - first, anchor=anchor)


def _build_paragraphs(cells: Sequence[Cell]) -> Iterator[Paragraph]:
    for cell in cells:
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(line, cell.anchor)


# paragraphs of several lines


def _split_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with paragraphs that hold several lines taken apart.

    A short one is left whole: a heading or title that was broken for looks.
    """
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and "\n" in block.text and len(block.text) > _SHORT:
            lines = [line for line in block.text.split("\n") if line.strip()]
            result += [
                msgspec.structs.replace(block, text=line, number="" if index else block.number)
                for index, line in enumerate(lines)
            ]
        else:
            result.append(block)
    return tuple(result)


# tables of contents


class _Line(msgspec.Struct, frozen=True):
    """A line that may be of the contents: its name, whether it has a page, what it is called."""

    block: int
    name: str
    paged: bool
    known: bool
    numbered: bool


def mark_contents(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with the lines of a typed table of contents marked as such."""
    start = next(
        (at for at, block in enumerate(blocks[:_SEARCHED]) if _is_beginning(block, lexicon)), None
    )
    if start is None:
        return tuple(blocks)
    lines = _read_lines(blocks, start, lexicon)
    end = _find_end(lines, blocks, titled=fold(_show(blocks[start])) in lexicon.contents)
    return tuple(
        msgspec.structs.replace(block, contents=True)
        if start <= at <= end and isinstance(block, Paragraph)
        else block
        for at, block in enumerate(blocks)
    )


def _show(block: Block) -> str:
    return block.shown.strip() if isinstance(block, Paragraph) else ""


def _is_beginning(block: Block, lexicon: HeadingLexicon) -> bool:
    text = _show(block)
    if not text or len(text) > _LONGEST_LINE:
        return False
    if fold(text).strip("()") in lexicon.contents:
        return True
    return text[-1] in _PAGE_ENDS and _read_line(0, text, lexicon).paged


def _read_lines(blocks: Sequence[Block], start: int, lexicon: HeadingLexicon) -> list[_Line]:
    """The lines from the first on, up to a table, to prose, or to where they begin again."""
    lines: list[_Line] = []
    names: set[str] = set()
    for at in range(start, min(len(blocks), start + _SEARCHED)):
        text = _show(blocks[at])
        if not isinstance(blocks[at], Paragraph) or len(text) > _LONGEST_LINE:
            break
        if not text or _ONLY_NUMBER.match(text):
            continue
        line = _read_line(at, text, lexicon)
        if line.known and line.name in names:
            break  # the report itself begins
        names.add(line.name)
        lines.append(line)
    return lines


def _read_line(at: int, text: str, lexicon: HeadingLexicon) -> _Line:
    page = _PAGE.search(text) if text[-1] in _PAGE_ENDS else None
    words = text[: page.start()] if page else text
    ordinal, rest = split_ordinal(words)
    known = lexicon.find_known(fold(rest)) is not None
    if not known and page is None and (bare := _BARE_PAGE.search(rest)):
        known = lexicon.find_known(fold(rest[: bare.start()])) is not None
        if known:
            words, page = words[: len(words) - len(bare[0])], bare
    return _Line(at, fold(words), page is not None, known, ordinal is not None)


def _find_end(lines: Sequence[_Line], blocks: Sequence[Block], *, titled: bool) -> int:
    """The last block of the contents, -1 where these lines are none."""
    paged = [line for line in lines if line.paged]
    sure = sum(line.known and (line.numbered or titled) for line in paged)
    # Lines that end in figures are no contents as such: one at least is a heading of the format.
    if len(paged) >= _LEAST_LINES and sure:
        return paged[-1].block
    known = [line for line in lines if line.known]
    if not titled or len(known) < _LEAST_LINES:
        return -1
    last = known[-1].block
    later_names = {
        fold(_show(block)) for block in blocks[last + 1 :] if len(_show(block)) <= _LONGEST_LINE
    }
    if sum(line.name in later_names for line in known) < _LEAST_LINES:
        return -1
    return max([last, *(line.block for line in lines if line.numbered)])
