"""A table of the format with row labels at the left and column labels above, read into cells.

The table is cut into segments (`divide_by_headers`), each of which becomes a part of one block
with its columns. Rows and columns are set against the format's (`labels`) and cells read by their
keys; what the labels come to is told: recognised, of other formats, missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from gblint.document import Cell, Paragraph
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec
from gblint.report.model import CellReading, LabelReading, Missing, OtherLabel, TableReading
from gblint.report.tables.grid import (
    BlockLabel,
    DataRow,
    Grid,
    PlacedTable,
    RowsUnderHeader,
    divide_by_headers,
    read_cell,
)
from gblint.report.tables.labels import (
    Assignment,
    FoundLabel,
    LabelLexicon,
    assign_labels,
    make_label_form,
    read_label,
    read_other_label,
    read_repeated_label,
    strip_ordinal,
)


class SettledRows(msgspec.Struct):
    """A segment of a table with its block and its columns settled."""

    segment: RowsUnderHeader
    block: BlockSpec
    columns: Assignment


Places = dict[int, tuple[SettledRows, DataRow]]
"""Where the rows stand, by `FoundLabel.index`."""


def read_grid(
    items: Sequence[PlacedTable], lexicon: LabelLexicon, *, turned: bool = False
) -> TableReading:
    """Read a table with row labels at the left and column labels above.

    `turned` says that the cells of a row do not stand on one line of the document.
    """
    parts: list[SettledRows] = []
    heads: list[BlockLabel] = []
    copies: list[OtherLabel] = []
    seen: set[str] = set()
    for item in items:
        segments = list(divide_by_headers(Grid(item.table), lexicon))
        keys = _list_row_keys(segments)
        if keys and keys <= seen:
            copies.append(OtherLabel("table", "", item.table.anchor, repeated=True))
            continue
        seen |= keys
        if segments and not isinstance(segments[0], BlockLabel):
            heads += find_lead_label(item.lead, lexicon)
        for segment in segments:
            if isinstance(segment, BlockLabel):
                heads.append(segment)
            else:
                parts += _build_parts(segment, parts, lexicon)
    heads += _find_beside(parts, heads, lexicon)
    rows, places = _assign_rows(parts, lexicon)
    collapsed = _Collapsed(rows, places, lexicon)
    rows = collapsed.drop_from(rows)
    hits = [(hit.spec, hit.found) for hit in rows.assigned]
    cells = _read_cells([*hits, *collapsed.places.values()], places, turned=turned)
    reader = _Labels(lexicon, parts, rows, places, heads)
    return TableReading(
        key=lexicon.spec.key,
        anchor=items[0].table.anchor,
        section=items[0].section,
        cells=cells,
        labels=tuple(reader.labels()),
        others=(*reader.others(), *copies[:1]),
        missing=(*reader.missing(), *collapsed.missing()),
        confidence=_measure_confidence(rows),
        collapsed=collapsed.rows,
        number=lexicon.spec.number,
    )


def find_lead_label(lead: Sequence[Paragraph], lexicon: LabelLexicon) -> list[BlockLabel]:
    """The label of a block that the line above a table has, as the format writes it."""
    labels = {block.key: block.label for block in lexicon.spec.blocks}
    for paragraph in reversed(lead):
        entry = lexicon.find_block(paragraph.shown)
        if entry is not None:
            return [BlockLabel(labels[entry.key], paragraph.anchor, entry.key)]
    return []


def _find_beside(
    parts: Sequence[SettledRows], heads: Sequence[BlockLabel], lexicon: LabelLexicon
) -> list[BlockLabel]:
    """The labels of blocks that have none above them, at the left of their rows."""
    known = {head.key for head in heads}
    found: dict[str, BlockLabel] = {}
    for part in parts:
        if part.block.label and part.block.key not in known:
            for label in part.segment.block_labels(lexicon):
                found.setdefault(label.key, label)
    return [label for key, label in found.items() if key not in known]


def _list_row_keys(items: Sequence[RowsUnderHeader | BlockLabel]) -> set[str]:
    return {
        data.known.key
        for item in items
        if isinstance(item, RowsUnderHeader)
        for data in item.rows
        if data.known is not None
    }


def _build_parts(
    segment: RowsUnderHeader, before: Sequence[SettledRows], lexicon: LabelLexicon
) -> list[SettledRows]:
    """Settle which blocks a segment is of and what its columns are.

    A segment without header rows goes on with the columns of the one before: a table that the
    page cuts. One header may stand over the rows of several blocks.
    """
    if not segment.rows and not segment.block:
        return []
    found = segment.columns(lexicon)
    rest = _divide_by_block(segment, lexicon)
    if not rest:
        return [_build_part(segment, _find_block(segment, lexicon), found, before, lexicon)]
    parts = [_build_part(own, block, found, before, lexicon) for block, own in rest]
    known = {id(hit.found) for part in parts for hit in part.columns.assigned}
    for part in parts:
        unknown = tuple(one for one in part.columns.unknown if id(one) not in known)
        part.columns = msgspec.structs.replace(part.columns, unknown=unknown)
    return parts


def _divide_by_block(
    segment: RowsUnderHeader, lexicon: LabelLexicon
) -> list[tuple[BlockSpec, RowsUnderHeader]]:
    """The rows of each block under one header; none where all are of the same block."""
    found: dict[str, tuple[BlockSpec, RowsUnderHeader]] = {}
    block: BlockSpec | None = None
    for data in segment.rows:
        if data.known is not None:
            block = lexicon.block_of_row[data.known.key]
        key = block.key if block is not None else ""
        if key not in found:
            found[key] = (block or lexicon.spec.blocks[0], segment.drop_rows())
        found[key][1].rows.append(data)
    return list(found.values()) if len(found) > 1 and "" not in found else []


def _build_part(
    segment: RowsUnderHeader,
    block: BlockSpec,
    found: Sequence[FoundLabel],
    before: Sequence[SettledRows],
    lexicon: LabelLexicon,
) -> SettledRows:
    if not found and before:
        previous = before[-1]
        shift = segment.value_start - previous.segment.value_start
        wider = segment.grid.width - previous.segment.grid.width
        if wider in (0, shift):
            columns = _shift_columns(previous.columns, wider)
            if previous.block is block:
                return SettledRows(segment, block, columns)
            labels = [hit.found for hit in columns.assigned]
            columns = assign_labels(labels, block.columns, lexicon, "column")
            if not columns.missing and not columns.unknown:
                return SettledRows(segment, block, columns)
    return SettledRows(segment, block, assign_labels(found, block.columns, lexicon, "column"))


def _shift_columns(columns: Assignment, shift: int) -> Assignment:
    if not shift:
        return columns
    moved = [
        msgspec.structs.replace(
            hit, found=msgspec.structs.replace(hit.found, index=hit.found.index + shift)
        )
        for hit in columns.assigned
    ]
    return msgspec.structs.replace(columns, assigned=tuple(moved))


def _find_block(segment: RowsUnderHeader, lexicon: LabelLexicon) -> BlockSpec:
    for data in segment.rows:
        if data.known is not None:
            return lexicon.block_of_row[data.known.key]
    for block in lexicon.spec.blocks:
        if block.key == segment.block:
            return block
    return lexicon.spec.blocks[0]


def _assign_rows(parts: Sequence[SettledRows], lexicon: LabelLexicon) -> tuple[Assignment, Places]:
    """All rows of the table set against the format's; where each of them stands."""
    places: Places = {}
    found: list[FoundLabel] = []
    for part in parts:
        for data in part.segment.rows:
            places[len(found)] = part, data
            found.append(FoundLabel((data.leaf.text,), data.leaf.anchor, len(found)))
    expected = [row for block in lexicon.spec.blocks for row in block.rows]
    return assign_labels(found, expected, lexicon, "row"), places


def _read_cells(
    rows: Iterable[tuple[AxisSpec, FoundLabel]], places: Places, *, turned: bool
) -> dict[tuple[str, str], CellReading]:
    cells: dict[tuple[str, str], CellReading] = {}
    for spec, found in rows:
        part, data = places[found.index]
        if spec not in part.block.rows:
            continue
        grid, start = part.segment.grid, part.segment.value_start
        for column in part.columns.assigned:
            cell = grid.at(data.row, column.found.index)
            if cell is not None and cell.column < start:
                cell = None
            row, key = spec.key, column.spec.key
            signed = spec.kind == "signed" or column.spec.kind == "signed"
            anchor = cell.anchor if turned and cell is not None else data.leaf.anchor
            cells[row, key] = read_cell(row, key, cell, anchor, signed=signed)
    return cells


def _measure_confidence(rows: Assignment) -> float:
    total = len(rows.assigned) + len(rows.missing)
    sure = sum(hit.confidence for hit in rows.assigned)
    return round(sure / total, 2) if total else 0.0


# groups of rows that a table has as one


class _Collapsed:
    """The groups of a table of which there is but the label, with figures beside it.

    The figures stand for the first row of the group, the others are nothing: sums come out.
    `rows` has the group of every such row, `places` where the label of the first one stands.
    """

    def __init__(self, found: Assignment, places: Places, lexicon: LabelLexicon) -> None:
        self.rows: dict[str, str] = {}
        self.places: dict[str, tuple[AxisSpec, FoundLabel]] = {}
        self._groups: dict[str, GroupSpec] = {}
        self._lexicon = lexicon
        gone = {spec.key for spec in found.missing}
        for group in lexicon.spec.row_groups if gone else ():
            own = [
                row for block in lexicon.spec.blocks for row in block.rows if row.group == group.key
            ]
            if len(own) < 2 or not gone.issuperset(row.key for row in own):
                continue
            labels = [one for one in found.unknown if self._is_label(one, group, places)]
            if len(labels) == 1:
                self.rows |= {row.key: group.key for row in own}
                self.places[own[0].key] = own[0], labels[0]
                self._groups[group.key] = group

    def _is_label(self, label: FoundLabel, group: GroupSpec, places: Places) -> bool:
        entry = self._lexicon.find(label.words[0], "row_group")
        return entry is not None and entry.key == group.key and label.index in places

    def drop_from(self, found: Assignment) -> Assignment:
        """The rows without what is told as collapsed: neither absent nor foreign."""
        if not self.rows:
            return found
        told = {id(label) for _, label in self.places.values()}
        return Assignment(
            found.assigned,
            found.repeated,
            tuple(label for label in found.unknown if id(label) not in told),
            tuple(spec for spec in found.missing if spec.key not in self.rows),
        )

    def missing(self) -> list[Missing]:
        """One for each group."""
        found: list[Missing] = []
        for key, group in self._groups.items():
            rows = tuple(row for row, home in self.rows.items() if home == key)
            block = self._lexicon.block_of_row[rows[0]]
            found.append(Missing("collapsed", key, group.label, rows, block.key))
        return found


# what the labels come to


class _Labels(msgspec.Struct):
    """The labels of a table laid out as a grid."""

    lexicon: LabelLexicon
    parts: Sequence[SettledRows]
    rows: Assignment
    places: Places
    heads: Sequence[BlockLabel]

    def labels(self) -> Iterator[LabelReading]:
        """Every recognised row, column, group and block label."""
        for hit in self.rows.assigned:
            block = self.lexicon.block_of_row[hit.spec.key].key
            yield read_label(hit, kind="row", block=block)
        yield from self._groups()
        for part in self.parts:
            for hit in part.columns.assigned:
                yield read_label(hit, kind="column", block=part.block.key)
        specs = {block.key: block for block in self.lexicon.spec.blocks}
        for head in self.heads:
            if not head.obsolete:
                label = specs[head.key].label
                exact = make_label_form(head.text) == make_label_form(label)
                yield LabelReading("block", head.key, label, head.text, head.anchor, exact=exact)

    def _groups(self) -> Iterator[LabelReading]:
        """The group labels left of the rows.

        A label that a page cuts stands in several cells; together they are the label.
        """
        groups = {group.key: group for group in self.lexicon.spec.row_groups}
        pieces: dict[str, dict[int, Cell]] = {}
        for hit in self.rows.assigned:
            cell = self.places[hit.found.index][1].group
            if cell is None or not strip_ordinal(cell.text).strip("0123456789()"):
                continue  # a column that numbers the rows
            if hit.spec.group in groups and not hit.misplaced:
                pieces.setdefault(hit.spec.group, {})[id(cell)] = cell
        for key, cells in pieces.items():
            yield from self._group(list(cells.values()), groups[key])

    def _group(self, cells: Sequence[Cell], group: GroupSpec) -> Iterator[LabelReading]:
        whole = "".join(cell.text for cell in cells)
        if len(cells) > 1 and make_label_form(whole) == make_label_form(group.label):
            yield LabelReading("group", group.key, group.label, whole, cells[0].anchor)
            return
        for cell in cells:
            if self._cut(cell, group):
                continue
            entry = self.lexicon.find(cell.text, "row_group")
            if entry is None and self.lexicon.find(cell.text, "row") is not None:
                continue  # the row before, taken to reach this far
            if entry is None or entry.key == group.key:
                exact = entry is not None and make_label_form(cell.text) == entry.exact
                yield LabelReading(
                    "group", group.key, group.label, cell.text, cell.anchor, exact=exact
                )

    def _cut(self, cell: Cell, group: GroupSpec) -> bool:
        """Whether a cell holds a piece of a label and another the rest: a page came between."""
        words, whole = strip_ordinal(cell.text), strip_ordinal(group.label)
        if not words or words == whole or words not in whole:
            return False
        rest = whole.replace(words, "", 1)
        tables = {id(part.segment.grid): part.segment.grid.table for part in self.parts}
        return any(strip_ordinal(c.text) == rest for table in tables.values() for c in table.cells)

    def others(self) -> Iterator[OtherLabel]:
        """Labels of earlier formats, of none, and second copies."""
        for head in self.heads:
            if head.obsolete:
                yield OtherLabel("block", head.text, head.anchor, obsolete=True)
        for found in self.rows.unknown:
            other = read_other_label(found, "row", self.lexicon)
            if other is not None:
                yield other
        for hit in self.rows.repeated:
            yield read_repeated_label(hit, "row")
        foreign: set[str] = set()
        for part in self.parts:
            own: set[str] = set()
            for found in part.columns.unknown:
                other = read_other_label(found, "column", self.lexicon)
                if other is not None and (
                    other.obsolete or strip_ordinal(other.text) not in foreign
                ):
                    own.add(strip_ordinal(other.text))
                    yield other
            foreign |= own  # a column (备注) that every block has is one
            for hit in part.columns.repeated:
                yield read_repeated_label(hit, "column")

    def missing(self) -> Iterator[Missing]:
        """Blocks, rows and columns that are not there; a block stands for all it has."""
        absent = {spec.key for spec in self.rows.missing}
        headed = {head.key for head in self.heads}
        for block in self.lexicon.spec.blocks:
            rows = tuple(row.key for row in block.rows)
            if block.label and block.key not in headed:
                gone = absent.issuperset(rows)
                yield Missing("block", block.key, block.label, rows if gone else (), block.key)
                if gone:
                    continue
            for row in block.rows:
                if row.key in absent:
                    yield Missing("row", row.key, row.label, (row.key,), block.key)
            yield from self._missing_columns(block)

    def _missing_columns(self, block: BlockSpec) -> Iterator[Missing]:
        parts = [part for part in self.parts if part.block is block]
        if not parts:
            return
        there = {hit.spec.key for part in parts for hit in part.columns.assigned}
        found = any(part.columns.assigned or part.columns.unknown for part in parts)
        if not found and len(block.columns) > 1:
            keys = tuple(column.key for column in block.columns)
            labels = "、".join(column.label for column in block.columns)
            yield Missing("header", block.key, labels, keys, block.key)
            return
        for column in block.columns:
            if column.key not in there:
                yield Missing("column", column.key, column.label, (column.key,), block.key)
