"""The blocks of a Word file in document order, with their lines: paragraphs and tables.

Tables stand in cells and text boxes in tables, so that one calls the other. The columns of a table
are the grid of the file, or what its widths make of it (`set_columns`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING

import msgspec

from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.readers.docx.inline import GBK_BLANK, Inline, Properties, Styles, read_properties
from gblint.readers.package import (
    DEL,
    EMBEDDED,
    MOVE_FROM,
    NOT_PLAIN,
    NUM_PR,
    P_STYLE,
    TBL,
    TC,
    TR,
    VAL,
    VANISH,
    VERT_ALIGN,
    Element,
    P,
    T,
    W,
    find_child,
    has_element,
    iterate_blocks,
    iterate_children,
    parse_whole_number,
)
from gblint.readers.refusals import check_count, get_limits

if TYPE_CHECKING:
    from gblint.readers.docx.numbering import Numbering


_TR_PR, _TC_PR, _GRID_BEFORE = W + "trPr", W + "tcPr", W + "gridBefore"
_GRID_SPAN, _V_MERGE, _H_MERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_CELL_DEL, _TBL_GRID, _GRID_COL = W + "cellDel", W + "tblGrid", W + "gridCol"
_TC_W, _W_BEFORE, _WIDTH, _WIDTH_TYPE = W + "tcW", W + "wBefore", W + "w", W + "type"
_MARKS = frozenset({_GRID_SPAN, _V_MERGE, _H_MERGE, _CELL_DEL, _GRID_BEFORE})
_MARK_GOES = (DEL, MOVE_FROM, VANISH)
_UNMARKED = (1, None, False, False)
_LAYOUT_COLUMNS = 2
"""Cells to a row that a table has at most when it only serves to lay out others."""


ReadPart = Callable[[Element, int], tuple[list[Block], int]]
"""Reads the part that an element brings in, from a line on: its blocks, and the last line."""

Meet = Callable[[Element, int, int], None]
"""Hears of a paragraph (with 0) or a cell (with its column from 1), and its line."""


class Body:
    """Walks the blocks of one document.

    `line` counts the paragraphs and rows met, `row` is the line of the row just read (rows of a
    table inside it count on), `places` counts cells. `marks` has what merges or deletes w:tc, and
    indents or deletes w:tr; `uneven` are the cells that hold more than plain paragraphs, `nesting`
    the w:tbl that hold others: a look at the few of them is quicker than one into each cell.
    `lines` are the texts of the w:p of each cell that are not empty, by their w:t alone.
    `meet` is told of each paragraph and cell with its line, `read_part` reads what is embedded.
    """

    def __init__(
        self,
        root: Element,
        styles: Element | None,
        numbering: Callable[[], Numbering],
        *,
        read_part: ReadPart,
        meet: Meet | None,
    ) -> None:
        self.line = 0
        self.row = 0
        self.places = 0
        self.styles = Styles(styles)
        self._default = default = self.styles.get(None)
        self._plain = not (default.list_id or default.hidden or default.raised)
        self.most_columns = get_limits().columns
        self.marks: dict[Element | None, list[Element]] = {}
        self.uneven: set[Element] = set()
        self.nesting: set[Element] = set()
        self.lines: dict[Element | None, list[str]] = {}
        self._special: set[Element | None] = set()
        met = self._look_through(root)
        hidden = VANISH in met or has_element(styles, VANISH)
        self._marks_go = hidden or not met.isdisjoint((DEL, MOVE_FROM))
        raised = VERT_ALIGN in met or has_element(styles, VERT_ALIGN)
        self.inline = Inline(self.styles, hidden=hidden, raised=raised)
        self.from_fields: set[int] = set()
        self._numbering = numbering
        self.meet = meet
        self._read_part = read_part

    def _look_through(self, root: Element) -> set[str]:
        """Find the `lines` of cells, and what makes cells, rows and paragraphs special.

        Gives the names of the properties that there are. To walk through the tree takes longer
        than what is done on the way, and as long for all names as for one.
        """
        styled = (P_STYLE,) if self.styles.have_lists_or_hide else ()
        met: set[str] = set()
        marks = (NUM_PR, DEL, MOVE_FROM, VANISH, VERT_ALIGN, *NOT_PLAIN, *styled)
        cell: Element | None = None
        lines: list[str] = []
        begins = False
        for element in root.iter(TC, P, T, *_MARKS, *marks):
            tag = element.tag
            if tag == P:
                # a line begins with the first w:t of a paragraph that has a character
                begins, owner = True, element.getparent()
                if owner is not cell:  # wrapped in it, or behind its table
                    inside = None if owner is root else next(element.iterancestors(TC), None)
                    if inside is not cell:
                        cell, lines = inside, []
            elif tag == T:
                if text := (element.text or "").replace(GBK_BLANK, "\u3000"):
                    if begins:
                        lines.append(text)
                    elif lines:
                        lines[-1] += text
                    begins = False
            elif tag == TC:
                cell, begins = element, False
                self.lines[cell] = lines = []
            else:
                met.add(tag)
                self._mark(element, tag)
        return met

    def _mark(self, element: Element, tag: str) -> None:
        """Note the mark of a cell or row, else the `uneven` cell, and the w:pPr of a paragraph that
        is numbered, hidden, or has lost its mark. Most cells have none of these.
        """
        owner = element.getparent()
        above = None if owner is None else owner.getparent()
        # w:del in w:trPr deletes a row; anywhere else it is a paragraph mark or runs
        if tag in _MARKS or (tag == DEL and owner is not None and owner.tag == _TR_PR):
            self.marks.setdefault(above, []).append(element)
            return
        self.uneven.update(element.iterancestors(TC))
        if tag == TBL:
            self.nesting.update(element.iterancestors(TBL))
        if tag == NUM_PR:
            self._special.add(owner)
        elif tag in _MARK_GOES:
            self._special.add(above)
        elif tag == P_STYLE:
            style = self.styles.get(element.get(VAL))
            if style.list_id or style.hidden:
                self._special.add(owner)

    def read_blocks(
        self,
        parent: Element,
        depth: int,
        *,
        contents: bool = False,
        line: int | None = None,
    ) -> list[Block]:
        """The paragraphs and tables of a body, a cell or a text box, in order.

        `line` is that of the row, where the paragraphs are those of a cell.
        """
        check_count(depth, "depth")
        found: list[Block] = []
        carried: list[tuple[str, int]] = []
        for element, in_contents in iterate_blocks(parent, contents=contents):
            if element.tag == TBL:
                self._flush(carried, found)
                found += _read_table(self, element, depth)
                continue
            if element.tag in EMBEDDED:
                self._flush(carried, found)
                found += self.read_embedded(element)
                continue
            if line is None:
                self.line += 1
                check_count(self.line, "paragraphs")
            place = self.line if line is None else line
            if self.meet:
                self.meet(element, place, 0)
            self._read_paragraph(element, carried, found, contents=in_contents, line=place)
            found += [Paragraph(text, Anchor(place)) for text in self.inline.art]
            for box in self.inline.boxes:
                found += self.read_blocks(box, depth + 1, contents=in_contents)
        self._flush(carried, found)
        return found

    def read_embedded(self, element: Element) -> list[Block]:
        """The blocks of a part that is embedded here."""
        found, self.line = self._read_part(element, self.line)
        check_count(self.line, "paragraphs")
        return found

    def _read_paragraph(
        self,
        element: Element,
        carried: list[tuple[str, int]],
        found: list[Block],
        *,
        contents: bool,
        line: int,
    ) -> None:
        """Reads a paragraph. One whose mark is deleted is carried into the next."""
        properties = read_properties(element, self.styles, marks_go=self._marks_go)
        text = self.inline.read(element, properties.style, weigh=True)
        if properties.gone:
            carried.append((text, line))
            return
        if carried:
            # it stands where its text begins: empty paragraphs before it were joined on, too
            line = next((at for part, at in carried if part), line)
            text = "".join(part for part, _ in carried) + text
            carried.clear()
        number = self.number_paragraph(properties)  # an empty one counts as well
        text = text.strip("\n")
        if text.strip():
            listed = contents or properties.style.contents
            if self.inline.contents and not listed:
                self.from_fields.add(line)  # not so, if the field turns out never to end
            found.append(
                Paragraph(
                    text,
                    Anchor(line),
                    number,
                    properties.style.level,
                    self.inline.bold,
                    properties.style.centered,
                    listed or self.inline.contents,
                )
            )

    def _flush(self, carried: list[tuple[str, int]], found: list[Block]) -> None:
        """A deleted mark before a table or the end has no paragraph to join."""
        for text, line in carried:
            if text.strip():
                found.append(Paragraph(text.strip("\n"), Anchor(line)))
        carried.clear()

    def reads_plainly(self, cell: Element) -> bool:
        """Whether a cell's text is that of the w:t in it, with a line to each w:p."""
        return self._plain and cell not in self.uneven and not self.inline.fields

    def read_cell_paragraph(self, element: Element) -> tuple[str, bool]:
        """The text of a paragraph in a cell as shown, and whether the next one joins on."""
        first = element[0] if len(element) else None  # its w:pPr, if it has any
        if first not in self._special and not (self._default.list_id or self._default.hidden):
            return self.inline.read(element, self._default), False
        properties = read_properties(element, self.styles, marks_go=self._marks_go)
        text = self.inline.read(element, properties.style)
        if properties.gone:
            return text, True
        return self.number_paragraph(properties) + text, False

    def number_paragraph(self, properties: Properties) -> str:
        """The automatic number of a paragraph; counts it."""
        style = properties.style
        if not style.list_id:
            return ""
        return self._numbering().count(style.list_id, style.list_level, properties.style_id)


def _read_table(body: Body, table: Element, depth: int) -> list[Block]:
    """A table as one block; a table that only lays out others as the blocks in its cells."""
    check_count(depth, "depth")
    if _is_layout(body, table):
        return _read_layout_table(body, table, depth)
    rows: list[tuple[int, list[Slot]]] = []
    lines: list[Element] = []
    for row in iterate_children(table, TR):
        slots = _read_row(body, row, depth)
        if slots is not None:
            rows.append((body.row, slots))
            lines.append(row)
    set_columns(table, lines, [slots for _, slots in rows])
    cells: list[Cell] = []
    above: dict[int, int] = {}
    width = 0
    for height, (line, slots) in enumerate(rows):
        for slot in slots:
            column, span = slot.column, slot.span
            upper = cells[above[column]] if slot.merge and column in above else None
            # one that goes on below nothing, or below another width, stands for itself
            if upper and upper.row + upper.row_span == height and upper.column_span == span:
                cells[above[column]] = msgspec.structs.replace(upper, row_span=upper.row_span + 1)
                continue
            if slot.merge is not None:
                above[column] = len(cells)
            anchor = Anchor(line, cell=slot.place)
            cells.append(Cell(slot.text, height, column, anchor, 1, span))
            if column + span > width:  # `max` takes thrice as long, for each cell of a report
                width = column + span
    if not cells:
        return []
    check_count(len(rows) * width, "cells")
    return [Table(tuple(cells), len(rows), width, Anchor(cells[0].anchor.line))]


def _read_row(body: Body, row: Element, depth: int) -> list[Slot] | None:
    """The cells of a row; None for a row that is deleted."""
    column = _begin_row(body, row)
    if column is None:
        return None
    line = body.line
    slots: list[Slot] = []
    for number, cell in enumerate(iterate_children(row, TC)):
        marked = cell in body.marks
        span, merge, joins, gone = _read_cell_properties(body, cell) if marked else _UNMARKED
        if gone:
            continue
        if body.reads_plainly(cell):
            text = _join_lines(body.lines[cell])
        else:
            text = _read_cell_text(body, cell, depth)
        if body.meet:
            body.meet(cell, line, column + 1)
        if joins and slots:
            slots[-1].span += span
            slots[-1].joined += (number,)
        else:
            slots.append(Slot(text, column, span, merge, column + 1, number))
        column += span
    body.places += len(slots)  # of all tables: many small ones take as long as a large one
    check_count(body.places, "cells")
    check_count(column, "columns")
    body.row = line
    return slots


def _begin_row(body: Body, row: Element) -> int | None:
    """Count a row; the columns left out before its first cell, None for a row that is deleted."""
    body.line += 1
    check_count(body.line, "paragraphs")
    before = 0
    for element in body.marks.get(row, ()):
        if element.tag == DEL:
            # rows of tables in it count all the same, as where they are read
            body.line += sum(1 for _ in row.iterdescendants(TR))
            return None
        # cut, so that a hostile number does not become a row of a billion columns
        before = min(max(parse_whole_number(element.get(VAL)), 0), body.most_columns)
    return before


def _read_cell_properties(body: Body, cell: Element) -> tuple[int, bool | None, bool, bool]:
    """Columns, `Slot.merge`, whether it joins the cell to the left, whether it is deleted."""
    span, merge, joins, gone = _UNMARKED
    for element in body.marks.get(cell, ()):
        tag = element.tag
        if tag == _GRID_SPAN:
            span = min(max(parse_whole_number(element.get(VAL), 1), 1), body.most_columns)
        elif tag == _V_MERGE:
            merge = element.get(VAL) != "restart"
        elif tag == _H_MERGE:
            joins = element.get(VAL) != "restart"
        else:
            gone = True
    return span, merge, joins, gone


def _read_cell_text(body: Body, cell: Element, depth: int) -> str:
    """The paragraphs of a cell, a line each, with those of tables and text boxes in it."""
    lines: list[str] = []
    carried = ""
    for element, _ in iterate_blocks(cell):
        if element.tag == TBL:
            lines += _list_texts(_read_table(body, element, depth + 1))
            continue
        if element.tag in EMBEDDED:
            lines += _list_texts(body.read_embedded(element))
            continue
        text, gone = body.read_cell_paragraph(element)
        if gone:
            carried += text
            continue
        if text or carried:
            lines.append(carried + text)
            carried = ""
        lines += body.inline.art
        for box in body.inline.boxes:
            lines += _list_texts(body.read_blocks(box, depth + 1))
    if carried:
        lines.append(carried)
    return _join_lines(lines)


def _join_lines(lines: Sequence[str]) -> str:
    if len(lines) > 1:
        return "\n".join(line for line in lines if not line.isspace()).strip("\n")
    return lines[0].strip("\n") if lines else ""


def _list_texts(blocks: list[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.shown)
        else:
            texts += [cell.text for cell in block.cells]
    return texts


def _is_layout(body: Body, table: Element) -> bool:
    """Whether a table only lays out others, or is one cell that holds several paragraphs."""
    nested = table in body.nesting
    rows = list(islice(iterate_children(table, TR), None if nested else 2))
    if not nested and len(rows) != 1:
        return False
    widest = max((sum(1 for _ in iterate_children(row, TC)) for row in rows), default=0)
    if nested:
        return len(rows) == 1 or widest <= _LAYOUT_COLUMNS
    # a frame around text: what is framed is read as if there were none
    return widest == 1 and sum(1 for _ in rows[0].iter(P)) > 1


def _read_layout_table(body: Body, table: Element, depth: int) -> list[Block]:
    found: list[Block] = []
    for row in iterate_children(table, TR):
        if _begin_row(body, row) is None:
            continue
        line = body.line
        for cell in iterate_children(row, TC):
            if not _read_cell_properties(body, cell)[3]:
                found += body.read_blocks(cell, depth + 1, line=line)
    return found


_MOST = 400
"""Columns of a grid up to which its borders are looked at; no such table has so many."""

_FITS = 0.1
"""Share of the width of a table by which the widths of the cells of a row may add up to other
than that, and still be those of the table: files keep old ones."""

_HAIR = 60
"""Twips, as `table_edges.SLIVER`, which most tables need not have imported."""

_USUAL_PAGE_TWIPS = 9000
_Row = list[tuple[float, float]]
"""Where the cells of a row begin and end."""


class Slot(msgspec.Struct, gc=False):
    """A w:tc of one row, with the columns that it takes.

    `merge` is None for a cell of one row, True for one that continues the cell above. `place` is
    its first column in the grid of the file, from 1; `number` says which w:tc of the row it is,
    from 0, and `joined` which continue it to the right. (To keep the elements themselves would be
    slow: lxml makes one when asked for it.)
    """

    text: str
    column: int
    span: int
    merge: bool | None
    place: int
    number: int
    joined: tuple[int, ...] = ()


def set_columns(table: Element, lines: Sequence[Element], rows: Sequence[list[Slot]]) -> None:
    """Give the cells the columns that they stand in for the eye; `lines` are the w:tr of the rows.

    Cells that are but a sliver between two borders, and empty, are taken out of `rows`. Where
    nothing tells widths, a column that no cell has for itself is such a sliver.
    """
    ends = {row[-1].column + row[-1].span for row in rows if row}
    width = max(ends, default=0)
    if not 1 < width <= _MOST:
        return
    sizes = _read_grid(table)
    wide = len(sizes) != width or min(sizes) > _HAIR
    if wide and len(ends) == 1 and any(len(row) == width for row in rows):
        return  # a row has all columns to itself: no border stands at two places
    from gblint.readers.table_edges import Stretch, merge_edges  # most tables need no look

    places, measured = _find_places(lines, rows, sizes, width)
    numbers = merge_edges(
        [
            [
                Stretch(begin, end, bool(slot.text.strip()))
                for slot, (begin, end) in zip(slots, row, strict=True)
            ]
            for slots, row in zip(rows, places, strict=True)
        ],
        measured=measured,
    )
    for slots, row in zip(rows, places, strict=True):
        for slot, (begin, end) in zip(slots, row, strict=True):
            slot.column, slot.span = numbers[begin], numbers[end] - numbers[begin]
        slots[:] = [slot for slot in slots if slot.span]


def _read_grid(table: Element) -> list[int]:
    """The widths of the columns in twips, none where the file has not all of them."""
    grid = find_child(table, _TBL_GRID)
    columns = () if grid is None else grid.iterchildren(_GRID_COL)
    sizes = [parse_whole_number(one.get(_WIDTH)) for one in columns]
    return sizes if all(size > 0 for size in sizes) else []


def _find_places(
    lines: Sequence[Element],
    rows: Sequence[Sequence[Slot]],
    sizes: Sequence[int],
    width: int,
) -> tuple[list[_Row], bool]:
    """Where the cells of each row begin and end, and whether that is in twips.

    A row that has not all columns of the grid, but cells as wide as the table together, stands
    by their widths: its file counts spans wrongly. Without a grid all rows do.
    """
    of_cells = [_place_by_widths(line, row) for line, row in zip(lines, rows, strict=True)]
    totals = [row[-1][1] for row in of_cells if row]
    measured = len(sizes) >= width
    if not measured and len(totals) == sum(map(bool, rows)) and _are_alike(totals, max(totals)):
        return of_cells, True
    edges = [*accumulate(sizes if measured else [1] * width, initial=0.0)]
    found: list[_Row] = []
    for row, own in zip(rows, of_cells, strict=True):
        short = measured and own and row[-1].column + row[-1].span < len(sizes)
        if short and _are_alike([own[-1][1]], edges[-1]):
            scale = edges[-1] / own[-1][1]
            found.append([(begin * scale, end * scale) for begin, end in own])
        else:
            found.append([(edges[s.column], edges[s.column + s.span]) for s in row])
    return found, measured


def _are_alike(totals: Sequence[float], whole: float) -> bool:
    return all(abs(total - whole) <= _FITS * whole for total in totals)


def _place_by_widths(line: Element, row: Sequence[Slot]) -> _Row:
    """Where the cells of a row stand by their own widths, nothing where one has none."""
    if not row:
        return []
    at = 0.0
    if row[0].column and not (at := _read_width(line, _TR_PR, _W_BEFORE)):
        return []
    cells = list(iterate_children(line, TC))
    found: _Row = []
    for slot in row:
        size = 0.0
        for number in (slot.number, *slot.joined):
            width = _read_width(cells[number], _TC_PR, _TC_W)
            if not width:
                return []
            size += width
        found.append((at, at + size))
        at += size
    return found


def _read_width(owner: Element, properties: str, name: str) -> float:
    """A width among the properties of a row or cell, in twips; 0 for none.

    What is a share of the table is that of one of usual width.
    """
    among = find_child(owner, properties)
    element = None if among is None else find_child(among, name)
    if element is None:
        return 0.0
    text, kind = element.get(_WIDTH) or "", element.get(_WIDTH_TYPE, "dxa")
    if kind == "pct":
        share = (
            parse_whole_number(text[:-1]) * 50 if text.endswith("%") else parse_whole_number(text)
        )
        return share / 5000 * _USUAL_PAGE_TWIPS
    return float(max(parse_whole_number(text), 0)) if kind == "dxa" else 0.0
