"""Tables that are drawn with signs, as converters and editors do it.

With pipes (`| a | b |`, Markdown); under rules of dashes (pandoc's `simple` and `multiline`); and
with `+`, `-` and `|` all around, which shows merged cells as they are. So do tables in HTML, as
Markdown has them where its own do not suffice. `strip_frames` takes away those of one column that
are drawn around a whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from gblint.document import Anchor, Cell, Table
from gblint.readers.merged_cells import has_figures
from gblint.readers.plain.prose import strip_escapes
from gblint.readers.refusals import check_count, get_limits
from gblint.readers.texts import Line, Rows, is_blank, is_figure, is_note_mark, join_lines
from gblint.text import cut, pad_wide, strip_padding

if TYPE_CHECKING:
    from gblint.readers.package import Element

_DASHES = r"\s*+(?::?-{2,}+:?|:-:?|-:)\s*+"
_RULE = re.compile(rf"\s*+\|?{_DASHES}(?:[|+]{_DASHES})*+\|?\s*+$")
_SPLIT = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def begins_pipes(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text.strip()
    if "|" not in text or text.startswith("+"):
        return False
    if text.startswith("|"):
        return len(_SPLIT.findall(text)) > 1
    return at + 1 < len(lines) and _is_rule(lines[at + 1].text)


def _is_rule(text: str) -> bool:
    return "|" in text and _RULE.match(text) is not None


def read_pipes(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    One blank line inside is passed over, unless a table of its own begins after it.
    """
    rows: Rows = []
    at = start
    open_width = _count_open_cells(lines[start].text)
    while at < len(lines):
        line = lines[at]
        if line.blank:
            after = at + 1
            own = after + 1 < len(lines) and _is_rule(lines[after + 1].text)
            if after < len(lines) and lines[after].text.strip().startswith("|") and not own:
                at = after
                continue
            break
        if "|" not in line.text:
            break
        if not _is_rule(line.text):
            rows.append((_split_cells(line.text, open_width), line.build_anchor()))
        elif len(rows) == 1 and all(map(is_blank, rows[0][0])):
            rows.clear()  # Markdown asks for headings; a table without has empty ones
        at += 1
    filled = _restore_missing_cells([cells for cells, _ in rows])
    return [(cells, row[1]) for cells, row in zip(filled, rows, strict=True)], at


def _count_open_cells(text: str) -> int:
    """The cells of a row whose outer pipes are left out, 0 where they are there."""
    return 0 if text.strip().startswith("|") else len(_SPLIT.split(text))


def _split_cells(text: str, open_width: int = 0) -> list[str]:
    """The cells of a row. Between so many as an open first row has, a pipe at the edge parts
    an empty one.
    """
    if not open_width or len(_SPLIT.split(text)) > open_width:
        text = text.strip().removeprefix("|")
        if text.endswith("|") and not text.endswith("\\|"):
            text = text[:-1]
    return [strip_escapes(_BREAK.sub("\n", cell)).strip() for cell in _SPLIT.split(text)]


# Converters from HTML to Markdown write a cell that is merged downwards once (markitdown), so that
# the rows below it are short by its columns; where these are is worked out.


class _Box(NamedTuple):
    """A cell at its columns; `reaches` says that it has come down from a row above."""

    column: int
    span: int
    reaches: bool = False

    @property
    def cost(self) -> int:
        """How unlikely the cell reaches down once more: one over several columns has parts."""
        return 0 if self.reaches else self.span**2


def _restore_missing_cells(rows: list[list[str]]) -> list[list[str]]:
    """The rows with an empty cell for each that is missing; as they are where that fails."""
    width = max(map(len, rows), default=0)
    short = [cells for cells in rows if len(cells) < width]
    # a first row that is short lacks cells to its right, which nothing above could tell
    if not short or len(rows[0]) < width or width > get_limits().columns:
        return rows
    if not any(is_blank(cells[0]) for cells in rows if cells):
        return _restore_below(rows, width)
    # an empty cell at the left is what goes on from above
    aligned = _align_figures(rows, width)
    if aligned == rows:
        return rows
    head = list(takewhile(lambda cells: _count_last_figures(cells) < _ROW_OF_FIGURES, rows))
    if not any(is_blank(cells[0]) for cells in head):
        head = _restore_below(head, width)
    return [*head, *aligned[len(head) :]]


def _restore_below(rows: list[list[str]], width: int) -> list[list[str]]:
    """The rows of which the first is whole, with empty cells below those that reach down."""
    found: list[list[str]] = []
    above: list[_Box] = []
    for cells in rows:
        down = _find_cells_reaching_down(above, width - len(cells), left=has_figures(cells))
        if down is None:
            return rows
        columns = {box.column + more for box in down for more in range(box.span)}
        given = iter(cells)
        found.append(["" if column in columns else next(given) for column in range(width)])
        above = sorted(
            [*(box._replace(reaches=True) for box in down), *_find_boxes(found[-1], columns)]
        )
    return found


_ROW_OF_FIGURES = 3
"""Figures at the end of a row by the number of which two rows have the same columns."""


def _align_figures(rows: list[list[str]], width: int) -> list[list[str]]:
    """The rows; of short ones with as many figures as whole ones have at their end, those stand
    below theirs.
    """
    counts = [_count_last_figures(cells) for cells in rows]
    whole = {count for cells, count in zip(rows, counts, strict=True) if len(cells) == width}
    return [
        [*cells[:-count], *[""] * (width - len(cells)), *cells[-count:]]
        if len(cells) < width and count >= _ROW_OF_FIGURES and count in whole
        else cells
        for cells, count in zip(rows, counts, strict=True)
    ]


def _count_last_figures(cells: Sequence[str]) -> int:
    """How many figures stand at the end of a row; a blank cell there ends them."""
    return len(list(takewhile(is_figure, reversed(cells))))


def _find_cells_reaching_down(above: list[_Box], missing: int, *, left: bool) -> list[_Box] | None:
    """The cells above that make up the missing columns; in a row of figures they are leftmost."""
    if left:
        down = []
        for box in above:
            if missing <= 0:
                break
            down.append(box)
            missing -= box.span
        return None if missing else down
    # the cheapest choice for every sum of columns: there are as many choices as sets of cells
    best: dict[int, tuple[int, list[_Box]]] = {0: (0, [])}
    for box in above:
        for total, (cost, chosen) in list(best.items()):
            new = total + box.span
            if new <= missing and (new not in best or cost + box.cost < best[new][0]):
                best[new] = cost + box.cost, [*chosen, box]
    return best[missing][1] if missing in best else None


def _find_boxes(cells: list[str], taken: set[int]) -> list[_Box]:
    """The cells of a row; a text reaches over the empty ones to its right, a figure does not."""
    boxes: list[_Box] = []
    for column, cell in enumerate(cells):
        if column in taken:
            continue
        last = boxes[-1] if boxes else None
        joins = last is not None and last.column + last.span == column
        if is_blank(cell) and last is not None and joins and not is_figure(cells[last.column]):
            boxes[-1] = last._replace(span=last.span + 1)
        else:
            boxes.append(_Box(column, 1))
    return boxes


_GROUPS = re.compile(r"\s*-{2,}(?: +-{2,})+\s*$")
_FULL = re.compile(r"\s*-{6,}\s*$")
_COLUMN_DASHES = re.compile(r"-+")
_WIDE_SPACE = "\u3000"
_MOST_HEADINGS = 60
"""Lines of headings between the upper rule and the one that shows the columns."""


def read_ruled(lines: Sequence[Line], start: int) -> tuple[Rows, int] | None:
    """The rows of the table that begins at a line, and the number of the line after it."""
    full = _FULL.match(lines[start].text) is not None
    rule = _find_columns_rule(lines, start, full=full)
    if rule is None:
        return None
    head = lines[start + full : rule]
    simple = bool(head) and not full  # one heading under no rule: a blank line ends the table
    starts = [match.start() for match in _COLUMN_DASHES.finditer(lines[rule].text)]
    end = rule + 1
    while end < len(lines) and not (_GROUPS.match(lines[end].text) or _FULL.match(lines[end].text)):
        if simple and lines[end].blank:
            break
        end += 1
    if end == len(lines) and not simple:
        return None
    rows = _build_rows(head, starts, joined=True)
    inside = lines[rule + 1 : end]
    body = _build_rows(inside, starts, joined=any(line.blank for line in inside))
    if not body:
        return None
    return rows + body, end if end < len(lines) and lines[end].blank else end + 1


def _find_columns_rule(lines: Sequence[Line], start: int, *, full: bool) -> int | None:
    """The rule that shows the columns: the first line, or below the heading or a full rule's."""
    if _GROUPS.match(lines[start].text):
        return start
    if lines[start].blank:
        return None
    for at in range(start + 1, min(start + (_MOST_HEADINGS if full else 2), len(lines))):
        if _GROUPS.match(lines[at].text):
            return at
        if _FULL.match(lines[at].text):
            return None
    return None


def _build_rows(lines: Sequence[Line], starts: list[int], *, joined: bool) -> Rows:
    """Rows of lines; `joined` where a row may take several and a blank line ends it.

    A row of empty cells is a line of spaces only, which keeps its place between two blank ones;
    a wide space is what is written in a cell.
    """
    rows: list[tuple[list[list[str]], Anchor]] = []
    fresh = True
    for line in lines:
        if line.blank and not (joined and line.text and (fresh or _WIDE_SPACE in line.text)):
            fresh = True
            continue
        cells = [cell.removesuffix("\\") for cell in cut(line.text, starts)]
        if joined and not fresh:
            for upper, cell in zip(rows[-1][0], cells, strict=True):
                upper.append(cell)
        else:
            rows.append(([[cell] for cell in cells], line.build_anchor()))
        fresh = False
    whole = [(["\n".join(filter(None, cell)) for cell in cells], anchor) for cells, anchor in rows]
    return whole if any(not all(map(is_blank, cells)) for cells, _ in whole) else []


_EDGE = re.compile(r"\s*\+[-=:+]+\+\s*$")
_TRIED, _LEAST_TRIED = 50_000, 4
"""Lines that are looked at for the edges of one run, and the edges that always are."""

_RULE_SIGNS = frozenset("-=:+")
_WIDE_FIGURE = frozenset("０１２３４５６７８９，．")


def read_whole_table(lines: Sequence[Line], at: int) -> tuple[Table, int] | None:
    """The table that shows its merged cells and begins at a line, and the number of the line after
    it. None where there is none.
    """
    text = lines[at].text
    if text.lstrip()[:6].lower() == "<table":
        return _read_html_table(lines, at)
    return _read_grid(lines, at) if _EDGE.match(text) else None


def _read_grid(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table that begins at a line, and the number of the line after it.

    None when its lines do not close around find_rectangles.
    """
    end = start
    while end < len(lines) and lines[end].text.lstrip()[:1] in ("+", "|"):
        end += 1
    if not _may_begin(lines, start, end):
        return None
    # a character of full width takes two columns: only so do corners stand below one another
    run = [line.text.strip() for line in lines[start:end]]
    drawn = [pad_wide(text) for text in run]
    if len(set(map(len, drawn))) > 1:  # some give two to signs like “, too
        wider = [pad_wide(text, ambiguous=2) for text in run]
        drawn = wider if len(set(map(len, wider))) == 1 else _align_edges(drawn)
    longest = max(map(len, drawn))
    grid = _Drawing([line.ljust(longest) for line in drawn])
    if len(grid.rules) < 2 or len(grid.edges) < 2:
        return None
    cells = []
    for top, left, bottom, right in grid.find_rectangles():
        anchor = lines[start + grid.rules[top]].build_anchor()
        text = grid.read_text(top, left, bottom, right)
        if "|" in text.replace("\\|", ""):
            return None  # the edges of a row stand elsewhere than those of others
        cells.append(Cell(text, top, left, anchor, bottom - top, right - left))
    height, width = len(grid.rules) - 1, len(grid.edges) - 1
    if sum(cell.row_span * cell.column_span for cell in cells) != height * width:
        return None  # not all of it is cells: lines are broken, or it is a drawing
    return Table(tuple(cells), height, width, lines[start].build_anchor()), end


def _align_edges(drawn: list[str]) -> list[str]:
    """The lines with their bars below one another, in a table whose rows have all columns alike.

    pandoc gives a character of full width no room in a column that is but one wide.
    """
    rows = [
        ["-"] * (line.count("+") - 1) if _EDGE.match(line) else _SPLIT.split(line)[1:-1]
        for line in drawn
    ]
    if len(set(map(len, rows))) > 1:
        return drawn
    wide = [max(len(cell.strip()) for cell in column) for column in zip(*rows, strict=True)]
    return [
        f"+{'+'.join('-' * width for width in wide)}+"
        if _EDGE.match(line)
        else f"|{'|'.join(map(str.ljust, map(str.strip, row), wide))}|"
        for line, row in zip(drawn, rows, strict=True)
    ]


def _may_begin(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether an edge with not too many before it, none of which began a table, is worth a look.

    Of a very long run of drawn lines only the first edges are.
    """
    left = max(_TRIED // (end - start), _LEAST_TRIED)
    # edge after edge of a run that is no table would be tried, each through all lines below it
    for at in range(start - 1, -1, -1):
        if lines[at].text.lstrip()[:1] not in ("+", "|"):
            return True
        left -= _EDGE.match(lines[at].text) is not None
        if not left:
            return False
    return True


class _Drawing:
    """The drawn lines. `rules` are the lines with corners, `edges` the columns of corners."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.rules = [
            row for row, line in enumerate(lines) if "+-" in line or "+=" in line or "+:" in line
        ]
        self.edges = sorted(
            {at for row in self.rules for at, sign in enumerate(lines[row]) if sign == "+"}
        )
        check_count(len(self.edges), "columns")
        check_count(len(self.rules) * len(self.edges), "cells")

    def find_rectangles(self) -> list[tuple[int, int, int, int]]:
        """The cells as top, left, bottom and right, in numbers of rules and edges."""
        found = []
        seen: set[tuple[int, int]] = set()
        for top in range(len(self.rules) - 1):
            for left in range(len(self.edges) - 1):
                if (top, left) in seen:
                    continue
                right = left + 1
                while right < len(self.edges) - 1 and not self._has_edge(top, right):
                    right += 1
                bottom = top + 1
                while bottom < len(self.rules) - 1 and not self._has_rule(bottom, left):
                    bottom += 1
                seen.update((r, c) for r in range(top, bottom) for c in range(left, right))
                found.append((top, left, bottom, right))
        return found

    def _has_edge(self, row: int, edge: int) -> bool:
        first, after = self.rules[row] + 1, self.rules[row + 1]
        column = self.edges[edge]
        return all(self._lines[at][column] in "|+" for at in range(first, after))

    def _has_rule(self, rule: int, left: int) -> bool:
        begin, end = self.edges[left] + 1, self.edges[left + 1]
        return _RULE_SIGNS.issuperset(self._lines[self.rules[rule]][begin:end])

    def read_text(self, top: int, left: int, bottom: int, right: int) -> str:
        """What is written in a cell, its lines as lines."""
        begin, end = self.edges[left] + 1, self.edges[right]
        inside = self._lines[self.rules[top] + 1 : self.rules[bottom]]
        return _join_lines(
            [strip_padding(line[begin:end]).strip().removesuffix("\\") for line in inside]
        )


def _join_lines(parts: list[str]) -> str:
    """The lines of a cell as one text; a figure in wide digits may be broken between lines."""
    text = ""
    for part in filter(None, parts):
        if text and not (text[-1] in _WIDE_FIGURE and part[0] in _WIDE_FIGURE):
            text += "\n"
        text += part
    return text


def _read_html_table(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table that begins at a line, and the number of the line after it.

    None when it does not end or has no cell.
    """
    from lxml import etree

    depth = 0
    for end in range(start, len(lines)):
        text = lines[end].text.lower()
        depth += text.count("<table") - text.count("</table")
        if not 0 < depth <= get_limits().depth:
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
    for part in element.iterchildren("tr", "thead", "tbody", "tfoot"):
        for row in [part] if part.tag == "tr" else part.iterchildren("tr"):
            line: object = row.sourceline
            at = first_line + (line - 1 if isinstance(line, int) else 0)
            cells = row.iterchildren("td", "th")
            rows.append(
                [
                    RawCell(
                        _read_html_cell(cell), at, cell.get("rowspan"), cell.get("colspan"), cell
                    )
                    for cell in cells
                ]
            )
    return build_grid([rows], list(element.iter("col")))


def _read_html_cell(item: Element) -> str:
    """The text of a cell; paragraphs and breaks are lines, other white space counts once."""
    parts: list[str] = []
    for element in item.iter():
        if element.tag in ("br", "p", "div", "tr"):
            parts.append("\0")
        if isinstance(element.tag, str):
            text = element.text or ""
            before = "".join(parts).replace("\0", "")
            is_mark = element.tag == "sup" and is_note_mark(before, text)
            parts.append("" if is_mark else text)
        if element is not item:
            parts.append(element.tail or "")
    lines = "".join(parts).split("\0")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


# tables of one column that are drawn around a whole text

_FEWEST = 10
"""Lines inside a frame; a smaller table of one cell is left as it is."""

_MOST_NESTED_FRAMES = 3
_FRAME_EDGE = re.compile(r"\s*\+[-=:]+\+\s*$")
_COLUMNS = re.compile(r"\S {3,}\S|\s*[-=|+]{2}|\s*\| ")
"""What a line of a table has, and prose not."""

_OUTER, _INNER = "|===", "!==="
"""How tables begin and end in AsciiDoc, and tables in their cells."""

_CELL = re.compile(r"a?\|")


def strip_frames(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the frames of tables of one column; a line keeps its number."""
    for _ in range(_MOST_NESTED_FRAMES):
        found = _drop_frames(lines)
        if found is None:
            break
        lines = found
    return lines


def _drop_frames(lines: Sequence[Line]) -> list[Line] | None:
    """The lines without outer frames, None where there is none."""
    kept: list[Line] = []
    at = 0
    met = False
    while at < len(lines):
        inside, end = _read_frame(lines, at)
        if inside:
            met = True
            kept += inside
        else:
            kept += lines[at:end]
        at = end
    return kept if met else None


def _read_frame(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The lines in a frame that begins at a line, none where there is none; the line after it."""
    text = lines[start].text
    drawn = _FRAME_EDGE.match(text) is not None
    if not drawn and not (_is_row(text) and text.count("|") == 2):
        if text.startswith(_OUTER):
            return _read_asciidoc_frame(lines, start)
        return [], start + 1
    end = start + 1
    while end < len(lines) and (
        _is_row(lines[end].text) or (drawn and _FRAME_EDGE.match(lines[end].text))
    ):
        end += 1
    run = lines[start:end]
    if not (_is_drawn_frame(run) if drawn else _is_piped_frame(run)):
        return [], end
    return list(_glue_paragraphs(map(_strip_border, run))), end


def _is_drawn_frame(run: Sequence[Line]) -> bool:
    """Whether lines of `+---+` and `|` are a frame."""
    edges = [_FRAME_EDGE.match(line.text) is not None for line in run]
    return sum(edges) >= 2 and len(run) - sum(edges) >= _FEWEST and edges[-1]


def _is_piped_frame(run: Sequence[Line]) -> bool:
    """Whether rows of one cell, some of which hold rows of other tables, are a frame."""
    inside = [line.text.strip()[1:-1].strip() for line in run]
    nested = [text for text in inside if "|" in text]
    whole = all(text.startswith("|") and text.endswith("|") for text in nested)
    return whole and len(inside) - len(nested) >= _FEWEST


def _read_asciidoc_frame(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The lines of a table of AsciiDoc whose cells hold tables."""
    end = next(
        (at for at in range(start + 1, len(lines)) if lines[at].text.startswith(_OUTER)), start
    )
    if not any(line.text.startswith(_INNER) for line in lines[start:end]):
        return [], end + 1
    found = []
    in_table = False
    for line in lines[start + 1 : end]:
        text = line.text
        if text.startswith(_INNER):
            in_table = not in_table
            text = _OUTER
        elif in_table:
            text = text.replace("!", "|")
        elif cell := _CELL.match(text):
            text = text[cell.end() :]
        found.append(line._replace(text=text))
    return found, end + 1


def _is_row(text: str) -> bool:
    text = text.strip()
    return len(text) > 1 and text.startswith("|") and text.endswith("|")


def _strip_border(line: Line) -> Line:
    """A line of a frame without the frame; an edge is a blank line."""
    if _FRAME_EDGE.match(line.text):
        return line._replace(text="")
    text = line.text.strip()[1:-1].rstrip()
    return line._replace(text=text.removeprefix(" "))


def _glue_paragraphs(lines: Iterator[Line]) -> Iterator[Line]:
    run: list[Line] = []
    for line in lines:
        if line.blank or _COLUMNS.search(line.text) or (run and run[-1].text.endswith("\\")):
            yield from _glue(run)
            run = []
        if line.blank or _COLUMNS.search(line.text):
            yield line
        else:
            run.append(line)
    yield from _glue(run)


def _glue(run: Sequence[Line]) -> Iterator[Line]:
    if run:
        yield run[0]._replace(text=join_lines([line.text.removesuffix("\\") for line in run]))
