"""What the labels of a table come to: recognised, of other formats, missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from gblint.document import Cell
from gblint.pack.model import BlockSpec, GroupSpec
from gblint.report.model import LabelReading, Missing, OtherLabel
from gblint.report.tables.labels import Assigned, Assignment, FoundLabel, Lexicon, form
from gblint.report.tables.segments import BlockLabel, DataRow, Segment


class Part(msgspec.Struct):
    """A segment of a table with its block and its columns settled."""

    segment: Segment
    block: BlockSpec
    columns: Assignment


Places = dict[int, tuple[Part, DataRow]]
"""Where the rows stand, by `FoundLabel.index`."""


def label_reading(hit: Assigned, *, kind: Literal["row", "column"], block: str) -> LabelReading:
    """A recognised row or column label."""
    return LabelReading(
        kind=kind,
        key=hit.spec.key,
        label=hit.spec.label,
        text=hit.text,
        anchor=hit.found.anchor,
        exact=hit.exact,
        misplaced=hit.misplaced,
        confidence=hit.confidence,
        block=block,
    )


def other_label(
    found: FoundLabel, axis: Literal["row", "column"], lexicon: Lexicon
) -> OtherLabel | None:
    """A label that is not of this format, or None for one without words."""
    text = found.words[-1] if axis == "column" else found.words[0]
    if not form(text)[1]:
        return None
    for words in found.words:
        entry = lexicon.find(words, "obsolete")
        if entry is not None and entry.key == axis:
            return OtherLabel(axis, words, found.anchor, obsolete=True)
    return OtherLabel(axis, text, found.anchor)


class Labels(msgspec.Struct):
    """The labels of a table laid out as a grid."""

    lexicon: Lexicon
    parts: Sequence[Part]
    rows: Assignment
    places: Places
    heads: Sequence[BlockLabel]

    def labels(self) -> Iterator[LabelReading]:
        """Every recognised row, column, group and block label."""
        for hit in self.rows.assigned:
            block = self.lexicon.block_of_row[hit.spec.key].key
            yield label_reading(hit, kind="row", block=block)
        yield from self._groups()
        for part in self.parts:
            for hit in part.columns.assigned:
                yield label_reading(hit, kind="column", block=part.block.key)
        specs = {block.key: block for block in self.lexicon.spec.blocks}
        for head in self.heads:
            if not head.obsolete:
                label = specs[head.key].label
                exact = form(head.text) == form(label)
                yield LabelReading("block", head.key, label, head.text, head.anchor, exact=exact)

    def _groups(self) -> Iterator[LabelReading]:
        """The group labels left of the rows.

        A label that a page cuts stands in several cells; together they are the label.
        """
        groups = {group.key: group for group in self.lexicon.spec.row_groups}
        pieces: dict[str, dict[int, Cell]] = {}
        for hit in self.rows.assigned:
            cell = self.places[hit.found.index][1].group
            if cell is None or not form(cell.text)[1].strip("0123456789()"):
                continue  # a column that numbers the rows
            if hit.spec.group in groups and not hit.misplaced:
                pieces.setdefault(hit.spec.group, {})[id(cell)] = cell
        for key, cells in pieces.items():
            yield from self._group(list(cells.values()), groups[key])

    def _group(self, cells: Sequence[Cell], group: GroupSpec) -> Iterator[LabelReading]:
        whole = "".join(cell.text for cell in cells)
        if len(cells) > 1 and form(whole) == form(group.label):
            yield LabelReading("group", group.key, group.label, whole, cells[0].anchor)
            return
        for cell in cells:
            if self._cut(cell, group):
                continue
            entry = self.lexicon.find(cell.text, "row_group")
            if entry is None and self.lexicon.find(cell.text, "row") is not None:
                continue  # the row before, taken to reach this far
            if entry is None or entry.key == group.key:
                exact = entry is not None and form(cell.text) == entry.exact
                yield LabelReading(
                    "group", group.key, group.label, cell.text, cell.anchor, exact=exact
                )

    def _cut(self, cell: Cell, group: GroupSpec) -> bool:
        """Whether a cell holds a piece of a label and another the rest: a page came between."""
        words, whole = form(cell.text)[1], form(group.label)[1]
        if not words or words == whole or words not in whole:
            return False
        rest = whole.replace(words, "", 1)
        tables = {id(part.segment.grid): part.segment.grid.table for part in self.parts}
        return any(form(c.text)[1] == rest for table in tables.values() for c in table.cells)

    def others(self) -> Iterator[OtherLabel]:
        """Labels of earlier formats, of none, and second copies."""
        for head in self.heads:
            if head.obsolete:
                yield OtherLabel("block", head.text, head.anchor, obsolete=True)
        for found in self.rows.unknown:
            other = other_label(found, "row", self.lexicon)
            if other is not None:
                yield other
        for hit in self.rows.repeated:
            text, anchor = hit.text, hit.found.anchor
            yield OtherLabel("row", text, anchor, repeated=True, key=hit.spec.key)
        foreign: set[str] = set()
        for part in self.parts:
            own: set[str] = set()
            for found in part.columns.unknown:
                other = other_label(found, "column", self.lexicon)
                if other is not None and (other.obsolete or form(other.text)[1] not in foreign):
                    own.add(form(other.text)[1])
                    yield other
            foreign |= own  # a column (备注) that every block has is one
            for hit in part.columns.repeated:
                text, anchor = hit.text, hit.found.anchor
                yield OtherLabel("column", text, anchor, repeated=True, key=hit.spec.key)

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
