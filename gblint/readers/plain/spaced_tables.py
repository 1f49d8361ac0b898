"""Tables whose cells are parted by white space: tabs, or columns that stand under one another.

In text of Word documents every cell is a line that begins with a tab: a line without goes on in the
same cell, a blank line ends the row; a cell may hold blank lines itself, and page numbers may
stand between rows. Pasted from a spreadsheet, a row is a line and tabs stand between its cells.

`pdftotext -layout` prints columns under one another, with two spaces or more between cells. Only
tables of figures are read of these: they show where the columns are. A text under a label goes on
in that label.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from gblint.readers.merged_cells import count_trailing_figures, find_usual, has_figures
from gblint.readers.texts import (
    Line,
    Rows,
    ends_sentence,
    is_blank,
    is_figure,
    is_heading,
    is_item,
    is_page_number,
)
from gblint.text import measure_type_width, pad_wide, remember_results, strip_padding

_PROSE_WIDTH = 80
"""Columns from which a line that begins with a tab is an indented paragraph, if it ends like a
sentence."""

_CELL_WIDTH = 60
"""Columns up to which a line without a tab may go on in a cell after a blank line."""

_SENTENCES = 0.2
"""Share of cells up to which they may end like sentences."""

_LEAF_WIDTH = 8
"""The same where blank lines stand between all lines of the cell: characters one by one."""

_LOOK_AHEAD = 60
"""Lines in which a row of a table ends."""


def is_tab_cell(line: Line) -> bool:
    """Whether a line begins a cell. A line with further tabs is a row of its own kind."""
    text = line.text
    if text.rfind("\t") != 0:
        return False
    return not (measure_type_width(text) > _PROSE_WIDTH and ends_sentence(text))


def read_tab_cells(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    No rows when the lines are no table: paragraphs may be indented with a tab.
    """
    scan = _Scan(lines, start)
    at = start
    while at < len(lines) and is_tab_cell(lines[at]):
        at = scan.find_next_row(scan.read_row(at))
    cells = [cell for row, _ in scan.rows for cell in row if cell]
    # one cell to a row, or cells that end like sentences: indented paragraphs
    sentences = sum(map(ends_sentence, cells))
    if sentences > _SENTENCES * len(cells) or all(len(row) == 1 for row, _ in scan.rows):
        return [], at
    return _mend_broken_rows(scan.rows), at


def _mend_broken_rows(rows: Rows) -> Rows:
    """The rows, whole again where an empty line at the end of a cell broke them in two."""
    wide = max(len(cells) for cells, _ in rows)
    whole: Rows = []
    for at, (cells, anchor) in enumerate(rows):
        after = rows[at + 1][0] if at + 1 < len(rows) else []
        fits = bool(whole) and len(whole[-1][0]) + len(cells) <= wide
        if fits and has_figures(cells) and _goes_on(whole, cells, after):
            whole[-1][0].extend(cells)
        else:
            whole.append((cells, anchor))
    return whole


def _goes_on(whole: Rows, cells: list[str], after: list[str]) -> bool:
    """Whether a row of figures is the rest of the row before it.

    It is if it has no label, and the row before has figures; if the row before has labels only,
    the first of them empty, and stands under a row of figures; or if the row before is one
    label and the one `after` shows that this goes on beside it.
    """
    upper = whole[-1][0]
    if has_figures(upper):
        return count_trailing_figures(cells) == len(cells) > 1
    if is_blank(upper[-1]):
        return False
    if len(upper) == 1:
        return len(after) == len(cells) + 1 and is_blank(after[0]) and has_figures(after)
    return is_blank(upper[0]) and len(whole) > 1 and has_figures(whole[-2][0])


class _Scan:
    """Reads row after row. Each method takes the number of a line and gives that of the next."""

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        self._lines = lines
        self.rows: Rows = []
        near = pairwise(lines[start : start + _LOOK_AHEAD])
        self._empty_ends = any(not line.text and is_tab_cell(after) for line, after in near)

    def _is_blank(self, line: Line) -> bool:
        """Whether a line ends rows: it is empty, or where none is, it has nothing but spaces."""
        if self._empty_ends:
            return not line.text
        return line.blank and "\t" not in line.text

    def read_row(self, at: int) -> int:
        """A row: its cells, up to the blank line that ends it."""
        cells: list[str] = []
        self.rows.append((cells, self._lines[at].build_anchor()))
        while at < len(self._lines) and is_tab_cell(self._lines[at]):
            parts = [self._lines[at].text.strip()]
            at = self._read_rest_of_cell(at + 1, parts)
            cells.append("\n".join(part for part in parts if part))
        return at

    def _read_rest_of_cell(self, at: int, parts: list[str]) -> int:
        while at < len(self._lines):
            line = self._lines[at]
            if self._is_blank(line):
                after = self._pass_inner_blank(at, parts)
                if after is None:
                    return at
                at = after
                continue
            if line.text.startswith("\t") or self._ends_table(at, parts):
                return at
            parts.append(line.text.strip())
            at += 1
        return at

    def _ends_table(self, at: int, parts: list[str]) -> bool:
        """Whether a line without a tab right after a cell is the paragraph after the table."""
        if not any(parts):
            return False
        text = self._lines[at].text
        return is_heading(text) or (measure_type_width(text) > _CELL_WIDTH and ends_sentence(text))

    def _pass_inner_blank(self, at: int, parts: list[str]) -> int | None:
        """The line after a blank one inside a cell; None when the blank line ends the row.

        It is inside when what follows without a tab leads up to another cell of the row without
        a blank line, and is no paragraph between tables: after a figure a row is complete.
        """
        begin = at + 1
        if not parts[-1] or is_figure(parts[-1]):
            return None  # labels are broken by blank lines, figures are not
        if begin >= len(self._lines) or self._lines[begin].text.startswith("\t"):
            return None
        limit = _CELL_WIDTH
        for look in range(begin, min(begin + _LOOK_AHEAD, len(self._lines))):
            line = self._lines[look]
            if self._is_blank(line):
                limit = _LEAF_WIDTH
                if self._is_blank(self._lines[look - 1]):
                    return None
            elif line.text.startswith("\t"):
                return None if self._is_blank(self._lines[look - 1]) else begin
            elif is_heading(line.text) or measure_type_width(line.text) > limit:
                return None
        return None

    def find_next_row(self, at: int) -> int:
        """The next row of the table, else `at`: past one blank line, a page number or a break."""
        for after in (self._pass_blank(at), self._pass_page_number(self._pass_blank(at))):
            if after < len(self._lines) and is_tab_cell(self._lines[after]):
                return after
        return at

    def _pass_blank(self, at: int) -> int:
        """Past one blank line, or any number of them at a page break."""
        after = at
        while after < len(self._lines) and self._is_blank(self._lines[after]):
            after += 1
        breaks = any(line.begins_page for line in self._lines[at : after + 1])
        return after if breaks or after - at <= 1 else at

    def _pass_page_number(self, at: int) -> int:
        if at < len(self._lines) and is_page_number(self._lines[at].text):
            return self._pass_blank(at + 1)
        return at


_LONGEST_COUNT = 7
"""Characters of a whole number in a table of two columns; a phone number is longer."""


_MOST_TITLE_ROWS = 3
_LOOK = 4
"""Lines below a blank one that may tell that another table begins."""

_LEAST_ROWS = 2

_POINTS = frozenset(".,．，")


def is_set_off(line: Line) -> bool:
    """Whether a line is an ordinal and one text behind a gap, which parts no cells there."""
    match = _ORDINAL.match(line.text)
    text = line.text[match.end() :].rstrip() if match else ""
    # two ordinals are two labels of a row
    return bool(text) and "\t" not in text and len(split_at_gaps(text)) == 1 and not is_item(text)


def _is_set_off_heading(line: Line) -> bool:
    return is_heading(line.text) and is_set_off(line)


def begins_tab_rows(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: with a row, or with titles of one cell over rows."""
    near = lines[at : at + _MOST_TITLE_ROWS + 1]
    titles = list(takewhile(lambda line: "\t" not in line.text, near))
    row = near[len(titles)].text if len(titles) < len(near) else ""
    # tabs between cells: one tab alone before a text begins a tab cell
    return row.count("\t") > row.startswith("\t") and not any(
        line.blank or is_heading(line.text) or ends_sentence(line.text) for line in titles
    )


def read_tab_rows(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    No rows when it is none, but lines with tabs. Lines without tab between rows are rows of
    one cell; one blank line is passed over unless another table begins below it.
    """
    rows: Rows = []
    at = end = start
    while at < len(lines):
        if lines[at].blank and "\t" not in lines[at].text and at == end:
            if rows and _begins_other(rows, lines[at + 1 : at + 1 + _LOOK]):
                break
            at += 1
            continue
        if _is_set_off_heading(lines[at]) or not begins_tab_rows(lines, at):
            break  # a text without tab that leads to no further row
        rows.append(
            ([cell.strip() for cell in lines[at].text.split("\t")], lines[at].build_anchor())
        )
        at = end = at + 1
    return (rows if _is_table([cells for cells, _ in rows]) else []), end


def _begins_other(rows: Rows, below: Sequence[Line]) -> bool:
    """Whether the lines below a blank one begin another table.

    They do where they are rows of headings and figures with as many cells each, and all rows above
    have another number: a page that cuts a table leaves its rows as long as they were.
    """
    following = [[cell.strip() for cell in line.text.split("\t")] for line in below]
    while following and len(following[0]) == 1 and following[0][0]:
        following.pop(0)  # the title of a table or a block
    here = {len(cells) for cells, _ in rows if len(cells) > 1}
    there = {len(cells) for cells in following[:_LEAST_ROWS]}
    return (
        len(following) >= _LEAST_ROWS
        and len(here) == len(there) == 1
        and here.isdisjoint(there)
        and max(there) > 1
        and not any(map(is_figure, following[0]))
    )


def _is_table(rows: list[list[str]]) -> bool:
    # lines of a table of contents: a heading and its page
    listed = (
        len(cells) == 2 and is_heading(cells[0]) and cells[1].isdecimal()
        for cells in rows
        if len(cells) > 1
    )
    if len(rows) < 2 or all(listed):
        return False
    if max(map(len, rows)) > 2:
        return any(is_figure(cell) for cells in rows for cell in cells[1:]) or len(rows) > 2
    last = [cells[1] for cells in rows if len(cells) == 2]
    return any(map(_is_count, last))


def _is_count(cell: str) -> bool:
    """Whether a figure counts or is an amount; it may also be a phone number."""
    return is_figure(cell) and (len(cell) <= _LONGEST_COUNT or not _POINTS.isdisjoint(cell))


_FIELD = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
"""The number of a Markdown list, whose gap parts no cells."""

_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|部分)|[（(][一二三四五六七八九十]{1,3}[)）])"
    r"(?: *\t|\u3000|[ \u3000]{2})\s*"
)
"""The ordinal of a heading or an item that a gap stands behind, as of a number and its tab."""

_LEAST_FIGURES = 3
"""Figures at the end of a row that show columns; fewer are met in prose."""

_MOST_LINES_BETWEEN_ROWS = 12


class Field(NamedTuple):
    """A piece of a line between gaps, with the columns that it takes, from and to."""

    text: str
    begin: int
    end: int

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


@remember_results(1024)
def split_at_gaps(text: str) -> tuple[Field, ...]:
    wide = pad_wide(text.replace("\u3000", "  ").expandtabs())
    return tuple(Field(strip_padding(m[0]), m.start(), m.end()) for m in _FIELD.finditer(wide))


def begins_aligned(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: it has gaps, and rows of figures follow."""
    # the gap behind the number of an item, `1.  `, is none between columns
    number = _NUMBER.match(lines[at].text)
    text = lines[at].text[number.end() :] if number else lines[at].text
    if "  " not in text.strip() or ends_sentence(text):
        return False
    return _find_next_row(lines, at) is not None


def _find_next_row(lines: Sequence[Line], at: int) -> int | None:
    """The next row of figures from a line on, with nothing but parts of a table before it."""
    for look in range(at, min(at + _MOST_LINES_BETWEEN_ROWS, len(lines))):
        pieces = split_at_gaps(lines[look].text)
        if _count_figures(pieces) >= _LEAST_FIGURES:
            return look
        if len(pieces) == 1 and (is_heading(pieces[0].text) or ends_sentence(pieces[0].text)):
            return None
        if len(pieces) == 2 and _is_set_off_heading(lines[look]):
            return None
    return None


def _count_figures(pieces: Sequence[Field]) -> int:
    """How many figures a line ends in."""
    return sum(1 for _ in takewhile(lambda piece: is_figure(piece.text), reversed(pieces)))


def read_aligned(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it."""
    figures: list[int] = []
    row = _find_next_row(lines, start)
    while row is not None:
        figures.append(row)
        row = _find_next_row(lines, row + 1)
    rows = set(figures)
    end = figures[-1] + 1
    while end < len(lines) and _goes_on_below(lines[end], lines[end - 1]):
        end += 1
    table = _Aligned([split_at_gaps(lines[at].text) for at in figures])
    for at in range(start, end):
        if not lines[at].blank:
            table.add(lines[at], is_row=at in rows)
    return table.build_rows(), end


def _goes_on_below(line: Line, before: Line) -> bool:
    """Whether the line after the last row goes on in its label."""
    if line.blank or is_heading(line.text) or is_item(line.text) or ends_sentence(line.text):
        return False
    return line.text.startswith("  ") and len(line.text.strip()) < len(before.text.strip())


def find_nearest(places: Sequence[float], value: float) -> int:
    """The index of the place, of some in order, that a value is nearest to; the first of two."""
    at = bisect_left(places, value)
    if at == len(places) or (at and value - places[at - 1] <= places[at] - value):
        return at - 1
    return at


class _Aligned:
    """A table under construction; `middles` are those of its columns of figures."""

    def __init__(self, rows: Sequence[Sequence[Field]]) -> None:
        values = find_usual(map(_count_figures, rows))
        # rows that lack a figure, or whose label ends in one, would move the columns
        exact = [pieces[-values:] for pieces in rows if _count_figures(pieces) == values]
        self._middles = [
            sum(pieces[at].middle for pieces in exact) / len(exact) for at in range(values)
        ]
        gaps = [b - a for a, b in zip(self._middles, self._middles[1:], strict=False)]
        self._left = self._middles[0] - min(gaps) / 2
        self._rows: list[tuple[list[Field], list[str], Line]] = []
        self._waiting: list[Field] = []
        self._seen_row = False

    def add(self, line: Line, *, is_row: bool) -> None:
        """Adds a line: a row of figures, a row of headings, or a part of a label."""
        pieces = split_at_gaps(line.text)
        heads = not (self._seen_row or is_row)
        # a heading is centred over its column, a label begins at the left of it
        labels = [p for p in pieces if (p.middle if heads else p.begin) < self._left]
        values: list[list[str]] = [[] for _ in self._middles]
        for piece in pieces[len(labels) :]:
            values[find_nearest(self._middles, piece.middle)].append(piece.text)
        if len(labels) == len(pieces) and (self._seen_row or is_item(labels[0].text)):
            self._add_label_part(labels)
            return
        if is_row:
            labels = self._join_waiting(labels)
            self._seen_row = True
        self._rows.append((labels, ["\n".join(texts) for texts in values], line))

    def _join_waiting(self, labels: list[Field]) -> list[Field]:
        """The labels of a row after the parts that came before it."""
        waiting, self._waiting = self._waiting, []
        if waiting and labels and not is_item(labels[0].text):
            whole = waiting[-1]._replace(text=f"{waiting[-1].text}\n{labels[0].text}")
            return [*waiting[:-1], whole, *labels[1:]]
        return [*waiting, *labels]

    def _add_label_part(self, labels: list[Field]) -> None:
        """A line of labels only: of the row to come if it begins an item, else of the last."""
        last = self._waiting or (self._rows[-1][0] if self._rows else [])
        if is_item(labels[0].text) or not last:
            self._waiting += labels
        else:
            last[-1] = last[-1]._replace(text=f"{last[-1].text}\n{labels[-1].text}")

    def build_rows(self) -> Rows:
        """All rows with all columns; a single label stands in the column where it begins."""
        if self._waiting:
            self._rows[-1][0].extend(self._waiting)
        wide = max(len(labels) for labels, _, _ in self._rows)
        full = [labels for labels, _, _ in self._rows if len(labels) == wide]
        begins = [sum(labels[at].begin for labels in full) / len(full) for at in range(wide)]
        found: Rows = []
        for labels, values, line in self._rows:
            room = range(wide - len(labels) + 1)
            # what stands further left is a label of the outer column, further right of the inner
            lead = min(room, key=lambda at: abs(begins[at] - labels[0].begin)) if labels else 0
            texts = [piece.text for piece in labels]
            blank = [""] * (wide - lead - len(texts))
            found.append(([""] * lead + texts + blank + values, line.build_anchor()))
        return found
