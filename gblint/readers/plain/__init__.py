"""Plain text: what extractors, converters and editors make of a report → Document.

It is divided into tables and the runs of prose between them: `_read_segment` asks one way to write
a table after the other whether one begins at a line; those that show their merged cells come first.
What stands at the edges of pages (page numbers, running heads and feet) is left out, as is the foot
of the web page that a text was copied from.

And the way back, for those who write into a text file, or say where: where a passage or a cell of
the text stands in its source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from gblint.document import (
    BLANK,
    Anchor,
    Block,
    Document,
    Paragraph,
    PositionedLine,
    PositionedPiece,
    Table,
)
from gblint.findings import Correction, Finding, Replacement, SourceEdit
from gblint.readers.merged_cells import infer_merged_cells
from gblint.readers.plain.barred_tables import spread_barred
from gblint.readers.plain.drawn_tables import (
    begins_pipes,
    read_pipes,
    read_ruled,
    read_whole_table,
    strip_frames,
)
from gblint.readers.plain.prose import (
    LineShape,
    count_pictures,
    find_line_shape,
    join_into_paragraphs,
    part_at_breaks,
    strip_cell_marks,
    strip_marks,
    translate_to_markdown,
)
from gblint.readers.plain.spaced_tables import (
    begins_aligned,
    begins_tab_rows,
    is_set_off,
    is_tab_cell,
    read_aligned,
    read_tab_cells,
    read_tab_rows,
    split_at_gaps,
)
from gblint.readers.refusals import check_count, check_size
from gblint.readers.texts import (
    Line,
    Rows,
    cut_comments,
    decode,
    ends_sentence,
    group_runs,
    is_contents_line,
    is_figure,
    is_heading,
    is_item,
    is_page_number,
    note_broken,
    place_comments,
    resolve_blanks,
    split_lines,
)
from gblint.text import measure_type_width

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
    lines = split_lines(resolve_blanks(text))
    check_count(len(lines), "paragraphs")
    spread = spread_barred(lines)
    cells = {line.number for line in lines if "|" in line.text} if spread is not lines else set()
    lines = translate_to_markdown(strip_frames(spread))
    # page numbers go after tables are read: one alone on a line may be a cell of a table
    found = drop_page_numbers(divide_into_segments(lines))
    # How lines were broken shows only where those of all runs are looked at together. Cells between
    # bars do not show it, nor are they broken so.
    prose = [line for run in found if isinstance(run, list) for line in run]
    shape = find_line_shape([line for line in prose if line.number not in cells])
    blocks: list[Block] = []
    notes = [note_broken(broken, "文件", "file")] if broken else []
    lost: list[Anchor] = []
    for segment in found:
        if isinstance(segment, Table):
            blocks.append(segment)
            continue
        runs = group_runs(segment, lambda a, b: (a.number in cells) == (b.number in cells))
        for block in chain.from_iterable(
            _read_cells(run) if run[0].number in cells else _read_prose(run, shape) for run in runs
        ):
            if block.text == _LOST_TABLE:
                notes += [] if _LOST in notes else [_LOST]
                lost.append(block.anchor)
            else:
                blocks.append(block)
    blocks = _drop_page_foot(blocks)
    return Document(
        "text",
        tuple(blocks),
        count_pictures(text),
        notes=tuple(notes),
        lost=tuple(lost),
        comments=tuple(place_comments(comments, blocks)),
        lines=tuple(collect_positioned_lines(lines)),
    )


def _read_cells(lines: Sequence[Line]) -> list[Paragraph]:
    """Rows between bars as text, as which they stay where the table is not put together."""
    bare = [line._replace(text=line.text.replace(BLANK, "")) for line in lines]
    return _read_prose(bare, LineShape())


def _read_prose(lines: Sequence[Line], shape: LineShape) -> list[Paragraph]:
    """The paragraphs of a run of lines, without marks and ornaments."""
    found: list[Paragraph] = []
    above = 0
    for text, line in join_into_paragraphs(list(part_at_breaks(lines)), shape):
        if _ORNAMENT.match(text):
            if found and line.number == above + 1:  # the line above is a heading of Markdown
                of_heading = 1 if text.startswith("=") else 2
                found[-1] = msgspec.structs.replace(found[-1], level=of_heading)
            continue
        above = line.number
        plain, level, bold = strip_marks(text)
        if plain:
            contents = is_contents_line(text)
            found.append(
                Paragraph(plain, line.build_anchor(), level=level, bold=bold, contents=contents)
            )
    return found


class _Foot(NamedTuple):
    """What begins the foot of a page, dates a line of it, and is the document's, as patterns."""

    begins: re.Pattern[str]
    dated: re.Pattern[str]
    kept: re.Pattern[str]


@cache
def _load_foot() -> _Foot:
    words = msgspec.json.decode(Path(__file__).with_name("page_foot.json").read_bytes())
    begins = re.compile(rf"\W*(?:{'|'.join(words['begins'])})")
    return _Foot(begins, *(re.compile("|".join(words[key])) for key in ("dated", "kept")))


_LONGEST_FOOT, _SHORT, _SMALL = 12, 160, 12
"""Blocks of a foot, characters of a line of it and cells of a table in it, at most."""


def _drop_page_foot(blocks: list[Block]) -> list[Block]:
    """The blocks without what a page has below its document, for a text that was copied from one.

    A line with a day stays: it may be that of publication.
    """
    foot = _load_foot()
    for at in range(max(len(blocks) - _LONGEST_FOOT, 1), len(blocks)):
        if not foot.begins.match(_get_line(blocks[at])) or not all(map(_is_of_foot, blocks[at:])):
            continue
        others = [text for text in map(_get_line, blocks[at:]) if not foot.begins.match(text)]
        if any(foot.kept.search(one) or is_heading(one) or is_item(one) for one in others):
            return blocks  # 如对本报告有疑问，请联系… below the buttons
        return [*blocks[:at], *(one for one in blocks[at:] if foot.dated.search(_get_line(one)))]
    return blocks


def _get_line(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _is_of_foot(block: Block) -> bool:
    if isinstance(block, Table):
        return len(block.cells) < _SMALL
    return len(block.text) <= _SHORT and not block.text.endswith("。")


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
            continue  # figures one below the other are cells, not pages
        if not _BARE.match(lines[at].text) or _is_at_page_end(
            lines, (before, at, after), ends=ends
        ):
            gone.add(at)
            tops.add(after)
    return [
        line._replace(begins_page=True) if at in tops else line
        for at, line in enumerate(lines)
        if at not in gone
    ]


def _is_prose(text: str) -> bool:
    return ends_sentence(text) or measure_type_width(text) > _LONGEST_LABEL


def _is_at_page_end(lines: list[Line], places: tuple[int, int, int], *, ends: bool) -> bool:
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
    return before >= 0 and max(at - before, after - at) > 2  # two blank lines, above or below


_MOST = 20_000
"""Lines that a text with a report among them has at most."""


def collect_positioned_lines(lines: Sequence[Line]) -> Iterator[PositionedLine]:
    """The lines with text, without page numbers and what stands at the head or foot of pages.

    None of a text that is longer than any report.
    """
    if len(lines) > _MOST:
        return
    filled = [line for line in _drop_from_run(list(lines), ends=True) if not line.blank]
    running = _find_running_heads(filled)
    for line in filled:
        if line.text.strip() not in running:
            pieces = tuple(PositionedPiece(*field) for field in split_at_gaps(line.text))
            yield PositionedLine(pieces, line.build_anchor())


def _find_running_heads(lines: Sequence[Line]) -> set[str]:
    """Texts that begin or end more than one page; figures alone are none."""
    found: dict[str, set[int]] = {}
    for page, of_page in groupby(lines, key=lambda line: line.page):
        own = list(of_page)
        for line in (own[0], own[-1]) if page is not None else ():
            text = line.text.strip()
            if len(split_at_gaps(text)) == 1 and not is_figure(text):
                found.setdefault(text, set()).add(page)
    return {text for text, pages in found.items() if len(pages) > 1}


Segment = Table | list[Line]


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
    drawn = read_whole_table(lines, at)
    if drawn is not None:
        return drawn
    rows, end, by_places = _read_rows(lines, at)
    # signs are taken out of cells only now: those that part cells are looked for in the line
    table = infer_merged_cells(
        [(list(map(strip_cell_marks, cells)), anchor) for cells, anchor in rows]
    )
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
    if is_set_off(line):
        return [], at + 1, False
    if begins_tab_rows(lines, at):
        return *read_tab_rows(lines, at), False
    ruled = read_ruled(lines, at)
    if ruled is not None:
        return *ruled, False
    if begins_aligned(lines, at):
        return *read_aligned(lines, at), True
    return [], at + 1, False


_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKUP = frozenset("#*_\\>`+=~ \t\xa0\u3000\r\n\x0b\x0c")
"""Characters of the source that the text may be without."""

_BAR = re.compile(r"(?<!\\)\|")
_FARTHEST = 4000
"""Characters of the source in which a paragraph is looked for."""


class Edit(NamedTuple):
    """What is to be written in place of characters of the source."""

    begin: int
    end: int
    new: str


class TextSource:
    """The source of a text, with the document that was read from it."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self._shown = resolve_blanks(text, in_place=True)
        self._document = document
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._paragraphs: dict[int, list[Paragraph]] = {}
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self._paragraphs.setdefault(block.anchor.line, []).append(block)
        self._aligned: dict[int, Sequence[int]] = {}
        self._begins: dict[int, Sequence[int]] = {}

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column of a character of the source, both from 1."""
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def _find_line(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, without the sign that ends it."""
        begin = self._lines[number - 1]
        match = _LINE_END.search(self._shown, begin)
        return begin, match.start() if match else len(self._shown)

    def find(self, replacement: Replacement) -> list[Edit] | None:
        """What is to be written where; None where that cannot be told."""
        if replacement.automatic or replacement.line > len(self._lines):
            return None
        if replacement.cell:
            return self._find_in_table(replacement)
        found = [
            edits
            for block in self._paragraphs.get(replacement.line, ())
            for at in self._find_places(block, replacement)
            if (edits := self._align(block, at, replacement)) is not None
        ]
        # nothing is written where there are two places: one of them is the wrong one
        return found[0] if len(found) == 1 else self._find_in_row(replacement)

    def _find_places(self, block: Paragraph, replacement: Replacement) -> list[int]:
        """Where what is to be replaced stands in a paragraph or in one of its lines."""
        text, old, column = block.text, replacement.old, replacement.column
        if not column:
            at = text.find(old)
            return [at] if at >= 0 and text.find(old, at + 1) < 0 else []
        begins = self._begins.get(id(block))
        if begins is None:
            begins = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
            self._begins[id(block)] = begins
        found = [at + column - 1 for at in begins if text.startswith(old, at + column - 1)]
        return list(dict.fromkeys(found))

    def _find_in_row(self, replacement: Replacement) -> list[Edit] | None:
        """A heading in a row of a table that was made a paragraph, if it stands there but once."""
        if not any(
            cell.anchor.line == replacement.line
            for table in self._document.tables()
            for cell in table.cells
        ):
            return None
        begin, end = self._find_line(replacement.line)
        line = self._shown[begin:end]
        if not replacement.old or line.count(replacement.old) != 1:
            return None
        at = begin + line.index(replacement.old)
        return [Edit(at, at + len(replacement.old), replacement.new)]

    def _align(self, block: Paragraph, at: int, replacement: Replacement) -> list[Edit] | None:
        """The edits of a passage of a paragraph that begins at a character of its text."""
        begin = self._lines[replacement.line - 1]
        places = self._aligned.get(id(block))
        if places is None:  # once a paragraph: a long one may have thousands of corrections
            source = self._shown[begin : begin + _FARTHEST + 2 * len(block.text)]
            places = self._aligned[id(block)] = _align(block.text, source)
        if len(places) < at + len(replacement.old):
            return None
        from gblint.text import find_differences  # few reports have corrections

        edits: list[Edit] = []
        for first, last, new in find_differences(replacement.old, replacement.new):
            span = places[at + first : at + last]
            if not span:  # an insertion: behind the character before, else before the one after
                before = at + first - 1
                place = places[before] + 1 if first else places[at]
                edits.append(Edit(begin + place, begin + place, new))
                continue
            if span[-1] - span[0] != len(span) - 1:
                return None  # a mark or a line end stands in the middle: it would be lost
            edits.append(Edit(begin + span[0], begin + span[-1] + 1, new))
        return None if any(map(self._cuts_blank, edits)) else edits

    def _cuts_blank(self, edit: Edit) -> bool:
        """Whether an edit would change a part of the signs that stand for a blank (`&nbsp;`)."""
        begin, end = edit.begin, max(edit.end, edit.begin + 1)
        written = self.text[begin:end] != self._shown[begin:end]
        inside = begin > 0 and self.text[begin - 1] != self._shown[begin - 1]
        return written and (edit.end > begin or inside)

    def _find_in_table(self, replacement: Replacement) -> list[Edit] | None:
        tables = [
            (table, row)
            for table in self._document.tables()
            for row in {c.row for c in table.cells if c.anchor.line == replacement.line}
        ]
        if len(tables) != 1:
            return None
        table, row = tables[0]
        pieces = list(self._split_row(replacement.line))
        cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
        cell = next((one for one in cells if one.column == replacement.cell - 1), None)
        if cell is None or len(pieces) not in (table.width, len(cells)):
            return None
        begin, end = pieces[cell.column if len(pieces) == table.width else cells.index(cell)]
        text = self._shown[begin:end]
        shown = text.strip()
        if strip_marks(shown).text != cell.text.strip() or cell.text != replacement.old:
            return None
        if not shown:
            if text != self.text[begin:end]:  # signs that stand for blanks go whole
                return [Edit(begin, end, f" {replacement.new} ")]
            return [_fill_blank(text, begin, replacement.new)]
        if shown.count(cell.text) != 1:
            return None
        begin += text.index(shown) + shown.index(cell.text)  # inside marks, which stay
        return [Edit(begin, begin + len(cell.text), replacement.new)]

    def _split_row(self, line: int) -> Iterator[tuple[int, int]]:
        """Where the cells of a row stand in the source: between bars, or between tabs."""
        begin, end = self._find_line(line)
        text = self._shown[begin:end]
        if text.rfind("\t") == 0 and "|" not in text:  # text of Word: a cell is a line
            yield from self._split_lines(line)
        elif "|" in text or "\t" in text:
            marks = _BAR.finditer(text) if "|" in text else re.finditer("\t", text)
            edges = [-1, *(mark.start() for mark in marks), len(text)]
            cells = [(begin + left + 1, begin + right) for left, right in pairwise(edges)]
            if text.lstrip().startswith("|"):
                del cells[0]
            if text.rstrip().endswith("|"):
                cells = cells[:-1] or cells
            yield from cells

    def _split_lines(self, line: int) -> Iterator[tuple[int, int]]:
        """The cells of a row of which each is a line that begins with a tab."""
        for number in range(line, len(self._lines) + 1):
            begin, end = self._find_line(number)
            if not self._shown.startswith("\t", begin):
                return
            yield begin + 1, end


def _fill_blank(text: str, begin: int, new: str) -> Edit:
    """What is written into a cell of blanks: between them, so that it stands apart from its bars.

    One of three or more gives way, which keeps the bars of the rows under one another.
    """
    if len(text) == 1:
        return Edit(begin, begin + 1, f"{text}{new}{text}")
    at = begin + min(len(text), 1)
    return Edit(at, at if len(text) < 3 else at + 1, new)


def _align(text: str, source: str) -> list[int]:
    """For each character of a text its place in the source, which has marks and line ends more.

    It ends where the two part.
    """
    places: list[int] = []
    at = 0
    for char in text:
        while at < len(source) and source[at] != char and source[at] in _MARKUP:
            if char.isspace() and source[at] in "\r\n":
                break
            at += 1
        if at >= len(source):
            break
        if source[at] != char and not (char.isspace() and source[at].isspace()):
            break
        places.append(at)
        at += 1
    return places


def place_in_source(
    findings: Sequence[Finding], document: Document, data: bytes
) -> tuple[Finding, ...]:
    """The findings of a text file, whose corrections say where they stand in its source."""
    source = TextSource(decode(data).text, document)
    return tuple(
        finding
        if finding.correction is None
        else msgspec.structs.replace(
            finding, correction=_place_correction(finding.correction, source)
        )
        for finding in findings
    )


def _place_correction(correction: Correction, source: TextSource) -> Correction | None:
    """The correction with its places in the source, without what has none there."""
    edits: list[SourceEdit] = []
    placed: list[Replacement] = []
    for replacement in correction.replacements:
        found = source.find(replacement)
        if found is None:
            continue
        placed.append(replacement)
        for edit in found:
            line, column = source.place(edit.begin)
            edits.append(SourceEdit(line, column, column + edit.end - edit.begin, edit.new))
    whole = correction.whole and len(placed) == len(correction.replacements)
    return Correction(tuple(placed), whole, tuple(edits)) if placed else None
