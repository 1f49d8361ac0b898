"""Tables put together by the labels of the format, where a text shows them only by its looks.

The lines of a section are taken apart into labels and figures (`matching.py`), and these put in
rows and columns: a figure belongs to the row beside whose label it stands. All must come out even:
every piece is part of a label, every figure has its row, columns stand in the order of the format.
Else nothing is put together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from gblint.document import (
    BLANK,
    Anchor,
    Block,
    Cell,
    Document,
    Paragraph,
    PositionedLine,
    Table,
)
from gblint.pack.model import AxisSpec, BlockSpec, Pack, TableSpec
from gblint.report.by_labels.matching import (
    LinePiece,
    MatchedLines,
    PartialLabel,
    match_labels,
    spell_labels_by_table,
)
from gblint.report.model import Section
from gblint.text import fold

_COPIES = 8
"""Copies of a section that are looked through for its table."""


class _AssembledTable(NamedTuple):
    """A table, and the first and the last line that it takes, by `Anchor.line`."""

    table: Table
    first: int
    last: int


def assemble_tables(
    document: Document, sections: Sequence[Section], doubtful: Collection[str], pack: Pack
) -> Document:
    """The document with those of the doubtful tables that its lines show without doubt.

    The same document when there is none.
    """
    found = [
        table
        for spec in pack.tables
        if spec.key in doubtful
        for section in [copy for copy in sections if copy.number == spec.section][:_COPIES]
        if (table := _assemble_table(_list_lines_inside(section, document, sections), pack, spec))
    ]
    for table in found:  # one after the other: each takes lines out of what stands before it
        document = _put_in_place(document, table)
    return document


def _list_lines_inside(
    section: Section, document: Document, sections: Sequence[Section]
) -> list[PositionedLine]:
    """The lines of a section, its heading left out."""
    first = section.heading.anchor.line
    below = [line for other in sections if (line := other.heading.anchor.line) > first]
    lines = _list_lines_between(document.lines, first, min(below, default=None))
    # a heading over two lines, as its ordinal on one and its name on the next
    above = _list_lines_between(document.lines, first - 1, first + 1)
    whole = fold(section.heading.text)
    for taken, one in enumerate(lines):
        above.append(one)
        if not whole.startswith(fold(_join_texts(above))):
            return lines[taken:]
    return []


def _assemble_table(
    lines: Sequence[PositionedLine], pack: Pack, spec: TableSpec
) -> _AssembledTable | None:
    parts = match_labels(lines, spell_labels_by_table(pack)[spec.key])
    if parts is None:
        return None
    table = (_arrange_across if spec.layout == "across" else _arrange_grid)(parts, spec)
    if table is None:
        return None
    return _AssembledTable(table, lines[parts.first].anchor.line, lines[parts.last].anchor.line)


def _put_in_place(document: Document, found: _AssembledTable) -> Document:
    """The document with a table in place of its lines."""
    # What was read of its lines, as prose or as headings, goes.
    blocks: list[Block] = []
    before = [block for block in document.blocks if block.anchor.line < found.first]
    after = [block for block in document.blocks if block.anchor.line > found.last]
    if before:
        blocks += [*before[:-1], _cut_off_table(before[-1], document.lines, found.first)]
    blocks.append(found.table)
    rest = _list_lines_between(document.lines, found.last, after[0].anchor.line if after else None)
    if rest:
        blocks.append(Paragraph(_join_texts(rest), rest[0].anchor))
    return msgspec.structs.replace(document, blocks=(*blocks, *after))


def _cut_off_table(block: Block, lines: Sequence[PositionedLine], end: int) -> Block:
    """The block before a table without what of it is the table's."""
    if isinstance(block, Table):
        return block
    own = _join_texts(_list_lines_between(lines, block.anchor.line - 1, end))
    # Put together anew only where something is cut off: the reader joined its lines with more care.
    shorter = len(fold(own)) < len(fold(block.text))
    return msgspec.structs.replace(block, text=own) if shorter else block


def _list_lines_between(
    lines: Sequence[PositionedLine], after: int, before: int | None
) -> list[PositionedLine]:
    return [
        line
        for line in lines
        if after < line.anchor.line and (before is None or line.anchor.line < before)
    ]


def _join_texts(lines: Sequence[PositionedLine]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)


class _TableBuilder:
    """A table under construction."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], Cell] = {}
        self._latest: dict[int, Cell] = {}

    def put_cell(self, text: str, anchor: Anchor, row: int, column: int, *, wide: int = 1) -> None:
        """Puts a cell; one with the text and the place of the cell above goes on in that."""
        cell = Cell("" if text == BLANK else text, row, column, anchor, column_span=wide)
        above = self._latest.get(column)
        # the same label, on the same line of the document
        if above is not None and above == msgspec.structs.replace(
            cell, row=above.row, row_span=row - above.row
        ):
            cell = msgspec.structs.replace(above, row_span=above.row_span + 1)
        self._latest[column] = self._cells[cell.row, column] = cell

    def put_label(self, label: PartialLabel, row: int, column: int, *, wide: int = 1) -> None:
        text = "".join(piece.text for piece in label.pieces)
        self.put_cell(text, label.first.anchor, row, column, wide=wide)

    def put_row(
        self,
        group: PartialLabel | None,
        label: PartialLabel,
        figures: Mapping[int, LinePiece],
        row: int,
    ) -> None:
        """Puts the labels of a row, and its figures by their columns."""
        if group is not None:
            self.put_label(group, row, 0)
        wide = _LABELS if group is None else 1
        self.put_label(label, row, _LABELS - wide, wide=wide)
        for place, figure in figures.items():
            self.put_cell(figure.text, figure.anchor, row, _LABELS + place)

    def build_table(self) -> Table:
        cells = [self._cells[place] for place in sorted(self._cells)]
        height = max(cell.row + cell.row_span for cell in cells)
        width = max(cell.column + cell.column_span for cell in cells)
        return Table(tuple(cells), height, width, cells[0].anchor, inferred=True)


def _arrange_across(parts: MatchedLines, spec: TableSpec) -> Table | None:
    """The table, None unless it has all its columns and as many figures."""
    block = spec.blocks[0]
    rows = _group_by_key(parts.labels, "row")
    columns = _group_by_key(parts.labels, "column")
    keys = [column.key for column in block.columns]
    wanted = [key for _ in block.rows for key in keys]
    met = [{key: len(found) for key, found in labels.items()} for labels in (rows, columns)]
    if met != [Counter(row.key for row in block.rows), Counter(wanted)]:
        return None
    figures = [piece for line in sorted(parts.figures) for piece in parts.figures[line]]
    # A figure too many or too few, and no one can say which cell it is of.
    if len(figures) != len(wanted) or not _is_sure(parts) or not _are_in_order(columns, wanted):
        return None
    builder = _TableBuilder()
    for at, row in enumerate(block.rows):
        builder.put_label(rows[row.key][0], 0, at * len(keys), wide=len(keys))
    for at, (key, figure) in enumerate(zip(wanted, figures, strict=True)):
        builder.put_label(columns[key][at // len(keys)], 1, at)
        builder.put_cell(figure.text, figure.anchor, 2, at)
    return builder.build_table()


def _is_sure(parts: MatchedLines) -> bool:
    """Whether the figures stand below the labels, in the order of the columns.

    The maker of a text that keeps the looks of the page mixes them up where they take several
    lines, or a page comes in between. On the pages of a PDF file places are known.
    """
    pieces = [piece for label in parts.labels for piece in label.pieces]
    after = max(piece.line for piece in pieces)
    if min(parts.figures) <= after or (parts.side_by_side and len(parts.figures) > 1):
        return False
    pieces += [piece for line in parts.figures.values() for piece in line]
    return len({piece.anchor.page for piece in pieces if piece.anchor.box is None}) <= 1


def _group_by_key(labels: Sequence[PartialLabel], kind: str) -> dict[str, list[PartialLabel]]:
    """The labels of a kind by key, left to right."""
    found: dict[str, list[PartialLabel]] = {}
    for label in labels:
        for meaning in label.meanings:
            if meaning.kind == kind:
                found.setdefault(meaning.key, []).append(label)
                break
    for same in found.values():
        same.sort(key=lambda label: label.first.begin)
    return found


def _are_in_order(columns: Mapping[str, Sequence[PartialLabel]], wanted: Sequence[str]) -> bool:
    """Whether the labels that begin on one line stand there as the format has them."""
    by_line: dict[int, list[tuple[float, str]]] = {}
    for key, labels in columns.items():
        for label in labels:
            by_line.setdefault(label.first.line, []).append((label.first.begin, key))
    for begun in by_line.values():
        rest = iter(wanted)  # each `in` goes on from where the one before found its key
        if not all(key in rest for _, key in sorted(begun)):
            return False
    return True


_LABELS = 2
"""Columns of labels: a group's and a row's."""

_OFF = 0.35
"""Share of the gap between two columns that a figure may be out of line."""

_Figures = list[LinePiece]


class _Row(msgspec.Struct):
    """A row: its label, and its figures left to right. `spec` is None for one of no format."""

    label: PartialLabel
    spec: AxisSpec | None
    figures: _Figures


class _Part(msgspec.Struct):
    """Rows under one header; `block` is the label above them, if there is one."""

    block: PartialLabel | None = None
    header: list[PartialLabel] = msgspec.field(default_factory=list)
    rows: list[_Row] = msgspec.field(default_factory=list)


def _arrange_grid(parts: MatchedLines, spec: TableSpec) -> Table | None:
    """The table, None when figures do not come out even with rows and columns."""
    # A text that keeps the looks of the page says more: first by what stands beside each label.
    for pair_rows in (_pair_beside, _pair_following):
        rows = pair_rows(parts, spec)
        if rows:
            groups = _find_row_groups(parts.labels, spec)
            table = _write_grid(_divide_by_headers(parts.labels, rows), groups, spec)
            if table is not None:
                return table
    return None


def _write_grid(
    parts: Sequence[_Part], groups: Mapping[str, PartialLabel], spec: TableSpec
) -> Table | None:
    """The parts one below the other, None when the figures or the header of one do not fit."""
    builder = _TableBuilder()
    block: BlockSpec | None = None
    columns: list[PartialLabel] = []
    at = 0
    for part in parts:
        if part.block is not None:
            builder.put_label(part.block, at, 0, wide=_LABELS + 1)
            at += 1
        if not part.rows:
            continue
        known = next((row.spec for row in part.rows if row.spec is not None), None)
        own = next((one for one in spec.blocks if known in one.rows), None)
        if own is None or not (part.header or own is block):
            return None  # a part without a header goes on with the block before
        if part.header:
            block, columns = own, _order_columns(part, own)
            for place, label in enumerate(columns):
                builder.put_label(label, at, _LABELS + place)
            at += 1
        for values in _place_figures(part.rows, len(columns)):
            if values is None or not columns:
                return None
            row, figures = values
            group = groups.get(row.spec.group) if row.spec is not None else None
            builder.put_row(group, row.label, figures, at)
            at += 1
    return builder.build_table()


def _find_row_groups(labels: Sequence[PartialLabel], spec: TableSpec) -> dict[str, PartialLabel]:
    known = {group.key for group in spec.row_groups}
    return {
        meaning.key: label
        for label in labels
        for meaning in label.meanings
        if meaning.kind == "row_group" and meaning.key in known
    }


_Rows = dict[int, _Row]
"""Rows by the identity of their labels."""


def _pair_beside(parts: MatchedLines, spec: TableSpec) -> _Rows | None:
    """The rows of a text that keeps its looks, each with the line of figures beside its label.

    None where a label has two, or a figure no label.
    """
    rows: _Rows = {}
    taken: set[int] = set()
    for label, row in _find_row_labels(parts, spec):
        lines = [line for line in parts.figures if label.first.line <= line <= label.last.line]
        if not lines and label.means("column"):  # 总计 may be a row's or a column's
            continue
        if taken.intersection(lines) or len(lines) > 1:
            return None
        taken.update(lines)
        figures = [piece for line in lines for piece in parts.figures[line]]
        rows[id(label)] = _Row(label, row, figures)
    return rows if taken == set(parts.figures) else None


def _pair_following(parts: MatchedLines, spec: TableSpec) -> _Rows | None:
    """The rows of a text that has cell after cell: a row's figures follow upon its label.

    None where a label has none.
    """
    labels = _find_row_labels(parts, spec)
    begins = [label.place for label, _ in labels]
    figures: list[_Figures] = [[] for _ in labels]
    for line, own in sorted(parts.figures.items()):
        for figure in own:
            at = bisect_right(begins, (line, figure.begin)) - 1
            if at < 0:
                return None
            figures[at].append(figure)
    rows: _Rows = {}
    for (label, row), own in zip(labels, figures, strict=True):
        if own:
            rows[id(label)] = _Row(label, row, own)
        elif not label.means("column"):
            return None
    return rows


def _find_row_labels(
    parts: MatchedLines, spec: TableSpec
) -> list[tuple[PartialLabel, AxisSpec | None]]:
    """The labels that may be rows', top to bottom, with what they stand for."""
    specs = {row.key: row for block in spec.blocks for row in block.rows}
    found = [
        (label, specs.get(keys[0]))
        for label in parts.labels
        if (keys := [meaning.key for meaning in label.meanings if meaning.kind == "row"])
    ]
    return sorted(found, key=lambda one: one[0].place)


def _divide_by_headers(labels: Sequence[PartialLabel], rows: _Rows) -> list[_Part]:
    """Labels top to bottom, in parts that a block's label or a new header begins."""
    parts = [_Part()]
    for label in sorted(labels, key=lambda label: label.place):
        kinds = {meaning.kind for meaning in label.meanings}
        if id(label) in rows:
            parts[-1].rows.append(rows[id(label)])
        elif "block" in kinds:
            parts.append(_Part(block=label))
        elif "column" in kinds:
            if parts[-1].rows:
                parts.append(_Part())
            parts[-1].header.append(label)
    return parts


def _order_columns(part: _Part, block: BlockSpec) -> list[PartialLabel]:
    """The columns in the order of the format, none where the header tells another story."""
    columns = {
        spec.key: [label for label in part.header if label.means("column", spec.key)]
        for spec in block.columns
    }
    found = [label for own in columns.values() for label in own]
    once = len(found) == len(part.header) and all(len(own) < 2 for own in columns.values())
    return found if once and _are_in_order(columns, list(columns)) else []


def _place_figures(
    rows: Sequence[_Row], count: int
) -> Iterator[tuple[_Row, dict[int, LinePiece]] | None]:
    """Every row with its figures by column; None for a row that has too many or unclear ones."""
    full = [row.figures for row in rows if len(row.figures) == count]
    for row in rows:
        if len(row.figures) in (0, count):
            yield row, dict(enumerate(row.figures))
        else:
            places = _place_between_blanks(row.figures, full)
            yield None if places is None else (row, places)


def _place_between_blanks(
    figures: _Figures, full: Sequence[_Figures]
) -> dict[int, LinePiece] | None:
    """Figures beside blank cells, by the columns of the nearest row that has all.

    None for a text without places: its columns drift from line to line.
    """
    if not full or len(full[0]) < len(figures) or figures[0].anchor.box is None:
        return None
    nearest = min(full, key=lambda other: abs(other[0].line - figures[0].line))
    middles = [piece.middle for piece in nearest]
    gap = min(b - a for a, b in pairwise(middles))
    found: dict[int, LinePiece] = {}
    for figure in figures:
        at = min(range(len(middles)), key=lambda i: abs(middles[i] - figure.middle))
        if at in found or abs(middles[at] - figure.middle) > _OFF * gap:
            return None
        found[at] = figure
    return found
