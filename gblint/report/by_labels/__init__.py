"""Tables put together by the labels of the format, where a text shows them only by its looks.

The lines of a section are taken apart into labels and figures (`matching.py`), and these put in
rows and columns (`arranging.py`): a figure belongs to the row beside whose label it stands. All
must come out even: every piece is part of a label, every figure has its row, columns stand in the
order of the format. Else nothing is put together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from gblint.document import Block, Document, Paragraph, PositionedLine, Table
from gblint.pack.model import Pack
from gblint.report.by_labels.arranging import arrange_across, arrange_grid
from gblint.report.by_labels.matching import match_labels, spell_labels_by_table
from gblint.report.model import Section
from gblint.text.folding import fold

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
    lines = _LinesBySection(document.lines, sections)
    found = [
        table
        for spec in pack.tables
        if spec.key in doubtful
        for section in [one for one in sections if one.number == spec.section][:_COPIES]
        if (table := _assemble_table(lines.inside(section), pack, spec.key))
    ]
    for table in found:
        document = _put_in_place(document, table)
    return document


class _LinesBySection:
    """The lines of a document by its sections, their headings left out."""

    def __init__(self, lines: Sequence[PositionedLine], sections: Sequence[Section]) -> None:
        self._lines = lines
        self._headings = sorted(section.heading.anchor.line for section in sections)

    def inside(self, section: Section) -> Sequence[PositionedLine]:
        first = section.heading.anchor.line
        after = bisect_right(self._headings, first)
        begin = bisect_right(self._lines, first, key=_number)
        if after == len(self._headings):
            return self._lines[begin:]
        return self._lines[begin : bisect_left(self._lines, self._headings[after], key=_number)]


def _number(line: PositionedLine) -> int:
    return line.anchor.line


def _assemble_table(
    lines: Sequence[PositionedLine], pack: Pack, key: str
) -> _AssembledTable | None:
    parts = match_labels(lines, spell_labels_by_table(pack)[key])
    if parts is None:
        return None
    spec = next(table for table in pack.tables if table.key == key)
    table = (arrange_across if spec.layout == "across" else arrange_grid)(parts, spec)
    if table is None:
        return None
    return _AssembledTable(table, lines[parts.first].anchor.line, lines[parts.last].anchor.line)


def _put_in_place(document: Document, found: _AssembledTable) -> Document:
    """The document with a table in place of its lines."""
    blocks: list[Block] = []
    before = [block for block in document.blocks if block.anchor.line < found.first]
    after = [block for block in document.blocks if block.anchor.line > found.last]
    if before:
        blocks += [*before[:-1], _cut_off_table(before[-1], document.lines, found.first)]
    blocks.append(found.table)
    rest = _lines_between(document.lines, found.last, after[0].anchor.line if after else None)
    if rest:
        blocks.append(Paragraph(_join_texts(rest), rest[0].anchor))
    return msgspec.structs.replace(document, blocks=(*blocks, *after))


def _cut_off_table(block: Block, lines: Sequence[PositionedLine], end: int) -> Block:
    """The block before a table without what of it is the table's."""
    if isinstance(block, Table):
        return block
    own = _join_texts(_lines_between(lines, block.anchor.line - 1, end))
    return (
        msgspec.structs.replace(block, text=own)
        if len(fold(own)) < len(fold(block.text))
        else block
    )


def _lines_between(
    lines: Sequence[PositionedLine], after: int, before: int | None
) -> list[PositionedLine]:
    return [
        line
        for line in lines
        if after < line.anchor.line and (before is None or line.anchor.line < before)
    ]


def _join_texts(lines: Sequence[PositionedLine]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)
