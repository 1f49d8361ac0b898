"""Tables put together by the labels of the format, where a text shows them only by its looks.

The lines of a section are taken apart into labels and figures (`laid_lines`). A figure belongs to
the row beside whose label it stands. All must come out even: every piece is part of a label,
every figure has its row, columns stand in the order of the format. Else nothing is put together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from gblint.document import Block, Document, LaidLine, Paragraph, Table
from gblint.pack.model import Pack
from gblint.report.laid_across import across
from gblint.report.laid_grid import grid
from gblint.report.laid_labels import vocabularies
from gblint.report.laid_lines import chained
from gblint.report.model import Section
from gblint.text.folding import fold

_COPIES = 8
"""Copies of a section that are looked through for its table."""


class _Laid(NamedTuple):
    """A table, and the first and the last line that it takes, by `Anchor.line`."""

    table: Table
    first: int
    last: int


def laid_out(
    document: Document, sections: Sequence[Section], doubtful: Collection[str], pack: Pack
) -> Document:
    """The document with those of the doubtful tables that its lines show without doubt.

    The same document when there is none.
    """
    lines = _Lines(document.lines, sections)
    found = [
        laid
        for spec in pack.tables
        if spec.key in doubtful
        for section in [one for one in sections if one.number == spec.section][:_COPIES]
        if (laid := _read(lines.inside(section), pack, spec.key))
    ]
    for laid in found:
        document = _with(document, laid)
    return document


class _Lines:
    """The lines of a document by its sections, their headings left out."""

    def __init__(self, lines: Sequence[LaidLine], sections: Sequence[Section]) -> None:
        self._lines = lines
        self._headings = sorted(section.heading.anchor.line for section in sections)

    def inside(self, section: Section) -> Sequence[LaidLine]:
        first = section.heading.anchor.line
        after = bisect_right(self._headings, first)
        begin = bisect_right(self._lines, first, key=_line)
        if after == len(self._headings):
            return self._lines[begin:]
        return self._lines[begin : bisect_left(self._lines, self._headings[after], key=_line)]


def _line(line: LaidLine) -> int:
    return line.anchor.line


def _read(lines: Sequence[LaidLine], pack: Pack, key: str) -> _Laid | None:
    parts = chained(lines, vocabularies(pack)[key])
    if parts is None:
        return None
    spec = next(table for table in pack.tables if table.key == key)
    table = (across if spec.layout == "across" else grid)(parts, spec)
    if table is None:
        return None
    return _Laid(table, lines[parts.first].anchor.line, lines[parts.last].anchor.line)


def _with(document: Document, laid: _Laid) -> Document:
    """The document with a table in place of its lines."""
    blocks: list[Block] = []
    before = [block for block in document.blocks if block.anchor.line < laid.first]
    after = [block for block in document.blocks if block.anchor.line > laid.last]
    if before:
        blocks += [*before[:-1], _cut(before[-1], document.lines, laid.first)]
    blocks.append(laid.table)
    rest = _between(document.lines, laid.last, after[0].anchor.line if after else None)
    if rest:
        blocks.append(Paragraph(_joined(rest), rest[0].anchor))
    return msgspec.structs.replace(document, blocks=(*blocks, *after))


def _cut(block: Block, lines: Sequence[LaidLine], end: int) -> Block:
    """The block before a table without what of it is the table's."""
    if isinstance(block, Table):
        return block
    own = _joined(_between(lines, block.anchor.line - 1, end))
    return (
        msgspec.structs.replace(block, text=own)
        if len(fold(own)) < len(fold(block.text))
        else block
    )


def _between(lines: Sequence[LaidLine], after: int, before: int | None) -> list[LaidLine]:
    return [
        line
        for line in lines
        if after < line.anchor.line and (before is None or line.anchor.line < before)
    ]


def _joined(lines: Sequence[LaidLine]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)
